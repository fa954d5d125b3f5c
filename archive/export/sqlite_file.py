"""A SQLite file of its own, for Datasette and the sqlite3 shell: search works without any set-up.

``posts`` has the flat columns; ``accounts`` and ``officials`` are what its foreign keys lead to,
with names that Datasette shows in their place; ``media`` has a row for each picture or file;
``posts_fts`` is the full-text index that Datasette finds by itself. ``columns``, ``terms`` and
``about`` tell what all of it is.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from archive.export.columns import COLUMNS, INSIDE, Post
from archive.export.writer import Format, Setup, Writer

__all__ = ["SQLITE"]

_TYPES = {"string": "TEXT", "integer": "INTEGER", "boolean": "INTEGER", "datetime": "TEXT"}
_SEARCHED = ("text", "author_name", *(f"{inside}_text" for inside in INSIDE), "media_alts")
_CHUNK = 1 << 20

_POSTS = ",\n  ".join(
    f"{column.name} {_TYPES[column.kind]}"
    + (" REFERENCES officials (slug)" if column.name == "official_slug" else "")
    for column in COLUMNS
)
_SCHEMA = f"""
CREATE TABLE accounts (
  id TEXT PRIMARY KEY, name TEXT, platform TEXT NOT NULL, native_id TEXT, handle TEXT, url TEXT
);
CREATE TABLE officials (slug TEXT PRIMARY KEY, name TEXT);
CREATE TABLE posts (
  row INTEGER PRIMARY KEY,
  {_POSTS},
  account TEXT REFERENCES accounts (id),
  UNIQUE (id, snapshot)
);
CREATE TABLE media (
  post INTEGER NOT NULL REFERENCES posts (row), position INTEGER NOT NULL, kind TEXT NOT NULL,
  sha256 TEXT, mime TEXT, width INTEGER, height INTEGER, duration REAL, alt TEXT, state TEXT,
  source_url TEXT, PRIMARY KEY (post, position)
);
CREATE TABLE columns (name TEXT PRIMARY KEY, type TEXT NOT NULL, what TEXT NOT NULL);
CREATE TABLE terms (platform TEXT NOT NULL, source TEXT NOT NULL, terms TEXT,
  PRIMARY KEY (platform, source));
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT);
"""
_INDEXES = f"""
CREATE INDEX posts_created_at ON posts (created_at);
CREATE INDEX posts_account ON posts (account);
CREATE INDEX posts_official_slug ON posts (official_slug);
CREATE INDEX media_sha256 ON media (sha256);
CREATE VIRTUAL TABLE posts_fts USING fts5 (
  {", ".join(_SEARCHED)}, content="posts", content_rowid="row",
  tokenize="unicode61 remove_diacritics 2"
);
INSERT INTO posts_fts (posts_fts) VALUES ('rebuild');
"""  # noqa: S608  names of ours
_MEDIA = ("kind", "sha256", "mime", "width", "height", "duration", "alt", "state", "source_url")


class _Sqlite(Writer):
    """The file is written in the scratch folder, and read from there at the end."""

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self._path = setup.scratch / "export.db"
        self._db = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        # It is thrown away if it is not finished: no journal.
        self._db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA)
        self._db.execute("BEGIN")
        self._row = 0

    def add(self, posts: Sequence[Post]) -> bytes:
        for post in posts:
            self._row += 1
            self._add(post)
        return b""

    def _add(self, post: Post) -> None:
        author, official = post["author"], post["official"]
        account = None
        if author["native_id"] or author["handle"]:
            account = f"{post['platform']}:{author['native_id'] or '@' + author['handle']}"
            names = (account, author["name"] or author["handle"], post["platform"])
            self._insert(
                "OR IGNORE INTO accounts",
                (*names, author["native_id"], author["handle"], author["url"]),
            )
        if official is not None and official["slug"]:
            self._insert("OR IGNORE INTO officials", (official["slug"], official["name"]))
        self._insert("INTO posts", (self._row, *(column.read(post) for column in COLUMNS), account))
        for position, medium in enumerate(post["media"], 1):
            self._insert("INTO media", (self._row, position, *(medium[name] for name in _MEDIA)))

    def _insert(self, into: str, values: tuple[Any, ...]) -> None:
        marks = ", ".join("?" * len(values))
        self._db.execute(f"INSERT {into} VALUES ({marks})", values)  # noqa: S608  text of ours

    def end(self) -> Iterator[bytes]:
        told = self.described([])
        ours = told["onrecord"]
        for column in COLUMNS:
            self._insert("INTO columns", (column.name, column.kind, column.what))
        for row in ours["terms"]:
            self._insert("INTO terms", (row["platform"], row["source"], row["terms"]))
        values = {"title": told["title"], "licence": told["description"], **ours}
        for name, value in values.items():
            if name != "terms":
                text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
                self._insert("INTO about", (name, None if value is None else text))
        self._db.execute("COMMIT")
        self._db.executescript(_INDEXES)
        self._db.close()
        with self._path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk

    def close(self) -> None:
        self._db.close()


SQLITE = Format(
    name="sqlite",
    title="SQLite",
    suffix=".db",
    content_type="application/vnd.sqlite3",
    what="a file for Datasette, with full-text search",
    writer=_Sqlite,
    tells_itself=True,
)
