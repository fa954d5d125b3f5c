"""Frozen forms: which bytes stand for an option set of a snapshot.

A snapshot is named by its row, so that a merge, which renumbers, changes nothing here.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from sqlite_utils import Database

from archive.clock import parse_time, rfc3339
from archive.errors import Conflict
from archive.storage.blobs import frozen_name
from archive.storage.published import Frozen, FrozenOutput, NewFrozen
from archive.storage.sqlite.cards import unpin
from archive.storage.sqlite.connection import first, insert, rows
from archive.storage.sqlite.posts import locate, record, target
from archive.storage.sqlite.rows import Row
from archive.storage.sqlite.showing import link, rows_shown, showing, shown_of, unlink

__all__ = ["freeze", "frozen", "frozen_options", "is_frozen", "thaw"]


def freeze(db: Database, new: NewFrozen, *, by: str, at: datetime) -> tuple[str, ...]:
    """See :meth:`archive.storage.published.Published.freeze`."""
    post, n = locate(db, new.post, new.n)
    about = target(post["id"], n)
    snapshot, shown = rows_shown(db, post["id"], n, new.shown, partial(_erased, about))
    known = _form(db, snapshot, new.options)
    replaced: set[str] = set()
    if known is not None and not known["origin"] and new.origin:
        replaced = _drop(db, [known["id"]])
        unpin(db, snapshot, new.options)
        known = None
    if known is not None and not _lacks(db, known["id"], new.outputs):
        return ()
    form = known["id"] if known else _add(db, snapshot, new, by=by, at=at)
    for output in _lacks(db, form, new.outputs):
        insert(
            db,
            "frozen_outputs",
            {
                "frozen": form,
                "output": output.output,
                "sha256": output.sha256,
                "content_type": output.content_type,
                "csp": output.csp,
                "made_at": rfc3339(at),
            },
        )
    link(db, "frozen", form, shown, new.shown.media)
    record(db, at=at, by=by, action="freeze", target=about, detail={"options": new.options})
    return tuple(sorted(frozen_name(s) for s in replaced if not is_frozen(db, s)))


def _add(db: Database, snapshot: int, new: NewFrozen, *, by: str, at: datetime) -> int:
    row = {"snapshot": snapshot, "options": new.options, "origin": new.origin}
    return insert(db, "frozen", {**row, "made_by": by, "made_at": rfc3339(at)})


def _erased(about: str, what: str) -> Conflict:
    return Conflict(
        f"A form of {about} is not frozen: {what}, which it shows, was erased meanwhile.",
        next_step="Name the form again: it is then made without it.",
    )


def _form(db: Database, snapshot: int, options: str) -> Row | None:
    sql = "SELECT * FROM frozen WHERE snapshot = ? AND options = ?"
    return first(db, sql, snapshot, options)


def _lacks(db: Database, form: int, outputs: Iterable[FrozenOutput]) -> list[FrozenOutput]:
    """Those that are not kept yet: there was no such output when the form was made."""
    kept = rows(db, "SELECT output FROM frozen_outputs WHERE frozen = ?", form)
    names = {row["output"] for row in kept}
    return [output for output in outputs if output.output not in names]


def frozen(db: Database, post: str, n: int, options: str) -> Frozen | None:
    """See :meth:`archive.storage.published.Published.frozen`."""
    row = first(db, "SELECT id FROM snapshots WHERE post = ? AND n = ?", post, n)
    form = None if row is None else _form(db, row["id"], options)
    if form is None:
        return None
    outputs = rows(db, "SELECT * FROM frozen_outputs WHERE frozen = ?", form["id"])
    return Frozen(
        options=form["options"],
        origin=form["origin"],
        made_at=parse_time(form["made_at"]),
        outputs=tuple(
            FrozenOutput(
                output=o["output"],
                sha256=o["sha256"],
                content_type=o["content_type"],
                csp=o["csp"],
            )
            for o in outputs
        ),
        shown=shown_of(db, "frozen", form["id"]),
    )


def frozen_options(db: Database, post: str) -> tuple[tuple[int, str], ...]:
    """See :meth:`archive.storage.published.Published.frozen_options`."""
    found = rows(
        db,
        """
        SELECT s.n, f.options FROM frozen f JOIN snapshots s ON s.id = f.snapshot
        WHERE s.post = ? ORDER BY s.n, f.options
        """,
        post,
    )
    return tuple((row["n"], row["options"]) for row in found)


def is_frozen(db: Database, sha256: str) -> bool:
    """Whether some frozen form needs these bytes."""
    return first(db, "SELECT 1 FROM frozen_outputs WHERE sha256 = ?", sha256) is not None


def thaw(
    db: Database, *, post: str | None = None, n: int | None = None, media: Iterable[str] = ()
) -> set[str]:
    """Takes out every frozen form that shows a post, one of its snapshots, or one of these
    media, also the forms of other posts. Gives the names of their blobs.
    """
    forms = showing(db, "frozen", post=post, n=n, media=media)
    return {frozen_name(s) for s in _drop(db, forms) if not is_frozen(db, s)}


def _drop(db: Database, forms: Iterable[int]) -> set[str]:
    """Deletes forms; gives the hashes of their bytes."""
    lost: set[str] = set()
    for form in forms:
        lost |= {
            row["sha256"]
            for row in rows(db, "SELECT sha256 FROM frozen_outputs WHERE frozen = ?", form)
        }
        db.execute("DELETE FROM frozen_outputs WHERE frozen = ?", [form])
        unlink(db, "frozen", form)
        db.execute("DELETE FROM frozen WHERE id = ?", [form])
    return lost
