"""Files of posts that others made, read: one file a format, each ``read(stream, asked)``.

Reading is pure but for the stream: bytes in, a piece at a time; posts and unreadable rows out. What
becomes of them is decided by :mod:`archive.importer`.
"""

from archive.importing.batches import Batch, batches, in_batches, size_of
from archive.importing.formats import FORMATS, opened, reader, recognise
from archive.importing.packs import pack_of
from archive.importing.rows import Asked, Enclosed, Problem, Row

__all__ = [
    "FORMATS",
    "NOTHING_ASKED",
    "Asked",
    "Batch",
    "Enclosed",
    "Problem",
    "Row",
    "batches",
    "in_batches",
    "opened",
    "pack_of",
    "reader",
    "recognise",
    "size_of",
]

NOTHING_ASKED = Asked()
