"""Whether the text of a table of posts is that of a post as its platform shows it. Pure.

A table has a text as the platform's API gave it years ago: with its short links, those of pictures
too, with the handles that a reply begins with, perhaps cut, and with what a wrong encoding lost.
None of that is an edit of the post.
"""

import re

from archive.records import Snapshot

__all__ = ["HANDLES", "alike"]

_LOST = re.compile("\ufffd+_?|…$")
HANDLES = re.compile(r"(@\w+\s+)+")
"""What a reply may begin with."""


def alike(table: Snapshot, shown: Snapshot) -> bool:
    """Whether ``shown`` has the words of ``table`` in their order, and no others but where the
    table lost some.
    """
    if shown.kind == "repost" and not shown.text:
        return table.kind == "repost" or table.text.startswith("RT @")
    return _covers(_LOST.split(_bare(table)), _bare(shown))


def _bare(snapshot: Snapshot) -> str:
    """The text without its links, and without the handles that it begins with."""
    kept, at = [], 0
    for facet in snapshot.facets:
        if facet.kind == "link":
            kept.append(snapshot.text[at : facet.start])
            at = facet.end
    text = " ".join("".join([*kept, snapshot.text[at:]]).split())
    return text.removeprefix(found[0]) if (found := HANDLES.match(text)) else text


def _covers(pieces: list[str], text: str) -> bool:
    """Whether the pieces stand in the text one after the other: the first at its beginning, the
    last at its end. Anything may stand between two.
    """
    first, last = pieces[0], pieces[-1]
    if len(pieces) == 1:
        return text == first
    if not text.startswith(first) or not text.endswith(last):
        return False
    at, end = len(first), len(text) - len(last)
    for piece in pieces[1:-1]:
        found = text.find(piece, at, max(end, 0))
        if found < 0:
            return False
        at = found + len(piece)
    return at <= end
