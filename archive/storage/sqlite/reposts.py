"""What a repost passes on: the post inside it, as long as readers see its words there."""

import json
from collections.abc import Iterable

from msgspec.structs import replace
from sqlite_utils import Database

from archive.clock import parse_time
from archive.records import Check, Snapshot, Stored
from archive.status import status_of
from archive.storage.sqlite.connection import rows
from archive.storage.sqlite.rows import stored_of
from archive.tokens import Indexed, index, link_words

__all__ = ["passed_on", "passing_on", "words_with"]


def passed_on(db: Database, addresses: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Stored]:
    """The snapshots inside these (post, N), by the address of the repost. Not one that is withheld
    or erased, nor one of a post that is here as context only, or by a private person, and that is
    no longer public: the embed of the repost does not show its words, either.
    """
    found = rows(
        db,
        """
        SELECT o.post AS by_post, o.n AS by_n, s.*, p.platform, p.native_id, p.url,
          p.capture_reason = 'context' OR coalesce(a.private_person, 0) AS for_others,
          (SELECT json_group_array(json_array(c.at, c.source, c.outcome)) FROM checks c
            WHERE c.post = p.id AND c.outcome IN ('found', 'gone')) AS looks
        FROM json_each(?) j
        JOIN snapshots o ON o.post = json_extract(j.value, '$[0]')
          AND o.n = json_extract(j.value, '$[1]')
        JOIN snapshot_links l ON l.snapshot = o.id AND l.relation = 'reposted'
        JOIN posts p ON p.id = l.post
        JOIN snapshots s ON s.post = l.post AND s.n = l.n
        LEFT JOIN accounts a ON a.id = p.account
        WHERE p.visibility IN ('draft', 'public') AND s.visibility IN ('draft', 'public')
          AND s.content IS NOT NULL
        """,
        json.dumps([list(address) for address in addresses]),
    )
    return {
        (row["by_post"], row["by_n"]): stored_of(row)
        for row in found
        if not (row["for_others"] and _is_gone(row["post"], row["looks"]))
    }


def _is_gone(post: str, looks: str) -> bool:
    told = (
        Check(post=post, at=parse_time(at), source=source, outcome=outcome)
        for at, source, outcome in json.loads(looks)
    )
    return status_of(tuple(told)).state == "gone"


def passing_on(db: Database, post: str) -> list[str]:
    """The posts that pass a post on."""
    found = rows(
        db,
        """
        SELECT DISTINCT s.post FROM snapshot_links l JOIN snapshots s ON s.id = l.snapshot
        WHERE l.post = ? AND l.relation = 'reposted' AND s.post != l.post
        """,
        post,
    )
    return [row["post"] for row in found]


def words_with(own: Snapshot, inside: Snapshot) -> Indexed:
    """The tokens of a repost: its own words, the name and the handle of whom it passes on, as a
    mention, and the words of that post.
    """
    author = inside.author
    handle = f"@{author.handle.removeprefix('@')}" if author.handle else None
    by = " ".join(part for part in (author.name, handle) if part)
    parts = (own.text, by, inside.content_warning, inside.text)
    words = index("\n\n".join(part for part in parts if part), inside.lang or own.lang)
    return replace(words, links=link_words(own))
