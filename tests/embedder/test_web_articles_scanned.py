"""Articles at the desk and in the API: the posts that they reference, and what is kept of them."""

from collections.abc import Awaitable, Callable
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup

from archive import ocr
from archive.archive import Archive
from archive.ocr import Proposal
from archive.storage.base import User
from embedder import samples
from tests.archive.pictures import encoded, quarters
from tests.embedder.conftest import Bearer, Capture, Client

LogIn = Callable[..., Awaitable[str]]

KEPT, OTHER, DRAFT = samples.EXAMPLE_URL, samples.EDITED_URL, samples.FOUR_PICTURES_URL
PAGE_URL = "https://news.example/wall"
ARTICLE = f"""<html lang="en"><body><article><h1>The mayor & the <wall></h1>
<p>March 5, 2026 – Border City — The mayor <a href="{KEPT}">wrote</a> about it. Then more came:</p>
<iframe src="{OTHER}/embed"></iframe><p>And <a href="{DRAFT}">pictures</a>, <b>too</b>.</p>
<p><strong>See the mayor’s posts below:</strong></p>
<p><img src="/a.png" alt="<script>alert(1)</script> Image source: X"></p></article></body></html>"""


async def scanned(client: Client, csrf: str, **fields: str) -> BeautifulSoup:
    answer = await client.post("/desk/articles", data={"csrf": csrf, **fields})
    return BeautifulSoup(await answer.text(), "html.parser")


async def ended(archive: Archive, *jobs: str) -> None:
    """Waits for captures, whoever does them."""
    await archive.run_due_jobs()
    for job in jobs:
        async for _ in archive.watch(job):
            pass


async def test_the_api_lists_what_an_article_references_and_captures_what_is_not_kept(
    client: Client, archive: Archive, bearer: Bearer, capture: Capture
) -> None:
    kept, draft = await capture(KEPT, release=True), await capture(DRAFT)
    editor = await bearer("editor")
    asked = {"content": ARTICLE, "url": PAGE_URL}
    answer = await client.post("/api/v1/scans", json=asked, headers=editor)
    assert answer.status == 200
    told = await answer.json()
    assert (told["url"], told["published"], told["captures"]) == (PAGE_URL, "2026-03-05", [])
    assert [(one["state"], one["post"]) for one in told["posts"]] == [
        ("public", kept),
        ("not kept", None),
        ("draft", draft),
    ]
    assert told["pictures"][0]["speaker"] == "the mayor"
    answer = await client.post("/api/v1/scans", json=asked | {"capture": True}, headers=editor)
    (job,) = (await answer.json())["captures"]
    await ended(archive, job)
    captured = await (await client.get(f"/api/v1/captures/{job}", headers=editor)).json()
    assert captured["state"] == "done"
    used = await (await client.get("/api/v1/articles", headers=editor)).json()
    (article,) = used["articles"]
    assert article["url"] == PAGE_URL
    linked = {kept, draft, captured["post"]}
    assert set(article["posts"]) == linked, "what was kept is linked as well"
    again = await (await client.post("/api/v1/scans", json=asked, headers=editor)).json()
    assert [one["state"] for one in again["posts"]] == ["public", "draft", "draft"]


async def test_the_api_says_what_is_wrong_and_asks_who_one_is(
    client: Client, bearer: Bearer
) -> None:
    assert (await client.post("/api/v1/scans", json={"content": "a"})).status == 401
    reader = await bearer("reader")
    refused = await client.post("/api/v1/scans", json={"content": "a"}, headers=reader)
    assert refused.status == 403
    editor = await bearer("editor")
    for asked in ({}, {"url": "no address"}, {"content": "a", "url": "ftp://a"}):
        answer = await client.post("/api/v1/scans", json=asked, headers=editor)
        assert answer.status == 400, asked
    large = {"content": "a" * 300_000}
    assert (await client.post("/api/v1/scans", json=large, headers=editor)).status == 200
    assert (await client.post("/api/v1/scans", json=large)).status in {401, 413}


async def test_the_desk_lists_each_post_with_its_state_and_keeps_all_that_are_not(
    client: Client, archive: Archive, capture: Capture, session: LogIn
) -> None:
    await capture(KEPT, release=True)
    csrf = await session("editor")
    page = await scanned(client, csrf, content=ARTICLE, url=PAGE_URL)
    assert page.select("h2 bdi")[0].text == "The mayor & the"
    assert page.select("#posts")[0].text == "It references 3 posts"
    states = [tag.text for tag in page.select("ul.rows .tag")]
    assert states == ["kept ✓ public", "not kept", "not kept"]
    assert "The mayor wrote about it." in page.text
    assert "Published 5 March 2026" in page.text
    picture = page.select("#pictures ~ ul li")[0]
    assert "likely screenshot of a post, credited to X" in picture.text
    assert "Whose posts: the mayor" in picture.text
    assert picture.select_one('a[href="https://news.example/a.png"]') is not None
    assert "<script>alert" not in str(page).replace("&lt;script&gt;", "")
    form = page.select_one('form[action$="/articles/captures"]')
    assert form is not None
    fields = [(str(tag["name"]), str(tag["value"])) for tag in form.select("input")]
    assert [value for name, value in fields if name == "post"] == [OTHER, DRAFT]
    answer = await client.post("/desk/articles/captures", data=fields, allow_redirects=False)
    assert answer.status == 303
    jobs = parse_qs(urlsplit(answer.headers["Location"]).query)["job"]
    assert len(jobs) == 2
    await ended(archive, *jobs)
    page = await scanned(client, csrf, content=ARTICLE, url=PAGE_URL)
    states = [tag.text for tag in page.select("ul.rows .tag")]
    assert states == ["kept ✓ public", "kept ✓ as a draft", "kept ✓ as a draft"]
    form = page.select_one('form[action$="/articles/captures"]')
    assert form is not None
    assert form.select("button")[0].text == "Link the 3 posts with this article"
    fields = [(str(tag["name"]), str(tag["value"])) for tag in form.select("input")]
    fields += [("kept", "0000000000000000"), ("kept", "../../x")]
    answer = await client.post("/desk/articles/captures", data=fields, allow_redirects=False)
    assert answer.headers["Location"].startswith("/desk/article?url=")
    article = await archive.storage.edited_article(PAGE_URL)
    assert article is not None
    assert len(article.posts) == 3
    listed = await archive.storage.list_articles(limit=5, drafts=True)
    assert [one.url for one in listed] == [PAGE_URL]


