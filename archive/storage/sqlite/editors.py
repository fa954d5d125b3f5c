"""Whose an article is, and the posts that it quotes in words."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlite_utils import Database

from archive.clock import parse_time, rfc3339
from archive.errors import UsageError
from archive.storage.editors import ArticleEditor, EditedArticle, QuotedPost
from archive.storage.sqlite.connection import first, one, rows
from archive.storage.sqlite.posts import record
from archive.storage.sqlite.rows import follow

__all__ = ["edited_article", "join_article", "set_quotations", "told_of", "users_of"]


def users_of(post: str) -> str:
    """The articles that show, name or quote a post, as SQL; ``post`` is how it calls its id."""
    return f"""
      SELECT article FROM article_posts WHERE post = {post}
      UNION SELECT article FROM article_quotations WHERE post = {post}
    """  # noqa: S608  a name of ours


def told_of(post: str) -> str:
    """Who is told of a post, as SQL: who placed it, who belongs to an article that uses it, who is
    on it.
    """
    return f"""
      SELECT DISTINCT who FROM (
        SELECT made_by AS who, article FROM placements WHERE post = {post}
        UNION SELECT made_by, article FROM placements WHERE article IN ({users_of(post)})
        UNION SELECT who, article FROM article_editors
          WHERE how != 'left' AND article IN ({users_of(post)})
        UNION SELECT who, NULL FROM assignments WHERE post = {post}
      ) t WHERE NOT EXISTS (
        SELECT 1 FROM article_editors e
        WHERE e.article = t.article AND e.who = t.who AND e.how = 'left')
    """  # noqa: S608  names of ours


def edited_article(db: Database, url: str) -> EditedArticle | None:
    """See :meth:`archive.storage.editors.Editors.edited_article`."""
    row = first(db, "SELECT id, url, title, public FROM articles WHERE url = ?", url)
    if row is None:
        return None
    posts = rows(db, "SELECT post FROM article_posts WHERE article = ? ORDER BY post", row["id"])
    quoted = rows(
        db,
        "SELECT post, text, snapshot, result FROM article_quotations WHERE article = ? "
        "ORDER BY rowid",
        row["id"],
    )
    editors = rows(
        db,
        """
        SELECT who, how, by, at FROM article_editors WHERE article = :article
        UNION ALL
        SELECT made_by, 'placed', made_by, min(made_at) FROM placements
        WHERE article = :article AND made_by NOT IN (
          SELECT who FROM article_editors WHERE article = :article)
        GROUP BY made_by ORDER BY who
        """,
        article=row["id"],
    )
    return EditedArticle(
        url=row["url"],
        title=row["title"],
        public=bool(row["public"]),
        posts=tuple(each["post"] for each in posts),
        quotations=tuple(QuotedPost(**each) for each in quoted),
        editors=tuple(ArticleEditor(**{**each, "at": parse_time(each["at"])}) for each in editors),
    )


def join_article(
    db: Database,
    url: str,
    who: str,
    how: Literal["scanned", "named", "left"],
    *,
    by: str,
    at: datetime,
    title: str | None = None,
) -> None:
    """See :meth:`archive.storage.editors.Editors.join_article`."""
    if first(db, "SELECT 1 FROM users WHERE name = ? AND disabled_at IS NULL", who) is None:
        raise UsageError(
            f"Nobody with the name {who!r} may log in here.",
            next_step="See `onrecord users list`.",
        )
    changed = db.execute(
        """
        INSERT INTO article_editors (article, who, how, by, at)
        VALUES (:article, :who, :how, :by, :at)
        ON CONFLICT (article, who) DO UPDATE SET
          how = excluded.how, by = excluded.by, at = excluded.at
        WHERE excluded.how != 'scanned' AND excluded.how != how
        """,
        {
            "article": _known(db, url, at),
            "who": who,
            "how": how,
            "by": by,
            "at": rfc3339(at),
        },
    )
    db.execute(
        "UPDATE articles SET title = ? WHERE url = ? AND title IS NULL AND ? IS NOT NULL",
        [title, url, title],
    )
    if changed.rowcount:
        action = "leave article" if how == "left" else "join article"
        record(db, at=at, by=by, action=action, target=url, detail={"who": who, "how": how})


def set_quotations(
    db: Database, url: str, found: Sequence[QuotedPost], *, by: str, at: datetime
) -> None:
    """See :meth:`archive.storage.editors.Editors.set_quotations`."""
    article = _known(db, url, at)
    before = rows(db, "SELECT * FROM article_quotations WHERE article = ?", article)
    first_at = {(row["post"], row["text"]): row["at"] for row in before}
    db.execute("DELETE FROM article_quotations WHERE article = ?", [article])
    for quoted in found:
        kept = follow(db, quoted.post)
        if kept is None:
            continue
        db.execute(
            "INSERT OR IGNORE INTO article_quotations (article, post, text, snapshot, result, at) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            [
                article,
                kept["id"],
                quoted.text,
                quoted.snapshot,
                quoted.result,
                first_at.get((kept["id"], quoted.text), rfc3339(at)),
            ],
        )
    now = {(quoted.post, quoted.text) for quoted in found}
    if now != set(first_at):
        record(
            db,
            at=at,
            by=by,
            action="hold quotations",
            target=url,
            detail={"posts": sorted({quoted.post for quoted in found})},
        )


def _known(db: Database, url: str, at: datetime) -> int:
    """The row of an article; a new one is not named in public."""
    db.execute(
        "INSERT INTO articles (url, added_at) VALUES (?, ?) ON CONFLICT (url) DO NOTHING",
        [url, rfc3339(at)],
    )
    number: int = one(db, "SELECT id FROM articles WHERE url = ?", url)["id"]
    return number
