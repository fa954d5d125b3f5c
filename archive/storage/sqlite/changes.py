"""Whether what a view shows may have changed: what ``data_version`` is made of.

SQLite tells a connection that others wrote, and not what. Most that is written can be seen in some
view; a card that is kept cannot: its bytes are those that whoever asked was just given. So a quiet
write is told from all others, by this: the writer's own connection learns of no commit but those of
other processes, and its own are counted here.
"""

from archive.storage.sqlite.connection import Lane, one

__all__ = ["Changes"]


class Changes:
    """The changes of one database, as one process sees them."""

    def __init__(self, watcher: Lane, writer: Lane) -> None:
        self._watcher = watcher
        self._writer = writer
        self.loud = 0
        """Writes of this process that a view may show, counted once they are committed."""
        self._seen: int | None = None
        self._loud = 0
        self._others: int | None = None
        self._version = 0

    async def version(self) -> int:
        """Changes whenever anything but quiet writes of this process was committed, at the latest
        with the next time of asking; now and then where nothing was.
        """
        seen = await _data_version(self._watcher)
        if seen == self._seen:
            return self._version
        loud, others = self.loud, self._others
        # While the writer works, one may be committed and not counted, and to ask it would be to
        # wait behind what another process locks: that is a change.
        changed = True
        if self._writer.waiting == 0:
            others = await _data_version(self._writer)
            changed = loud != self._loud or others != self._others
        # Nothing is noted before all is known: whoever asks may be stopped meanwhile.
        self._seen, self._loud, self._others = seen, loud, others
        self._version += changed
        return self._version


async def _data_version(lane: Lane) -> int:
    return int((await lane.run(one, "PRAGMA data_version"))["data_version"])
