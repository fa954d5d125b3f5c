"""ffmpeg, where it is installed: joins what was fetched of a stream, and takes metadata out.

It works on local files in a folder of its own, may open nothing else, and is told which format it
is given: what a hostile file would rather be makes no difference.
"""

import asyncio
import contextlib
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from archive.errors import MediaError
from archive.media.stream import Tracks

__all__ = ["INSTALL", "Ffmpeg"]

INSTALL = "Install ffmpeg: apt-get install ffmpeg"
_SECONDS = 120.0
_FORMATS = {"video/mp4": "mov", "video/quicktime": "mov", "video/webm": "matroska"}
"""What is given to it, by the type that the file's first bytes tell."""
# Nothing of the network, no metadata, the same bytes each time.
_ALWAYS = ("-nostdin", "-hide_banner", "-loglevel", "error", "-protocol_whitelist", "file")
_OUT = (
    *("-c", "copy", "-map_metadata", "-1", "-map_metadata:s", "-1", "-map_chapters", "-1"),
    *("-fflags", "+bitexact", "-flags", "+bitexact", "-movflags", "+faststart", "-dn", "-sn"),
    *("-f", "mp4"),
)
_STILL = (
    *("-frames:v", "1", "-c:v", "mjpeg", "-q:v", "3", "-map_metadata", "-1"),
    *("-fflags", "+bitexact", "-flags", "+bitexact", "-f", "image2", "-update", "1"),
)


class Ffmpeg:
    """The command, if there is one. ``most`` is the largest file that it may write."""

    def __init__(self, most: int, command: str | None = None) -> None:
        self._command = command or shutil.which("ffmpeg")
        self._most = most
        self._turn = asyncio.Semaphore(1)

    @property
    def is_there(self) -> bool:
        return self._command is not None

    async def join(self, tracks: Tracks) -> bytes:
        """One MP4 of the tracks of a stream: nothing is encoded anew.

        Raises:
            MediaError: ffmpeg is missing, or the tracks are nothing that it can join.
        """
        given = [track for track in (tracks.video, tracks.audio) if track is not None]
        maps = ("-map", "0:v:0", "-map", "1:a:0" if tracks.audio is not None else "0:a:0?")
        return await self._run([(track, _kind_of_part(track)) for track in given], maps)

    async def strip(self, data: bytes, mime: str) -> bytes:
        """A video as MP4 with its pictures and sound, and nothing that else stood in it.

        Raises:
            MediaError: ffmpeg is missing, or it is no video that fits into an MP4.
        """
        kind = _FORMATS.get(mime)
        if kind is None:
            raise MediaError(f"It is {mime}: not made anew for readers.")
        return await self._run([(data, kind)], ("-map", "0:v:0", "-map", "0:a:0?"))

    async def still(self, data: bytes, mime: str) -> bytes:
        """The first frame of a video, as JPEG: for one to which its platform gave no picture.

        Raises:
            MediaError: ffmpeg is missing, or it is no video that it can read.
        """
        kind = _FORMATS.get(mime)
        if kind is None:
            raise MediaError(f"It is {mime}: no still is made of it.")
        return await self._run([(data, kind)], ("-map", "0:v:0"), _STILL)

    async def _run(
        self, given: Sequence[tuple[bytes, str]], maps: Sequence[str], out_as: Sequence[str] = _OUT
    ) -> bytes:
        if self._command is None:
            raise MediaError("Parts of a stream are joined by ffmpeg, which is not installed here.")
        async with self._turn:
            with tempfile.TemporaryDirectory(prefix="onrecord-") as folder:
                inputs: list[str] = []
                for n, (data, kind) in enumerate(given):
                    path = Path(folder, f"{n}.in")
                    await asyncio.to_thread(path.write_bytes, data)
                    inputs += ["-f", kind, "-i", str(path)]
                out = Path(folder, "out")
                # It stops at the byte past the limit, so that a cut file is told from a whole one.
                limit = ("-fs", str(self._most + 1))
                await self._call([*_ALWAYS, *inputs, *maps, *out_as, *limit, str(out)])
                made = await asyncio.to_thread(_read, out)
        if not made:
            raise MediaError("ffmpeg made nothing of it.")
        if len(made) > self._most:
            raise MediaError(f"The video has more than {self._most:,} bytes.")
        return made

    async def _call(self, arguments: Sequence[str]) -> None:
        if self._command is None:
            raise MediaError(INSTALL)
        process = await asyncio.create_subprocess_exec(
            self._command,
            *arguments,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            env={"PATH": os.defpath},
        )
        try:
            _, said = await asyncio.wait_for(process.communicate(), _SECONDS)
        except TimeoutError:
            raise MediaError(f"ffmpeg was not done within {_SECONDS:.0f} seconds.") from None
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        if process.returncode:
            words = said.decode("utf-8", "replace").strip().splitlines()
            last = words[-1][-200:] if words else "it did not say why"
            raise MediaError(f"ffmpeg could make no video of it: {last}.")


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _kind_of_part(data: bytes) -> str:
    """By its first bytes: a stream's parts are MPEG-TS, or boxes of MP4 with their head."""
    if data[:1] == b"G" and data[188:189] == b"G":
        return "mpegts"
    if data[4:8] in {b"ftyp", b"styp", b"moof", b"moov", b"sidx"}:
        return "mov"
    if data[:3] == b"ID3" or (data[:1] == b"\xff" and data[1:2] and data[1] & 0xF6 == 0xF0):
        return "aac"
    raise MediaError("The parts of the stream are no kind of video that we know.")
