"""Several sites in one archive: in whose name embeds speak, and who may edit for which."""

from collections.abc import AsyncIterator

import msgspec
import pytest
from aiohttp.test_utils import TestClient, TestServer

from archive.archive import Archive
from archive.errors import ConfigError
from archive.settings import NewsSiteSettings, Settings
from embedder.app import make_app
from tests.embedder.conftest import Capture
from tests.embedder.people import Client, key_of, log_in

NORTH = NewsSiteSettings(name="Norte", url="https://norte.example", css=".onrecord { color: navy }")
SOUTH = NewsSiteSettings(
    name="Sur <b>", url="https://sur.example/", lang="es", public_url="https://record.sur.example"
)
THERE = {"Host": "record.sur.example"}


@pytest.fixture
async def desk(settings: Settings, archive: Archive) -> AsyncIterator[Client]:
    settings = msgspec.structs.replace(settings, sites=(NORTH, SOUTH))
    archive.settings = settings
    async with TestClient(TestServer(make_app(settings, archive))) as client:
        yield client


async def place(desk: Client, archive: Archive, post: str, article: str | None) -> str:
    body = {"post": post, **({"article": article} if article else {})}
    headers = await key_of(archive, "editor")
    answer = await desk.post("/api/v1/placements", json=body, headers=headers)
    assert answer.status == 201, await answer.text()
    return str((await answer.json())["key"])


async def test_a_placement_speaks_for_the_site_of_its_article(
    desk: Client, archive: Archive, capture: Capture
) -> None:
    post = await capture(release=True)
    pages = {}
    for article in (
        "https://www.norte.example/a",
        "https://sur.example/a",
        "https://else.example/",
    ):
        key = await place(desk, archive, post, article)
        pages[article] = await (await desk.get(f"/p/{key}/")).text()
    north, south, other = pages.values()
    assert "Norte" in north
    assert "color: navy" in north
    assert '<html lang="es"' in south
    assert "Sur &lt;b&gt;" in south
    assert "color: navy" not in south
    assert "Border News" in other
    assert "Norte" not in other
    assert "Sur" not in other


async def test_the_code_to_copy_has_the_address_of_the_articles_site(
    desk: Client, archive: Archive, capture: Capture
) -> None:
    post = await capture(release=True)
    keys = [
        await place(desk, archive, post, article)
        for article in ("https://sur.example/a", "https://else.example/", None)
    ]
    headers = await key_of(archive, "editor")
    page = await (await desk.get(f"/desk/posts/{post}?placement={keys[0]}", headers=headers)).text()
    assert f"https://record.sur.example/p/{keys[0]}/" in page
    page = await (await desk.get(f"/desk/posts/{post}?placement={keys[1]}", headers=headers)).text()
    assert "record.sur.example" not in page
    listed = await (await desk.get(f"/api/v1/placements?post={post}", headers=headers)).json()
    links = {one["key"]: str(one["links"]) for one in listed["placements"]}
    assert f"https://record.sur.example/p/{keys[0]}" in links[keys[0]]
    assert "sur.example" not in links[keys[1]] + links[keys[2]]


async def test_what_is_reached_under_a_sites_own_address_speaks_for_it(
    desk: Client, capture: Capture
) -> None:
    """And the two are never mixed up in the memory for finished pages."""
    post = await capture(release=True)
    for _ in range(2):
        own = await (await desk.get(f"/e/{post}/")).text()
        theirs = await (await desk.get(f"/e/{post}/", headers=THERE)).text()
        assert "Border News" in own
        assert "Sur &lt;b&gt;" in theirs
        assert '<html lang="es"' in theirs
    page = await (await desk.get(f"/post/{post}", headers=THERE)).text()
    assert "Sur &lt;b&gt;" in page
    json = await (await desk.get(f"/e/{post}/post.json", headers=THERE)).json()
    assert json["links"]["embed"] == f"https://record.sur.example/e/{post}/"


@pytest.mark.parametrize("host", ["evil.example", "record.sur.example.evil.example", "sur.example"])
async def test_a_host_that_is_none_of_ours_speaks_for_nobody_else(
    desk: Client, capture: Capture, host: str
) -> None:
    post = await capture(release=True)
    page = await (await desk.get(f"/e/{post}/", headers={"Host": host})).text()
    assert "Border News" in page
    assert host not in page


async def test_somebody_edits_for_their_sites_alone(
    desk: Client, archive: Archive, capture: Capture
) -> None:
    post = await capture(release=True)
    csrf = await log_in(archive, desk, "editor")
    await archive.storage.set_user_sites("editor", ("Norte",), by="test", at=archive.clock())
    headers = {"X-CSRF-Token": csrf}

    async def placing(article: str | None) -> tuple[int, str]:
        body = {"post": post, "article": article} if article else {"post": post}
        answer = await desk.post("/api/v1/placements", json=body, headers=headers)
        return answer.status, (await answer.json()).get("key", "")

    status, mine = await placing("https://norte.example/a")
    assert status == 201
    for article in ("https://sur.example/a", "https://else.example", "https://norte.example.evil/"):
        assert (await placing(article))[0] == 403, article
    theirs = await place(desk, archive, post, "https://sur.example/b")
    for key, change, status in (
        (theirs, {"mode": "pinned"}, 403),
        (theirs, {"article": "https://norte.example/c"}, 403),
        (mine, {"article": "https://sur.example/c"}, 403),
        (mine, {"article": "https://norte.example/c"}, 200),
    ):
        path = f"/api/v1/placements/{key}"
        assert (await desk.patch(path, json=change, headers=headers)).status == status
    form = {"csrf": csrf, "article": "https://sur.example/d"}
    assert (await desk.post(f"/desk/posts/{post}/copy", data=form)).status == 403


async def test_an_admin_says_for_which_sites(desk: Client, archive: Archive) -> None:
    csrf = await log_in(archive, desk, "admin")
    form = {"csrf": csrf, "do": "sites", "name": "admin", "site": "Sur <b>"}
    page = await (await desk.post("/desk/people", data=form)).text()
    assert "for Sur &lt;b&gt;" in page
    user = await archive.storage.user("admin")
    assert user is not None
    assert user.sites == ("Sur <b>",)
    assert (await desk.post("/desk/people", data={**form, "site": "../x"})).status == 422


def test_a_sites_look_that_cannot_be_stops_the_start() -> None:
    site = msgspec.structs.replace(NORTH, css="a { background: url(https://evil.example) }")
    with pytest.raises(ConfigError, match="would load"):
        make_app(Settings(sites=(site,)))
