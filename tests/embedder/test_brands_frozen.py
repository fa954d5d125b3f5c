"""What is stored for good speaks for the site that its address names, and stays as it was."""

import re
from collections.abc import AsyncIterator

import msgspec
import pytest
from aiohttp.test_utils import TestClient, TestServer

from archive.archive import Archive
from archive.settings import NewsSiteSettings, Settings
from archive.storage.people import Key
from embedder.app import make_app
from embedder.people import token_hash
from embedder.web.cache import CACHE
from tests.embedder.conftest import Capture
from tests.embedder.people import Client, key_of
from tests.embedder.test_web_frozen import current, frozen

NORTH = NewsSiteSettings(name="Norte", url="https://norte.example", css=".onrecord { color: navy }")
SOUTH = NewsSiteSettings(
    name="Sur <b>",
    url="https://sur.example/",
    slug="sur",
    lang="es",
    public_url="https://record.sur.example",
)
SITES = (NORTH, SOUTH)


async def of_sites(archive: Archive, *sites: str) -> dict[str, str]:
    """The header that shows a key of an editor for these sites."""
    name = f"for-{len(sites)}"
    key = Key(name=name, role="editor", made_by="test", made_at=archive.clock(), sites=sites)
    await archive.storage.add_key(key, token_hash(name))
    return {"Authorization": f"Bearer {name}"}


@pytest.fixture
async def desk(settings: Settings, archive: Archive) -> AsyncIterator[Client]:
    settings = msgspec.structs.replace(settings, sites=SITES)
    archive.settings = settings
    async with TestClient(TestServer(make_app(settings, archive))) as client:
        yield client


async def text(desk: Client, path: str, **headers: str) -> str:
    app = desk.app
    assert app is not None
    app[CACHE].clear()
    answer = await desk.get(path, headers=headers)
    assert answer.status == 200, f"{path}: {await answer.text()}"
    return await answer.text()


async def test_the_frozen_form_of_a_placement_speaks_for_its_articles_site_in_every_output(
    desk: Client, archive: Archive, capture: Capture
) -> None:
    post = await capture(release=True)
    n = await current(archive, post)
    await frozen(archive, post, n)
    before = await text(desk, f"/e/{post}@{n}/~t1/")
    headers = await key_of(archive, "editor")
    wanted = {
        "https://sur.example/a": ("~site-sur.t1", "Sur &lt;b&gt;", 'lang="es"'),
        "https://norte.example/a": ("~site-norte-example.t1", "Norte", "navy"),
    }
    for article, (options, name, own) in wanted.items():
        body = {"post": post, "article": article}
        answer = await desk.post("/api/v1/placements", json=body, headers=headers)
        told = await answer.json()
        assert told["links"]["frozen"].endswith(f"/e/{post}@{n}/{options}/"), told
        form = await frozen(archive, post, n, options)
        page = await text(desk, f"/e/{post}@{n}/{options}/")
        assert name in page
        assert own in page
        for output in ("fragment.html", "email.html"):
            assert name in await text(desk, f"/e/{post}@{n}/{options}/{output}"), output
        assert {one.output for one in form.outputs} >= {"page", "fragment.html", "post.json"}
        assert await text(desk, f"/e/{post}@{n}/{options}/", Host="record.sur.example") == page
    json = await text(desk, f"/e/{post}@{n}/~site-sur.t1/post.json")
    assert f"https://record.sur.example/post/{post}" in json
    assert await text(desk, f"/e/{post}@{n}/~t1/") == before, "what was published is as it was"
    assert "Border News" in before
    # A card, too: it is drawn with the name of the site.
    pngs = [
        await (await desk.get(f"/e/{post}@{n}/{options}/card.png")).read()
        for options in ("~t1", "~site-sur.t1")
    ]
    assert pngs[0][:4] == pngs[1][:4] == b"\x89PNG"
    assert pngs[0] != pngs[1]


