"""The newsroom's work at the desk: queues, collections, who is on a post."""

import html
import re
from collections.abc import Awaitable, Callable

import pytest

from archive.archive import Archive
from archive.from_browser import Handed
from archive.storage.work import Collection
from embedder import samples
from embedder.web import desk_work
from tests.embedder.conftest import Capture, Client

LogIn = Callable[..., Awaitable[str]]


async def counts(client: Client) -> dict[str, int]:
    page = await (await client.get("/desk/queues")).text()
    found = re.findall(r"<a href=\"/desk/[^\"]*\"[^>]*>([\w ]+) <b>(\d+)</b></a>", page)
    return {name: int(n) for name, n in found}


async def test_each_queue_has_what_stands_in_it_and_its_count(
    client: Client, archive: Archive, capture: Capture, session: LogIn
) -> None:
    csrf = await session("editor")
    draft = await capture()
    edited = await capture(samples.EDITED_URL, release=True)
    held = await capture(samples.FOUR_PICTURES_URL, release=True)
    await archive.withhold(held, by="test", reason="privacy")
    await archive.storage.add_request(
        edited, kind="privacy", text="x", contact=None, by="?", at=archive.clock()
    )
    refused = "https://x.com/i/status/20"
    job = await archive.request_capture(refused, by="ana")
    async for _ in archive.watch(job.id):
        pass
    assert await counts(client) == {
        "New": 1,
        "Needs a hand": 1,
        "Changed": 1,
        "Not available": 0,
        "Reports": 1,
        "Withheld": 1,
    }
    for queue, post in (("new", draft), ("changed", edited), ("withheld", held)):
        page = await (await client.get(f"/desk/queues?queue={queue}")).text()
        assert re.findall(r'<a href="/desk/posts/(\w+)"', page) == [post], queue
    page = await (await client.get("/desk/queues?queue=hand")).text()
    for way in ("bookmarklet", "capture/by-hand", "capture"):
        assert f'href="/desk/{way}?url=https%3A%2F%2Fx.com%2Fi%2Fstatus%2F20"' in page
    form = {"csrf": csrf, "url": refused, "text": "Typed", "name": "Ana", "time": "2025-03-29"}
    kept = await client.post("/desk/capture/by-hand", data={**form, "timezone": "UTC"})
    assert "/desk/posts/" in str(kept.url)
    assert (await counts(client))["Needs a hand"] == 0


async def test_what_lacks_a_part_needs_a_hand_until_it_is_whole_or_left_as_it_is(
    client: Client, archive: Archive, session: LogIn
) -> None:
    csrf = await session("editor")
    url, storage = "https://x.com/ana/status/1904988325475877000", archive.storage
    seen = Handed(url=url, text="The bridge …", handle="ana", cut=True)
    post = (await archive.capture_from_browser(seen, by="ana")).post
    assert post is not None
    for job in ("first", "second"):
        at = archive.clock()
        await storage.enqueue(
            id=job, kind="capture", key=post, payload={"url": url}, by="ana", at=at
        )
        await storage.end_job(job, "partial", at=at, attempts=(), result={"post": post})
        assert (await counts(client))["Needs a hand"] == 1, "of two the newer"
        page = await (await client.get("/desk/queues?queue=hand")).text()
        assert f'href="/desk/posts/{post}"' in page
        assert f'name="capture" value="{job}"' in page
        if job == "first":
            await client.post("/desk/queues", data={"csrf": csrf, "capture": job})
            assert (await counts(client))["Needs a hand"] == 0
    whole = Handed(
        url=url, text="The bridge is open.", handle="ana", time="2025-03-26T20:01:05Z", whole=True
    )
    await archive.capture_from_browser(whole, by="ana")
    assert (await counts(client))["Needs a hand"] == 0


