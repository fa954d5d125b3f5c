"""The filters of a search, ``name:value``: which there are, what each takes, and what to write
in place of what it does not take. Pure.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from difflib import get_close_matches
from functools import lru_cache

import msgspec

from archive.clock import rfc3339
from archive.mistakes import Value, Wrong
from archive.platforms import HAND, PLATFORMS
from archive.tokens import phrase

__all__ = [
    "ALL_OF",
    "FILTERS",
    "NAMES",
    "PERIODS",
    "Filter",
    "Period",
    "nearest_name",
    "read_period",
]


class Filter(msgspec.Struct, frozen=True, order=True):
    """One ``name:value``. The value is in its one canonical spelling."""

    name: str
    value: str
    negated: bool = False


class Period(msgspec.Struct, frozen=True):
    """A year, month, day or moment as it was named, and from when until when it lasts."""

    text: str
    start: datetime
    """UTC, inclusive."""
    end: datetime
    """UTC, exclusive."""


_VALUES = {
    "status": ("live", "gone", "unknown"),
    "has": ("image", "video", "link", "quote", "reply"),
    "kind": ("post", "repost"),
    "reason": ("article", "request", "follow", "import", "hand"),
}
_MEANT = {
    "deleted": "gone",
    "removed": "gone",
    "suspended": "gone",
    "there": "live",
    "photo": "image",
    "picture": "image",
    "images": "image",
    "media": "image",
    "gif": "video",
    "videos": "video",
    "links": "link",
    "url": "link",
    "quotes": "quote",
    "replies": "reply",
    "answer": "reply",
    "retweet": "repost",
    "reblog": "repost",
    "rt": "repost",
    "requested": "request",
    "followed": "follow",
    "imported": "import",
}
_NAMES_MEANT = {
    "by": "from",
    "user": "from",
    "author": "from",
    "account": "from",
    "official": "from",
    "role": "office",
    "title": "office",
    "network": "platform",
    "source": "platform",
    "language": "lang",
    "after": "since",
    "before": "until",
    "to": "until",
    "date": "since",
    "state": "status",
    "is": "status",
    "filter": "has",
    "type": "kind",
    "site": "in",
}
_PLATFORMS = {kind.name: kind.name for kind in PLATFORMS} | {
    **{kind.title.lower(): kind.name for kind in PLATFORMS},
    "twitter": "x",
    "bsky": "bluesky",
    HAND: HAND,
}
_LANGUAGES = {
    "english": "en",
    "spanish": "es",
    "español": "es",
    "french": "fr",
    "german": "de",
    "arabic": "ar",
    "chinese": "zh",
    "japanese": "ja",
    "portuguese": "pt",
    "russian": "ru",
}


def _account(value: str) -> str | Wrong:
    name = re.sub(r"^[@\s]+", "", " ".join(value.split()).lower())
    if re.search(r"\w", name):
        return name
    return Wrong("no_account", "from:@name", {"value": value})


def _words(name: str, example: str) -> Callable[[str], str | Wrong]:
    def read(value: str) -> str | Wrong:
        found = phrase(value).text
        return found or Wrong("no_words", example, {"name": name, "value": value})

    return read


def _site(value: str) -> str | Wrong:
    name = re.sub(r"^(https?://(www\.)?|\s)+|[/\s]+$", "", " ".join(value.split()).lower())
    if re.search(r"\w", name):
        return name
    return Wrong("no_site", "in:news.example.org", {"value": value})


def _one_of(name: str) -> Callable[[str], str | Wrong]:
    values = _VALUES[name]

    def read(value: str) -> str | Wrong:
        lowered = value.strip().lower()
        if lowered in values:
            return lowered
        near = _MEANT.get(lowered)
        if near not in values:
            near = next(iter(get_close_matches(lowered, values, 1)), values[0])
        return _no_choice(name, values, value, near)

    return read


def _platform(value: str) -> str | Wrong:
    lowered = value.strip().lower()
    if lowered in _PLATFORMS:
        return _PLATFORMS[lowered]
    names = (*(kind.name for kind in PLATFORMS), HAND)
    near = next(iter(get_close_matches(lowered, list(_PLATFORMS), 1)), names[0])
    return _no_choice("platform", names, value, _PLATFORMS[near])


def _no_choice(name: str, choices: tuple[str, ...], value: str, near: str) -> Wrong:
    told: dict[str, Value] = {"name": name, "choices": choices, "value": value}
    return Wrong("no_choice", f"{name}:{near}", told)


def _language(value: str) -> str | Wrong:
    lowered = value.strip().lower().replace("_", "-")
    if re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{1,8}){0,4}", lowered):
        return lowered
    near = get_close_matches(lowered, list(_LANGUAGES), 1)
    code = _LANGUAGES[near[0]] if near else "es"
    return Wrong("no_language", f"lang:{code}", {"value": value})


FILTERS: dict[str, Callable[[str], str | Wrong]] = {
    "from": _account,
    "office": _words("office", 'office:"Secretary of State"'),
    "party": _words("party", "party:independent"),
    "platform": _platform,
    "lang": _language,
    "status": _one_of("status"),
    "has": _one_of("has"),
    "kind": _one_of("kind"),
    "in": _site,
    "reason": _one_of("reason"),
}
"""Each filter, and what gives its value's canonical spelling."""