async def test_a_placement_that_was_there_before_keeps_its_frozen_address(
    desk: Client, archive: Archive, capture: Capture
) -> None:
    post = await capture(release=True)
    # As an earlier version wrote it: with an article of a site, and no site among its options.
    placement = await archive.placing.place(
        post,
        by="test",
        mode="newest",
        snapshot=None,
        options={},
        article="https://sur.example/old",
        article_public=None,
    )
    headers = await key_of(archive, "editor")
    path = f"/api/v1/placements/{placement.key}"
    told = await (await desk.patch(path, json={"mode": "pinned"}, headers=headers)).json()
    assert told["links"]["frozen"].endswith("/~t1/")
    change = {"article": "https://norte.example/new"}
    told = await (await desk.patch(path, json=change, headers=headers)).json()
    assert told["links"]["frozen"].endswith("/~site-norte-example.t1/")
    assert told["options"] == {"site": "norte-example"}
    told = await (await desk.patch(path, json={"article": None}, headers=headers)).json()
    assert told["links"]["frozen"].endswith("/~site-norte-example.t1/"), "it was chosen before"
    assert "Norte" in await text(desk, f"/p/{placement.key}/")
    assert "Norte" in await text(desk, f"/p/{placement.key}/~site-sur/"), "the desk decides"


async def test_an_editor_of_one_site_copies_what_speaks_for_it(
    desk: Client, archive: Archive, capture: Capture
) -> None:
    post = await capture(release=True)
    for sites, name, path in (
        (("Norte",), "Norte", "~site-norte-example"),
        (("Norte", "Sur <b>"), "Border News", ""),
        ((), "Border News", ""),
    ):
        headers = await of_sites(archive, *sites)
        answer = await desk.post("/api/v1/placements", json={"post": post}, headers=headers)
        key = (await answer.json())["key"]
        assert name in await text(desk, f"/p/{key}/"), sites
        bulk = {"urls": [f"https://record.sur.example/post/{post}"]}
        told = await (await desk.post("/api/v1/embeds", json=bulk, headers=headers)).json()
        assert name in told["embeds"][0]["fragment"], sites
        page = await text(desk, f"/desk/posts/{post}/article", **headers)
        assert ("site-norte-example" in page) == (sites == ("Norte",))
        asked = f"/oembed?url=https://sample.example/@mayor/116158876876800001&n={len(sites)}"
        told = await (await desk.get(asked, headers=headers)).json()
        assert told["provider_name"] == name, sites
        assert path in told["html"]
        assert ("site-" in told["html"]) == bool(path)


async def test_oembed_names_the_site_whose_address_was_asked_for(
    desk: Client, capture: Capture
) -> None:
    post = await capture(release=True)
    here, there = "http://127.0.0.1:8080", "https://record.sur.example"
    for url, name, frame in (
        (f"{there}/e/{post}/", "Sur <b>", f"{there}/e/{post}/"),
        (f"{there}/post/{post}", "Sur <b>", f"{there}/e/{post}/"),
        (f"{here}/e/{post}/~site-sur/", "Sur <b>", f"{there}/e/{post}/~site-sur/"),
        (f"{here}/e/{post}/~site-norte-example/", "Norte", f"{here}/e/{post}/~site-norte-example/"),
        (f"{here}/e/{post}/~site-nowhere/", "Border News", f"{here}/e/{post}/"),
        (f"{here}/e/{post}/", "Border News", f"{here}/e/{post}/"),
    ):
        told = await (await desk.get("/oembed", params={"url": url})).json()
        assert told["provider_name"] == name, url
        found = re.search(r'<iframe src="([^"]*)"', told["html"])
        assert found is not None
        assert found[1] == frame, url


async def test_a_site_that_left_the_config_speaks_in_what_is_stored_alone(
    desk: Client, archive: Archive, capture: Capture, settings: Settings
) -> None:
    post = await capture(release=True)
    n = await current(archive, post)
    await archive.freeze(post, n, "~site-sur.t1", by="test")
    await frozen(archive, post, n, "~site-sur.t1")
    archive.settings = settings
    async with TestClient(TestServer(make_app(settings, archive))) as later:
        stored = await (await later.get(f"/e/{post}@{n}/~site-sur.t1/")).text()
        assert "Sur &lt;b&gt;" in stored
        rendered = await (await later.get(f"/e/{post}/~site-sur/")).text()
        assert "Border News" in rendered
        assert "site-sur" not in rendered
