"""CPU time spent on decoding, scaling and encoding pictures, told apart from all other."""

import functools
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from archive import media
from archive.media import picture

__all__ = ["PillowTime", "counting_pillow"]


class PillowTime:
    """Sums the CPU time of threads while they are inside Pillow's work."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._lock = threading.Lock()
        self._inside = threading.local()

    def counted(self, work: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(work)
        def call(*args: Any, **kwargs: Any) -> Any:
            if getattr(self._inside, "now", False):  # derive() decodes: counted once
                return work(*args, **kwargs)
            self._inside.now = True
            begun = time.thread_time()
            try:
                return work(*args, **kwargs)
            finally:
                self._inside.now = False
                with self._lock:
                    self.seconds += time.thread_time() - begun

        return call


@contextmanager
def counting_pillow() -> Iterator[PillowTime]:
    """Counts in this block: the decoding of originals, and all of the making of derivatives.

    What follows the decoding of an original (its SHA-256, its perceptual hash, its colour) is
    not counted: it is a part of the capture.
    """
    pillow = PillowTime()
    with (
        mock.patch.object(media, "decode", pillow.counted(picture.decode)),
        mock.patch.object(media, "derive", pillow.counted(media.derive)),
    ):
        yield pillow
