"""The newsroom's sites in what is asked: whose article an act is about, and in whose name its embed
speaks. Somebody, or a key, may be limited to some of them.
"""

from collections.abc import Collection, Mapping
from typing import Any

from aiohttp import web

from embedder.brands import of_article, of_slug, slug_of
from embedder.web.auth import Visitor
from embedder.web.context import SETTINGS
from embedder.web.problems import Problem

__all__ = [
    "edits_for",
    "for_article",
    "own_site",
    "reaches",
    "require_named",
    "require_reach",
    "require_site",
]


def require_site(request: web.Request, who: Visitor, article: str | None) -> None:
    """Nothing, where somebody edits for the site that an article stands on. What is no site of the
    newsroom is for those who edit for all.

    Raises:
        Problem: 403, they edit for others.
    """
    if article is not None and not edits_for(request, who, article):
        raise _others(who)


def edits_for(request: web.Request, who: Visitor, article: str) -> bool:
    """Whether somebody edits for the site that an article stands on."""
    site = of_article(request.app[SETTINGS].sites, article) if who.sites else None
    return not who.sites or (site is not None and site.name in who.sites)


def require_named(request: web.Request, who: Visitor, slug: object, *, known: bool = True) -> None:
    """As :func:`require_site`, for an embed that speaks, or shall, for the site of a slug. It must
    be ``known``, unless it may have left config.toml since.

    Raises:
        Problem: 403, they edit for others; 422, there is no such site.
    """
    if not slug:
        return
    site = of_slug(request.app[SETTINGS].sites, str(slug))
    if site is None and not known:
        return
    if site is None:
        named = ", ".join(slug_of(one) for one in request.app[SETTINGS].sites)
        raise Problem(
            422,
            "no-such-site",
            f"None of the newsroom's sites goes by {slug}.",
            next_step=f"There are {named}." if named else "Name them under [[sites]].",
            names={"slug": str(slug)},
        )
    if who.sites and site.name not in who.sites:
        raise _others(who)


def reaches(who: Visitor, sites: Collection[str]) -> bool:
    """Whether somebody edits for all that another does, who edits for these; none: for all."""
    return not who.sites or (bool(sites) and set(sites) <= set(who.sites))


def require_reach(who: Visitor, sites: Collection[str]) -> None:
    """Nothing, where :func:`reaches` holds: the admin of one site gives nobody, and takes from
    nobody, what is another site's.

    Raises:
        Problem: 403, it reaches further than they do.
    """
    if not reaches(who, sites):
        raise _others(who)


def own_site(request: web.Request, who: Visitor) -> str | None:
    """The slug of the one site that somebody edits for; ``None`` where that is no one site."""
    mine = [site for site in request.app[SETTINGS].sites if site.name in who.sites]
    return slug_of(mine[0]) if len(who.sites) == len(mine) == 1 else None


def for_article(
    request: web.Request, who: Visitor, article: str | None, options: Mapping[str, Any]
) -> dict[str, Any]:
    """The options of a placement, with the site that its frozen form speaks for: that of the
    article, else the one that is named, else, where there is no article, the one of whoever copies.
    """
    sites = request.app[SETTINGS].sites
    site = of_article(sites, article) if article else None
    site = site or of_slug(sites, options.get("site"))
    slug = own_site(request, who) if site is None and article is None else site and slug_of(site)
    rest = {name: value for name, value in options.items() if name != "site"}
    return {**rest, "site": slug} if slug else rest


def _others(who: Visitor) -> Problem:
    return Problem(
        403,
        "site-needed",
        f"This is not for one of {', '.join(who.sites)}.",
        title="Another site's",
        next_step="Ask an editor of that site, or an admin.",
        names={"sites": ", ".join(who.sites)},
    )
