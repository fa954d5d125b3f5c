"""What the newsroom's sites publish: listings, articles, and the posts that these reference."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlite_utils import Database

from archive.clock import parse_time, rfc3339
from archive.status import ARCHIVED
from archive.storage.sites import (
    ArticleRead,
    ListingRead,
    ReferenceCount,
    ReferenceState,
    SiteRead,
)
from archive.storage.sqlite.connection import first, one, rows
from archive.storage.sqlite.posts import record
from archive.storage.sqlite.rows import follow
from archive.storage.sqlite.statements import index_posts

__all__ = [
    "add_article",
    "count_articles",
    "count_references",
    "end_reference",
    "know_sites",
    "listing",
    "read_articles",
    "set_listing",
    "untried",
]


# As archive.status has it: a gone look counts if none that found the post is as new. What no look
# has told of goes by how its capture ended, and so does what was never kept.
_REFERENCES = f"""
    WITH looked AS (
      SELECT s.name AS site, s.id AS of, r.platform, r.state,
             (SELECT max(c.at) FROM checks c WHERE c.post = p.id AND c.outcome = 'gone'
                AND c.source <> '{ARCHIVED}') AS gone,
             (SELECT max(c.at) FROM checks c WHERE c.post = p.id AND c.outcome = 'found'
                AND c.source <> '{ARCHIVED}') AS found
      FROM article_references r JOIN articles a ON a.id = r.article JOIN sites s ON s.id = a.site
      LEFT JOIN posts k ON k.id = r.key
      LEFT JOIN aliases l ON l.id = r.key
      LEFT JOIN aliases w ON w.platform = r.platform
        AND w.key = substr(r.key, length(r.platform) + 2)  -- of a short link
      LEFT JOIN posts p ON p.id = coalesce(k.merged_into, k.id, l.post, w.post)
    )
    SELECT site, platform,
           CASE WHEN gone > coalesce(found, '') THEN 'gone'
                WHEN state = 'gone' AND found IS NOT NULL THEN 'done' ELSE state END AS state,
           count(*) AS count
    FROM looked GROUP BY of, 2, 3 ORDER BY site, 2, 3
