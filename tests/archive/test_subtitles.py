"""Captions that a stream names: which there are, their parts joined, and where they are kept."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import MediaError, TooLarge, Unreachable
from archive.late import LateMedia
from archive.media import Decoder
from archive.media.captions import inspect_captions, plain_captions
from archive.media.playlist import MAX_RENDITIONS, MAX_SUBTITLES, read_master, read_subtitles
from archive.media.subtitles import fetch_subtitles, join_captions
from archive.records import STREAM_CAPTIONS, Attachment, Captions, Media, Snapshot
from archive.settings import MediaSettings
from archive.storage import open_blobs, open_storage
from archive.storage.blobs import content_name
from archive.testing import FakeAnswer, FakeFetcher
from tests.archive.storage_posts import NOON, attachment, capture, id_of, look, new, snapshot, write
from tests.archive.streams import AT, MASTER, MP4, Joiner, answers, media_list
from tests.archive.test_late import Recording
from tests.fresh import fresh_database

LIST = f"{AT}/master.m3u8"
NAMED = MASTER + (
    '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="English",LANGUAGE="en",URI="en/list.m3u8"\n'
    '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="Español",LANGUAGE="es",URI="es/list.m3u8"\n'
)


def counts_from(ticks: int, local: str = "00:00:00.000") -> str:
    return f"X-TIMESTAMP-MAP=MPEGTS:{ticks},LOCAL:{local}"


def part(*cues: str, head: str = counts_from(900_000)) -> bytes:
    return "\n\n".join([f"WEBVTT\n{head}".strip(), *cues]).encode() + b"\n"


def cue(begins: str, ends: str, words: str) -> str:
    return f"00:00:{begins}.000 --> 00:00:{ends}.000\n{words}"


def joined(*parts: bytes) -> list[str]:
    """The cues of what the parts are joined to."""
    whole = join_captions(parts).decode()
    assert whole.startswith("WEBVTT\n\n")
    return [" ".join(block.split("\n")) for block in whole.strip().split("\n\n")[1:]]


# Joining


def test_parts_that_count_from_the_same_moment_are_put_one_after_the_other() -> None:
    assert joined(
        part(cue("01", "02", "One")), part(cue("05", "06", "Two <i>lines</i>\nof it"))
    ) == [
        "00:00:01.000 --> 00:00:02.000 One",
        "00:00:05.000 --> 00:00:06.000 Two <i>lines</i> of it",
    ]


def test_parts_that_count_from_moments_of_their_own_are_set_right() -> None:
    first = part(cue("01", "02", "One"))
    by_ticks = part(cue("01", "02", "Two"), head=counts_from(1_440_000))
    by_both = part(
        cue("31", "32", "Three"), head="X-TIMESTAMP-MAP=LOCAL:00:00:30.000,MPEGTS:1800000"
    )
    assert joined(first, by_ticks, by_both) == [
        "00:00:01.000 --> 00:00:02.000 One",
        "00:00:07.000 --> 00:00:08.000 Two",
        "00:00:11.000 --> 00:00:12.000 Three",
    ]


def test_the_clock_of_a_stream_begins_anew_after_a_day() -> None:
    before = part(cue("00", "01", "One"), head=counts_from(2**33 - 90_000))
    after = part(cue("00", "01", "Two"), head=counts_from(90_000))
    assert joined(before, after)[1] == "00:00:02.000 --> 00:00:03.000 Two"


def test_a_cue_over_a_border_stands_once() -> None:
    whole = cue("05", "07", "Over the border")
    cut = [cue("08", "10", "Cut there"), cue("10", "12", "Cut there")]
    assert joined(part(whole, cut[0]), part(whole, cut[1]), part(cue("20", "21", "Cut there"))) == [
        "00:00:05.000 --> 00:00:07.000 Over the border",
        "00:00:08.000 --> 00:00:12.000 Cut there",
        "00:00:20.000 --> 00:00:21.000 Cut there",
    ]


def test_what_is_no_cue_is_left_out_and_settings_stay() -> None:
    odd = part(
        "STYLE\n::cue { color: red }",
        "NOTE of the maker",
        "12\n00:01.000 --> 00:02.000 align:start line:0\nSaid",
        "00:00:03.000 --> 00:00:02.000\nIt ends before it begins",
        "00:00:04.000 --> 00:00:05.000\n\n",
        head="",
    )
    assert joined(odd, b"", part(head="")) == [
        "00:00:01.000 --> 00:00:02.000 align:start line:0 Said"
    ]


def test_what_would_be_before_the_beginning_is_cut_off() -> None:
    later = part(cue("00", "01", "Gone"), cue("01", "03", "Half"), head=counts_from(720_000))
    assert joined(part(cue("05", "06", "One")), later) == [
        "00:00:00.000 --> 00:00:01.000 Half",
        "00:00:05.000 --> 00:00:06.000 One",
    ]


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ([b"<tt xmlns='http://www.w3.org/ns/ttml'/>"], "no WebVTT"),
        ([part(cue("01", "02", "One")), b"\0\0\0\x18ftyp"], "no WebVTT"),
        ([part(*(f"{n // 60:02}:{n % 60:02}.000 --> 59:59.999\n{n}" for n in range(20_001)))], ""),
    ],
)
def test_what_are_no_captions_is_told(parts: list[bytes], words: str) -> None:
    if not words:  # minutes of two digits: past the hour these are no times
        assert len(joined(*parts)) == 3_600
        return
    with pytest.raises(MediaError, match=words):
        join_captions(parts)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.binary(max_size=60) | st.text(max_size=60).map(str.encode), max_size=4))
def test_whatever_stands_in_the_parts_the_whole_is_webvtt(parts: list[bytes]) -> None:
    whole = join_captions([b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + part for part in parts])
    assert plain_captions(whole).startswith(b"WEBVTT")


# Which there are


def test_a_master_names_its_captions_each_once() -> None:
    media = '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",'
    text = NAMED + "".join(
        f"{media}{more}\n"
        for more in (
            'NAME="English",LANGUAGE="en",URI="en-again/list.m3u8"',
            'NAME="Forced",LANGUAGE="en",FORCED=YES,URI="forced/list.m3u8"',
            'NAME="No address",LANGUAGE="fr"',
            f'NAME="{"x" * 300}",LANGUAGE="not a language",URI="odd/list.m3u8"',
        )
    )
    named = read_subtitles(text, LIST)
    assert [(s.url.removeprefix(AT), s.lang, s.name and s.name[:8]) for s in named] == [
        ("/en/list.m3u8", "en", "English"),
        ("/es/list.m3u8", "es", "Español"),
        ("/odd/list.m3u8", None, "x" * 8),
    ]
    many = "".join(f'{media}NAME="{n}",URI="{n}.m3u8"\n' for n in range(MAX_RENDITIONS * 2))
    assert len(read_subtitles(f"#EXTM3U\n{many}", LIST)) == MAX_SUBTITLES
    with pytest.raises(MediaError, match="no web address"):
        read_subtitles(f'#EXTM3U\n{media}NAME="a",URI="file:///etc/passwd"\n', LIST)


@pytest.mark.parametrize(
    ("sounds", "expected"),
    [
        (['LANGUAGE="es",URI="es.m3u8"', 'LANGUAGE="en",DEFAULT=YES,URI="en.m3u8"'], "en"),
        (['LANGUAGE="es",URI="es.m3u8"', 'LANGUAGE="en",AUTOSELECT=YES,URI="en.m3u8"'], "en"),
        (['LANGUAGE="es",URI="es.m3u8"', 'LANGUAGE="en",DEFAULT=YES'], None),
        (['LANGUAGE="es",URI="es.m3u8"', 'LANGUAGE="en",URI="en.m3u8"'], "es"),
    ],
)
def test_of_several_sounds_the_one_is_taken_that_a_player_takes(
    sounds: list[str], expected: str | None
) -> None:
    """One without an address stands in the file of the picture."""
    lines = "".join(f'#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="n",{s}\n' for s in sounds)
    text = f'#EXTM3U\n{lines}#EXT-X-STREAM-INF:BANDWIDTH=9,AUDIO="a"\nv.m3u8\n'
    (variant,) = read_master(text, LIST)
    assert variant.audio == (expected and f"{AT}/{expected}.m3u8")


# Fetching


def of_captions(lang: str, *parts: bytes) -> dict[str | Callable[[str], bool], FakeAnswer]:
    names = [f"{n}.vtt" for n in range(len(parts))]
    return {
        f"{AT}/{lang}/list.m3u8": (200, {}, media_list(*names)),
        **{f"{AT}/{lang}/{name}": (200, {}, part) for name, part in zip(names, parts, strict=True)},
    }


ENGLISH = of_captions("en", part(cue("01", "02", "Good morning")), part(cue("03", "04", "All")))
SPANISH = of_captions("es", part(cue("01", "02", "Buenos días")))


async def test_captions_are_fetched_part_by_part_and_a_file_of_them_as_it_is() -> None:
    whole = await fetch_subtitles(FakeFetcher(ENGLISH), f"{AT}/en/list.m3u8")
    assert whole == join_captions([part(cue("01", "02", "Good morning"), cue("03", "04", "All"))])
    fetcher = FakeFetcher({f"{AT}/en.vtt": (200, {}, "WEBVTT\n")})
    assert await fetch_subtitles(fetcher, f"{AT}/en.vtt") == b"WEBVTT\n"


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({f"{AT}/en/list.m3u8": (404, {}, "")}, MediaError),
        ({f"{AT}/en/list.m3u8": (503, {}, "")}, Unreachable),
        ({f"{AT}/en/1.vtt": (503, {}, "")}, Unreachable),
        ({f"{AT}/en/1.vtt": (404, {}, "")}, MediaError),
        ({f"{AT}/en/1.vtt": (200, {}, b"WEBVTT\n" + bytes(1_000_000))}, TooLarge),
        ({f"{AT}/en/list.m3u8": (200, {}, "#EXTM3U\n#EXTINF:1,\na.vtt\n")}, MediaError),
    ],
)
async def test_captions_that_are_not_to_be_had_say_why(
    changed: dict[Any, FakeAnswer], error: type[Exception]
) -> None:
    with pytest.raises(error):
        await fetch_subtitles(FakeFetcher({**ENGLISH, **changed}), f"{AT}/en/list.m3u8")


# Kept beside the snapshot


class Desk:
    """One post with a video that is late, on a store of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def fetched(
        self, *goes: dict[Any, FakeAnswer], shown: Snapshot, last: bool = False
    ) -> tuple[list[Attachment], dict[str, bytes], list[list[str]], list[str]]:
        """After a go with each of the answers: captions, their bytes, requests, how it ended."""
        storage = await open_storage(fresh_database(self.folder))
        blobs = open_blobs(f"file:{self.folder / 'blobs'}")
        url = shown.media[0].urls[0]
        late = attachment(None, source_url=url, state="late", detail="It comes later.")
        await storage.keep(
            capture(write("1", new(1, shown, attachments=(late,))), looks=(look("1", snapshot=1),))
        )
        asked: list[list[str]] = []
        ended: list[str] = []
        for go in goes:
            recording = Recording(go)
            media = LateMedia(
                storage=storage,
                blobs=blobs,
                inspector=Decoder(MediaSettings()),
                recording=lambda recording=recording: recording,  # type: ignore[misc]
                clock=lambda: NOON + timedelta(minutes=5),
                joiner=Joiner(),
            )
            ended.append(await media.fetch(id_of(), 1, by="ana", last=last))
            asked.append(recording.urls)
        holding = await storage.holding(id_of())
        assert holding is not None
        captions = [a for a in holding.attachments if a.role == "captions"]
        bodies = {
            a.lang or "": await blobs.get(content_name(a.sha256)) or b""
            for a in captions
            if a.sha256
        }
        await storage.close()
        return captions, bodies, asked, ended


