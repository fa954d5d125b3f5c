"""Placements: an address of its own for one embed in one article; the desk decides, later too."""

import re
from collections.abc import Awaitable, Callable
from html import unescape
from typing import Any

import pytest

from archive.archive import Archive
from archive.placing import placement_key
from embedder import samples
from embedder.web.cache import CACHE
from tests.embedder.conftest import Bearer, Capture, Client
from tests.embedder.test_web_frozen import current, frozen

LogIn = Callable[..., Awaitable[str]]
ARTICLE = "https://news.example/wall"
API = "/api/v1/placements"


async def make(client: Client, headers: dict[str, str], **asked: Any) -> dict[str, Any]:
    answer = await client.post(API, json=asked, headers=headers)
    assert answer.status == 201, await answer.text()
    made: dict[str, Any] = await answer.json()
    return made


async def shown(client: Client, key: str, rest: str = "") -> str:
    app = client.app
    assert app is not None
    app[CACHE].clear()
    answer = await client.get(f"/p/{key}/{rest}")
    assert answer.status == 200, await answer.text()
    return await answer.text()


def test_a_key_is_made_of_what_was_drawn_for_it() -> None:
    assert placement_key(bytes(range(15))) == placement_key(bytes(range(15)))
    assert re.fullmatch("[0-9a-hjkmnp-tv-z]{24}", placement_key(b"\xff" * 15))


async def test_a_placement_is_made_read_and_listed_by_an_editor(
    client: Client, archive: Archive, capture: Capture, bearer: Bearer
) -> None:
    headers = await bearer("editor")
    post = await capture(release=True)
    n = await current(archive, post)
    made = await make(client, headers, post=samples.EXAMPLE_URL, article=ARTICLE)
    assert (made["post"], made["mode"], made["snapshot"]) == (post, "newest", n)
    assert made["article"] == ARTICLE
    assert made["links"]["page"] == f"/p/{made['key']}/"
    assert await (await client.get(f"{API}/{made['key']}", headers=headers)).json() == made
    listed = await (await client.get(f"{API}?post={post}", headers=headers)).json()
    assert listed == {"post": post, "placements": [made]}
    for method, path in (("GET", f"{API}/{made['key']}"), ("GET", f"{API}?post={post}")):
        assert (await client.request(method, path)).status == 401
    reader = await bearer("reader")
    assert (await client.post(API, json={"post": post}, headers=reader)).status == 403


async def test_its_address_shows_the_post_in_every_output_with_its_options(
    client: Client, capture: Capture, bearer: Bearer
) -> None:
    post = await capture(release=True)
    made = await make(
        client, await bearer("editor"), post=post, options={"theme": "dark", "lang": "es"}
    )
    assert made["options"] == {"theme": "dark", "lang": "es"}
    page = await shown(client, made["key"])
    assert f"onrecord-dark onrecord-{post}" in page
    assert 'lang="es"' in page
    assert "onrecord-dark" in await shown(client, made["key"], "fragment.html")
    assert f'"id":"{post}"' in await shown(client, made["key"], "post.json")
    assert "onrecord-light" in await shown(client, made["key"], "~light/")
    assert "onrecord-light" in await shown(client, made["key"], "?theme=light")
    asked = await shown(client, made["key"], "?lang=fr")
    assert '<html lang="es"' in asked, "/embed.js asks for the page's: the desk has chosen"
    assert (await client.get(f"/p/{made['key']}/~t9/")).status == 404


async def test_the_mode_is_changed_after_publication_and_a_band_tells_of_a_change(
    client: Client, archive: Archive, capture: Capture, bearer: Bearer
) -> None:
    headers = await bearer("editor")
    post = await capture(samples.EDITED_URL, release=True)
    n = await current(archive, post)
    assert n > 1
    made = await make(client, headers, post=post, snapshot=1)
    newest = await shown(client, made["key"])
    assert "Changed since this article was published" not in newest

    async def patch(**asked: Any) -> dict[str, Any]:
        answer = await client.patch(f"{API}/{made['key']}", json=asked, headers=headers)
        assert answer.status == 200, await answer.text()
        changed: dict[str, Any] = await answer.json()
        return changed

    assert (await patch(mode="newest with band"))["snapshot"] == 1
    assert "Changed since this article was published with the version archived on" in await shown(
        client, made["key"]
    )
    await patch(snapshot=n)
    assert "Changed since" not in await shown(client, made["key"]), "published with the newest"
    await patch(mode="pinned", snapshot=1)
    first = await archive.storage.holding(post, 1)
    assert first is not None
    assert first.stored is not None
    assert '"snapshot":1,' in await shown(client, made["key"], "post.json")
    audit = await client.patch(f"{API}/{made['key']}", json={"snapshot": 99}, headers=headers)
    assert audit.status == 404


