"""A status of Truth Social's API -> snapshots. Pure.

The API is Mastodon's with fields of its own (``quote`` and ``quote_id``, ``in_reply_to``,
``group``, ``title``, ``external_video_id``, ``sponsored``, ``tombstone``), so that its statuses
are put into Mastodon's shape and read as such. What it has beyond the recordings (a title, a
group, a tombstone) is read as its open web client and Soapbox name it.
"""

import re
from collections.abc import Iterator
from html import escape

from msgspec.structs import replace

from archive.outcome import Answer, Failed, Found, Gone, Refused
from archive.platforms.fediverse.mastodon_parse import parse_status
from archive.platforms.fediverse.mastodon_parts import is_public, status_ref
from archive.platforms.shape import Json, mapping, string
from archive.platforms.truth.urls import BASE, PLATFORM, ref_of
from archive.records import Author, LinkCard, PostLink, Snapshot
from archive.text import web_address

__all__ = ["is_truth", "read_truth", "tombstone_of"]

_OTHERS = {"quote": "quote_id", "reblog": "reblog_id", "in_reply_to": "in_reply_to_id"}
"""Where the posts that a status quotes, reposts and answers stand, and where their number does."""
_RUMBLE = "https://rumble.com/embed/{}/"


def is_truth(found: object) -> bool:
    """Whether this is a status of Truth Social's, by its shape and its own address."""
    status = mapping(found)
    address = web_address(status.get("uri")) or web_address(status.get("url")) or ""
    return bool(re.match(rf"{BASE}/", address)) and (
        bool(status.get("tombstone"))
        or (isinstance(status.get("content"), str) and isinstance(status.get("account"), dict))
    )


def tombstone_of(status: Json) -> str | None:
    """Truth Social's own word that a post is no more; it does not say who took it away."""
    return string(mapping(status.get("tombstone")).get("reason"))


def read_truth(
    status: Json,
    native_id: str | None = None,
    *,
    history: list[Json] | None = None,
    answers: list[Json] | None = None,
) -> Answer:
    """What a status says of its post; of ``native_id``, if that is given, and no other. Among
    ``answers`` to it may be those with which its author goes on.
    """
    number = string(status.get("id"))
    if number is None:
        return Failed(
            reason="malformed", detail="Truth Social answered with JSON that names no post."
        )
    if native_id is not None and number != native_id:
        return Failed(reason="another post", detail=f"Truth Social answered with post {number}.")
    if reason := tombstone_of(status):
        return Gone(cause="unknown", basis=f"Truth Social gave a tombstone: “{reason[:200]}”")
    if not is_public(_shaped(status)):
        return Refused(reason="protected", detail="That post is not for everybody to read.")
    try:
        versions, along, below = _parsed(status, history, answers or [])
    except ValueError as error:
        return Failed(reason="malformed", detail=f"Truth Social answered, but {error}.")
    return Found(ref=versions[-1].ref, snapshots=versions, along=along, below=below)


def _parsed(
    status: Json, history: list[Json] | None, answers: list[Json]
) -> tuple[tuple[Snapshot, ...], tuple[Snapshot, ...], tuple[Snapshot, ...]]:
    shaped = _shaped(status)
    above = mapping(shaped.get("in_reply_to"))
    # Whoever else answers is not read: theirs may make no sense, and that costs no thread.
    author = string(mapping(status.get("account")).get("id"))
    own = [
        one
        for one in answers
        if is_truth(one)
        and author is not None
        and string(mapping(one.get("account")).get("id")) == author
        and not tombstone_of(one)
    ]
    parsed = parse_status(
        shaped,
        BASE,
        history=history,
        ancestors=[above] if above else [],
        descendants=[_shaped(one) for one in own],
    )
    known = [one for answer in own for one in _statuses(answer)]
    sources = {status_ref(one).native_id: one for one in (*known, *_statuses(status))}
    return (
        tuple(_own(one, sources) for one in parsed.snapshots),
        tuple(_own(one, sources) for one in parsed.along),
        tuple(_own(one, sources, alone=True) for one in parsed.below),
    )


