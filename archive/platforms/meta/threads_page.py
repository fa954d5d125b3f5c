"""What a page of Threads shows of a post: its head, and JSON-LD where there is some. Pure.

Built from what clients read there (``NAME (@handle) on Threads`` in ``og:title``, the text in
``og:description``); no recording of a page is at hand. The embed code, which is recorded, names
the post and holds not a word of it.
"""

import re

from archive.outcome import Answer, Found, Refused
from archive.platforms.base import Response
from archive.platforms.meta.embed_code import EmbedCode, embed_codes
from archive.platforms.meta.marks import marks_of
from archive.platforms.meta.sources import another_post, post_at
from archive.platforms.meta.threads_urls import account_url, hashtag_url, identify, owner_of
from archive.platforms.oembed import Oembed
from archive.platforms.page_facts import PageFacts, facts_of, html_of
from archive.platforms.plain import whole_marks
from archive.platforms.shape import moment, string
from archive.records import Author, Facet, PostRef, Snapshot
from archive.text import html_to_text

__all__ = [
    "WHO",
    "author_of",
    "is_page",
    "marks",
    "read_code",
    "read_embed_answer",
    "read_html",
    "read_page",
]

WHO = "Threads"
_TITLE = re.compile(r"\A(?P<name>.{0,200}?)\s*[(（]@(?P<handle>[A-Za-z0-9_.]{1,30})[)）]")
_CUT = ("…", "...")
_NO_WORD = "names the post, and not a word of it"


def read_page(response: Response, ref: PostRef) -> Answer:
    """What a page says of the post; one without it, or before a login, is a refusal."""
    html = html_of(response, WHO)
    return read_html(html, response.url, ref) if isinstance(html, str) else html


def read_html(html: str, url: str, ref: PostRef | None) -> Answer:
    """What the markup of a page says of the post ``ref``, or of the one that it is about."""
    facts = facts_of(html, url)
    found = post_at(facts.meta.get("og:url"), identify) or post_at(facts.canonical, identify)
    if found is None:
        return Refused(reason="not shown", detail=f"{WHO} answered with a page without the post.")
    if ref is not None and found.native_id != ref.native_id:
        return another_post(WHO, found, ref)
    snapshot = _from_head(facts, found)
    if snapshot is None:
        return Refused(reason="not shown", detail=f"{WHO}'s page {_NO_WORD}.")
    return Found(ref=snapshot.ref, snapshots=(snapshot,))


def read_embed_answer(told: Oembed, ref: PostRef | None) -> Answer:
    """What an oEmbed answer says."""
    code = next(iter(embed_codes(told.html or "")), None)
    if code is None:
        return Refused(reason="not shown", detail=f"{WHO} answered with an embed of no post.")
    return read_code(code, ref)


def read_code(code: EmbedCode, ref: PostRef | None) -> Answer:
    """What an embed code says. Those of today hold no text."""
    found = post_at(code.url, identify)
    if found is None:
        return Refused(reason="not shown", detail=f"{WHO} answered with an embed of no post.")
    if ref is not None and found.native_id != ref.native_id:
        return another_post(WHO, found, ref)
    text = html_to_text(code.text)[0] if code.text else ""
    if not text:
        return Refused(reason="not shown", detail=f"{WHO}' embed {_NO_WORD}.")
    return Found(ref=found, snapshots=(_partial(found, text, author_of(owner_of(found))),))


def is_page(facts: PageFacts) -> bool:
    """Whether a page is Threads': so is a login page without a word of its post."""
    return (
        facts.meta.get("og:site_name") == WHO
        or facts.meta.get("al:ios:app_name") == WHO
        or post_at(facts.meta.get("og:url"), identify) is not None
    )


def marks(text: str) -> tuple[tuple[Facet, ...], tuple[str, ...]]:
    """Threads links names, tags and addresses."""
    return marks_of(text, account=account_url, hashtag=hashtag_url, links=True)


def author_of(handle: str | None, name: str | None = None, avatar: str | None = None) -> Author:
    return Author(
        name=name or None,
        handle=handle,
        native_id=None,
        url=account_url(handle) if handle else None,
        avatar_url=avatar,
    )


def _from_head(facts: PageFacts, ref: PostRef) -> Snapshot | None:
    """The post as a page's head tells it; ``None``: it holds no word of it, or is not signed."""
    title = _TITLE.match(facts.meta.get("og:title", ""))
    ld = next((node for node in facts.json_ld if "articleBody" in node or "text" in node), {})
    text = string(ld.get("articleBody")) or string(ld.get("text"))
    text = text or facts.meta.get("og:description")
    if title is None or not text:
        return None
    author = author_of(title["handle"], title["name"])
    return _partial(ref, text, author, told=ld.get("datePublished") or ld.get("dateCreated"))


def _partial(ref: PostRef, text: str, author: Author, *, told: object = None) -> Snapshot:
    facets, warnings = marks(text)
    at = moment(told)
    lacks = ["The source shows no pictures and videos; the post may hold some."]
    if at is None:
        lacks.append("The source does not say when it was posted.")
    return Snapshot(
        platform=ref.platform,
        native_id=ref.native_id,
        url=ref.url,
        author=author,
        text=text,
        facets=whole_marks(text, facets) if text.endswith(_CUT) else facets,
        created_at=at,
        created_precision="s" if at else "unknown",
        completeness="cut" if text.endswith(_CUT) else "partial",
        warnings=(*warnings, *lacks),
    )
