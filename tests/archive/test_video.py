"""Videos: the best file under the limit, streams fetched by ourselves, and what is told without."""

import asyncio
import struct
import tempfile
from pathlib import Path
from typing import Any

import pytest

from archive.errors import MediaError, TooLarge, Unreachable
from archive.media import Decoder
from archive.media.ffmpeg import Ffmpeg
from archive.media.mp4 import size_of
from archive.media.playlist import MAX_PARTS, MAX_VARIANTS, Part, read_master, read_media
from archive.media.stream import Tracks, fetch_stream
from archive.originals import Original, Originals
from archive.records import Media
from archive.settings import MediaSettings
from archive.testing import FakeAnswer, FakeFetcher, FakeResponse
from tests.archive.storage_posts import snapshot
from tests.archive.streams import AT, MASTER, MP4, Joiner, answers, media_list

LIST = f"{AT}/master.m3u8"


async def film(
    fetcher: FakeFetcher, *urls: str, most: int = 10_000, joiner: Joiner | None = None
) -> Original:
    """What comes of a video that is had at these addresses."""
    files = Originals(fetcher, Decoder(MediaSettings()), {}, joiner=joiner, max_video=most)
    medium = Media(kind="video", urls=urls or (LIST,))
    (original,) = (await files.fetch(snapshot(media=(medium,)), late=True)).values()
    return original


async def test_the_best_file_under_the_limit_is_kept() -> None:
    best, smaller = f"{AT}/best.mp4", f"{AT}/smaller.mp4"
    fetcher = FakeFetcher({best: (200, {}, MP4 + bytes(500)), smaller: (200, {}, MP4 + bytes(50))})
    kept = await film(fetcher, best, smaller, most=300)
    assert (kept.state, kept.url) == ("there", smaller)
    assert fetcher.urls == [best, smaller]
    none = await film(fetcher, best, smaller, most=30)
    assert (none.state, none.data) == ("too large", None)
    assert "30 bytes" in str(none.detail)


async def test_of_several_reasons_the_one_that_may_pass_is_told() -> None:
    best, other = f"{AT}/best.mp4", f"{AT}/other.mp4"
    fetcher = FakeFetcher({best: (503, {}, ""), other: (404, {}, "")})
    assert (await film(fetcher, best, other)).state == "late"


async def test_a_stream_is_fetched_part_by_part_in_its_best_quality() -> None:
    fetcher = FakeFetcher(answers())
    kept = await film(fetcher, joiner=Joiner())
    assert (kept.state, kept.url) == ("there", LIST)
    assert kept.data == MP4 + b"high ahigh b|sound"
    assert kept.row is not None
    assert kept.row.mime == "video/mp4"
    assert f"{AT}/low/list.m3u8" not in fetcher.urls


async def test_the_best_quality_is_the_best_under_the_limit() -> None:
    """Four seconds at 8,000 bits per second are 4,000 bytes."""
    kept = await film(FakeFetcher(answers()), joiner=Joiner(), most=3_999)
    assert kept.data == MP4 + b"low alow b|sound"
    none = await film(FakeFetcher(answers()), joiner=Joiner(), most=399)
    assert none.state == "too large"
    assert "In every quality" in str(none.detail)


async def test_a_stream_that_says_less_than_it_has_is_stopped_at_the_limit() -> None:
    liar = {**answers(), f"{AT}/high/b.ts": (200, {}, bytes(9_000))}
    assert (await film(FakeFetcher(liar), joiner=Joiner(), most=5_000)).state == "too large"
    many = {**answers(), f"{AT}/high/a.ts": (200, {}, bytes(4_990))}
    assert (await film(FakeFetcher(many), joiner=Joiner(), most=5_000)).state == "too large"


async def test_without_ffmpeg_no_part_is_asked_for_and_the_note_says_why() -> None:
    fetcher = FakeFetcher(answers())
    kept = await film(fetcher)
    assert kept.state == "not to be had"
    assert "ffmpeg, which is not installed here" in str(kept.detail)
    assert fetcher.urls == [LIST]


