"""Media that were late when their post was kept."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.jobs import TRIES
from archive.late import LateMedia
from archive.media import Decoder
from archive.records import Attachment, Exchange, Media
from archive.settings import MediaSettings
from archive.storage import Storage
from archive.storage.base import Blobs
from archive.storage.blobs import content_name
from archive.testing import FakeAnswer, FakeFetcher, FakeResponse
from archive.upkeep import GIVEN_UP_AFTER
from tests.archive.acting import Stage, found, on_stage, picture_of, url
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
from tests.archive.streams import AT, Joiner, answers

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


async def test_what_was_given_up_comes_on_another_day_and_its_note_is_gone(
    storage: Storage, blobs: Blobs, kept: str
) -> None:
    down = late_media(storage, blobs, Recording({FILM: (503, {}, b"")}))
    await down.fetch(kept, 1, by="ana", last=True)
    assert await storage.to_fetch_again(("another day",), limit=9, post=kept) == ((kept, 1),)
    assert await storage.to_fetch_again(("another day",), limit=9, since=NOON) == ((kept, 1),)
    assert await storage.to_fetch_again(("another day",), limit=9, post=id_of("2")) == ()
    later = NOON + timedelta(days=1)
    assert await storage.to_fetch_again(("another day",), limit=9, since=later) == ()
    assert await storage.to_fetch_again(("ffmpeg",), limit=9) == ()
    up = Recording({FILM: (200, {}, MP4)})
    assert await late_media(storage, blobs, up).fetch(kept, 1, by="ana", last=False) == "done"
    holding = await storage.holding(kept)
    assert holding is not None
    film = next(a for a in holding.attachments if a.role == "media")
    assert (film.state, film.detail, film.again) == ("there", None, None)
    assert up.urls == [FILM], "what never will be there is not asked for"
    assert await storage.to_fetch_again(("another day", "ffmpeg"), limit=9) == ()


async def test_a_stream_is_joined_once_ffmpeg_is_there(storage: Storage, blobs: Blobs) -> None:
    stream = f"{AT}/master.m3u8"
    late = attachment(None, source_url=stream, state="late", detail="It comes later.")
    shown = snapshot(media=(Media(kind="video", urls=(stream,), poster_url=POSTER),))
    await storage.keep(
        capture(write("1", new(1, shown, attachments=(late,))), looks=(look("1", snapshot=1),))
    )
    without = late_media(storage, blobs, Recording(answers()))
    assert await without.fetch(id_of(), 1, by="ana", last=False) == "done"
    holding = await storage.holding(id_of())
    assert holding is not None
    assert "ffmpeg, which is not installed here. That was on" in str(holding.attachments[0].detail)
    assert await storage.to_fetch_again(("another day",), limit=9) == ()
    assert await storage.to_fetch_again(("ffmpeg",), limit=9) == ((id_of(), 1),)
    again = Recording({})
    assert await late_media(storage, blobs, again).fetch(id_of(), 1, by="ana", last=False) == "done"
    assert again.urls == [], "without ffmpeg it is not tried again"
    joined = late_media(storage, blobs, Recording(answers()), Joiner())
    assert await joined.fetch(id_of(), 1, by="ana", last=False) == "done"
    holding = await storage.holding(id_of())
    assert holding is not None
    film = next(a for a in holding.attachments if a.role == "media")
    assert (film.state, film.detail, film.again) == ("there", None, None)


async def test_nothing_is_fetched_for_what_is_not_kept_any_more(
    storage: Storage, blobs: Blobs, kept: str
) -> None:
    await storage.erase(kept, by="ana", at=NOON, reason="privacy")
    recording = Recording({})
    late = late_media(storage, blobs, recording)
    assert await late.fetch(kept, 1, by="ana", last=False) == "gone"
    assert recording.urls == []


async def test_looking_again_or_a_new_day_tries_what_was_given_up(tmp_path: Path) -> None:
    stage = Stage()
    video = Media(kind="video", urls=(picture_of("film"),), poster_url=picture_of("still"))
    stage.posts["1"] = found(snapshot("1", media=(video,)))
    async with on_stage(tmp_path, stage) as archive:

        async def film() -> Attachment:
            holding = await archive.storage.holding(id_of("1"))
            assert holding is not None
            return next(a for a in holding.attachments if a.role == "media")

        async def tried() -> str:
            for _ in range(TRIES):
                await archive.run_due_jobs()
                stage.clock.go(3600)
            return (await film()).state

        stage.files["film"] = (503, {}, b"")
        await archive.capture(url("1"), by="ana")
        assert await tried() == "not to be had"
        assert await archive.upkeep.fetch_again() == 1
        assert await archive.upkeep.fetch_again() == 1, "it is under way: no second job"
        assert await tried() == "not to be had"
        stage.files["film"] = (200, {}, b"a film")
        await archive.recheck(id_of("1"), by="ana")
        assert await tried() == "there"
        assert (await film()).detail is None
        assert await archive.upkeep.fetch_again() == 0
        stage.files["other"] = (503, {}, b"")
        stage.posts["2"] = found(
            snapshot("2", media=(Media(kind="video", urls=(picture_of("other"),)),))
        )
        await archive.capture(url("2"), by="ana")
        await tried()
        stage.clock.go(GIVEN_UP_AFTER.total_seconds())
        assert await archive.upkeep.fetch_again() == 0, "a server that is away for a month is"
        assert await archive.upkeep.fetch_again(id_of("2")) == 1


async def test_looking_again_tells_the_address_at_which_a_file_is_to_be_had_now(
    tmp_path: Path,
) -> None:
    def video(name: str) -> Media:
        return Media(
            kind="video",
            native_id="film",
            urls=(picture_of(f"film-{name}"),),
            poster_url=picture_of(f"still-{name}"),
        )

    stage = Stage()
    stage.posts["1"] = found(snapshot("1", media=(video("a"),)))
    stage.files |= {"film-a": (503, {}, b""), "still-a": (403, {}, b"")}
    async with on_stage(tmp_path, stage) as archive:

        async def files() -> dict[str, tuple[str, str | None]]:
            for _ in range(TRIES):
                await archive.run_due_jobs()
                stage.clock.go(3600)
            holding = await archive.storage.holding(id_of("1"))
            assert holding is not None
            assert len(holding.versions) == 1, "another address is no edit"
            return {
                a.role: (a.state, a.source_url and a.source_url.rpartition("/")[2])
                for a in holding.attachments
                if a.role in {"media", "poster"}
            }

        await archive.capture(url("1"), by="ana")
        given_up = {"media": ("not to be had", "film-a"), "poster": ("not to be had", "still-a")}
        assert await files() == given_up
        stage.posts["1"] = found(snapshot("1", media=(video("b"),)))
        await archive.recheck(id_of("1"), by="ana")
        assert await files() == {**given_up, "media": ("there", "film-b")}
