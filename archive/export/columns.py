"""The post as JSON -> one flat row: the columns of CSV, Parquet and SQLite. Pure.

Each column says its name, its type, what it holds and how it is read; docs/data-dictionary.md and
the codebook inside every export are made of the same list.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal, TypeAlias

import msgspec

__all__ = ["COLUMNS", "INSIDE", "Column", "Kind", "Post", "flat"]

Post: TypeAlias = Mapping[str, Any]
"""The shape of :func:`archive.post_json.post_json`."""

Kind = Literal["string", "integer", "boolean", "datetime"]
"""As Frictionless Data calls them."""

INSIDE = ("quoted", "parent", "reposted")
"""The posts that another refers to: each has its own columns, by this prefix."""


class Column(msgspec.Struct, frozen=True):
    name: str
    kind: Kind
    what: str
    read: Callable[[Post], Any]


def flat(post: Post) -> dict[str, Any]:
    """The row of a post, by column. What is unknown is ``None``; times are RFC 3339."""
    return {column.name: column.read(post) for column in COLUMNS}


def _at(first: str, *others: str) -> Callable[[Post], Any]:
    """Reads the value at a path; ``None`` where it ends early."""
    if not others:
        return lambda post: post.get(first)

    def read(post: Post) -> Any:
        found = post.get(first)
        for name in others:
            if found is None:
                return None
            found = found.get(name)
        return found

    return read


def _joined(values: Iterator[str | None]) -> str | None:
    """Values without spaces, with one between each; ``None`` where there is none."""
    return " ".join(value for value in values if value) or None


def _spans(kind: str) -> Callable[[Post], str | None]:
    """The words of the text that are of a kind, as they stand there."""

    def read(post: Post) -> str | None:
        text: str = post["text"] or ""
        return _joined(
            text[facet["start"] : facet["end"]] for facet in post["facets"] if facet["kind"] == kind
        )

    return read


def _links(post: Post) -> str | None:
    return _joined(facet["target"] for facet in post["facets"] if facet["kind"] == "link")


def _media(name: str) -> Callable[[Post], str | None]:
    return lambda post: _joined(medium[name] for medium in post["media"])


def _alts(post: Post) -> str | None:
    """A list, as JSON: descriptions have spaces and line ends."""
    if not any(medium["alt"] for medium in post["media"]):
        return None
    return msgspec.json.encode([medium["alt"] for medium in post["media"]]).decode()


def _columns() -> Iterator[Column]:
    yield Column("id", "string", "the post's id", _at("id"))
    yield Column("snapshot", "integer", "number of the snapshot", _at("snapshot"))
    yield Column(
        "platform",
        "string",
        "`x`, `bluesky`, `fediverse`, or another name of `[platforms.NAME]`",
        _at("platform"),
    )
    yield Column("native_id", "string", "the platform's id of the post", _at("native_id"))
    yield Column("url", "string", "the post's address on its platform", _at("url"))
    yield Column("page", "string", "its permanent page here", _at("links", "post"))
    yield Column("kind", "string", "`post` or `repost`", _at("kind"))
    yield Column("text", "string", "what a reader saw; a repost has `reposted_text`", _at("text"))
    yield Column("lang", "string", "BCP 47, as declared", _at("lang"))
    yield Column("created_at", "datetime", "when it was posted", _at("created_at"))
    yield Column(
        "created_precision",
        "string",
        "how exactly that is known: `ms`, `s`, `minute`, `day`, `unknown`",
        _at("created_precision"),
    )
    yield Column(
        "created_at_claimed",
        "datetime",
        "what the author's software claims",
        _at("created_at_claimed"),
    )
    yield Column("edited_at", "datetime", "when this version was made", _at("edited_at"))
    yield Column("captured_at", "datetime", "when we took the snapshot", _at("captured_at"))
    yield Column("as_of", "datetime", "when the post looked like this", _at("as_of"))
    yield Column(
        "completeness", "string", "`full`, `cut`, `partial`, `by hand`", _at("completeness")
    )
    yield Column("reason", "string", "why there is this snapshot", _at("reason"))
    yield Column("author_name", "string", "who posted, at capture", _at("author", "name"))
    yield Column("author_handle", "string", "at capture", _at("author", "handle"))
    yield Column("author_native_id", "string", "the account's id", _at("author", "native_id"))
    yield Column("author_url", "string", "the account's address", _at("author", "url"))
    for name, what in (
        ("slug", "the official's name in addresses, once a person confirmed who it is"),
        ("name", "the official"),
        ("office", "held when it was posted"),
        ("party", "then"),
        ("jurisdiction", "of the office"),
        ("account_kind", "`official`, `campaign`, `personal`, `office-wide`"),
    ):
        yield Column(f"official_{name}", "string", what, _at("official", name))
    yield Column("hashtags", "string", "with a space between", _spans("hashtag"))
    yield Column("mentions", "string", "with a space between", _spans("mention"))
    yield Column("linked", "string", "full addresses, with a space between", _links)
    yield Column("media", "integer", "how many", lambda post: len(post["media"]))
    yield Column("media_kinds", "string", "with a space between", _media("kind"))
    yield Column(
        "media_sha256", "string", "of those that are here, with a space between", _media("sha256")
    )
    yield Column("media_alts", "string", "their descriptions, a JSON list", _alts)
    yield Column(
        "card_url", "string", "of the linked page that is previewed", _at("link_card", "url")
    )
    yield Column("card_title", "string", "its title", _at("link_card", "title"))
    for name in ("replies", "reposts", "likes", "quotes", "views"):
        yield Column(name, "integer", "at capture", _at("counts", name))
    yield Column("sensitive", "boolean", "as the author marked it", _at("sensitive"))
    yield Column("content_warning", "string", "what stands before the text", _at("content_warning"))
    yield Column("state", "string", "`live`, `gone` or `unknown`", _at("status", "state"))
    yield Column("last_seen_live", "datetime", "by a look", _at("status", "last_seen_live"))
    yield Column("first_seen_gone", "datetime", "by a look", _at("status", "first_seen_gone"))
    yield Column("source", "string", "what gave the snapshot", _at("source", "name"))
    yield Column("terms", "string", "under whose terms", _at("source", "terms"))
    yield Column("capture_reason", "string", "why it is kept", _at("capture", "reason"))
    yield Column("requested_at", "datetime", "since when", _at("capture", "requested_at"))
    yield Column("sha256", "string", "of the canonical form", _at("evidence", "sha256"))
    for inside in INSIDE:
        for name, kind, what, path in _INSIDE:
            yield Column(
                f"{inside}_{name}", kind, f"of the {inside} post: {what}", _at(inside, *path)
            )


_INSIDE: tuple[tuple[str, Kind, str, tuple[str, ...]], ...] = (
    ("id", "string", "its id", ("id",)),
    ("snapshot", "integer", "its snapshot", ("snapshot",)),
    ("url", "string", "its address on its platform", ("url",)),
    ("unavailable", "string", "why it is not here", ("unavailable",)),
    ("author_name", "string", "who posted it", ("author", "name")),
    ("author_handle", "string", "who posted it", ("author", "handle")),
    ("created_at", "datetime", "when", ("created_at",)),
    ("text", "string", "its text", ("text",)),
)

COLUMNS: tuple[Column, ...] = tuple(_columns())
"""In their order."""
