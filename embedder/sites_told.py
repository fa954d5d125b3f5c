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

        def say(key: str, n: int, **parts: str) -> str:
            one, other = words[key]
            return (one if n == 1 else other).format(n=f"{n:,}", **parts)

        words = _WORDS.get(lang, _WORDS["en"])
        articles = say("articles", self.articles)
        if not self.platforms:
            return say("none", 0, name=self.name, articles=articles)
        first = self.platforms[0]
        told = say("posts", first.posts, name=self.name, title=first.title, articles=articles)
        rest = sum(shows.posts for shows in self.platforms[1:])
        gone = sum(shows.gone for shows in self.platforms)
        untried = sum(shows.untried for shows in self.platforms)
        told += say("others", rest) if rest else ""
        told += say("gone", gone) if gone else say("no gone", 0)
        return told + (say("untried", untried) if untried else "")


_WORDS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "en": {
        "articles": ("1 article", "{n} articles"),
        "none": ("", "{name}: no posts in {articles} that were read."),
        "posts": (
            "{name} shows a post of {title} once in {articles}",
            "{name} shows posts of {title} {n} times in {articles}",
        ),
        "others": (
            ", and one of another platform once",
            ", and posts of other platforms {n} times",
        ),
        "gone": (
            "; 1 of these is not available there any more.",
            "; {n} of these are not available there any more.",
        ),
        "no gone": ("", "; none was found gone."),
        "untried": (" 1 was not looked at yet.", " {n} were not looked at yet."),
    },
    "es": {
        "articles": ("1 artículo", "{n} artículos"),
        "none": ("", "{name}: ninguna publicación en {articles} que se leyeron."),
        "posts": (
            "{name} muestra una publicación de {title} una vez en {articles}",
            "{name} muestra publicaciones de {title} {n} veces en {articles}",
        ),
        "others": (
            ", y una de otra plataforma una vez",
            ", y publicaciones de otras plataformas {n} veces",
        ),
        "gone": (
            "; 1 de ellas ya no está disponible allí.",
            "; {n} de ellas ya no están disponibles allí.",
        ),
        "no gone": ("", "; ninguna consta como desaparecida."),
        "untried": (" 1 aún no se ha consultado.", " {n} aún no se han consultado."),
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
