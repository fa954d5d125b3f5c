"""Tenures -> a time line drawn in shares of its width: finished plain values. Pure."""

from collections.abc import Sequence
from datetime import date

import msgspec

from archive.tenures import Tenure

__all__ = ["Bar", "Tick", "TimeLine", "time_line"]

_STEPS = (1, 2, 5, 10, 20, 50, 100)
_MOST_TICKS = 6
"""Of years: more do not fit on a phone."""
_LEAST = 0.8
"""Percent: a shorter bar would not be seen."""


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """Where a tenure lies, in percent of the width."""

    x: float
    width: float
    open: bool
    """It goes on."""
    unsure: bool
    """Its beginning is not known."""


class Tick(msgspec.Struct, frozen=True, kw_only=True):
    year: int
    x: float
    anchor: str
    """``start``, ``middle`` or ``end``: what of the year stands at ``x``."""


class TimeLine(msgspec.Struct, frozen=True, kw_only=True):
    bars: tuple[Bar, ...]
    """One for each tenure, in their order."""
    ticks: tuple[Tick, ...]


def time_line(tenures: Sequence[Tenure], today: date) -> TimeLine:
    """From the year of the first tenure to the end of this year. What ends later goes on."""
    if not tenures:
        return TimeLine(bars=(), ticks=())
    first = min(min(tenure.start for tenure in tenures), today).year
    last = today.year + 1
    begin, days = date(first, 1, 1), (date(last, 1, 1) - date(first, 1, 1)).days

    def share(day: date) -> float:
        return round(max(0.0, min(100.0, (day - begin).days / days * 100)), 2)

    bars = []
    for tenure in tenures:
        is_open = tenure.until is None or tenure.until > today
        x = share(tenure.start)
        end = share(today if is_open or tenure.until is None else tenure.until)
        width = max(_LEAST, round(end - x, 2))
        bars.append(
            Bar(x=min(x, 100 - width), width=width, open=is_open, unsure=tenure.since is None)
        )
    step = next((s for s in _STEPS if (last - first) / s <= _MOST_TICKS), _STEPS[-1])
    years = [year for year in range(first, last) if year % step == 0] or [first]
    ticks = tuple(
        Tick(year=year, x=share(date(year, 1, 1)), anchor=_anchor(share(date(year, 1, 1))))
        for year in years
    )
    return TimeLine(bars=tuple(bars), ticks=ticks)


def _anchor(x: float) -> str:
    if x < 5:
        return "start"
    return "end" if x > 95 else "middle"
