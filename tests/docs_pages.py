"""The project's Markdown, read as its readers meet it: links, headings, fenced examples."""

import re
from pathlib import Path
from typing import NamedTuple

__all__ = ["PAGES", "ROOT", "Fence", "anchors", "fences", "links", "prose", "table_names"]

ROOT = Path(__file__).parents[1]

PAGES: tuple[Path, ...] = (*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")))

_FENCE = re.compile(
    r"^```(?P<lang>[a-z]*)\n(?P<body>.*?)^```$|^<!-- (?P<kind>run|standin): (?P<hidden>.*?) -->$",
    re.MULTILINE | re.DOTALL,
)
_LINK = re.compile(r"!?\[[^\]]*\]\((?P<inline>[^)\s]+)\)|(?:src|srcset|href)=\"(?P<html>[^\"]+)\"")
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)


class Fence(NamedTuple):
    """One example. ``lang`` is that of the fence; ``run`` and ``standin`` are comments, which a
    reader does not see: what must have happened before the next example.
    """

    lang: str
    body: str
    line: int


def fences(text: str) -> list[Fence]:
    return [
        Fence(
            found["kind"] or found["lang"],
            found["hidden"] or found["body"] or "",
            text.count("\n", 0, found.start()) + 1,
        )
        for found in _FENCE.finditer(text)
    ]


def prose(text: str) -> str:
    """The page without its examples: what looks like a link or heading in those is none."""
    return _FENCE.sub("", text)


def links(text: str) -> list[str]:
    """Where a page leads, as it is written there."""
    return [found["inline"] or found["html"] for found in _LINK.finditer(prose(text))]


def anchors(text: str) -> set[str]:
    """The fragments that lead into a page, by the rule of GitHub and of most renderers."""
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in _HEADING.findall(prose(text))
    }


def table_names(text: str) -> list[str]:
    """What the first column of a page's tables names, each in backquotes of its own."""
    cells = [line.split("|")[1] for line in prose(text).splitlines() if line.startswith("| `")]
    return [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]
