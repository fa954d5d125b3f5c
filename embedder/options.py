"""How a reader or an editor asks for an embed: options from the path or the query. Pure.

Unknown and absurd values fall back to the default and never fail. An unknown template
version is the one thing that is told: the handler answers 404.
"""

import re
from collections.abc import Mapping
from typing import Literal, cast

import msgspec

from embedder.words import LANGUAGES

__all__ = ["LATEST", "VERSIONS", "Options", "Style", "Theme", "parse_options"]

VERSIONS = (1,)
"""The template versions that there are; each is a renderer that stays."""

LATEST = VERSIONS[-1]

MIN_WIDTH, MAX_WIDTH = 220, 1000

Theme = Literal["auto", "light", "dark"]
Style = Literal["inline", "link", "shadow"]

_WIDTH = re.compile(r"w(\d{1,4})")
_VERSION = re.compile(r"t(\d{1,4})")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MAX_SLUG = 60
_ON = {"1", "true", "yes", "on"}
_OFF = {"0", "false", "no", "off"}


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What an embed looks like. The defaults are what ``/e/ID/`` shows."""

    theme: Theme = "auto"
    lang: str | None = None
    """Of the box's own words and dates; ``None`` is the site's."""
    counts: bool = False
    media: bool = True
    parent: bool = False
    width: int | None = None
    """Greatest width of the box in pixels; ``None`` is 600."""
    style: Style = "inline"
    """Of a fragment: its stylesheet inline, as a link for hosts with a strict policy, or in a
    shadow root, where no stylesheet of the host reaches."""
    site: str | None = None
    """In whose name it speaks: the slug of one of the newsroom's sites; ``None``: of the address
    that it is asked for under. Which sites there are, whoever renders knows."""
    t: int | None = None
    """Template version; ``None`` is the latest."""

    @property
    def version(self) -> int:
        return LATEST if self.t is None else self.t

    @property
    def segment(self) -> str:
        """The canonical form as one path segment, ``~dark.es.t1``; empty for the defaults.

        In the order theme, lang, counts, media, parent, width, style, site, t.

        >>> Options(theme="dark", lang="es", t=1).segment
        '~dark.es.t1'
        """
        if self == DEFAULTS:
            return ""
        words = [
            self.theme if self.theme != "auto" else "",
            self.lang or "",
            "counts" if self.counts else "",
            "nomedia" if not self.media else "",
            "parent" if self.parent else "",
            f"w{self.width}" if self.width is not None else "",
            self.style if self.style != "inline" else "",
            f"site-{self.site}" if self.site else "",
            f"t{self.t}" if self.t is not None else "",
        ]
        asked = ".".join(word for word in words if word)
        return f"~{asked}" if asked else ""


DEFAULTS = Options()


def parse_options(segment: str = "", query: Mapping[str, str] | None = None) -> Options | None:
    """The options of a path segment (``~dark.es.t1``) and of query parameters, which win.

    ``None`` for a template version that there is not.

    >>> parse_options("~dark.es.nonsense", {"width": "400"}).segment
    '~dark.es.w400'
    >>> parse_options("~t99") is None
    True
    """
    if not segment and not query:
        return DEFAULTS
    values = _from_segment(segment)
    if query:
        values.update({key: query[key] for key in Options.__struct_fields__ if key in query})
    version = values.get("t")
    if version is not None and version not in {str(known) for known in VERSIONS}:
        return None
    return Options(
        theme=cast(Theme, _one_of(values.get("theme"), ("auto", "light", "dark"))),
        lang=_language(values.get("lang")),
        counts=_flag(values.get("counts"), default=False),
        media=_flag(values.get("media"), default=True),
        parent=_flag(values.get("parent"), default=False),
        width=_width(values.get("width")),
        style=cast(Style, _one_of(values.get("style"), ("inline", "link", "shadow"))),
        site=_slug(values.get("site")),
        t=None if version is None else int(version),
    )


def _from_segment(segment: str) -> dict[str, str]:
    values: dict[str, str] = {}
    for word in segment.removeprefix("~").lower().split("."):
        if word in {"auto", "light", "dark"}:
            values["theme"] = word
        elif word in LANGUAGES:
            values["lang"] = word
        elif word in {"counts", "parent"}:
            values[word] = "1"
        elif word == "nomedia":
            values["media"] = "0"
        elif word in {"inline", "link", "shadow"}:
            values["style"] = word
        elif found := _WIDTH.fullmatch(word):
            values["width"] = found[1]
        elif word.startswith("site-"):
            values["site"] = word.removeprefix("site-")
        elif found := _VERSION.fullmatch(word):
            values["t"] = found[1]
    return values


def _one_of(value: str | None, known: tuple[str, ...]) -> str:
    value = (value or "").lower()
    return value if value in known else known[0]


def _language(value: str | None) -> str | None:
    """``es`` of ``es``, ``ES`` and ``es-MX``; ``None`` where we have no words in it."""
    tag = (value or "").lower().replace("_", "-").split("-")[0]
    return tag if tag in LANGUAGES else None


def _slug(value: str | None) -> str | None:
    value = (value or "").lower()
    return value if len(value) <= _MAX_SLUG and _SLUG.fullmatch(value) else None


def _flag(value: str | None, *, default: bool) -> bool:
    value = (value or "").lower()
    return value in _ON if value in _ON | _OFF else default


def _width(value: str | None) -> int | None:
    if value is None or not value.isascii() or not value.isdecimal() or len(value) > 4:
        return None
    return int(value) if MIN_WIDTH <= int(value) <= MAX_WIDTH else None
