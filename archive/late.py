"""Media that were late: fetched by a job, after the snapshot that shows them was stored."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Literal

import msgspec

from archive.attachments import known_files
from archive.clock import Clock
from archive.errors import MediaError
from archive.ledger import Ledger, erased_media
from archive.looking import Recording
from archive.media.playlist import Subtitles
from archive.originals import MAX_VIDEO, Inspector, Joiner, Original, Originals, Wanted, attach
from archive.records import STREAM_CAPTIONS, Again, Attachment, Media, Snapshot
from archive.storage.base import Blobs, Holding, Late, Storage

__all__ = ["LATE_SECONDS", "LateMedia", "may_be_had"]

LATE_SECONDS = 300.0
"""That one go may take: nobody waits for it, and a stream has hundreds of parts."""


def may_be_had(joiner: Joiner | None) -> tuple[Again, ...]:
    """What those files wait for that are worth another try now."""
    return ("another day",) if joiner is None else ("another day", "ffmpeg")


class LateMedia:
    """Fetches videos, pictures whose server did not answer at capture, and what was given up, once
    that is there for which it waits.

    ``recording`` opens a fetcher for one go.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        blobs: Blobs,
        inspector: Inspector,
        recording: Callable[[], Recording],
        clock: Clock,
        joiner: Joiner | None = None,
        max_video: int = MAX_VIDEO,
    ) -> None:
        self._storage = storage
        self._blobs = blobs
        self._inspector = inspector
        self._recording = recording
        self._clock = clock
        self._joiner = joiner
        self._max_video = max_video

    async def fetch(
        self, post: str, n: int, *, by: str, last: bool
    ) -> Literal["done", "late", "gone"]:
        """Fetches what a snapshot lacks, and writes what became of it, with its exchanges.

        ``last`` gives up on what is still late. *gone* says that nothing is kept there any
        more, so that there is nothing to fetch for.
        """
        holding = await self._storage.holding(post, n)
        if holding is None or holding.stored is None:
            return "gone"
        missing = {
            (a.role, a.position)
            for a in holding.attachments
            if a.state == "late" or a.again in may_be_had(self._joiner)
        }
        snapshot = _with_renewed(holding.stored.snapshot, holding.attachments)
        recording = self._recording()
        originals = Originals(
            recording,
            self._inspector,
            known_files([holding]),
            joiner=self._joiner,
            max_video=self._max_video,
        )
        came = await originals.fetch(snapshot, late=True, only=missing)
        _, found = attach(snapshot, came)
        today = self._clock()
        became = [_dated(_given_up(a) if last else a, today) for a in found]
        stills = await self._stills(snapshot, came)
        captions = await self._captions(holding, came, originals)
        fetched = (*originals.fetched(), *stills.values(), *(o for _, o in captions))
        told = (_dated(_given_up(a) if last else a, today) for a, _ in captions)
        became += told
        became += [_still_of(position, still) for position, still in stills.items()]
        ledger = Ledger(await erased_media(self._storage, fetched))
        ledger.originals(fetched)
        ledger.exchanges(recording.exchanges)
        ledger.late(Late(post=holding.post.id, n=holding.stored.n, attachments=tuple(became)))
        await ledger.put(self._blobs)
        await self._storage.keep(ledger.keep(at=self._clock(), by=by, action="media"))
        return "late" if any(a.state == "late" for a in became) else "done"

    async def renew(self, post: str, n: int, media: Sequence[Media], *, by: str) -> None:
        """Remembers where files that could not be had are to be had now: platforms sign addresses
        for some hours. ``media`` are those of the same post as it was seen just now.
        """
        holding = await self._storage.holding(post, n)
        if holding is None or holding.stored is None:
            return
        if len(media) != len(holding.stored.snapshot.media):
            return
        renewed = []
        for a in holding.attachments:
            if a.role not in {"media", "poster"} or (a.state != "late" and a.again is None):
                continue
            now, then = media[a.position], holding.stored.snapshot.media[a.position]
            url = now.poster_url if a.role == "poster" else next(iter(now.urls), None)
            if url is not None and url not in {a.source_url, then.poster_url, *then.urls}:
                renewed.append(msgspec.structs.replace(a, source_url=url))
        if renewed:
            ledger = Ledger()
            ledger.late(Late(post=holding.post.id, n=n, attachments=tuple(renewed)))
            await self._storage.keep(ledger.keep(at=self._clock(), by=by, action="media"))

    async def _captions(
        self, holding: Holding, came: Mapping[Wanted, Original], originals: Originals
    ) -> list[tuple[Attachment, Original]]:
        """The captions that the streams of videos name which came just now, in the languages in
        which the author gave none; and those that did not come with their video.
        """
        wanted: dict[int, Subtitles] = {}
        media = holding.stored.snapshot.media if holding.stored else ()
        for want, film in came.items():
            if want.role != "media" or film.state != "there":
                continue
            medium = media[want.position]
            if medium.kind != "video":
                continue
            given = {c.lang for c in medium.captions if c.lang}
            named = film.subtitles or await originals.subtitles(medium.urls)
            others = (told for told in named if told.lang not in given)
            wanted |= dict(enumerate(others, STREAM_CAPTIONS * (want.position + 1)))
        for a in holding.attachments:
            waits = a.state == "late" or a.again in may_be_had(self._joiner)
            if a.role == "captions" and a.position >= STREAM_CAPTIONS and waits and a.source_url:
                told = Subtitles(url=a.source_url, lang=a.lang, name=a.name)
                wanted.setdefault(a.position, told)
        return [
            (_captions_of(position, told, original), original)
            for position, told in wanted.items()
            for original in [await originals.captions(told.url)]
        ]

    async def _stills(
        self, snapshot: Snapshot, came: Mapping[Wanted, Original]
    ) -> dict[int, Original]:
        """The first frame of each video that came just now and to which its platform gave no
        picture, by the video's place. One of which ffmpeg can make none goes without.
        """
        stills: dict[int, Original] = {}
        for want, film in came.items():
            if want.role != "media" or snapshot.media[want.position].poster_url:
                continue
            if self._joiner is None or film.row is None or film.data is None:
                continue
            if film.row.mime.startswith("video/"):
                with suppress(MediaError):
                    data = await self._joiner.still(film.data, film.row.mime)
                    row = await self._inspector.inspect(data)
                    stills[want.position] = Original(state="there", url=None, row=row, data=data)
        return stills


