"""Which snapshot is current, and when a look makes a new one. Pure.

A new snapshot is made only if a field that both sources carry differs in what a reader
sees. Avatar, display name, counts and votes never make one; a poorer copy is only a check.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

import msgspec

from archive.alike import HANDLES, alike
from archive.records import HIDDEN, Media, PostLink, Snapshot, SnapshotReason, Stored

__all__ = ["RANK", "Planned", "SamePicture", "Verdict", "compare", "current", "plan"]

SamePicture: TypeAlias = Callable[[str, str], bool]
"""Whether two originals, named by SHA-256, show the same picture: re-encoding is no change."""

Verdict = Literal["first", "edited", "completed", "same"]

RANK = {"full": 3, "cut": 2, "partial": 1, "by hand": 0}
"""How much of a post a copy has, by its completeness."""

_CLOCKS_DIFFER = timedelta(hours=1)


def current(stored: Iterable[Stored]) -> int | None:
    """The number of the snapshot that stands for the post today.

    The greatest ``as_of`` among the most complete that are not withheld; ties go by number.
    An old copy found later does not replace today's.
    """
    shown = [s for s in stored if s.visibility not in HIDDEN]
    if not shown:
        return None
    best = max(RANK[s.snapshot.completeness] for s in shown)
    return max(
        (s for s in shown if RANK[s.snapshot.completeness] == best),
        key=lambda s: (s.as_of, s.n),
    ).n


def compare(old: Snapshot | None, new: Snapshot, same_picture: SamePicture) -> Verdict:
    """Whether ``new`` is the first snapshot, an edit, a fuller copy, or what is already kept.

    A fuller copy is one that is more complete, or has text or media that the old one lacks, or the
    quoted, answered or reposted post that did not come along with the old one: a post that is
    first kept as context, and then captured for its own sake. A poorer copy is the same as
    long as what it carries says nothing else. What was typed in by hand is no yardstick for
    what a platform gives.
    """
    if old is None:
        return "first"
    rank = RANK[new.completeness] - RANK[old.completeness]
    if old.completeness == "by hand" and rank > 0:
        return "completed"
    if _text_differs(old, new) or _beside_differs(old, new, same_picture):
        return "edited"
    more = (
        len(new.media) > len(old.media)
        or len(new.lacks) < len(old.lacks)
        or (old.link_card is None and new.link_card is not None)
        or _brings_along(old, new)
    )
    return "completed" if rank > 0 or (rank == 0 and more) else "same"


def _brings_along(old: Snapshot, new: Snapshot) -> bool:
    """Whether a post that the old copy only names is kept with the new one. One that the
    platform said to be gone, or blocked, was no lack of the copy.
    """
    links = (
        (old.quoted, new.quoted),
        (old.parent, new.parent),
        (old.reposted, new.reposted),
    )
    return any(
        before is not None
        and before.unavailable in {"not taken", "refused", "failed"}
        and after is not None
        and after.post is not None
        for before, after in links
    )


def _text_differs(old: Snapshot, new: Snapshot) -> bool:
    """A copy that has the beginning of the text only, or was typed in by hand, has no facets worth
    comparing; a partial one may have lost its line breaks.
    """
    if "words" in (*old.lacks, *new.lacks):
        return False
    if (old.completeness == "by hand") != (new.completeness == "by hand"):
        texts = sorted((_beginning(old), _beginning(new)), key=len)
        return not texts[1].startswith(texts[0])
    if _begins(old) or _begins(new):
        return not (
            (_begins(new) and _beginning(old).startswith(_beginning(new)))
            or (_begins(old) and _beginning(new).startswith(_beginning(old)))
        )
    if "partial" not in {old.completeness, new.completeness}:
        return old.text != new.text or _facets_differ(old, new)
    if _in_line(old) != _in_line(new):
        tables = [s for s in (old, new) if s.completeness == "partial" and s.as_of_basis == "file"]
        return not any(alike(table, new if table is old else old) for table in tables)
    return _facets_differ(old, new)


def _begins(snapshot: Snapshot) -> bool:
    """Whether there is known to be more of the text than the copy has."""
    return snapshot.completeness == "cut" or "end" in snapshot.lacks


def _beginning(snapshot: Snapshot) -> str:
    text = _in_line(snapshot)
    return text.rstrip("…. ") if _begins(snapshot) or snapshot.completeness == "by hand" else text


def _carries(snapshot: Snapshot, value: object) -> bool:
    """Whether a snapshot says something by a value, be it that there is none.

    A full copy has every field; in a poorer one an empty field may be one that its source
    does not carry.
    """
    return snapshot.completeness == "full" or bool(value)


def _in_line(snapshot: Snapshot) -> str:
    """The text as a poorer copy may have it: without line breaks, and without the handles that a
    reply begins with, which one source hides and another one writes.
    """
    return " ".join(snapshot.text[_after_handles(snapshot) :].split())


def _after_handles(snapshot: Snapshot) -> int:
    handles = HANDLES.match(snapshot.text)
    return handles.end() if handles else 0


def _facets_differ(old: Snapshot, new: Snapshot) -> bool:
    """Where a link leads counts; how a platform writes the address of an account does not. A
    partial copy may know some kinds only, and says nothing of the others.
    """
    if "links" in (*old.lacks, *new.lacks):
        return False
    if not (_carries(old, old.facets) and _carries(new, new.facets)):
        return False
    if old.completeness == new.completeness == "full":
        return _facets(old) != _facets(new)
    before, after = (
        {facet[1:] for facet in _facets(one) if facet[0] >= _after_handles(one)}
        for one in (old, new)
    )
    if "full" in {old.completeness, new.completeness}:
        return not (before <= after if new.completeness == "full" else after <= before)
    return not (before <= after or after <= before)


def _facets(snapshot: Snapshot) -> list[tuple[int, str, str, str | None]]:
    return [
        (f.start, snapshot.text[f.start : f.end], f.kind, f.target if f.kind == "link" else None)
        for f in snapshot.facets
    ]


def _beside_differs(old: Snapshot, new: Snapshot, same_picture: SamePicture) -> bool:
    pairs: list[tuple[object, object]] = [
        (old.content_warning, new.content_warning),
        (_poll(old), _poll(new)),
    ]
    return (
        any(
            before != after and _carries(old, before) and _carries(new, after)
            for before, after in pairs
        )
        or _another_card(old, new)
        or _another_post(old, new, old.quoted, new.quoted)
        or _another_post(old, new, old.parent, new.parent)
        or _media_differ(old, new, same_picture)
    )


def _another_card(old: Snapshot, new: Snapshot) -> bool:
    """One that comes later is no edit: a platform draws it when it has fetched the linked page."""
    before, after = _card(old), _card(new)
    if before is None or before == after:
        return False
    return after is not None or new.completeness == "full"


def _card(snapshot: Snapshot) -> tuple[str | None, ...] | None:
    card = snapshot.link_card
    return None if card is None else (card.url, card.title, card.description)


def _poll(snapshot: Snapshot) -> tuple[str, ...] | None:
    return None if snapshot.poll is None else tuple(o.text for o in snapshot.poll.options)


def _another_post(
    old: Snapshot, new: Snapshot, before: PostLink | None, after: PostLink | None
) -> bool:
    """Whether another post is meant: that it is gone meanwhile, and no longer named, is the
    other post's news, not an edit.
    """
    if before is None or after is None:
        return before is not after and _carries(old, before) and _carries(new, after)
    if before.native_id and after.native_id:
        return (before.platform, before.native_id) != (after.platform, after.native_id)
    if before.native_id or after.native_id:
        return False
    return bool(before.url and after.url and before.url != after.url)


def _media_differ(old: Snapshot, new: Snapshot, same_picture: SamePicture) -> bool:
    if len(old.media) != len(new.media):
        fewer = min(old, new, key=lambda snapshot: len(snapshot.media))
        return fewer.completeness == "full"
    return any(
        _kind_or_alt_differs(old, new, a, b) or _another_picture(a, b, same_picture)
        for a, b in zip(old.media, new.media, strict=True)
    )


def _kind_or_alt_differs(old: Snapshot, new: Snapshot, a: Media, b: Media) -> bool:
    if a.kind != b.kind:
        return True
    return a.alt != b.alt and _carries(old, a.alt) and _carries(new, b.alt)


def _another_picture(a: Media, b: Media, same_picture: SamePicture) -> bool:
    """By the platform's id where both have one, else by what the pictures show."""
    if a.native_id and b.native_id:
        return a.native_id != b.native_id
    if a.sha256 and b.sha256:
        return a.sha256 != b.sha256 and not same_picture(a.sha256, b.sha256)
    return False


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """A version that becomes a snapshot: which one, its number, as of when, and why."""

    version: int
    """Its place among the versions that were handed in."""
    n: int
    as_of: datetime
    reason: SnapshotReason


