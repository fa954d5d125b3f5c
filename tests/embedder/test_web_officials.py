"""The pages of officials: who held which office when, what they said, and nothing of a draft."""

import csv
import io
import re
from datetime import date
from html import unescape

import msgspec
import pytest
from aiohttp.test_utils import TestClient, TestServer

from archive.archive import Archive
from archive.register import read
from archive.register.facts import Office
from archive.settings import AccessSettings, Settings
from archive.storage.register import Answer, RegisterFile
from archive.tenures import Tenure
from embedder import samples
from embedder.app import make_app
from embedder.timeline import time_line
from embedder.web.officials_texts import OFFICIALS
from embedder.web.research_texts import FRAME
from tests.archive.registers import HANDLES, LEGISLATORS, OWN
from tests.embedder.conftest import Bearer, Capture, Client


@pytest.fixture
async def register(archive: Archive) -> None:
    files = [
        RegisterFile(source=f"{name}:sample", facts=read(name, data.encode()))
        for name, data in (
            ("legislators", LEGISLATORS),
            ("congress-handles", HANDLES),
            ("csv", OWN),
        )
    ]
    await archive.storage.import_register(files, by="ana", at=archive.clock())


async def text_of(client: Client, path: str) -> str:
    answer = await client.get(path)
    assert answer.status == 200, await answer.text()
    return re.sub(r"\s+", " ", unescape(re.sub("<[^>]+>", " ", await answer.text())))


@pytest.mark.usefixtures("register")
async def test_the_list_is_found_by_name_or_office_and_pages_once_through_everybody(
    client: Client, bearer: Bearer
) -> None:
    text = await text_of(client, "/officials")
    assert text.index("Ana B. Río") < text.index("Ben Tan") < text.index("Fay Ito")
    assert "1–3 of 3" in text
    found = await text_of(client, "/officials?name=annie+RIO")
    assert "Ana B. Río" in found
    assert "Ben Tan" not in found
    assert "Fay Ito" in await text_of(client, "/officials?name=mayor")
    hostile = await (await client.get("/officials?name=%3Cb%3Ezz")).text()
    assert "No official of this name" in hostile
    assert "<b>" not in hostile
    seen, path = list[str](), "/officials.json?limit=2"
    while path:
        answer = await client.get(path)
        page = await answer.json()
        seen += [one["slug"] for one in page["officials"]]
        assert ("Link" in answer.headers) == bool(page["next"])
        path = page["next"]
    assert seen == ["ana-b-rio", "ben-tan", "fay-ito"]
    for query in ("limit=0", "limit=x", "cursor=%21", "cursor=QQ"):
        assert (await client.get(f"/officials.json?{query}")).status == 400
    table = await client.get("/officials.csv?name=ito")
    rows = list(csv.DictReader(io.StringIO(await table.text())))
    assert [(row["slug"], row["office"], row["until"]) for row in rows] == [
        ("fay-ito", "Mayor", "2025-01-07")
    ]


@pytest.mark.usefixtures("register")
async def test_the_page_of_an_official_has_offices_parties_and_handles_with_their_dates(
    client: Client,
) -> None:
    answer = await client.get("/officials/ana-b-rio")
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    page = await answer.text()
    assert "style=" not in page
    assert "<script" not in page
    text = await text_of(client, "/officials/ana-b-rio")
    assert "Representative , TX · Democrat 3 January 2013 – 3 January 2017 · district 16" in text
    assert "@RepRio X" in text
    assert "10 January 2013 – 4 January 2017, between two changes of the register" in text
    assert "Republican 19 December 2019 – 3 January 2023" in text
    facts = await (await client.get("/api/v1/officials/ana-b-rio")).json()
    assert [(o["title"], o["until"]) for o in facts["offices"]] == [
        ("Senator", "2023-01-03"),
        ("Representative", "2017-01-03"),
    ]
    assert facts == await (await client.get("/officials/ana-b-rio.json")).json()
    for path in ("/officials/nobody", "/officials/nobody.json", "/officials/Ana"):
        assert (await client.get(path)).status == 404


