"""Which snapshot is current, and when a look makes a new one. Pure.

A new snapshot is made only if a field that both sources carry differs in what a reader
sees. Avatar, display name, counts and votes never make one; a poorer copy is only a check.
"""

from collections.abc import Callable, Iterable
from typing import Literal, TypeAlias

from archive.records import Media, PostLink, Snapshot, Stored

__all__ = ["SamePicture", "Verdict", "compare", "current"]

SamePicture: TypeAlias = Callable[[str, str], bool]
"""Whether two originals, named by SHA-256, show the same picture: re-encoding is no change."""

Verdict = Literal["first", "edited", "completed", "same"]

_RANK = {"full": 3, "cut": 2, "partial": 1, "by hand": 0}


def current(stored: Iterable[Stored]) -> int | None:
    """The number of the snapshot that stands for the post today.

    The greatest ``as_of`` among the most complete that are not withheld; ties go by number.
    An old copy found later does not replace today's.
    """
    shown = [s for s in stored if s.visibility not in {"withheld", "erased"}]
    if not shown:
        return None
    best = max(_RANK[s.snapshot.completeness] for s in shown)
    return max(
        (s for s in shown if _RANK[s.snapshot.completeness] == best),
        key=lambda s: (s.as_of, s.n),
    ).n


def compare(old: Snapshot | None, new: Snapshot, same_picture: SamePicture) -> Verdict:
    """Whether ``new`` is the first snapshot, an edit, a fuller copy, or what is already kept.

    A fuller copy is one that is more complete, or has media that the old one lacks; a
    poorer copy of the same post is the same, unless its text says something else.
    """
    if old is None:
        return "first"
    rank = _RANK[new.completeness] - _RANK[old.completeness]
    if rank > 0:
        return "completed"
    cut = rank < 0 and new.completeness in {"cut", "by hand"}
    if _text_differs(old, new, cut=cut) or _both_differ(old, new, same_picture):
        return "edited"
    return "same"


def _text_differs(old: Snapshot, new: Snapshot, *, cut: bool) -> bool:
    """A cut copy carries the beginning of the text, and no facets worth comparing."""
    if cut:
        beginning = new.text.rstrip("… \n")
        return not old.text.startswith(beginning)
    return (old.text, _facets(old)) != (new.text, _facets(new))


def _facets(snapshot: Snapshot) -> list[tuple[int, int, str]]:
    return [(f.start, f.end, f.kind) for f in snapshot.facets]


def _both_differ(old: Snapshot, new: Snapshot, same_picture: SamePicture) -> bool:
    partial = "partial" in {old.completeness, new.completeness}
    pairs: list[tuple[object, object]] = [
        (old.content_warning, new.content_warning),
        (_card(old), _card(new)),
        (_poll(old), _poll(new)),
        (_target(old.quoted), _target(new.quoted)),
        (_target(old.parent), _target(new.parent)),
    ]
    for before, after in pairs:
        if partial and (before is None or after is None):
            continue
        if before != after:
            return True
    if partial and (not old.media or not new.media):
        return False
    return _media_differ(old.media, new.media, same_picture)


def _card(snapshot: Snapshot) -> tuple[str | None, ...] | None:
    card = snapshot.link_card
    return None if card is None else (card.url, card.title, card.description)


def _poll(snapshot: Snapshot) -> tuple[str, ...] | None:
    return None if snapshot.poll is None else tuple(o.text for o in snapshot.poll.options)


def _target(link: PostLink | None) -> tuple[str | None, str | None] | None:
    """Which post is meant: that it is gone meanwhile is the other post's news, not an edit."""
    return None if link is None else (link.platform, link.native_id or link.url)


def _media_differ(
    old: tuple[Media, ...], new: tuple[Media, ...], same_picture: SamePicture
) -> bool:
    if len(old) != len(new):
        return True
    return any(_medium_differs(a, b, same_picture) for a, b in zip(old, new, strict=True))


def _medium_differs(old: Media, new: Media, same_picture: SamePicture) -> bool:
    """By the platform's id where both have one, else by what the pictures show."""
    if (old.kind, old.alt) != (new.kind, new.alt):
        return True
    if old.native_id and new.native_id:
        return old.native_id != new.native_id
    if old.sha256 and new.sha256:
        return old.sha256 != new.sha256 and not same_picture(old.sha256, new.sha256)
    return False
