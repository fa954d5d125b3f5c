"""X's oEmbed answer -> a snapshot. Pure.

The code of an embed holds the text, the author's names and the day, in words of a language; the
time is that of the id. Pictures, the quoted post, the poll and where short links lead are not in it
(https://developer.x.com/en/docs/x-for-websites/oembed-api).
"""

from urllib.parse import urlsplit

from archive.platforms.oembed import Oembed
from archive.platforms.page_facts import soup_of
from archive.platforms.x.markup import attribute, shown_in
from archive.platforms.x.post import Parsed, author_of, created, language
from archive.platforms.x.urls import post_id_in, post_url
from archive.records import Snapshot

__all__ = ["parse_oembed"]

_LACKS = (
    "X's oEmbed gives no pictures, no quoted post and no poll, and of links the short form: "
    "what the post had of them is not here."
)


def parse_oembed(envelope: Oembed) -> Parsed:
    """The post whose embed code this is.

    Raises:
        ValueError: this is no post; says what is not there.
    """
    soup = soup_of(envelope.html or "")
    quote = soup.find("blockquote")
    words = quote.find("p") if quote is not None else None
    links = quote.find_all("a") if quote is not None else []
    of_itself = attribute(links[-1], "href") if links else None
    native_id = post_id_in(envelope.url) or post_id_in(of_itself)
    if native_id is None:
        raise ValueError("no address of a post in it")
    if words is None:
        raise ValueError(f"no text in the embed code of post {native_id}")
    shown = shown_in(words)
    author = author_of(
        id=None,
        name=envelope.author_name,
        handle=urlsplit(envelope.author_url or "").path.strip("/") or None,
        avatar=None,
    )
    created_at, precision = created(native_id, None)
    lang = language(attribute(words, "lang"))
    snapshot = Snapshot(
        platform="x",
        native_id=native_id,
        url=post_url(native_id, author.handle),
        author=author,
        text=shown.text,
        facets=shown.facets,
        lang=lang,
        langs=() if lang is None else (lang,),
        created_at=created_at,
        created_precision=precision,
        completeness="partial",
        warnings=(*shown.warnings, _LACKS),
    )
    return Parsed(chain=(native_id,), versions={native_id: snapshot})
