"""The desk: what an editor reads and sends, without a script."""

import io
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from html import unescape

import msgspec
import pytest
from aiohttp.test_utils import TestClient, TestServer
from bs4 import BeautifulSoup

from archive.archive import Archive
from archive.errors import NotAPost
from archive.platforms import identify
from archive.settings import PublishSettings, Settings, SiteSettings
from embedder import samples
from embedder.app import make_app
from embedder.own_sentences import apart, told
from embedder.web.desk import MAX_PASTE, example_url
from embedder.web.pasting import addresses_in
from embedder.web.setup import bad_values
from tests.embedder.conftest import Bearer, Capture, Client

LogIn = Callable[..., Awaitable[str]]


async def settle(archive: Archive) -> None:
    """Waits until every capture has ended."""
    for job in await archive.storage.list_jobs(kind="capture", limit=60):
        async for _ in archive.watch(job.id):
            pass


async def test_a_capture_from_the_paste_box_to_the_code(
    client: Client, archive: Archive, session: LogIn
) -> None:
    csrf = await session("editor")
    form = {"urls": samples.EXAMPLE_URL, "csrf": csrf}
    watched = await client.post("/desk/captures", data=form)
    assert watched.url.path == "/desk/captures"
    text = await watched.text()
    assert 'data-events="/api/v1/captures/' in text
    assert '<noscript><meta http-equiv="refresh"' in text

    await settle(archive)
    text = await (await client.get(watched.url.path_qs)).text()
    assert "http-equiv" not in text
    assert "data-events" not in text
    assert "Kept ✓" in text
    assert 'id="tally"' not in text, "one capture is not counted"
    frames = re.findall(r'<iframe src="([^"]+)"', text)
    assert [frame.split("~")[1] for frame in frames] == ["light/", "dark/"]
    post = frames[0].split("/")[2]
    for frame in frames:
        assert (await client.get(frame)).status == 200, "the session sees its draft"

    assert "Copying makes the post public" in text
    copied = await client.post(f"/desk/posts/{post}/copy", data={"csrf": csrf})
    page = unescape(await copied.text())
    assert '<iframe src="http://127.0.0.1:8080/p/' in page
    assert "<blockquote>" in page
    assert 'class="onrecord' in page
    assert f"http://127.0.0.1:8080/post/{post}" in page
    assert "works on this computer only" in page
    client.session.cookie_jar.clear()
    assert (await client.get(f"/e/{post}/")).status == 200, "copying released it"


async def test_a_refusal_is_one_calm_sentence_with_a_way_on(
    client: Client, archive: Archive, session: LogIn
) -> None:
    csrf = await session("editor")
    form = {"urls": "https://x.com/i/status/20", "csrf": csrf}
    watched = await client.post("/desk/captures", data=form)
    await settle(archive)
    text = await (await client.get(watched.url.path_qs)).text()
    assert "X would not show it to us; this says nothing about the post. Try later." in text
    assert "Try again" in text
    assert re.search(r"<details[^>]*>\s*<summary>\d attempts</summary>", text)
    assert "<iframe" not in text
    assert 'class="band bad' not in text


async def test_a_whole_text_is_searched_for_posts(
    client: Client, archive: Archive, session: LogIn
) -> None:
    csrf = await session("editor")
    text = (
        f"She said so ({samples.EXAMPLE_URL}), and again: {samples.URLS[2]}. "
        f"Read <https://news.example/story> and {samples.EXAMPLE_URL}!"
    )
    answer = await client.post("/desk/captures", data={"urls": text, "csrf": csrf})
    jobs = await archive.storage.list_jobs(kind="capture", limit=9)
    assert {job.payload["url"] for job in jobs} == {samples.EXAMPLE_URL, samples.URLS[2]}
    page = await answer.text()
    assert "https://news.example/story" in page
    assert "left out" in page
    assert "<b>2 under way</b>" in page
    await settle(archive)


async def test_of_many_captures_it_stands_first_which_need_a_hand(
    client: Client, archive: Archive, session: LogIn
) -> None:
    csrf = await session("editor")
    text = f"{samples.EXAMPLE_URL} https://x.com/i/status/20 {samples.URLS[2]}"
    watched = await client.post("/desk/captures", data={"urls": text, "csrf": csrf})
    await settle(archive)
    page = await (await client.get(watched.url.path_qs)).text()
    assert "<b>2 kept ✓</b> · <b>1 needs a hand</b>" in page
    (job,) = re.findall(r'<a class="address" href="#(job-[^"]+)">https://x.com/i/status/20<', page)
    assert f'id="{job}"' in page


