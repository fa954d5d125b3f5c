"""The addresses of Threads: which name a post, and how we write them. Pure."""

import re
from urllib.parse import SplitResult, parse_qs, urlsplit

from archive.errors import NotAPost
from archive.platforms.meta.media_id import post_code
from archive.records import NeedsLookup, PostRef

__all__ = [
    "PLATFORM",
    "account_url",
    "archived",
    "hashtag_url",
    "identify",
    "owner_of",
    "pages",
    "ref_of",
]

PLATFORM = "threads"
_HOSTS = {"threads.net", "www.threads.net", "threads.com", "www.threads.com"}
_HANDLE = re.compile(r"[A-Za-z0-9_.]{1,30}")


def identify(url: SplitResult) -> PostRef | NeedsLookup | None:
    """The post of Threads that a URL names, by the code in it; ``None``: the host is none of
    Threads'.

    Raises:
        NotAPost: the host is Threads', and this is a profile, a search, a share button.
    """
    host = (url.hostname or "").rstrip(".")
    if host not in _HOSTS:
        return None
    parts = [part for part in url.path.split("/") if part]
    if parts[:1] == ["login"]:
        target = urlsplit(parse_qs(url.query).get("next", [""])[0])
        parts = [part for part in target.path.split("/") if part]
    found = _in_path(parts)
    if found is not None:
        return found
    raise NotAPost(f"{host}{url.path[:80]} is {_what(parts)}.")


def ref_of(code: str, handle: str | None = None) -> PostRef:
    """The post that has a code; without its account's name in the short form."""
    named = handle is not None and _HANDLE.fullmatch(handle)
    path = f"@{handle}/post/{code}" if named else f"t/{code}"
    return PostRef(platform=PLATFORM, native_id=code, url=f"https://www.threads.com/{path}")


def owner_of(ref: PostRef) -> str | None:
    """The account's name, where the post's address has it."""
    first = urlsplit(ref.url).path.split("/")[1]
    return first[1:] if first.startswith("@") else None


def account_url(handle: str) -> str:
    return f"https://www.threads.com/@{handle}"


def hashtag_url(tag: str) -> str:
    return f"https://www.threads.com/search?q={tag}&serp_type=tags"


def pages(ref: PostRef) -> tuple[str, ...]:
    """Where the post may be seen without a login, the best first."""
    return (ref.url,)


def archived(ref: PostRef) -> tuple[str, ...]:
    """Where the post may have been archived: Threads was at threads.net until 2025."""
    return (ref.url, ref.url.replace("threads.com", "threads.net"))


def _in_path(parts: list[str]) -> PostRef | None:
    if len(parts) > 1 and parts[0] == "t":
        code = post_code(parts[1])
        return None if code is None else ref_of(code)
    if len(parts) > 2 and parts[1] == "post" and parts[0] != "ap":
        code = post_code(parts[2])
        return None if code is None else ref_of(code, parts[0].removeprefix("@"))
    return None


def _what(parts: list[str]) -> str:
    if not parts:
        return "the home page"
    if parts[0] == "search":
        return "a search"
    if parts[0] == "intent":
        return "a share button"
    if len(parts) == 1 and parts[0].startswith("@"):
        return f"the profile of {parts[0][:31]}, not one post"
    return "a page of Threads, not a post"
