"""A status of X's API v1.1 -> snapshots. Pure. No server gives them any more; files hold them:
what twarc collected until 2023, what a stream gave, and the data archive that X hands to an
account's owner.

A status comes in three forms: *extended* (``full_text`` and ``display_text_range``),
*compatibility* (``text`` cut at 140 characters, ``truncated``, the whole under
``extended_tweet`` in streams only), and *classic* before 2016 (``text`` alone). Indices count
code points of the escaped text.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from msgspec.structs import replace

from archive.platforms.place import place_of
from archive.platforms.shape import mapping, mappings, moment, string
from archive.platforms.x.entities import card_in, entities_of
from archive.platforms.x.ids import is_id
from archive.platforms.x.media import media_of
from archive.platforms.x.post import (
    Parsed,
    author_of,
    chain_of,
    created,
    language,
    link_to,
    of_version,
)
from archive.platforms.x.shape import counts_of, number
from archive.platforms.x.text import LEADING_HANDLES, show
from archive.platforms.x.urls import post_id_in, post_url
from archive.records import (
    FOR_FOLLOWERS,
    Author,
    LinkCard,
    Media,
    Place,
    Poll,
    PostLink,
    Snapshot,
)

__all__ = ["parse_v11", "time_of"]

_CUT = "X gave only the beginning of this long post."
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_TIME = re.compile(
    r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) ([0-9]{2}) ([0-9]{2}):([0-9]{2}):([0-9]{2}) \+0000 ([0-9]{4})"
)
_COUNTS = {
    "reply_count": "replies",
    "retweet_count": "reposts",
    "favorite_count": "likes",
    "quote_count": "quotes",
}


def parse_v11(payload: object, owner: Author | None = None) -> Parsed:
    """The post of a status, with the quoted and the reposted one along.

    ``owner`` wrote it where the status names nobody: in an account's own data archive.

    Raises:
        ValueError: this is no post, or its id went through a number that rounds; says which.
    """
    return _parse(mapping(payload), owner, outer=True)


def time_of(value: object) -> datetime | None:
    """``Wed Mar 29 14:34:41 +0000 2023``, as v1.1 writes times; or RFC 3339."""
    found = _TIME.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return moment(value)
    month, *others = found.groups()
    if month not in _MONTHS:
        return None
    day, hour, minute, second, year = map(int, others)
    try:
        return datetime(year, _MONTHS.index(month) + 1, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None


def _parse(tweet: Mapping[str, Any], owner: Author | None, *, outer: bool) -> Parsed:
    version = _id(tweet)
    whole = mapping(tweet.get("extended_tweet")) or tweet
    raw = whole.get("full_text", whole.get("text"))
    if not isinstance(raw, str):
        raise ValueError(f"no text in post {version}")
    edits = mapping(tweet.get("edit_info"))
    edited = mapping(edits.get("edit"))
    initial = mapping(edited.get("editControlInitial")) or mapping(edits.get("initial"))
    chain = chain_of(version, initial.get("editTweetIds"))
    user = mapping(tweet.get("user"))
    author = _author(user) if user or owner is None else owner
    inner, along_inner = _linked(tweet, "retweeted_status", outer=outer)
    quoted, along_quoted = _linked(tweet, "quoted_status", outer=outer)
    answered = tweet.get("in_reply_to_status_id_str")
    parent = None
    if is_id(answered):
        name = tweet.get("in_reply_to_screen_name")
        parent = link_to(answered, name, unavailable="not taken")
    entities = entities_of(whole.get("entities"), raw)
    # A status that is cut ends in a link to itself, in a form that no picture's link has.
    of_itself = any(
        "/i/web/status/" in (e.target or "") and post_id_in(e.target) in chain for e in entities
    )
    cut = inner is None and whole is tweet and (tweet.get("truncated") is True or of_itself)
    # The quoted one may be linked under the id of a later version.
    hidden = (
        quoted.native_id if quoted else None,
        tweet.get("quoted_status_id_str"),
        *(chain if cut else ()),
    )
    shown = show(
        # A repost's own text is the inner one's, cut to fit after "RT @name:".
        "" if inner else raw,
        [] if inner else entities,
        visible=_visible(whole.get("display_text_range"), raw, reply=parent is not None),
        hidden_posts=frozenset(filter(is_id, hidden)),
    )
    media, lost = ((), ()) if inner else _media(whole, tweet)
    card, unkept = (None, ()) if inner else card_in(tweet)
    created_at, precision = created(chain[0], time_of(tweet.get("created_at")))
    lang = language(tweet.get("lang"))
    snapshot = Snapshot(
        platform="x",
        native_id=chain[0],
        url=post_url(chain[0], author.handle),
        author=author,
        kind="repost" if inner else "post",
        text=shown.text,
        facets=shown.facets,
        sensitive=tweet.get("possibly_sensitive") is True,
        labels=(FOR_FOLLOWERS,) if user.get("protected") is True else (),
        lang=lang,
        langs=() if lang is None else (lang,),
        created_at=created_at,
        created_precision=precision,
        media=media,
        link_card=card if isinstance(card, LinkCard) else None,
        poll=card if isinstance(card, Poll) else None,
        quoted=None if inner else quoted,
        parent=parent,
        reposted=inner,
        place=None if inner else _place(tweet),
        counts=counts_of(tweet, _COUNTS),
        completeness="cut" if cut else "full",
        warnings=(*shown.warnings, *lost, *unkept, *((_CUT,) if cut else ())),
    )
    return Parsed(
        chain=chain,
        versions={version: of_version(snapshot, version, chain)},
        along=(*along_inner, *(() if inner else along_quoted)),
    )


def _id(tweet: Mapping[str, Any]) -> str:
    """The status's id. As a number it is believed only if it is whole: what went through a
    floating-point number is another post's.
    """
    told = tweet.get("id_str", tweet.get("id"))
    if isinstance(told, int) and not isinstance(told, bool):
        told = str(told)
    if is_id(told):
        return told
    if isinstance(told, float) or (isinstance(told, str) and re.search(r"[0-9][.eE]", told)):
        raise ValueError(f"the id {str(told)[:40]} was rounded on its way into this file")
    raise ValueError("no id_str with a post's id")


def _author(user: Mapping[str, Any]) -> Author:
    return author_of(
        id=user.get("id_str"),
        name=user.get("name"),
        handle=user.get("screen_name"),
        avatar=user.get("profile_image_url_https"),
    )


def _linked(
    tweet: Mapping[str, Any], name: str, *, outer: bool
) -> tuple[PostLink | None, tuple[Snapshot, ...]]:
    """The link to a quoted or reposted post, and its snapshot where it stands inside."""
    told, nested = tweet.get(f"{name}_id_str"), mapping(tweet.get(name))
    if outer and nested:
        try:
            parsed = _parse(nested, None, outer=False)
        except ValueError:
            return (link_to(told, unavailable="failed") if is_id(told) else None), ()
        (snapshot,) = parsed.versions.values()
        return link_to(snapshot.native_id, snapshot.author.handle), (snapshot,)
    told = nested.get("id_str", told)
    return (link_to(told, unavailable="not taken") if is_id(told) else None), ()


def _visible(bounds: object, raw: str, *, reply: bool) -> tuple[int, int] | None:
    """The display range: code points here, and text in a data archive. Without one, as in the modes
    for old clients, a reply's leading mentions are those that X hides.
    """
    if isinstance(bounds, list) and len(bounds) == 2:
        start, end = number(bounds[0]), number(bounds[1])
        return None if start is None or end is None else (start, end)
    mentions = LEADING_HANDLES.match(raw) if reply else None
    return (mentions.end(), len(raw)) if mentions else None


def _media(
    whole: Mapping[str, Any], tweet: Mapping[str, Any]
) -> tuple[tuple[Media, ...], tuple[str, ...]]:
    """From ``extended_entities``, which has them all; ``entities`` has the first alone."""
    told: list[dict[str, Any]] = []
    for entities in (
        whole.get("extended_entities"),
        tweet.get("extended_entities"),
        whole.get("entities"),
    ):
        told = told or mappings(mapping(entities).get("media"))
    media, lost = [], []
    for detail in told:
        medium = media_of(detail)
        if medium is None:
            lost.append(f"A medium of the kind {string(detail.get('type'))!r} was not kept.")
        else:
            media.append(replace(medium, duration=medium.duration or _duration(detail)))
    return tuple(media), tuple(lost)


def _duration(detail: Mapping[str, Any]) -> float | None:
    """Seconds; the data archive writes it as text."""
    milliseconds = number(mapping(detail.get("video_info")).get("duration_millis"))
    return milliseconds / 1000 if milliseconds else None


def _place(tweet: Mapping[str, Any]) -> Place | None:
    """``geo`` is latitude, longitude; ``coordinates``, the GeoJSON, is the other way round
    (https://docs.x.com/x-api/fundamentals/data-dictionary).
    """
    point = mapping(tweet.get("geo")).get("coordinates")
    north, east = point if isinstance(point, list) and len(point) == 2 else (None, None)
    return place_of(mapping(tweet.get("place")).get("full_name"), north, east)