async def test_an_address_of_ours_leads_to_the_post_that_it_names(
    client: Client, archive: Archive, capture: Capture, session: LogIn
) -> None:
    csrf = await session("editor")
    post = await capture()
    placement = await archive.placing.place(post, by="test")
    ours = "http://127.0.0.1:8080"
    paths = (f"/post/{post}", f"/e/{post}/~dark/", f"/desk/posts/{post}", f"/p/{placement.key}/")
    for path in paths:
        answer = await client.post("/desk/captures", data={"urls": ours + path, "csrf": csrf})
        assert answer.url.path == f"/desk/posts/{post}", path
    made = await client.post("/desk/collections", data={"name": "Border", "csrf": csrf})
    for path in paths:
        data = {"post": ours + path, "csrf": csrf}
        assert (await client.post(f"{made.url.path}/posts", data=data)).status == 200, path
    both = f"{ours}/post/{post}\n{samples.URLS[2]}"
    await client.post("/desk/captures", data={"urls": both, "csrf": csrf})
    jobs = await archive.storage.list_jobs(kind="capture", limit=2)
    assert {job.payload["url"] for job in jobs} == {samples.EXAMPLE_URL, samples.URLS[2]}
    await settle(archive)


async def test_more_posts_than_one_paste_takes_wait_for_a_button(
    client: Client, archive: Archive, session: LogIn
) -> None:
    csrf = await session("editor")
    text = " ".join(f"https://x.com/i/status/{number}" for number in range(20, 75))
    answer = await client.post("/desk/captures", data={"urls": text, "csrf": csrf})
    page = BeautifulSoup(await answer.text(), "html.parser")
    assert len(await archive.storage.list_jobs(kind="capture", limit=99)) == 50
    assert page.find("button", string="Capture the next 5")
    (rest,) = page.select("main input[name=urls]")
    assert "end again" not in page.get_text()
    await client.post("/desk/captures", data={"urls": rest["value"], "csrf": csrf})
    asked = {
        job.payload["url"] for job in await archive.storage.list_jobs(kind="capture", limit=99)
    }
    assert asked == set(text.split())


async def test_of_very_many_posts_the_end_is_to_be_pasted_again(
    client: Client, session: LogIn
) -> None:
    csrf = await session("editor")
    every = [f"https://x.com/i/status/{number}" for number in range(20, 420)]
    answer = await client.post("/desk/captures", data={"urls": " ".join(every), "csrf": csrf})
    text = await answer.text()
    assert "Capture the next 50" in text
    assert "paste its end again" in text
    (rest,) = BeautifulSoup(text, "html.parser").select("main input[name=urls]")
    waiting = str(rest["value"]).split()
    assert waiting == every[50 : 50 + len(waiting)]
    answer = await client.post("/desk/captures", data={"urls": rest["value"], "csrf": csrf})
    page = BeautifulSoup(await answer.text(), "html.parser")
    (rest,) = page.select("main input[name=urls]")
    assert str(rest["value"]).split() == waiting[50:], "none is lost on the way"


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        ("", "no address in this text"),
        ("no address here", "no address in this text"),
        ("javascript:alert(1)", "javascript"),
        ("https://x.com/jack", "x.com"),
        ("https://news.example/story and https://news.example/", "news.example"),
        ("https://news.example/", "home page of a site"),
        ('"><script>alert(1)</script>', "&lt;script&gt;"),
    ],
)
async def test_a_paste_without_a_post_is_told_at_the_field_and_kept(
    client: Client, session: LogIn, pasted: str, said: str
) -> None:
    form = {"urls": pasted, "csrf": await session("editor")}
    answer = await client.post("/desk/captures", data=form)
    page = await answer.text()
    assert answer.status == 422
    assert 'aria-invalid="true"' in page
    assert said in page
    assert "<script>alert" not in page
    assert pasted in unescape(page)


async def test_what_is_to_be_known_of_a_snapshot_stands_above_its_preview(
    client: Client, session: LogIn, capture: Capture, archive: Archive
) -> None:
    post = await capture(next(url for url in samples.URLS if "bsky.app" in url))
    holding = await archive.storage.holding(post)
    assert holding is not None
    assert holding.stored is not None
    warnings = holding.stored.snapshot.warnings
    assert warnings
    await session("editor")
    for lang in ("en", "es"):
        heard = {"Accept-Language": lang}
        page = unescape(await (await client.get(f"/desk/posts/{post}", headers=heard)).text())
        said = [unescape(told(lang, warning)) for warning in warnings]
        assert not any("lang=" in warning for warning in said)
        for sentence, answer in map(apart, said):
            assert f"<li>{sentence}<details" in page
            assert f"<p>{answer}</p></details></li>" in page, "on demand"