async def test_a_playlist_in_a_pictures_place_is_no_stream() -> None:
    fetcher = FakeFetcher({f"{AT}/a.png": (200, {}, media_list("a.ts"))})
    files = Originals(fetcher, Decoder(MediaSettings()), {}, joiner=Joiner())
    shown = snapshot(media=(Media(kind="image", urls=(f"{AT}/a.png",)),))
    (original,) = (await files.fetch(shown)).values()
    assert original.state == "not to be had"
    assert fetcher.urls == [f"{AT}/a.png"]


@pytest.mark.parametrize(
    ("part", "state"),
    [((404, {}, ""), "not to be had"), (Unreachable("No connection."), "late")],
)
async def test_a_stream_without_one_of_its_parts_is_none(part: FakeAnswer, state: str) -> None:
    fetcher = FakeFetcher({**answers(), f"{AT}/high/b.ts": part})
    assert (await film(fetcher, joiner=Joiner())).state == state


async def test_ranges_of_one_file_are_asked_for_and_cut_out_where_they_are_not_known() -> None:
    text = media_list().replace(
        "#EXT-X-ENDLIST",
        '#EXT-X-MAP:URI="all.mp4",BYTERANGE="4@0"\n'
        "#EXT-X-BYTERANGE:3@4\n#EXTINF:1,\nall.mp4\n"
        "#EXT-X-BYTERANGE:2\n#EXTINF:1,\nall.mp4\n#EXT-X-ENDLIST",
    )
    playlist = read_media(text, LIST)
    url = f"{AT}/all.mp4"
    assert [(p.start, p.end) for p in playlist.parts] == [(0, 4), (4, 7), (7, 9)]
    fetcher = FakeFetcher({url: (200, {}, "headabcdefgh")})
    tracks = await fetch_stream(fetcher, FakeResponse(LIST, body=text), 100)
    assert tracks == Tracks(video=b"headabcde", audio=None)
    assert [asked.headers["Range"] for asked in fetcher.asked] == [
        "bytes=0-3",
        "bytes=4-6",
        "bytes=7-8",
    ]


def test_addresses_of_a_list_are_read_against_its_own() -> None:
    high, low = read_master(MASTER, LIST)
    assert (high.url, high.bandwidth) == (f"{AT}/high/list.m3u8", 8000)
    assert low.audio == f"{AT}/sound/list.m3u8"
    (part,) = read_media(media_list("//cdn.example/a.ts?x=1"), LIST).parts
    assert part == Part(url="https://cdn.example/a.ts?x=1")
    assert read_master(media_list("a.ts"), LIST) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (media_list("file:///etc/passwd"), "no web address"),
        (media_list("data:text/plain,x"), "no web address"),
        (media_list("http://[::1"), "no web address"),
        (media_list("concat:a.ts|b.ts"), "no web address"),
        (media_list("a.ts", head='#EXT-X-MAP:URI="file:///a"\n'), "no web address"),
        (media_list("a.ts", head='#EXT-X-KEY:METHOD=AES-128,URI="k"\n'), "encrypted"),
        (media_list("a.ts").replace("#EXT-X-ENDLIST", ""), "still going on"),
        (media_list(*["a.ts"] * (MAX_PARTS + 1)), "parts"),
        (media_list("a.ts", seconds=90_000.0), "over a day"),
        (media_list(), "no parts"),
        (media_list("a.ts", head="#EXT-X-BYTERANGE:0@5\n"), "which are none"),
        (MASTER, "another list"),
        ("#EXTM3U\n" + "#" * 2_000_001, "characters"),
    ],
)
def test_a_hostile_list_is_refused(text: str, words: str) -> None:
    with pytest.raises(MediaError, match=words):
        read_media(text, LIST)


def test_a_list_of_qualities_is_bounded_too() -> None:
    line = "#EXT-X-STREAM-INF:BANDWIDTH=1\na.m3u8\n"
    with pytest.raises(MediaError, match="qualities"):
        read_master("#EXTM3U\n" + line * (MAX_VARIANTS + 1), LIST)
    assert read_master("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=9e9\na.m3u8\n", LIST) == ()


async def test_lists_of_lists_go_one_level_deep() -> None:
    fetcher = FakeFetcher({**answers(), f"{AT}/high/list.m3u8": (200, {}, MASTER)})
    kept = await film(fetcher, joiner=Joiner())
    assert kept.state == "not to be had"
    assert "another list" in str(kept.detail)
    assert fetcher.urls == [LIST, f"{AT}/high/list.m3u8"]


