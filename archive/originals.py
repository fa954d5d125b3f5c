"""Fetches the originals that a snapshot shows, and says of each whether it is there.

Images are fetched before the snapshot is stored; the files of videos, GIFs and audio come
later, as a job, so that an embed never waits for them.
"""

import asyncio
import logging
from collections.abc import Container, Iterable, Mapping
from typing import Protocol
from urllib.parse import urlsplit

import msgspec

from archive.errors import (
    AddressRefused,
    FetchError,
    MediaError,
    TooLarge,
)
from archive.media.captions import MAX_BYTES as MAX_CAPTIONS
from archive.media.captions import inspect_captions
from archive.media.playlist import Subtitles, is_playlist, read_subtitles
from archive.media.stream import PASSING, Tracks, fetch_stream
from archive.media.subtitles import fetch_subtitles
from archive.platforms.base import Fetcher
from archive.records import (
    Again,
    Attachment,
    Media,
    MediaRole,
    MediaRow,
    MediaState,
    Snapshot,
)

__all__ = ["Inspector", "Joiner", "Original", "Originals", "Wanted", "attach", "wanted"]

log = logging.getLogger(__name__)

MAX_EMOJI = 24
"""Custom emoji fetched for one snapshot; the rest stay as their shortcode."""

MAX_AT_ONCE = 8
"""Files of one capture that are fetched at once; each may be as large as ``[fetch] max_media``."""
MAX_BYTES = 256 * 1024 * 1024
"""Bytes of one capture's files after which no other is fetched: they are in memory until it
is written."""
MAX_VIDEO = 100_000_000
"""``[media] max_video_bytes`` where no setting says else."""
_NO_FFMPEG = (
    "It comes as a stream (HLS), whose parts are joined by ffmpeg, which is not installed here."
)
_HOPE: tuple[MediaState, ...] = ("late", "too large", "not to be had")


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """One file that a snapshot shows: its role, and where it may be had, best first."""

    role: MediaRole
    position: int
    urls: tuple[str, ...]
    now: bool
    """Fetched before the snapshot is stored; else by a job."""


class Original(msgspec.Struct, frozen=True, kw_only=True):
    """What came of fetching one file."""

    state: MediaState
    url: str | None
    row: MediaRow | None = None
    data: bytes | None = None
    """The original, when it was fetched just now; ``None`` when it was known already."""
    detail: str | None = None
    again: Again | None = None
    """What has to be there for it to be tried once more."""
    subtitles: tuple[Subtitles, ...] = ()
    """Those that the stream named, of which it was joined just now."""


class Inspector(Protocol):
    async def inspect(self, data: bytes) -> MediaRow: ...


class Joiner(Protocol):
    """Makes one file of a stream's tracks: :class:`archive.media.ffmpeg.Ffmpeg`."""

    async def join(self, tracks: Tracks) -> bytes: ...

    async def still(self, data: bytes, mime: str) -> bytes: ...


def wanted(snapshot: Snapshot) -> tuple[Wanted, ...]:
    """Every file that a snapshot shows: media, posters, avatar, card picture, emoji."""
    files: list[Wanted] = []
    for position, medium in enumerate(snapshot.media):
        files.append(_want("media", position, medium.urls, now=medium.kind == "image"))
        if medium.poster_url:
            files.append(_want("poster", position, (medium.poster_url,)))
    captions = [c for medium in snapshot.media for c in medium.captions]
    for position, caption in enumerate(captions):
        files.append(_want("captions", position, (caption.url,), now=False))
    if snapshot.author.avatar_url:
        files.append(_want("avatar", 0, (snapshot.author.avatar_url,)))
    if snapshot.link_card is not None and snapshot.link_card.image_url:
        files.append(_want("card", 0, (snapshot.link_card.image_url,)))
    emoji = [f.target for f in snapshot.facets if f.kind == "emoji" and f.target]
    for position, target in enumerate(list(dict.fromkeys(emoji))[:MAX_EMOJI]):
        files.append(_want("emoji", position, (target,)))
    return tuple(files)