async def test_statements_and_what_is_gone_stand_on_the_page_once_they_are_public(
    client: Client, archive: Archive, capture: Capture, bearer: Bearer
) -> None:
    """Until then nobody can tell that a newsroom works on an account, or who it is."""
    post = await capture(samples.EXAMPLE_URL)
    office = Office(title="Mayor", since=date(2020, 1, 1))
    slug = await archive.naming.confirm(post, Answer(name="Mo Say", office=office), by="ana")
    assert slug == "mo-say"
    editor = await bearer("editor")
    never = await client.get("/officials/never-seen")
    for path in ("/officials/mo-say", "/officials/mo-say.json", "/api/v1/officials/mo-say"):
        hidden = await client.get(path)
        assert (hidden.status, await hidden.read()) == (404, await never.read())
        assert (await client.get(path, headers=editor)).status == 200
    assert "Mo Say" not in await (await client.get("/officials.csv")).text()
    assert "Mo Say" in await (await client.get("/officials.csv", headers=editor)).text()

    await archive.release(post, by="ana")
    await archive.storage.reference(post, "https://news.example/a", by="ana", at=archive.clock())
    text = await text_of(client, "/officials/mo-say")
    assert "This is a sample post" in text
    assert "Mayor 1 January 2020 – today" in text
    assert "Source: this newsroom" in text
    assert "news.example" not in text, "it is not known to be published"
    article = "https://news.example/a"
    await archive.storage.name_article(article, True, by="ana", at=archive.clock())
    facts = await (await client.get("/officials/mo-say.json?")).json()
    assert facts["articles"] == [article]
    assert (facts["statements"]["total"], facts["gone"]["total"]) == (1, 0)
    assert facts["seen"][0]["posts"] == 1
    await archive.withhold(post, by="ana", reason="court order")
    hidden = await client.get("/officials/mo-say.json?again")
    assert (hidden.status, await hidden.read()) == (404, await never.read())


@pytest.mark.usefixtures("register")
async def test_where_research_needs_a_key_the_pages_do_too(
    settings: Settings, archive: Archive, bearer: Bearer
) -> None:
    closed = msgspec.structs.replace(settings, access=AccessSettings(research="key"))
    async with TestClient(TestServer(make_app(closed, archive))) as client:
        reader = await bearer("reader")
        for path in ("/officials", "/officials.csv", "/officials/fay-ito", "/api/v1/officials"):
            assert (await client.get(path)).status == 401
            assert (await client.get(path, headers=reader)).status == 200


def test_a_time_line_shows_what_goes_on_what_is_short_and_what_is_unsure() -> None:
    def held(since: str | None, until: str | None) -> Tenure:
        start = date.fromisoformat(since or "2026-01-01")
        return Tenure(
            title="T",
            since=None if since is None else start,
            start=start,
            until=None if until is None else date.fromisoformat(until),
        )

    line = time_line(
        [held(None, None), held("2017-01-01", "2017-01-02"), held("1801-01-01", "2030-01-01")],
        date(2026, 6, 1),
    )
    assert [(bar.open, bar.unsure) for bar in line.bars] == [
        (True, True),
        (False, False),
        (True, False),
    ]
    assert all(bar.x >= 0 and bar.x + bar.width <= 100 and bar.width > 0 for bar in line.bars)
    assert [tick.year for tick in line.ticks] == [1850, 1900, 1950, 2000]
    assert time_line([], date(2026, 6, 1)).ticks == ()


def test_every_word_of_the_research_room_is_there_in_spanish() -> None:
    def blanks(words: object) -> set[str]:
        return set(re.findall(r"{(\w+)}", str(words)))

    for texts in (FRAME, OFFICIALS):
        assert texts["en"].keys() == texts["es"].keys()
        for key, words in texts["en"].items():
            assert blanks(words) == blanks(texts["es"][key]), key
