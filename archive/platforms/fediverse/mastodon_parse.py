"""A status of Mastodon's client API -> snapshots. Pure.

The shape is https://docs.joinmastodon.org/entities/Status/ as of 4.5, and what its like
(Fedibird, Pleroma, Akkoma, GoToSocial) give under the same names. Only the id, the account
and the text must be there.
"""

import re
from typing import NamedTuple

import msgspec

from archive.platforms.fediverse.mastodon_links import link_to, parent_link, quote_of
from archive.platforms.fediverse.mastodon_parts import (
    author_of,
    emojis_of,
    is_for_followers,
    is_public,
    is_whole,
    link_card,
    media_of,
    poll_of,
    status_ref,
)
from archive.platforms.fediverse.urls import PLATFORM, posted_at, server_of
from archive.platforms.shape import Json, count, mapping, moment, string
from archive.records import FOR_FOLLOWERS, Author, Facet, PostLink, PostRef, Snapshot
from archive.text import html_to_text, is_cut, sanitise_html

__all__ = ["THREAD_MAX", "Parsed", "goes_on", "parse_status"]

THREAD_MAX = 20
"""Posts of a thread that come along, each way."""
EARLIER_MAX = 99
"""Earlier versions of a post that are read, the newest."""


class Parsed(NamedTuple):
    """The versions of one post, oldest first, and the posts that came with it."""

    snapshots: tuple[Snapshot, ...]
    along: tuple[Snapshot, ...]
    below: tuple[Snapshot, ...] = ()
    """With which the same author goes on, nearest first."""


def parse_status(
    status: Json,
    base: str,
    *,
    history: list[Json] | None = None,
    ancestors: list[Json] | None = None,
    descendants: list[Json] | None = None,
) -> Parsed:
    """The versions that a status has had, and the posts that it quotes, reposts or answers.

    ``base`` is the origin of the server that answered (``https://mastodon.example``).
    ``history`` is its answer at ``/history``, ``ancestors`` and ``descendants`` are those parts of
    ``/context``; ``None`` where there was nothing to ask or no answer came.

    A server speaks for its own posts and accounts alone: anybody may run one, and put words
    into anybody's mouth. A post of another server does not come along; the link to it is left
    open, so that its own server is asked. A status of another server is marked *partial*,
    with a warning.

    Raises:
        ValueError: no status, or one in the name of another server's account; says what is
            missing, or whose.
    """
    thread = _thread(status, ancestors or [])
    quoted, reposted = mapping(quote_of(status, base).status), mapping(status.get("reblog"))
    shown = [(above, ancestors) for above in thread]
    if is_whole(quoted) and is_public(quoted):
        shown.append((quoted, None))
    # A post for followers can be reposted by its author, for the same followers.
    for_followers = is_for_followers(status) and is_for_followers(reposted)
    if is_whole(reposted) and (is_public(reposted) or for_followers):
        shown.append((reposted, None))
    came = [_status(own, base, above) for own, above in shown if _is_home(own, base)]
    elsewhere = {status_ref(other).native_id for other, _ in shown if not _is_home(other, base)}
    today = _status(status, base, ancestors)
    lost = []
    if today.edited_at and len(history or ()) < 2:
        lost.append("It was edited; what it looked like before was not to be had.")
    if len(history or ()) > EARLIER_MAX + 1:
        lost.append(f"It was edited more often than {EARLIER_MAX} times; the oldest are left out.")
    if today.parent and ancestors is None:
        lost.append("It answers another post, and that one was not to be had.")
    today = msgspec.structs.replace(today, warnings=(*today.warnings, *lost))
    along = {snapshot.native_id: snapshot for snapshot in came}
    along.pop(today.native_id, None)
    known = {today.native_id, *along}
    versions = (*_earlier(today, history or [], base), today)
    return Parsed(
        tuple(_fix_links(version, known | elsewhere) for version in versions),
        tuple(_fix_links(snapshot, known) for snapshot in along.values()),
        goes_on(today, string(status.get("id")), descendants or [], base),
    )


def _status(status: Json, base: str, ancestors: list[Json] | None = None) -> Snapshot:
    ref, server = status_ref(status), server_of(base)
    account, content = mapping(status.get("account")), status.get("content")
    if not account:
        raise ValueError("the status has no account")
    if not isinstance(content, str):
        raise ValueError("the status has no text")
    home, by = _is_home(status, base), server or "a server that nobody named"
    author = author_of(account, base)
    if home and not _is_of(author, server):
        raise ValueError(f"the status is in the name of {author.handle}, {author.native_id}")
    claimed = moment(status.get("created_at"))
    when = posted_at(claimed, string(status.get("id")) if home else None)
    reblog = mapping(status.get("reblog"))
    quote = quote_of(status, base)
    text, facets, warnings = ("", (), ()) if reblog else _words(status, quote.link is None)
    if not home:
        warnings = (*warnings, _second_hand(ref, by))
    if quote.warning:
        warnings = (*warnings, quote.warning)
    if is_for_followers(status):
        warnings = (*warnings, f"It says that it is {FOR_FOLLOWERS}; {by} gave it to anybody.")
    lang = string(status.get("language"))
    return Snapshot(
        platform=PLATFORM,
        native_id=ref.native_id,
        url=ref.url,
        author=author,
        text=text,
        kind="repost" if reblog else "post",
        facets=facets,
        html=None if reblog else sanitise_html(content),
        content_warning=string(status.get("spoiler_text")),
        sensitive=status.get("sensitive") is True,
        lang=lang,
        langs=(lang,) if lang else (),
        created_at=when.created_at,
        created_precision=when.precision,
        created_at_claimed=when.claimed,
        edited_at=moment(status.get("edited_at")),
        media=() if reblog else media_of(status.get("media_attachments"), ours=home),
        link_card=None if reblog else link_card(status.get("card")),
        poll=None if reblog else poll_of(status.get("poll")),
        quoted=None if reblog else quote.link,
        parent=parent_link(status, base, ancestors),
        reposted=link_to(reblog, followers=is_for_followers(status)) if reblog else None,
        labels=(FOR_FOLLOWERS,) if is_for_followers(status) else (),
        counts=_counts(status),
        completeness="partial" if not home else "cut" if is_cut(content) else "full",
        warnings=warnings,
    )


