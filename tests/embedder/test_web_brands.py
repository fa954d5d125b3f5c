"""Several sites in one archive: in whose name embeds speak, and who may edit for which."""

import itertools
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest
from aiohttp.test_utils import TestClient, TestServer

from archive.archive import Archive
from archive.errors import ConfigError
from archive.settings import NewsSiteSettings, Settings
from archive.storage.people import Role, User
from embedder.app import make_app
from embedder.people import make_key
from embedder.web.desk_people import ROLES
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


ARTICLES = {
    "Norte": "https://norte.example/a",
    "Sur <b>": "https://sur.example/a",
    "nobody's": "https://else.example/a",
}
LIMITS: tuple[tuple[str, ...], ...] = ((), ("Norte",), ("Sur <b>",), ("Norte", "Sur <b>"))


async def test_each_role_does_for_each_site_what_it_may_and_no_more(
    desk: Client, archive: Archive, capture: Capture, subtests: pytest.Subtests
) -> None:
    """Readers, editors and admins, each by a key and as a person, for none, one or two sites:
    whatever names the article of a site that is not theirs is refused and written down. What is
    let through fails at the next door, since only who is let through is asked here.
    """
    post = await capture(release=True)
    url, at = "https://sample.example/@mayor/116158876876800001", archive.clock()
    for role, sites in itertools.product(ROLES, LIMITS):
        by_key = await key_of(archive, role, sites=sites)
        desk.session.cookie_jar.clear()
        csrf = await log_in(archive, desk, role, page="/desk/me")
        await archive.storage.set_user_sites(role, sites, by="test", at=at)
        by_cookie = {"X-CSRF-Token": csrf}
        for (owner, article), headers in itertools.product(ARTICLES.items(), (by_key, by_cookie)):
            named = {"article": article}
            acts: dict[str, tuple[str, dict[str, Any]]] = {
                "place": ("/api/v1/placements", {"post": post, "snapshot": 999, **named}),
                "capture": ("/api/v1/captures", {"url": "https://", **named}),
                "by hand": ("/api/v1/captures/by-hand", {"text": "", **named}),
                "from browser": (
                    "/api/v1/captures/from-browser",
                    {"url": "https://", "text": "", **named},
                ),
                "saved": ("/api/v1/captures/saved", {"payload": "e30=", **named}),
                "scan": (
                    "/api/v1/scans",
                    {"url": article, "content": "<p>None.", "capture": True},
                ),
                "note": ("/api/v1/embeds", {"urls": [url], **named}),
            }
            # As a person by one of them: the sites of both are asked for in one place.
            for act in acts if headers is by_key else ("place",):
                path, body = acts[act]
                with subtests.test(f"{role} for {sites}: {act} for {owner}", key=headers is by_key):
                    answer = await desk.post(path, json=body, headers=headers)
                    told = await answer.json(content_type=None)
                    # Readers note what their site's build lacks, and nothing else.
                    if role == "reader" and act != "note":
                        assert (answer.status, told["type"]) == (403, told["type"])
                        assert told["type"].endswith("role-needed")
                    elif sites and owner not in sites:
                        assert answer.status == 403, told
                        assert told["type"].endswith("site-needed")
                        entry = (await archive.storage.audit(limit=1)).entries[0]
                        assert (entry.action, entry.target) == ("refuse request", f"POST {path}")
                    else:
                        passed = {"place": 404, "scan": 200, "note": 200, "saved": 400}
                        assert answer.status == passed.get(act, 422), told
            if headers is by_cookie and role != "reader":
                form = {"csrf": csrf, "article": article, "post": url}
                kept = await desk.post("/desk/articles/captures", data=form, allow_redirects=False)
                assert kept.status == (403 if sites and owner not in sites else 303)
                await archive.placing.place(post, by="test", article=article)
                form = {"csrf": csrf, "url": article, "me": "1"}
                joined = await desk.post("/desk/article", data=form, allow_redirects=False)
                assert joined.status == (403 if sites and owner not in sites else 303)


async def test_an_embed_speaks_for_no_site_that_somebody_does_not_edit_for(
    desk: Client, archive: Archive, capture: Capture
) -> None:
    post = await capture(release=True)
    north = await key_of(archive, "editor", sites=("Norte",))
    both = await key_of(archive, "editor")
    for slug, headers, status in (
        ("norte-example", north, 201),
        ("sur-example", north, 403),
        ("sur-example", both, 201),
        ("nowhere", both, 422),
    ):
        body = {"post": post, "options": {"site": slug}}
        answer = await desk.post("/api/v1/placements", json=body, headers=headers)
        assert answer.status == status, slug
        if slug == "sur-example" and status == 201:
            path = f"/api/v1/placements/{(await answer.json())['key']}"
            change = {"mode": "pinned"}
            assert (await desk.patch(path, json=change, headers=north)).status == 403
            assert (
                "Sur &lt;b&gt;"
                in await (await desk.get(path.replace("/api/v1/placements", "/p") + "/")).text()
            )


