"""Every link of ours, in every output, leads somewhere: also where a post inside has no page."""

import html
import io
import json
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from msgspec.structs import replace
from PIL import Image

from archive.archive import Archive
from archive.settings import Settings
from archive.shown import has_page
from archive.storage.base import Holding
from embedder import samples, standin
from embedder.links import Links
from embedder.looks import LOOKS
from embedder.options import Options
from embedder.outputs import TEXT_OUTPUTS, Material
from embedder.render.oembed import oembed
from embedder.render.post_page import post_page
from embedder.view import Site, build_view
from tests.embedder.conftest import Client
from tests.embedder.holdings import HOLDINGS

HOST, OURS = "sample.example", "https://record.example"
QUOTING = next(url for url in samples.URLS if "Sample_Senator" in url)
INSIDE = {"quote": "11", "reply": "12", "repost": "13"}
"""By what they do with post 1, which is kept as context alone."""


def status(number: str) -> dict[str, Any]:
    picture = {"type": "image", "description": "A bridge"}
    made: dict[str, Any] = {
        "id": number,
        "created_at": "2026-03-02T09:30:00.000Z",
        "uri": f"https://{HOST}/users/mayor/statuses/{number}",
        "url": f"https://{HOST}/@mayor/{number}",
        "visibility": "public",
        "language": "es",
        "content": f"<p>Palabras de {number}.</p>",
        "account": {
            "id": "1",
            "username": "mayor",
            "acct": "mayor",
            "display_name": "Mayor",
            "url": f"https://{HOST}/@mayor",
            "avatar": f"https://{HOST}/avatar.jpg",
        },
        "media_attachments": [
            picture | {"id": f"{number}-{i}", "url": f"https://{HOST}/{number}-{i}.jpg"}
            for i in (1, 2)
        ],
    }
    if number == INSIDE["quote"]:
        made["quote"] = {"state": "accepted", "quoted_status": status("1")}
    if number == INSIDE["reply"]:
        made |= {"in_reply_to_id": "1", "in_reply_to_account_id": "2"}
    if number == INSIDE["repost"]:
        made |= {"reblog": status("1"), "content": "", "media_attachments": []}
    return made


def platform() -> web.Application:
    async def one(request: web.Request) -> web.Response:
        return web.json_response(status(request.match_info["id"]))

    async def none(_: web.Request) -> web.Response:
        return web.json_response([])

    async def around(request: web.Request) -> web.Response:
        before = [status("1")] if request.match_info["id"] == INSIDE["reply"] else []
        return web.json_response({"ancestors": before, "descendants": []})

    async def instance(_: web.Request) -> web.Response:
        return web.json_response({"domain": HOST, "version": "4.5.0"})

    async def picture(request: web.Request) -> web.Response:
        out = io.BytesIO()
        shade = sum(request.path.encode()) % 251
        Image.new("RGB", (400, 300), (shade, 99, 99)).save(out, "JPEG")
        return web.Response(body=out.getvalue(), content_type="image/jpeg")

    app = web.Application()
    app.router.add_get("/api/v1/statuses/{id}", one)
    app.router.add_get("/api/v1/statuses/{id}/history", none)
    app.router.add_get("/api/v1/statuses/{id}/context", around)
    app.router.add_get("/api/v2/instance", instance)
    app.router.add_get("/{name}.jpg", picture)
    return app


@pytest.fixture
async def settings(settings: Settings) -> AsyncIterator[Settings]:
    async with standin.running(platform()) as origin:
        fetch = replace(settings.fetch, routes={HOST: origin, **settings.fetch.routes})
        site = replace(settings.site, public_url=OURS)
        yield replace(settings, fetch=fetch, site=site)


def links_in(text: str) -> set[str]:
    """Paths of ours, by whatever says them: attributes, lists of pictures, text, JSON."""
    text = html.unescape(text)
    attributes = re.findall(r'\s(?:href|src|cite|content|poster)="([^"]*)"', text)
    for listed in re.findall(r'\ssrcset="([^"]*)"', text):
        attributes += [part.split()[0] for part in listed.split(",")]
    whole = re.findall(rf'{OURS}(/[^\s"<>\\]*)', text)
    local = [value for value in attributes if re.match("/[^/]", value)]
    return {link.rstrip(".,;)}") for link in (*whole, *local)}


