"""What somebody typed in, and the screenshots beside it -> a snapshot. Pure.

Nobody looked at the platform: such a snapshot is the least complete of all
(:data:`archive.history.RANK`), so that it never stands before what a platform gave.
"""

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from archive.bounds import MAX_NAME, MAX_TEXT
from archive.clock import parse_time, rfc3339
from archive.errors import NotAPost, UsageError
from archive.platforms import HAND, identify
from archive.records import Author, Media, NeedsLookup, PostRef, Precision, Snapshot
from archive.text import clean_text

__all__ = [
    "MAX_SCREENSHOTS",
    "SOURCE",
    "Checked",
    "Field",
    "Typed",
    "Wrong",
    "WrongFields",
    "check",
    "one_line",
    "read_time",
    "snapshot_of",
]

SOURCE = "by hand"
"""The source that a typed-in snapshot names. It has no terms: nothing was asked."""

MAX_SCREENSHOTS = 10
MAX_DESCRIPTION = 2_000
"""Characters of what is said of one screenshot."""

Field = Literal["text", "name", "handle", "time", "timezone", "url", "screenshots", "descriptions"]
Wrong = Literal["missing", "too long", "no time", "future", "no zone", "no post", "too many"]

_DAY = re.compile(r"\d{4}-?\d\d-?\d\d")
_SECONDS = re.compile(r"[T ]\d\d:?\d\d:?\d\d")

_NO_TEXT = "There is no text: a post without words needs its address and a screenshot."

_SAID: dict[tuple[Field, Wrong], str] = {
    ("text", "missing"): _NO_TEXT,
    ("text", "too long"): f"The text has more than {MAX_TEXT:,} characters.",
    ("name", "missing"): "There is neither a name nor a handle of the author.",
    ("name", "too long"): f"The name has more than {MAX_NAME:,} characters.",
    ("handle", "too long"): f"The handle has more than {MAX_NAME:,} characters.",
    ("time", "no time"): "The time is none, like 2025-03-29T17:02 or 2025-03-29.",
    ("time", "future"): "The time has not come yet.",
    ("timezone", "no zone"): "The time names no zone, and timezone none like America/Chicago.",
    ("url", "no post"): "The address is that of no post.",
    ("screenshots", "too many"): f"There are more than {MAX_SCREENSHOTS} screenshots.",
    ("descriptions", "too many"): "There are more descriptions than screenshots.",
    ("descriptions", "too long"): f"A description has more than {MAX_DESCRIPTION:,} characters.",
}


NOTHING_WRONG: Mapping[Field, Wrong] = {}


class WrongFields(UsageError):
    """What was typed in cannot be taken. ``fields`` says of each what is wrong."""

    next_step = "Mend the fields that are named; nothing was kept."

    def __init__(self, what: str, fields: Mapping[Field, Wrong] = NOTHING_WRONG) -> None:
        super().__init__(what)
        self.fields = fields


