"""onrecord's archive: captures and keeps public posts, and says what is kept.

It knows no HTTP server, no template, no HTML output: a script or a notebook needs nothing
else. See :func:`open_archive`.
"""

from archive.archive import Archive, ErasureReport, open_archive
from archive.capture import Captured
from archive.errors import ArchiveError
from archive.looking import Attempt
from archive.platforms import identify
from archive.post_json import post_json
from archive.records import Check, Facet, Media, Post, PostRef, Snapshot, Stored, post_id
from archive.settings import Settings, load_settings
from archive.status import Status, status_of
from archive.storage.base import Holding, Job

__all__ = [
    "Archive",
    "ArchiveError",
    "Attempt",
    "Captured",
    "Check",
    "ErasureReport",
    "Facet",
    "Holding",
    "Job",
    "Media",
    "Post",
    "PostRef",
    "Settings",
    "Snapshot",
    "Status",
    "Stored",
    "identify",
    "load_settings",
    "open_archive",
    "post_id",
    "post_json",
    "status_of",
]
