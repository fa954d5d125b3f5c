"""LinkedIn's addresses and ids. Its pages are read as any other page's, where it shows them. Pure.

Native id: the address that all forms of a post's lead to,
``https://www.linkedin.com/feed/update/urn:li:activity:ID``.
"""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import SplitResult, parse_qs, quote, unquote, urlsplit

from archive.errors import NotAPost
from archive.records import NeedsLookup, PostRef

__all__ = ["PLATFORM", "is_linkedin", "names", "post_in", "posted_at"]

PLATFORM = "page"
_SHORT = "lnkd.in"

_URN = re.compile(r"urn:li:(activity|share|ugcPost):([1-9][0-9]{15,19})(?![0-9])")
_SLUG = re.compile(r"(?:^|[-_])(activity|share|ugcPost)-([1-9][0-9]{15,19})(?:-[\w-]{0,20})?/?")
_PAGES = {
    "in": "the profile of a person, not one post",
    "pub": "the profile of a person, not one post",
    "company": "the profile of a company, not one post",
    "school": "the profile of a school, not one post",
    "showcase": "a profile, not one post",
    "jobs": "the jobs",
    "search": "a search",
    "groups": "a group, not one post",
    "feed": "the home page of whoever is logged in",
    "sharing": "a share button",
    "shareArticle": "a share button",
    "login": "the login page",
    "uas": "the login page",
    "authwall": "the login page",
    "signup": "the login page",
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST = datetime(2012, 1, 1, tzinfo=UTC)
_LAST = datetime(2100, 1, 1, tzinfo=UTC)


def is_linkedin(host: str) -> bool:
    """Whether a host is LinkedIn's, the one of its short links among them."""
    return host in {"linkedin.com", _SHORT} or host.endswith(".linkedin.com")


def names(url: SplitResult, host: str) -> PostRef | NeedsLookup | None:
    """The post that an address of LinkedIn names: ``/posts/…-activity-ID-…``, ``/feed/update/URN``,
    ``/embed/feed/update/URN``, and the login page that leads on to one. ``None``: an article
    (``/pulse/…``), which is a page as any other.

    Raises:
        NotAPost: a profile, a job, a search.
    """
    parts = [unquote(part) for part in url.path.split("/") if part]
    if host == _SHORT:
        if not parts:
            raise NotAPost(f"{_SHORT} shortens links, and this address holds none.")
        key = f"{_SHORT}/{parts[0]}"
        return NeedsLookup(platform=PLATFORM, kind="share link", key=key, url=f"https://{key}")
    found = _urn(parts) or _urn_behind(url)
    if found is not None:
        address = f"https://www.linkedin.com/feed/update/{found}"
        # The page under /posts/ is shown to more readers than the other one.
        named = parts[0] == "posts"
        shown = f"https://www.linkedin.com/posts/{quote(parts[1])}" if named else address
        return PostRef(platform=PLATFORM, native_id=address, url=shown)
    if parts[:1] == ["pulse"] and len(parts) > 1:
        return None
    what = _PAGES.get(parts[0], "a page of LinkedIn, not a post") if parts else "the home page"
    raise NotAPost(f"{host}{url.path[:80]} is {what}.")


def post_in(url: SplitResult) -> PostRef | None:
    """The post that any address names; ``None``: it is not LinkedIn's, or no post's."""
    host = url.hostname or ""
    if not is_linkedin(host) or host == _SHORT:
        return None
    try:
        found = names(url, host)
    except NotAPost:
        return None
    return found if isinstance(found, PostRef) else None


def posted_at(native_id: str) -> datetime | None:
    """When LinkedIn's server made the id of a post, to the millisecond; ``None`` for what is none.

    The bits above the lowest 22 are Unix milliseconds. (Microsoft's sample of a compliance event
    has both: ``6318971194909560…`` and ``"time": 1506560133675``, one millisecond after it.)

    >>> posted_at("https://www.linkedin.com/feed/update/urn:li:activity:6318971194909560123")
    datetime.datetime(2017, 9, 28, 0, 55, 33, 674000, tzinfo=datetime.timezone.utc)
    """
    found = _URN.search(native_id)
    if found is None or not is_linkedin(urlsplit(native_id).hostname or ""):
        return None
    made = _EPOCH + timedelta(milliseconds=int(found[2]) >> 22)
    return made if _FIRST <= made < _LAST else None


def _urn(parts: list[str]) -> str | None:
    path = [part for part in parts if part != "embed"]
    if path[:2] == ["feed", "update"] and len(path) > 2:
        found = _URN.match(path[2])
    elif path[:1] == ["posts"] and len(path) > 1:
        found = _SLUG.search(path[1])
    else:
        return None
    return f"urn:li:{found[1]}:{found[2]}" if found else None


def _urn_behind(url: SplitResult) -> str | None:
    values = parse_qs(url.query)
    for name in ("sessionRedirect", "session_redirect", "updateEntityUrn"):
        for value in values.get(name, ())[:1]:
            if name == "updateEntityUrn" and (found := _URN.search(value)):
                return found[0]
            try:
                target = urlsplit(value)
            except ValueError:  # no address at all
                continue
            return _urn([unquote(part) for part in target.path.split("/") if part])
    return None
