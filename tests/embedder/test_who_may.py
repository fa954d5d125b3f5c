"""Who may do what at every address: anybody, readers, editors and admins. What is in none of the
tables is for editors; an address that lets somebody of a lesser role through fails.
"""

import re

import msgspec
from aiohttp.test_utils import TestClient, TestServer

from archive.archive import Archive
from archive.settings import AccessSettings, Settings
from archive.storage.people import Role
from archive.storage.work import Collection
from embedder.app import _PARTS, make_app
from tests.embedder.conftest import Capture
from tests.embedder.people import key_of

PUBLIC = {
    *("GET /", "GET /e/{path}", "GET /p/{path}", "GET /media/{name}", "GET /oembed"),
    *("GET /post/{post}", "GET /post/{post}{n}/cite.{kind}", "POST /post/{post}/report"),
    *("GET /login", "POST /login", "GET /login/{token}", "POST /login/{token}"),
    *("GET /login/provider", "GET /login/provider/back", "POST /desk/logout"),
    *("GET /static/{name}", "GET /favicon.ico", "GET /embed.js", "GET /healthz", "GET /readyz"),
    *("GET /docs", "GET /openapi.json", "GET /method", "POST /api/v1/embeds"),
}
"""What a page with an embed asks for, what a login needs, and what is no newsroom's secret."""
READERS = {
    *("GET /search", "GET /search.json", "GET /search.csv", "GET /search/histogram.csv"),
    *("GET /search/counts", "GET /search/counts.json", "GET /queries", "GET /queries.json"),
    *("GET /queries/{slug}", "GET /feeds/search.{format}", "GET /feeds/{slug}.{format}"),
    *("GET /officials", "GET /officials.json", "GET /officials.csv", "GET /officials/{slug}"),
    *("GET /officials/{slug}.json", "GET /api/v1/officials", "GET /api/v1/officials/{slug}"),
    *("GET /api/v1/posts", "GET /api/v1/posts/{post}", "GET /api/v1/posts/{post}/snapshots"),
    *("GET /api/v1/posts/{post}/checks", "GET /api/v1/articles", "GET /api/v1/export"),
    *("GET /coverage", "GET /coverage.json", "GET /coverage.csv", "GET /coverage/days.csv"),
    *("GET /api/v1/stats", "POST /api/v1/quotes"),
}
"""The research room, where ``[access] research`` keeps it from anybody."""
PERSONS = {"GET /desk/me", "POST /desk/me", "POST /desk/me/password", "POST /desk/me/mail"}
"""For who is logged in: a key is nobody's self."""
ADMINS = {"GET /desk/people", "POST /desk/people", "GET /desk/setup", "POST /desk/setup"}
ROUTES = [
    (route.method, re.sub(r":[^{}]*({[^{}]*}[^{}]*)*}", "}", route.path))
    for part in _PARTS
    for route in part.routes()
]
RANK: tuple[Role | None, ...] = (None, "reader", "editor", "admin")


def least(address: str) -> Role | None:
    """Who may at least."""
    if address in PUBLIC:
        return None
    if address in READERS:
        return "reader"
    return "admin" if address in ADMINS else "editor"


async def test_every_address_is_for_whom_it_is_and_for_nobody_less(
    settings: Settings, archive: Archive, capture: Capture
) -> None:
    """What the addresses name is really there: nothing is refused for not being found."""
    settings = msgspec.structs.replace(settings, access=AccessSettings(research="key"))
    post, at = await capture(release=True), archive.clock()
    placed = await archive.placing.place(post, by="test")
    await archive.storage.add_request(post, kind="other", text="Out.", contact=None, by="?", at=at)
    await archive.storage.save_collection(
        Collection(slug="border", name="Border", note="", by="test", at=at)
    )
    parts = {"post": post, "key": placed.key, "request": "1", "number": "1", "queue": "new",
             "collection": "border", "slug": "border", "format": "json", "id": "none", "n": "",
             "kind": "bib", "state": "alive", "theme": "light", "token": "none", "name": "none",
             "path": f"{post}/"}  # fmt: skip
    keys = {role: await key_of(archive, role) for role in RANK if role is not None}
    wrong, met = [], set()
    async with TestClient(TestServer(make_app(settings, archive))) as client:
        for method, written in ROUTES:
            address = f"{method} {written}"
            met.add(address)
            may = RANK.index(least(address))
            # The least who may, and everybody below: admins may what editors may.
            for role in RANK[: may + 1]:
                headers = {} if role is None else keys[role]
                path = written.format(**parts)
                answer = await client.request(method, path, headers=headers, allow_redirects=False)
                expected = {401} if role is None else {403}
                if RANK.index(role) == may and address not in PERSONS:
                    fits = answer.status < 500 and answer.status not in expected
                else:
                    fits = answer.status in expected
                if not fits:
                    wrong.append((address, role, answer.status))
    assert wrong == []
    assert met >= PUBLIC | READERS | PERSONS | ADMINS, "an address that is not there any more"
