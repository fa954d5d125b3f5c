"""Captions of videos: what is kept, and what readers get of it."""

import pytest

from archive.errors import MediaError
from archive.media import Decoder
from archive.media.captions import inspect_captions, plain_captions
from archive.originals import Originals
from archive.platforms.bluesky.embeds import read_embed
from archive.records import Captions, Media
from archive.settings import MediaSettings
from archive.testing import FakeFetcher
from tests.archive.bluesky_posts import BLOB, DID, PDS, blob
from tests.archive.storage_posts import snapshot
from tests.archive.streams import MP4

VTT = """\ufeffWEBVTT - by nobody\r
\r
STYLE\r
::cue { background: url(https://tracker.example/) }\r
\r
NOTE secret of the editor\r
\r
1\r
00:00.000 --> 00:02.500 align:start position:10%\r
<v Ana>Good <b>evening</b>, &amp; welcome\r
to the bridge\r
\r
01:00:02.500 --> 01:00:04.000\r
AT&T <script>alert(1)</script\r
\r
00:09.000 --> later\r
Nothing
"""


def test_readers_get_times_and_words_alone() -> None:
    assert plain_captions(VTT.encode()).decode() == (
        "WEBVTT\n\n"
        "00:00.000 --> 00:02.500\nGood evening, &amp; welcome\nto the bridge\n\n"
        "01:00:02.500 --> 01:00:04.000\nAT&amp;T alert(1)&lt;/script\n"
    )
    assert plain_captions(plain_captions(VTT.encode())) == plain_captions(VTT.encode())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>WEBVTT",
        b"WEBVTTX\n\n00:00.000 --> 00:01.000\nA",
        b"WEBVTT\n\n\xff",
        b"WEBVTT\n\nNOTE nothing is said",
        b"WEBVTT\n\n00:00.000 --> 00:01.000\n" + b"a" * 1_000_000,
    ],
)
def test_what_is_no_captions_is_refused(data: bytes) -> None:
    with pytest.raises(MediaError):
        inspect_captions(data)


def test_blueskys_captions_are_had_from_the_host() -> None:
    embed = {
        "$type": "app.bsky.embed.video",
        "video": blob(mime="video/mp4"),
        "captions": [
            {"lang": "es", "file": blob(BLOB[:-1] + "c", "text/vtt")},
            {"lang": "en", "file": 7},
        ],
    }
    (video,) = read_embed(embed, {}, did=DID, pds=PDS).media
    url = f"{PDS}/xrpc/com.atproto.sync.getBlob?did={DID}&cid={BLOB[:-1]}c"
    assert video.captions == (Captions(url=url, lang="es"),)
    (video,) = read_embed(embed, {}, did=DID, pds=None).media
    assert video.captions == ()


async def test_captions_come_late_with_their_video_and_are_inspected_as_what_they_are() -> None:
    film, good, bad = (f"https://v.example/{name}" for name in ("1.mp4", "es.vtt", "en.vtt"))
    medium = Media(
        kind="video", urls=(film,), captions=(Captions(url=good, lang="es"), Captions(url=bad))
    )
    fetcher = FakeFetcher({film: (200, {}, MP4), good: (200, {}, VTT), bad: (200, {}, MP4)})
    shown = snapshot(media=(medium,))
    files = Originals(fetcher, Decoder(MediaSettings()), {})
    assert {o.state for o in (await files.fetch(shown)).values()} == {"late"}
    assert fetcher.urls == []
    came = {(w.role, w.position): o for w, o in (await files.fetch(shown, late=True)).items()}
    assert came["captions", 0].state == "there"
    row = came["captions", 0].row
    assert row is not None
    assert row.mime == "text/vtt"
    assert came["captions", 1].state == "not to be had"
    assert came["media", 0].state == "there"
