"""The addresses of Facebook: which name a post, and how we write them. Pure.

Facebook numbers posts, photos and videos in one row. Since 2022 many addresses have a word that
begins with ``pfbid`` in the number's place; only Facebook can tell the number behind it.
"""

import re
from urllib.parse import SplitResult, parse_qs, quote, unquote, urlsplit

from archive.errors import NotAPost
from archive.records import NeedsLookup, PostRef

__all__ = ["PLATFORM", "clean_link", "identify", "owner_of", "pages", "post_ref"]

PLATFORM = "facebook"
_HOSTS = (
    "facebook.com",
    "fb.com",
    "facebookwkhpilnemxj7asaniu7vnjjbiltxjqhye3mhbshg7kx5tfyd.onion",
)
_OWN_NAMES = re.compile(
    r"www|m|mbasic|touch|web|mobile|business|free|0|d|h|p|x|iphone|l|lm|[a-z]{2,3}-[a-z]{2,3}"
)
"""Other names under facebook.com (developers, about) are sites of their own."""
_SHORT = ("fb.watch", "fb.me")

_ID = re.compile(r"[1-9][0-9]{0,24}|pfbid[A-Za-z0-9]{10,100}")
_GRAPH_ID = re.compile(r"([1-9][0-9]{0,24})_([1-9][0-9]{0,24})")
_NUMBER = re.compile(r"[1-9][0-9]{0,24}")
_OWNER = re.compile(r"[\w.-]{1,100}")
_KEY = re.compile(r"[A-Za-z0-9_-]{3,80}")
_LISTS = {"posts", "permalink", "photos", "videos", "activity", "notes"}
_EMBEDS = {"post.php", "post", "video.php", "video"}
_NO_OWNERS = {"groups", "pages", "p", "watch", "reel", "share", "plugins", "events", "story.php"}
_PAGES = {
    "dialog": "a share button",
    "events": "an event, not a post",
    "groups": "a group, not one post",
    "hashtag": "a hashtag's page",
    "home.php": "the home page",
    "l.php": "a link that leads out of Facebook",
    "login": "the login page",
    "login.php": "the login page",
    "marketplace": "the marketplace",
    "media": "an album, not one post",
    "plugins": "a button or a list, not one post",
    "profile.php": "a profile, not one post",
    "search": "a search",
    "share": "a share button",
    "share.php": "a share button",
    "sharer": "a share button",
    "sharer.php": "a share button",
    "stories": "a story, which is shown for a day and only to who is logged in",
    "watch": "a list of videos, not one of them",
}


def identify(url: SplitResult) -> PostRef | NeedsLookup | None:
    """The post of Facebook that a URL names, by the number in it; ``None``: the host is none of
    Facebook's. A share link and ``fb.watch`` give a :class:`NeedsLookup`.

    Raises:
        NotAPost: the host is Facebook's, and this is a profile, an event, a share button.
    """
    return _identify(url, nested=False)


def post_ref(
    native_id: str, *, owner: str | None = None, group: str | None = None, kind: str = "post"
) -> PostRef:
    """The post that has a number. ``owner`` is a name or a number, ``kind`` post, photo, video
    or reel: they make its address only.
    """
    base = "https://www.facebook.com"
    if group:
        url = f"{base}/groups/{quote(group)}/posts/{native_id}/"
    elif kind == "photo":
        url = f"{base}/photo/?fbid={native_id}"
    elif kind == "reel":
        url = f"{base}/reel/{native_id}"
    elif kind == "video":
        url = (
            f"{base}/{quote(owner)}/videos/{native_id}/"
            if owner
            else f"{base}/watch/?v={native_id}"
        )
    elif owner is None:
        url = f"{base}/{native_id}"
    elif _NUMBER.fullmatch(owner):
        url = f"{base}/permalink.php?story_fbid={native_id}&id={owner}"
    else:
        url = f"{base}/{quote(owner)}/posts/{native_id}"
    return PostRef(platform=PLATFORM, native_id=native_id, url=url)


def owner_of(ref: PostRef) -> str | None:
    """The Page's name or number, where the post's address has it."""
    parts = urlsplit(ref.url)
    owner = parse_qs(parts.query).get("id", [None])[0]
    segments = [unquote(part) for part in parts.path.split("/") if part]
    if owner is None and len(segments) > 2 and segments[1] in _LISTS and segments[0] != "groups":
        owner = segments[0]
    return owner


def pages(ref: PostRef) -> tuple[str, ...]:
    """Where the post may be seen without a login, the best first: its page, and its embed."""
    kind = "video" if "/videos/" in ref.url or "/watch/" in ref.url else "post"
    embed = f"https://www.facebook.com/plugins/{kind}.php?href={quote(ref.url, safe='')}"
    return (ref.url, embed)


