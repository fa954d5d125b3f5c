"""The sources at the desk and in the API: which are asked, on what terms, and how they fare."""

from collections.abc import Awaitable, Callable
from html import unescape

from archive.archive import Archive
from archive.storage.base import User
from embedder import samples
from tests.embedder.conftest import Bearer, Capture, Client

LogIn = Callable[..., Awaitable[str]]

MISSING = "https://x.com/i/status/20"


async def test_an_editor_sees_what_is_asked_what_is_off_and_how_it_fared(
    client: Client, capture: Capture, archive: Archive, session: LogIn
) -> None:
    await capture(samples.EXAMPLE_URL)
    await archive.capture(MISSING, by="test")
    await archive.upkeep.write_tally()
    await session("editor")
    page = unescape(await (await client.get("/desk/sources")).text())
    for platform in archive.platforms.values():
        for about in platform.about:
            assert f"<code>{about.source}</code>" in page
    assert "There is no token in ONRECORD_X_BEARER_TOKEN." in page
    assert "tried once: 1 found" in page
    assert "1 refused" in page
    assert "refused (not shown)" in page
    assert page.index("Refused or failed in the last 24 hours") < page.index('<h2 id="x">')
    assert '<a href="#x">X</a> <code>tweet-result</code>: 1 refused' in page
    assert MISSING not in page
    assert "<script" not in page.replace('<script src="/static/', "")


async def test_in_spanish_too(client: Client, archive: Archive, session: LogIn) -> None:
    await session("editor")
    ana = User(name="editor", role="editor", lang="es")
    await archive.storage.add_user(ana, at=archive.clock())
    page = await (await client.get("/desk/sources")).text()
    assert "<h1>Fuentes</h1>" in page
    assert "no se ha consultado" in page
    assert "tried" not in page


async def test_the_api_tells_editors_the_same_and_nobody_else(
    client: Client, archive: Archive, bearer: Bearer
) -> None:
    await archive.capture(MISSING, by="test")
    await archive.upkeep.write_tally()
    for path in ("/api/v1/sources", "/desk/sources"):
        assert (await client.get(path)).status in {401, 403}
        assert (await client.get(path, headers=await bearer("reader"))).status == 403
    answer = await client.get("/api/v1/sources", headers=await bearer("editor"))
    told = (await answer.json())["sources"]
    (refused,) = (one for one in told if one["source"] == "tweet-result")
    assert (refused["place"], refused["off"]) == (1, None)
    assert {key: refused["health"][key] for key in ("tried", "found", "refused")} == {
        "tried": 1,
        "found": 0,
        "refused": 1,
    }
    (why,) = refused["health"]["why"]
    assert (why["outcome"], why["cause"], why["count"]) == ("refused", "not shown", 1)
    (off,) = (one for one in told if one["source"] == "api-v2")
    assert (off["place"], off["health"]["tried"]) == (None, 0)
    assert off["off"].startswith("There is no token in ONRECORD_X_BEARER_TOKEN. ")
    assert off["terms_dated"] < off["terms_read"]
