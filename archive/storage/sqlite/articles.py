"""Articles: which reference a post, and which of them may be named in public."""

from datetime import datetime

from sqlite_utils import Database

from archive.clock import parse_time
from archive.errors import UnknownPost
from archive.storage.published import Article, Articles
from archive.storage.sqlite.connection import first, one, rows
from archive.storage.sqlite.posts import record
from archive.storage.sqlite.rows import Row
from archive.storage.sqlite.statements import index_post, index_posts

__all__ = ["articles_of", "name_article", "published_articles", "unreference"]

_PUBLIC = "FROM articles a JOIN article_posts r ON r.article = a.id WHERE r.post = ? AND a.public"


def name_article(db: Database, url: str, public: bool, *, by: str, at: datetime) -> None:
    """See :meth:`archive.storage.published.Published.name_article`."""
    row = first(db, "SELECT id, public FROM articles WHERE url = ?", url)
    if row is None:
        raise UnknownPost("No such article is known here.")
    if bool(row["public"]) == public:
        return
    db.execute("UPDATE articles SET public = ? WHERE url = ?", [int(public), url])
    action = "name article" if public else "unname article"
    shown = rows(db, "SELECT post FROM article_posts WHERE article = ?", row["id"])
    index_posts(db, (each["post"] for each in shown))
    record(db, at=at, by=by, action=action, target=url)


def published_articles(db: Database, post: str, *, limit: int) -> Articles:
    """See :meth:`archive.storage.published.Published.published_articles`."""
    found = rows(
        db,
        f"SELECT a.* {_PUBLIC} ORDER BY coalesce(published_at, added_at) DESC, a.id DESC LIMIT ?",
        post,
        limit,
    )
    total = one(db, f"SELECT count(*) AS n {_PUBLIC}", post)["n"]
    return Articles(listed=tuple(_article_of(row) for row in found), more=total - len(found))


def articles_of(db: Database, official: str, limit: int) -> Articles:
    """See :meth:`archive.storage.register.Register.articles_of`."""
    shows = """
        FROM articles a WHERE a.public AND EXISTS (
          SELECT 1 FROM article_posts r JOIN statements t ON t.post = r.post
          JOIN posts p ON p.id = r.post
          JOIN snapshots s ON s.post = t.post AND s.n = t.snapshot
          WHERE r.article = a.id AND t.official = ?
            AND p.visibility = 'public' AND s.visibility = 'public')
    """
    found = rows(
        db,
        f"SELECT a.* {shows} ORDER BY coalesce(published_at, added_at) DESC, a.id DESC LIMIT ?",
        official,
        limit,
    )
    total = one(db, f"SELECT count(*) AS n {shows}", official)["n"]
    return Articles(listed=tuple(_article_of(row) for row in found), more=total - len(found))


def unreference(db: Database, post: str, article: int) -> None:
    """The article does not show the post any more, unless another placement of it is in there."""
    db.execute(
        """
        DELETE FROM article_posts WHERE post = :post AND article = :article AND NOT EXISTS (
            SELECT 1 FROM placements WHERE post = :post AND article = :article)
        """,
        {"post": post, "article": article},
    )
    index_post(db, post)


def _article_of(row: Row) -> Article:
    published = row["published_at"]
    return Article(
        url=row["url"],
        title=row["title"],
        published_at=None if published is None else parse_time(published),
        added_at=parse_time(row["added_at"]),
    )
