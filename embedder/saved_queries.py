"""Saved queries: those of ``[[queries]]``, and those that users saved at the desk."""

import re
import unicodedata
from collections.abc import Mapping

import msgspec

from archive.errors import ConfigError
from archive.query import Query, from_params, to_params
from archive.settings import QuerySettings, Settings
from archive.storage.base import Storage
from archive.storage.queries import SavedQuery

__all__ = ["TAKEN", "Saved", "all_saved", "configured", "slug_of"]

TAKEN = frozenset({"search"})
"""Of the feeds' addresses, those that are no saved query's."""


class Saved(msgspec.Struct, frozen=True, kw_only=True):
    """A saved query, wherever it was saved."""

    slug: str
    name: str
    params: Mapping[str, str]
    kept: SavedQuery | None = None
    """What is stored of it; ``None`` for one of config.toml."""


def configured(settings: Settings) -> tuple[Saved, ...]:
    """The queries of config.toml, in their order.

    Raises:
        ConfigError: one of them is no query, or two have one slug; a bad one stops the start.
    """
    found: dict[str, Saved] = {}
    for said in settings.queries:
        if said.slug in found or said.slug in TAKEN:
            raise ConfigError(
                f"config.toml: queries: the slug {said.slug!r} is taken.",
                next_step="Give this query another one.",
            )
        found[said.slug] = Saved(slug=said.slug, name=said.name, params=_params(said))
    return tuple(found.values())


async def all_saved(settings: Settings, storage: Storage) -> tuple[Saved, ...]:
    """All of them, the configured ones first; of two with one slug the configured one counts."""
    fixed = configured(settings)
    slugs = {saved.slug for saved in fixed}
    kept = await storage.saved_queries()
    return fixed + tuple(
        Saved(slug=one.slug, name=one.name, params=one.params, kept=one)
        for one in kept
        if one.slug not in slugs
    )


def slug_of(name: str) -> str:
    """A name as a part of an address; empty where nothing in it can be.

    >>> slug_of("¿Muro & frontera, 2025?")
    'muro-frontera-2025'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "-", plain).strip("-")[:80].strip("-")


def _params(said: QuerySettings) -> dict[str, str]:
    query = from_params({"q": said.query, "stems": "1" if said.stems else ""})
    if isinstance(query, Query):
        return to_params(query)
    what = "; ".join(mistake.what for mistake in query)
    raise ConfigError(
        f"config.toml: queries: {said.slug!r} cannot be looked for: {what}.",
        next_step="docs/reference/search.md says what a query may be.",
    )