def _shaped(status: Json) -> Json:
    """The status in Mastodon's shape, and those that it quotes, answers or reposts."""
    shaped = dict(status)
    title, content = string(status.get("title")), status.get("content")
    if title and isinstance(content, str):
        shaped["content"] = f"<p><strong>{escape(title)}</strong></p>{content}"
    if status.get("visibility") == "group":
        shaped["visibility"] = (
            "public" if mapping(status.get("group")).get("group_visibility") == "everyone" else ""
        )
    for key in _OTHERS:
        inner = mapping(status.get(key))
        shaped[key] = _shaped(inner) if inner and not tombstone_of(inner) else None
    return shaped


def _statuses(status: Json) -> Iterator[Json]:
    yield status
    for key in _OTHERS:
        inner = mapping(status.get(key))
        if inner and not tombstone_of(inner):
            yield from _statuses(inner)


def _own(snapshot: Snapshot, sources: dict[str, Json], *, alone: bool = False) -> Snapshot:
    """A snapshot under Truth Social's names, with what only its status tells. ``alone``: what it
    quotes or reposts is not asked for.
    """
    status = sources[snapshot.native_id]
    number = string(status.get("id"))
    if number is None:
        raise ValueError(f"{snapshot.url} has no id")
    account = mapping(status.get("account"))
    warnings = list(snapshot.warnings)
    if group := string(mapping(status.get("group")).get("display_name")):
        warnings.append(f"It was posted in the group {group}.")
    if status.get("sponsored") is True:
        warnings.append("Truth Social marks it as sponsored.")
    video = string(status.get("external_video_id"))
    card = snapshot.link_card
    if card is None and video and re.fullmatch(r"\w{1,40}", video, re.ASCII):
        card = LinkCard(url=_RUMBLE.format(video))
    if any(not medium.urls for medium in snapshot.media):
        warnings.append("Truth Social does not say where a picture or video of it is.")
    quoted, reposted = snapshot.quoted, snapshot.reposted
    gone = {key for key in _OTHERS if tombstone_of(mapping(status.get(key)))}
    numbers = {
        key: string(mapping(status.get(key)).get("id")) or string(status.get(named))
        for key, named in _OTHERS.items()
    }
    if quoted is None and reposted is None and (numbers["quote"] or "quote" in gone):
        quoted = PostLink(unavailable="failed")
    if reposted is None and "reblog" in gone:
        snapshot, reposted = replace(snapshot, kind="repost"), PostLink(unavailable="failed")

    def linked(link: PostLink | None, key: str) -> PostLink | None:
        link = _linked(link, numbers[key], gone=key in gone, came=sources)
        if alone and key != "in_reply_to" and link is not None and link.unavailable is None:
            return replace(link, unavailable="not taken")
        return link

    return replace(
        snapshot,
        platform=PLATFORM,
        native_id=number,
        author=_author(snapshot.author, account),
        link_card=card,
        quoted=linked(quoted, "quote"),
        parent=linked(snapshot.parent, "in_reply_to"),
        reposted=linked(reposted, "reblog"),
        warnings=tuple(warnings),
    )


def _author(author: Author, account: Json) -> Author:
    handle = string(account.get("acct")) or string(account.get("username"))
    return replace(author, handle=handle, native_id=string(account.get("id")))


def _linked(
    link: PostLink | None, number: str | None, *, gone: bool, came: dict[str, Json]
) -> PostLink | None:
    """A link to another post under its number. One that did not come in the same answer can be
    asked for by that, so that it is left open.
    """
    if link is None:
        return None
    if gone:
        link = replace(link, unavailable="gone")
    elif link.native_id not in came and link.unavailable != "protected" and number:
        link = replace(link, unavailable=None)
    if number is None:
        return replace(link, platform=None, native_id=None)
    url = link.url if link.native_id in came else ref_of(number).url
    return replace(link, url=url, platform=PLATFORM, native_id=number)