def temporary_folders() -> list[str]:
    return [path.name for path in Path(tempfile.gettempdir()).iterdir()]


def script(folder: Path, *lines: str) -> str:
    path = folder / "ffmpeg"
    path.write_text("\n".join(("#!/bin/sh", *lines)))
    path.chmod(0o700)
    return str(path)


async def test_ffmpeg_may_open_files_only_and_is_told_what_they_are(tmp_path: Path) -> None:
    told = tmp_path / "told"
    command = script(tmp_path, f'echo "$@" > {told}', 'for last; do :; done; echo made > "$last"')
    tracks = Tracks(video=MP4, audio=b"G" + bytes(187) + b"G")
    assert await Ffmpeg(100, command).join(tracks) == b"made\n"
    words = told.read_text()
    assert "-protocol_whitelist file -f mov -i /" in words
    assert "-f mpegts -i /" in words
    assert "-map 0:v:0 -map 1:a:0 -c copy" in words
    assert "http" not in words
    assert words.split()[-1].split("/")[-2] not in temporary_folders()


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (("echo 'Invalid data' >&2", "exit 1"), "Invalid data"),
        (("exit 0",), "made nothing"),
        (('for last; do :; done; head -c 500 /dev/zero > "$last"',), "more than 100 bytes"),
    ],
)
async def test_what_ffmpeg_cannot_make_is_told(
    tmp_path: Path, lines: tuple[str, ...], words: str
) -> None:
    with pytest.raises(MediaError, match=words):
        await Ffmpeg(100, script(tmp_path, *lines)).strip(MP4, "video/mp4")


async def test_ffmpeg_that_hangs_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.media.ffmpeg._SECONDS", 0.05)
    with pytest.raises(MediaError, match="not done within"):
        await Ffmpeg(100, script(tmp_path, "exec sleep 60")).strip(MP4, "video/mp4")


@pytest.mark.parametrize("data", [b"#EXTM3U\nfile:///etc/passwd", b"GIF89a", b"<html>", b""])
async def test_what_is_no_part_of_a_video_is_not_given_to_ffmpeg(
    tmp_path: Path, data: bytes
) -> None:
    command = script(tmp_path, f"touch {tmp_path}/ran")
    with pytest.raises(MediaError, match="no kind of video"):
        await Ffmpeg(100, command).join(Tracks(video=data, audio=None))
    with pytest.raises(MediaError, match="not made anew"):
        await Ffmpeg(100, command).strip(data, "application/vnd.apple.mpegurl")
    assert not (tmp_path / "ran").exists()


def box(name: bytes, *content: bytes) -> bytes:
    data = b"".join(content)
    return struct.pack(">I", len(data) + 8) + name + data


def test_the_size_of_a_video_stands_in_its_first_track_with_a_picture() -> None:
    sound = box(b"trak", box(b"tkhd", bytes(84)))
    picture = box(b"trak", box(b"tkhd", bytes(76), struct.pack(">II", 640 << 16, 360 << 16)))
    assert size_of(box(b"ftyp", b"isom") + box(b"moov", sound, picture)) == (640, 360)
    assert size_of(box(b"moov", sound)) is None
    assert size_of(box(b"moov", picture)[:-4]) is None
    assert size_of(bytes(100_000)) is None


async def test_a_capture_that_is_given_up_leaves_no_part_under_way() -> None:
    class Slow(FakeFetcher):
        under_way = 0
        begun = asyncio.Event()

        async def get(self, url: str, **options: Any) -> FakeResponse:
            if not url.endswith(".ts"):
                return await super().get(url, **options)
            self.under_way += 1
            self.begun.set()
            try:
                await asyncio.sleep(60)
            finally:
                self.under_way -= 1
            raise AssertionError

    slow = Slow(answers())
    task = asyncio.create_task(fetch_stream(slow, FakeResponse(LIST, body=MASTER), 5_000))
    await slow.begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert slow.under_way == 0


async def test_too_large_is_an_error_of_its_own() -> None:
    with pytest.raises(TooLarge):
        await fetch_stream(FakeFetcher(answers()), FakeResponse(LIST, body=MASTER), 10)