async def test_a_post_stands_in_a_collection_with_a_note_and_is_taken_out(
    client: Client, archive: Archive, capture: Capture, session: LogIn
) -> None:
    csrf = await session("editor")
    post = await capture()
    make = {"csrf": csrf, "name": "Border <b>wall</b>"}
    page = await client.post("/desk/collections", data=make)
    assert page.url.path == "/desk/collections/border-b-wall-b"
    assert (await client.post("/desk/collections", data=make)).status == 422
    path = page.url.path
    for form, told in (
        ({"post": samples.EXAMPLE_URL, "note": "The <i>first</i>"}, "The &lt;i&gt;first&lt;/i&gt;"),
        ({"post": post, "note": "Changed"}, "Changed</textarea>"),
    ):
        answer = await client.post(f"{path}/posts", data={"csrf": csrf, **form})
        assert told in await answer.text()
    assert "In collections:" in await (await client.get(f"/desk/posts/{post}")).text()
    form = {"csrf": csrf, "name": "Border", "note": "Ask Ana"}
    assert "Ask Ana</textarea>" in await (await client.post(path, data=form)).text()
    unknown = {"csrf": csrf, "post": "https://x.com/jack/status/20"}
    assert (await client.post(f"{path}/posts", data=unknown)).status == 422
    await client.post(f"{path}/posts", data={"csrf": csrf, "post": post, "remove": "1"})
    assert await archive.storage.filed("border-b-wall-b") == ()
    assert (await client.get("/desk/collections/none")).status == 404


async def test_somebody_is_on_a_post_and_erasing_it_empties_the_note_on_it(
    client: Client, archive: Archive, capture: Capture, session: LogIn
) -> None:
    csrf = await session("editor")
    post = await capture()
    path = f"/desk/posts/{post}/who"
    await client.post("/desk/collections", data={"csrf": csrf, "name": "One"})
    await client.post(f"/desk/posts/{post}/collections", data={"csrf": csrf, "collection": "one"})
    for form, told in (
        ({"me": "1"}, "editor is on it."),
        ({"who": " Bea  B. "}, "Bea B. is on it."),
    ):
        page = await (await client.post(path, data={"csrf": csrf, **form})).text()
        assert told in page
    for lists in ("/desk/queues?queue=new", "/desk/posts", "/desk/collections/one"):
        assert "Bea B. is on it" in await (await client.get(lists)).text(), lists
    page = await (await client.post(path, data={"csrf": csrf, "nobody": "1"})).text()
    assert "Nobody is on it." in page
    await client.post(
        f"/desk/posts/{post}/collections",
        data={"csrf": csrf, "collection": "one", "note": "its words"},
    )
    await archive.erase(post, by="test", reason="privacy")
    (filed,) = await archive.storage.filed("one")
    assert filed.note == ""


async def test_collections_and_the_posts_of_one_come_in_pages(
    client: Client,
    archive: Archive,
    capture: Capture,
    session: LogIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await session("editor")
    monkeypatch.setattr(desk_work, "PAGE", 2)
    posts = [await capture(url) for url in (samples.EXAMPLE_URL, samples.EDITED_URL)]
    posts.append(await capture(samples.FOUR_PICTURES_URL))
    for slug in ("a", "b", "c"):
        made = Collection(slug=slug, name=slug.upper(), by="test", at=archive.clock())
        await archive.storage.save_collection(made)
    for post in posts:
        await archive.storage.file("a", post, note="", by="test", at=archive.clock())

    async def walked(path: str, link: str) -> list[str]:
        found: list[str] = []
        following: str | None = path
        while following is not None:
            page = await (await client.get(following)).text()
            found += re.findall(link, page)
            more = re.search(r'rel="next" href="([^"]+)"', page)
            following = None if more is None else html.unescape(more[1])
        return found

    assert await walked("/desk/collections", r'href="/desk/collections/(\w+)"') == ["a", "b", "c"]
    assert await walked("/desk/collections/a", r'href="/desk/posts/(\w+)"') == posts[::-1]
    assert "3 posts" in await (await client.get(f"/desk/collections/a?cursor={posts[1]}")).text()
    first_page = await (await client.get("/desk/collections/a?cursor=gone")).text()
    assert posts[2] in first_page
