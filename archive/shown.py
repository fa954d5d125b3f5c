"""What an embed of a post shows today, and what it must not show. Pure."""

from archive.records import HIDDEN, Post
from archive.status import status_of
from archive.storage.base import Holding
from archive.storage.published import Shown

__all__ = ["has_page", "is_hidden_context", "is_shown", "shown_by"]


def has_page(post: Post) -> bool:
    """Whether readers find a post that is shown inside another at addresses of its own, too: one
    that is kept only as context, or not released, has none.
    """
    return post.capture_reason != "context" and post.visibility == "public"


def is_shown(holding: Holding) -> bool:
    """Whether the content may be shown: neither post nor snapshot is withheld or erased."""
    return (
        holding.post.visibility not in HIDDEN
        and holding.stored is not None
        and holding.stored.visibility not in HIDDEN
    )


def is_hidden_context(other: Holding) -> bool:
    """Whether a post that is shown inside another is hidden: nobody asked for it for its own
    sake, or its author is a private person, and it is no longer public.
    """
    context = other.post.capture_reason == "context" or other.account_private
    return context and status_of(other.checks).state == "gone"


def shown_by(holding: Holding) -> Shown:
    """The snapshots and originals that may be shown of a post, with those inside it."""
    inside = [other for other in (holding.quoted, holding.parent, holding.reposted) if other]
    seen = [holding, *(other for other in inside if not is_hidden_context(other))]
    if not is_shown(holding):
        return Shown()
    return Shown(
        snapshots=frozenset(
            (held.post.id, held.stored.n) for held in seen if held.stored and is_shown(held)
        ),
        media=frozenset(
            sha256
            for held in seen
            if is_shown(held)
            for sha256, row in held.media.items()
            if row.visibility not in HIDDEN
        ),
    )
