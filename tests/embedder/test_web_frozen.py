"""Frozen forms: the stored bytes are served ever after, and what is withheld wins over them."""

import asyncio
from typing import Any

import pytest

from archive.archive import Archive
from archive.storage.blobs import frozen_name
from archive.storage.published import Frozen
from embedder import samples
from embedder.render import v1
from embedder.web.cache import CACHE
from tests.embedder.conftest import Capture, Client

PAGE, FRAGMENT, JSON = "", "fragment.html", "post.json"


async def frozen(archive: Archive, post: str, n: int, options: str = "~t1") -> Frozen:
    """The form, once the job has stored it."""
    for _ in range(200):
        form = await archive.storage.frozen(post, n, options)
        if form is not None:
            return form
        await asyncio.sleep(0.05)
    raise AssertionError("it was not frozen")


async def current(archive: Archive, post: str) -> int:
    holding = await archive.storage.holding(post)
    assert holding is not None
    assert holding.stored is not None
    return holding.stored.n


async def body(client: Client, path: str) -> bytes:
    app = client.app
    assert app is not None
    app[CACHE].clear()
    answer = await client.get(path)
    assert answer.status == 200, await answer.text()
    return await answer.read()


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Makes the renderer one of a later day, whose bytes are others."""

    def change() -> None:
        old_page, old_fragment = v1.page, v1.fragment
        monkeypatch.setattr(v1, "page", lambda view: old_page(view) + "<!-- later -->")
        monkeypatch.setattr(v1, "fragment", lambda view: old_fragment(view) + "<!-- later -->")

    return change


async def test_what_a_release_named_is_served_as_it_was_whatever_the_renderer_does_later(
    client: Client, archive: Archive, capture: Capture, newer: Any
) -> None:
    post = await capture(release=True)
    n = await current(archive, post)
    await frozen(archive, post, n)
    before = [await body(client, f"/e/{post}@{n}/~t1/{name}") for name in (PAGE, FRAGMENT, JSON)]
    newer()
    after = [await body(client, f"/e/{post}@{n}/~t1/{name}") for name in (PAGE, FRAGMENT, JSON)]
    assert after == before
    assert b"later" in await body(client, f"/e/{post}@{n}/"), "today's is rendered today"
    assert b"later" in await body(client, f"/e/{post}@{n}/~dark.t1/"), "nobody named this one"


async def test_a_stored_page_has_its_policy_and_its_cache_rules(
    client: Client, archive: Archive, capture: Capture
) -> None:
    post = await capture(release=True)
    n = await current(archive, post)
    form = await frozen(archive, post, n)
    answer = await client.get(f"/e/{post}@{n}/~t1/")
    page = next(one for one in form.outputs if one.output == "page")
    assert answer.headers["Content-Security-Policy"] == page.csp
    assert "script-src 'sha256-" in answer.headers["Content-Security-Policy"]
    assert (
        answer.headers["Cache-Control"] == "public, max-age=60, s-maxage=60, stale-if-error=86400"
    )
    other = await client.get(f"/e/{post}@{n}/~dark.t1/")
    assert other.headers["Cache-Control"].startswith("public, max-age=20")
    assert (await client.get(f"/e/{post}@{n}/~t9/")).status == 404


async def test_withholding_wins_over_stored_bytes_and_release_brings_them_back(
    client: Client, archive: Archive, capture: Capture, newer: Any
) -> None:
    post = await capture(release=True)
    n = await current(archive, post)
    await frozen(archive, post, n)
    path = f"/e/{post}@{n}/~t1/"
    before = await body(client, path)
    newer()
    await archive.withhold(post, by="test", reason="court order")
    hidden = await body(client, path)
    assert b"Not shown by Border News" in hidden
    assert (await client.get(path + JSON)).status == 451
    await archive.release(post, by="test", reason="it may be shown")
    assert await body(client, path) == before


async def test_a_withheld_picture_is_not_in_the_stored_bytes_that_are_served(
    client: Client, archive: Archive, capture: Capture
) -> None:
    post = await capture(samples.EXAMPLE_URL, release=True)
    n = await current(archive, post)
    form = await frozen(archive, post, n)
    picture = min(form.shown.media)
    path = f"/e/{post}@{n}/~t1/"
    before = await body(client, path)
    await archive.withhold(f"{post}#{picture}", by="test", reason="copyright")
    assert picture.encode() not in await body(client, path)
    assert picture.encode() not in await body(client, path + JSON)
    await archive.release(f"{post}#{picture}", by="test", reason="it may be shown")
    assert await body(client, path) == before


async def test_erasing_removes_the_stored_bytes(
    client: Client, archive: Archive, capture: Capture
) -> None:
    post = await capture(release=True)
    n = await current(archive, post)
    form = await frozen(archive, post, n)
    await archive.erase(post, by="test", reason="privacy")
    assert await archive.storage.frozen(post, n, "~t1") is None
    assert [await archive.blobs.get(frozen_name(one.sha256)) for one in form.outputs] == [
        None
    ] * len(form.outputs)
    assert b"Erased by Border News" in await body(client, f"/e/{post}@{n}/~t1/")


async def test_a_draft_that_is_frozen_is_still_unseen(
    client: Client, archive: Archive, capture: Capture
) -> None:
    post = await capture()
    n = await current(archive, post)
    await archive.freeze(post, n, by="test")
    await frozen(archive, post, n)
    answer = await client.get(f"/e/{post}@{n}/~t1/")
    unseen = await client.get(f"/e/{'0' * 16}@1/~t1/")
    assert (answer.status, await answer.read()) == (404, await unseen.read())


async def test_damaged_bytes_are_not_served(
    client: Client, archive: Archive, capture: Capture, settings: Any
) -> None:
    post = await capture(release=True)
    n = await current(archive, post)
    form = await frozen(archive, post, n)
    for one in form.outputs:
        await archive.blobs.delete(frozen_name(one.sha256))
        await archive.blobs.put(frozen_name(one.sha256), b"something else")
    assert b"something else" not in await body(client, f"/e/{post}@{n}/~t1/")


async def test_a_frozen_form_says_nothing_of_today(
    client: Client, archive: Archive, capture: Capture
) -> None:
    post = await capture(release=True)
    n = await current(archive, post)
    await frozen(archive, post, n)
    answer = await client.get(f"/e/{post}@{n}/~t1/post.json")
    told = await answer.json()
    assert told["visibility"] is None
    assert told["status"]["state"] == "unknown"
    assert told["notes"] == []
