"""The gallery: every state of the box, in both themes and three widths, in the site's own look.

It shows invented posts through the real renderer, so that a newsroom sees what its
``[embed] css`` does before readers do. For editors; nothing of it is in the archive.
"""

import hashlib
import re

import msgspec
from aiohttp import hdrs, web

from embedder.height import estimate
from embedder.links import Links
from embedder.looks import LOOKS
from embedder.options import Options, Theme
from embedder.parts import EmbedView
from embedder.render import renderer_of
from embedder.view import build_view
from embedder.web.auth import require
from embedder.web.bodies import HEADERS
from embedder.web.context import SETTINGS, desk_path, here
from embedder.web.deskpage import desk_page
from embedder.web.gallery_texts import STATES_ES
from embedder.web.languages import desk_lang
from embedder.words import LANGUAGES

__all__ = ["WIDTHS", "routes", "slug"]

WIDTHS = (320, 400, 600)
THEMES: tuple[Theme, ...] = ("light", "dark")
_NAME = re.compile(r"[0-9a-f]{64}")


class GalleryLinks(Links):
    """Ours, but invented posts are in no archive: their pictures are drawn, and what leads to the
    page of a post leads to its state in the gallery, which says that nobody said it.
    """

    __slots__ = ("_pictures", "_state")

    def __init__(self, pictures: str, state: str) -> None:
        super().__init__()
        self._pictures = pictures
        self._state = state

    def post(self, post: str, n: int | None = None) -> str:  # noqa: ARG002  there is one place
        return self._state

    def media(self, sha256: str, width: int, format: str) -> str:  # noqa: ARG002  one drawing
        return f"{self._pictures}{sha256}"


def slug(name: str) -> str:
    """A look's name as it stands in an address.

    >>> slug("corrected, with office and note")
    'corrected-with-office-and-note'
    """
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


_BY_SLUG = {slug(name): name for name in LOOKS}


def _view(request: web.Request, name: str, theme: Theme, lang: str | None) -> EmbedView:
    settings, now = request.app[SETTINGS], here(request)
    return build_view(
        LOOKS[name](),
        Options(theme=theme, lang=lang, parent=True, counts=name == "poll"),
        now.site,
        GalleryLinks(
            desk_path(now.links, "gallery/pictures/"),
            desk_path(now.links, f"gallery?state={slug(name)}"),
        ),
        widths=settings.media.widths,
        css=now.css,
    )


def _asked(request: web.Request) -> tuple[str | None, str | None]:
    """State and language that are asked for; what there is not, is all."""
    state, lang = request.query.get("state"), request.query.get("lang")
    return _BY_SLUG.get(state or ""), lang if lang in LANGUAGES else None


def _called(request: web.Request, name: str) -> str:
    return STATES_ES[name] if desk_lang(request) == "es" else name


class _Frame(msgspec.Struct, frozen=True, kw_only=True):
    src: str
    width: int
    height: int


async def _gallery(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    only, lang = _asked(request)
    links = here(request).links
    tail = f"?lang={lang}" if lang else ""
    states = []
    for name in [only] if only else LOOKS:
        views = {theme: _view(request, name, theme, lang) for theme in THEMES}
        states.append(
            {
                "name": _called(request, name),
                "slug": slug(name),
                "frames": {
                    theme: [
                        _Frame(
                            src=desk_path(links, f"gallery/{slug(name)}/{theme}{tail}"),
                            width=width,
                            height=estimate(view, width),
                        )
                        for width in WIDTHS
                    ]
                    for theme, view in views.items()
                },
            }
        )
    return desk_page(
        request,
        who,
        "desk/gallery.html",
        here="gallery",
        states=states,
        all=[(slug(name), _called(request, name)) for name in LOOKS],
        only=slug(only) if only else None,
        lang_asked=lang,
        languages=LANGUAGES,
        has_css=bool(here(request).css),
    )


async def _frame(request: web.Request) -> web.Response:
    """One embed page, as readers would get it, but for its pictures."""
    await require(request, "editor")
    name = _BY_SLUG.get(request.match_info["state"])
    theme = next((theme for theme in THEMES if theme == request.match_info["theme"]), None)
    if name is None or theme is None:
        raise web.HTTPNotFound
    view = _view(request, name, theme, _asked(request)[1])
    renderer = renderer_of(view)
    # Nobody but the gallery frames it.
    policy = renderer.csp(view).replace("frame-ancestors *", "frame-ancestors 'self'")
    return web.Response(
        body=renderer.page(view).encode(),
        headers={
            **HEADERS,
            hdrs.CONTENT_TYPE: "text/html; charset=utf-8",
            "Content-Security-Policy": policy,
        },
    )


async def _picture(request: web.Request) -> web.Response:
    """Plain shapes whose colours follow from the name, in the picture's own ratio."""
    await require(request, "editor")
    name = request.match_info["name"]
    if not _NAME.fullmatch(name):
        raise web.HTTPNotFound
    return web.Response(
        body=_drawn(name).encode(),
        headers={
            **HEADERS,
            hdrs.CONTENT_TYPE: "image/svg+xml",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


def _sizes() -> dict[str, tuple[int, int]]:
    """Of all pictures of the looks, by SHA-256."""
    return {
        row.sha256: (row.width or 1, row.height or 1)
        for look in LOOKS.values()
        for held in [look()]
        for inner in (held, held.quoted, held.parent, held.reposted)
        if inner is not None
        for row in inner.media.values()
    }


_SIZE_OF = _sizes()


def _drawn(name: str) -> str:
    width, height = _SIZE_OF.get(name, (1600, 1067))
    seed = hashlib.sha256(name.encode()).digest()
    circles = "".join(
        f'<circle cx="{seed[i] * width // 255}" cy="{seed[i + 1] * height // 255}" '
        f'r="{min(width, height) // (3 + i // 3)}" fill="hsl({seed[i + 2] * 360 // 255} 35% 55%)"/>'
        for i in range(0, 15, 3)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">'
        f'<rect width="{width}" height="{height}" fill="hsl({seed[15] * 360 // 255} 30% 40%)"/>'
        f"{circles}</svg>"
    )


def routes() -> list[web.RouteDef]:
    return [
        web.get("/desk/gallery", _gallery),
        web.get("/desk/gallery/pictures/{name}", _picture),
        web.get("/desk/gallery/{state}/{theme}", _frame),
    ]
