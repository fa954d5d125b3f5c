"""What an editor and a reader are told of each source: whether it is asked, on what terms, and how
it fares. Pure.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from archive.platforms.base import About, Chosen, OnDeleted, Platform, Terms
from archive.storage.health import LooksCounted

__all__ = ["LATELY", "SourceHealth", "SourceState", "Why", "states_of"]

LATELY = timedelta(days=1)
"""Over which the health of a source is told."""


class Why(msgspec.Struct, frozen=True, kw_only=True):
    """Looks that did not find the post, and for the same reason."""

    outcome: str
    cause: str | None
    count: int
    at: datetime
    """Of the last."""
    detail: str | None
    """Of the last; nothing in it leads to a post."""


class SourceHealth(msgspec.Struct, frozen=True, kw_only=True):
    """What came of the looks of the last day."""

    tried: int = 0
    found: int = 0
    gone: int = 0
    refused: int = 0
    failed: int = 0
    why: tuple[Why, ...] = ()
    """The most frequent first."""


class SourceState(msgspec.Struct, frozen=True, kw_only=True):
    """One source of a platform, as the settings have it and as it fares."""

    platform: str
    title: str
    """The platform's name that readers know."""
    source: str
    place: int | None
    """In the order in which they are asked, from 1; ``None``: it is off."""
    off: str | None
    """Why it is not asked."""
    terms: Terms
    terms_url: str | None
    terms_read: str | None
    terms_dated: str | None
    """The version that was read, by its own date."""
    needs: str | None
    removal: str | None
    """What the terms ask for when a post is deleted."""
    on_deleted: OnDeleted
    """What is done here when a post is gone."""
    agreement: str | None
    accepted: str | None
    """The date on which the newsroom accepted the agreement."""
    per_hour: int | None
    """Looks in an hour that the settings allow; ``None``: no limit of ours."""
    health: SourceHealth


def states_of(
    platforms: Mapping[str, Platform], counted: Sequence[LooksCounted] = ()
) -> tuple[SourceState, ...]:
    """Every source of every platform: those that are asked first, in their order."""
    return tuple(
        state
        for platform in platforms.values()
        for state in sorted(
            (_state(platform, platform.chosen, about, counted) for about in platform.about),
            key=lambda state: state.place or len(platform.about) + 1,
        )
    )


def _state(
    platform: Platform, chosen: Chosen, about: About, counted: Sequence[LooksCounted]
) -> SourceState:
    asked = [source.name for source in chosen.sources]
    of_it = [one for one in counted if (one.platform, one.source) == (platform.name, about.source)]
    return SourceState(
        platform=platform.name,
        title=platform.title,
        source=about.source,
        place=asked.index(about.source) + 1 if about.source in asked else None,
        off=chosen.off.get(about.source),
        terms=about.terms,
        terms_url=about.terms_url,
        terms_read=about.terms_read,
        terms_dated=about.terms_dated,
        needs=about.needs,
        removal=about.removal,
        on_deleted=chosen.on_deleted.get(about.source, about.on_deleted),
        agreement=about.agreement,
        accepted=chosen.accepted.get(about.source),
        per_hour=chosen.per_hour.get(about.source),
        health=_health(of_it),
    )


def _health(counted: Sequence[LooksCounted]) -> SourceHealth:
    def looks(outcome: str) -> int:
        return sum(one.count for one in counted if one.outcome == outcome)

    return SourceHealth(
        tried=sum(one.count for one in counted),
        found=looks("found"),
        gone=looks("gone"),
        refused=looks("refused"),
        failed=looks("failed"),
        why=tuple(
            Why(
                outcome=one.outcome,
                cause=one.cause,
                count=one.count,
                at=one.at,
                detail=one.detail,
            )
            for one in sorted(counted, key=lambda one: -one.count)
            if one.outcome != "found"
        ),
    )
