"""A response that somebody saved to a file -> the post that is meant, and how it looked. Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from msgspec.structs import replace

from archive.bounds import within_bounds
from archive.errors import UsageError
from archive.outcome import Answer, Found
from archive.platforms import Saved, identify, read_saved
from archive.records import NeedsLookup, PostRef, Snapshot

__all__ = ["SOURCE", "Unclear", "Why", "as_of_file", "read_file"]

SOURCE = "saved response"
"""The source that such a snapshot names. It has no terms: nothing was asked."""

_LISTED = 20

Why = Literal["unknown", "another", "several", "no time"]


class Unclear(UsageError):
    """What a file holds is not clear. ``why`` says in which way, ``posts`` are the addresses of
    those that are in it, the first of them.
    """

    next_step = "Save the response as it came, whole."

    def __init__(self, what: str, why: Why, *, next_step: str, posts: Sequence[str] = ()) -> None:
        super().__init__(what, next_step=next_step)
        self.why = why
        self.posts = tuple(posts[:_LISTED])


def read_file(saved: Saved) -> tuple[str, Answer]:
    """The platform whose response it is, and what it says of the post that is meant: that of
    ``saved.url``, or the only one.

    Raises:
        NotAPost: the address is that of no post.
        Unclear: no platform knows the file, the post is not in it, or several are and no
            address says which.
    """
    wanted = identify(saved.url) if saved.url else None
    read = read_saved(saved)
    if read is None:
        raise Unclear(
            "No platform known here answers like this file.",
            "unknown",
            next_step="Save the response as it came, whole: the JSON or the HTML itself.",
        )
    platform, answers = read
    found = [answer for answer in answers if isinstance(answer, Found)]
    if wanted is not None:
        for answer in found:
            if _is_meant(answer, wanted):
                return platform, answer
        if found and isinstance(wanted, PostRef):
            raise Unclear(
                f"The file has another post than {wanted.url}. {_list(found)}",
                "another",
                next_step="Name one of these with --url, or none if there is one only.",
                posts=[one.ref.url for one in found],
            )
    if len(found) > 1:
        raise Unclear(
            f"The file has {len(found)} posts, and nothing says which is meant. {_list(found)}",
            "several",
            next_step="Name one of them with --url.",
            posts=[one.ref.url for one in found],
        )
    return platform, found[0] if found else answers[0]


def as_of_file(found: Found, saved_at: datetime | None) -> Found:
    """The post as of when the response was saved; where nobody knows that, as of when it was made
    or last edited: the earliest moment at which it can have looked so. So an old file never takes
    the place of what was captured since.

    Raises:
        Unclear: neither is known.
    """
    bounded = within_bounds(found)
    newest = bounded.snapshots[-1]
    if newest.as_of is None and not (saved_at or newest.edited_at or newest.created_at):
        raise Unclear(
            "Nothing in the file says when the post looked like this.",
            "no time",
            next_step="Say when it was saved: --saved-at 2025-03-29T17:02:11Z.",
        )
    return replace(
        bounded,
        snapshots=tuple(_dated(s, saved_at) for s in bounded.snapshots),
        along=tuple(_dated(s, saved_at) for s in bounded.along),
    )


def _dated(snapshot: Snapshot, saved_at: datetime | None) -> Snapshot:
    if snapshot.as_of_basis != "now":
        return snapshot
    as_of = saved_at or snapshot.edited_at or snapshot.created_at
    return replace(snapshot, as_of=as_of, as_of_basis="file")


def _is_meant(found: Found, wanted: PostRef | NeedsLookup) -> bool:
    """By its id, or by another key that leads to it: a later edit's, a handle in its address."""
    if found.ref.platform != wanted.platform:
        return False
    if isinstance(wanted, NeedsLookup):
        return wanted.key in found.aliases or wanted.url == found.ref.url
    return wanted.native_id in {found.ref.native_id, *found.aliases}


def _list(found: Sequence[Found]) -> str:
    more = f"\n  and {len(found) - _LISTED} more" if len(found) > _LISTED else ""
    return "It has:" + "".join(f"\n  {f.ref.url}" for f in found[:_LISTED]) + f"{more}."