def plan(
    stored: Sequence[Stored],
    versions: Sequence[Snapshot],
    captured_at: datetime,
    same_picture: SamePicture,
) -> tuple[tuple[Planned, ...], int | None]:
    """The snapshots to make of what a look found, and the number that it met or made last.

    ``versions`` are oldest first, as a source gives them (an edit history); each is held
    against what is kept of the moment before and after it. Meeting a kept one again is only
    a check. An earlier version that is said to be of a time to come is none: it would stand for
    the post until then. The number is ``None`` only for no versions at all.
    """
    line = sorted(
        ((s.as_of, s.n, s.snapshot) for s in stored if s.visibility != "erased"),
        key=lambda moment: moment[:2],
    )
    next_n = max((s.n for s in stored), default=0) + 1
    planned: list[Planned] = []
    met: int | None = None
    for place, version in enumerate(versions):
        as_of = version.as_of or captured_at
        if as_of > captured_at + _CLOCKS_DIFFER:
            if place < len(versions) - 1:
                continue
            as_of = captured_at
        before = [(n, s) for at, n, s in line if at <= as_of]
        after = [(n, s) for at, n, s in line if at > as_of]
        known = _known(before, after, version, as_of, same_picture)
        if known is not None:
            met = known
            continue
        beside = _fullest(before) or (after[0][1] if after else None)
        verdict = compare(beside, version, same_picture)
        reason: SnapshotReason = "completed" if verdict == "completed" else "edited"
        if next_n == 1:
            reason = "first"
        planned.append(Planned(version=place, n=next_n, as_of=as_of, reason=reason))
        line = sorted([*line, (as_of, next_n, version)], key=lambda moment: moment[:2])
        met = next_n
        next_n += 1
    return tuple(planned), met


