"""The index of a web archive (CDX), read: which copies there are of a page. Pure.

The index answers with lines of fields set apart by spaces, or with JSON of the same: a list of
rows whose first names the fields
(https://github.com/internetarchive/wayback/tree/master/wayback-cdx-server). What is not known is
``-``. After a blank row may stand a key with which more is had; it is no row.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from archive.text import web_address

__all__ = ["Capture", "captures_in", "same_page", "time_of"]

_FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
_PORTS = {"http": 80, "https": 443}


class Capture(NamedTuple):
    """One capture that may hold a page."""

    timestamp: str
    """14 digits, in UTC."""
    original: str
    """The address that was captured, as the archive wrote it."""
    digest: str | None
    """Of the body: captures with the same one have the same bytes."""


def captures_in(text: str) -> list[Capture] | None:
    """The captures in an index, in its order, but those that hold no page: another status than
    200 (a revisit's is unknown, and stands for what was captured before), a time that is none, an
    address that is not of the web. ``None``: this is no index.
    """
    rows = _json_rows(text) if text.lstrip().startswith("[") else _text_rows(text)
    if rows is None:
        return None
    not_pages = {
        row["digest"]
        for row in rows
        if row.get("digest", "-") != "-" and re.fullmatch(r"[1345]\d\d", row.get("statuscode", ""))
    }
    found = []
    for row in rows:
        digest = None if row.get("digest", "-") == "-" else row["digest"]
        status = row.get("statuscode", "-")
        revisit = status == "-" and digest not in not_pages
        original = web_address(row.get("original"))
        if (status == "200" or revisit) and original and time_of(row.get("timestamp", "")):
            found.append(Capture(row["timestamp"], original, digest))
    return found


def same_page(one: str, other: str) -> bool:
    """Whether two addresses are the same page for an archive, which makes nothing of the scheme,
    of ``www.``, of a port that is the scheme's own, of case and of a last slash.
    """
    try:
        return _key(one) == _key(other)
    except ValueError:  # no address at all
        return False


def _key(url: str) -> tuple[str, int | None, str, str]:
    parts = urlsplit(url)
    port = None if parts.port == _PORTS.get(parts.scheme) else parts.port
    host = re.sub(r"^www\d*\.", "", parts.hostname or "")
    query = "&".join(sorted(parts.query.lower().split("&")))
    return host, port, parts.path.rstrip("/").lower(), query


def time_of(timestamp: str) -> datetime | None:
    """The time of 14 digits; ``None``: it is none."""
    if not re.fullmatch(r"[0-9]{14}", timestamp):
        return None
    try:
        return datetime.strptime(timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _json_rows(text: str) -> list[dict[str, str]] | None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, list) or not all(isinstance(row, list) for row in value):
        return None
    if not value:
        return []
    names = value[0]
    if "timestamp" not in names or "original" not in names:
        return None
    return [
        {str(name): str(field) for name, field in zip(names, row, strict=True)}
        for row in value[1:]
        if len(row) == len(names)
    ]


def _text_rows(text: str) -> list[dict[str, str]] | None:
    rows = list(_lines(text))
    if not rows and text.strip():
        return None
    return rows


def _lines(text: str) -> Iterator[dict[str, str]]:
    for line in text.splitlines():
        fields = line.split()
        if len(fields) == len(_FIELDS) and re.fullmatch(r"[0-9]{4,14}", fields[1]):
            yield dict(zip(_FIELDS, fields, strict=True))
