"""The posts that an article references, and the places in it that do. Pure."""

from collections.abc import Mapping
from math import inf
from typing import TypeAlias

import msgspec

from archive.articles.marks import How, Named, named_by
from archive.articles.shortened import is_shortened
from archive.records import NeedsLookup

__all__ = ["MENTIONS", "Found", "Led", "Place", "Reference"]

MAX_PLACES = 1_000
"""So many places of an article are noted."""

MENTIONS = frozenset({"link", "text", "json", "json-ld", "embed"})
"""The ways of reference that load nothing of a platform."""

Led: TypeAlias = Mapping[str, tuple[str, ...]]
"""By a shortener's link the addresses to which it leads, in order."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """One place in an article where a post is referenced."""

    how: How
    url: str
    """As it stands there."""
    sentence: str | None
    """The sentence of a link; before an embed the one that it follows on."""
    start: int
    end: int
    """Offsets of the element into the source, in code points."""
    noscript: bool = False
    """Seen only by those whose browser runs no script."""
    path: str | None = None
    """Of an embed in the page's JSON: where in it, ``content_elements[3]``; the offsets are those
    of the script.
    """
    line: int | None = None
    """Of the source, in which that script begins."""


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """A post that an article references."""

    named: Named
    places: tuple[Place, ...]
    """In order of appearance; never empty."""

    @property
    def how(self) -> How:
        """How it was found: as an embed, if any of its places is one."""
        return self._shown.how

    @property
    def url(self) -> str:
        """Its address as the article writes it."""
        return self._shown.url

    @property
    def _shown(self) -> Place:
        return next((one for one in self.places if one.how not in MENTIONS), self.places[0])

    @property
    def sentence(self) -> str | None:
        """The sentence around, where one is known."""
        return next((one.sentence for one in self.places if one.sentence), None)

    @property
    def in_data(self) -> tuple[Place, ...]:
        """Its places in the JSON that the page is drawn from, which no reader sees as they are."""
        return tuple(one for one in self.places if one.path is not None)

    @property
    def key(self) -> str:
        """The post's id; while only the platform can tell it, what it is to be asked for."""
        return _key(self.named)


def _first_start(post: Reference) -> float:
    starts = (one.start for one in post.places if one.path is None and one.start < one.end)
    return min(starts, default=inf)


def _key(named: Named) -> str:
    return f"{named.platform}:{named.key}" if isinstance(named, NeedsLookup) else named.id


class Found:
    """What was found so far, by post."""

    def __init__(self, led: Led | None) -> None:
        self._led = led or {}
        self.shortened: dict[str, None] = {}
        self._count = 0
        self._named: dict[str, Named] = {}
        self._places: dict[str, list[Place]] = {}

    def add(
        self,
        named: Named | None,
        how: How,
        url: str,
        sentence: str | None,
        start: int,
        end: int,
        *,
        noscript: bool = False,
        path: str | None = None,
        line: int | None = None,
    ) -> None:
        if named is None or self.is_full:
            return
        self._count += 1
        key = _key(named)
        self._named.setdefault(key, named)
        place = Place(
            how=how,
            url=url,
            sentence=sentence,
            start=start,
            end=end,
            noscript=noscript,
            path=path,
            line=line,
        )
        self._places.setdefault(key, []).append(place)

    def named(self, address: str, base: str | None = None) -> Named | None:
        """The post that a link names, by where it leads if it is a shortener's and that is told."""
        if not is_shortened(address):
            return named_by(address, base)
        trail = self._led.get(address)
        if trail is None:
            self.shortened[address] = None
            return named_by(address)
        named = [one for one in map(named_by, trail) if one is not None]
        sure = (one for one in named if not isinstance(one, NeedsLookup))
        return next(sure, named[0] if named else None)

    @property
    def is_full(self) -> bool:
        """Whether so many places are noted that no more are looked for."""
        return self._count >= MAX_PLACES

    def posts(self) -> tuple[Reference, ...]:
        """In the order in which a reader meets them; those of the page's JSON alone come last."""
        found = [
            Reference(named=named, places=tuple(self._places[key]))
            for key, named in self._named.items()
        ]
        return tuple(sorted(found, key=_first_start))
