"""What all calls go by."""

from pathlib import Path

from archive.storage.sqlite.lanes import Lanes

__all__ = ["Calls"]


class Calls:
    """Calls of the store in one file, over the connections to it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lanes = Lanes(path)