def attach(
    snapshot: Snapshot, originals: Mapping[Wanted, Original]
) -> tuple[Snapshot, tuple[Attachment, ...]]:
    """The snapshot with the hashes of what is there, and the rows that go beside it.

    A post whose image could not be had is ``partial``: the medium says why.
    """
    attachments: list[Attachment] = []
    hashes: dict[tuple[MediaRole, int], str] = {}
    for want, original in originals.items():
        sha256 = original.row.sha256 if original.row is not None else None
        if sha256 is not None:
            hashes[want.role, want.position] = sha256
        attachments.append(
            Attachment(
                role=want.role,
                position=want.position,
                source_url=original.url,
                state=original.state,
                sha256=sha256,
                detail=original.detail,
                again=original.again,
            )
        )
    media = tuple(
        _with_original(medium, originals, position, hashes)
        for position, medium in enumerate(snapshot.media)
    )
    changed = msgspec.structs.replace(
        snapshot,
        media=media,
        author=msgspec.structs.replace(snapshot.author, avatar=hashes.get(("avatar", 0))),
    )
    if snapshot.link_card is not None:
        card = msgspec.structs.replace(snapshot.link_card, image=hashes.get(("card", 0)))
        changed = msgspec.structs.replace(changed, link_card=card)
    missing = any(m.kind == "image" and m.sha256 is None for m in media)
    if missing and snapshot.completeness == "full":
        changed = msgspec.structs.replace(changed, completeness="partial")
    return changed, tuple(attachments)


def _with_original(
    medium: Media,
    originals: Mapping[Wanted, Original],
    position: int,
    hashes: Mapping[tuple[MediaRole, int], str],
) -> Media:
    """Width and height from the platform stay; what our own look tells fills the gaps."""
    row = next(
        (p.row for w, p in originals.items() if (w.role, w.position) == ("media", position)), None
    )
    return msgspec.structs.replace(
        medium,
        sha256=hashes.get(("media", position)),
        poster=hashes.get(("poster", position)),
        mime=row.mime if row is not None else medium.mime,
        width=medium.width or (row.width if row is not None else None),
        height=medium.height or (row.height if row is not None else None),
    )


