"""The data archive that X hands to an account's owner: ``tweets.js`` alone, or the ZIP that it came
in, or the folder that somebody unpacked that to. In these ``account.js`` names the owner,
``note-tweet.js`` has the long texts, and ``tweets_media`` the files of pictures and videos.

A status stands in it as API v1.1 writes one, with numbers as text, without its author, and without
the post that it reposts or quotes: of a repost there is "RT @name: …" and no more.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from msgspec.structs import replace

from archive.errors import UsageError
from archive.importing.packs import FAILED, Folder, Pack, cannot_be_unpacked, is_zip, unpacked
from archive.importing.reading import decode, elements
from archive.importing.rows import Asked, Enclosed, Problem, Row, Unreadable
from archive.importing.twarc_v1 import status
from archive.importing.x_notes import Notes, notes_in
from archive.outcome import Found
from archive.platforms.shape import mapping
from archive.platforms.x.post import author_of
from archive.records import Author

__all__ = ["Progress", "first_of", "folder_size", "posts_in", "read", "read_whole"]

_FOLDERS = r"(?:[\w-][\w. -]*/){0,3}"
_POSTS = re.compile(_FOLDERS + r"tweets?(?:-part[0-9]+)?\.js")
_NOTES = re.compile(_FOLDERS + r"note-tweets?(?:-part[0-9]+)?\.js")
_ACCOUNT = re.compile(_FOLDERS + r"account\.js")
_MEDIA = re.compile(_FOLDERS + r"(?:tweets?|community_tweet)_media/([0-9]{1,20}-[\w-]+\.\w{2,5})")
_MAX_ACCOUNT = 1_000_000
_MAX_RATIO = 200
"""A list of posts is packed to a tenth; what is packed to less than this is made to fill disks."""


def posts_in(names: Iterator[str]) -> list[str]:
    """The files of posts in an archive, the parts in their order."""
    return _parts(_POSTS, names)


def _parts(form: re.Pattern[str], names: Iterator[str]) -> list[str]:
    return sorted(filter(form.fullmatch, names), key=lambda name: (len(name), name))


class Progress:
    """How much of an archive's posts was read, as a place in ``size`` bytes."""

    def __init__(self, size: int) -> None:
        self._size = size
        self.share = 0.0

    def position(self) -> int:
        return int(self._size * self.share)


def read(stream: IO[bytes], asked: Asked) -> Iterator[Row | Problem]:
    """See :data:`archive.importing.rows.Read`."""
    if is_zip(stream):
        yield from read_whole(stream, asked, Progress(0))
    else:
        yield from _posts(stream, _owner({}, asked), 0)


def read_whole(
    whole: IO[bytes] | Path, asked: Asked, progress: Progress
) -> Iterator[Row | Problem]:
    """The same of a ZIP, or of the folder that it was unpacked to."""
    with unpacked(whole) as pack:
        try:
            yield from _archive(pack, asked, progress)
        except FAILED as error:
            raise cannot_be_unpacked(error) from error


def first_of(folder: Path) -> IO[bytes]:
    """The first file of posts in a folder.

    Raises:
        UsageError: there is none.
    """
    pack = Folder(folder)
    return pack.open(_posts_of(pack)[0])


def folder_size(folder: Path) -> int:
    """Bytes of all posts in it."""
    pack = Folder(folder)
    return sum(pack.names[name][0] for name in posts_in(iter(pack.names)))


def _posts_of(pack: Pack) -> list[str]:
    names = posts_in(iter(pack.names))
    if not names:
        raise UsageError(
            "The archive has no tweets.js.", next_step="Give the ZIP as X made it, or tweets.js."
        )
    return names


def _archive(pack: Pack, asked: Asked, progress: Progress) -> Iterator[Row | Problem]:
    names, notes = _posts_of(pack), _parts(_NOTES, iter(pack.names))
    for name in (*names, *notes):
        size, packed = pack.names[name]
        if size > _MAX_RATIO * max(packed, 10_000):
            raise UsageError(
                f"{name} would unpack to {size:,} bytes, {_MAX_RATIO} times its size and more: no "
                "list of posts does.",
                next_step="Check where the archive is from.",
            )
    account = next(filter(_ACCOUNT.fullmatch, pack.names), None)
    told = {}
    if account is not None:
        with pack.open(account) as file:
            told = _account(file.read(_MAX_ACCOUNT))
    files = {found[1]: name for name in pack.names if (found := _MEDIA.fullmatch(name))}
    owner, done, before = _owner(told, asked), 0, 0
    size = sum(pack.names[name][0] for name in names)
    with notes_in(_opened(pack, notes)) as long:
        for name in names:
            with pack.open(name) as file:
                for item in _posts(file, owner, done, long):
                    progress.share = min(1, (before + file.tell()) / max(size, 1))
                    yield _with_files(item, files) if isinstance(item, Row) else item
                    done = item.row
            before += pack.names[name][0]


def _opened(pack: Pack, names: list[str]) -> Iterator[IO[bytes]]:
    for name in names:
        with pack.open(name) as file:
            yield file


def _with_files(row: Row, files: Mapping[str, str]) -> Row:
    enclosed = tuple(_files_of(row.found, files)) if files else ()
    return replace(row, enclosed=enclosed) if enclosed else row


def _files_of(found: Found, files: Mapping[str, str]) -> Iterator[Enclosed]:
    """A file has the id of its post, of whichever version, and the last part of its address."""
    ids = (found.ref.native_id, *found.aliases)
    for position, medium in enumerate(found.snapshots[-1].media):
        name = _named(ids, medium.urls, files)
        if name is not None:
            yield Enclosed(role="media", position=position, name=name)
        poster = _named(ids, (medium.poster_url or "",), files)
        if poster is not None:
            yield Enclosed(role="poster", position=position, name=poster)


def _named(ids: tuple[str, ...], urls: tuple[str, ...], files: Mapping[str, str]) -> str | None:
    ends = dict.fromkeys(urlsplit(url).path.rpartition("/")[2] for url in urls)
    names = (files.get(f"{id_}-{end}") for end in ends for id_ in ids)
    return next((name for name in names if name is not None), None)


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


def _posts(
    stream: IO[bytes], owner: Author, before: int, long: Notes | None = None
) -> Iterator[Row | Problem]:
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
            post = mapping(entry.get("tweet", entry))
            read = status(row, post if long is None else long.lengthened(post), notes, owner)
        except Unreadable as error:
            yield Problem(row=row, what=error.what, next_step=error.next_step)
        else:
            yield _cut(read, long.unreadable) if long is not None else read


def _cut(row: Row, unreadable: int) -> Row:
    """A post of which the file has the beginning only says so, where its text may be lost."""
    if not unreadable or row.found.snapshots[-1].completeness != "cut":
        return row
    lost = f"of its long text only the beginning was found; {unreadable:,} of them are unreadable"
    return replace(row, notes=(*row.notes, lost))