def clean_link(href: str) -> str:
    """A link of Facebook's without the way through its counter, and without its marks of who
    clicked where.
    """
    parts = urlsplit(href)
    host = parts.hostname or ""
    if host in {"l.facebook.com", "lm.facebook.com", "www.facebook.com"} and parts.path == "/l.php":
        return parse_qs(parts.query).get("u", [href])[0]
    if host == "www.facebook.com":
        kept = "&".join(
            pair for pair in parts.query.split("&") if pair.startswith(("id=", "story_fbid=", "v="))
        )
        return parts._replace(query=kept, fragment="").geturl()
    return href


def _identify(url: SplitResult, *, nested: bool) -> PostRef | NeedsLookup | None:
    host = (url.hostname or "").rstrip(".")
    parts = [unquote(part) for part in url.path.split("/") if part]
    if host.removeprefix("www.") in _SHORT:
        return _short(host.removeprefix("www."), parts)
    own = next((name for name in _HOSTS if host == name or host.endswith(f".{name}")), None)
    if own is None:
        return None
    name = host.removesuffix(own).rstrip(".")
    if name and not _OWN_NAMES.fullmatch(name):
        return None
    query = {key: values[0] for key, values in parse_qs(url.query).items()}
    found = _in_query(parts, query) or _in_path(parts)
    if found is None and not nested:
        found = _within(parts, query)
    if found is not None:
        return found
    raise NotAPost(f"{host}{url.path[:80]} is {_what(parts)}.")


def _within(parts: list[str], query: dict[str, str]) -> PostRef | NeedsLookup | None:
    """The post of an embed's frame, or the one that a login page leads on to."""
    if parts[:1] == ["plugins"] and parts[1:2] and parts[1] in _EMBEDS:
        target = query.get("href", "")
    elif parts[:1] in (["login"], ["login.php"], ["checkpoint"]):
        target = query.get("next", "")
    else:
        return None
    try:
        return _identify(urlsplit(target), nested=True)
    except (ValueError, NotAPost):
        return None


def _in_query(parts: list[str], query: dict[str, str]) -> PostRef | None:
    last = parts[-1] if parts else ""
    if last in {"permalink.php", "story.php"}:
        return _ref(query.get("story_fbid"), owner=query.get("id"))
    if last in {"photo.php", "photo"}:
        return _ref(query.get("fbid"), kind="photo")
    if parts[:1] in (["watch"], ["video"], ["video.php"]):
        return _ref(query.get("v"), kind="video")
    if parts[:1] == ["groups"] and len(parts) == 2:
        return _ref(query.get("multi_permalinks"), group=parts[1])
    return None


def _in_path(parts: list[str]) -> PostRef | NeedsLookup | None:
    if not parts:
        return None
    if parts[0] in {"reel", "reels"} and len(parts) > 1:
        return _ref(parts[1], kind="reel")
    if parts[0] == "share" and len(parts) > 1:
        return _shared(parts)
    if parts[0] == "groups" and len(parts) > 3 and parts[2] in _LISTS:
        return _ref(parts[3], group=parts[1])
    if parts[0] == "pages" and len(parts) > 4:
        parts = parts[2:]  # /pages/NAME/NUMBER/posts/…
    if len(parts) > 2 and parts[1] in _LISTS and parts[0] not in _NO_OWNERS:
        last = next((part for part in reversed(parts[2:]) if _ID.fullmatch(part)), None)
        kind = {"photos": "photo", "videos": "video"}.get(parts[1], "post")
        return _ref(last, owner=parts[0], kind=kind)
    both = _GRAPH_ID.fullmatch(parts[0])
    return _ref(both[2], owner=both[1]) if both else None


def _ref(
    native_id: str | None, *, owner: str | None = None, group: str | None = None, kind: str = "post"
) -> PostRef | None:
    if native_id is None or not _ID.fullmatch(native_id):
        return None
    if owner is not None and not _OWNER.fullmatch(owner):
        owner = None
    if group is not None and not _OWNER.fullmatch(group):
        group = None
    return post_ref(native_id, owner=owner, group=group, kind=kind)


def _shared(parts: list[str]) -> NeedsLookup | None:
    """``/share/p/CODE/``, with v for a video and r for a reel, or ``/share/CODE/``."""
    if not _KEY.fullmatch(parts[-1]) or len(parts) > 3:
        return None
    key = f"facebook.com/{'/'.join(parts)}"
    return NeedsLookup(platform=PLATFORM, kind="share link", key=key, url=f"https://www.{key}/")


def _short(host: str, parts: list[str]) -> NeedsLookup:
    if not parts or not all(_KEY.fullmatch(part) or part in {"v", "p"} for part in parts[:2]):
        raise NotAPost(f"{host} shortens links, and this address holds none.")
    key = f"{host}/{'/'.join(parts[:2])}"
    return NeedsLookup(platform=PLATFORM, kind="share link", key=key, url=f"https://{key}/")


def _what(parts: list[str]) -> str:
    if not parts:
        return "the home page"
    page = _PAGES.get(parts[0])
    if page is not None:
        return page
    if len(parts) == 1 and _OWNER.fullmatch(parts[0]):
        return f"the profile or Page of {parts[0]}, not one post"
    return "a page of Facebook, not a post"
