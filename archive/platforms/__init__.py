"""The platforms: one folder each. Adding one touches :data:`PLATFORMS` and its settings only."""

from urllib.parse import SplitResult, urlsplit

from archive.errors import ConfigError, NotAPost
from archive.outcome import Answer
from archive.platforms.base import About, Fetcher, Platform, Response, Saved, Source
from archive.platforms.bluesky import Bluesky
from archive.platforms.fediverse import Fediverse
from archive.platforms.meta import Facebook, Instagram, Threads
from archive.platforms.page import Page, linkedin
from archive.platforms.reddit import Reddit
from archive.platforms.telegram import Telegram
from archive.platforms.tiktok import TikTok
from archive.platforms.truth import Truth
from archive.platforms.x import X
from archive.platforms.youtube import YouTube
from archive.records import NeedsLookup, PostRef
from archive.settings import Settings

__all__ = [
    "HAND",
    "PLATFORMS",
    "About",
    "Fetcher",
    "Platform",
    "Response",
    "Saved",
    "Source",
    "identify",
    "load_platforms",
    "platform_title",
    "read_saved",
    "terms_of",
]

PLATFORMS: tuple[type[Platform], ...] = (
    X,
    Bluesky,
    Truth,
    YouTube,
    TikTok,
    Threads,
    Instagram,
    Facebook,
    Telegram,
    Reddit,
    Fediverse,
    Page,
)
"""In the order in which they are asked about a URL; the fediverse knows its posts by the
shape of the path alone, so it comes after those that have hosts of their own, and whatever is left
is a page."""


MAX_URL = 4096

HAND = "hand"
"""What stands in a platform's place for a post that was typed in without its address."""

_TITLES = {kind.name: kind.title for kind in PLATFORMS} | {HAND: "unknown platform"}


def load_platforms(settings: Settings) -> dict[str, Platform]:
    """Each platform by name, with its section of the settings.

    Raises:
        ConfigError: a section has an unknown name, an unknown key or a bad value.
    """
    unknown = settings.platforms.keys() - {kind.name for kind in PLATFORMS}
    if unknown:
        raise ConfigError(
            f"config.toml: platforms.{min(unknown)} is no platform; there are "
            f"{', '.join(kind.name for kind in PLATFORMS)}."
        )
    return {
        kind.name: kind(
            settings.platforms.get(kind.name, {}), settings.secret, settings.web_archives
        )
        for kind in PLATFORMS
    }


def identify(url: str, *, pages: bool = True) -> PostRef | NeedsLookup:
    """The post that a URL names, without any network.

    Whatever is no platform's post may be a page that holds one. Say ``pages=False`` for addresses
    that nobody has chosen one by one, the links of a text: not every page that is linked to is
    meant, but a post of LinkedIn's is, which is read as a page.

    Every form of a post's URL gives the same post: mobile, share, embed, with tracking
    parameters, of an old domain. Where the URL does not carry the native id, a
    :class:`~archive.records.NeedsLookup` says what to ask the platform.

    Raises:
        NotAPost: no address, or one that names no post; says which.

    >>> identify("https://mobile.twitter.com/jack/status/20?s=21").id
    'wx6r7dywr9jq39ga'
    """
    parts = _split(url)
    for kind in PLATFORMS if pages else PLATFORMS[:-1]:
        found = kind.identify(parts)
        if found is not None:
            return found
    post = None if pages else linkedin.post_in(parts)
    if post is not None:
        return post
    raise NotAPost(
        f"No platform known here has a post at {parts.hostname or parts.scheme}{parts.path[:80]}.",
        next_step=f"Known are posts of {', '.join(kind.title for kind in PLATFORMS[:-1])}. If a "
        "page itself is meant, paste its whole address, without other words.",
    )


def platform_title(name: str) -> str:
    """The name that readers know a platform by: ``X``."""
    return _TITLES.get(name, name)


def terms_of(platform: str, source: str) -> str | None:
    """Under whose terms a source gave a post; ``None`` for what is no platform's source: an
    editor's hands, a file.
    """
    return next(
        (
            one.terms
            for kind in PLATFORMS
            if kind.name == platform
            for one in kind.about
            if one.source == source
        ),
        None,
    )


def read_saved(saved: Saved) -> tuple[str, tuple[Answer, ...]] | None:
    """What a saved response says of each of its posts, with the name of the platform whose it is
    by its shape; ``None``: no platform knows it.
    """
    for kind in PLATFORMS:
        answers = kind.read_saved(saved)
        if answers:
            return kind.name, answers
    return None


def _split(url: str) -> SplitResult:
    url = url.strip()
    if not url:
        raise NotAPost("No address was given.", next_step="Paste the address of one post.")
    if len(url) > MAX_URL:
        raise NotAPost(
            f"This address has {len(url):,} characters; no post's address is so long.",
            next_step="Paste the address of one post.",
        )
    if "://" not in url and not url.lower().startswith(("javascript:", "data:", "at:", "tg:")):
        url = f"https://{url}"
    try:
        parts = urlsplit(url)
        host = parts.hostname
        if parts.scheme != "at":  # at://did:plc:… has an account there, no host and port
            parts.port  # noqa: B018  a bad port raises when it is read
    except ValueError as error:
        raise NotAPost(f"{url[:200]!r} is no address: {error}.") from error
    if parts.scheme not in {"http", "https", "at", "tg"}:
        raise NotAPost(f"{url[:200]!r} is no web address: it starts with {parts.scheme!r}.")
    if not host and parts.scheme != "tg":
        raise NotAPost(f"{url[:200]!r} is no address of a post: it names no host.")
    return parts
