"""Alerts at the desk: the list, whose they are, how they were told, and the feed."""

import base64
import xml.etree.ElementTree as ET
from collections.abc import Awaitable, Callable
from datetime import timedelta

from aiohttp import encode_basic_auth

from archive.archive import Archive
from archive.records import Check
from archive.storage.base import Keep, Look
from embedder import samples
from tests.embedder.conftest import Bearer, Capture, Client

LogIn = Callable[..., Awaitable[str]]
ARTICLE = "https://news.example/wall?a=1&b=2"
ATOM = "{http://www.w3.org/2005/Atom}"


async def goes(archive: Archive, post: str, minutes: int = 1) -> None:
    gone = Check(
        post=post,
        at=archive.clock() + timedelta(minutes=minutes),
        source="client-api",
        outcome="gone",
        cause="deleted by the author",
    )
    keep = Keep(at=archive.clock(), by="ana", action="recheck", looks=(Look(check=gone),))
    await archive.storage.keep(keep)


async def test_an_editor_sees_what_went_where_it_is_used_and_who_was_told(
    client: Client, capture: Capture, archive: Archive, session: LogIn
) -> None:
    assert (await client.get("/desk/alerts")).status == 401
    await session("editor")
    assert "No post that an article uses" in await text(client, "/desk/alerts")
    post = await capture(samples.EXAMPLE_URL, release=True)
    await archive.storage.reference(post, ARTICLE, by="ana", at=archive.clock())
    await goes(archive, post)
    await archive.storage.enqueue(
        id="h1", kind="webhook", key="1 x", payload={"alert": 1, "to": "https://cms.example/h"},
        by="ana", at=archive.clock(),
    )  # fmt: skip
    page = await text(client, "/desk/alerts")
    assert "A post by Sample Mayor (invented) that you use is not available on Mastodon" in page
    assert "Mastodon says: deleted by the author" in page
    assert 'href="https://news.example/wall?a=1&amp;b=2"' in page
    assert "not yet told to https://cms.example/h" in page
    assert "No post that you placed" in await text(client, "/desk/alerts?mine")
    await archive.placing.place(post, by="editor")
    assert "Sample Mayor" in await text(client, "/desk/alerts?mine")
    await archive.storage.set_lang("editor", "es", at=archive.clock())
    assert "Ya no está en Mastodon una publicación de" in await text(client, "/desk/alerts")


async def test_what_was_withheld_meanwhile_is_not_quoted(
    client: Client, capture: Capture, archive: Archive, session: LogIn, bearer: Bearer
) -> None:
    post = await capture(samples.EXAMPLE_URL, release=True)
    holding = await archive.storage.holding(post)
    assert holding is not None
    assert holding.stored is not None
    words = holding.stored.snapshot.text[:20]
    await archive.storage.reference(post, ARTICLE, by="ana", at=archive.clock())
    await goes(archive, post)
    await session("editor")
    feed = await text(client, "/desk/alerts.atom")
    assert words in feed
    assert words in await text(client, "/desk/alerts")
    await archive.withhold(post, by="ana", reason="privacy")
    for path in ("/desk/alerts", "/desk/alerts.atom"):
        page = await text(client, path)
        assert words not in page
        assert "somebody" in page


async def test_a_feed_reader_shows_a_key_as_its_password(
    client: Client, capture: Capture, archive: Archive, bearer: Bearer
) -> None:
    post = await capture(samples.EXAMPLE_URL)
    await archive.storage.reference(post, ARTICLE, by="ana", at=archive.clock())
    await goes(archive, post)
    asked = await client.get("/desk/alerts.atom")
    assert asked.status == 401
    assert asked.headers["WWW-Authenticate"].startswith("Basic ")
    keys = {
        role: (await bearer(role))["Authorization"].split(" ", 1)[1]
        for role in ("editor", "reader")
    }
    feed = await client.get("/desk/alerts.atom", headers=shown("feeds", keys["editor"]))
    assert feed.headers["Content-Type"].startswith("application/atom+xml")
    assert feed.headers["Cache-Control"] == "private, no-store"
    read = ET.fromstring(await feed.read())  # noqa: S314  ours
    (entry,) = read.iter(f"{ATOM}entry")
    assert ARTICLE in str(entry.findtext(f"{ATOM}content"))
    assert str(entry.findtext(f"{ATOM}id")).startswith("tag:")
    assert (await client.get("/desk/alerts.atom", headers=shown("f", keys["reader"]))).status == 403
    for wrong in (
        encode_basic_auth("editor", "no key"),
        "Basic !",
        "Basic " + base64.b64encode(b"\xff").decode(),
    ):
        refused = await client.get("/desk/alerts.atom", headers={"Authorization": wrong})
        assert refused.status == 401
    other = await client.get("/desk/posts", headers=shown("feeds", keys["editor"]))
    assert other.status == 401, "no page takes a key so"


def shown(name: str, password: str) -> dict[str, str]:
    return {"Authorization": encode_basic_auth(name, password)}


async def text(client: Client, path: str) -> str:
    answer = await client.get(path)
    assert answer.status == 200
    return await answer.text()
