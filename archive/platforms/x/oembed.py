"""X's oEmbed answer -> a snapshot. Pure.

The code of an embed holds the text, the author's names and the day, in words of a language; the
time is that of the id. Pictures, the quoted post, the poll and where short links lead are not in it
(https://developer.x.com/en/docs/x-for-websites/oembed-api).
"""

from urllib.parse import urlsplit

from msgspec.structs import replace

from archive.platforms.oembed import Oembed
from archive.platforms.page_facts import soup_of
from archive.platforms.x.markup import attribute, snapshot_of
from archive.platforms.x.post import Parsed, author_of
from archive.platforms.x.urls import post_id_in

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
    author = author_of(
        id=None,
        name=envelope.author_name,
        handle=urlsplit(envelope.author_url or "").path.strip("/") or None,
        avatar=None,
    )
    snapshot = snapshot_of(native_id, author, words)
    snapshot = replace(snapshot, warnings=(*snapshot.warnings, _LACKS))
    return Parsed(chain=(native_id,), versions={native_id: snapshot})