async def test_an_admin_makes_a_key_for_one_site(desk: Client, archive: Archive) -> None:
    csrf = await log_in(archive, desk, "admin")
    form = {"csrf": csrf, "do": "key", "name": "feed", "role": "editor", "site": "Sur <b>"}
    page = await (await desk.post("/desk/people", data=form)).text()
    assert "for Sur &lt;b&gt;" in page
    assert [key.sites for key in await archive.storage.keys()] == [("Sur <b>",)]
    entry = next(e for e in (await archive.storage.audit(limit=9)).entries if e.action == "add key")
    assert entry.detail["sites"] == ["Sur <b>"]
    form |= {"name": "other", "site": "Elsewhere"}
    assert (await desk.post("/desk/people", data=form)).status == 422


async def test_an_admin_says_for_which_sites(desk: Client, archive: Archive) -> None:
    csrf = await log_in(archive, desk, "admin")
    form = {"csrf": csrf, "do": "sites", "name": "admin", "site": "Sur <b>"}
    page = await (await desk.post("/desk/people", data=form)).text()
    assert "for Sur &lt;b&gt;" in page
    user = await archive.storage.user("admin")
    assert user is not None
    assert user.sites == ("Sur <b>",)
    assert (await desk.post("/desk/people", data={**form, "site": "../x"})).status == 422


async def test_the_admin_of_one_site_has_no_hand_in_the_others(
    desk: Client, archive: Archive
) -> None:
    """Else the limit were none: they could take it from themselves, or log in as who has none."""
    storage, at = archive.storage, archive.clock()
    people: tuple[tuple[str, Role, tuple[str, ...]], ...] = (
        ("boss", "admin", ()),
        ("Ána", "editor", ("Sur <b>",)),
        ("gone", "admin", ()),
        ("ben", "editor", ("Norte",)),
    )
    for name, role, sites in people:
        await storage.add_user(User(name=name, role=role, sites=sites), at=at)
    await storage.remove_user("gone", by="test", at=at)
    await make_key(archive, "all", "editor", by="test")
    await make_key(archive, "north", "editor", sites=("Norte",), by="test")
    csrf = await log_in(archive, desk, "admin")
    await storage.set_user_sites("admin", ("Norte",), by="test", at=at)

    async def send(**form: str) -> int:
        return (await desk.post("/desk/people", data={"csrf": csrf, **form})).status

    before = await storage.users(), await storage.keys()
    for form in (
        {"do": "sites", "name": "admin"},
        {"do": "sites", "name": "admin", "site": "Sur <b>"},
        {"do": "link", "name": "boss"},
        {"do": "role", "name": "Ána", "role": "reader"},
        {"do": "add", "name": "A\u0301na", "role": "admin"},
        {"do": "remove", "name": "boss"},
        {"do": "sites", "name": "boss", "site": "Norte"},
        {"do": "key", "name": "x", "role": "admin", "site": "Sur <b>"},
        {"do": "revoke", "name": "all"},
    ):
        assert await send(**form) == 403, form
        entry = (await storage.audit(limit=1)).entries[0]
        assert (entry.action, entry.by) == ("refuse request", "admin")
    assert (await storage.users(), await storage.keys()) == before
    assert (await desk.get("/desk/setup")).status == 403
    for form in (
        {"do": "add", "name": "cy", "role": "editor"},
        {"do": "add", "name": "gone", "role": "admin"},
        {"do": "add", "name": "ben", "role": "reader"},
        {"do": "key", "name": "y", "role": "editor"},
        {"do": "revoke", "name": "north"},
    ):
        assert await send(**form) == 200, form
    now = {user.name: user.sites for user in await storage.users()}
    assert [now[name] for name in ("cy", "gone", "ben", "boss")] == [*[("Norte",)] * 3, ()]
    assert {key.name: key.sites for key in await storage.keys()}["y"] == ("Norte",)
    page = await (await desk.get("/desk/people")).text()
    assert "Sur &lt;b&gt;</bdi></label>" not in page, "no box for what is not theirs"
    assert 'name="name" value="boss"' not in page
    assert 'name="name" value="ben"' in page


def test_a_sites_look_that_cannot_be_stops_the_start() -> None:
    site = msgspec.structs.replace(NORTH, css="a { background: url(https://evil.example) }")
    with pytest.raises(ConfigError, match="would load"):
        make_app(Settings(sites=(site,)))