class Typed(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody read off a screenshot, or off a screen. ``None`` and empty are unknown."""

    text: str = ""
    name: str | None = None
    handle: str | None = None
    time: str | None = None
    """When it was posted, as ISO 8601; a day alone is one, too."""
    timezone: str | None = None
    """Of a time that names none: ``America/Chicago``."""
    url: str | None = None
    """The post's, if it is known; any form of it."""
    descriptions: str = ""
    """What is to be seen on each screenshot beside the words, for whoever does not see it: a line
    each, in their order. An empty line: of that one nothing is said."""

    def of_screenshots(self) -> list[str]:
        """What is said of each, in their order, without what follows the last that is said."""
        lines = [" ".join(line.split()) for line in self.descriptions.splitlines()]
        while lines and not lines[-1]:
            lines.pop()
        return lines


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What can be taken: its parts read, and which post it is."""

    ref: PostRef | NeedsLookup
    text: str
    author: Author
    created_at: datetime | None
    precision: Precision
    warnings: tuple[str, ...] = ()


def check(typed: Typed, screenshots: int, now: datetime) -> Checked:
    """Reads what was typed in. Where no address is given, the post is named by a hash of its
    author, time and text.

    Raises:
        WrongFields: something is missing, too long or none of what it should be.
    """
    wrong: dict[Field, Wrong] = {}
    text, warnings = clean_text(typed.text.replace("\r\n", "\n").strip())
    name, handle = one_line(typed.name), one_line(typed.handle)
    handle = handle and handle.removeprefix("@")
    named = _named(one_line(typed.url), wrong)
    if not text and not (named and screenshots):
        wrong["text"] = "missing"
    elif len(text) > MAX_TEXT:
        wrong["text"] = "too long"
    if not name and not handle:
        wrong["name"] = "missing"
    if name and len(name) > MAX_NAME:
        wrong["name"] = "too long"
    if handle and len(handle) > MAX_NAME:
        wrong["handle"] = "too long"
    created_at, precision = _when(one_line(typed.time), one_line(typed.timezone), now, wrong)
    if screenshots > MAX_SCREENSHOTS:
        wrong["screenshots"] = "too many"
    described = typed.of_screenshots()
    if len(described) > screenshots:
        wrong["descriptions"] = "too many"
    elif any(len(line) > MAX_DESCRIPTION for line in described):
        wrong["descriptions"] = "too long"
    if wrong:
        raise WrongFields(" ".join(_SAID[each] for each in wrong.items()), wrong)
    author = Author(name=name, handle=handle, native_id=None)
    return Checked(
        ref=named or _ref_without_address(author, created_at, text),
        text=text,
        author=author,
        created_at=created_at,
        precision=precision,
        warnings=warnings,
    )


def snapshot_of(checked: Checked, ref: PostRef, screenshots: int) -> Snapshot:
    """The snapshot of what was typed in; its media are the screenshots, in their order."""
    return Snapshot(
        platform=ref.platform,
        native_id=ref.native_id,
        url=ref.url,
        author=checked.author,
        text=checked.text,
        created_at=checked.created_at,
        created_precision=checked.precision,
        media=tuple(Media(kind="image") for _ in range(screenshots)),
        completeness="by hand",
        warnings=checked.warnings,
    )


def read_time(
    written: str | None, zone: str | None, now: datetime
) -> tuple[datetime | None, Mapping[Field, Wrong]]:
    """A time that somebody wrote, in a zone that they named; ``None`` where nothing was written.
    And what is wrong with it, by field.
    """
    wrong: dict[Field, Wrong] = {}
    at, _ = _when(one_line(written), one_line(zone), now, wrong)
    return at, wrong


def _ref_without_address(author: Author, created_at: datetime | None, text: str) -> PostRef:
    parts = (
        (author.handle or author.name or "").casefold(),
        "" if created_at is None else rfc3339(created_at),
        text,
    )
    digest = hashlib.sha256(msgspec.json.encode(parts)).hexdigest()
    return PostRef(platform=HAND, native_id=digest, url="")


def _named(url: str | None, wrong: dict[Field, Wrong]) -> PostRef | NeedsLookup | None:
    if url is None:
        return None
    try:
        return identify(url)
    except NotAPost:
        wrong["url"] = "no post"
        return None


def _when(
    written: str | None, zone: str | None, now: datetime, wrong: dict[Field, Wrong]
) -> tuple[datetime | None, Precision]:
    """A day alone is its noon where it was posted: so it is the same day for most readers."""
    if written is None:
        return None, "unknown"
    try:
        said = datetime.fromisoformat(written)
    except ValueError:
        wrong["time"] = "no time"
        return None, "unknown"
    whole_day = _DAY.fullmatch(written) is not None
    if whole_day:
        said = datetime.combine(said, time(12))
    if said.tzinfo is None:
        said = said.replace(tzinfo=_zone(zone))
    if said.tzinfo is None:
        wrong["timezone"] = "no zone"
        return None, "unknown"
    try:
        moment = parse_time(said.isoformat())
        come = said.date() <= now.astimezone(said.tzinfo).date() if whole_day else moment <= now
    except (ValueError, OverflowError):  # at the ends of the calendar
        wrong["time"] = "no time"
        return None, "unknown"
    if not come:
        wrong["time"] = "future"
        return None, "unknown"
    if whole_day:
        return moment, "day"
    return moment, "s" if _SECONDS.search(written) else "minute"


def _zone(name: str | None) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (OSError, KeyError, ValueError):  # no zone, a folder of zones, no name of a file
        return None


def one_line(text: str | None) -> str | None:
    """What was typed into a field of one line; ``None`` where nothing was."""
    return " ".join(clean_text(text or "")[0].split()) or None
