"""What an export says of itself: the query, the columns, the terms, a digest. Pure.

It is a Frictionless Data Package descriptor (https://datapackage.org), so that programs find the
columns of a table in it, and has what onrecord adds under one key. It holds no time but that of the
query: the same archive and query give the same bytes.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from archive.clock import rfc3339
from archive.export.columns import COLUMNS, Post
from archive.query import Query, to_params

__all__ = ["NO_LICENCE", "About", "Tally", "describe", "readme", "table"]

NO_LICENCE = (
    "The posts are their authors’ words. Whoever made this export grants no licence for them; the "
    "terms of each platform say what may be done with what its interfaces gave."
)


class Tally:
    """Counts the rows of an export while they pass, and hashes what they are."""

    def __init__(self) -> None:
        self.rows = 0
        self.erased_since: int | None = None
        """Statements that were there at ``archive_at`` and were withheld or erased since."""
        self._sha256 = hashlib.sha256()
        self._terms: set[tuple[str, str, str]] = set()

    def add(self, posts: Iterable[Post]) -> None:
        for post in posts:
            self.rows += 1
            line = f"{post['id']}@{post['snapshot']} {post['evidence']['sha256']}\n"
            self._sha256.update(line.encode())
            source = post["source"]
            self._terms.add((post["platform"], source["name"], source["terms"] or ""))

    @property
    def digest(self) -> str:
        """SHA-256 of one line for each row, ``ID@N SHA256``, of the snapshot's content."""
        return self._sha256.hexdigest()

    @property
    def terms(self) -> list[dict[str, str | None]]:
        """By platform and source, in their order."""
        return [
            {"platform": platform, "source": source, "terms": terms or None}
            for platform, source, terms in sorted(self._terms)
        ]


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for, and of whom."""

    query: Query
    newsroom: str = ""
    drafts: bool = False

    @property
    def asked(self) -> dict[str, str]:
        """The parameters of the query's URL, without page and its length."""
        plain = msgspec.structs.replace(self.query, cursor=None)
        return {name: value for name, value in to_params(plain).items() if name != "limit"}


def describe(about: About, tally: Tally, resources: list[dict[str, Any]]) -> dict[str, Any]:
    """The descriptor of an export whose rows have all passed."""
    at = about.query.archive_at
    return {
        "profile": "data-package",
        "name": "onrecord-export",
        "title": f"Posts kept by {about.newsroom}" if about.newsroom else "Posts kept",
        "description": NO_LICENCE,
        "resources": resources,
        "onrecord": {
            "newsroom": about.newsroom or None,
            "query": about.asked,
            "archive_at": None if at is None else rfc3339(at.end),
            "erased_since": tally.erased_since,
            "drafts": about.drafts,
            "rows": tally.rows,
            "digest": f"sha256:{tally.digest}",
            "digest_of": "one line for each row, in their order: id@snapshot, space, sha256",
            "terms": tally.terms,
        },
    }


def table(path: str, media_type: str, **known: Any) -> dict[str, Any]:
    """A resource with the columns of :data:`~archive.export.columns.COLUMNS`."""
    fields: list[dict[str, Any]] = [
        {"name": c.name, "type": c.kind, "description": c.what} for c in COLUMNS
    ]
    return {
        "name": "posts",
        "path": path,
        "profile": "tabular-data-resource",
        "mediatype": media_type,
        "encoding": "utf-8",
        **known,
        "schema": {"fields": fields, "primaryKey": ["id", "snapshot"], "missingValues": [""]},
    }


def readme(descriptor: Mapping[str, Any]) -> str:
    """The same for people, as Markdown."""
    ours = descriptor["onrecord"]
    asked = ours["query"]
    query = ", ".join(f"{name} {value}" for name, value in asked.items()) or "everything"
    lines = [
        f"# {descriptor['title']}",
        "",
        f"- Query: {query}",
        f"- As the archive stood at: {ours['archive_at'] or 'the time of the export'}",
        f"- Withheld or erased since: {ours['erased_since'] or 0}, and not in here",
        f"- Statements: {ours['rows']}",
        f"- Digest: {ours['digest']} ({ours['digest_of']})",
        "",
        "## Terms",
        "",
        NO_LICENCE,
        "",
        *(
            f"- {row['platform']}, through {row['source']}: {row['terms'] or 'no terms known'}"
            for row in ours["terms"]
        ),
        "",
        "## Columns",
        "",
        "Times are RFC 3339 in UTC; what is unknown is empty.",
        "",
        *(f"- `{c.name}` ({c.kind}): {c.what}" for c in COLUMNS),
        "",
    ]
    return "\n".join(lines)