def _known(
    before: Sequence[tuple[int, Snapshot]],
    after: Sequence[tuple[int, Snapshot]],
    version: Snapshot,
    as_of: datetime,
    same_picture: SamePicture,
) -> int | None:
    """The number of the kept snapshot that a version meets again.

    That is the fullest or the newest before it, the one just after, or a later one that says
    itself that it has been so since then: what was today's version when it was kept is told
    by a later edit history with the time of its edit. And of two looks at once, the earlier may
    be written after the later.
    """
    yardsticks = [s for s in (_fullest(before), before[-1][1] if before else None) if s]
    for yardstick in yardsticks:
        if compare(yardstick, version, same_picture) == "same":
            return next(n for n, s in reversed(before) if s is yardstick)
    for place, (n, later) in enumerate(after):
        since = later.edited_at or later.created_at
        may_be = place == 0 or (since is not None and since <= as_of)
        if may_be and compare(later, version, same_picture) == "same":
            return n
    return None


def _fullest(line: Sequence[tuple[int, Snapshot]]) -> Snapshot | None:
    """The newest among the most complete: a poorer copy in between is no yardstick."""
    if not line:
        return None
    best = max(RANK[s.completeness] for _, s in line)
    return next(s for _, s in reversed(line) if RANK[s.completeness] == best)
