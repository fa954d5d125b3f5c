"""docs/reference/outcomes.md, which ``python -m tests.outcomes_page`` makes."""

from collections.abc import Mapping

from tests.archive.matrix import Case
from tests.archive.test_matrix import CASES, is_page_of, rows
from tests.docs_pages import ROOT

__all__ = ["PAGE", "page_of"]

PAGE = ROOT / "docs" / "reference" / "outcomes.md"

_HEAD = """\
# What is made of each answer

`python -m tests.outcomes_page` makes this page of the table with which the tests feed every source
of every platform each answer that a server can give in the post's place. A refusal says something
about the platform and us, a failure about the answer, and neither says anything about the post.
Gone it is only where the platform's own words say so, in a field that it documents.

`200 shell` is a page that asks for JavaScript, `200 shell with words` one whose title and text say
that the post was deleted: no words of a page decide anything, and a post that itself says “this
post was deleted, page not found” is live. `another post` is the answer about another post than was
asked for. A `Retry-After` is obeyed for as long as `fetch.max_wait` allows; a host that asks for
more is left alone until then.
"""


def page_of(cases: Mapping[str, Case]) -> str:
    """The reference page."""
    data = next(case for case in cases.values() if not is_page_of(case))
    pages = next(case for case in cases.values() if is_page_of(case))
    of_data, of_pages = rows(data), rows(pages)
    lines = ["| answer | where data were asked for | where a page was |", "| --- | --- | --- |"]
    lines += [
        f"| {name} | {_words(of_data[name].allowed)} | {_words(of_pages[name].allowed)} |"
        for name in of_data
    ]
    otherwise = [
        f"| {source} | {row} | {_words((case.expects[row],))} |"
        for source, case in cases.items()
        for row in case.expects
    ]
    return "\n".join(
        (
            _HEAD,
            *lines,
            "",
            "## Where a platform's own documentation says otherwise",
            "",
            "| source | answer | |",
            "| --- | --- | --- |",
            *otherwise,
            "",
        )
    )


def _words(allowed: tuple[tuple[str, str], ...]) -> str:
    return " or ".join(f"{outcome}: {cause}" for outcome, cause in allowed)


if __name__ == "__main__":
    PAGE.write_text(page_of(CASES), encoding="utf-8")
