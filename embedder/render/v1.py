"""Template version 1: a view as a page of its own, or as a fragment for a site's page. Pure.

What this version gives is held by golden files: a change of looks is a new version beside
it. The stylesheet and the script are constants, so that their hashes are computed once.
"""

import base64
import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import cast

from jinja2.runtime import Macro
from markupsafe import Markup

from embedder.parts import EmbedView, MediaView, Other, Picture, PostView
from embedder.render.email import email
from embedder.render.facts import facts
from embedder.render.shadow import slotted
from embedder.render.templates import TEMPLATES

__all__ = ["SHEET", "box", "csp", "email", "fragment", "fragment_csp", "page"]

_HERE = Path(__file__).parents[1]
SHEET = "embed-v1.css"


def _compact(source: str) -> str:
    """A stylesheet or script of ours without comments and indentation."""
    source = re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL)
    return "\n".join(line.strip() for line in source.splitlines() if line.strip())


def _compact_css(source: str) -> str:
    return re.sub(r"\s*([{};,>])\s*|(:)\s+|\n", r"\1\2", _compact(source)).replace(";}", "}")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


def _constant(source: str) -> Markup:
    """Only these, and what is made of numbers or of markup below, go out unescaped."""
    return Markup(source)  # noqa: S704  our own files


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


_CSS = _constant(_compact_css(_read(f"static/{SHEET}")))
_STYLE = f"<style>{_CSS}</style>\n"
_PAGE_CSS = _constant(_compact_css(_read("templates/v1/page.css"))) + _CSS
_SHADOW_CSS = _constant(
    # A site sets the variables where it can reach them: at the host of the shadow root.
    _CSS.replace(":where(.onrecord){", ":host{display:block;").replace(
        "blockquote", ".onrecord-quote"
    )
    + _compact_css(_read("templates/v1/shadow.css"))
)
_WORDS_CSS = _constant(_compact_css(_read("templates/v1/words.css")))
_SCRIPT = _constant(_compact(_read("templates/v1/v1.js")))
_INTEGRITY = _hash(_read(f"static/{SHEET}"))
_PAGE_STYLE, _FRAGMENT_STYLE = f"'{_hash(_PAGE_CSS)}'", f"'{_hash(_CSS)}'"
_SHADOW_STYLE = f"'{_hash(_SHADOW_CSS)}' '{_hash(_WORDS_CSS)}'"
_CSP = (
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src {style}; script-src {script}; "
    "base-uri 'none'; form-action 'none'; frame-ancestors *"
)
_PAGE_CSP = _CSP.format(style="{style}", script=f"'{_hash(_SCRIPT)}'")
_FRAGMENT_CSP = _CSP.format(style="{style}", script="'none'")


def _macro(template: str, name: str) -> Callable[..., str]:
    """The function inside a macro, which gives a plain text. A template's ``render`` would first
    gather all names there are into a context, which costs as much as a third of the page; and a
    called macro looks its arguments over and makes Markup of what it gives, one more copy of it.
    """
    macro = getattr(TEMPLATES.get_template(template).module, name)
    return cast("Macro", macro)._func


_page = _macro("v1/page.html", "page")
_link = _macro("v1/link.html", "link")
_shadow = _macro("v1/shadow.html", "shadow")
_before = _macro("v1/_box.html", "before")
_after = _macro("v1/_box.html", "after")
_content = _macro("v1/_post.html", "content")
_nested = _macro("v1/_post.html", "nested")


def _box(view: EmbedView, origin: str, own: Markup | None = None) -> str:
    """The markup of a box. It is put together here, where a text is joined and not copied."""
    post, before, after = view.post, _before(view, origin, own), _after(view)
    if post is None:
        return f"{before}{after}"
    content = _content(post, origin) if post.is_shown else _nested(post, origin)
    return f"{before}{content}\n{after}"


def page(view: EmbedView) -> str:
    """A whole HTML document, for an iframe; to be served with :func:`csp`."""
    own = _own_css(view, colours=True)
    description = view.description
    told = facts(view.citation, description)
    site = _site_css(view)
    return _page(view, box(view), description, told, own, site, _PAGE_CSS, _SCRIPT)


def fragment(view: EmbedView) -> str:
    """One ``<figure>`` with its stylesheet, for a site's own page, or a ``<div>`` whose shadow
    root holds it. Addresses are absolute where ours is known.
    """
    own = _own_css(view, colours=False)
    box = _box(view, view.frame.origin, own)
    if view.frame.shadow:
        inside, outside = map(_constant, slotted(box))
        return _shadow(view.frame, inside, outside, _SHADOW_CSS, _WORDS_CSS)
    return (_link(view.frame, _INTEGRITY) if view.frame.sheet else _STYLE) + box


def box(view: EmbedView) -> Markup:
    """The ``<figure>`` alone, for a page of ours that has :data:`SHEET` among its own."""
    return Markup(_box(view, ""))  # noqa: S704  a template's


def csp(view: EmbedView) -> str:
    """The Content-Security-Policy of :func:`page`: nothing but our own pictures, and the very
    styles and script that stand in it.
    """
    own = _allowed(_PAGE_STYLE, _own_css(view, colours=True))
    return _PAGE_CSP.format(style=_allowed(own, _site_css(view)))


def fragment_csp(view: EmbedView) -> str:
    """The policy of :func:`fragment` where a browser opens it on its own: pictures of ours and
    the styles that stand in it, or the published stylesheet, and no script.
    """
    style = "'self'" if view.frame.sheet else _FRAGMENT_STYLE
    if view.frame.shadow:
        style = _SHADOW_STYLE
    return _FRAGMENT_CSP.format(style=_allowed(style, _own_css(view, colours=False)))


def _allowed(style: str, own: Markup | None) -> str:
    return f"{style} '{_hash(own)}'" if own else style


def _site_css(view: EmbedView) -> Markup | None:
    """The newsroom's own rules, which nobody but they could write."""
    return Markup(view.frame.css) if view.frame.css else None  # noqa: S704  checked by site_css


def _own_css(view: EmbedView, *, colours: bool) -> Markup | None:
    """The rules of this one embed. Made of numbers, ids and checked colours alone."""
    frame, rules = view.frame, []
    if frame.width is not None:
        rules.append(f".onrecord-{frame.id}{{--onrecord-width:{frame.width}px}}")
    if view.heights is not None:
        kept = f".onrecord-{frame.id} .onrecord-kept"
        wide, narrow = view.heights
        rules.append(f"{kept}{{min-height:{wide}px}}")
        rules.append(f"@container(max-width:479px){{{kept}{{min-height:{narrow}px}}}}")
    if colours:
        rules += _colours(view)
    return Markup("".join(rules)) if rules else None  # noqa: S704  made of the above


def _colours(view: EmbedView) -> list[str]:
    """What is painted until a picture is there."""
    return [rule for outer in (view.post, view.parent) if outer for rule in _painted(outer)]


def _painted(post: Other) -> list[str]:
    if not isinstance(post, PostView):
        return []
    rules = [] if post.quoted is None else _painted(post.quoted)
    if post.media is not None:
        for number, tile in enumerate(post.media.tiles, 1):
            if tile.colour is not None and tile.picture is not None:
                place = _larger(post.permalink, post.media, number, tile.picture)
                rules.append(f'.onrecord [href="{place}"]{{background:{tile.colour}}}')
    return rules


def _larger(page: str | None, media: MediaView, number: int, picture: Picture) -> str:
    """Where a picture of the grid leads, as the template writes it."""
    return picture.src if page is None else f"{page}#{media.place}-{number}"
