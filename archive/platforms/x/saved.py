"""What a saved response of X says of each post in it, recognised by its shape. Pure.

Files hold answers of every interface that X had: of tweet-result, of the web client (GraphQL), of
the APIs v1.1 and v2, of oEmbed, and the pages of a post.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any

from msgspec.structs import replace

from archive.outcome import Answer, Failed, Found, Gone, Refused
from archive.platforms.base import Saved
from archive.platforms.oembed import oembed_of
from archive.platforms.shape import mapping, mappings, string
from archive.platforms.x.graphql import read_graphql, results_in
from archive.platforms.x.ids import is_id
from archive.platforms.x.oembed import parse_oembed
from archive.platforms.x.page import parse_page
from archive.platforms.x.parse import parse_tweet_result
from archive.platforms.x.post import Parsed, found
from archive.platforms.x.tombstone import tombstone
from archive.platforms.x.urls import post_id_in
from archive.platforms.x.v2 import parse_v2, parse_v2_page, problem
from archive.platforms.x.v11 import parse_v11
from archive.records import Author, Snapshot

__all__ = ["read_saved"]

_MOST_POSTS = 1_000
_ORIGIN = "https://x.com/"
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT")
_V2_FIELDS = {
    *("id", "text", "article", "attachments", "author_id", "card_uri", "community_id"),
    *("context_annotations", "conversation_id", "created_at", "display_text_range"),
    *("edit_controls", "edit_history_tweet_ids", "entities", "geo", "in_reply_to_user_id", "lang"),
    *("media_metadata", "non_public_metrics", "note_tweet", "organic_metrics"),
    *("possibly_sensitive", "promoted_metrics", "public_metrics", "referenced_tweets"),
    *("reply_settings", "scopes", "source", "suggested_source_links", "withheld"),
}
"""All fields of a post in the API v2 (https://docs.x.com/x-api/fundamentals/data-dictionary); other
platforms' posts have an id and a text, too.
"""
_NAMELESS = "The file does not say what the account was called."
_PROBLEMS = ("https://api.twitter.com/2/problems/", "https://api.x.com/2/problems/")


def read_saved(saved: Saved) -> tuple[Answer, ...]:
    """What the response says of each post that it is about; empty: it is none of X's."""
    value = saved.json()
    if value is None:
        return _of_page(saved)
    for reader in (_of_graphql, _of_tweet_result, _of_v11, _of_v2, _of_oembed):
        answers = tuple(_whole(answer) for answer in islice(reader(value), _MOST_POSTS))
        if answers:
            return answers
    return _of_error(value)


def _of_graphql(value: object) -> tuple[Answer, ...]:
    if next(results_in(value), None) is None:
        return ()
    return read_graphql(value)


def _of_tweet_result(value: object) -> Iterator[Answer]:
    answer = mapping(value)
    if answer.get("__typename") == "TweetTombstone":
        yield tombstone(answer)
    elif "text" in answer and is_id(answer.get("id_str")) and _is_of_embeds(answer):
        yield _read(parse_tweet_result, answer)


def _is_of_embeds(tweet: Mapping[str, Any]) -> bool:
    """Whether a post is that of tweet-result, which alone writes its time as RFC 3339 does, in
    ``created_at`` beside ``id_str``.
    """
    return (
        tweet.get("__typename") == "Tweet" or "T" in (string(tweet.get("created_at")) or "")[8:12]
    )


def _of_v11(value: object) -> Iterator[Answer]:
    """A status, several in a list, a search or a map by id, or an account's newest one."""
    for status in _statuses(value):
        yield _read(parse_v11, status)


def _statuses(value: object) -> Iterator[Mapping[str, Any]]:
    answer = mapping(value)
    if _is_status(answer):
        yield answer
        return
    told: object = value
    if "statuses" in answer or "results" in answer:
        told = answer.get("statuses", answer.get("results"))
    elif isinstance(answer.get("id"), dict):  # statuses/lookup with ``map``: by id, or null
        told = list(answer["id"].values())
    for item in mappings(told):
        status = mapping(item.get("tweet")) or item  # the data archive wraps each in ``tweet``
        if _is_status(status):
            yield status
        elif "screen_name" in item and _is_status(mapping(item.get("status"))):
            yield _of_account(item)
    if "screen_name" in answer and _is_status(mapping(answer.get("status"))):
        yield _of_account(answer)


def _of_account(user: Mapping[str, Any]) -> dict[str, Any]:
    """The newest status of an account, which stands inside it and does not name it."""
    author = {key: value for key, value in user.items() if key != "status"}
    return {**mapping(user.get("status")), "user": author}


def _is_status(item: Mapping[str, Any]) -> bool:
    named = is_id(item.get("id_str")) or isinstance(item.get("id"), (int, float))
    of_v11 = item.keys() & {"created_at", "user", "source", "truncated", "favorited", "retweeted"}
    return named and bool(of_v11) and ("full_text" in item or isinstance(item.get("text"), str))


def _of_v2(value: object) -> Iterator[Answer]:
    """An answer with ``data`` and ``includes``, or either of them alone: collectors keep them in
    files of their own.
    """
    answer = mapping(value)
    if isinstance(value, list):
        answer = {"data": [item for item in mappings(value) if _is_v2(item)]}
    elif _is_v2(answer):
        answer = {"data": answer}
    elif "data" not in answer and any(_is_v2(item) for item in mappings(answer.get("tweets"))):
        answer = {"data": answer["tweets"], "includes": answer}
    data = answer.get("data")
    if isinstance(data, dict):
        if _is_v2(data):
            yield _read(parse_v2, answer)
        return
    if not any(_is_v2(item) for item in mappings(data)):
        return
    for parsed in parse_v2_page({**answer, "data": mappings(data)}):
        yield _answer(parsed)


def _is_v2(item: Mapping[str, Any]) -> bool:
    return is_id(item.get("id")) and isinstance(item.get("text"), str) and item.keys() <= _V2_FIELDS


def _of_oembed(value: object) -> Iterator[Answer]:
    envelope = oembed_of(value, "X")
    if isinstance(envelope, Failed) or post_id_in(envelope.url) is None:
        return
    yield _read(lambda _: parse_oembed(envelope), {})


def _of_error(value: object) -> tuple[Answer, ...]:
    """What X says in place of a post, in the forms of its APIs: no words about a post."""
    answer = mapping(value)
    errors = mappings(answer.get("errors"))
    kinds = [str(one.get("type")) for one in (answer, *errors)]
    if any(kind.startswith(_PROBLEMS) for kind in kinds):
        told = problem(answer)
        return () if told is None else (told,)
    # API v1.1: {"errors": [{"code": 144, "message": "…"}]}, or {"request": …, "error": "…"}.
    coded = [one for one in errors if isinstance(one.get("code"), int) and "message" in one]
    words = string(coded[0].get("message")) if coded and set(answer) == {"errors"} else None
    if words is None and set(answer) == {"request", "error"}:
        words = string(answer.get("error"))
    if words is None:
        return ()
    login = (
        any(one.get("code") in {32, 89, 99, 135, 215} for one in coded) or "auth" in words.lower()
    )
    limited = any(one.get("code") == 88 for one in coded)
    return (
        Refused(
            reason="limited" if limited else "login" if login else "not shown",
            detail=f"X's API answered: “{words}”",
        ),
    )


def _of_page(saved: Saved) -> tuple[Answer, ...]:
    text = saved.text()
    if text.lstrip()[:1] != "<":
        return ()
    parsed = parse_page(text, saved.url or _ORIGIN, post_id_in(saved.url))
    if parsed is None:
        return ()
    if isinstance(parsed, Parsed):
        return (found(parsed, parsed.native_id),)
    return (replace(parsed, detail=f"Of this file: {parsed.detail}"),)


def _read(
    parse: Callable[[Mapping[str, Any]], Parsed], payload: Mapping[str, Any]
) -> Found | Failed:
    try:
        return _answer(parse(payload))
    except ValueError as error:
        return _answer(error)


def _answer(parsed: Parsed | ValueError) -> Found | Failed:
    if isinstance(parsed, ValueError):
        return Failed(
            reason="malformed", detail=f"X's answer has a shape that is not known here: {parsed}."
        )
    return found(parsed, next(reversed(parsed.versions)))


def _whole(answer: Found | Gone | Refused | Failed) -> Answer:
    """The answer; a post whose account is only a number in it is there in part."""
    if not isinstance(answer, Found):
        return answer
    return replace(answer, snapshots=tuple(_named(one) for one in answer.snapshots))


def _named(snapshot: Snapshot) -> Snapshot:
    author: Author = snapshot.author
    if author.handle is not None or snapshot.completeness == "partial":
        return snapshot
    return replace(snapshot, completeness="partial", warnings=(*snapshot.warnings, _NAMELESS))