STREAMED = {**answers(), LIST: (200, {}, NAMED), **ENGLISH, **SPANISH}
VIDEO = Media(kind="video", urls=(LIST,), poster_url=f"{AT}/poster.jpg")


async def test_the_captions_of_a_stream_come_with_its_video(tmp_path: Path) -> None:
    captions, bodies, _, ended = await Desk(tmp_path).fetched(
        STREAMED, shown=snapshot(media=(VIDEO,))
    )
    assert [(a.position, a.state, a.lang, a.name) for a in captions] == [
        (STREAM_CAPTIONS, "there", "en", "English"),
        (STREAM_CAPTIONS + 1, "there", "es", "Español"),
    ]
    assert "Good morning" in bodies["en"].decode()
    assert "Buenos días" in bodies["es"].decode()
    assert inspect_captions(bodies["es"]).mime == "text/vtt"
    assert ended == ["done"]


async def test_what_the_author_gave_is_not_taken_from_the_stream_too(tmp_path: Path) -> None:
    given = Captions(url=f"{AT}/author.vtt", lang="en")
    video = Media(kind="video", urls=(LIST,), captions=(given,), poster_url=f"{AT}/poster.jpg")
    captions, *_ = await Desk(tmp_path).fetched(STREAMED, shown=snapshot(media=(video,)))
    assert [a.lang for a in captions if a.position >= STREAM_CAPTIONS] == ["es"]


