"""Template version 1 as HTML for newsletters and feeds. Pure.

Readers of mail know HTML 4 at best, take out stylesheets and classes, and fetch nothing by a
path: a blockquote, one image, one plain line with the link, and every address whole.
"""

from markupsafe import Markup, escape

from embedder.parts import EmbedView, Run
from embedder.render.text import Piece, direction, pieces

__all__ = ["email"]

_WIDTH = 536
"""Pixels of the image at most: what a newsletter's column of 600 leaves."""
_SMALL = "margin:0 0 8px;color:#545b66;font-size:14px"
_STYLES = {
    "band": "margin:0 0 8px;padding:8px;background-color:#fff6e0;color:#5c3d00;font-size:14px",
    "name": "margin:0 0 8px;font-weight:bold",
    "small": _SMALL,
    "words": "margin:0 0 12px",
    "image": _SMALL,
}
_BOX = "margin:16px 0;padding:0 0 0 16px;border-left:4px solid #c9ced6"


def email(view: EmbedView) -> str:
    """The blockquote and its line. Of several images the first is there, the rest are described."""
    frame, inside, shown = view.frame, [], False
    cite = f' cite="{escape(view.original)}"' if view.original else ""
    for piece in pieces(view):
        picture = None
        if not shown and not piece.inner:
            picture = _image(piece, frame.origin, frame.permalink)
            shown = picture is not None
        inside.append(_paragraph(piece, frame.lang) if picture is None else picture)
    box = "\n".join(inside)
    quotation = (
        f'<blockquote lang="{frame.lang}" dir="ltr"{cite} style="{_BOX}">\n{box}\n</blockquote>\n'
    )
    where = escape(frame.origin + frame.permalink)
    said = f"{escape(view.archived)} · " if view.archived else ""
    line = f'<p lang="{frame.lang}" style="{_SMALL}">{said}<a href="{where}">{where}</a></p>\n'
    return quotation + line


def _image(piece: Piece, origin: str, permalink: str) -> str | None:
    tile = piece.tile
    if tile is None or tile.picture is None:
        return None
    width = min(tile.width, _WIDTH)
    height = max(1, round(tile.height * width / tile.width))
    # A description may have line breaks, which some readers of mail show as boxes.
    alt = escape(" ".join(tile.alt.split()))
    beside = " · ".join(said for said in (tile.caption, tile.more) if said)
    under = f"<br>{escape(beside)}" if beside else ""
    return (
        f'<p style="{_SMALL}"><a href="{escape(origin + permalink)}"><img '
        f'src="{escape(origin + tile.picture.src)}" alt="{alt}" width="{width}" '
        f'height="{height}" border="0"></a>{under}</p>'
    )


def _paragraph(piece: Piece, lang: str) -> str:
    words = Markup("").join(map(_run, piece.runs)) if piece.runs else _lines(piece.text)
    if piece.kind == "image":
        words = Markup("[{}]").format(words)
    if piece.kept is not None:
        words += Markup(' · <span translate="no">{}</span>').format(piece.kept)
    spoken = f' lang="{escape(piece.lang)}"' if piece.lang and piece.lang != lang else ""
    turned = direction(piece.text) if piece.kind in {"words", "name"} else "ltr"
    way = f' dir="{turned}"' if turned == "rtl" else ""
    style = _STYLES[piece.kind]
    if piece.inner:
        style += ";padding-left:12px;border-left:2px solid #c9ced6"
    return f'<p{spoken}{way} style="{style}">{words}</p>'


def _run(run: Run) -> Markup:
    if run.href is None:
        return _lines(run.text)
    return Markup('<a href="{}">{}</a>').format(run.href, run.text)


def _lines(words: str) -> Markup:
    return Markup("<br>\n").join(words.split("\n"))
