"""Each picture is derived once in a run of the tests, whichever of its processes asks.

The same bytes give the same derivatives, and the sample posts come in hundreds of tests: to encode
their pictures again took most of what these cost. What encodes them is the real thing.

``python -m tests.derived`` is the ``onrecord`` command, which shares them, too.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile

import msgspec
import pytest

from archive import media

__all__ = ["FOLDER", "derived_once"]

FOLDER = "ONRECORD_TESTS_DERIVED"
"""The variable by which a process that a test starts finds what is derived already."""


@contextmanager
def derived_once(folder: Path) -> Iterator[None]:
    """Until the block ends, derivatives come from the folder where they are in it."""
    real = media.derive

    @lru_cache(maxsize=256)
    def kept(data: bytes, widths: tuple[int, ...], max_pixels: int) -> list[media.Derived]:
        asked = hashlib.sha256(data).hexdigest(), *map(str, widths), str(max_pixels)
        file = folder / "-".join(asked)
        if file.exists():
            return msgspec.msgpack.decode(file.read_bytes(), type=list[media.Derived])
        derived = real(data, widths, max_pixels=max_pixels)
        with NamedTemporaryFile(dir=folder, delete=False) as unfinished:
            unfinished.write(msgspec.msgpack.encode(derived))
        Path(unfinished.name).rename(file)
        return derived

    def derive(data: bytes, widths: Sequence[int], *, max_pixels: int) -> list[media.Derived]:
        return list(kept(data, tuple(widths), max_pixels))

    folder.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(media, "derive", derive)
        patch.setitem(os.environ, FOLDER, str(folder))
        yield


def _main() -> None:
    from embedder import cli

    with derived_once(Path(os.environ[FOLDER])):
        cli.main()


if __name__ == "__main__":
    _main()