async def test_what_a_placement_names_is_frozen(
    client: Client, archive: Archive, capture: Capture, bearer: Bearer
) -> None:
    post = await capture(release=True)
    made = await make(client, await bearer("editor"), post=post, options={"theme": "dark"})
    await frozen(archive, post, made["snapshot"], "~dark.t1")
    assert made["links"]["frozen"].endswith(f"{post}@{made['snapshot']}/~dark.t1/")


async def test_the_placement_of_a_draft_answers_as_one_that_never_was(
    client: Client, archive: Archive, capture: Capture, bearer: Bearer
) -> None:
    headers = await bearer("editor")
    post = await capture()
    key = (await make(client, headers, post=post))["key"]
    for output in ("", "fragment.html", "post.json"):
        drawn = await client.get(f"/p/{key}/{output}")
        never = await client.get(f"/p/{'0' * 24}/{output}")
        assert (drawn.status, await drawn.read()) == (404, await never.read())
    assert (await client.get(f"/p/{key}/", headers=headers)).status == 200, "an editor sees it"
    await archive.release(post, by="test")
    await shown(client, key)
    await archive.withhold(post, by="test", reason="privacy")
    assert "Not shown by Border News" in await shown(client, key)
    assert (await client.get(f"/p/{key}/post.json")).status == 451


async def test_copying_at_the_desk_makes_a_placement_and_its_form_changes_it(
    client: Client, archive: Archive, capture: Capture, session: LogIn
) -> None:
    csrf = await session("editor")
    post = await capture()
    form = {"csrf": csrf, "article": ARTICLE}
    copied = await client.post(f"/desk/posts/{post}/copy", data=form)
    page = unescape(await copied.text())
    (placement,) = await archive.storage.placements(post)
    assert f'<iframe src="http://127.0.0.1:8080/p/{placement.key}/"' in page
    assert placement.article == ARTICLE
    assert (await archive.storage.post(post)).visibility == "public"  # type: ignore[union-attr]
    answer = await client.post(
        f"/desk/posts/{post}/placements/{placement.key}",
        data={"csrf": csrf, "mode": "pinned", "snapshot": "1", "theme": "dark", "media": "1"},
    )
    assert answer.status == 200
    now = await archive.storage.placement(placement.key)
    assert now is not None
    assert (now.mode, now.snapshot, now.options) == ("pinned", 1, {"theme": "dark"})
    assert now.article == ARTICLE


async def test_a_wrong_article_is_told_and_nothing_is_released(
    client: Client, archive: Archive, capture: Capture, session: LogIn
) -> None:
    csrf = await session("editor")
    post = await capture()
    form = {"csrf": csrf, "article": "javascript:alert(1)"}
    answer = await client.post(f"/desk/posts/{post}/copy", data=form)
    assert answer.status == 422
    assert "is no address of an article" in await answer.text()
    assert await archive.storage.placements(post) == ()
    assert (await client.post(f"/desk/posts/{post}/copy", data={"article": ARTICLE})).status == 403


@pytest.mark.parametrize("options", [{"t": 99}, {"t": "99"}])
async def test_a_template_version_that_there_is_not_is_refused(
    client: Client, capture: Capture, bearer: Bearer, options: dict[str, Any]
) -> None:
    post = await capture(release=True)
    body = {"post": post, "options": options}
    answer = await client.post(API, json=body, headers=await bearer("editor"))
    assert answer.status == 422


async def test_a_placement_can_be_taken_out_of_its_article(
    client: Client, archive: Archive, capture: Capture, bearer: Bearer, session: LogIn
) -> None:
    headers = await bearer("editor")
    post = await capture(release=True)
    key = (await make(client, headers, post=post, article=ARTICLE))["key"]

    async def patch(**asked: Any) -> str | None:
        answer = await client.patch(f"{API}/{key}", json=asked, headers=headers)
        assert answer.status == 200, await answer.text()
        article: str | None = (await answer.json())["article"]
        return article

    assert await patch(mode="pinned") == ARTICLE
    assert await patch(article=None) is None
    assert await patch(mode="newest") is None
    assert await patch(article=ARTICLE) == ARTICLE
    assert (await client.patch(f"{API}/{key}", json={"article": ""}, headers=headers)).status == 422
    form = {"csrf": await session("editor"), "mode": "newest", "snapshot": "1", "article": " "}
    answer = await client.post(f"/desk/posts/{post}/placements/{key}", data=form)
    assert answer.status == 200
    now = await archive.storage.placement(key)
    assert now is not None
    assert now.article is None
