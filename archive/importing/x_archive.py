"""The data archive that X hands to an account's owner: ``tweets.js`` alone, or the ZIP that it came
in, whose ``account.js`` names the owner.

A status stands in it as API v1.1 writes one, with numbers as text, without its author, and without
the post that it reposts or quotes: of a repost there is "RT @name: …" and no more.
"""

import re
import zipfile
from collections.abc import Iterator
from typing import IO

from archive.errors import UsageError
from archive.importing.reading import decode, elements, peek
from archive.importing.rows import Asked, Problem, Row, Unreadable
from archive.importing.twarc_v1 import status
from archive.platforms.shape import mapping
from archive.platforms.x.post import author_of
from archive.records import Author

__all__ = ["is_zip", "posts_in", "read"]

_POSTS = re.compile(r"(?:.*/)?tweets?(?:-part[0-9]+)?\.js")
_ACCOUNT = re.compile(r"(?:.*/)?account\.js")
_MAX_ACCOUNT = 1_000_000
_MAX_MEMBERS = 500_000
_MAX_RATIO = 200
"""A list of posts is packed to a tenth; what is packed to less than this is made to fill disks."""


def is_zip(stream: IO[bytes]) -> bool:
    return peek(stream, 4) == b"PK\x03\x04"


def posts_in(names: list[str]) -> list[str]:
    """The files of posts in an archive, the parts in their order."""
    return sorted(filter(_POSTS.fullmatch, names), key=lambda name: (len(name), name))


def read(stream: IO[bytes], asked: Asked) -> Iterator[Row | Problem]:
    """See :data:`archive.importing.rows.Read`."""
    if not is_zip(stream):
        yield from _posts(stream, _owner({}, asked), 0)
        return
    try:
        with zipfile.ZipFile(stream) as archive:
            yield from _archive(archive, asked)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError) as error:
        raise UsageError(
            f"The archive cannot be unpacked: {error}.", next_step="Download it once more."
        ) from error


def _archive(archive: zipfile.ZipFile, asked: Asked) -> Iterator[Row | Problem]:
    members = {info.filename: info for info in archive.infolist()[:_MAX_MEMBERS]}
    names = posts_in(list(members))
    if not names:
        raise UsageError(
            "The archive has no tweets.js.", next_step="Give the ZIP as X made it, or tweets.js."
        )
    for name in names:
        if members[name].file_size > _MAX_RATIO * max(members[name].compress_size, 10_000):
            raise UsageError(
                f"{name} would unpack to {members[name].file_size:,} bytes, "
                f"{_MAX_RATIO} times its size and more: no list of posts does.",
                next_step="Check where the archive is from.",
            )
    account = next(filter(_ACCOUNT.fullmatch, members), None)
    told = {}
    if account is not None:
        with archive.open(account) as file:
            told = _account(file.read(_MAX_ACCOUNT))
    owner, done = _owner(told, asked), 0
    for name in names:
        with archive.open(name) as file:
            for item in _posts(file, owner, done):
                yield item
                done = item.row


def _account(data: bytes) -> dict[str, object]:
    try:
        value = decode(data[data.index(b"[") :])[0]
    except (ValueError, Unreadable):
        return {}
    return mapping(mapping(value[0] if value else None).get("account"))


def _owner(account: dict[str, object], asked: Asked) -> Author:
    return author_of(
        id=account.get("accountId"),
        name=account.get("accountDisplayName"),
        handle=account.get("username") or asked.handle,
        avatar=None,
    )


def _posts(stream: IO[bytes], owner: Author, before: int) -> Iterator[Row | Problem]:
    """The posts of one file, counted on from those before it."""
    for item in elements(stream):
        if isinstance(item, Problem):
            yield Problem(row=before + item.row, what=item.what, next_step=item.next_step)
            continue
        row, data = item
        row += before
        try:
            value, notes = decode(data)
            entry = mapping(value)
            yield status(row, entry.get("tweet", entry), notes, owner)
        except Unreadable as error:
            yield Problem(row=row, what=error.what, next_step=error.next_step)
