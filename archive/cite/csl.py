"""A post as CSL-JSON, which Zotero, Pandoc and citeproc read. Pure."""

from typing import Any

import msgspec

from archive.cite.citation import Citation
from archive.cite.reference import reference
from archive.clock import rfc3339

__all__ = ["csl", "csl_file"]


def csl(citation: Citation) -> dict[str, Any]:
    """One item of type ``post``, by the schema of CSL 1.0.2. What is unknown is left out.

    The author is ``literal``: an account's name, in no parts. ``accessed`` is the day of the
    capture, ``archive_location`` our address; ``custom`` has what CSL has no name for. ``note``,
    Zotero's "Extra", says all of it: a forum post has no archive there.
    """
    of = reference(citation)
    item: dict[str, Any] = {
        "id": of.key,
        "type": "post",
        "title": of.title,
        "author": [{"literal": of.name}],
        "container-title": of.platform,
        "genre": of.label,
        "medium": of.attached,
        "issued": None if of.created is None else _date(*of.created.timetuple()[:3]),
        "accessed": _date(*of.captured.timetuple()[:3]),
        "URL": of.url,
        "archive": of.archive,
        "archive_location": of.page,
        "language": of.lang,
        "note": of.archived,
        "custom": {
            "handle": of.handle,
            "snapshot": of.n,
            "captured_at": rfc3339(of.captured),
            "sha256": of.sha256,
        },
    }
    return {name: value for name, value in item.items() if value}


def csl_file(citation: Citation) -> str:
    """The item in the list that programs expect."""
    return msgspec.json.format(msgspec.json.encode([csl(citation)]), indent=2).decode() + "\n"


def _date(year: int, month: int, day: int) -> dict[str, list[list[int]]]:
    return {"date-parts": [[year, month, day]]}
