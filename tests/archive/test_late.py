"""Media that were late when their post was kept."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from archive.late import LateMedia
from archive.media import Decoder
from archive.records import Exchange, Media
from archive.settings import MediaSettings
from archive.storage import Storage
from archive.storage.base import Blobs
from archive.storage.blobs import content_name
from archive.testing import FakeAnswer, FakeFetcher, FakeResponse
from tests.archive.pictures import encoded, quarters
from tests.archive.storage_posts import (
    NOON,
    attachment,
    capture,
    exchange,
    id_of,
    look,
    new,
    snapshot,
    write,
)
from tests.archive.streams import Joiner

FILM = "https://video.example/1.mp4"
POSTER = "https://video.example/1.jpg"
MP4 = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0" * 64


class Recording(FakeFetcher):
    """Remembers, as the real one does, each exchange."""

    def __init__(self, answers: Mapping[Any, FakeAnswer]) -> None:
        super().__init__(answers)
        self.exchanges: list[Exchange] = []

    async def get(self, url: str, **options: object) -> FakeResponse:
        answer = await super().get(url, **options)  # type: ignore[arg-type]
        self.exchanges.append(exchange(url, status=answer.status, body=answer.body))
        return answer


@pytest.fixture
async def kept(storage: Storage) -> str:
    """A post with a video that is late, and its poster that is there already."""
    video = Media(kind="video", urls=(FILM,), poster_url=POSTER)
    late = attachment(None, source_url=FILM, state="late", detail="It comes later.")
    poster = attachment(None, role="poster", source_url=POSTER, state="not to be had")
    await storage.keep(
        capture(
            write("1", new(1, snapshot(media=(video,)), attachments=(late, poster))),
            looks=(look("1", snapshot=1),),
        )
    )
    return id_of()


def late_media(
    storage: Storage, blobs: Blobs, recording: Recording, joiner: Joiner | None = None
) -> LateMedia:
    return LateMedia(
        joiner=joiner,
        storage=storage,
        blobs=blobs,
        inspector=Decoder(MediaSettings()),
        recording=lambda: recording,
        clock=lambda: NOON + timedelta(minutes=5),
    )


async def test_a_late_video_comes_with_its_bytes_and_its_exchange(
    storage: Storage, blobs: Blobs, kept: str
) -> None:
    recording = Recording({FILM: (200, {}, MP4), POSTER: (200, {}, encoded(quarters(), "JPEG"))})
    late = late_media(storage, blobs, recording)
    assert await late.fetch(kept, 1, by="ana", last=False) == "done"
    holding = await storage.holding(kept)
    assert holding is not None
    film, poster = sorted(holding.attachments, key=lambda a: a.role)
    assert (film.state, holding.media[film.sha256 or ""].mime) == ("there", "video/mp4")
    assert poster.state == "not to be had", "what was not late stays as it was told"
    assert await blobs.get(content_name(film.sha256 or "")) == MP4
    assert FILM in [e.url for e in await storage.exchanges(kept)]


@pytest.mark.parametrize("there", [True, False])
async def test_a_video_without_a_picture_gets_its_first_frame_where_ffmpeg_is(
    storage: Storage, blobs: Blobs, there: bool
) -> None:
    late = attachment(None, source_url=FILM, state="late", detail="It comes later.")
    shown = snapshot(media=(Media(kind="video", urls=(FILM,)),))
    await storage.keep(
        capture(write("1", new(1, shown, attachments=(late,))), looks=(look("1", snapshot=1),))
    )
    recording = Recording({FILM: (200, {}, MP4)})
    media = late_media(storage, blobs, recording, Joiner() if there else None)
    assert await media.fetch(id_of(), 1, by="ana", last=False) == "done"
    holding = await storage.holding(id_of())
    assert holding is not None
    posters = [a for a in holding.attachments if a.role == "poster"]
    assert [(a.position, a.state) for a in posters] == ([(0, "there")] if there else [])
    if there:
        assert holding.media[posters[0].sha256 or ""].mime == "image/jpeg"
        assert "first frame" in str(posters[0].detail)


async def test_what_does_not_come_stays_late_until_the_last_try(
    storage: Storage, blobs: Blobs, kept: str
) -> None:
    recording = Recording({FILM: (503, {}, b""), POSTER: (503, {}, b"")})
    late = late_media(storage, blobs, recording)
    assert await late.fetch(kept, 1, by="ana", last=False) == "late"
    assert await late.fetch(kept, 1, by="ana", last=True) == "done"
    holding = await storage.holding(kept)
    assert holding is not None
    film = next(a for a in holding.attachments if a.role == "media")
    assert (film.state, film.detail) == (
        "not to be had",
        "Its server answered 503. That was on 2025-04-01.",
    )


async def test_nothing_is_fetched_for_what_is_not_kept_any_more(
    storage: Storage, blobs: Blobs, kept: str
) -> None:
    await storage.erase(kept, by="ana", at=NOON, reason="privacy")
    recording = Recording({})
    late = late_media(storage, blobs, recording)
    assert await late.fetch(kept, 1, by="ana", last=False) == "gone"
    assert recording.urls == []
