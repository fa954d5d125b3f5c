"""A view -> the answer of an oEmbed provider (oembed.com, version 1.0). Pure.

``html`` is what WordPress keeps of a provider that it does not list: a bare blockquote with a
link, which stands alone where frames are blocked, and then the frame.
"""

import re
from typing import Any

from markupsafe import Markup, escape

from embedder.height import BOX_WIDTH, estimate
from embedder.links import Links
from embedder.parts import EmbedView, PostView
from embedder.render.card import OG_HEIGHT, WIDTH

__all__ = ["as_xml", "discovery", "frame_code", "oembed", "quotation"]

CACHE_AGE = 60
"""Seconds: anything about a post may have to be withheld."""
LEAST_WIDTH = 220


def oembed(
    view: EmbedView, links: Links, maxwidth: int | None, maxheight: int | None
) -> dict[str, Any]:
    """The rich answer for an embed. Limits in pixels are clamped, never refused; what an
    answer does not have is left out, as the specification says (section 2.3.4).
    """
    widest = view.frame.width or BOX_WIDTH
    width = max(LEAST_WIDTH, min(maxwidth or widest, widest))
    height = estimate(view, width)
    if maxheight is not None:
        height = min(height, max(maxheight, 1))
    frame = view.frame
    answer: dict[str, Any] = {
        "type": "rich",
        "version": "1.0",
        "title": view.title,
        "author_name": view.author_name,
        "author_url": view.author_url,
        "provider_name": frame.site_name or "onrecord",
        "provider_url": f"{links.origin}/" if links.origin else None,
        "cache_age": CACHE_AGE,
        "thumbnail_url": f"{frame.origin}{links.local.card(frame.id, og=True)}",
        "thumbnail_width": WIDTH,
        "thumbnail_height": OG_HEIGHT,
        "width": width,
        "height": height,
        "html": f"{quotation(view)}{frame_code(view, width, height)}",
    }
    return {key: value for key, value in answer.items() if value is not None}


# What XML 1.0 (section 2.2) has no character for, not even written as a number.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XML_MARKS = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;"}
)


def as_xml(answer: dict[str, Any]) -> str:
    """An answer of :func:`oembed` as XML (section 2.3.4.1 of the specification).

    >>> as_xml({"type": "rich", "title": "A & B"}).splitlines()[1]
    '<oembed><type>rich</type><title>A &amp; B</title></oembed>'
    """
    inside = "".join(
        f"<{key}>{_NO_XML.sub(chr(0xFFFD), str(value)).translate(_XML_MARKS)}</{key}>"
        for key, value in answer.items()
    )
    return f'<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>{inside}</oembed>\n'


def discovery(json: str, xml: str) -> str:
    """The value of a ``Link`` header that leads to the two oEmbed answers (section 4)."""
    return ", ".join(
        f'<{url}>; rel="alternate"; type="{kind}"'
        for url, kind in ((json, "application/json+oembed"), (xml, "text/xml+oembed"))
    )


def quotation(view: EmbedView) -> Markup:
    """The words with a link to the permanent page: what stands alone, also in a feed."""
    page = f"{view.frame.origin}{view.frame.permalink}"
    return Markup('<blockquote>{} <a href="{}">{}</a></blockquote>').format(
        _words(view), page, page
    )


def frame_code(view: EmbedView, width: int, height: int) -> str:
    """The frame alone, no wider than where it stands: a phone's page is not made to scroll. Its
    scheme is that of the page in it, since where the two differ browsers paint the frame white.
    """
    return (
        f'<iframe src="{escape(view.frame.origin + view.frame.path)}" '
        f'title="{escape(view.title)}" width="{width}" height="{height}" frameborder="0" '
        'style="max-width:100%;color-scheme:light"></iframe>'
    )


def _words(view: EmbedView) -> Markup:
    """What stands alone where the frame is lost: the whole text, then who, where and when."""
    post, text = view.post, ""
    if isinstance(post, PostView):
        text = post.warning or "".join(run.text for run in post.runs)
    if not text:
        return escape(view.title)
    # With a space: WordPress takes out each br of a provider that it does not know.
    return Markup(" <br>").join([*text.split("\n"), f"— {view.title}"])
