"""A community post, out of the page's own data -> a snapshot. Pure.

The page's ``<meta>`` do not hold it. Its data, ``ytInitialData``, are YouTube's own and not
documented; the shape is that which public clients read (``backstagePostRenderer``), so only the
id and the author must be there. They tell no time but "2 days ago".
"""

from urllib.parse import parse_qs, urljoin, urlsplit

from archive.platforms.page_facts import json_behind
from archive.platforms.shape import Json, count, mapping, mappings, string
from archive.platforms.youtube.urls import PLATFORM, channel_url, ref_of
from archive.records import Author, Facet, FacetKind, Media, Poll, PollOption, PostLink, Snapshot
from archive.text import fit_facets, web_address

__all__ = ["of_post"]

_HOME = "https://www.youtube.com/"
_MOST = 20_000
"""Objects that are looked through."""
_NO_TIME = "The page tells no time of the post but “{}”."
_UNKEPT = "An attachment of the post was not kept."


def of_post(html: str) -> Snapshot | None:
    """The post of a post's page; ``None``: it holds none, or not exactly one."""
    if "backstagePostRenderer" not in html:
        return None
    data = json_behind(html, "ytInitialData =")
    posts = {string(post.get("postId")): post for post in _all(data, "backstagePostRenderer")}
    native_id, post = next(iter(posts.items()), (None, {}))
    author = _author(post)
    if len(posts) != 1 or native_id is None or author is None or "sponsorsOnlyBadge" in post:
        return None
    text, facets = _text(mapping(post.get("contentText")))
    attached = mapping(post.get("backstageAttachment"))
    images = tuple(m for r in _all(attached, "backstageImageRenderer") if (m := _image(r)))
    poll = _poll(next(iter(_all(attached, "pollRenderer")), {}))
    video = string(next(iter(_all(attached, "videoRenderer")), {}).get("videoId"))
    ago, _ = _text(mapping(post.get("publishedTimeText")))
    kept = not attached or images or poll or video
    linked = ref_of(video) if video else None
    return Snapshot(
        platform=PLATFORM,
        native_id=native_id,
        url=ref_of(native_id).url,
        author=author,
        text=text,
        facets=facets,
        media=images,
        poll=poll,
        quoted=PostLink(url=linked.url, platform=PLATFORM, native_id=linked.native_id)
        if linked
        else None,
        completeness="partial",
        warnings=(_NO_TIME.format(ago[:60]), *(() if kept else (_UNKEPT,))),
    )


def _all(data: object, name: str) -> list[Json]:
    """Every object of that name, in order, and none within another of them."""
    found: list[Json] = []
    todo: list[object] = [data]
    for _ in range(_MOST):
        if not todo:
            break
        value = todo.pop()
        if isinstance(value, dict):
            if isinstance(value.get(name), dict):
                found.append(value[name])
            else:
                todo.extend(reversed(value.values()))
        elif isinstance(value, list):
            todo.extend(reversed(value))
    return found


def _author(post: Json) -> Author | None:
    name, _ = _text(mapping(post.get("authorText")))
    endpoint = mapping(mapping(post.get("authorEndpoint")).get("browseEndpoint"))
    native_id = string(endpoint.get("browseId"))
    if not name and native_id is None:
        return None
    base = string(endpoint.get("canonicalBaseUrl")) or ""
    return Author(
        name=name or None,
        handle=base[2:] if base.startswith("/@") else None,
        native_id=native_id,
        url=channel_url(native_id) if native_id else None,
        avatar_url=_largest(post.get("authorThumbnail")),
    )


def _text(value: Json) -> tuple[str, tuple[Facet, ...]]:
    """The runs of a text: a link's run is shown shortened, and leads to where it says."""
    runs = mappings(value.get("runs")) or [{"text": value.get("simpleText")}]
    text, facets = "", []
    for run in runs:
        shown = string(run.get("text")) or (run["text"] if run.get("text") in (" ", "\n") else "")
        target = _target(mapping(run.get("navigationEndpoint")))
        if target and shown:
            kind: FacetKind = "hashtag" if shown.startswith("#") else "link"
            end = len(text) + len(shown)
            facets.append(Facet(start=len(text), end=end, kind=kind, target=target))
        text += shown
    return text, fit_facets(len(text), facets)[0]


def _target(endpoint: Json) -> str | None:
    url = string(mapping(endpoint.get("urlEndpoint")).get("url")) or string(
        mapping(mapping(endpoint.get("commandMetadata")).get("webCommandMetadata")).get("url")
    )
    if url is None:
        return None
    try:
        url = urljoin(_HOME, url)
        parts = urlsplit(url)
        if parts.path == "/redirect":  # YouTube's own page before every link that leads out
            url = parse_qs(parts.query).get("q", [url])[0]
    except ValueError:  # no address at all
        return None
    return web_address(url)


def _image(renderer: Json) -> Media | None:
    sizes = mappings(mapping(renderer.get("image")).get("thumbnails"))
    best = max(sizes, key=lambda size: count(size.get("width")) or 0, default={})
    url = web_address(best.get("url"))
    if url is None:
        return None
    return Media(
        kind="image",
        urls=(url,),
        width=count(best.get("width")),
        height=count(best.get("height")),
    )


def _largest(thumbnail: object) -> str | None:
    image = _image({"image": thumbnail})
    return image.urls[0] if image else None


def _poll(renderer: Json) -> Poll | None:
    options = [
        _text(mapping(choice.get("text")))[0] for choice in mappings(renderer.get("choices"))
    ]
    return Poll(options=tuple(PollOption(text=text) for text in options)) if options else None