PERIODS = ("since", "until")
NAMES = (*FILTERS, *PERIODS)
ALL_OF = frozenset({"has"})
"""Filters of which a post must have all that are named. Of the others it has one."""


def nearest_name(name: str) -> str:
    """The filter that was probably meant; empty where none is near."""
    lowered = name.lower()
    if lowered in _NAMES_MEANT:
        return _NAMES_MEANT[lowered]
    return next(iter(get_close_matches(lowered, NAMES, 1, 0.6)), "")


_PERIOD = re.compile(
    r"(?P<year>[12][0-9]{3})(?:-(?P<month>[0-9]{1,2})(?:-(?P<day>[0-9]{1,2})"
    r"(?:[Tt ](?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})"
    r"(?::(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]{1,6}))?)?"
    r"\s*(?P<zone>[Zz]|[+-][0-9]{2}:?[0-9]{2})?)?)?)?",
    re.ASCII,
)
_OTHER_ORDER = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([12][0-9]{3})", re.ASCII)
_SLASHED = re.compile(r"([12][0-9]{3})[./]([0-9]{1,2})(?:[./]([0-9]{1,2}))?", re.ASCII)


@lru_cache(maxsize=2048)  # the months of every histogram
def read_period(name: str, value: str, zone: tzinfo) -> Period | Wrong:
    """The year, month, day or moment that a text names; in ``zone`` where it names none.

    >>> read_period("since", "2025-04", UTC).end
    datetime.datetime(2025, 5, 1, 0, 0, tzinfo=datetime.timezone.utc)
    """
    value = value.strip()
    match = _PERIOD.fullmatch(value)
    if match is None:
        example = _reordered(value) or "2025-04-03"
        return Wrong("no_date", f"{name}:{example}", {"name": name, "value": value})
    try:
        return _period(match, zone)
    except (ValueError, OverflowError):
        told = {"name": name, "value": value}
        return Wrong("no_such_day", f"{name}:{match['year']}", told)


def _period(match: re.Match[str], zone: tzinfo) -> Period:
    year, month, day = (int(match[part] or 1) for part in ("year", "month", "day"))
    if match["hour"] is not None:
        return _moment(match, datetime(year, month, day, tzinfo=zone), zone)
    start = datetime(year, month, day, tzinfo=zone)
    if match["day"] is not None:
        text, following = f"{year}-{month:02}-{day:02}", start.date() + timedelta(days=1)
        end = datetime(following.year, following.month, following.day, tzinfo=zone)
    elif match["month"] is not None:
        text = f"{year}-{month:02}"
        end = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=zone)
    else:
        text, end = f"{year}", datetime(year + 1, 1, 1, tzinfo=zone)
    return Period(text, start.astimezone(UTC), end.astimezone(UTC))


def _moment(match: re.Match[str], day: datetime, zone: tzinfo) -> Period:
    """A minute, second or millisecond; written in UTC, so that it means the same everywhere."""
    milliseconds = int((match["fraction"] or "0").ljust(3, "0")[:3])
    written = match["zone"]
    if written:
        offset = "+00:00" if written in "Zz" else written
        zone = datetime.strptime(offset.replace(":", ""), "%z").tzinfo or UTC
    start = datetime(
        day.year,
        day.month,
        day.day,
        int(match["hour"]),
        int(match["minute"]),
        int(match["second"] or 0),
        milliseconds * 1000,
        tzinfo=zone,
    ).astimezone(UTC)
    whole = rfc3339(start)
    if match["fraction"] is not None:
        return Period(whole, start, start + timedelta(milliseconds=1))
    if match["second"] is not None:
        return Period(f"{whole[:19]}Z", start, start + timedelta(seconds=1))
    return Period(f"{whole[:16]}Z", start, start + timedelta(minutes=1))


def _reordered(value: str) -> str | None:
    """What a date in another order means, if it can mean one thing only."""
    slashed = _SLASHED.fullmatch(value)
    if slashed:
        return "-".join(part.zfill(2) for part in slashed.groups() if part)
    other = _OTHER_ORDER.fullmatch(value)
    if other is None:
        return None
    first, second = int(other[1]), int(other[2])
    if first > 12 >= second:
        first, second = second, first
    if first > 12 or (second <= 12 and first != second):
        return None
    return f"{other[3]}-{first:02}-{second:02}"
