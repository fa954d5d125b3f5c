"""A post or a comment of Reddit's JSON -> a snapshot. Pure.

The fields are those of https://www.reddit.com/dev/api and of the notes that clients keep
(https://github.com/Pyprohly/reddit-api-doc-notes).
"""

import re
from collections.abc import Iterable, Mapping
from html import escape, unescape
from typing import Any

from msgspec.structs import replace

from archive.outcome import Gone, GoneCause, Refused
from archive.platforms.reddit.media import Shown, link_card, poll_of, shown_by, time_of
from archive.platforms.reddit.urls import PLATFORM, WWW, account_url, ref_of
from archive.platforms.shape import Json, count, mapping, mappings, string
from archive.records import Author, Facet, PostLink, Snapshot
from archive.text import html_to_text, is_cut, sanitise_html

__all__ = ["by_name", "end_of", "is_listing", "name_of", "parse_thing", "things_in"]

_NAME = re.compile(r"t[13]_[0-9a-z]{1,13}")
_RELATIVE = re.compile(r'href="/(?!/)')
_ACCOUNT = re.compile(r"https://www\.reddit\.com/(?:u|user)/[A-Za-z0-9_-]+/?")
_MENTION = re.compile(r"/?u/")
_DELETED = "[deleted]"
_REMOVED = {"[removed]", "[ Removed by Reddit ]"}
_MAX_THINGS = 2_000

# Who removed it, as ``removed_by_category`` says (Pyprohly/reddit-api-doc-notes, submission.rst).
_CAUSES: dict[str, GoneCause] = {
    "deleted": "deleted by the author",
    "author": "deleted by the author",
    "moderator": "removed by the platform",
    "reddit": "removed by the platform",
    "anti_evil_ops": "removed by the platform",
    "community_ops": "removed by the platform",
    "legal_operations": "removed by the platform",
    "copyright_takedown": "removed by the platform",
    "content_takedown": "removed by the platform",
}


def is_listing(payload: object) -> bool:
    """Whether JSON is an answer of Reddit about posts, or one post of it."""
    first = payload[0] if isinstance(payload, list) and payload else payload
    told = mapping(first)
    if told.get("kind") == "Listing":
        return isinstance(mapping(told.get("data")).get("children"), list)
    return name_of(told) is not None


def things_in(payload: object) -> list[Json]:
    """The posts and comments of an answer, each as ``{"kind": "t3", "data": {…}}``; those that
    answer another behind it.
    """
    todo = [payload]
    found: list[Json] = []
    while todo and len(found) < _MAX_THINGS:
        node = todo.pop()
        if isinstance(node, list):
            todo.extend(reversed(node))
            continue
        told = mapping(node)
        data = mapping(told.get("data"))
        if told.get("kind") == "Listing":
            todo.extend(reversed(mappings(data.get("children"))))
        elif name_of(told) is not None:
            found.append(told)
            todo.append(data.get("replies"))
    return found


def by_name(things: Iterable[Json]) -> dict[str, Json]:
    """The posts and comments by their full names, the first of each."""
    named: dict[str, Json] = {}
    for thing in things:
        named.setdefault(name_of(thing) or "", thing)
    return named


def name_of(thing: Json) -> str | None:
    """The full name of a post or a comment: ``t3_6vx01b``; ``None`` of anything else."""
    kind, data = thing.get("kind"), mapping(thing.get("data"))
    name = data.get("name") or f"{kind}_{data.get('id')}"
    if not isinstance(name, str) or not name.startswith(f"{kind}_"):
        return None
    return name if _NAME.fullmatch(name) else None


