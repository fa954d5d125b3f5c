"""Cards: which bytes stand for a picture that was drawn, and how many stay.

A snapshot is named by its row, so that a merge, which renumbers, changes nothing here.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from functools import partial

from sqlite_utils import Database

from archive.clock import rfc3339
from archive.errors import Conflict
from archive.storage.blobs import card_name
from archive.storage.published import CARDS_A_POST, KeptCard, NewCard
from archive.storage.sqlite.connection import first, insert, one, rows
from archive.storage.sqlite.posts import locate, target
from archive.storage.sqlite.rows import Row
from archive.storage.sqlite.showing import link, rows_shown, showing, shown_of, unlink

__all__ = ["card", "drop_cards", "forget_cards", "is_card", "keep_card", "pinned_card", "unpin"]


def card(db: Database, key: str) -> KeptCard | None:
    """See :meth:`archive.storage.published.Published.card`."""
    return _kept(db, first(db, "SELECT * FROM cards WHERE key = ?", key))


def pinned_card(db: Database, post: str, n: int, name: str) -> KeptCard | None:
    """See :meth:`archive.storage.published.Published.pinned_card`."""
    row = first(
        db,
        """
        SELECT c.* FROM pinned_cards p JOIN cards c ON c.id = p.card
        JOIN snapshots s ON s.id = p.snapshot
        WHERE s.post = ? AND s.n = ? AND p.name = ?
        """,
        post,
        n,
        name,
    )
    return _kept(db, row)


def _kept(db: Database, row: Row | None) -> KeptCard | None:
    if row is None:
        return None
    return KeptCard(
        sha256=row["sha256"],
        width=row["width"],
        height=row["height"],
        warnings=tuple(json.loads(row["warnings"])),
        fonts=row["fonts"],
        shown=shown_of(db, "card", row["id"]),
    )


def keep_card(db: Database, new: NewCard, *, at: datetime) -> tuple[KeptCard, tuple[str, ...]]:
    """See :meth:`archive.storage.published.Published.keep_card`."""
    post, n = locate(db, new.post, new.n)
    about = target(post["id"], n)
    snapshot, shown = rows_shown(db, post["id"], n, new.shown, partial(_erased, about))
    lost: set[str] = set()
    known = first(db, "SELECT id, sha256 FROM cards WHERE key = ?", new.key)
    if known is not None and known["sha256"] == new.instead_of and not _is_pinned(db, known["id"]):
        lost |= _drop(db, [known["id"]])
        known = None
    number = known["id"] if known else _add(db, snapshot, new, at)
    if not known:
        link(db, "card", number, shown, new.shown.media)
    if new.pinned is not None:
        db.execute(
            "INSERT INTO pinned_cards (snapshot, name, card) VALUES (?, ?, ?) "
            "ON CONFLICT DO NOTHING",
            [snapshot, new.pinned, number],
        )
    lost |= _drop(db, _too_many(db, post["id"]))
    if new.pinned is not None and n is not None:
        kept = pinned_card(db, post["id"], n, new.pinned)
    else:
        kept = card(db, new.key)
    if kept is None:
        raise RuntimeError(f"the card of {about} that was kept just now is not there")
    return kept, _names(db, lost)


def _add(db: Database, snapshot: int, new: NewCard, at: datetime) -> int:
    row = {
        "key": new.key,
        "snapshot": snapshot,
        "sha256": new.sha256,
        "width": new.width,
        "height": new.height,
        "warnings": json.dumps(new.warnings),
        "fonts": new.fonts,
        "made_at": rfc3339(at),
    }
    return insert(db, "cards", row)


def _erased(about: str, what: str) -> Conflict:
    return Conflict(
        f"A card of {about} is not kept: {what}, which it shows, was erased meanwhile.",
        next_step="Ask for the card again: it is then drawn without it.",
    )


def _is_pinned(db: Database, number: int) -> bool:
    return first(db, "SELECT 1 FROM pinned_cards WHERE card = ?", number) is not None


def _too_many(db: Database, post: str) -> list[int]:
    """Of a post all cards but the newest that stay; a pinned one does not count."""
    found = rows(
        db,
        """
        SELECT c.id FROM cards c JOIN snapshots s ON s.id = c.snapshot
        WHERE s.post = ? AND NOT EXISTS (SELECT 1 FROM pinned_cards p WHERE p.card = c.id)
        ORDER BY c.id DESC LIMIT -1 OFFSET ?
        """,
        post,
        CARDS_A_POST,
    )
    return [row["id"] for row in found]


def unpin(db: Database, snapshot: int, options: str) -> None:
    """Lets go the cards of a frozen form that is made anew; they stay as others do."""
    db.execute(
        "DELETE FROM pinned_cards WHERE snapshot = ?1 AND substr(name, 1, length(?2)) = ?2",
        [snapshot, f"{options}/"],
    )


def forget_cards(db: Database, before: datetime) -> tuple[str, ...]:
    """See :meth:`archive.storage.published.Published.forget_cards`."""
    found = rows(
        db,
        """
        SELECT id FROM cards WHERE made_at < ?
          AND NOT EXISTS (SELECT 1 FROM pinned_cards p WHERE p.card = cards.id)
        """,
        rfc3339(before),
    )
    return _names(db, _drop(db, [row["id"] for row in found]))


def is_card(db: Database, sha256: str) -> bool:
    """Whether some card that is kept needs these bytes."""
    return first(db, "SELECT 1 FROM cards WHERE sha256 = ?", sha256) is not None


def drop_cards(
    db: Database, *, post: str | None = None, n: int | None = None, media: Iterable[str] = ()
) -> set[str]:
    """Takes out every card, pinned or not, that shows a post, one of its snapshots, or one of
    these media, also the cards of other posts. Gives the names of their blobs.
    """
    found = showing(db, "card", post=post, n=n, media=media)
    return set(_names(db, _drop(db, found)))


def _drop(db: Database, numbers: Iterable[int]) -> set[str]:
    """Deletes cards; gives the hashes of their bytes."""
    lost: set[str] = set()
    for number in numbers:
        lost.add(one(db, "SELECT sha256 FROM cards WHERE id = ?", number)["sha256"])
        db.execute("DELETE FROM pinned_cards WHERE card = ?", [number])
        unlink(db, "card", number)
        db.execute("DELETE FROM cards WHERE id = ?", [number])
    return lost


def _names(db: Database, lost: Iterable[str]) -> tuple[str, ...]:
    """The blobs of these bytes, without those that another card has, too."""
    return tuple(sorted(card_name(sha256) for sha256 in lost if not is_card(db, sha256)))