async def test_what_is_left_out_of_a_paste_is_told_with_the_reason(
    client: Client, session: LogIn
) -> None:
    pasted = f"See {samples.EXAMPLE_URL} https://x.com/jack https://news.example/today"
    answer = await client.post("/desk/captures", data={"urls": pasted, "csrf": await session()})
    page = unescape(await answer.text())
    for url in ("https://x.com/jack", "https://news.example/today"):
        with pytest.raises(NotAPost) as error:
            identify(url, pages=False)
        assert f"<code>{url}</code><br>{error.value}</li>" in page


async def test_a_paste_that_is_too_long_is_a_page_that_says_so(
    client: Client, session: LogIn
) -> None:
    headers = {
        "Accept": "text/html",
        "Content-Type": "application/x-www-form-urlencoded",
        "X-CSRF-Token": await session("editor"),
    }
    form = io.BytesIO(b"urls=" + b"x" * MAX_PASTE)
    answer = await client.post("/desk/captures", data=form, headers=headers)
    assert answer.status == 413
    assert "64 KB" in await answer.text()


async def test_withholding_needs_a_reason_and_so_does_showing_again(
    client: Client, capture: Capture, session: LogIn
) -> None:
    csrf = await session("editor")
    post = await capture(release=True)
    path = f"/desk/posts/{post}"
    answer = await client.post(f"{path}/withhold", data={"csrf": csrf, "reason": " "})
    assert answer.status == 422
    assert "write it" in await answer.text()
    answer = await client.post(f"{path}/withhold", data={"csrf": csrf, "reason": "court order"})
    page = await answer.text()
    assert "court order" in page
    assert "Show again" in page
    assert 'id="codes"' not in page
    answer = await client.post(f"{path}/release", data={"csrf": csrf})
    assert answer.status == 422
    assert "Showing it again needs a reason" in await answer.text()
    answer = await client.post(f"{path}/release", data={"csrf": csrf, "reason": "order lifted"})
    assert "Public." in await answer.text()


async def test_looking_again_says_what_was_seen(
    client: Client, capture: Capture, session: LogIn
) -> None:
    csrf = await session("editor")
    post = await capture()
    answer = await client.post(f"/desk/posts/{post}/recheck", data={"csrf": csrf})
    assert "Unchanged since it was kept." in unescape(await answer.text())


