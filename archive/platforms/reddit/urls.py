"""The addresses of Reddit: which name a post or a comment, and how we write them. Pure."""

import re
from urllib.parse import SplitResult, unquote, urlsplit

from archive.errors import NotAPost
from archive.records import NeedsLookup, PostRef

__all__ = ["PLATFORM", "account_url", "identify", "named_post", "ref_of", "submission_in"]

PLATFORM = "reddit"
WWW = "https://www.reddit.com"

_REDDIT = (
    "reddit.com",
    "redditmedia.com",
    "reddittorjg6rue252oqsxryoxengawnmo46qy4kyii5wtqnwfj4ooad.onion",
)
_SHORT = "redd.it"
_APP = "reddit.app.link"
_ID = re.compile(r"[0-9a-z]{1,13}")
_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{1,39}")  # there is an r/reddit.com
_SLUG = re.compile(r"[\w%-]{1,200}")
_KEY = re.compile(r"[A-Za-z0-9_-]{1,40}")
_SCOPES = {"r": "r", "u": "user", "user": "user"}
_FULLNAME = re.compile(r"t[13]_[0-9a-z]{1,13}")
_PAGES = {
    "login": "the login page",
    "media": "a picture, not the post that shows it",
    "message": "the messages",
    "search": "a search",
    "submit": "a share button",
    "wiki": "a page of Reddit, not a post",
}


def identify(url: SplitResult) -> PostRef | NeedsLookup | None:
    """The post or the comment that a URL names; ``None``: the host is none of Reddit's.

    The native id is Reddit's full name: ``t3_6vx01b`` of a post, ``t1_cklfmye`` of a comment. A
    share link, and the address of a video's file, give a :class:`NeedsLookup`.

    Raises:
        NotAPost: the host is Reddit's, and this is a community, a profile, a picture.
    """
    host = (url.hostname or "").rstrip(".").lower()
    parts = [unquote(part) for part in url.path.split("/") if part]
    where = f"{host}{url.path[:80]}"
    if host == _APP:
        return _shared(f"{_APP}/{parts[0]}") if parts and _KEY.fullmatch(parts[0]) else None
    if host == _SHORT or host.endswith(f".{_SHORT}"):
        return _short(host.removesuffix(_SHORT).removesuffix("."), parts, where)
    if not any(host == own or host.endswith(f".{own}") for own in _REDDIT):
        return None
    found = _in_path(_without_suffix(parts))
    if found is None:
        raise NotAPost(f"{where} is {_what(parts)}.")
    return found


def named_post(url: str | None) -> PostRef | None:
    """The post that an address names, if it names one of Reddit."""
    try:
        found = identify(urlsplit(url or ""))
    except (ValueError, NotAPost):
        return None
    return found if isinstance(found, PostRef) else None


def submission_in(ref: PostRef) -> str | None:
    """The id of the submission that a post is, or that a comment stands under."""
    if ref.native_id.startswith("t3_"):
        return ref.native_id[3:]
    parts = urlsplit(ref.url).path.split("/")
    return parts[parts.index("comments") + 1] if "comments" in parts[:-1] else None


def ref_of(name: str, submission: str, permalink: str | None) -> PostRef:
    """The post of a full name, at the address that Reddit gives it, or at the shortest one."""
    found = named_post(f"{WWW}{permalink}") if permalink else None
    if found is not None and found.native_id == name:
        return found
    return _ref(name, f"/comments/{submission}", "_")


def account_url(name: str | None) -> str | None:
    return f"{WWW}/user/{name}/" if name and _NAME.fullmatch(name) else None


def _ref(name: str, base: str, slug: str | None) -> PostRef:
    url = f"{WWW}{base}/"
    if name.startswith("t1_"):
        url = f"{url}{slug or '_'}/{name[3:]}/"
    elif slug not in {None, "_", "comment"}:
        url = f"{url}{slug}/"
    return PostRef(platform=PLATFORM, native_id=name, url=url)


def _without_suffix(parts: list[str]) -> list[str]:
    """The path without ``.json``, ``.rss`` and what readers paste behind an address."""
    if not parts:
        return parts
    last = re.sub(r"\.(json|rss|xml|compact|embed)$", "", parts[-1], flags=re.IGNORECASE)
    return [*parts[:-1], *([last] if last else [])]


def _in_path(parts: list[str]) -> PostRef | NeedsLookup | None:
    base = ""
    scope = _SCOPES.get(parts[0].lower()) if len(parts) > 2 else None
    if scope is not None and _NAME.fullmatch(parts[1]):
        if parts[2] == "s" and len(parts) == 4 and _KEY.fullmatch(parts[3]):
            return _shared(f"reddit.com/{parts[0].lower()}/{parts[1]}/s/{parts[3]}")
        base, parts = f"/{scope}/{parts[1]}", parts[2:]
    if len(parts) < 2:
        return None
    kind = parts[0].lower()
    if kind == "by_id" and _FULLNAME.fullmatch(parts[1].lower()):
        name = parts[1].lower()
        return _ref(name, f"/comments/{name[3:]}", None) if name[1] == "3" else None
    if kind not in {"comments", "gallery", "tb", "duplicates", "video", "poll"}:
        return None
    submission = _leading_id(parts[1])
    if submission is None:
        return None
    slug = parts[2] if len(parts) > 2 and _SLUG.fullmatch(parts[2]) else None
    base = f"{base}/comments/{submission}"
    if kind == "comments" and len(parts) > 3:
        comment = _leading_id(parts[3])
        if comment is not None:
            return _ref(f"t1_{comment}", base, slug)
    return _ref(f"t3_{submission}", base, slug)


def _leading_id(part: str) -> str | None:
    """An id of base 36, without what readers paste behind it: ``)``, ``…``."""
    match = re.match(r"[0-9a-z]{1,13}(?![0-9A-Za-z_-])", part.lower())
    return match[0] if match else None


def _short(kind: str, parts: list[str], where: str) -> PostRef | NeedsLookup:
    """``redd.it/ID`` is the post; ``v.redd.it/KEY`` a video, which leads to its post."""
    key = parts[0] if parts else ""
    if kind in {"", "www"} and _ID.fullmatch(key.lower()):
        return _ref(f"t3_{key.lower()}", f"/comments/{key.lower()}", None)
    if kind == "v" and _KEY.fullmatch(key):
        return _shared(f"v.redd.it/{key}")
    if kind in {"i", "preview", "external-preview"}:
        raise NotAPost(f"{where} is a picture, not the post that shows it.")
    raise NotAPost(f"{where} is an address of Reddit's files, and names no post.")


def _shared(key: str) -> NeedsLookup:
    host = "www.reddit.com" if key.startswith("reddit.com") else key.partition("/")[0]
    return NeedsLookup(
        platform=PLATFORM,
        kind="share link",
        key=key,
        url=f"https://{host}/{key.partition('/')[2]}",
    )


def _what(parts: list[str]) -> str:
    if not parts:
        return "the home page"
    first = parts[0].lower()
    if first in _PAGES:
        return _PAGES[first]
    if first in _SCOPES and len(parts) > 1 and _NAME.fullmatch(parts[1]):
        if _SCOPES[first] == "user":
            return f"the profile of u/{parts[1]}, not one post"
        if len(parts) > 2 and parts[2].lower() == "comments":
            return "the address of a post without a readable id"
        return f"the community r/{parts[1]}, not one post"
    return "a page of Reddit, not a post"
