"""In whose name and in which language a box speaks: words, dates, the newsroom."""

from functools import lru_cache

import msgspec

from archive.settings import SiteSettings as Site
from embedder.dates import Dates, dates_in
from embedder.words import Words, words_in

__all__ = ["Site", "Voice", "voice_of"]


class Voice(msgspec.Struct, frozen=True, kw_only=True):
    lang: str
    words: Words
    dates: Dates
    newsroom: str
    """Its name, else ``this newsroom``."""


@lru_cache(maxsize=64)
def voice_of(site: Site, lang: str | None) -> Voice:
    """The site's voice in the asked language, else in its own, else in English."""
    chosen = lang or site.lang.lower().replace("_", "-").split("-")[0]
    words = words_in(chosen)
    return Voice(
        lang=words.lang,
        words=words,
        dates=dates_in(words.lang, site.timezone),
        newsroom=site.name or words.newsroom,
    )
