"""Our own export: JSON lines in the one shape of a post (docs/data-dictionary.md).

What a post was is taken over: its id, text, times, author, media's addresses, the posts that it
refers to. What the archive that it comes from did with it is not: its state, its log, what its
newsroom wrote about it, whether it was shown. Nobody here looked, and nobody here decided.
"""

from collections.abc import Iterator
from typing import IO, Any, cast, get_args

from archive.importing.reading import json_values
from archive.importing.rows import Asked, Problem, Row, Unreadable, of_file
from archive.outcome import Found
from archive.platforms import PLATFORMS
from archive.platforms.shape import count, mapping, mappings, moment, string
from archive.records import (
    Author,
    Completeness,
    Facet,
    FacetKind,
    Lack,
    LinkCard,
    Media,
    MediaKind,
    Poll,
    PollOption,
    PostLink,
    Precision,
    Snapshot,
    Unavailable,
    post_id,
)
from archive.text import clean_text, fit_facets, sanitise_html, web_address

__all__ = ["looks_so", "read"]

_NAMES = {kind.name for kind in PLATFORMS}
_NOTHING = "Export it again from the archive that it came from."


def looks_so(value: dict[str, Any]) -> bool:
    """Whether a JSON object is surely a post in our shape."""
    return {"native_id", "platform", "evidence", "capture", "completeness"} <= value.keys()


def read(stream: IO[bytes], _asked: Asked) -> Iterator[Row | Problem]:
    """See :data:`archive.importing.rows.Read`."""
    for item in json_values(stream):
        if isinstance(item, Problem):
            yield item
            continue
        row, value, notes = item
        try:
            snapshot, along = _post(mapping(value), outer=True)
        except Unreadable as error:
            yield Problem(row=row, what=error.what, next_step=error.next_step)
        else:
            found = Found(ref=snapshot.ref, snapshots=(snapshot,), along=along)
            yield Row(row=row, found=found, notes=notes)


def _post(told: dict[str, Any], *, outer: bool) -> tuple[Snapshot, tuple[Snapshot, ...]]:
    platform, native_id, url = told.get("platform"), told.get("native_id"), told.get("url")
    if platform not in _NAMES or not isinstance(native_id, str) or not native_id:
        raise Unreadable("no platform and native_id that are known here", _NOTHING)
    if told.get("id") != post_id(platform, native_id):
        raise Unreadable(f"its id is not that of {platform}:{native_id[:60]}", _NOTHING)
    address = web_address(url)
    if address is None:
        raise Unreadable("its url is no web address", _NOTHING)
    if not isinstance(told.get("text"), str):
        raise Unreadable(
            "it has no content: it was withheld or erased where it comes from", _NOTHING
        )
    text, replaced = clean_text(told["text"])
    facets, lost = fit_facets(len(text), _facets(told))
    along: list[Snapshot] = []
    links = {
        name: _link(told.get(name), along, outer=outer) for name in ("quoted", "parent", "reposted")
    }
    html, media = told.get("html"), tuple(_media(told))
    snapshot = Snapshot(
        platform=platform,
        native_id=native_id,
        url=address,
        author=_author(mapping(told.get("author"))),
        kind="repost" if told.get("kind") == "repost" else "post",
        text=text,
        facets=facets,
        html=sanitise_html(html) if isinstance(html, str) else None,
        content_warning=string(told.get("content_warning")),
        sensitive=told.get("sensitive") is True,
        labels=_strings(told.get("labels")),
        lang=string(told.get("lang")),
        created_at=moment(told.get("created_at")),
        created_precision=cast("Precision", _one_of(told, "created_precision", Precision)),
        created_at_claimed=moment(told.get("created_at_claimed")),
        edited_at=moment(told.get("edited_at")),
        media=media,
        link_card=_card(mapping(told.get("link_card"))),
        poll=_poll(told.get("poll")),
        counts={
            name: n
            for name, value in mapping(told.get("counts")).items()
            if name != "at" and (n := count(value)) is not None
        },
        completeness=cast("Completeness", _one_of(told, "completeness", Completeness)),
        lacks=tuple(lack for lack in get_args(Lack) if lack in _strings(told.get("lacks"))),
        warnings=(*_strings(told.get("warnings")), *replaced, *lost),
        quoted=links["quoted"],
        parent=links["parent"],
        reposted=links["reposted"],
    )
    return of_file(snapshot, moment(told.get("as_of"))), tuple(along)


def _one_of(told: dict[str, Any], name: str, kind: Any) -> str:
    value = told.get(name)
    if value not in get_args(kind):
        raise Unreadable(
            f"its {name} is {str(value)[:40]!r}: {', '.join(get_args(kind))}", _NOTHING
        )
    return str(value)


def _strings(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, list) else []
    return tuple(text for item in items if (text := string(item)) is not None)


def _author(told: dict[str, Any]) -> Author:
    return Author(
        name=string(told.get("name")),
        handle=string(told.get("handle")),
        native_id=string(told.get("native_id")),
        url=web_address(told.get("url")),
    )


def _facets(told: dict[str, Any]) -> Iterator[Facet]:
    for facet in mappings(told.get("facets")):
        start, end, kind = count(facet.get("start")), count(facet.get("end")), facet.get("kind")
        if start is not None and end is not None and kind in get_args(FacetKind):
            target = web_address(facet.get("target"))
            yield Facet(start=start, end=end, kind=cast("FacetKind", kind), target=target)


def _media(told: dict[str, Any]) -> Iterator[Media]:
    """With the address at the platform; the bytes are not in the file."""
    for medium in mappings(told.get("media")):
        if medium.get("kind") not in get_args(MediaKind):
            continue
        source = web_address(medium.get("source_url"))
        duration = medium.get("duration")
        yield Media(
            kind=cast("MediaKind", medium["kind"]),
            urls=() if source is None else (source,),
            mime=string(medium.get("mime")),
            alt=string(medium.get("alt")) if medium.get("alt_by") == "author" else None,
            width=count(medium.get("width")),
            height=count(medium.get("height")),
            duration=float(duration) if isinstance(duration, (int, float)) else None,
        )


def _card(told: dict[str, Any]) -> LinkCard | None:
    url = web_address(told.get("url"))
    if url is None:
        return None
    title, description = string(told.get("title")), string(told.get("description"))
    return LinkCard(url=url, title=title, description=description)


def _poll(told: object) -> Poll | None:
    if not isinstance(told, dict):
        return None
    options = tuple(
        PollOption(text=text, votes=count(option.get("votes")))
        for option in mappings(told.get("options"))
        if (text := string(option.get("text"))) is not None
    )
    return Poll(
        options=options,
        ends_at=moment(told.get("ends_at")),
        closed=_truth(told.get("closed")),
        multiple=_truth(told.get("multiple")),
        voters=count(told.get("voters")),
    )


def _truth(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _link(told: object, along: list[Snapshot], *, outer: bool) -> PostLink | None:
    """Another post: in full, one level deep, or by its address and why it is not there."""
    if not isinstance(told, dict):
        return None
    if outer and isinstance(told.get("native_id"), str):
        try:
            other, _ = _post(told, outer=False)
        except Unreadable:
            return PostLink(url=web_address(told.get("url")), unavailable="not taken")
        along.append(other)
        return PostLink(url=other.url, platform=other.platform, native_id=other.native_id)
    why = told.get("unavailable")
    known: Unavailable = cast("Unavailable", why) if why in get_args(Unavailable) else "not taken"
    return PostLink(url=web_address(told.get("url")), unavailable=known)
