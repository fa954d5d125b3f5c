"""A table's text and the platform's own: what is no edit of the post."""

from typing import Any

import pytest

from archive.alike import alike
from archive.history import compare
from archive.records import Facet, Snapshot
from tests.archive.storage_posts import snapshot


def linked(text: str, *links: str, **fields: Any) -> Snapshot:
    """A snapshot with links on these parts of its text."""
    facets = tuple(
        Facet(start=text.index(part), end=text.index(part) + len(part), kind="link")
        for part in links
    )
    return snapshot(text=text, facets=facets, **fields)


def table(text: str, *links: str) -> Snapshot:
    return linked(text, *links, completeness="partial", as_of_basis="file")


PAIRS = [
    (table("See https://t.co/a and go.", "https://t.co/a"), linked("See e.org and go.", "e.org")),
    (table("A picture https://t.co/p", "https://t.co/p"), linked("A picture")),
    (table("@bob_rep @c_d Yes."), linked("Yes.")),
    (table("It\ufffd\ufffd\ufffds time. That\ufffd\ufffd_"), linked("It’s time. That is why.")),
    (
        table("The bridge opens on Mon… https://t.co/w", "https://t.co/w"),
        linked("The bridge opens on Monday."),
    ),
    (table("RT @bob_rep: Yes."), linked("", kind="repost")),
]


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_short_links_handles_and_what_was_lost_are_no_edit(old: Snapshot, new: Snapshot) -> None:
    assert alike(old, new)
    assert compare(old, new, str.__eq__) == "completed"
    assert compare(new, old, str.__eq__) == "same"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (table("See https://t.co/a and go.", "https://t.co/a"), linked("See it and go.")),
        (table("It\ufffds time."), linked("It is not the hour.")),
        (table("Two\ufffdtwo."), linked("Twotwo")),
        (table("ab\ufffdb."), linked("ab.")),
        (table("The bridge opens…"), linked("A bridge opens on Monday.")),
        (table(""), linked("Something.")),
        (table("Yes."), linked("", kind="repost")),
    ],
)
def test_other_words_are_an_edit(old: Snapshot, new: Snapshot) -> None:
    assert not alike(old, new)
    assert compare(old, new, str.__eq__) == "edited"
