"""The window that takes what the bookmark hands over, as the server sees it."""

import json
import re
from collections.abc import Awaitable, Callable
from urllib.parse import unquote

from archive.archive import Archive
from embedder.bookmarklet import bookmarklet
from tests.embedder.conftest import Client

LogIn = Callable[..., Awaitable[str]]
URL = "https://x.com/mayor_sample/status/1904988325475877000"


async def test_what_is_handed_over_is_kept_once_the_editor_says_that_it_is_public(
    client: Client, archive: Archive, session: LogIn
) -> None:
    csrf = await session("editor")
    handed = json.dumps({"url": URL, "text": "The bridge is open.", "name": "Sample Mayor"})
    form = {"handed": handed, "csrf": csrf}
    answer = await client.post("/desk/from-browser", data=form)
    page = await answer.text()
    assert answer.status == 422
    assert "Say first that anybody can see this post." in page
    assert "The bridge is open." in page, "what was handed over is still there"
    answer = await client.post("/desk/from-browser", data={**form, "public": "1"})
    post = answer.url.path.rsplit("/", 1)[1]
    held = await archive.storage.holding(post)
    assert held is not None
    assert held.stored is not None
    assert held.stored.source == "browser"
    assert held.stored.snapshot.text == "The bridge is open."


async def test_what_is_no_post_is_told_and_not_kept(client: Client, session: LogIn) -> None:
    csrf = await session("editor")
    locked = '<article><svg data-testid="icon-lock"></svg>Secret</article>'
    for handed, status, told in (
        ({"url": "https://x.com/mayor_sample", "text": "a"}, 422, "No single post was found"),
        ({"url": URL, "text": "a", "html": locked}, 422, "followers only"),
        ({"url": URL, "text": "a", "cookie": "b"}, 422, "lacks what the browser handed over"),
        ({"url": URL}, 422, "It was not kept."),
    ):
        form = {"handed": json.dumps(handed), "csrf": csrf, "public": "1"}
        answer = await client.post("/desk/from-browser", data=form)
        assert answer.status == status, handed
        assert told in await answer.text(), handed


async def test_the_window_alone_stays_tied_to_its_opener(client: Client, session: LogIn) -> None:
    await session("editor")
    opener = "Cross-Origin-Opener-Policy"
    window = await client.get(f"/desk/from-browser?url={URL}")
    assert window.headers[opener] == "unsafe-none"
    assert 'data-origin="https://x.com"' in await window.text()
    assert (await client.get("/desk/bookmarklet")).headers[opener] == "same-origin"
    for wrong in ("javascript:alert(1)", "//x.com", "data:text/html,a"):
        page = await (await client.get("/desk/from-browser", params={"url": wrong})).text()
        assert 'data-origin=""' in page, wrong


async def test_a_stranger_gets_neither_window_nor_bookmark(client: Client) -> None:
    for path in ("bookmarklet", "from-browser"):
        assert (await client.get(f"/desk/{path}")).status == 401


def test_the_bookmark_is_one_address_with_nothing_of_ours_to_break_it() -> None:
    code = bookmarklet("https://desk.example/desk/from-browser", "Permítalo, «sí»")
    assert re.fullmatch(r"javascript:[\w%!'()*,;:@&=+$/?\[\]{}|~.-]+", code)
    source = unquote(code.removeprefix("javascript:"))
    assert 'const desk = "https://desk.example/desk/from-browser";' in source
    assert r'alert("Perm\u{ed}talo, \u{ab}s\u{ed}\u{bb}")' in source
    for forbidden in ("cookie", "fetch(", "XMLHttpRequest", "appendChild", "innerHTML", "Storage"):
        assert forbidden not in source, forbidden
    assert "\n//" not in source