"""  # noqa: S608  text of ours


def know_sites(db: Database, sites: Sequence[SiteRead]) -> None:
    """See :meth:`archive.storage.sites.Sites.know_sites`."""
    for site in sites:
        db.execute(
            """
            INSERT INTO sites (name, url, lang) VALUES (?, ?, ?)
            ON CONFLICT (url) DO UPDATE SET name = excluded.name, lang = excluded.lang
            """,
            [site.name, site.url, site.lang],
        )


def listing(db: Database, url: str) -> ListingRead | None:
    """See :meth:`archive.storage.sites.Sites.listing`."""
    row = first(db, "SELECT * FROM listings WHERE url = ?", url)
    if row is None:
        return None
    return ListingRead(**{**row, "read_at": parse_time(row["read_at"])})


def set_listing(db: Database, listing: ListingRead) -> None:
    """See :meth:`archive.storage.sites.Sites.set_listing`."""
    db.execute(
        "INSERT OR REPLACE INTO listings (url, read_at, etag, modified, problem) "
        "VALUES (?, ?, ?, ?, ?)",
        [
            listing.url,
            rfc3339(listing.read_at),
            listing.etag,
            listing.modified,
            listing.problem,
        ],
    )


def read_articles(db: Database, urls: Collection[str]) -> dict[str, datetime]:
    """See :meth:`archive.storage.sites.Sites.read_articles`."""
    found = rows(
        db,
        """
        SELECT a.url, a.scanned_at FROM json_each(?) j JOIN articles a ON a.url = j.value
        WHERE a.scanned_at IS NOT NULL
        """,
        json.dumps(list(urls)),
    )
    return {row["url"]: parse_time(row["scanned_at"]) for row in found}


def add_article(db: Database, article: ArticleRead, *, by: str) -> frozenset[str]:
    """See :meth:`archive.storage.sites.Sites.add_article`."""
    known = first(db, "SELECT id, scanned_at, public FROM articles WHERE url = ?", article.url)
    row = one(
        db,
        """
        INSERT INTO articles (url, site, title, published_at, public, added_at, scanned_at, problem)
        VALUES (:url, (SELECT id FROM sites WHERE url = :site), :title, :published, :public, :at,
                iif(:problem IS NULL, :at, NULL), :problem)
        ON CONFLICT (url) DO UPDATE SET
          site = coalesce(excluded.site, site), title = coalesce(excluded.title, title),
          published_at = coalesce(excluded.published_at, published_at),
          public = max(public, excluded.public), problem = excluded.problem,
          scanned_at = coalesce(excluded.scanned_at, scanned_at)
        RETURNING id
        """,
        url=article.url,
        site=article.site,
        title=article.title,
        published=None if article.published_at is None else rfc3339(article.published_at),
        public=int(article.problem is None),
        at=rfc3339(article.at),
        problem=article.problem,
    )
    if article.problem is not None:
        return frozenset()
    for position, post in enumerate(article.posts):
        db.execute(
            """
            INSERT INTO article_references (article, key, platform, url, how, position)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (article, key) DO UPDATE SET
              url = excluded.url, how = excluded.how, position = excluded.position
            """,
            [row["id"], post.key, post.platform, post.url, post.how, position],
        )
        kept = follow(db, post.key)
        if kept is not None:
            db.execute(
                "INSERT INTO article_posts (article, post) VALUES (?, ?) ON CONFLICT DO NOTHING",
                [row["id"], kept["id"]],
            )
    # What `in:` finds a post by may be new: the article's name, its site, that it is public.
    shown = rows(db, "SELECT post FROM article_posts WHERE article = ?", row["id"])
    index_posts(db, (each["post"] for each in shown))
    if known is None or known["scanned_at"] is None or not known["public"]:
        record(
            db,
            at=article.at,
            by=by,
            action="read article",
            target=article.url,
            detail={"posts": [post.url for post in article.posts]},
        )
    waiting = rows(
        db, "SELECT key FROM article_references WHERE article = ? AND state IS NULL", row["id"]
    )
    return frozenset(post.key for post in article.posts) & {each["key"] for each in waiting}


def end_reference(db: Database, article: str, key: str, state: ReferenceState) -> None:
    """See :meth:`archive.storage.sites.Sites.end_reference`."""
    db.execute(
        """
        UPDATE article_references SET state = ?
        WHERE key = ? AND article = (SELECT id FROM articles WHERE url = ?)
        """,
        [state, key, article],
    )


def untried(db: Database, site: str) -> tuple[tuple[str, str], ...]:
    """See :meth:`archive.storage.sites.Sites.untried`."""
    found = rows(
        db,
        """
        SELECT r.url, a.url AS article
        FROM article_references r JOIN articles a ON a.id = r.article
        JOIN sites s ON s.id = a.site
        WHERE s.url = ? AND r.state IS NULL ORDER BY a.id, r.position
        """,
        site,
    )
    return tuple((row["url"], row["article"]) for row in found)


def count_references(db: Database) -> tuple[ReferenceCount, ...]:
    """See :meth:`archive.storage.sites.Sites.count_references`."""
    found = rows(db, _REFERENCES)
    return tuple(ReferenceCount(**row) for row in found)


def count_articles(db: Database) -> dict[str, tuple[int, int]]:
    """See :meth:`archive.storage.sites.Sites.count_articles`."""
    found = rows(
        db,
        """
        SELECT s.name, count(a.scanned_at) AS good, count(a.problem) AS bad
        FROM sites s LEFT JOIN articles a ON a.site = s.id GROUP BY s.id ORDER BY s.name
        """,
    )
    return {row["name"]: (row["good"], row["bad"]) for row in found}
