"""The page of a post, as a server of Mastodon's kind gives it to those who make previews. Pure.

Open Graph names author and post, and sums the text up: Mastodon writes what is attached before
it (``app/helpers/statuses_helper.rb``). So a page is never more than *partial*.
"""

import re
from collections.abc import Callable
from urllib.parse import SplitResult, urlsplit

from archive.errors import NotAPost
from archive.outcome import Failed, Found, Refused
from archive.platforms.fediverse.urls import identify, local_id, posted_at, server_of
from archive.platforms.page_facts import PageFacts, facts_of
from archive.platforms.shape import count, moment, string
from archive.records import Author, Media, NeedsLookup, PostRef, Snapshot
from archive.text import web_address

__all__ = ["post_of", "read_page"]

_TITLE = re.compile(r"(?P<name>.*?)\s*\((?:@)(?P<handle>[\w.-]+(?:@[\w.:-]+)?)\)\s*", re.DOTALL)
_ATTACHED = re.compile(r"Attached: [^\n]{1,200}(?:\n\n|\Z)")
_SUMMED_UP = "This is what its page says of it: the text may be summed up, and links are not told."


Identify = Callable[[SplitResult], PostRef | NeedsLookup | None]


def post_of(facts: PageFacts, identified: Identify = identify) -> PostRef | None:
    """The post that a page says it is."""
    for address in (facts.meta.get("og:url"), facts.canonical):
        try:
            ref = identified(urlsplit(address)) if address else None
        except (NotAPost, ValueError):  # a profile, or no address
            continue
        if isinstance(ref, PostRef):
            return ref
    return None


def read_page(
    html: str, url: str, ref: PostRef | None = None, *, identified: Identify = identify
) -> Found | Refused | Failed:
    """The post of a page at ``url``. Which post it is the page must say itself; if it is to be
    ``ref``, any other is a failure. A shell says nothing, and is a refusal.
    """
    facts = facts_of(html, url)
    shown, host = post_of(facts, identified), server_of(ref.url if ref else url) or url
    title = _TITLE.fullmatch(facts.meta.get("og:title", ""))
    words = string(facts.meta.get("og:description"))
    media = _media(facts)
    if shown is None or title is None or not (words or media):
        return Refused(reason="not shown", detail=f"{host} gave a page that tells of no post.")
    if ref is not None and shown.native_id != ref.native_id:
        return Failed(reason="another post", detail=f"{host} gave the page of {shown.url}.")
    local = local_id(shown)
    published = facts.meta.get("og:published_time") or facts.meta.get("article:published_time")
    when = posted_at(moment(published), local.id if local else None)
    server, handle = server_of(shown.url), title["handle"]
    snapshot = Snapshot(
        platform=shown.platform,
        native_id=shown.native_id,
        url=shown.url,
        author=Author(
            name=string(title["name"]),
            handle=handle if "@" in handle else f"{handle}@{server}",
            native_id=None,
        ),
        text=_ATTACHED.sub("", words, count=1) if words else "",
        created_at=when.created_at,
        created_precision=when.precision,
        created_at_claimed=when.claimed,
        media=media,
        completeness="partial",
        lacks=("words",),
        warnings=(_SUMMED_UP,),
    )
    return Found(ref=shown, snapshots=(snapshot,))


def _media(facts: PageFacts) -> tuple[Media, ...]:
    """The pictures and videos: a page without any shows the author's picture, on a small card."""
    if facts.meta.get("twitter:card") == "summary":
        return ()
    posters = facts.repeated.get("og:image", ())
    videos = [url for url in facts.repeated.get("og:video", ()) if web_address(url)]
    if videos:
        poster = web_address(posters[0]) if posters else None
        return (Media(kind="video", urls=tuple(dict.fromkeys(videos)), poster_url=poster),)
    alts = facts.repeated.get("og:image:alt", ())
    widths = facts.repeated.get("og:image:width", ())
    heights = facts.repeated.get("og:image:height", ())
    return tuple(
        Media(
            kind="image",
            urls=(url,),
            alt=alts[n] if len(alts) == len(posters) else None,
            width=_pixels(widths, n, len(posters)),
            height=_pixels(heights, n, len(posters)),
        )
        for n, url in enumerate(posters)
        if web_address(url)
    )


def _pixels(sizes: tuple[str, ...], n: int, of: int) -> int | None:
    """The nth of as many sizes as there are pictures; else nobody knows whose they are."""
    if len(sizes) != of or not re.fullmatch(r"[0-9]{1,6}", sizes[n]):
        return None
    return count(int(sizes[n])) or None
