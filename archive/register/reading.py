"""What all formats share: tables, YAML, names, days and handles from files of anybody's making."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import yaml

from archive.clock import parse_time
from archive.errors import UsageError
from archive.numbers import whole_number
from archive.register.facts import Affiliation, Claim, Facts, Office, Person, Problem

__all__ = [
    "PLATFORMS",
    "Gathering",
    "Row",
    "Unreadable",
    "claim_of",
    "day",
    "id_of",
    "moment",
    "table",
    "text",
    "yaml_list",
]

Row = dict[str, str]
# The base loader makes texts alone: no objects, no dates, and NO is not false. The one of libyaml
# takes a sixth of the time; where PyYAML was built without it, the other gives the same.
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_MAX_TEXT = 500
_MAX_DEPTH = 20
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")

PLATFORMS = {
    "x": "x",
    "twitter": "x",
    "mastodon": "fediverse",
    "fediverse": "fediverse",
    "bluesky": "bluesky",
    "threads": "threads",
    "truth": "truth",
    "facebook": "facebook",
    "instagram": "instagram",
    "youtube": "youtube",
}
"""What registers call a platform, and what we call it."""

_HANDLES = {
    "x": re.compile(r"[A-Za-z0-9_]{1,20}"),
    "fediverse": re.compile(r"[A-Za-z0-9_.-]{1,64}@[A-Za-z0-9.-]{1,253}"),
}
_ANY_HANDLE = re.compile(r"[^\s@/?#<>\"']{1,253}")
_NUMERIC_IDS = {"x"}
_IDS = {
    "bioguide": re.compile(r"[A-Z][0-9]{6}"),
    "wikidata": re.compile(r"Q[1-9][0-9]{0,11}"),
    "govtrack": re.compile(r"[0-9]{1,10}"),
    "slug": re.compile(r"[a-z0-9]+(-[a-z0-9]+)*"),
    "openstates": re.compile(r"ocd-person/[0-9a-f-]{36}"),
}


class Unreadable(ValueError):
    """One value of one row is not what it should be; the message is for a person."""


def text(value: object) -> str | None:
    """A value as one line of text; ``None`` if there is nothing in it."""
    if value is None:
        return None
    if not isinstance(value, (str, int)) or isinstance(value, bool):
        raise Unreadable(f"a {type(value).__name__} where a text is expected")
    found = " ".join(_CONTROLS.sub(" ", str(value)).split())
    if len(found) > _MAX_TEXT:
        raise Unreadable(f"a text of {len(found)} characters; up to {_MAX_TEXT} are taken")
    return found or None


def day(value: object) -> date | None:
    """A day, ``2013-01-03``; of a longer time the day as it is written."""
    found = text(value)
    if found is None:
        return None
    try:
        return date.fromisoformat(found if len(found) <= 10 else found[:10])
    except ValueError:
        raise Unreadable(f"{found[:40]!r} is no day; write it as 2013-01-03") from None


def moment(value: object) -> datetime | None:
    """A time with its zone; a day alone is its first moment in UTC."""
    found = text(value)
    if found is None:
        return None
    try:
        if len(found) == 10:
            return datetime.combine(date.fromisoformat(found), datetime.min.time(), UTC)
        return parse_time(found)
    except (ValueError, OverflowError):
        raise Unreadable(f"{found[:40]!r} is no time; write it as 2013-01-03") from None


def id_of(scheme: str, value: object) -> tuple[tuple[str, str], ...]:
    """The id as a pair in a tuple; an empty one if there is none.

    Raises:
        Unreadable: it does not look like one.
    """
    found = text(value)
    if found is None:
        return ()
    pattern = _IDS.get(scheme)
    if pattern is not None and not pattern.fullmatch(found):
        raise Unreadable(f"{found[:40]!r} is no {scheme} id")
    return ((scheme, found),)


def claim_of(platform: str, *, handle: object = None, native_id: object = None) -> Claim | None:
    """An account without dates; ``None`` if neither handle nor id is given.

    Raises:
        Unreadable: there is no such platform, handle or id.
    """
    ours = PLATFORMS.get(platform.casefold())
    if ours is None:
        raise Unreadable(f"{platform[:40]!r} is no platform; known are {', '.join(PLATFORMS)}")
    name, native = text(handle), text(native_id)
    if name is not None:
        name = name.removeprefix("@")
        if not _HANDLES.get(ours, _ANY_HANDLE).fullmatch(name):
            raise Unreadable(f"{name[:60]!r} is no handle on {ours}")
    if native is not None and ours in _NUMERIC_IDS and not re.fullmatch(r"[0-9]{1,20}", native):
        written, native = native, whole_number(native)
        if native is None:
            rounded = re.fullmatch(r"[0-9]+(\.[0-9]*)?([eE]\+?[0-9]+)?", written)
            why = ": a spreadsheet rounded it; its column must be text" if rounded else ""
            raise Unreadable(f"{written[:40]!r} is no id on {ours}{why}")
    if name is None and native is None:
        return None
    return Claim(platform=ours, handle=name, native_id=native)


def table(data: bytes, needed: Sequence[str]) -> tuple[list[tuple[int, Row]], list[Problem]]:
    """The rows of a CSV file, each with its line, and those that are none.

    Raises:
        UsageError: it is no UTF-8, no CSV, or columns are missing.
    """
    try:
        decoded = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(
            f"The file is not UTF-8 (byte {error.start}).", next_step="Save it as CSV in UTF-8."
        ) from error
    reader = csv.reader(io.StringIO(decoded, newline=""), strict=True, skipinitialspace=True)
    found: list[tuple[int, Row]] = []
    problems: list[Problem] = []
    try:
        header = [name.strip() for name in next(reader, [])]
        missing = [name for name in needed if name not in header]
        if missing:
            raise UsageError(
                f"The file lacks the column {', '.join(missing)}.",
                next_step=f"Its first line must name {', '.join(needed)}.",
            )
        if len(set(header)) != len(header):
            raise UsageError("The file names a column twice.", next_step="Name each column once.")
        for cells in reader:
            line = reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                what = f"{len(cells)} cells where the header has {len(header)}"
                problems.append(Problem(row=line, what=what))
                continue
            found.append((line, dict(zip(header, cells, strict=True))))
    except csv.Error as error:
        problems.append(Problem(row=reader.line_num, what=f"no CSV from here on: {error}"))
    return found, problems


def yaml_list(data: bytes) -> list[Any]:
    """The entries of a YAML list, or the one entry that a file has; all scalars are texts.

    An alias (``*name``) is refused: registers use none, and a few lines of them can stand
    for more than fits into memory. So is what is nested deeply.

    Raises:
        UsageError: it is no YAML, or has aliases or too many levels.
    """
    depth = 0
    try:
        for event in yaml.parse(data, Loader=_LOADER):
            if isinstance(event, yaml.AliasEvent):
                line = 0 if event.start_mark is None else event.start_mark.line + 1
                raise UsageError(
                    f"The file has a YAML alias in line {line}.",
                    next_step="Write out what it stands for.",
                )
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > _MAX_DEPTH:
                raise UsageError(
                    f"The file is nested more than {_MAX_DEPTH} levels deep.",
                    next_step="Check that it is the register that you meant.",
                )
        loaded = yaml.load(data, Loader=_LOADER)  # noqa: S506  makes no objects
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, TypeError) as error:
        where = " ".join(str(error).split())[:200]
        raise UsageError(
            f"The file is no YAML that can be read: {where}.",
            next_step="Check that it was downloaded whole.",
        ) from error
    if isinstance(loaded, dict):
        return [loaded]
    if not isinstance(loaded, list):
        raise UsageError(
            "The file has no list of people.",
            next_step="Check that it is the register that you meant.",
        )
    return loaded


class Gathering:
    """Puts together what several rows say of one person; rows without a readable value are told."""

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        self._people: dict[tuple[tuple[str, str], ...], Person] = {}
        self._problems = list(problems)

    def problem(self, row: int, what: str) -> None:
        self._problems.append(Problem(row=row, what=what))

    def add(
        self,
        ids: tuple[tuple[str, str], ...],
        *,
        name: str | None = None,
        aliases: Iterable[str] = (),
        offices: Iterable[Office] = (),
        parties: Iterable[Affiliation] = (),
        claims: Iterable[Claim] = (),
    ) -> None:
        """Raises Unreadable where nothing tells who it is."""
        if not ids:
            raise Unreadable("no id says who it is")
        key = ids[:1]
        known = self._people.get(key) or Person(ids=ids)
        names = [n for n in (name, *aliases) if n is not None and n != (known.name or name)]
        self._people[key] = msgspec.structs.replace(
            known,
            ids=tuple(dict.fromkeys((*known.ids, *ids))),
            name=known.name or name,
            aliases=tuple(dict.fromkeys((*known.aliases, *names))),
            offices=tuple(dict.fromkeys((*known.offices, *offices))),
            parties=tuple(dict.fromkeys((*known.parties, *parties))),
            claims=tuple(dict.fromkeys((*known.claims, *claims))),
        )

    def each(self, entries: Iterable[Any]) -> Iterator[tuple[int, dict[str, Any]]]:
        """The entries that are objects, counted from 1; the others are problems."""
        for row, entry in enumerate(entries, 1):
            if isinstance(entry, dict):
                yield row, entry
            else:
                self.problem(row, "this entry is no person")

    def facts(self) -> Facts:
        return Facts(people=tuple(self._people.values()), problems=tuple(self._problems))