def _with_renewed(snapshot: Snapshot, attachments: Iterable[Attachment]) -> Snapshot:
    """The snapshot with the addresses at which its files are to be had now, before its own."""
    media = list(snapshot.media)
    for a in attachments:
        if a.state == "there" or a.source_url is None or a.role not in {"media", "poster"}:
            continue
        medium = media[a.position]
        if a.role == "poster":
            media[a.position] = msgspec.structs.replace(medium, poster_url=a.source_url)
        elif a.source_url not in medium.urls:
            urls = (a.source_url, *medium.urls)
            media[a.position] = msgspec.structs.replace(medium, urls=urls)
    return msgspec.structs.replace(snapshot, media=tuple(media))


def _captions_of(position: int, told: Subtitles, original: Original) -> Attachment:
    return Attachment(
        role="captions",
        position=position,
        source_url=told.url,
        state=original.state,
        sha256=original.row.sha256 if original.row is not None else None,
        detail=original.detail,
        lang=told.lang,
        name=told.name,
    )


def _still_of(position: int, still: Original) -> Attachment:
    return Attachment(
        role="poster",
        position=position,
        source_url=None,
        state="there",
        sha256=still.row.sha256 if still.row is not None else None,
        detail="The first frame of the video: the platform gave no picture of it.",
    )


def _dated(attachment: Attachment, at: datetime) -> Attachment:
    """Why a file is not there, with the day: a reader of the note should know when that was so."""
    if attachment.detail is None:
        return attachment
    detail = f"{attachment.detail} That was on {at.date().isoformat()}."
    return msgspec.structs.replace(attachment, detail=detail)


def _given_up(attachment: Attachment) -> Attachment:
    if attachment.state != "late":
        return attachment
    return msgspec.structs.replace(attachment, state="not to be had", again="another day")
