"""The addresses of Instagram: which name a post, and how we write them. Pure."""

import re
from urllib.parse import SplitResult, parse_qs, urlsplit

from archive.errors import NotAPost
from archive.platforms.meta.media_id import post_code
from archive.records import NeedsLookup, PostRef

__all__ = ["PLATFORM", "account_url", "hashtag_url", "identify", "pages", "ref_of"]

PLATFORM = "instagram"
_HOSTS = ("instagram.com", "instagr.am")
_OWN_NAMES = {"www", "m"}
_POSTS = {"p", "reel", "reels", "tv"}
_NO_CODES = {"audio", "videos"}  # /reels/audio/1/ is a piece of music
_HANDLE = re.compile(r"[A-Za-z0-9_.]{1,30}")
_SHARED = re.compile(r"[A-Za-z0-9_-]{4,80}")
_PAGES = {
    "accounts": "a page of the account, not a post",
    "direct": "the messages",
    "explore": "a page to discover posts, not one post",
    "reels": "a list of reels, not one post",
    "stories": "a story, which is shown for a day and only to who is logged in",
    "share": "a share link without its code",
}


def identify(url: SplitResult) -> PostRef | NeedsLookup | None:
    """The post of Instagram that a URL names, by the code in it; ``None``: the host is none of
    Instagram's. A share link gives a :class:`NeedsLookup`.

    Raises:
        NotAPost: the host is Instagram's, and this is a profile, a story, a list.
    """
    host = (url.hostname or "").rstrip(".")
    own = next((name for name in _HOSTS if host == name or host.endswith(f".{name}")), None)
    if own is None or host.removesuffix(own).rstrip(".") not in {"", *_OWN_NAMES}:
        return None
    parts = [part for part in url.path.split("/") if part]
    found = _in_path(parts) or _after_login(url, parts)
    if found is not None:
        return found
    raise NotAPost(f"{host}{url.path[:80]} is {_what(parts)}.")


def ref_of(code: str) -> PostRef:
    """The post that has a code. Reels and videos have an address under ``/p/``, too."""
    return PostRef(platform=PLATFORM, native_id=code, url=f"https://www.instagram.com/p/{code}/")


def account_url(handle: str) -> str:
    return f"https://www.instagram.com/{handle}/"


def hashtag_url(tag: str) -> str:
    return f"https://www.instagram.com/explore/tags/{tag}/"


def pages(ref: PostRef) -> tuple[str, ...]:
    """Where the post may be seen without a login, the best first."""
    return (ref.url, f"{ref.url}embed/captioned/")


def _in_path(parts: list[str]) -> PostRef | NeedsLookup | None:
    if parts[:1] == ["share"] and len(parts) > 1 and _SHARED.fullmatch(parts[-1]):
        if parts[-1] in _POSTS:
            return None
        key = f"instagram.com/{'/'.join(parts)}"
        return NeedsLookup(platform=PLATFORM, kind="share link", key=key, url=f"https://www.{key}/")
    if len(parts) > 1 and parts[1] in _POSTS and parts[0] not in {*_POSTS, *_PAGES}:
        parts = parts[1:]  # the form with the account before it
    if len(parts) < 2 or parts[0] not in _POSTS or parts[1] in _NO_CODES:
        return None
    code = post_code(parts[1])
    return None if code is None else ref_of(code)


def _after_login(url: SplitResult, parts: list[str]) -> PostRef | NeedsLookup | None:
    """The post that a login page leads on to."""
    if parts[:2] != ["accounts", "login"]:
        return None
    target = urlsplit(parse_qs(url.query).get("next", [""])[0])
    return _in_path([part for part in target.path.split("/") if part])


def _what(parts: list[str]) -> str:
    if not parts:
        return "the home page"
    page = _PAGES.get(parts[0])
    if page is not None:
        return page
    if len(parts) == 1 and parts[0] not in _POSTS and _HANDLE.fullmatch(parts[0]):
        return f"the profile of @{parts[0]}, not one post"
    return "a page of Instagram, not a post"
