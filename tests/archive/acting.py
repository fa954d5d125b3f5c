"""An archive on a real store, with a platform whose posts the test writes down."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, ClassVar, Self
from urllib.parse import SplitResult

from archive.archive import Archive
from archive.media import Decoder, Derived
from archive.outcome import Answer, Failed, Found, Gone, Refused
from archive.platforms.base import About, Chosen, Fetcher, Saved
from archive.records import Exchange, Media, MediaRow, NeedsLookup, PostRef, Snapshot, Variant
from archive.settings import CaptureSettings, MediaSettings, Settings, WebArchivesSettings
from archive.storage import open_blobs, open_storage
from archive.storage.base import Storage
from archive.testing import FakeAnswer, FakeFetcher, FakeResponse
from tests.archive.storage_posts import ref, snapshot
from tests.fresh import fresh_database

__all__ = ["Clock", "Stage", "found", "on_stage", "picture_of", "url", "with_pictures"]

PNG = "image/png"


def url(native: str = "1") -> str:
    return ref(native).url


def found(*versions: Snapshot, **fields: Any) -> Found:
    return Found(ref=versions[-1].ref, snapshots=versions, **fields)


def picture_of(name: str) -> str:
    return f"https://pbs.example/{name}"


def with_pictures(native: str, *names: str, **fields: Any) -> Snapshot:
    media = tuple(Media(kind="image", native_id=n, urls=(picture_of(n),)) for n in names)
    return snapshot(native, media=media, **fields)


class Clock:
    """Goes on by a millisecond whenever somebody looks at it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.go(0.001)
        return self.now

    def go(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class Stage:
    """``posts`` are what the platform answers, ``files`` what the servers of pictures do."""

    def __init__(self) -> None:
        self.posts: dict[str, Answer] = {}
        self.threads: dict[str, tuple[Snapshot, ...] | None] = {}
        """How authors went on, which the platform tells afterwards."""
        self.files: dict[str, FakeAnswer] = {}
        self.looked: list[str] = []
        self.fetching = 0
        """Pictures that are being fetched now."""
        self.fetched: list[str] = []
        self.curtain = asyncio.Event()
        """Nobody is answered before it is up; it is up at the start."""
        self.curtain.set()
        self.waiting = asyncio.Event()
        """Somebody has asked."""
        self.clock = Clock()
        self.answers = count(1)

    async def behind_the_curtain(self) -> None:
        self.waiting.set()
        await self.curtain.wait()


class _Source:
    name = "stage"

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def look(self, ref: PostRef, fetcher: Fetcher) -> Answer:
        self._stage.looked.append(ref.native_id)
        await fetcher.get(f"https://api.example/{ref.native_id}")
        await self._stage.behind_the_curtain()
        return self._stage.posts.get(
            ref.native_id, Refused(reason="not shown", detail="Nobody knows it.")
        )

    async def below(self, post: Snapshot, fetcher: Fetcher) -> tuple[Snapshot, ...] | None:
        self._stage.looked.append(f"below {post.native_id}")
        await fetcher.get(f"https://api.example/{post.native_id}/below")
        return self._stage.threads[post.native_id]


class _Platform:
    name: ClassVar[str] = "x"
    title: ClassVar[str] = "X"
    about: ClassVar[tuple[About, ...]] = (About(source="stage", terms="public endpoint"),)

    def __init__(
        self,
        section: dict[str, Any],
        secret: Callable[[str], str | None],
        archives: WebArchivesSettings,
    ) -> None:
        raise NotImplementedError

    chosen: Chosen

    @classmethod
    def on(cls, stage: Stage) -> Self:
        platform = cls.__new__(cls)
        platform.chosen = Chosen(sources=(_Source(stage),), off={}, on_deleted={"stage": "keep"})
        return platform

    @staticmethod
    def identify(_url: SplitResult) -> PostRef | NeedsLookup | None:
        return None

    @staticmethod
    def read_saved(_saved: Saved) -> tuple[Answer, ...]:
        return ()

    async def lookup(
        self, needs: NeedsLookup, fetcher: Fetcher
    ) -> PostRef | Gone | Refused | Failed:
        raise NotImplementedError


class _Recording(FakeFetcher):
    """Answers posts with a line, pictures with their address, unless the stage says else."""

    def __init__(self, stage: Stage) -> None:
        super().__init__({})
        self._stage = stage
        self.exchanges: list[Exchange] = []

    async def get(
        self,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        secrets: tuple[str, ...] = (),
        media: bool = False,
        most: int | None = None,
    ) -> FakeResponse:
        name = url.rsplit("/", 1)[1]
        self.answers = {url: self._stage.files.get(name, (200, {}, f"bytes of {name}"))}
        if media:
            self._stage.fetched.append(name)
            self._stage.fetching += 1
            try:
                await self._stage.behind_the_curtain()
            finally:
                self._stage.fetching -= 1
        response = await super().get(url, media=media, most=most)
        self.exchanges.append(
            Exchange(
                method="GET",
                url=url,
                requested_at=self._stage.clock(),
                seconds=0.1,
                status=response.status,
                response_headers=(("X-Answer", str(next(self._stage.answers))),),
                body=response.body,
            )
        )
        return response


class StageDecoder(Decoder):
    """Every file is a picture, and its own derivative."""

    async def inspect(self, data: bytes) -> MediaRow:
        return MediaRow(
            sha256=hashlib.sha256(data).hexdigest(), mime=PNG, bytes=len(data), width=8, height=6
        )

    async def derive(self, data: bytes) -> list[Derived]:
        variant = Variant(width=8, height=6, format="jpg", bytes=len(data))
        return [Derived(variant=variant, data=data)]


@asynccontextmanager
async def on_stage(
    folder: Path,
    stage: Stage,
    *,
    storage: Callable[[Storage], Storage] = lambda storage: storage,
    **capture: Any,
) -> AsyncIterator[Archive]:
    """An archive in a folder; two on one are two processes. ``storage`` may wrap the store."""
    opened = await open_storage(fresh_database(folder))
    decoder = StageDecoder(MediaSettings())
    archive = Archive(
        settings=Settings(capture=CaptureSettings(**{"fresh": 0.0, **capture})),
        storage=storage(opened),
        blobs=open_blobs(f"file:{folder}/blobs"),
        decoder=decoder,
        platforms={name: _Platform.on(stage) for name in ("x", "fediverse")},
        recording=lambda _seconds: _Recording(stage),
        clock=stage.clock,
    )
    try:
        yield archive
    finally:
        await archive.close()
        decoder.close()
        await opened.close()
