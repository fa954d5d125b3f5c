"""What filters ask of a statement, as tokens of the index: a filter is looked for as a word is,
so that a rare one is found at once. Pure.

A tag begins with a letter that no word of a text begins with, and one that says what it is about.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from archive.filters import FILTERS
from archive.officials import fold_handle
from archive.records import CaptureReason, Snapshot, Visibility
from archive.status import State
from archive.tokens import MARK, phrase

__all__ = [
    "BUCKETS",
    "LENGTHS",
    "UNKNOWN_TIME",
    "Speaker",
    "bucket_tag",
    "content_tags",
    "features",
    "folded",
    "has",
    "language",
    "languages",
    "length_tag",
    "media_of",
    "named",
    "of_value",
    "site_tag",
    "site_tags",
    "speaker_tags",
    "tags_of",
]

Kind = Literal[
    "platform",
    "lang",
    "status",
    "has",
    "kind",
    "reason",
    "visibility",
    "bucket",
    "length",
    "time",
    "account",
    "handle",
    "official",
    "name",
    "site",
]

_LETTERS: dict[Kind, str] = {
    "platform": "p",
    "lang": "l",
    "status": "s",
    "has": "h",
    "kind": "k",
    "reason": "r",
    "visibility": "v",
    "bucket": "b",
    "length": "z",
    "time": "t",
    "account": "a",
    "handle": "f",
    "official": "o",
    "name": "n",
    "site": "i",
}

BUCKETS = 64
"""Into so many parts of the same size all statements fall by chance: for samples."""


class Speaker(msgspec.Struct, frozen=True, kw_only=True):
    """Who said it, as the ``official`` annotation of the post names them."""

    slug: str | None
    name: str
    office: str | None
    party: str | None
    jurisdiction: str | None


@lru_cache(maxsize=16_384)
def of_value(kind: Kind, value: str) -> str:
    """The tag of a value that is one of few: letters, digits and signs in it stay readable."""
    return f"{MARK}{_LETTERS[kind]}{re.sub('[^0-9a-z]', 'ˉ', value.lower())}"


@lru_cache(maxsize=16_384)
def named(kind: Kind, value: str) -> str:
    """The tag of a value that may be any text."""
    return f"{MARK}{_LETTERS[kind]}{blake2b(value.encode(), digest_size=8).hexdigest()}"


UNKNOWN_TIME = of_value("time", "unknown")


LENGTHS = (8, 16, 32)
"""Words of a text that is short, of one that is not yet long."""


def length_tag(number: int) -> str:
    """Of texts with more words than the one before in :data:`LENGTHS`, and not more than that."""
    return of_value("length", str(number))


def bucket_tag(number: int) -> str:
    return of_value("bucket", str(number))


@lru_cache(maxsize=16_384)
def folded(name: str) -> str:
    """A name as it is compared: its words."""
    return phrase(name).text


@lru_cache(maxsize=1024)
def languages(lang: str | None) -> tuple[str, ...]:
    """The languages that a code is in: ``en-US`` is ``en`` and ``en-us``.

    >>> languages("zh-Hant-TW")
    ('zh', 'zh-hant', 'zh-hant-tw')
    """
    code = (lang or "").lower().replace("_", "-")
    if not re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{1,8}){0,4}", code):
        return ()
    parts = code.split("-")
    return tuple("-".join(parts[:count]) for count in range(1, len(parts) + 1))


def language(lang: str | None) -> str:
    """The language that a code is in, without its country; empty where none is told."""
    return next(iter(languages(lang)), "")


def media_of(snapshot: Snapshot) -> tuple[str, ...]:
    """What kinds of media a snapshot has, as ``has:`` names them."""
    names = {"image": "image", "video": "video", "gif": "video"}
    found = {names[medium.kind] for medium in snapshot.media if medium.kind in names}
    return tuple(sorted(found))


def has(snapshot: Snapshot) -> tuple[str, ...]:
    """Each value of ``has:`` that is true of a snapshot."""
    links = snapshot.link_card is not None or any(f.kind == "link" for f in snapshot.facets)
    beside = {"link": links, "quote": snapshot.quoted, "reply": snapshot.parent}
    return (*media_of(snapshot), *(name for name, there in beside.items() if there))


def site_tags(url: str, name: str | None = None, home: str | None = None) -> tuple[str, ...]:
    """What ``in:`` may say of an article: its host, and the name and host of its site."""
    values = (_host(url), name, _host(home or ""))
    return tuple(site_tag(value) for value in values if value)


def site_tag(value: str) -> str:
    """The tag of a site's name or host, as ``in:`` takes it."""
    name = FILTERS["in"](value)
    return named("site", folded(name) if isinstance(name, str) else "")


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def tags_of(
    snapshot: Snapshot,
    *,
    post: str,
    account: int | None,
    state: State,
    reason: CaptureReason,
    visibility: Visibility,
    time_unknown: bool,
    speaker: Speaker | None,
    sites: Iterable[str],
    words: int,
) -> str:
    """All tags of a statement, with a space between each and the next."""
    found = [
        of_value("platform", snapshot.platform),
        *content_tags(snapshot),
        of_value("status", state),
        of_value("kind", snapshot.kind),
        of_value("reason", reason),
        of_value("visibility", visibility),
        bucket_tag(int(blake2b(post.encode(), digest_size=2).hexdigest(), 16) % BUCKETS),
        length_tag(bisect_left(LENGTHS, words)),
        *sites,
    ]
    if time_unknown:
        found.append(UNKNOWN_TIME)
    if account is not None:
        found.append(of_value("account", str(account)))
    return " ".join(dict.fromkeys((*found, *speaker_tags(speaker))))


def content_tags(snapshot: Snapshot) -> list[str]:
    """What one snapshot has and the next of the same text may not have: language, media, links,
    handle.
    """
    found = [of_value("lang", lang) for lang in languages(snapshot.lang)]
    found += [of_value("has", what) for what in has(snapshot)]
    if snapshot.author.handle:
        found.append(named("handle", fold_handle(snapshot.author.handle)))
    return found


def speaker_tags(speaker: Speaker | None) -> tuple[str, ...]:
    """What ``from:`` finds a statement by, besides its account."""
    if speaker is None:
        return ()
    name = named("name", folded(speaker.name))
    return (name, named("official", speaker.slug)) if speaker.slug else (name,)


def features(snapshot: Snapshot, *, state: State, reason: CaptureReason) -> str:
    """What facets count, besides who said it and when."""
    media = "+".join(media_of(snapshot))
    return "|".join((snapshot.platform, language(snapshot.lang), state, media, reason))