def end_of(thing: Json) -> Gone | Refused | None:
    """What Reddit says where a post or a comment is no more; ``None``: it is there.

    A post says who removed it. A comment does not: in its place stand ``[deleted]`` for its
    author and ``[removed]`` for the moderators, and nobody as its author. Somebody whose comment
    reads the same still is its author.
    """
    data = mapping(thing.get("data"))
    category = string(data.get("removed_by_category"))
    if category == "automod_filtered":
        return Refused(
            reason="not shown",
            detail="A filter of the community holds it back until a moderator has seen it "
            f"(removed_by_category: “{category}”).",
        )
    if category is not None:
        return Gone(
            cause=_CAUSES.get(category, "unknown"), basis=f"removed_by_category: “{category[:40]}”"
        )
    if data.get("removal_reason") == "legal":
        # https://www.reddit.com/r/redditdev/comments/35v3ax/
        return Gone(cause="removed by the platform", basis="removal_reason: “legal”")
    field = "selftext" if thing.get("kind") == "t3" else "body"
    words = string(data.get(field))
    if data.get("author") != _DELETED or words not in {_DELETED, *_REMOVED}:
        return None
    return Gone(
        cause="deleted by the author" if words == _DELETED else "removed by the platform",
        basis=f"{field}: “{words}”, author: “{_DELETED}”",
    )


def parse_thing(thing: Json, others: Mapping[str, Json] | None = None) -> tuple[Snapshot, ...]:
    """The snapshot of a post or a comment, and behind it those that came along: of a crosspost
    the post that it shows, of a comment what it answers, where that is among ``others``.

    Raises:
        ValueError: it has no name, or no words at all.
    """
    name = name_of(thing)
    if name is None:
        raise ValueError("it has no name")
    data = _unescaped(mapping(thing.get("data")))
    snapshot = _comment(data, name) if name.startswith("t1_") else _post(data, name)
    link = snapshot.parent or snapshot.quoted
    if link is None:
        return (snapshot,)
    if link is snapshot.quoted:
        inside = mappings(data.get("crosspost_parent_list"))
        others = by_name({"kind": "t3", "data": told} for told in inside)
    other = (others or {}).get(link.native_id or "")
    if other is None:
        return (snapshot,)
    end = end_of(other)
    if end is None:
        return (snapshot, parse_thing(other)[0])
    lost = replace(link, unavailable="gone" if isinstance(end, Gone) else "refused")
    if link is snapshot.parent:
        return (replace(snapshot, parent=lost),)
    return (replace(snapshot, quoted=lost),)


def _post(data: Json, name: str) -> Snapshot:
    title = string(data.get("title"))
    if title is None:
        raise ValueError("it has no title")
    body, plain = _markup(data, "selftext")
    crosspost = string(data.get("crosspost_parent"))
    shown = Shown() if crosspost else shown_by(data)
    said = _said(data)
    snapshot = _snapshot(data, name, name[3:], f"<p><strong>{escape(title)}</strong></p>{body}")
    return replace(
        snapshot,
        sensitive=data.get("over_18") is True or data.get("spoiler") is True,
        labels=tuple(
            label
            for field, label in (("over_18", "NSFW"), ("spoiler", "spoiler"))
            if data.get(field) is True
        ),
        media=shown.media,
        link_card=link_card(data) if not crosspost and not shown.media else None,
        poll=poll_of(data),
        quoted=_link(crosspost, None) if crosspost else None,
        completeness=snapshot.completeness if shown.whole else "partial",
        warnings=(*snapshot.warnings, *plain, *shown.warnings, *said),
    )


def _comment(data: Json, name: str) -> Snapshot:
    body, plain = _markup(data, "body")
    submission = (string(data.get("link_id")) or "").removeprefix("t3_")
    if not re.fullmatch(r"[0-9a-z]{1,13}", submission):
        raise ValueError("it does not say under which post it stands")
    snapshot, shown = _snapshot(data, name, submission, body), shown_by(data)
    return replace(
        snapshot,
        media=shown.media,
        parent=_link(string(data.get("parent_id")), submission),
        warnings=(*snapshot.warnings, *plain, *_said(data)),
    )


