"""When an article was published: what it tells programs, else its dateline. Pure.

The date that a page shows in its head is the reader's day, and never asked.
"""

import json
import re
from collections.abc import Iterable
from datetime import date, datetime

from archive.articles.tree import Element
from archive.platforms.shape import Json, mapping, mappings, moment

__all__ = ["dateline", "json_ld", "told_date"]

_MAX_NODES = 500
_NO_ARTICLE = {"comment", "videoobject", "imageobject", "audioobject", "socialmediaposting"}
_ARTICLE = re.compile(r"article|posting|report|review", re.IGNORECASE)

# English, Spanish, German, French, Portuguese.
_MONTHS = (
    ("january", "enero", "januar", "jänner", "janvier", "janeiro"),
    ("february", "febrero", "februar", "février", "fevereiro"),
    ("march", "marzo", "märz", "mrz", "mars", "março"),
    ("april", "abril", "avril"),
    ("may", "mayo", "mai", "maio"),
    ("june", "junio", "juni", "juin", "junho"),
    ("july", "julio", "juli", "juillet", "julho"),
    ("august", "agosto", "août"),
    ("september", "septiembre", "setiembre", "septembre", "setembro"),
    ("october", "octubre", "oktober", "octobre", "outubro"),
    ("november", "noviembre", "novembre", "novembro"),
    ("december", "diciembre", "dezember", "décembre", "dezembro"),
)
_MONTH = r"(?P<month>[^\W\d_]{3,12})\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = r"(?P<day>[0-3]?\d)"
_DATE = re.compile(
    rf"\b{_MONTH} {_DAY}(?:st|nd|rd|th)?,? {_YEAR}\b"
    rf"|\b{_DAY.replace('day', 'day2')}(?:st|nd|rd|th|er|º|\.)?"
    rf" (?:de |of )?{_MONTH.replace('month', 'month2')},?"
    rf" (?:de |del )?{_YEAR.replace('year', 'year2')}\b"
    rf"|\b{_YEAR.replace('year', 'year3')}-(?P<month3>\d\d)-(?P<day3>\d\d)\b",
    re.IGNORECASE,
)
_DASH = re.compile(r"\s*(?:\([^)]{1,40}\)\s*)?(?:[\u2012-\u2015]|-{1,2}|\.-|\.\u2014|:)(?=\s|\w|$)")
_PLACE = re.compile(
    r"(?:(?:(?![a-zà-ÿ])[^\W\d_]|(?:de|del|la|las|los|el|le|am|im|an|der|do|da|dos|das|den|em)\b)"
    r"[\w.'\u2019/-]*,?(?:\s|$)){0,8}"
)
"""Names, each with a capital, and the small words between them."""
_PUBLISHED = re.compile(
    r"(?:first )?(?:published|posted|publicad[oa]|veröffentlicht|publié|erschienen)"
    r"(?: (?:on|el|am|le|em))?:?\s*(?:\w+, )?",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?:by|por|von|par) [^|\u00b7\u2022\n]{2,60}[|\u00b7\u2022]\s*", re.IGNORECASE
)
_AGENCY_DASH = re.compile(
    r"\s*(?:\([^)]{1,40}\)\s*)?(?:[\u2012-\u2015]|-{1,2}|\.\s?-|\.\u2014)\s*$"
)
"""Between a place and the day behind it: "WASHINGTON (AP) — "."""
_LINE_LENGTH = 120
_PARAGRAPHS = 12


def json_ld(tree: Element) -> list[Json]:
    """The objects of the page's ``application/ld+json``, those of an ``@graph`` one by one."""
    found: list[Json] = []
    for script in tree.elements("script"):
        if script.get("type").lower().partition(";")[0] != "application/ld+json":
            continue
        raw = script.raw.strip().removeprefix("<!--").removesuffix("-->").strip()
        raw = raw.removeprefix("//<![CDATA[").removesuffix("//]]>")
        try:
            value: object = json.loads(raw, strict=False)
        except (ValueError, RecursionError):  # a broken block costs the others nothing
            continue
        for node in mappings(value) or [mapping(value)]:
            found += mappings(node.get("@graph")) or [node]
    return [node for node in found[:_MAX_NODES] if node]


def told_date(nodes: Iterable[Json]) -> datetime | date | None:
    """What JSON-LD gives as the article's ``datePublished``; where it names no zone, the day."""
    told = [
        (not any(_ARTICLE.search(kind) for kind in kinds), node["datePublished"])
        for node in nodes
        if "datePublished" in node
        and (kinds := _kinds(node))
        and not any(kind.lower() in _NO_ARTICLE for kind in kinds)
    ]
    for _, value in sorted(told, key=lambda one: one[0]):
        found = read_date(value)
        if found is not None:
            return found
    return None


def _kinds(node: Json) -> list[str]:
    kinds = node.get("@type")
    return [one for one in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(one, str)]


def read_date(value: object) -> datetime | date | None:
    """A time that is written for programs; without a zone its day."""
    told = moment(value)
    if told is not None:
        return told
    try:
        return date.fromisoformat(value.strip()[:10]) if isinstance(value, str) else None
    except ValueError:
        return None


def dateline(paragraphs: Iterable[str]) -> date | None:
    """The day that stands at the head of a report, before or behind its place: ``March 29, 2025 –
    Mexico City — …``; or on the line that says "Published on".

    >>> dateline(["BERLIN, 3. März 2025 – Der Kanzler"]).isoformat()
    '2025-03-03'
    >>> dateline(["Thursday, April 3, 2025"])
    """
    for number, paragraph in enumerate(paragraphs):
        if number == _PARAGRAPHS:
            break
        head = paragraph[:_LINE_LENGTH]
        found = _DATE.search(head)
        if found is None:
            continue
        before, after = head[: found.start()], head[found.end() :]
        told = _PUBLISHED.fullmatch(before.strip() + " ") or _PUBLISHED.fullmatch(before)
        place = _AGENCY_DASH.sub("", before)
        parted = len(place) < len(before) and re.match(r"\s*[.:\u2012-\u2015-]", after)
        if (
            told
            or _BYLINE.fullmatch(before)
            or (_PLACE.fullmatch(place) and (parted or _DASH.match(after)))
        ):
            return _day(found)
    return None


def _day(found: re.Match[str]) -> date | None:
    part = {name.rstrip("23"): value for name, value in found.groupdict().items() if value}
    month = part["month"]
    number = int(month) if month.isdigit() else _month(month.lower())
    try:
        return date(int(part["year"]), number, int(part["day"]))
    except ValueError:  # no such day, or no month at all
        return None


def _month(word: str) -> int:
    """Its number, by its name or the first letters of it; 0: it is none."""
    if len(word) < 3:
        return 0
    return next(
        (
            number
            for number, names in enumerate(_MONTHS, 1)
            if any(name.startswith(word) for name in names)
        ),
        0,
    )