async def dead_links(client: Client, pages: list[str]) -> set[str]:
    """Those of all links on these pages that lead nowhere, each with the page that has it."""
    dead, known = set(), {}

    async def told(path: str) -> tuple[int, str]:
        if path not in known:
            answer = await client.get(path)
            text = "" if answer.content_type.startswith("image/") else await answer.text()
            known[path] = (answer.status, text)
        return known[path]

    for page in pages:
        code, text = await told(page)
        assert code == 200, (page, text)
        for link in links_in(text):
            path, _, place = link.partition("#")
            code, there = await told(path or page)
            if code != 200 or (place and f'id="{place}"' not in there):
                dead.add(f"{page} has {link}")
    return dead


async def pages_of(archive: Archive, post: str) -> list[str]:
    key = (await archive.placing.place(post, by="ana")).key
    starts = [f"/e/{post}/", f"/e/{post}@1/", f"/e/{post}@1/~t1/", f"/p/{key}/"]
    starts += [f"/e/{post}/~es.parent/"]
    outputs = ["" if name == "page" else name for name in TEXT_OUTPUTS]
    oembed = [f"/oembed?format={form}&url={OURS}/p/{key}/" for form in ("json", "xml")]
    return [start + output for start in starts for output in outputs] + [f"/post/{post}", *oembed]


@pytest.mark.parametrize("way", INSIDE)
async def test_no_link_of_a_post_with_another_inside_leads_nowhere(
    client: Client, archive: Archive, way: str
) -> None:
    captured = await archive.capture(f"https://{HOST}/@mayor/{INSIDE[way]}", by="ana", release=True)
    assert captured.post is not None, captured.sentence
    holding = await archive.storage.holding(captured.post)
    assert holding is not None
    inner = holding.quoted or holding.parent or holding.reposted
    assert inner is not None
    assert inner.post.capture_reason == "context"
    pages = await pages_of(archive, captured.post)
    assert await dead_links(client, pages) == set()
    assert (await client.get(f"/post/{inner.post.id}")).status == 404
    for page in pages:
        text = await (await client.get(page)).text(errors="replace")
        assert inner.post.id not in links_in(text), page


@pytest.mark.parametrize("url", [samples.EDITED_URL, QUOTING])
async def test_no_link_of_a_sample_leads_nowhere(
    client: Client, archive: Archive, url: str
) -> None:
    captured = await archive.capture(url, by="ana", release=True)
    assert captured.post is not None, captured.sentence
    assert await dead_links(client, await pages_of(archive, captured.post)) == set()


LINKS, SITE = Links(OURS), Site(name="Border News")


def addresses(live: Holding) -> set[str]:
    """Where readers find it, and those inside it that have a page."""
    inside = [other for other in (live.quoted, live.parent, live.reposted) if other is not None]
    found = {live.post.id, *(other.post.id for other in inside if has_page(other.post))}
    return {f"{start}{post}" for post in found for start in ("/e/", "/post/")}


@pytest.mark.parametrize("name", [*HOLDINGS, *LOOKS])
def test_no_link_of_any_look_is_to_a_post_without_a_page(name: str) -> None:
    live = (HOLDINGS.get(name) or LOOKS[name])()
    if live.quoted is not None:
        live = replace(live, quoted=context(live.quoted))
    if live.parent is not None:
        live = replace(live, parent=context(live.parent))
    if live.reposted is not None:
        live = replace(live, reposted=context(live.reposted))
    view = build_view(live, Options(parent=True), SITE, LINKS)
    of = Material(holding=live, view=view, links=LINKS, origin=OURS)
    texts = {name: kind.render(of).decode() for name, kind in TEXT_OUTPUTS.items()}
    texts["post"] = post_page(live, build_view(live, Options(), SITE, LINKS), SITE, LINKS)
    texts["oembed"] = json.dumps(oembed(view, LINKS, None, None))
    for output, text in texts.items():
        for link in links_in(text):
            path, _, place = link.partition("#")
            if path.startswith(("/e/", "/post/")):
                whose = "/".join(path.split("@")[0].split("/")[:3])
                assert whose in addresses(live), (output, link)
            if path == f"/post/{live.post.id}" and place:
                assert f'id="{place}"' in texts["post"], (output, link)


def context(inner: Holding) -> Holding:
    return replace(inner, post=replace(inner.post, capture_reason="context", visibility="draft"))
