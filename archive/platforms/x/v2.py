"""An answer of ``GET /2/tweets/:id`` of X's API -> snapshots, or what its errors say. Pure.

https://docs.x.com/x-api/posts/get-post-by-id; the objects are those of the data dictionary.
Users, media, polls and other posts stand in ``includes``, by their keys.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from archive.outcome import Failed, Gone, Refused
from archive.platforms.place import place_of
from archive.platforms.shape import mapping, mappings, moment, string
from archive.platforms.x.ids import is_id
from archive.platforms.x.media import image_urls, kind_of, native_id_of, poll_of, video_urls
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
from archive.platforms.x.text import LEADING_HANDLES, UNESCAPED, Entity, Shown, codepoints, show
from archive.platforms.x.urls import account_url, cashtag_url, hashtag_url, post_id_in, post_url
from archive.records import (
    FOR_FOLLOWERS,
    LinkCard,
    Media,
    Place,
    Poll,
    PollOption,
    PostLink,
    Snapshot,
)
from archive.text import web_address

__all__ = ["FIELDS", "parse_v2", "parse_v2_page", "problem"]

FIELDS = {
    "expansions": "author_id,attachments.media_keys,attachments.poll_ids,edit_history_tweet_ids,"
    "referenced_tweets.id,referenced_tweets.id.author_id",
    "tweet.fields": "attachments,author_id,conversation_id,created_at,display_text_range,"
    "edit_history_tweet_ids,entities,in_reply_to_user_id,lang,note_tweet,possibly_sensitive,"
    "public_metrics,referenced_tweets",
    "user.fields": "id,name,profile_image_url,username",
    "media.fields": "alt_text,duration_ms,height,media_key,preview_image_url,type,url,variants,"
    "width",
    "poll.fields": "duration_minutes,end_datetime,id,options,voting_status",
}
"""The parameters of the request: all that a snapshot holds."""

_OWN_MEDIA = re.compile(r"pic\.(twitter|x)\.com/")
_COUNTS = {
    "reply_count": "replies",
    "retweet_count": "reposts",
    "like_count": "likes",
    "quote_count": "quotes",
    "impression_count": "views",
}


class _Includes(msgspec.Struct, frozen=True):
    tweets: dict[str, dict[str, Any]]
    users: dict[str, dict[str, Any]]
    media: dict[str, dict[str, Any]]
    polls: dict[str, dict[str, Any]]
    places: dict[str, dict[str, Any]]


def parse_v2(payload: object) -> Parsed:
    """The post in the ``data`` of an answer, all its versions that are in ``includes``, and
    the posts that it quotes, answers or reposts along.

    Raises:
        ValueError: this is no post; says what is not there.
    """
    answer = mapping(payload)
    return _parsed(mapping(answer.get("data")), *_included(answer))


def parse_v2_page(payload: object) -> Iterator[Parsed | ValueError]:
    """Each post in the ``data`` of an answer with several, as :func:`parse_v2` reads it; in the
    place of one that is none, what is not there.
    """
    answer = mapping(payload)
    data = answer.get("data")
    includes, refused = _included(answer)
    for tweet in data if isinstance(data, list) else [data]:
        try:
            yield _parsed(mapping(tweet), includes, refused)
        except ValueError as error:
            yield error


def _included(answer: Mapping[str, Any]) -> tuple[_Includes, set[str]]:
    """What came beside the posts of an answer, and the ids of those that X would not show."""
    included = mapping(answer.get("includes"))
    includes = _Includes(
        tweets=_by(included.get("tweets"), "id"),
        users=_by(included.get("users"), "id"),
        media=_by(included.get("media"), "media_key"),
        polls=_by(included.get("polls"), "id"),
        places=_by(included.get("places"), "id"),
    )
    refused = {
        str(error.get("resource_id") or error.get("value"))
        for error in mappings(answer.get("errors"))
        if error.get("resource_type") == "tweet"
    }
    return includes, refused


def _parsed(tweet: Mapping[str, Any], includes: _Includes, refused: set[str]) -> Parsed:
    version = tweet.get("id")
    if not is_id(version):
        raise ValueError("no data.id with a post's id")
    if not isinstance(tweet.get("text"), str):
        raise ValueError(f"no text in post {version}")
    chain = chain_of(version, tweet.get("edit_history_tweet_ids"))
    told = {id_: tweet if id_ == version else includes.tweets.get(id_, {}) for id_ in chain}
    versions = {
        id_: of_version(_snapshot(told[id_], chain, includes, refused), id_, chain)
        for id_ in chain
        if isinstance(told[id_].get("text"), str)
    }
    along = {}
    for reference in _references(tweet):
        other = includes.tweets.get(str(reference.get("id")), {})
        if is_id(other.get("id")) and isinstance(other.get("text"), str):
            others = chain_of(other["id"], other.get("edit_history_tweet_ids"))
            snapshot = _snapshot(other, others, includes, refused, outer=False)
            along[others[0]] = of_version(snapshot, other["id"], others)
    return Parsed(chain=chain, versions=versions, along=tuple(along.values()))


def problem(payload: object) -> Gone | Refused | Failed | None:
    """What an answer without ``data`` says of the post; ``None`` if it names no error.

    "Could not find" and "not authorized" are said of posts that are there, too: of private
    accounts, and of those that the API leaves out. Only a suspension is named as such.
    (https://docs.x.com/x-api/fundamentals/response-codes-and-errors)
    """
    answer = mapping(payload)
    errors = mappings(answer.get("errors")) or ([answer] if "title" in answer else [])
    if not errors:
        return None
    words = [
        told
        for error in errors
        if (told := string(error.get("detail")) or string(error.get("message"))) is not None
    ]
    detail = f"X's API answered: “{words[0] if words else string(errors[0].get('title'))}”"
    for error in errors:
        told = string(error.get("detail")) or ""
        about_author = error.get("parameter") in ("id", "ids", "author_id", None)
        if about_author and re.search(r"user has been suspended", told, re.IGNORECASE):
            return Gone(cause="account suspended", basis=told)
    kinds = {str(error.get("type")).rsplit("/", 1)[-1] for error in errors}
    if "invalid-request" in kinds:
        return Failed(reason="malformed", detail=detail)
    if "usage-capped" in kinds:
        return Refused(reason="limited", detail=detail)
    if kinds & {"client-forbidden", "unsupported-authentication"}:
        return Refused(reason="login", detail=detail)
    return Refused(reason="not shown", detail=detail)


def _by(items: object, key: str) -> dict[str, dict[str, Any]]:
    return {item[key]: item for item in mappings(items) if isinstance(item.get(key), str)}


def _snapshot(
    tweet: Mapping[str, Any],
    chain: tuple[str, ...],
    includes: _Includes,
    refused: set[str],
    *,
    outer: bool = True,
) -> Snapshot:
    user = includes.users.get(str(tweet.get("author_id")), {})
    author = author_of(
        id=tweet.get("author_id"),
        name=user.get("name"),
        handle=user.get("username"),
        avatar=user.get("profile_image_url"),
    )
    links = {
        str(reference.get("type")): _link(reference["id"], includes, refused, outer=outer)
        for reference in _references(tweet)
        if is_id(reference.get("id"))
    }
    reposted = links.get("retweeted")
    # A repost's own text is the inner one's, cut to fit after "RT @name:".
    shown = Shown("", (), ()) if reposted else _shown(tweet, links)
    media, missing = _media(tweet, includes)
    if reposted:
        media, missing = (), ()
    poll = None if reposted else _poll(tweet, includes)
    created_at, precision = created(chain[0], moment(tweet.get("created_at")))
    lang = language(tweet.get("lang"))
    return Snapshot(
        platform="x",
        native_id=chain[0],
        url=post_url(chain[0], author.handle),
        author=author,
        kind="repost" if reposted else "post",
        text=shown.text,
        facets=shown.facets,
        sensitive=tweet.get("possibly_sensitive") is True,
        labels=(FOR_FOLLOWERS,) if user.get("protected") is True else (),
        lang=lang,
        langs=() if lang is None else (lang,),
        created_at=created_at,
        created_precision=precision,
        media=media,
        link_card=None if media or poll or reposted else _card(tweet, links),
        poll=poll,
        quoted=links.get("quoted"),
        parent=links.get("replied_to"),
        reposted=reposted,
        place=None if reposted else _place(tweet, includes),
        counts=counts_of(mapping(tweet.get("public_metrics")), _COUNTS),
        completeness="partial" if missing else "full",
        warnings=(*shown.warnings, *missing),
    )


def _references(tweet: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The posts that it quotes, answers or reposts. Of a repost X tells what the inner post quotes
    and answers, too: that is not the repost's.
    """
    named = mappings(tweet.get("referenced_tweets"))
    return [one for one in named if one.get("type") == "retweeted"] or named


def _link(native_id: str, includes: _Includes, refused: set[str], *, outer: bool) -> PostLink:
    other = includes.tweets.get(native_id)
    if other is None:
        return link_to(native_id, unavailable="refused" if native_id in refused else "not taken")
    first = chain_of(native_id, other.get("edit_history_tweet_ids"))[0]
    user = includes.users.get(str(other.get("author_id")), {})
    return link_to(first, user.get("username"), unavailable=None if outer else "not taken")


def _shown(tweet: Mapping[str, Any], links: Mapping[str, PostLink]) -> Shown:
    raw = str(tweet["text"])
    hidden = frozenset(
        reference["id"]
        for reference in mappings(tweet.get("referenced_tweets"))
        if reference.get("type") == "quoted" and is_id(reference.get("id"))
    )
    visible = _visible(raw, tweet.get("display_text_range"), reply="replied_to" in links)
    note = mapping(tweet.get("note_tweet"))
    long = note.get("text")
    if not isinstance(long, str) or not long:
        entities = _entities(mapping(tweet.get("entities")), raw)
        return show(raw, entities, visible=visible, hidden_posts=hidden)
    # The display range is the short text's: of a long one it tells the beginning only. And
    # some of X's interfaces escape a long text and some do not: a sign left bare tells.
    return show(
        long,
        _entities(mapping(note.get("entities")), long),
        visible=(visible[0], len(long)) if visible else None,
        hidden_posts=hidden,
        escaped=UNESCAPED.search(long) is None,
    )


def _visible(raw: str, bounds: object, *, reply: bool) -> tuple[int, int] | None:
    """The display range, taken to count as tweet-result's does: none is recorded. Without
    one, a reply's leading mentions are those that X hides.
    """
    if isinstance(bounds, list) and len(bounds) == 2:
        start, end = number(bounds[0]), number(bounds[1])
        if start is not None and end is not None:
            return codepoints(raw, start), codepoints(raw, end)
    mentions = LEADING_HANDLES.match(raw) if reply else None
    return (mentions.end(), len(raw)) if mentions else None


def _entities(entities: Mapping[str, Any], raw: str) -> list[Entity]:
    found = []
    for name in ("hashtags", "cashtags", "mentions", "urls"):
        for item in mappings(entities.get(name)):
            start, end = number(item.get("start")), number(item.get("end"))
            if start is not None and end is not None:
                found.append(_entity(name, item, start, end, raw))
    return found


def _entity(name: str, item: Mapping[str, Any], start: int, end: int, raw: str) -> Entity:
    if name in {"hashtags", "cashtags"}:
        tag = string(item.get("tag")) or raw[start + 1 : end]
        if name == "hashtags":
            return Entity(start, end, "hashtag", hashtag_url(tag))
        return Entity(start, end, "cashtag", cashtag_url(tag))
    if name == "mentions":
        return Entity(
            start, end, "mention", account_url(string(item.get("username")) or raw[start + 1 : end])
        )
    target = web_address(item.get("expanded_url")) or web_address(item.get("url"))
    shown = string(item.get("display_url")) or target
    of_media = "media_key" in item or _OWN_MEDIA.match(shown or "") is not None
    return Entity(start, end, "link", target, shown, of_media)


def _media(
    tweet: Mapping[str, Any], includes: _Includes
) -> tuple[tuple[Media, ...], tuple[str, ...]]:
    keys = mapping(tweet.get("attachments")).get("media_keys")
    media, missing = [], 0
    for key in keys if isinstance(keys, list) else ():
        medium = _medium(includes.media.get(str(key), {}))
        if medium is None:
            missing += 1
        else:
            media.append(medium)
    warning = f"X's API named {missing} media of this post and did not give them."
    return tuple(media), (warning,) if missing else ()


def _medium(told: Mapping[str, Any]) -> Media | None:
    kind = kind_of(told.get("type"))
    if kind is None:
        return None
    picture = web_address(told.get("url" if kind == "image" else "preview_image_url"))
    urls, mime = (
        (image_urls(picture), None)
        if kind == "image"
        else video_urls(mappings(told.get("variants")), "bit_rate")
    )
    milliseconds = number(told.get("duration_ms"))
    return Media(
        kind=kind,
        urls=urls,
        native_id=native_id_of(picture) or str(told["media_key"]).partition("_")[2] or None,
        mime=mime,
        alt=string(told.get("alt_text")),
        width=number(told.get("width")) or None,
        height=number(told.get("height")) or None,
        duration=milliseconds / 1000 if milliseconds else None,
        poster_url=None if kind == "image" else picture,
    )


def _poll(tweet: Mapping[str, Any], includes: _Includes) -> Poll | None:
    ids = mapping(tweet.get("attachments")).get("poll_ids")
    told = includes.polls.get(str(ids[0]), {}) if isinstance(ids, list) and ids else {}
    options = [
        PollOption(text=label, votes=number(option.get("votes")))
        for option in sorted(
            mappings(told.get("options")), key=lambda option: number(option.get("position")) or 0
        )
        if (label := string(option.get("label"))) is not None
    ]
    status = told.get("voting_status")
    return poll_of(
        options,
        ends_at=moment(told.get("end_datetime")),
        closed=status == "closed" if status in ("open", "closed") else None,
    )


def _card(tweet: Mapping[str, Any], links: Mapping[str, PostLink]) -> LinkCard | None:
    """The preview of the last link that has one, which is the one that X draws."""
    if "quoted" in links:
        return None
    for item in reversed(mappings(mapping(tweet.get("entities")).get("urls"))):
        title, url = string(item.get("title")), web_address(item.get("expanded_url"))
        if title is None or url is None or post_id_in(url) is not None:
            continue
        images = sorted(
            mappings(item.get("images")), key=lambda image: number(image.get("width")) or 0
        )
        return LinkCard(
            url=url,
            title=title,
            description=string(item.get("description")),
            image_url=web_address(images[-1].get("url")) if images else None,
        )
    return None


def _place(tweet: Mapping[str, Any], includes: _Includes) -> Place | None:
    geo = mapping(tweet.get("geo"))
    point = mapping(geo.get("coordinates")).get("coordinates")  # GeoJSON: longitude, latitude
    east, north = point if isinstance(point, list) and len(point) == 2 else (None, None)
    place = includes.places.get(str(geo.get("place_id")), {})
    named = string(place.get("full_name"))
    unnamed = string(geo.get("place_id"))
    return place_of(named or (f"X's place {unnamed}" if unnamed else None), north, east)