async def test_the_list_pages_and_shows_drafts(
    client: Client, capture: Capture, session: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("embedder.web.desk_posts.PAGE", 3)
    kept = [await capture(url) for url in samples.URLS[:5]]
    await session("editor")
    path, seen = "/desk/posts", list[str]()
    for _ in range(5):
        page = await (await client.get(path)).text()
        seen += re.findall(r'href="/desk/posts/(\w{16})"', page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        if following is None:
            break
        path = unescape(following[1])
    assert seen == kept[::-1]


async def test_every_page_of_the_desk_is_never_framed_and_kept_by_nobody(
    client: Client, capture: Capture, session: LogIn
) -> None:
    await session("admin")
    post = await capture()
    for path in ("/desk/", "/desk/posts", f"/desk/posts/{post}", "/desk/setup", "/desk/captures"):
        answer = await client.get(path)
        assert answer.status == 200
        policy = answer.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["Cache-Control"] == "private, no-store"
        page = await answer.text()
        assert not re.search(r"<script(?![^>]*src=)|\sstyle=|\son[a-z]+=", page), path
        assert len(re.findall(r"<h1", page)) == 1
        for field in re.findall(r"<(?:input|textarea|select)\b[^>]*>", page):
            name = re.search(r'id="([^"]+)"', field)
            assert 'type="hidden"' in field or (name and f'for="{name[1]}"' in page), field


async def test_the_front_door_says_what_this_is_and_leads_editors_to_the_desk(
    client: Client, session: LogIn
) -> None:
    page = await (await client.get("/")).text()
    assert "Border News" in page
    assert "one-time login link" in page
    await session("editor")
    answer = await client.get("/", allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, "/desk/")


def test_the_example_is_offered_only_where_it_works() -> None:
    assert example_url(Settings()) is None
    for host in ("*", samples.HOST):
        fetch = msgspec.structs.replace(Settings().fetch, routes={host: "http://127.0.0.1:1"})
        assert example_url(msgspec.structs.replace(Settings(), fetch=fetch)) is not None


@pytest.fixture
async def fresh(settings: Settings, archive: Archive) -> AsyncIterator[Client]:
    """A service that nobody has set up."""
    settings = msgspec.structs.replace(settings, site=SiteSettings(lang="es"))
    async with TestClient(TestServer(make_app(settings, archive))) as client:
        yield client


async def test_the_first_page_asks_four_things_and_config_wins(
    fresh: Client, bearer: Bearer, capture: Capture
) -> None:
    headers = await bearer("admin")
    page = await (await fresh.get("/desk/", headers=headers)).text()
    assert "About your site" in page
    assert "Set in config.toml" in page
    form = {
        "name": "Border & Sons",
        "public_url": "https://record.example.org/",
        "lang": "en",
        "timezone": "America/Chicago",
    }
    answer = await fresh.post("/desk/setup", data=form, headers=headers)
    assert "Addresses of posts" in await answer.text()
    post = await capture(release=True)
    page = await (await fresh.get(f"/e/{post}/")).text()
    assert "Border &amp; Sons" in page
    assert 'lang="es"' in page, "config.toml has said so"
    assert "https://record.example.org/post/" in page
    copied = await fresh.post(f"/desk/posts/{post}/copy", headers=headers)
    codes = await copied.text()
    assert "this computer only" not in codes
    assert "/embed.js&#34; async&gt;&lt;/script&gt;" in codes


@pytest.mark.parametrize(("text", "pages"), [("{0}\n  {1}\n", 1), ("See {0}.\n{1}", 0)])
async def test_a_list_of_addresses_may_have_any_pages_and_a_text_only_posts(
    client: Client, session: LogIn, archive: Archive, text: str, pages: int
) -> None:
    """A ministry's page in a list is meant; a link in the foot of an e-mail is not."""
    post, page = "https://x.com/ada/status/20", "https://ministry.example/news/bridge"
    data = {"urls": text.format(post, page), "csrf": await session()}
    await client.post("/desk/captures", data=data)
    jobs = await archive.storage.list_jobs(kind="capture", limit=9)
    assert sorted(job.payload["url"] for job in jobs) == [page, post][1 - pages :]


async def test_setting_up_can_be_skipped(fresh: Client, bearer: Bearer) -> None:
    headers = await bearer("admin")
    answer = await fresh.post("/desk/setup", data={"skip": "1", "name": "x"}, headers=headers)
    assert "Addresses of posts" in await answer.text()
    page = await (await fresh.get("/desk/setup", headers=headers)).text()
    assert 'name="name" value=""' in page


async def test_an_editor_is_not_asked(fresh: Client, bearer: Bearer) -> None:
    page = await (await fresh.get("/desk/", headers=await bearer("editor"))).text()
    assert "Addresses of posts" in page


async def test_wrong_answers_are_told_at_their_fields(fresh: Client, bearer: Bearer) -> None:
    form = {"name": "x" * 201, "public_url": "ftp://x", "timezone": "Mars/Phobos"}
    answer = await fresh.post("/desk/setup", data=form, headers=await bearer("admin"))
    page = await answer.text()
    assert answer.status == 422
    assert page.count('aria-invalid="true"') == 3
    assert "Mars/Phobos" in page


@pytest.mark.parametrize(
    "url", ["record.example.org", "ftp://x", "https://", "http://[", "https://u@x/", "https://x/?a"]
)
def test_what_is_no_public_address(url: str) -> None:
    assert bad_values({"public_url": url}) == {"public_url"}


async def test_where_release_is_by_hand_copying_releases_nothing(
    settings: Settings, archive: Archive, bearer: Bearer, capture: Capture
) -> None:
    settings = msgspec.structs.replace(settings, publish=PublishSettings(release="hand"))
    headers = await bearer("editor")
    post = await capture()
    async with TestClient(TestServer(make_app(settings, archive))) as client:
        answer = await client.post(f"/desk/posts/{post}/copy", headers=headers)
        page = await answer.text()
        assert "The post is a draft: readers see nothing of it" in page
        assert "&lt;iframe" in page
        assert (await client.get(f"/e/{post}/")).status == 404


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://a.example/1 https://a.example/1", ["https://a.example/1"]),
        ("(https://a.example/b_(c))", ["https://a.example/b_(c)"]),
        ("“https://a.example/1”, said", ["https://a.example/1"]),
        ('<a href="https://a.example/1">x</a>', ["https://a.example/1"]),
        ("at://did:plc:abc/app.bsky.feed.post/3l", ["at://did:plc:abc/app.bsky.feed.post/3l"]),
        ("see x.com/jack/status/20.", ["x.com/jack/status/20"]),
        ("me@x.com/home", ["me@x.com/home"]),
        ("https://a.example/?q=1&b=2…", ["https://a.example/?q=1&b=2…"]),
        ("one word", []),
        ("", []),
    ],
)
def test_addresses_in_a_text(text: str, found: list[str]) -> None:
    assert addresses_in(text) == found


@pytest.mark.parametrize(
    "text", ["-" * 64_000, "a-" * 32_000, "a." * 32_000, "https://x.example/" + ")" * 60_000]
)
def test_no_pasted_text_takes_long(text: str) -> None:
    started = time.process_time()
    addresses_in(text)
    assert time.process_time() - started < 1
