"""Bars over time -> a drawing on the server, and the table beside it. Pure.

The drawing is as wide as its place: across it is in per cent, up and down in pixels, so that its
words stay as large as they are on a telephone, too.
"""

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple, get_args

import msgspec
from babel.dates import format_date, format_skeleton

from archive.query import Query
from archive.storage.search import Histogram, Unit
from embedder.search_links import Asked, href, of_bar
from embedder.search_view import Speaking, number

__all__ = ["MAX_BARS", "BarView", "HistogramView", "Tick", "histogram_view"]

HEIGHT, BASE, TOP = 132, 108, 16
"""Pixels of the drawing, and where in it the bars begin and the highest one ends."""
WIDEST = 4.0
"""Per cent of the drawing that a bar takes at most: of few days the bars are still bars."""
MAX_BARS = 400
"""More than these are no drawing any more: a page offers no unit that has more."""
_TICKS = 4


class BarView(NamedTuple):
    x: str
    """Where it begins, in per cent."""
    width: str
    y: int
    height: int
    href: str | None
    """``None`` where there is nothing to be found."""
    label: str
    hits: str
    when: str


class Tick(NamedTuple):
    x: str
    anchor: str
    text: str


class HistogramView(msgspec.Struct, frozen=True, kw_only=True):
    text: str
    """What it shows, in a sentence."""
    height: int
    base: int
    top: int
    most: str
    bars: tuple[BarView, ...]
    ticks: tuple[Tick, ...]
    units: tuple[tuple[str, str | None], ...]
    """Each unit, and the address of the page by it; ``None`` for the present one."""
    csv: str
    unit: Unit


def histogram_view(found: Histogram, asked: Asked, speaking: Speaking) -> HistogramView | None:
    """The histogram of a search; ``None`` where nothing is in it, or more than can be drawn."""
    bars = found.bars
    if not bars or len(bars) > MAX_BARS or not any(bar.count for bar in bars):
        return None
    lang, words = speaking.words.lang, speaking.words
    most = max(bars, key=lambda bar: bar.count)
    starts = [date.fromisoformat(bar.start) for bar in bars]
    room = 100 / len(bars)
    width = min(room - min(0.12 * room, 0.3), WIDEST)
    drawn = []
    for place, (bar, start) in enumerate(zip(bars, starts, strict=True)):
        said = written(start, found.unit, lang)
        # One hit among thousands is still to be seen.
        height = max(2, round((BASE - TOP) * bar.count / most.count)) if bar.count else 0
        count = number(bar.count, lang)
        drawn.append(
            BarView(
                x=f"{place * room + (room - width) / 2:.3f}%",
                width=f"{width:.3f}%",
                y=BASE - height,
                height=height,
                href=_narrower(asked.query, start, found.unit, speaking) if bar.count else None,
                label=words.bar.format(when=said, n=count),
                hits=count,
                when=said,
            )
        )
    return HistogramView(
        text=words.histogram_text.format(
            n=number(sum(bar.count for bar in bars), lang),
            unit=words.unit[found.unit],
            start=drawn[0].when,
            end=drawn[-1].when,
            most=number(most.count, lang),
            when=written(date.fromisoformat(most.start), found.unit, lang),
        ),
        height=HEIGHT,
        base=BASE,
        top=TOP,
        most=number(most.count, lang),
        bars=tuple(drawn),
        ticks=_ticks([bar.when for bar in drawn], starts, found.unit, lang),
        units=tuple(
            (words.unit[unit], None if unit == found.unit else asked.face("", unit=unit))
            for unit in get_args(Unit)
            if unit == found.unit or _count(starts[0], starts[-1], unit) <= MAX_BARS
        ),
        csv=asked.face("/histogram.csv", unit=found.unit),
        unit=found.unit,
    )


def last_day(start: date, unit: Unit) -> date:
    """The last day of a bar.

    >>> last_day(date(2025, 2, 1), "month")
    datetime.date(2025, 2, 28)
    """
    try:
        if unit == "day":
            return start
        if unit == "week":
            return start + timedelta(days=6)
        if unit == "month":
            following = date(start.year + start.month // 12, start.month % 12 + 1, 1)
            return following - timedelta(days=1)
        return date(start.year, 12, 31)
    except (ValueError, OverflowError):  # the calendar ends with the year 9999
        return date.max


@lru_cache(maxsize=4096)  # the same months stand in every histogram
def written(start: date, unit: Unit, lang: str) -> str:
    """A bar's time for people: ``April 2025``; of a week its first day."""
    if unit == "year":
        return f"{start.year}"
    if unit == "month":
        return _skeleton("yMMMM", start, lang)
    return format_date(start, "long", _locale(lang))


@lru_cache(maxsize=1024)
def _skeleton(skeleton: str, day: date, lang: str) -> str:
    return format_skeleton(skeleton, day, locale=_locale(lang))


def _locale(lang: str) -> str:
    return "en_GB" if lang == "en" else lang


def _narrower(query: Query, start: date, unit: Unit, speaking: Speaking) -> str:
    narrowed = of_bar(query, start, last_day(start, unit), unit, speaking.zone)
    return href(narrowed, speaking.links)


def _ticks(said: list[str], starts: list[date], unit: Unit, lang: str) -> tuple[Tick, ...]:
    """The ends, and as many between them as there is room for on a telephone."""
    count = min(_TICKS, len(said))
    if count == 1:
        return (Tick("50%", "middle", said[0]),)
    places = sorted({round(i * (len(said) - 1) / (count - 1)) for i in range(count)})
    short = "yMMM" if unit == "month" else "yMMMd"
    ticks = []
    for place in places:
        x = (place + 0.5) * 100 / len(said)
        anchor = "middle"
        if place == places[0]:
            x, anchor = place * 100 / len(said), "start"
        elif place == places[-1]:
            x, anchor = 100.0, "end"
        text = said[place] if unit == "year" else _skeleton(short, starts[place], lang)
        ticks.append(Tick(f"{x:.2f}%", anchor, text))
    return tuple(ticks)


def _count(first: date, last: date, unit: Unit) -> int:
    days = (last - first).days + 1
    return days // {"day": 1, "week": 7, "month": 30, "year": 365}[unit] + 1
