"""What a newsroom keeps secret is nowhere in what it keeps."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

from aiohttp import web

from archive.archive import open_archive
from archive.settings import (
    FetchSettings,
    Settings,
    StorageSettings,
)
from tests.archive.reddit_posts import POST, page, post
from tests.archive.servers import serving
from tests.archive.x_payloads import FIRST, v2

CLIENT = ("an-app-of-ours", "its-secret-that-nobody-may-read")
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
            platforms={
                "x": {
                    "sources": ["api-v2"],
                    "source": {"api-v2": {"accept_terms": "2026-11-28"}},
                }
            },
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


async def test_neither_an_apps_secret_nor_its_token_is_in_any_file_of_the_archive(
    tmp_path: Path,
) -> None:
    asked: list[tuple[str, str, str | None, bytes]] = []

    async def reddit(request: web.BaseRequest) -> web.Response:
        sent = (request.method, request.path, request.headers.get("Authorization"))
        asked.append((*sent, await request.read()))
        if request.method == "POST":
            told = {"access_token": TOKEN, "token_type": "bearer", "expires_in": 86400}
            return web.json_response(told, headers={"X-Echo": f"{CLIENT[0]} {CLIENT[1]}"})
        return web.json_response(page(post()), headers={"X-Echo": TOKEN})

    async with serving(reddit) as port:
        settings = Settings(
            storage=StorageSettings(
                database=f"sqlite:{tmp_path}/archive.db", blobs=f"file:{tmp_path}/blobs"
            ),
            fetch=FetchSettings(routes={"*": f"http://127.0.0.1:{port}"}, per_host_interval=0.0),
            platforms={
                "reddit": {
                    "sources": ["oauth"],
                    "source": {"oauth": {"accept_terms": "2026-11-28"}},
                }
            },
            environ={
                "ONRECORD_REDDIT_CLIENT_ID": CLIENT[0],
                "ONRECORD_REDDIT_CLIENT_SECRET": CLIENT[1],
            },
        )
        async with open_archive(settings) as archive:
            captured = await archive.capture(POST.url, by="test")
    assert captured.state == "done", captured.sentence
    pair = b64encode(":".join(CLIENT).encode()).decode()
    assert asked == [
        ("POST", "/api/v1/access_token", f"Basic {pair}", b"grant_type=client_credentials"),
        ("GET", "/comments/abc123", f"Bearer {TOKEN}", b""),
    ]
    files = read(tmp_path)
    for secret in (TOKEN, *CLIENT, pair):
        assert [path for path, held in files.items() if secret.encode() in held] == []
    assert b"/api/v1/access_token" in files[tmp_path / "archive.db"], "that it was asked is told"


def read(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
