"""What an answer says of a page: the post that it holds, or why there is none. Pure.

A page never says that a post is gone: whoever runs it may write what they like on it, in any words.
"""

import re
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from msgspec.structs import replace

from archive.errors import NotAPost
from archive.outcome import Answer, Failed, Found, Refused
from archive.platforms.answers import leads_to_login
from archive.platforms.base import Response, Saved
from archive.platforms.oembed import Oembed, oembed_of
from archive.platforms.page.h_entry import of_h_entry
from archive.platforms.page.json_ld import of_json_ld
from archive.platforms.page.linkedin import PLATFORM, is_linkedin, names
from archive.platforms.page.told import CUT, Told, snapshot_of
from archive.platforms.page.urls import is_home, is_others, normalised, same_site
from archive.platforms.page_facts import PageFacts, facts_in, html_of, soup_of, when
from archive.platforms.plain import marks_in, whole_marks
from archive.platforms.shape import mapping
from archive.records import Author, Media, PostRef
from archive.text import html_to_text, web_address

__all__ = [
    "read_envelope",
    "read_page",
    "read_saved_html",
    "read_saved_json",
    "where",
]

_DENIED = 999
"""What LinkedIn answers to whom it takes for a program."""


def where(response: Response, ref: PostRef) -> PostRef | Refused | Failed:
    """The page at which an answer about ``ref`` arrived, or why it is not about that post: it led
    to another site, to a home page, to a login.
    """
    try:
        address = normalised(response.url)
    except ValueError:
        return Failed(reason="malformed", detail=f"{ref.url} leads to no address.")
    host = urlsplit(address).hostname or ""
    if leads_to_login(response.url):
        return Refused(reason="login", detail=f"{host} led us to its login page.")
    if response.status == _DENIED:
        return Refused(reason="not shown", detail=f"{host} denied us the page (HTTP {_DENIED}).")
    if address == ref.native_id or _is_post_of_linkedin(address):
        return ref
    if is_linkedin(host) and same_site(address, ref.native_id):
        return Refused(reason="not shown", detail=f"LinkedIn led us to {response.url[:500]}.")
    if is_others(host) or not same_site(address, ref.native_id):
        return Failed(
            reason="another post",
            detail=f"{ref.url} leads to {response.url[:500]}. If that is meant, paste its address.",
        )
    if is_home(address):
        return Refused(reason="not shown", detail=f"{host} led us to its home page.")
    return PostRef(platform=PLATFORM, native_id=address, url=response.url.partition("#")[0])


def _is_post_of_linkedin(address: str) -> bool:
    """One post has several addresses there, with ids of their own for the post and for its share:
    which of them belong together LinkedIn alone knows, and tells by leading from one to the other.
    """
    host = _host(address)
    try:
        return is_linkedin(host) and isinstance(names(urlsplit(address), host), PostRef)
    except NotAPost:
        return False


def read_page(response: Response, ref: PostRef) -> Answer:
    """A page that was asked for as ``ref``, or a web archive's copy of it."""
    there = where(response, ref)
    if not isinstance(there, PostRef):
        return there
    html = html_of(response, _host(there.native_id))
    if not isinstance(html, str):
        return html
    answer = _of_soup(soup_of(html), there)
    if isinstance(answer, Found) and there.native_id != ref.native_id:
        return replace(answer, aliases=(ref.native_id,))
    return answer


def read_envelope(envelope: Oembed, page: PostRef) -> Answer:
    """The oEmbed answer that a page links to. Who gave it may be anybody: it is the page's word."""
    named = envelope.url if envelope.type != "photo" else None
    try:
        if named and same_site(named, page.native_id) and normalised(named) != page.native_id:
            return _another(named, page)
    except ValueError:  # no address after all
        return _another(named or "", page)
    return _found(page, [_of_envelope(envelope, page)])


def read_saved_html(saved: Saved) -> tuple[Answer, ...]:
    """The post of a page that somebody saved; empty: it tells nothing, or of no page of ours."""
    html = saved.text()
    if html.lstrip("\ufeff \t\r\n")[:1] != "<":
        return ()
    soup = soup_of(html)
    facts = facts_in(soup, saved.url or "")
    page = _page(saved.url or facts.canonical or facts.meta.get("og:url"))
    answer = _of_soup(soup, page) if page is not None else None
    return (answer,) if isinstance(answer, Found) else ()


def read_saved_json(saved: Saved) -> tuple[Answer, ...]:
    """The post of an oEmbed answer that somebody saved; empty: there is none of a page of ours."""
    told = mapping(saved.json())
    if not {"version", "provider_name", "html"} <= told.keys():
        return ()
    envelope = oembed_of(told, "The provider")
    if isinstance(envelope, Failed):
        return ()
    page = _page(saved.url or (envelope.url if envelope.type != "photo" else None))
    answer = read_envelope(envelope, page) if page is not None else None
    return (answer,) if isinstance(answer, Found) else ()


