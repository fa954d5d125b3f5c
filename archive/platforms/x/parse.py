"""An answer of ``cdn.syndication.twimg.com/tweet-result`` -> snapshots. Pure.

The shape is documented by react-tweet's ``types`` and by recordings; it is X's own and may
change, so only id, author and text must be there.
"""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from archive.outcome import Gone
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
from archive.platforms.x.text import codepoints, show
from archive.platforms.x.tombstone import tombstone
from archive.platforms.x.urls import post_id_in, post_url
from archive.records import LinkCard, Media, Poll, PostLink, Snapshot, Unavailable

__all__ = ["parse_tweet_result"]

_COUNTS = {
    "conversation_count": "replies",
    "reply_count": "replies",
    "retweet_count": "reposts",
    "favorite_count": "likes",
}

_CUT = "X gave only the beginning of this long post."


def parse_tweet_result(payload: object) -> Parsed:
    """The post in a tweet-result answer, with the quoted and the answered one along.

    Raises:
        ValueError: this is no post; says what is not there.
    """
    return _parse(payload, outer=True)


def _parse(payload: object, *, outer: bool) -> Parsed:
    tweet = mapping(payload)
    version, raw = tweet.get("id_str"), tweet.get("text")
    if not is_id(version):
        raise ValueError("no id_str with a post's id")
    if not isinstance(raw, str):
        raise ValueError(f"no text in post {version}")
    user = mapping(tweet.get("user"))
    if string(user.get("screen_name")) is None:
        raise ValueError(f"no author in post {version}")

    chain = chain_of(version, mapping(tweet.get("edit_control")).get("edit_tweet_ids"))
    author = author_of(
        id=user.get("id_str"),
        name=user.get("name"),
        handle=user.get("screen_name"),
        avatar=user.get("profile_image_url_https"),
    )
    quoted, along_quoted = _linked(
        tweet.get("quoted_tweet"), tweet.get("quoted_status_id_str"), None, outer=outer
    )
    parent, along_parent = _linked(
        tweet.get("parent"),
        tweet.get("in_reply_to_status_id_str"),
        tweet.get("in_reply_to_screen_name"),
        outer=outer,
    )
    cut = tweet.get("note_tweet") is not None
    entities = entities_of(tweet.get("entities"), raw)
    hidden = (
        quoted.native_id if quoted is not None else None,
        post_id_in(string(mapping(tweet.get("quoted_status_permalink")).get("expanded"))),
        mapping(tweet.get("quoted_tweet")).get("id_str"),
        *(chain if cut else ()),
    )
    shown = show(
        raw,
        entities,
        visible=_visible(raw, tweet.get("display_text_range")),
        hidden_posts=frozenset(filter(is_id, hidden)),
    )
    media, lost = _media(tweet)
    card, unkept = card_in(tweet)
    created_at, precision = created(chain[0], moment(tweet.get("created_at")))
    lang = language(tweet.get("lang"))
    snapshot = Snapshot(
        platform="x",
        native_id=chain[0],
        url=post_url(chain[0], author.handle),
        author=author,
        text=shown.text,
        facets=shown.facets,
        sensitive=tweet.get("possibly_sensitive") is True,
        lang=lang,
        langs=() if lang is None else (lang,),
        created_at=created_at,
        created_precision=precision,
        media=media,
        link_card=card if isinstance(card, LinkCard) else None,
        poll=card if isinstance(card, Poll) else None,
        quoted=quoted,
        parent=parent,
        counts=counts_of(tweet, _COUNTS),
        completeness="cut" if cut else "full",
        warnings=(*shown.warnings, *lost, *unkept, *((_CUT,) if cut else ())),
    )
    stale = tweet.get("isStaleEdit") is True
    return Parsed(
        chain=chain,
        versions={version: of_version(snapshot, version, chain, stale=stale)},
        along=(*along_quoted, *along_parent),
        newer=stale and version == chain[-1],
    )


def _linked(
    nested: object, told_id: object, told_handle: object, *, outer: bool
) -> tuple[PostLink | None, tuple[Snapshot, ...]]:
    """The link to a quoted or answered post, and its snapshot where it comes along."""
    tweet = mapping(nested)
    told = link_to(told_id, told_handle) if is_id(told_id) else None
    if "tombstone" in tweet or tweet.get("__typename") == "TweetTombstone":
        return replace(told or PostLink(), unavailable=_unavailable(tweet)), ()
    if not tweet:
        return told and replace(told, unavailable="not taken"), ()
    if not outer:
        version = tweet.get("id_str")
        return link_to(version, unavailable="not taken") if is_id(version) else None, ()
    try:
        parsed = _parse(tweet, outer=False)
    except ValueError:
        return replace(told or PostLink(), unavailable="failed"), ()
    (snapshot,) = parsed.versions.values()
    return link_to(snapshot.native_id, snapshot.author.handle), (snapshot,)


def _unavailable(nested: Mapping[str, Any]) -> Unavailable:
    answer = tombstone(nested)
    if isinstance(answer, Gone):
        return "gone"
    if answer.reason == "protected":
        return "protected"
    return "blocked" if answer.reason == "blocked here" else "refused"


def _visible(raw: str, value: object) -> tuple[int, int] | None:
    """X's display range: UTF-16 units here, in code points everywhere else."""
    if not isinstance(value, list) or len(value) != 2:
        return None
    start, end = number(value[0]), number(value[1])
    if start is None or end is None:
        return None
    return codepoints(raw, start), codepoints(raw, end)


def _media(tweet: Mapping[str, Any]) -> tuple[tuple[Media, ...], tuple[str, ...]]:
    media: list[Media] = []
    warnings: list[str] = []
    for detail in mappings(tweet.get("mediaDetails")):
        medium = media_of(detail)
        if medium is None:
            warnings.append(f"A medium of the kind {string(detail.get('type'))!r} was not kept.")
            continue
        media.append(medium)
        status = string(mapping(detail.get("ext_media_availability")).get("status"))
        if status is not None and status != "Available":
            warnings.append(f"X said of medium {len(media)}: {status}.")
    return tuple(media), tuple(warnings)