async def test_the_desk_fetches_an_address_and_says_what_is_wrong(
    client: Client, archive: Archive, session: LogIn
) -> None:
    csrf = await session("editor")
    page = await scanned(client, csrf, content="https://news.example/none")
    assert "answered with status 404" in page.text
    assert "https://news.example/none" in page.text
    assert "Paste an article first." in (await scanned(client, csrf, content=" ")).text
    nothing = await scanned(client, csrf, content="Nothing at all was said.")
    assert "It references no post that we know of." in nothing.text
    filled = await client.get(f"/desk/articles?url={PAGE_URL}")
    assert PAGE_URL in await filled.text()
    for post in ("https://x.com/jack", "javascript:alert(1)"):
        fields = {"csrf": csrf, "post": post}
        answer = await client.post("/desk/articles/captures", data=fields, allow_redirects=False)
        assert answer.headers["Location"].endswith("/desk/articles")
    assert (await client.post("/desk/articles", data={"content": "a"})).status == 403
    ana = User(name="editor", role="editor", lang="es")
    await archive.storage.add_user(ana, at=archive.clock())
    spanish = await scanned(client, csrf, content=ARTICLE)
    assert "Se refiere a 3 publicaciones" in unescape(spanish.text)
    assert "probable captura de pantalla" in spanish.text


async def test_a_picture_is_read_and_the_editor_is_led_to_its_post(
    client: Client, archive: Archive, session: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    csrf = await session("editor")
    page = await scanned(client, csrf, content=ARTICLE, url=PAGE_URL)
    form = page.select_one('form[action$="/articles/picture"]')
    assert form is not None
    fields = {str(tag["name"]): str(tag["value"]) for tag in form.select("input")}
    assert (fields["platform"], fields["speaker"]) == ("x", "the mayor")
    assert fields["src"] == "https://news.example/a.png"
    answer = await client.post("/desk/articles/picture", data=fields)
    assert "answered with status 404" in await answer.text()

    async def picture(_: str) -> bytes:
        return encoded(quarters(), "PNG")

    async def read(_: bytes) -> Proposal:
        return Proposal(text='A wall is a "wall" is a wall, and so on and on.', handle="@mayor")

    monkeypatch.setattr(archive, "picture", picture)
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    monkeypatch.setattr(archive.ocr, "read", read)
    text = await (await client.post("/desk/articles/picture", data=fields)).text()
    page = BeautifulSoup(text, "html.parser")
    assert page.select_one("#phrase")["value"].startswith("A wall is")  # type: ignore[index, union-attr]
    here, there = (str(tag["href"]) for tag in page.select(".actions a"))
    assert here.startswith("/search?q=%22A+wall+is+a++wall")
    assert there.startswith("https://x.com/search?q=%22A%20wall%20is")
    assert there.endswith("%20from%3Amayor&f=live")
    by_hand = page.select_one('form[action$="/capture/by-hand"]')
    assert by_hand is not None
    kept = {str(tag["name"]): str(tag["value"]) for tag in by_hand.select("input")}
    typed = BeautifulSoup(
        await (await client.post("/desk/capture/by-hand", data=kept)).text(), "html.parser"
    )
    assert typed.select_one('input[name="aside"]')["value"] == kept["aside"]  # type: ignore[index]
    assert typed.select_one("#handle")["value"] == "@mayor"  # type: ignore[index]
    again = {"csrf": csrf, "phrase": "on and on", "platform": "telegram"}
    text = await (await client.post("/desk/articles/picture", data=again)).text()
    assert "https://duckduckgo.com/?q=%22on%20and%20on%22" in text
    found = {"csrf": csrf, "article": PAGE_URL, "post": KEPT}
    answer = await client.post("/desk/articles/captures", data=found, allow_redirects=False)
    assert "captures?job=" in answer.headers["Location"]


async def test_the_desks_page_of_articles_is_for_editors(client: Client, session: LogIn) -> None:
    assert (await client.get("/desk/articles", allow_redirects=False)).status in {303, 401, 403}
    await session("reader", page="/desk/me")
    assert (await client.get("/desk/articles")).status == 403
