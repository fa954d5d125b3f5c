"""Real videos through the real ffmpeg: joined, and given to readers without metadata."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from archive.deriving import Deriver
from archive.errors import MediaError
from archive.ledger import Ledger
from archive.media import Decoder
from archive.media.captions import plain_captions
from archive.media.ffmpeg import INSTALL, Ffmpeg
from archive.media.mp4 import size_of
from archive.media.stream import fetch_stream
from archive.media.subtitles import fetch_subtitles
from archive.originals import Original
from archive.records import MediaRow
from archive.settings import MediaSettings
from archive.storage import Storage
from archive.storage.base import Blobs
from archive.testing import FakeFetcher, FakeResponse
from tests.archive.storage_posts import NOON

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("ffmpeg") is None, reason=INSTALL),
]

AT = "https://video.example"
FFMPEG = ("ffmpeg", "-nostdin", "-loglevel", "error", "-y")


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds with sound, a place and a name in its metadata; as file, and as streams."""
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    made = [
        *("-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=2"),
        *("-f", "lavfi", "-i", "sine=duration=2"),
        *("-metadata", "title=SECRET", "-metadata", "location=+19.4326-099.1332/"),
        *("-c:v", "libx264", "-c:a", "aac", "-g", "10", str(path)),
    ]
    subprocess.run([*FFMPEG, *made], check=True)
    for kind in ("mpegts", "fmp4"):
        to = [*("-c", "copy", "-f", "hls", "-hls_time", "1", "-hls_list_size", "0")]
        folder = path.parent / kind
        folder.mkdir()
        out = ["-hls_segment_type", kind, str(folder / "list.m3u8")]
        subprocess.run([*FFMPEG, "-i", str(path), *to, *out], check=True)
    return path


@pytest.fixture(scope="module")
def original(film: Path) -> bytes:
    return film.read_bytes()


def streams(path: Path) -> list[str]:
    shown = ["-show_entries", "stream=codec_name,nb_frames:format_tags", "-of", "csv=p=0"]
    return subprocess.run(
        ["ffprobe", "-loglevel", "error", *shown, str(path)],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()


@pytest.mark.parametrize("kind", ["mpegts", "fmp4"])
async def test_a_stream_becomes_one_file_with_picture_and_sound(
    film: Path, tmp_path: Path, kind: str
) -> None:
    folder = film.parent / kind
    fetcher = FakeFetcher({f"{AT}/{p.name}": (200, {}, p.read_bytes()) for p in folder.iterdir()})
    listed = FakeResponse(f"{AT}/list.m3u8", body=(folder / "list.m3u8").read_bytes())
    joined = await Ffmpeg(10**7).join(await fetch_stream(fetcher, listed, 10**7))
    out = tmp_path / "out.mp4"
    out.write_bytes(joined)
    assert size_of(joined) == (64, 48)
    assert [line.split(",")[0] for line in streams(out)][:2] == ["h264", "aac"]
    assert streams(out)[0] == "h264,20"


async def test_readers_get_a_video_without_its_metadata(original: bytes) -> None:
    assert b"SECRET" in original
    assert b"loci" in original
    stripped = await Ffmpeg(10**7).strip(original, "video/mp4")
    assert b"SECRET" not in stripped
    assert b"loci" not in stripped
    assert stripped.index(b"moov") < stripped.index(b"mdat"), "it begins to play before it is there"


async def test_the_still_of_a_video_is_a_picture_of_its_size_without_metadata(
    original: bytes,
) -> None:
    still = await Ffmpeg(10**7).still(original, "video/mp4")
    row = await Decoder(MediaSettings()).inspect(still)
    assert (row.mime, row.width, row.height) == ("image/jpeg", 64, 48)
    assert b"SECRET" not in still


async def test_a_cut_file_is_none_and_a_limit_holds(original: bytes) -> None:
    with pytest.raises(MediaError):
        await Ffmpeg(10**7).strip(original[:2000], "video/mp4")
    with pytest.raises(MediaError, match="more than 1,000 bytes"):
        await Ffmpeg(1000).strip(original, "video/mp4")


async def test_the_derivative_of_a_video_is_made_once_and_stored(
    storage: Storage, blobs: Blobs, original: bytes
) -> None:
    data, decoder = original, Decoder(MediaSettings())
    row: MediaRow = await decoder.inspect(data)
    ledger = Ledger()
    ledger.originals([Original(state="there", url=None, row=row, data=data)])
    await ledger.put(blobs)
    await storage.keep(ledger.keep(at=NOON, by="ana", action="media"))
    without = Deriver(storage=storage, blobs=blobs, decoder=decoder)
    await without.derive(row.sha256)
    assert await without.variant(row.sha256, 64, "mp4") is None
    deriver = Deriver(storage=storage, blobs=blobs, decoder=decoder, stripper=Ffmpeg(10**7))
    await deriver.derive(row.sha256)
    kept = await storage.media(row.sha256)
    assert kept is not None
    assert [(v.width, v.height, v.format) for v in kept.variants] == [(64, 48, "mp4")]
    made = await deriver.variant(row.sha256, 64, "mp4")
    assert made is not None
    assert b"SECRET" not in made
    assert await deriver.variant(row.sha256, 65, "mp4") is None


@pytest.fixture(scope="module")
def spoken(film: Path) -> dict[str, bytes]:
    """The same as a stream with captions, whose first words reach over the border of two parts."""
    words = film.parent / "spoken.srt"
    words.write_text(
        "1\n00:00:00,500 --> 00:00:01,300\nGood morning\n\n2\n00:00:01,500 --> 00:00:01,900\nAll\n"
    )
    folder = film.parent / "spoken"
    folder.mkdir()
    made = [
        *("-i", str(film), "-i", str(words), "-map", "0:v", "-map", "0:a", "-map", "1:s"),
        *("-c:v", "copy", "-c:a", "copy", "-c:s", "webvtt", "-f", "hls", "-hls_time", "1"),
        *("-hls_list_size", "0", "-var_stream_map", "v:0,a:0,s:0,sgroup:subs,language:en"),
        *("-master_pl_name", "master.m3u8", str(folder / "part_%v.m3u8")),
    ]
    subprocess.run([*FFMPEG, *made], check=True)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


async def test_the_captions_of_a_real_stream_come_beside_its_video(
    spoken: dict[str, bytes],
) -> None:
    fetcher = FakeFetcher({f"{AT}/{name}": (200, {}, data) for name, data in spoken.items()})
    master = await fetcher.get(f"{AT}/master.m3u8")
    tracks = await fetch_stream(fetcher, master, 1_000_000)
    assert size_of(await Ffmpeg(1_000_000).join(tracks)) == (64, 48)
    (english,) = tracks.subtitles
    assert english.lang == "en"
    cues = plain_captions(await fetch_subtitles(fetcher, english.url)).decode().split("\n\n")
    assert [cue.split("\n")[1] for cue in cues[1:]] == ["Good morning", "All"]
    assert re.match(r"00:00:00\.[5-9]", cues[1])
