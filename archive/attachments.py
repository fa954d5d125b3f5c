"""Which kept file belongs to which part of a snapshot: the medium, its poster, the avatar. Pure."""

from collections.abc import Iterable

import msgspec

from archive.records import HIDDEN, MediaRole, MediaRow, MediaState
from archive.storage.base import Holding

__all__ = ["Held", "emoji_targets", "held", "known_files", "shown_file"]


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of one file. ``row`` is set where ``state`` is ``there``."""

    state: MediaState
    row: MediaRow | None = None
    detail: str | None = None
    """Why it is not there, in one sentence."""

    @property
    def shown(self) -> MediaRow | None:
        """The file, unless the newsroom withholds or erased it."""
        if self.row is None or self.row.visibility in HIDDEN:
            return None
        return self.row


def held(holding: Holding, role: MediaRole, position: int, sha256: str | None = None) -> Held:
    """What is kept of the file in this role and place of ``holding.stored``.

    ``sha256`` is what the snapshot itself says; a file that came later is told by its
    attachment alone. One that nothing tells of was not taken.
    """
    for attachment in holding.attachments:
        if attachment.role == role and attachment.position == position:
            row = holding.media.get(attachment.sha256 or sha256 or "")
            if attachment.state == "there" and row is None:
                return Held(state="not to be had", detail=attachment.detail)
            return Held(state=attachment.state, row=row, detail=attachment.detail)
    row = holding.media.get(sha256 or "")
    return Held(state="not to be had" if row is None else "there", row=row)


def shown_file(
    holding: Holding, role: MediaRole, position: int, sha256: str | None = None
) -> MediaRow | None:
    """:attr:`Held.shown` of :func:`held`, for a file of which nothing else is asked."""
    for attachment in holding.attachments:
        if attachment.role == role and attachment.position == position:
            sha256 = attachment.sha256 or sha256
            break
    row = holding.media.get(sha256 or "")
    return None if row is None or row.visibility in HIDDEN else row


def emoji_targets(holding: Holding) -> dict[str, MediaRow]:
    """The pictures of custom emoji by the target of their facet, those that are there.

    Their position counts the different targets in the order of the text, as they are
    fetched.
    """
    if holding.stored is None:
        return {}
    facets = holding.stored.snapshot.facets
    targets = [f.target for f in facets if f.kind == "emoji" and f.target]
    pictures: dict[str, MediaRow] = {}
    if not targets:
        return pictures
    for position, target in enumerate(dict.fromkeys(targets)):
        row = shown_file(holding, "emoji", position)
        if row is not None:
            pictures[target] = row
    return pictures


def known_files(holdings: Iterable[Holding | None]) -> dict[str, MediaRow]:
    """The originals that these snapshots show, by their address.

    Platforms give each file an address of its own, and a changed file a new one.
    """
    return {
        a.source_url: holding.media[a.sha256]
        for holding in holdings
        if holding is not None
        for a in holding.attachments
        if a.state == "there" and a.source_url and a.sha256 in holding.media
    }