def _of_soup(soup: BeautifulSoup, page: PostRef) -> Answer:
    facts = facts_in(soup, page.url)
    host = _host(page.native_id)
    addresses = [a for a in (facts.canonical, facts.meta.get("og:url")) if a]
    if any(leads_to_login(a) and same_site(a, page.native_id) for a in addresses):
        return Refused(reason="login", detail=f"{host} showed its login page.")
    shell = any(
        same_site(a, page.native_id) and is_home(normalised(a)) for a in addresses if _ok(a)
    )
    parts = [of_json_ld(facts.json_ld, page.native_id)]
    if not is_linkedin(host):
        parts.insert(0, of_h_entry(soup, page.url, page.native_id))
    parts += [] if shell or _is_shell_of_linkedin(facts, page) else [_of_meta(facts, host)]
    return _found(page, parts, facts)


def _found(page: PostRef, parts: list[Told], facts: PageFacts | None = None) -> Answer:
    snapshot = snapshot_of(page.native_id, page.url, parts)
    if snapshot is None:
        return Refused(
            reason="not shown",
            detail=f"{_host(page.native_id)} gave a page without text, time and author of a post.",
        )
    if snapshot.lang is None and facts is not None and facts.lang:
        snapshot = replace(snapshot, lang=facts.lang, langs=(facts.lang,))
    return Found(ref=page, snapshots=(snapshot,))


def _of_meta(facts: PageFacts, host: str) -> Told:
    """Open Graph (https://ogp.me), and what is written beside it. What LinkedIn writes as title is
    made of name and text.
    """
    meta = facts.meta
    text = meta.get("og:description") or meta.get("twitter:description") or meta.get("description")
    title = None if is_linkedin(host) else meta.get("og:title") or facts.title
    by = meta.get("author") or meta.get("article:author")
    url = web_address(by)
    picture = web_address(meta.get("og:image:secure_url")) or web_address(meta.get("og:image"))
    image = Media(kind="image", urls=(picture,), alt=meta.get("og:image:alt")) if picture else None
    published = meta.get("article:published_time") or meta.get("date") or meta.get("dc.date")
    return Told(
        title=title,
        text=text,
        facets=whole_marks(text, marks_in(text))
        if text and text.endswith(CUT)
        else marks_in(text or ""),
        author=Author(name=by, handle=None, native_id=None) if by and not url else None,
        site=meta.get("og:site_name"),
        created=when(published),
        media=(image,) if image else (),
        lang=(meta.get("og:locale") or "").replace("_", "-") or None,
    )


def _of_envelope(envelope: Oembed, page: PostRef) -> Told:
    # The post stands in a quotation that is none of its own.
    html = re.sub(r"(</?)blockquote\b", r"\1div", envelope.html or "")
    text, facets, warnings = html_to_text(html)
    links = {f.target for f in facets}
    if not text or text in links or text == envelope.title:
        text, facets, warnings = "", (), ()  # a frame, or a link to the page and nothing else
    media: tuple[Media, ...] = ()
    if envelope.type == "photo" and envelope.url:
        size = (envelope.width, envelope.height)
        media = (Media(kind="image", urls=(envelope.url,), width=size[0], height=size[1]),)
    elif envelope.type == "video":
        media = (Media(kind="video", native_id=page.native_id, poster_url=envelope.thumbnail_url),)
    elif envelope.thumbnail_url:
        media = (Media(kind="image", urls=(envelope.thumbnail_url,)),)
    return Told(
        title=envelope.title if text else None,
        text=text or envelope.title,
        facets=facets,
        author=Author(
            name=envelope.author_name, handle=None, native_id=None, url=envelope.author_url
        )
        if envelope.author_name
        else None,
        media=media,
        warnings=warnings,
    )


def _is_shell_of_linkedin(facts: PageFacts, page: PostRef) -> bool:
    """Whether this is LinkedIn's invitation to log in, which has an Open Graph of its own: it
    names no post.
    """
    if not is_linkedin(_host(page.native_id)):
        return False
    named = urlsplit(facts.meta.get("og:url") or facts.canonical or "")
    parts = [part for part in named.path.split("/") if part]
    return parts[:1] not in (["posts"], ["pulse"], ["feed"])


def _page(url: str | None) -> PostRef | None:
    address = web_address(url)
    if address is None or not _ok(address):
        return None
    native_id = normalised(address)
    if is_others(_host(native_id)) or is_home(native_id):
        return None
    return PostRef(platform=PLATFORM, native_id=native_id, url=address)


def _ok(url: str) -> bool:
    try:
        normalised(url)
    except ValueError:
        return False
    return True


def _host(address: str) -> str:
    return urlsplit(address).hostname or ""


def _another(named: str, page: PostRef) -> Failed:
    return Failed(
        reason="another post", detail=f"The oEmbed answer of {page.url} is about {named[:500]}."
    )
