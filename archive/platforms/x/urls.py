"""The addresses of X: which name a post, and how we write them. Pure."""

import re
from urllib.parse import SplitResult, parse_qs, quote, unquote, urlsplit

from archive.errors import NotAPost
from archive.platforms.x.ids import is_id
from archive.records import NeedsLookup, PostRef

__all__ = [
    "account_url",
    "cashtag_url",
    "handle_in",
    "hashtag_url",
    "identify",
    "post_id_in",
    "post_url",
]

_X = ("x.com", "twitter.com", "twitter3e4tixl4xyajtrzo62zg5vztmjuricljdp2c5kshju4avyoid.onion")
_FRONTS = (
    *("fxtwitter.com", "vxtwitter.com", "fixupx.com", "fixvx.com", "twittpr.com", "fxtwitter.net"),
    *("xcancel.com", "nitter.net", "twiiit.com", "lightbrd.com", "nuku.trabun.org"),
)
"""Sites that show X's posts under X's own paths. Only the id is read from their addresses;
the post is asked of X. Any host named ``nitter.…`` is one more."""
_SHORT = ("t.co", "pic.twitter.com", "pic.x.com")

_STATUS = re.compile(r"status(es)?", re.IGNORECASE)
_LEADING_ID = re.compile(r"([1-9][0-9]{0,19})(?![0-9A-Za-z])")
_HANDLE = re.compile(r"[A-Za-z0-9_]{1,20}")
_SHORT_KEY = re.compile(r"[A-Za-z0-9_-]+")
_NO_HANDLES = {"i", "web", "statuses", "status", "anyuser"}
_PAGES = {
    "hashtag": "a hashtag's page",
    "home": "the home page",
    "explore": "a page of X, not a post",
    "login": "the login page",
    "messages": "the messages",
    "notifications": "the notifications",
    "search": "a search",
    "settings": "the settings",
    "intent": "a share button",
    "share": "a share button",
    "i": "a page of X, not a post",
}


def identify(url: SplitResult) -> PostRef | NeedsLookup | None:
    """The post of X that a URL names, by the id in it; ``None``: the host is none of X's.

    A ``t.co`` or ``pic.twitter.com`` address gives a :class:`NeedsLookup`. The id is the one
    in the URL: that of a later edit is found to be an alias when the post is captured.

    Raises:
        NotAPost: the host is X's, and this is a profile, a search, a share button.
    """
    host = (url.hostname or "").rstrip(".").removeprefix("www.")
    parts = _parts(url)
    if host in _SHORT:
        return _short_link(host, parts)
    of_x = any(host == own or host.endswith(f".{own}") for own in _X)
    front = host.startswith("nitter.") or any(
        host == name or host.endswith(f".{name}") for name in _FRONTS
    )
    if not of_x and not front:
        return None
    found = _in_path(parts) or (_in_query(url, parts) if of_x else None)
    if found is not None:
        return found
    if not of_x:
        raise NotAPost(
            f"{host}{url.path[:80]} is an address of a site that shows X's posts, "
            "and names no post."
        )
    raise NotAPost(f"{host}{url.path[:80]} is {_what(host, parts)}.")


def post_id_in(url: str | None) -> str | None:
    """The id of the post that an address names, if it names one of X."""
    try:
        found = identify(urlsplit(url or ""))
    except (ValueError, NotAPost):
        return None
    return found.native_id if isinstance(found, PostRef) else None


def handle_in(url: str) -> str | None:
    """The handle in a post's canonical URL; ``None`` where there is none."""
    parts = urlsplit(url).path.split("/")
    handle = parts[1] if len(parts) > 2 and _STATUS.fullmatch(parts[2]) else None
    return handle if _is_handle(handle) and handle not in _NO_HANDLES else None


def post_url(native_id: str, handle: str | None = None) -> str:
    """A post's canonical URL; without a handle the form that X itself forwards."""
    return f"https://x.com/{handle if _is_handle(handle) else 'i'}/status/{native_id}"


def account_url(handle: str | None) -> str | None:
    """The address of an account's page; ``None`` for what is no handle."""
    return f"https://x.com/{handle}" if _is_handle(handle) else None


def hashtag_url(tag: str) -> str:
    return f"https://x.com/hashtag/{_quoted(tag)}"


def cashtag_url(tag: str) -> str:
    return f"https://x.com/search?q=%24{_quoted(tag)}"


def _quoted(text: str) -> str:
    return quote(text, safe="", errors="replace")


def _is_handle(text: str | None) -> bool:
    return text is not None and _HANDLE.fullmatch(text) is not None


def _ref(native_id: str, handle: str | None = None) -> PostRef:
    if handle is not None and handle.lower() in _NO_HANDLES:
        handle = None
    return PostRef(platform="x", native_id=native_id, url=post_url(native_id, handle))


def _parts(url: SplitResult) -> list[str]:
    """The path's segments; of ``/#!/user/status/1`` (2010 to 2012) those after the ``#!``."""
    path = url.fragment[1:] if url.fragment.startswith("!/") else url.path
    return [unquote(part) for part in path.split("/") if part]


def _in_path(parts: list[str]) -> PostRef | None:
    for at, part in enumerate(parts[:-1]):
        id_there = _LEADING_ID.match(parts[at + 1])
        if id_there is None:
            continue
        if _STATUS.fullmatch(part):
            return _ref(id_there[1], parts[at - 1] if at else None)
        if part == "tweet" and parts[:at] == ["i", "videos"]:
            return _ref(id_there[1])
    return None


def _in_query(url: SplitResult, parts: list[str]) -> PostRef | None:
    """The post of an embed frame, or the one that a login page leads on to."""
    values = parse_qs(url.query)
    if parts[:1] == ["embed"]:
        native_id = values.get("id", [""])[0]
        return _ref(native_id) if is_id(native_id) else None
    if parts == ["login"] or parts[:3] == ["i", "flow", "login"]:
        target = values.get("redirect_after_login", [""])[0]
        return _in_path([part for part in target.partition("?")[0].split("/") if part])
    return None


def _short_link(host: str, parts: list[str]) -> NeedsLookup:
    word = _SHORT_KEY.match(parts[0]) if parts else None
    if word is None:
        raise NotAPost(f"{host} shortens links, and this address holds none.")
    key = f"{host}/{word[0]}"
    return NeedsLookup(platform="x", kind="share link", key=key, url=f"https://{key}")


def _what(host: str, parts: list[str]) -> str:
    if not parts:
        return "the home page"
    if host in _X or host.removeprefix("mobile.").removeprefix("m.") in _X:
        page = _PAGES.get(parts[0].lower())
        if page is not None:
            return page
        if len(parts) > 1 and _STATUS.fullmatch(parts[1]):
            return "the address of a post without a readable id"
        if _is_handle(parts[0]):
            return f"the profile of @{parts[0]}, not one post"
    return "a page of X, not a post"