class Originals:
    """Fetches each file of one capture once, however many snapshots show it.

    ``known`` are files that are kept already, by their address, so that a look at an unchanged
    post fetches nothing again.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        inspector: Inspector,
        known: Mapping[str, MediaRow],
        *,
        joiner: Joiner | None = None,
        max_video: int = MAX_VIDEO,
    ) -> None:
        self._fetcher = fetcher
        self._inspector = inspector
        self._known = known
        self._joiner = joiner
        self._max_video = max_video
        self._tasks: dict[tuple[str, ...], asyncio.Task[Original]] = {}
        self._turns = asyncio.Semaphore(MAX_AT_ONCE)
        self._room = MAX_BYTES

    async def fetch(
        self,
        snapshot: Snapshot,
        *,
        late: bool = False,
        only: Container[tuple[MediaRole, int]] | None = None,
    ) -> dict[Wanted, Original]:
        """Every file of a snapshot: fetched, known, or said to come later.

        With ``late`` also those that a capture leaves to the job. ``only`` names those that are
        meant by role and place, where it is not all of them.
        """
        files = [w for w in wanted(snapshot) if only is None or (w.role, w.position) in only]
        for want in files:
            if (want.now or late) and want.urls not in self._tasks:
                self._tasks[want.urls] = asyncio.create_task(self._one(want))
        originals: dict[Wanted, Original] = {}
        for want in files:
            task = self._tasks.get(want.urls)
            if task is not None:
                originals[want] = await self._come(task)
            else:
                url = want.urls[0] if want.urls else None
                originals[want] = Original(
                    state="late" if url else "not to be had",
                    url=url,
                    detail=None if url else "The platform named no address for it.",
                )
        return originals

    async def _come(self, task: asyncio.Task[Original]) -> Original:
        """One file. When it is given up, or something broke, so are all the others: nothing
        goes on fetching for a capture that has ended.
        """
        try:
            return await task
        except BaseException:
            for other in self._tasks.values():
                other.cancel()
            await asyncio.gather(*self._tasks.values(), return_exceptions=True)
            raise

    def fetched(self) -> tuple[Original, ...]:
        """Those whose bytes came just now, each once."""
        originals = [t.result() for t in self._tasks.values() if t.done() and not t.cancelled()]
        return tuple({p.row.sha256: p for p in originals if p.row and p.data}.values())

    async def captions(self, url: str) -> Original:
        """The captions of a stream, in one language, at the address of their list."""
        try:
            data = await fetch_subtitles(self._fetcher, url, min(MAX_CAPTIONS, max(self._room, 0)))
            self._room -= len(data)
            return Original(state="there", url=url, row=inspect_captions(data), data=data)
        except (MediaError, FetchError) as error:
            return _without(url, error)

    async def subtitles(self, urls: Iterable[str]) -> tuple[Subtitles, ...]:
        """The captions that the stream among some addresses of a video names, where the video
        itself came as a file. A stream that is not to be had names none: the video is there.
        """
        for url in urls:
            if urlsplit(url).path.endswith(".m3u8"):
                try:
                    response = await self._fetcher.get(url)
                    if response.status == 200 and is_playlist(response.body):
                        return read_subtitles(response.text(), response.url)
                except (MediaError, FetchError) as error:
                    log.info("%s: which captions there are is not known: %s", url, error)
        return ()

    async def _one(self, want: Wanted) -> Original:
        """The first address that gives the file. When none does, what would have helped counts:
        that it may come later, then that it was too large.
        """
        original = Original(
            state="not to be had", url=None, detail="The platform named no address for it."
        )
        again: Again | None = None
        for url in want.urls:
            row = self._known.get(url)
            if row is not None:
                return Original(state="there", url=url, row=row)
            async with self._turns:
                came = await self._from(url, want)
            if came.state == "there":
                return came
            again = again or came.again
            if _HOPE.index(came.state) <= _HOPE.index(original.state):
                original = came
        return msgspec.structs.replace(original, again=again)

    async def _from(self, url: str, want: Wanted) -> Original:
        most = None if want.now else self._max_video
        if self._room <= 0:
            return Original(
                state="too large",
                url=url,
                detail=f"The files of this post have more than {MAX_BYTES:,} bytes together.",
            )
        subtitles: tuple[Subtitles, ...] = ()
        try:
            response = await self._fetcher.get(url, media=True, most=most)
            data = response.body
            if response.status == 200 and most is not None and is_playlist(data):
                if self._joiner is None:  # its parts are not even asked for
                    return Original(
                        state="not to be had", url=url, detail=_NO_FFMPEG, again="ffmpeg"
                    )
                tracks = await fetch_stream(self._fetcher, response, min(most, self._room))
                data, subtitles = await self._joiner.join(tracks), tracks.subtitles
            if response.status != 200:
                return Original(
                    state="late" if response.status in PASSING else "not to be had",
                    url=url,
                    detail=f"Its server answered {response.status}.",
                )
            self._room -= len(data)
            row = (
                inspect_captions(data)
                if want.role == "captions"
                else await self._inspector.inspect(data)
            )
        except (MediaError, FetchError) as error:
            return _without(url, error)
        return Original(state="there", url=url, row=row, data=data, subtitles=subtitles)


def _without(url: str, error: MediaError | FetchError) -> Original:
    """What it means for a file that it did not come."""
    state: MediaState = "late"
    match error:
        case TooLarge():
            state = "too large"
        case MediaError() | AddressRefused():
            state = "not to be had"
    return Original(state=state, url=url, detail=error.what)


def _want(role: MediaRole, position: int, urls: tuple[str, ...], *, now: bool = True) -> Wanted:
    return Wanted(role=role, position=position, urls=urls, now=now)
