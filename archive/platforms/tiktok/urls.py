"""The addresses of TikTok: which name a post, how we write them, and what its ids tell. Pure."""

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from archive.errors import NotAPost
from archive.records import NeedsLookup, PostRef

__all__ = ["PLATFORM", "account_url", "hashtag_url", "identify", "is_id", "made_at", "post_url"]

PLATFORM = "tiktok"

_HOSTS = ("tiktok.com", "tiktokv.com")
_SHORT = ("vm.tiktok.com", "vt.tiktok.com")
_ID = re.compile(r"[1-9][0-9]{9,19}(?![0-9A-Za-z])")
_KEY = re.compile(r"[A-Za-z0-9_-]{4,40}")
_HANDLE = re.compile(r"@[\w.-]{0,100}")
_BEFORE_ID = {"video", "photo", "v", "v1", "v2", "v3", "embed", "player"}
_LEADS_ON = ("url", "redirect_url")
_PAGES = {
    "tag": "a hashtag's page",
    "music": "a sound's page",
    "discover": "a list of videos, not one",
    "foryou": "a list of videos, not one",
    "following": "a list of videos, not one",
    "explore": "a list of videos, not one",
    "search": "a search",
    "live": "a live broadcast, which is no post",
    "login": "the login page",
    "share": "a share button",
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST = datetime(2014, 1, 1, tzinfo=UTC)
"""Before it there was no app (musical.ly, whose posts became TikTok's); ids below it were
counted otherwise."""


def identify(url: SplitResult) -> PostRef | NeedsLookup | None:
    """The post of TikTok that a URL names, by the id in it; ``None``: the host is none of its.

    ``vm.tiktok.com``, ``vt.tiktok.com`` and ``/t/`` addresses give a :class:`NeedsLookup`.

    Raises:
        NotAPost: the host is TikTok's, and this is a profile, a sound, a search.
    """
    host = _host(url)
    if not _is_ours(host):
        return None
    parts = _parts(url)
    found = _in_path(parts)
    if found is not None:
        return found
    key = _short_key(host, parts)
    if key is not None:
        return NeedsLookup(platform=PLATFORM, kind="share link", key=key, url=f"https://{key}/")
    for name in _LEADS_ON:  # oEmbed, and the login page
        for value in parse_qs(url.query).get(name, ())[:1]:
            found = _behind(value)
            if found is not None:
                return found
    raise NotAPost(f"{host}{url.path[:80]} is {_what(host, parts)}.")


def made_at(native_id: str) -> datetime | None:
    """The minute in which TikTok's server made this id; ``None`` for one that carries no time.

    The upper 32 bits are Unix seconds (https://arxiv.org/abs/2504.13279, and the recordings). The
    post comes some seconds after its id, up to a minute in what others measured: it is no more
    exact than that.
    """
    made = _EPOCH + timedelta(seconds=int(native_id) >> 32)
    return made.replace(second=0) if made >= _FIRST else None


def is_id(value: object) -> bool:
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def post_url(native_id: str, handle: str | None, *, photo: bool = False) -> str:
    """A post's page; TikTok itself puts in the handle where none is known."""
    return f"https://www.tiktok.com/@{handle or ''}/{'photo' if photo else 'video'}/{native_id}"


def account_url(handle: str) -> str:
    return f"https://www.tiktok.com/@{handle}"


def hashtag_url(name: str) -> str:
    return f"https://www.tiktok.com/tag/{name}"


def _host(url: SplitResult) -> str:
    return (url.hostname or "").rstrip(".").removeprefix("www.")


def _is_ours(host: str) -> bool:
    return any(host == own or host.endswith(f".{own}") for own in _HOSTS)


def _parts(url: SplitResult) -> list[str]:
    return [unquote(part) for part in url.path.split("/") if part]


def _in_path(parts: list[str]) -> PostRef | None:
    for before, part in pairwise(parts):
        found = _ID.match(part) if before.lower() in _BEFORE_ID else None
        if found is not None:
            handle = parts[0][1:] if _HANDLE.fullmatch(parts[0]) else None
            url = post_url(found[0], handle, photo=before.lower() == "photo")
            return PostRef(platform=PLATFORM, native_id=found[0], url=url)
    return None


def _short_key(host: str, parts: list[str]) -> str | None:
    """What :data:`aliases` remembers: the host matters to ``vm`` and ``vt``."""
    if host in _SHORT and parts:
        found = _KEY.match(parts[0])
        return f"{host}/{found[0]}" if found else None
    if len(parts) > 1 and parts[0].lower() == "t":
        found = _KEY.match(parts[1])
        return f"www.tiktok.com/t/{found[0]}" if found else None
    return None


def _behind(value: str) -> PostRef | None:
    try:
        target = urlsplit(value)
        return _in_path(_parts(target)) if _is_ours(_host(target)) else None
    except ValueError:  # no address at all
        return None


def _what(host: str, parts: list[str]) -> str:
    if not parts:
        return "the home page of TikTok" if host not in _SHORT else "a short link without its key"
    if _HANDLE.fullmatch(parts[0]):
        if parts[-1] == "live":
            return "a live broadcast, which is no post"
        return f"the profile {parts[0][:60]}, not one post"
    return _PAGES.get(parts[0].lower(), "a page of TikTok, not a post")
