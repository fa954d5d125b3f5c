"""Text and facets -> runs. Pure: joined again, the runs are the text, whatever the facets say."""

import re
from collections.abc import Iterable, Mapping
from operator import attrgetter

from archive.records import Facet
from archive.text import web_address
from embedder.parts import Run

__all__ = ["href_of", "runs_of", "tag_of"]

_BREAK = Run("break", "\n")

_START = attrgetter("start")

href_of = web_address
"""The target of a link, only ever http or https; ``None`` for anything else."""


# BCP 47, as far as it goes into an attribute: letters, digits and hyphens.
_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,6}")


def tag_of(lang: str | None) -> str | None:
    """A language as an attribute may name it; ``None`` for what is no tag of one."""
    return lang if lang and _TAG.fullmatch(lang) else None


def runs_of(
    text: str, facets: Iterable[Facet], emoji: Mapping[str, str] | None = None
) -> tuple[Run, ...]:
    """The pieces of a text: plain, line breaks, links, names, custom emoji.

    ``emoji`` maps the target of an emoji facet to the path of our copy; one that we have
    no copy of stays as its shortcode. A facet that is empty, lies outside the text or
    overlaps an earlier one is passed over, and a target that is no web address is no link.

    >>> [run.text for run in runs_of("Hi @a", [Facet(start=3, end=5, kind="mention")])]
    ['Hi ', '@a']
    """
    runs: list[Run] = []
    at = 0
    for facet in sorted(facets, key=_START):
        start, end = facet.start, facet.end
        if at <= start < end <= len(text):
            if at < start:
                _plain(runs, text[at:start])
            runs.append(_marked(text[start:end], facet, emoji))
            at = end
    if at < len(text):
        _plain(runs, text[at:])
    return tuple(runs)


def _plain(runs: list[Run], text: str) -> None:
    if "\n" not in text:
        runs.append(Run("text", text))
        return
    first, *others = text.split("\n")
    if first:
        runs.append(Run("text", first))
    for line in others:
        runs.append(_BREAK)
        if line:
            runs.append(Run("text", line))


def _marked(text: str, facet: Facet, emoji: Mapping[str, str] | None) -> Run:
    kind = facet.kind
    if kind == "emoji":
        src = (emoji or {}).get(facet.target or "")
        return Run("emoji", text, None, src) if src else Run("text", text)
    href = href_of(facet.target)
    if kind == "mention":
        return Run("name", text, href)
    return Run("link", text, href) if href else Run("text", text)
