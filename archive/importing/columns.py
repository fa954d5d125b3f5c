"""A row of a table -> the post of X that it tells of. What tables of posts have in common.

The text stands in them as X's API gave it: escaped, with its short links. So does the id, unless a
spreadsheet has rounded it: such a row is refused, for no one can tell which post it was.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import msgspec

from archive.importing.reading import broken_bytes
from archive.importing.rows import Asked, Problem, Row, Unreadable, of_file
from archive.numbers import whole_number
from archive.outcome import Found
from archive.platforms.x.ids import is_id, snowflake_time
from archive.platforms.x.shape import number
from archive.platforms.x.text import unescape
from archive.platforms.x.urls import account_url, post_url
from archive.records import Author, Facet, PostLink, Precision, Snapshot
from archive.text import clean_text, web_address

__all__ = ["Told", "When", "counts_in", "id_in", "post_of", "rows_of", "truth_of", "when"]

_ROUNDED_NEXT = (
    "Export the file again with the ids as text; opened in a spreadsheet, the column must be text."
)
_ROUNDED = re.compile(r"[0-9]+(\.[0-9]+)?[eE]\+?[0-9]+|[0-9]+\.[0-9]*")
_MOST_DIGITS = 15
"""That a spreadsheet keeps of a number."""
_IN_A_ROW = 3
"""So many ids one after the other that end as rounded ones do are no chance: each is one in a
thousand."""

_IN_ADDRESS = re.compile(r"https?://(?:[a-z]+\.)?(?:twitter|x)\.com/\w+/status(?:es)?/([^/?#]+)\s*")
_LINK = re.compile(r"https?://[^\s\ufffd…<>\"“”]+(?![^\s<>\"“”])")
_AFTER_LINK = ".,;:!?)]}'’"
_MOJIBAKE = re.compile(r"[ÂÃâ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|‰Û|ï¿½")
_BREAKS = re.compile(r"\r\n?")
_HANDLE = re.compile(r"@?([A-Za-z0-9_]{1,20})")
_DAY = timedelta(hours=15)
"""No place on earth is further from UTC by its clock."""
_MINUTES = timedelta(minutes=5)
_CLOCK = r"[ T](?P<H>[0-9]{1,2}):(?P<M>[0-9]{2})(:(?P<S>[0-9]{2})(\.[0-9]+)?)?"
_TIMES = (
    re.compile(rf"(?P<m>[0-9]{{1,2}})/(?P<d>[0-9]{{1,2}})/(?P<y>[0-9]{{2}}|[0-9]{{4}}){_CLOCK}"),
    re.compile(rf"(?P<m>[0-9]{{2}})-(?P<d>[0-9]{{2}})-(?P<y>[0-9]{{4}}){_CLOCK}"),
    re.compile(
        rf"(?P<y>[0-9]{{4}})-(?P<m>[0-9]{{2}})-(?P<d>[0-9]{{2}}){_CLOCK}"
        r"(?P<Z>Z| ?\+00:?00| UTC)?"
    ),
)


class When(NamedTuple):
    """A time by the file's own clock, as if that were in UTC; ``zoned``: it says that it is."""

    moment: datetime
    precision: Precision
    zoned: bool


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What a row says of one post, by its cells."""

    native_id: str
    text: str
    handle: str = ""
    name: str | None = None
    at: When | None = None
    counts: Mapping[str, int] = {}
    repost: bool = False
    inner: "Told | None" = None
    """The post that is reposted, where the row names it."""
    warnings: tuple[str, ...] = ()


def id_in(cell: str) -> str:
    """The id that a cell holds, or the address of a post in it.

    Raises:
        Unreadable: there is none, or it was rounded.
    """
    named = _IN_ADDRESS.fullmatch(cell)
    cell = named[1] if named else cell.strip().strip("\"'=")
    cell = cell if is_id(cell) else whole_number(cell) or cell
    if is_id(cell):
        return cell
    if _ROUNDED.fullmatch(cell):
        raise Unreadable(f"the id {cell[:40]} was rounded by a spreadsheet", _ROUNDED_NEXT)
    raise Unreadable(f"{cell[:40]!r} is no id of a post" if cell else "no id says which post it is")


def when(cell: str) -> When | None:
    """The time that a cell tells; ``None`` if it is blank. Days come after months, as in the United
    States, where these tables are from, unless the year stands first.

    Raises:
        Unreadable: it is no time.
    """
    cell = cell.strip()
    if not cell:
        return None
    for form in _TIMES:
        found = form.fullmatch(cell)
        if found is None:
            continue
        part = found.groupdict()
        year = int(part["y"]) + (2000 if len(part["y"]) == 2 else 0)
        clock = (int(part["H"]), int(part["M"]), int(part["S"] or 0))
        try:
            moment = datetime(year, int(part["m"]), int(part["d"]), *clock, tzinfo=UTC)
        except ValueError:
            break
        return When(moment, "s" if part["S"] else "minute", zoned=bool(part.get("Z")))
    raise Unreadable(f"{cell[:40]!r} is no time in the form of these files")


def truth_of(cell: str) -> bool:
    return cell.strip().casefold() in {"t", "true", "1", "yes"}


def counts_in(row: Mapping[str, str], **columns: str) -> dict[str, int]:
    """The counts that a row tells, by our names."""
    return {
        ours: count
        for ours, theirs in columns.items()
        if (count := number(row.get(theirs, "").strip())) is not None
    }


def rows_of(
    told: Iterable[tuple[int, Told] | Row | Problem], asked: Asked
) -> Iterator[Row | Problem]:
    """Each row's post, in the order of the file; what cannot be one, or is one, is passed on.

    Ids that a spreadsheet has cut to fifteen digits and filled up with zeros look like ids. One
    alone may be one; several in a row, or all of a file, are not.
    """
    held: list[tuple[int, Told]] = []
    refusing, whole = False, True
    for item in told:
        if isinstance(item, tuple) and _looks_rounded(item[1].native_id):
            held.append(item)
            if len(held) >= _IN_A_ROW or refusing:
                refusing = True
                yield from map(_refused, held)
                held.clear()
            continue
        if isinstance(item, tuple):
            refusing = whole = False
        yield from (_read(row, post, asked) for row, post in held)
        held.clear()
        yield _read(*item, asked) if isinstance(item, tuple) else item
    if whole and len(held) > 1:
        yield from map(_refused, held)
    else:
        yield from (_read(row, post, asked) for row, post in held)


def _looks_rounded(native_id: str) -> bool:
    return len(native_id.rstrip("0")) <= _MOST_DIGITS < len(native_id)


def _refused(item: tuple[int, Told]) -> Problem:
    row, told = item
    what = f"the id {told.native_id} ends in zeros, as those about it do: a spreadsheet rounded it"
    return Problem(row=row, what=what, next_step=_ROUNDED_NEXT)


def _read(row: int, told: Told, asked: Asked) -> Row | Problem:
    try:
        return post_of(row, told, asked)
    except Unreadable as error:
        return Problem(row=row, what=error.what, next_step=error.next_step)


def post_of(row: int, told: Told, asked: Asked) -> Row:
    """The post of a row, with what is wrong with it though it is read."""
    inner = None if told.inner is None else _snapshot(told.inner, Asked())[0]
    snapshot, notes = _snapshot(told, asked)
    if inner is not None:
        link = PostLink(url=inner.url, platform="x", native_id=inner.native_id)
        snapshot = msgspec.structs.replace(snapshot, text="", facets=(), reposted=link)
    along = () if inner is None else (inner,)
    found = Found(ref=snapshot.ref, snapshots=(snapshot,), along=along)
    return Row(row=row, found=found, notes=notes)


def _snapshot(told: Told, asked: Asked) -> tuple[Snapshot, tuple[str, ...]]:
    broken = broken_bytes(told.text)
    text, replaced = clean_text(_BREAKS.sub("\n", told.text))
    text = unescape(text)
    created_at, precision, doubts = _time(told, asked)
    handle = _HANDLE.fullmatch(told.handle.strip() or asked.handle or "")
    name = handle[1] if handle else None
    snapshot = Snapshot(
        platform="x",
        native_id=told.native_id,
        url=post_url(told.native_id, name),
        author=Author(name=told.name, handle=name, native_id=None, url=account_url(name)),
        kind="repost" if told.repost else "post",
        text=text,
        facets=tuple(_links(text)),
        created_at=created_at,
        created_precision=precision,
        counts=dict(told.counts),
        completeness="partial",
        as_of=told.at.moment if told.at and created_at is None else None,
        warnings=(*told.warnings, *(f"{b}." for b in broken or replaced)),
    )
    return of_file(snapshot), (*broken, *_garbled(told.text, text, broken), *doubts)


def _time(told: Told, asked: Asked) -> tuple[datetime | None, Precision, tuple[str, ...]]:
    """When it was posted: by the id to the millisecond; else by the file, if its zone is known."""
    by_id = snowflake_time(told.native_id)
    if told.at is None:
        return by_id, "unknown" if by_id is None else "ms", ()
    said = told.at.moment
    if by_id is not None:
        if abs(by_id - said) < (_MINUTES if told.at.zoned else _DAY):
            return by_id, "ms", ()
        return by_id, "ms", (f"the file says {said:%Y-%m-%d %H:%M}, its id {by_id:%Y-%m-%d %H:%M}",)
    if told.at.zoned:
        return said, told.at.precision, ()
    if asked.zone is not None:
        return said.replace(tzinfo=asked.zone).astimezone(UTC), told.at.precision, ()
    doubt = f"its id tells no time, and {said:%Y-%m-%d %H:%M} names no zone: say --timezone"
    return None, "unknown", (doubt,)


def _garbled(raw: str, text: str, broken: tuple[str, ...]) -> tuple[str, ...]:
    """What shows that the text was decoded wrongly before it came into this file."""
    if broken:
        return ()
    found = _MOJIBAKE.search(text)
    if found is not None:
        return (f"{found[0]!r} in it looks like text that was decoded wrongly; it is kept so",)
    return ("U+FFFD in it: characters were lost before it came here",) if "\ufffd" in raw else ()


def _links(text: str) -> Iterator[Facet]:
    """The addresses in a text, which X makes links of; one that is cut off is none."""
    for found in _LINK.finditer(text):
        address = found[0].rstrip(_AFTER_LINK)
        if web_address(address) is not None:
            end = found.start() + len(address)
            yield Facet(start=found.start(), end=end, kind="link", target=address)
