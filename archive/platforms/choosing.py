"""Which sources of a platform are asked, in which order, and how often: its settings, read."""

import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta

from archive.errors import ConfigError
from archive.outcome import Answer, Refused
from archive.platforms.base import About, Chosen, Fetcher, OnDeleted, Source
from archive.records import PostRef
from archive.settings import convert

__all__ = ["PlatformSettings", "SourceSettings", "choose", "read_section"]

_HOUR = 3600.0


class SourceSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[platforms.NAME.source.SOURCE]``: what every source takes."""

    accept_terms: str = ""
    """The date on which the newsroom accepted the source's agreement: ``2026-11-28``."""
    on_deleted: OnDeleted | None = None
    per_hour: Annotated[int, Meta(ge=0)] = 0
    """Looks in an hour, by one process; 0: no limit of ours."""


class PlatformSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[platforms.NAME]``: what every platform takes. One with keys of its own extends it."""

    enabled: bool = True
    sources: tuple[str, ...] | None = None
    """In the order in which they are tried; ``None``: all of them, as the platform has them."""
    source: dict[str, SourceSettings] = {}
    """By the source's name."""


_S = TypeVar("_S", bound=PlatformSettings)


def read_section(
    name: str, section: Mapping[str, Any], kind: type[_S], about: Sequence[About]
) -> tuple[_S, dict[str, SourceSettings]]:
    """The keys of a platform's section, and the section of each of its sources.

    Raises:
        ConfigError: an unknown key, a bad value, or a source that there is not.
    """
    where = f"config.toml: platforms.{name}"
    known = [one.source for one in about]
    settings = convert(section, kind, where)
    for source in (*(settings.sources or ()), *settings.source):
        if source not in known:
            raise ConfigError(f"{where}.sources has {source!r}; it takes {', '.join(known)}.")
    each = {source: settings.source.get(source, SourceSettings()) for source in known}
    for source, one in each.items():
        if one.accept_terms and not _is_date(one.accept_terms):
            raise ConfigError(
                f"{where}.source.{source}.accept_terms is {one.accept_terms!r}; it takes the date "
                'on which you accepted them, like "2026-11-28".'
            )
    return settings, each


def choose(
    settings: PlatformSettings,
    each: Mapping[str, SourceSettings],
    about: Sequence[About],
    made: Mapping[str, Source | str],
    *,
    clock: Callable[[], float] = time.monotonic,
) -> Chosen:
    """The sources that are asked. ``made`` has each source by its name, or why it cannot be
    asked: what it needs and has not.
    """
    sources: list[Source] = []
    off: dict[str, str] = {}
    order = settings.sources if settings.sources is not None else tuple(s.source for s in about)
    agreements = {one.source: one.agreement for one in about}
    for name in dict.fromkeys(order):
        source, agreement = made[name], agreements[name]
        bound = agreement is not None and not each[name].accept_terms
        if bound or isinstance(source, str):
            lacks = [source] if isinstance(source, str) else []
            if bound:
                lacks.append(f"{agreement} It is off until accept_terms names a date.")
            off[name] = " ".join(lacks)
        elif not settings.enabled:
            off[name] = "The platform is switched off."
        else:
            limit = each[name].per_hour
            sources.append(_Limited(source, limit, clock) if limit else source)
    for one in about:
        if one.source not in order:
            off[one.source] = "It is not among the sources that the settings name."
    return Chosen(
        sources=tuple(sources),
        off=off,
        on_deleted={one.source: each[one.source].on_deleted or one.on_deleted for one in about},
        accepted={name: one.accept_terms for name, one in each.items() if one.accept_terms},
        per_hour={name: one.per_hour for name, one in each.items() if one.per_hour},
    )


class _Limited:
    """A source that is asked so many times in an hour, and no more."""

    def __init__(self, source: Source, per_hour: int, clock: Callable[[], float]) -> None:
        self.name = source.name
        self._source = source
        self._per_hour = per_hour
        self._clock = clock
        self._asked: deque[float] = deque()

    async def look(self, ref: PostRef, fetcher: Fetcher) -> Answer:
        now = self._clock()
        while self._asked and self._asked[0] <= now - _HOUR:
            self._asked.popleft()
        if len(self._asked) >= self._per_hour:
            return Refused(
                reason="limited",
                detail=f"{self.name} was asked {self._per_hour} times within an hour, which is "
                "the limit that the settings set.",
            )
        self._asked.append(now)
        return await self._source.look(ref, fetcher)


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
