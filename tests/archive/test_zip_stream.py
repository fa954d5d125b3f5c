"""A ZIP from front to back, read by others."""

import io
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from archive.export import zip_stream
from archive.export.zip_stream import ZipStream

FILES: Mapping[str, bytes] = {"media/a.jpg": b"\xff\xd8" * 40, "empty.txt": b"", "b.bin": b"b" * 99}
PACKED: Mapping[str, bytes] = {"posts.csv": b"id,text\n" * 5000, "none.csv": b""}


def written() -> bytes:
    stream = ZipStream(io.BytesIO())
    parts = [stream.stored(name, data) for name, data in FILES.items()]
    for name, data in PACKED.items():
        chunks = [data[at : at + 1000] for at in range(0, len(data), 1000)]
        parts += stream.deflated(name, len(data), chunks)
    return b"".join([*parts, *stream.end()])


@pytest.fixture(params=["small", "large"])
def form(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """In the larger forms as well: as if a file could have 60 bytes, and a ZIP 2 files."""
    if request.param == "large":
        monkeypatch.setattr(zip_stream, "_BYTES", 60)
        monkeypatch.setattr(zip_stream, "_FILES", 2)
    return str(request.param)


def test_what_went_in_comes_out_whatever_form_its_sizes_ask_for(form: str) -> None:
    data = written()
    assert (b"PK\x06\x06" in data) is (form == "large")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {**FILES, **PACKED}
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.external_attr >> 16 for info in archive.infolist()} == {0o100644}
        packed = archive.getinfo("posts.csv")
        assert packed.compress_size < packed.file_size // 10
    assert written() == data


@pytest.mark.skipif(shutil.which("unzip") is None, reason="unzip is missing: apt-get install unzip")
def test_another_program_finds_nothing_wrong(form: str, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(written())
    command = [str(shutil.which("unzip")), "-tq", str(tmp_path / "a.zip")]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ran.returncode, "No errors detected" in ran.stdout) == (0, True), ran.stdout + form


def test_a_reader_that_cannot_go_back_finds_the_sizes_of_pictures_before_them() -> None:
    data = written()
    name = data.index(b"media/a.jpg")
    assert int.from_bytes(data[name - 8 : name - 4], "little") == 80