async def test_a_video_that_comes_as_a_file_has_the_captions_of_its_stream(tmp_path: Path) -> None:
    film = f"{AT}/film.mp4"
    video = Media(kind="video", urls=(film, LIST), poster_url=f"{AT}/poster.jpg")
    captions, _, (urls,), _ = await Desk(tmp_path).fetched(
        {**STREAMED, film: (200, {}, MP4)}, shown=snapshot(media=(video,))
    )
    assert [a.lang for a in captions] == ["en", "es"]
    assert f"{AT}/high/list.m3u8" not in urls, "of the stream only its list was asked for"


async def test_captions_that_do_not_come_cost_no_video_and_come_later(tmp_path: Path) -> None:
    down = {**STREAMED, f"{AT}/en/1.vtt": (503, {}, ""), f"{AT}/es/list.m3u8": (404, {}, "")}
    captions, bodies, asked, ended = await Desk(tmp_path).fetched(
        down, STREAMED, shown=snapshot(media=(VIDEO,))
    )
    assert [(a.state, a.lang, a.name, a.again) for a in captions] == [
        ("there", "en", "English", None),
        ("not to be had", "es", "Español", None),
    ]
    assert ended == ["late", "done"]
    assert "Good morning" in bodies["en"].decode()
    assert asked[1] == [f"{AT}/en/list.m3u8", f"{AT}/en/0.vtt", f"{AT}/en/1.vtt"]


async def test_captions_that_are_given_up_say_when_and_are_tried_another_day(
    tmp_path: Path,
) -> None:
    down = {**STREAMED, f"{AT}/en/1.vtt": (503, {}, "")}
    captions, *_ = await Desk(tmp_path).fetched(down, shown=snapshot(media=(VIDEO,)), last=True)
    assert (captions[0].state, captions[0].again) == ("not to be had", "another day")
    assert "That was on 2025-04-01." in str(captions[0].detail)
