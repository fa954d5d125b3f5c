"""The posts of a thread: an author's answers to themselves, as far as they are kept."""

from sqlite_utils import Database

from archive.records import Stored
from archive.storage.sqlite.connection import rows
from archive.storage.sqlite.rows import STORED, stored_of

__all__ = ["thread"]

_MOST = 400
"""Posts that are walked: twice the most that a capture takes along."""

# Up by what each post answers to the first of them, and from all of those down by what answers
# them: always the same account's. A post that readers do not see leads on to those that they do.
_THREAD = f"""
    WITH RECURSIVE
      above (post) AS (
        SELECT :post
        UNION
        SELECT p.id FROM above
        JOIN posts o ON o.id = above.post
        JOIN snapshots s ON s.post = o.id
        JOIN snapshot_links l ON l.snapshot = s.id AND l.relation = 'parent'
        JOIN posts p ON p.id = l.post AND p.account = o.account
        LIMIT {_MOST}
      ),
      whole (post) AS (
        SELECT post FROM above
        UNION
        SELECT p.id FROM whole
        JOIN posts o ON o.id = whole.post
        JOIN snapshot_links l ON l.post = o.id AND l.relation = 'parent'
        JOIN snapshots s ON s.id = l.snapshot
        JOIN posts p ON p.id = s.post AND p.account = o.account
        LIMIT {_MOST}
      )
    {STORED}
    JOIN whole ON whole.post = p.id
    LEFT JOIN accounts a ON a.id = p.account
    WHERE s.n = p.current AND p.visibility = 'public' AND p.capture_reason != 'context'
      AND p.merged_into IS NULL AND NOT coalesce(a.private_person, 0)
      AND s.visibility = 'public'
"""  # noqa: S608  texts of ours


def thread(db: Database, post: str) -> tuple[Stored, ...]:
    """See :meth:`archive.storage.base.Storage.thread`."""
    found = [stored_of(row) for row in rows(db, _THREAD, post=post)]
    if len(found) < 2 or post not in {stored.post for stored in found}:
        return ()
    return tuple(sorted(found, key=lambda one: (one.snapshot.created_at or one.as_of, one.post)))
