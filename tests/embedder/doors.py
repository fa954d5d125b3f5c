"""The three doors of a capture: the command, the API, and the desk without a script."""

import contextlib
import io
import sqlite3
import sys
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock
from urllib.parse import urlencode

import msgspec
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from archive.archive import Archive
from archive.settings import Settings, load_settings
from archive.storage.base import Role
from embedder.app import make_app
from embedder.cards import Cards, Draws
from embedder.cli import main
from embedder.render.card import draw_card
from embedder.web.cache import CACHE
from embedder.web.context import ARCHIVE, CARDS
from tests.embedder.people import Client, key_of, log_in
from tests.fresh import fresh_database

KEPT_TABLES = (
    "posts", "aliases", "accounts", "snapshots", "snapshot_links", "snapshot_media", "media",
    "exchanges", "certificates", "checks", "check_exchanges", "log", "statements", "annotations",
)  # fmt: skip


class Ran(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


def onrecord(*args: str, stdin: str = "") -> Ran:
    """Runs ``onrecord ARGS`` in this process, through the function that the script calls.

    In a thread of its own, so that a test with an event loop may do so, too.
    """
    with ThreadPoolExecutor(1) as executor:
        return executor.submit(_onrecord, args, stdin).result()


def _onrecord(args: tuple[str, ...], stdin: str) -> Ran:
    out, err = (
        io.TextIOWrapper(io.BytesIO(), "utf-8", newline="", write_through=True),
        io.StringIO(),
    )
    code: Any = 0
    with (
        mock.patch.object(sys, "argv", ["onrecord", *args]),
        mock.patch.object(sys, "stdin", io.StringIO(stdin)),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as end:
            code = end.code
    return Ran(int(code or 0), out.buffer.getvalue().decode(), err.getvalue())


OWN_SOURCES = '["client-api", "activitypub"]'
"""Those that give a post in full: what the doors tell is told of few."""


class Newsroom:
    """A config file with an archive of its own, and the service that runs on it."""

    def __init__(self, folder: Path, *, fetch: str = "", routes: Sequence[str] = ()) -> None:
        self.folder = folder
        self.config = folder / "config.toml"
        self.config.write_text(
            f'[site]\nname = "Border News"\n[storage]\ndatabase = "{fresh_database(folder)}"\n'
            f'blobs = "file:{folder}/blobs"\n[platforms.fediverse]\nsources = {OWN_SOURCES}\n'
            f"[fetch]\n{fetch}\n[fetch.routes]\n" + "\n".join(routes),
            encoding="utf-8",
        )

    @classmethod
    def led_to(cls, folder: Path, origin: str) -> "Newsroom":
        """One whose every host leads to one origin, which is asked once and at once."""
        fetch = "retries = 0\nper_host_interval = 0.0"
        return cls(folder, fetch=fetch, routes=[f'"*" = "{origin}"'])

    @property
    def settings(self) -> Settings:
        return load_settings(self.config, environ={})

    def run(self, command: str, *args: str, stdin: str = "") -> Ran:
        return onrecord(*command.split(), "--config", str(self.config), *args, stdin=stdin)

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Read straight from the file, as anybody could."""
        with contextlib.closing(sqlite3.connect(self.folder / "archive.db")) as database:
            return database.execute(query, values).fetchall()

    def kept(self) -> dict[str, int]:
        """How much is kept: rows by table, and files."""
        found = {
            table: self.rows(f"SELECT count(*) FROM {table}")[0][0]  # noqa: S608  names from above
            for table in KEPT_TABLES
        }
        found["files"] = sum(path.is_file() for path in (self.folder / "blobs").rglob("*"))
        return {name: count for name, count in found.items() if count}

    @asynccontextmanager
    async def service(self, draw: Draws = draw_card) -> AsyncIterator["Service"]:
        """``draw`` draws the cards."""
        app = make_app(self.settings)
        app[CARDS] = Cards(self.settings.card, draw)
        async with TestClient(TestServer(app)) as client:
            yield Service(client, app)


class Ended(NamedTuple):
    """How a capture ended, by the API: ``body`` is its state, or a problem document."""

    status: int
    content_type: str
    body: dict[str, Any]


class Service:
    """The running service, and an editor who uses it."""

    def __init__(self, client: Client, app: web.Application) -> None:
        self.client = client
        self.archive: Archive = app[ARCHIVE]
        self._app = app

    def forget(self) -> None:
        """Drops finished pages, as the service does within half a second of a write."""
        self._app[CACHE].clear()

    async def key(self, role: Role = "editor") -> dict[str, str]:
        return await key_of(self.archive, role)

    async def log_in(self) -> str:
        """The token of the session's forms."""
        return await log_in(self.archive, self.client)

    async def by_api(self, url: str, headers: dict[str, str]) -> Ended:
        body = msgspec.json.encode({"url": url})
        headers = {**headers, "Content-Type": "application/json"}
        asked = await self.client.post("/api/v1/captures", data=io.BytesIO(body), headers=headers)
        if asked.status != 202:
            return Ended(asked.status, asked.content_type, await asked.json(content_type=None))
        await self._settle((await asked.json())["id"])
        seen = await self.client.get(asked.headers["Location"], headers=headers)
        return Ended(seen.status, seen.content_type, await seen.json())

    async def by_desk(self, pasted: str, csrf: str) -> tuple[int, str]:
        """Status and words of the page that the paste leads to, once all has ended."""
        form = urlencode({"urls": pasted, "csrf": csrf}).encode()
        page = await self.client.post(
            "/desk/captures",
            data=io.BytesIO(form),
            headers={
                "Accept": "text/html",
                "Content-Type": "application/x-www-form-urlencoded",
            },
        )
        for job in page.url.query.getall("job", []):
            await self._settle(job)
        if page.url.query:
            page = await self.client.get(page.url.path_qs)
        return page.status, unescape(await page.text())

    async def _settle(self, job: str) -> None:
        async for _ in self.archive.watch(job):
            pass
