"""docs/reference/kinds.md, which ``python -m tests.kinds_page`` makes."""

from collections.abc import Mapping
from typing import Any

from archive.platforms import PLATFORMS
from tests.archive import kinds_meta, kinds_open, kinds_pages
from tests.archive.kinds import KINDS, NONE, NoSource
from tests.docs_pages import ROOT

__all__ = ["ANSWERS", "PAGE", "page_of"]

ANSWERS: dict[str, Mapping[str, Any]] = {
    **kinds_open.ANSWERS,
    **kinds_meta.ANSWERS,
    **kinds_pages.ANSWERS,
}
"""By platform and by kind."""

PAGE = ROOT / "docs" / "reference" / "kinds.md"

_HEAD = """\
# Which kinds of post are kept of which platform

`python -m tests.kinds_page` makes this page. Behind each *kept* stands an answer of that platform,
or a page, in which a test finds the kind again once it was read. Which source gives it is another
matter: oEmbed and the head of a page have less than an API, and a snapshot of theirs says that it
is partial.

*kept*: a source gives it. *—*: the platform has no such posts, or no public ones. *no*: no source
gives it to us; why stands below the table.
"""


def page_of(answers: Mapping[str, Mapping[str, Any]]) -> str:
    """The reference page."""
    titles = {kind.name: kind.title for kind in PLATFORMS}
    names = [kind.name for kind in PLATFORMS if kind.name in answers]
    lines = [
        f"| {' | '.join(('kind', *(titles[name] for name in names)))} |",
        f"| {' | '.join('---' for _ in range(len(names) + 1))} |",
        *(
            f"| {' | '.join((kind.name, *(_cell(answers[name][kind.name]) for name in names)))} |"
            for kind in KINDS
        ),
    ]
    reasons = [
        f"- {titles[name]}, {kind.name}: {answer.why}."
        for name in names
        for kind in KINDS
        if isinstance(answer := answers[name][kind.name], NoSource)
    ]
    return "\n".join((_HEAD, *lines, "", "## What no source gives", "", *reasons, ""))


def _cell(answer: object) -> str:
    if answer == NONE:
        return "—"
    return "no" if isinstance(answer, NoSource) else "kept"


if __name__ == "__main__":
    PAGE.write_text(page_of(ANSWERS), encoding="utf-8")
