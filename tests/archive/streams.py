"""A stream of our own making, and a player of it: playlists, parts, and a joiner without ffmpeg."""

from collections.abc import Callable

from archive.media.stream import Tracks
from archive.testing import FakeAnswer
from tests.archive.pictures import encoded, quarters

AT = "https://video.example/1"
MP4 = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"
MASTER = """#EXTM3U
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="main",DEFAULT=YES,URI="sound/list.m3u8"
#EXT-X-STREAM-INF:BANDWIDTH=800,RESOLUTION=320x180,AUDIO="a"
low/list.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=8000,RESOLUTION=1280x720,CODECS="avc1.64001f,mp4a.40.2",AUDIO="a"
high/list.m3u8
"""


def media_list(*names: str, head: str = "", seconds: float = 2.0) -> str:
    parts = "".join(f"#EXTINF:{seconds},\n{name}\n" for name in names)
    return f"#EXTM3U\n#EXT-X-VERSION:7\n{head}{parts}#EXT-X-ENDLIST\n"


def answers() -> dict[str | Callable[[str], bool], FakeAnswer]:
    """Two qualities of four seconds, with their sound apart."""
    return {
        f"{AT}/master.m3u8": (200, {"Content-Type": "application/vnd.apple.mpegurl"}, MASTER),
        f"{AT}/low/list.m3u8": (200, {}, media_list("a.ts", "b.ts")),
        f"{AT}/high/list.m3u8": (200, {}, media_list("a.ts", "b.ts")),
        f"{AT}/sound/list.m3u8": (200, {}, media_list("s.ts")),
        f"{AT}/low/a.ts": (200, {}, "low a"),
        f"{AT}/low/b.ts": (200, {}, "low b"),
        f"{AT}/high/a.ts": (200, {}, "high a"),
        f"{AT}/high/b.ts": (200, {}, "high b"),
        f"{AT}/sound/s.ts": (200, {}, "sound"),
    }


class Joiner:
    """Puts the tracks behind one another, under the head of an MP4."""

    async def join(self, tracks: Tracks) -> bytes:
        return MP4 + tracks.video + b"|" + (tracks.audio or b"")

    async def still(self, data: bytes, mime: str) -> bytes:
        assert data.startswith(MP4)
        assert mime == "video/mp4"
        return encoded(quarters(), "JPEG")