def _is_home(status: Json, base: str) -> bool:
    """Whether a status is of the very server that gave it."""
    at = status_ref(status).native_id
    return server_of(base) == (server_of(at) if "://" in at else at.partition("/")[0])


def _is_of(author: Author, server: str | None) -> bool:
    """Whether an account is of this server, by its address and by its handle."""
    handle = author.handle
    named = handle is None or re.fullmatch(
        rf"[^@\s]+@{re.escape(server or '')}", handle, re.IGNORECASE
    )
    return bool(named) and server_of(author.native_id) in {server, None}


def _second_hand(ref: PostRef, by: str) -> str:
    return f"This is what {by} showed of {ref.url}; its own server was not asked."


def _words(status: Json, keep_quote_link: bool) -> tuple[str, tuple[Facet, ...], tuple[str, ...]]:
    return html_to_text(
        status["content"],
        emojis=emojis_of(status.get("emojis")),
        keep_quote_link=keep_quote_link,
    )


def _thread(status: Json, ancestors: list[Json]) -> list[Json]:
    """The post that is answered, and above it the thread as far as it is the same author's."""
    by_id = {string(above.get("id")): above for above in ancestors}
    thread: list[Json] = []
    below, author = status, mapping(status.get("account")).get("id")
    while len(thread) < THREAD_MAX:
        above = by_id.pop(string(below.get("in_reply_to_id")), None)
        if above is None or not is_whole(above) or not is_public(above):
            break
        same = mapping(above.get("account")).get("id") == author
        if thread and not same:
            break
        thread.append(above)
        if not same:
            break
        below = above
    return thread


def goes_on(
    post: Snapshot, number: str | None, descendants: list[Json], base: str
) -> tuple[Snapshot, ...]:
    """The author's own answers to the status with this number, each to the one before, as far as
    they are public.

    Where an author answered twice, the first answer is the thread; the other is an aside.

    Raises:
        ValueError: one of these is no status, or in the name of another server's account.
    """
    answers: dict[str | None, Json] = {}
    for other in descendants:
        author = author_of(mapping(other.get("account")), base).native_id
        own = author == post.author.native_id and author is not None
        own = own and other.get("id") != number
        if own and is_whole(other) and is_public(other) and _is_home(other, base):
            answers.setdefault(string(other.get("in_reply_to_id")), other)
    thread: list[Snapshot] = []
    last, above = number, post
    while len(thread) < THREAD_MAX and (following := answers.pop(last, None)) is not None:
        link = PostLink(url=above.url, platform=above.platform, native_id=above.native_id)
        answer = msgspec.structs.replace(_status(following, base), parent=link)
        above = _fix_links(answer, {above.native_id})
        thread.append(above)
        last = string(following.get("id"))
    return tuple(thread)


def _fix_links(snapshot: Snapshot, known: set[str]) -> Snapshot:
    """What did not come along is said to be *not taken*: one level, and no more."""

    def fixed(link: PostLink | None) -> PostLink | None:
        if link is None or link.unavailable or link.native_id in known:
            return link
        return msgspec.structs.replace(link, unavailable="not taken")

    return msgspec.structs.replace(
        snapshot,
        quoted=fixed(snapshot.quoted),
        parent=fixed(snapshot.parent),
        reposted=fixed(snapshot.reposted),
    )


def _earlier(today: Snapshot, history: list[Json], base: str) -> tuple[Snapshot, ...]:
    """What an edited post looked like before (https://docs.joinmastodon.org/entities/StatusEdit/).

    The history tells text, warning, media and poll options of each version, oldest first,
    the last being today's; a quote and the answered post do not change by an edit.
    """
    versions = []
    # More are not kept, and reading them takes its time.
    for n, entry in list(enumerate(history[:-1]))[-EARLIER_MAX:]:
        as_of = moment(entry.get("created_at"))
        if as_of is None or not isinstance(entry.get("content"), str):
            continue
        text, facets, warnings = _words(entry, today.quoted is None)
        versions.append(
            msgspec.structs.replace(
                today,
                author=_author_then(mapping(entry.get("account")), today.author, base),
                text=text,
                facets=facets,
                html=sanitise_html(entry["content"]),
                content_warning=string(entry.get("spoiler_text")),
                sensitive=entry.get("sensitive") is True,
                edited_at=as_of if n else None,
                media=media_of(entry.get("media_attachments"), ours=True),
                link_card=None,
                poll=poll_of(entry.get("poll")),
                counts={},
                completeness="cut" if is_cut(entry["content"]) else "full",
                as_of=as_of,
                as_of_basis="edit history",
                warnings=warnings,
            )
        )
    return tuple(versions)


def _author_then(account: Json, today: Author, base: str) -> Author:
    """The name and the picture that the author had then; another account's say nothing."""
    then = author_of(account, base)
    return then if (then.native_id, then.handle) == (today.native_id, today.handle) else today


def _counts(status: Json) -> dict[str, int]:
    named = {
        "replies": count(status.get("replies_count")),
        "reposts": count(status.get("reblogs_count")),
        "likes": count(status.get("favourites_count")),
        "quotes": count(status.get("quotes_count")),
    }
    return {name: number for name, number in named.items() if number is not None}
