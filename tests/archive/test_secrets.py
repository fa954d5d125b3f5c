"""What a newsroom keeps secret is nowhere in what it keeps."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web

from archive.archive import open_archive
from archive.settings import (
    FetchSettings,
    Settings,
    StorageSettings,
)
from tests.archive.servers import serving
from tests.archive.x_payloads import FIRST, v2

TOKEN = "a-token-that-nobody-may-read"


async def test_the_token_of_an_api_is_in_no_file_of_the_archive(tmp_path: Path) -> None:
    asked: list[str | None] = []

    async def api(request: web.BaseRequest) -> web.Response:
        asked.append(request.headers.get("Authorization"))
        return web.json_response(v2(), headers={"X-Echo": str(asked[-1])})

    async with serving(api) as port:
        settings = Settings(
            storage=StorageSettings(
                database=f"sqlite:{tmp_path}/archive.db", blobs=f"file:{tmp_path}/blobs"
            ),
            fetch=FetchSettings(routes={"*": f"http://127.0.0.1:{port}"}),
            platforms={"x": {"sources": ["api-v2"]}},
            environ={"ONRECORD_X_BEARER_TOKEN": TOKEN},
        )
        async with open_archive(settings) as archive:
            captured = await archive.capture(f"https://x.com/i/status/{FIRST}", by="test")
    assert captured.state == "done", captured.sentence
    assert asked[0] == f"Bearer {TOKEN}"
    files = read(tmp_path)
    assert len(files) > 1
    assert [path for path, held in files.items() if TOKEN.encode() in held] == []
    assert b"Authorization" in files[tmp_path / "archive.db"], "the record says that it was sent"


def read(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
