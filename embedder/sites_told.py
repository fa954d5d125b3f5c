"""What the newsroom's sites show of posts, counted and said in a sentence. Pure."""

from collections.abc import Mapping, Sequence
from itertools import groupby

import msgspec

from archive.platforms import platform_title
from archive.storage.sites import ReferenceCount

__all__ = ["Shows", "SiteTold", "told_sites"]


class Shows(msgspec.Struct, frozen=True, kw_only=True):
    """How the posts of one platform fare that a site's articles reference."""

    platform: str
    title: str
    posts: int
    kept: int
    gone: int
    refused: int
    """Their platforms refused, or failed."""
    untried: int
    """Nobody asked for them yet, or their capture is still under way."""


class SiteTold(msgspec.Struct, frozen=True, kw_only=True):
    """What a site shows."""

    name: str
    articles: int
    unread: int
    """Articles that could not be read."""
    platforms: tuple[Shows, ...]
    """Those with most posts first."""

    def sentence(self, lang: str) -> str:
        """All of it for somebody who hears of it first."""
        words = _WORDS.get(lang, _WORDS["en"])
        if not self.platforms:
            return words["none"].format(name=self.name, articles=f"{self.articles:,}")
        first = self.platforms[0]
        told = words["some"].format(
            name=self.name,
            articles=f"{self.articles:,}",
            posts=f"{first.posts:,}",
            title=first.title,
        )
        rest = sum(shows.posts for shows in self.platforms[1:])
        if rest:
            told += words["others"].format(posts=f"{rest:,}")
        gone = sum(shows.gone for shows in self.platforms)
        untried = sum(shows.untried for shows in self.platforms)
        told += words["gone"].format(gone=f"{gone:,}") if gone else words["no gone"]
        return told + (words["untried"].format(untried=f"{untried:,}") if untried else "")


_WORDS = {
    "en": {
        "none": "{name}: no posts in {articles} articles that were read.",
        "some": "{name} shows {posts} posts of {title} in {articles} articles",
        "others": ", and {posts} of other platforms",
        "gone": "; {gone} are not available there any more.",
        "no gone": "; none was found gone.",
        "untried": " {untried} were not looked at yet.",
    },
    "es": {
        "none": "{name}: ninguna publicación en {articles} artículos leídos.",
        "some": "{name} muestra {posts} publicaciones de {title} en {articles} artículos",
        "others": ", y {posts} de otras plataformas",
        "gone": "; {gone} ya no están disponibles allí.",
        "no gone": "; ninguna consta como desaparecida.",
        "untried": " {untried} aún no se han consultado.",
    },
}


def told_sites(
    articles: Mapping[str, tuple[int, int]], counts: Sequence[ReferenceCount]
) -> tuple[SiteTold, ...]:
    """The sites in the order of their names."""
    platforms = {
        site: tuple(
            _shows(platform, tuple(found))
            for platform, found in groupby(of_site, lambda count: count.platform)
        )
        for site, of_site in (
            (site, tuple(found)) for site, found in groupby(counts, lambda count: count.site)
        )
    }
    return tuple(
        SiteTold(
            name=name,
            articles=read,
            unread=unread,
            platforms=tuple(sorted(platforms.get(name, ()), key=lambda s: -s.posts)),
        )
        for name, (read, unread) in sorted(articles.items())
    )


def _shows(platform: str, counts: Sequence[ReferenceCount]) -> Shows:
    def of(*states: str | None) -> int:
        return sum(count.count for count in counts if count.state in states)

    return Shows(
        platform=platform,
        title=platform_title(platform),
        posts=sum(count.count for count in counts),
        kept=of("done", "partial"),
        gone=of("gone"),
        refused=of("refused", "failed"),
        untried=of(None),
    )
