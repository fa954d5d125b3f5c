"""What both of X's interfaces need to make snapshots: authors, versions, links. Pure."""

import re
from datetime import datetime

import msgspec
from msgspec.structs import replace

from archive.outcome import Found
from archive.platforms.shape import string
from archive.platforms.x.ids import is_id, snowflake_time
from archive.platforms.x.media import full_avatar
from archive.platforms.x.urls import account_url, post_url
from archive.records import Author, PostLink, Precision, Snapshot, Unavailable

__all__ = [
    "Parsed",
    "author_of",
    "chain_of",
    "created",
    "found",
    "joined",
    "language",
    "link_to",
    "of_version",
]

# X's codes for "no language": not determined, media only, hashtags only, mentions only, …
_NO_LANGUAGE = {"und", "zxx", "art", "qme", "qst", "qht", "qam", "qct"}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_OLD_CODES = {"in": "id", "iw": "he"}
_NEWER = "X holds a newer version of this post, which it did not show."


class Parsed(msgspec.Struct, frozen=True, kw_only=True):
    """One answer of X about a post, read."""

    chain: tuple[str, ...]
    """The ids of the post's versions, oldest first; its native id is the first."""
    versions: dict[str, Snapshot]
    """Those that are in the answer, by the id of the version."""
    along: tuple[Snapshot, ...] = ()
    newer: bool = False
    """X says that there is a version after the last of the chain."""

    @property
    def native_id(self) -> str:
        return self.chain[0]

    @property
    def missing(self) -> tuple[str, ...]:
        """Ids of versions that are not in the answer, newest first."""
        return tuple(id_ for id_ in reversed(self.chain) if id_ not in self.versions)


def joined(one: Parsed, other: Parsed) -> Parsed:
    """Two answers about versions of one post as one."""
    chain = tuple(sorted({*one.chain, *other.chain}, key=int))
    versions = {**other.versions, **one.versions}
    along = {snapshot.native_id: snapshot for snapshot in (*one.along, *other.along)}
    return Parsed(
        chain=chain,
        versions={id_: of_version(versions[id_], id_, chain) for id_ in versions},
        along=tuple(along.values()),
        newer=any(part.newer and part.chain[-1] == chain[-1] for part in (one, other)),
    )


def found(parsed: Parsed, asked: str) -> Found:
    """The answer that a source gives. ``asked`` is the id it was asked for."""
    snapshots = [parsed.versions[id_] for id_ in parsed.chain if id_ in parsed.versions]
    if parsed.newer or parsed.chain[-1] not in parsed.versions:
        snapshots[-1] = replace(snapshots[-1], warnings=(*snapshots[-1].warnings, _NEWER))
    keys = dict.fromkeys((*parsed.chain, asked))
    return Found(
        ref=snapshots[-1].ref,
        snapshots=tuple(snapshots),
        along=parsed.along,
        aliases=tuple(key for key in keys if key != parsed.native_id),
    )


def chain_of(version: str, ids: object) -> tuple[str, ...]:
    """The ids of an edited post, oldest first: they count up. One id, if there are no others
    or if the list is not about this version.
    """
    listed = {id_ for id_ in ids if is_id(id_)} if isinstance(ids, list) else set()
    return tuple(sorted(listed, key=int)) if version in listed else (version,)


def of_version(
    snapshot: Snapshot, version: str, chain: tuple[str, ...], *, stale: bool = False
) -> Snapshot:
    """A snapshot as that of one version of an edit chain: when it was edited, and, where a
    newer one took its place, as of when it was made, not as of now.

    ``stale``: X says that there is a newer version, named in the chain or not.
    """
    made = snowflake_time(version)
    if version != chain[0]:
        snapshot = replace(snapshot, edited_at=made)
    if version != chain[-1] or stale:
        snapshot = replace(snapshot, as_of=made or snapshot.created_at, as_of_basis="edit history")
    return snapshot


def created(native_id: str, told: datetime | None) -> tuple[datetime | None, Precision]:
    """When a post was made: by its id to the millisecond, else by what X says."""
    by_id = snowflake_time(native_id)
    if by_id is not None:
        return by_id, "ms"
    return told, "unknown" if told is None else "s"


def author_of(*, id: object, name: object, handle: object, avatar: object) -> Author:
    url = account_url(handle) if isinstance(handle, str) else None
    return Author(
        name=string(name),
        handle=str(handle) if url is not None else None,
        native_id=id if is_id(id) else None,
        url=url,
        avatar_url=full_avatar(avatar),
    )


def language(code: object) -> str | None:
    """BCP 47, or ``None`` where X says that it found none."""
    if not isinstance(code, str) or not _LANGUAGE.fullmatch(code) or code in _NO_LANGUAGE:
        return None
    return _OLD_CODES.get(code, code)


def link_to(
    native_id: str, handle: object = None, *, unavailable: Unavailable | None = None
) -> PostLink:
    return PostLink(
        url=post_url(native_id, handle if isinstance(handle, str) else None),
        platform="x",
        native_id=native_id,
        unavailable=unavailable,
    )
