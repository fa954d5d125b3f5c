"""Alerts at the desk: the list, whose they are, how they were told, and the feed."""

import base64
import xml.etree.ElementTree as ET
from collections.abc import Awaitable, Callable
from datetime import timedelta
from urllib.parse import quote

from aiohttp import encode_basic_auth

from archive.archive import Archive
from archive.records import Check
from archive.storage.base import Keep, Look
from archive.storage.editors import QuotedPost
from archive.storage.people import User
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
    assert "No post of your articles" in await text(client, "/desk/alerts?mine")
    assert ">yours<" not in page
    await archive.placing.place(post, by="editor")
    page = await text(client, "/desk/alerts?mine")
    assert "Sample Mayor" in page
    assert ">yours<" in page
    assert "Whose: editor" in page
    await archive.storage.set_lang("editor", "es", at=archive.clock())
    page = await text(client, "/desk/alerts")
    assert "Ya no está en Mastodon una publicación de" in page
    assert "Mastodon dice: borrada por su autor" in page


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


async def test_an_article_has_editors_who_come_and_go(
    client: Client, capture: Capture, archive: Archive, session: LogIn, bearer: Bearer
) -> None:
    csrf = await session("editor")
    await archive.storage.add_user(User(name="bo", role="editor"), at=archive.clock())
    post = await capture(samples.EXAMPLE_URL, release=True)
    words = "The river bridge is closed"
    about = f"/desk/article?url={quote(ARTICLE, safe='')}"
    assert (await client.get(about)).status == 404
    html = f"<p>See <a href='{samples.EXAMPLE_URL}'>this</a>.</p>"
    form = {"csrf": csrf, "url": ARTICLE, "content": html}
    assert (await client.post("/desk/articles", data=form)).status == 200
    scan = {"url": ARTICLE, "content": html}
    by_key = await client.post("/api/v1/scans", json=scan, headers=await bearer("editor"))
    assert by_key.status == 200
    quoted = QuotedPost(post=post, text=words, snapshot=1, result="fragment")
    lost = QuotedPost(
        post=post, text="The wall is made of cheese now", snapshot=1, result="differs"
    )
    await archive.storage.set_quotations(ARTICLE, [quoted, lost], by="ana", at=archive.clock())
    page = await text(client, about)
    assert "<bdi>editor</bdi>" in page
    assert "had it looked through" in page
    assert page.count("had it looked through on") == 1, "a key is nobody"
    assert words in page
    assert "The text that is kept now does not have these words." in page
    at = {"csrf": csrf, "url": ARTICLE}
    named = await (await client.post("/desk/article", data=at | {"who": "bo"})).text()
    assert "<bdi>bo</bdi>" in named
    left = await (await client.post("/desk/article", data=at | {"me": "", "leave": ""})).text()
    assert "<bdi>editor</bdi> <span" not in left
    assert "Tell me, too" in left
    wrong = await client.post("/desk/article", data=at | {"who": "<b>nobody</b>"})
    assert wrong.status == 422
    assert "<b>nobody" not in await wrong.text()
    article = await archive.storage.edited_article(ARTICLE)
    assert article is not None
    assert {(one.who, one.how) for one in article.editors} == {("bo", "named"), ("editor", "left")}
    await goes(archive, post)
    page = await text(client, "/desk/alerts")
    assert "Whose: bo" in page
    assert f"It quotes “{words}”" in page
    await archive.withhold(post, by="ana", reason="privacy")
    assert "text that is kept now" not in await text(client, "/desk/alerts")


async def text(client: Client, path: str) -> str:
    answer = await client.get(path)
    assert answer.status == 200
    return await answer.text()
