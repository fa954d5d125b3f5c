"""What a visibility command is about: ``ID``, ``ID@N`` or ``ID#SHA256``. Pure."""

import re

import msgspec

from archive.errors import UsageError

__all__ = ["Target", "parse_target"]

_TARGET = re.compile(r"([0-9a-hjkmnp-tv-z]{16})(?:@([1-9][0-9]{0,8})|#([0-9a-f]{64}))?")


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """A post, one of its snapshots, or one of its media."""

    post: str
    snapshot: int | None = None
    media: str | None = None


def parse_target(text: str) -> Target:
    """The target that ``ID``, ``ID@N`` or ``ID#SHA256`` names.

    Raises:
        UsageError: it is none of these.
    """
    match = _TARGET.fullmatch(text)
    if match is None:
        raise UsageError(
            f"{text[:120]!r} names no post, snapshot or medium.",
            next_step="Write ID, ID@N for one snapshot, or ID#SHA256 for one medium.",
        )
    post, n, media = match.groups()
    return Target(post=post, snapshot=int(n) if n else None, media=media)
