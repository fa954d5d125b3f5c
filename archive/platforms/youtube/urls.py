"""The addresses of YouTube: which name a video or a post, and how we write them. Pure."""

import re
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from archive.errors import NotAPost
from archive.records import PostRef

__all__ = ["PLATFORM", "channel_in", "channel_url", "hashtag_url", "identify", "is_video", "ref_of"]

PLATFORM = "youtube"

_HOSTS = ("youtube.com", "youtube-nocookie.com")
_SHORT = "youtu.be"
# Characters of base64url; what follows in a path or a pasted sentence ends it.
_VIDEO = re.compile(r"[A-Za-z0-9_-]{11}(?![A-Za-z0-9_-])")
_POST = re.compile(r"Ug[A-Za-z0-9_-]{10,80}(?![A-Za-z0-9_-])")
_CHANNEL = re.compile(r"UC[A-Za-z0-9_-]{22}")
_IN_PATH = {"shorts", "live", "embed", "v", "e", "vi", "watch"}
_NO_VIDEOS = {"videoseries", "live_stream"}
"""Eleven characters each, behind ``/embed/``: a playlist's player, and a channel's live one."""
_LEADS_ON = {"u", "url", "q", "continue", "next"}
"""Parameters of a page of YouTube that leads on to another one."""
_PAGES = {
    "results": "a search",
    "playlist": "a playlist, not one video",
    "channel": "a channel, not one video",
    "c": "a channel, not one video",
    "user": "a channel, not one video",
    "feed": "a list of videos, not one",
    "hashtag": "a hashtag's page",
    "clip": "a clip; paste the address of the whole video",
    "embed": "a player without a video of its own",
    "watch": "the address of a video without its id",
    "shorts": "a list of videos, not one",
    "live": "a list of videos, not one",
    "post": "the address of a post without a readable id",
}


def identify(url: SplitResult) -> PostRef | None:
    """The video or community post of YouTube that a URL names; ``None``: the host is none of its.

    Every form carries the id: ``watch?v=``, also within a playlist, ``youtu.be/``, ``/shorts/``,
    ``/live/``, ``/embed/``, ``/post/``, ``/channel/…/community?lb=``, and the pages that lead on
    to one of these (``/attribution_link?u=``, ``/oembed?url=``, the page that asks for consent).

    Raises:
        NotAPost: the host is YouTube's, and this is a channel, a playlist, a search.
    """
    host = _host(url)
    if not _is_ours(host):
        return None
    parts = [unquote(part) for part in url.path.split("/") if part]
    values = parse_qs(url.query.replace("&amp;", "&"))
    found = _named(url) or next(
        (
            named
            for name in sorted(_LEADS_ON & values.keys())
            if (target := _target(host, values[name][0])) and (named := _named(target))
        ),
        None,
    )
    if found is None:
        raise NotAPost(f"{host}{url.path[:80]} is {_what(parts)}.")
    return ref_of(found)


def _host(url: SplitResult) -> str:
    return (url.hostname or "").rstrip(".").removeprefix("www.")


def _is_ours(host: str) -> bool:
    return host == _SHORT or any(host == own or host.endswith(f".{own}") for own in _HOSTS)


def _named(url: SplitResult) -> str | None:
    """The id that an address of YouTube carries by itself."""
    parts = [unquote(part) for part in url.path.split("/") if part]
    values = parse_qs(url.query.replace("&amp;", "&"))
    return _in_path(parts, short=_host(url) == _SHORT) or _in_query(values)


def _target(host: str, value: str) -> SplitResult | None:
    """Where a page of YouTube leads on to, if that is YouTube's, too."""
    try:
        target = urlsplit(f"https://{host}{value}" if value.startswith("/") else value)
        return target if _is_ours(_host(target)) else None
    except ValueError:  # no address at all
        return None


def _in_path(parts: list[str], *, short: bool) -> str | None:
    if short:
        return _id(_VIDEO, parts[0]) if parts else None
    if len(parts) < 2:
        return None
    if parts[0] == "post":
        return _id(_POST, parts[1])
    if parts[0] == "source":  # the sound of a short, which names the short
        return _id(_VIDEO, parts[1])
    return _id(_VIDEO, parts[1]) if parts[0] in _IN_PATH else None


def _in_query(values: dict[str, list[str]]) -> str | None:
    for name in ("v", "vi"):
        if name in values and (found := _id(_VIDEO, values[name][0])):
            return found
    return _id(_POST, values["lb"][0]) if "lb" in values else None


def _id(kind: re.Pattern[str], text: str) -> str | None:
    found = kind.match(text)
    return found[0] if found and found[0] not in _NO_VIDEOS else None


def _what(parts: list[str]) -> str:
    if not parts:
        return "the home page of YouTube"
    if parts[0].startswith("@"):
        return f"the channel {parts[0][:60]}, not one video"
    return _PAGES.get(parts[0], "a page of YouTube, not a video")


def ref_of(native_id: str) -> PostRef:
    """The video or post with this id, at the address that a reader is sent to."""
    page = f"watch?v={native_id}" if is_video(native_id) else f"post/{native_id}"
    return PostRef(platform=PLATFORM, native_id=native_id, url=f"https://www.youtube.com/{page}")


def is_video(native_id: str) -> bool:
    """Whether this is a video's id, and not a community post's."""
    return len(native_id) == 11


def channel_url(native_id: str) -> str:
    return f"https://www.youtube.com/channel/{native_id}"


def channel_in(url: str | None) -> tuple[str | None, str | None]:
    """Handle and native id of the channel whose page this is, as far as the address tells."""
    parts = [unquote(part) for part in urlsplit(url or "").path.split("/") if part]
    handle = parts[0][1:] if parts and parts[0].startswith("@") else None
    if len(parts) > 1 and parts[0] == "channel" and _CHANNEL.fullmatch(parts[1]):
        return handle, parts[1]
    return handle, None


def hashtag_url(name: str) -> str:
    return f"https://www.youtube.com/hashtag/{name}"