def _snapshot(data: Json, name: str, submission: str, markup: str) -> Snapshot:
    text, facets, lost = html_to_text(markup)
    created = time_of(data.get("created_utc"))
    ref = ref_of(name, submission, string(data.get("permalink")))
    author, nobody = _author(data)
    return Snapshot(
        platform=PLATFORM,
        native_id=name,
        url=ref.url,
        author=author,
        text=text,
        facets=_kinds(text, facets),
        html=sanitise_html(markup),
        created_at=created,
        created_precision="s" if created else "unknown",
        edited_at=time_of(data.get("edited")),
        counts=_counts(data),
        completeness="cut" if is_cut(markup) else "full" if created else "partial",
        warnings=(*lost, *nobody, *(() if created else ("Reddit's answer has no time of it.",))),
    )


def _markup(data: Json, field: str) -> tuple[str, tuple[str, ...]]:
    """The words as Reddit renders them, its own addresses whole."""
    html = data.get(f"{field}_html")
    if isinstance(html, str):
        return _RELATIVE.sub(f'href="{WWW}/', html), ()
    words = string(data.get(field))
    if words is None:
        return "", ()
    # Written in Markdown, and in this answer not rendered.
    return f"<p>{escape(words).replace(chr(10), '<br>')}</p>", (
        "Its words are as they were typed, with the marks of Markdown.",
    )


def _author(data: Json) -> tuple[Author, tuple[str, ...]]:
    handle = string(data.get("author"))
    if handle in {None, _DELETED}:
        return Author(name=None, handle=None, native_id=None), (
            "Reddit names nobody as its author: the account is no more, or it left the post.",
        )
    native_id = string(data.get("author_fullname"))
    return Author(name=None, handle=handle, native_id=native_id, url=account_url(handle)), ()


def _said(data: Json) -> tuple[str, ...]:
    return ("It was edited; Reddit does not say when.",) if data.get("edited") is True else ()


def _link(name: str | None, submission: str | None) -> PostLink | None:
    """The link to a post or a comment; ``submission`` is the one that a comment stands under."""
    if name is None or not _NAME.fullmatch(name):
        return None
    ref = ref_of(name, submission or name[3:], None)
    return PostLink(url=ref.url, platform=PLATFORM, native_id=name)


def _kinds(text: str, facets: tuple[Facet, ...]) -> tuple[Facet, ...]:
    """``u/name`` is a mention."""
    return tuple(
        replace(facet, kind="mention")
        if _MENTION.match(text, facet.start) and _ACCOUNT.fullmatch(facet.target or "")
        else facet
        for facet in facets
    )


def _counts(data: Json) -> dict[str, int]:
    hidden = data.get("hide_score") is True or data.get("score_hidden") is True
    named = {
        "likes": None if hidden else count(data.get("score")),
        "replies": count(data.get("num_comments")),
        "reposts": count(data.get("num_crossposts")),
    }
    return {name: number for name, number in named.items() if number is not None}


def _unescaped(data: Json) -> Json:
    """Without ``raw_json=1`` Reddit escapes all its text for HTML; the rendered text shows it."""
    html = data.get("selftext_html") or data.get("body_html") or _addresses(data)
    if not isinstance(html, str) or not re.match(r"\s*&lt;|https?://\S*&amp;", html):
        return data
    return {key: _undone(value) for key, value in data.items()}


def _addresses(data: Json) -> str:
    """An address that is signed, and so has an ``&`` in it."""
    for image in mappings(mapping(data.get("preview")).get("images")):
        return str(mapping(image.get("source")).get("url") or "")
    for told in mapping(data.get("media_metadata")).values():
        return str(mapping(mapping(told).get("s")).get("u") or "")
    return ""


def _undone(value: Any, depth: int = 0) -> Any:
    if isinstance(value, str):
        return unescape(value)
    if depth < 8 and isinstance(value, dict):
        return {key: _undone(item, depth + 1) for key, item in value.items()}
    if depth < 8 and isinstance(value, list):
        return [_undone(item, depth + 1) for item in value]
    return value
