"""An article's quotations: the API, the desk's page, and the command."""

import json
import re
from collections.abc import Awaitable, Callable
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.archive import Archive
from embedder.cli import cli
from embedder.quote_words import QUOTES
from embedder.web.quotes_texts import QUOTES_PAGE
from tests.archive.quoting import NOW, keep_made, register
from tests.embedder.conftest import Bearer, Client
from tests.serving import write_config

LogIn = Callable[..., Awaitable[str]]
API, DESK = "/api/v1/quotes", "/desk/quotes"

ARTICLE = """
The Valley and Its Water

May 12, 2025 – Laredo — Rosa Delgado spoke of <b>pumps</b> & gates.

“The new pumps at Anzalduas start on Tuesday,” Delgado said on social media.

“Not one drop of our river should be traded for a photo in a palace,” Dan Whitlock wrote on X.

“We had a long talk about the river,” Delgado said.

“I am a stranger here,” visitor Luke Pruitt wrote on X.
"""


async def test_programs_are_told_of_each_quotation(
    client: Client, archive: Archive, bearer: Bearer
) -> None:
    keys = await keep_made(archive.storage)
    asked = await client.post(API, json={"text": ARTICLE})
    (anonymous,) = [q for q in (await asked.json())["quotations"] if q["result"] == "typed in"]
    assert anonymous["evidence"]["typed_by"] is None
    assert "that this newsroom typed in on" in anonymous["sentence"]
    answer = await client.post(API, json={"text": ARTICLE}, headers=await bearer("editor"))
    assert answer.status == 200, await answer.text()
    told = await answer.json()
    assert (told["title"], told["published"]) == ("The Valley and Its Water", "2025-05-12")
    pumps, drop, plain, stranger = told["quotations"]
    assert (pumps["result"], pumps["differs"], pumps["claim"]) == ("differs", 1, "posted")
    assert pumps["sentence"] == "Differs from a kept post in 1 word."
    evidence = pumps["evidence"]
    assert keys[evidence["post"]] == "pumps"
    changed = [step for step in evidence["words"] if step["way"] != "same"]
    assert changed == [{"way": "changed", "quoted": "Tuesday", "kept": "Monday"}]
    assert evidence["links"]["post"] == f"/post/{evidence['post']}#snapshot-1"
    assert pumps["covered"]["sentence"] == (
        "4 posts of @SecDelgado from 5–14 May 2025; the account is not followed."
    )
    assert drop["sentence"] == (
        "Same as the text that ana typed in on 10 May 2025 from a screenshot; not obtained from X."
    )
    assert (plain["result"], plain["why"]) == ("not claimed", "not said to be a post")
    assert (stranger["result"], stranger["official"]) == ("no post", None)
    assert "is not in the register" in stranger["covered"]["sentence"]


async def test_an_address_is_for_editors_and_one_of_three_is_asked_for(
    client: Client, bearer: Bearer
) -> None:
    url = "https://sample.example/story"
    assert (await client.post(API, json={"url": url})).status == 401
    assert (await client.get(API, params={"url": url})).status == 401
    editor = await bearer("editor")
    for asked in ({}, {"text": "a", "html": "b"}):
        answer = await client.post(API, json=asked, headers=editor)
        assert (answer.status, (await answer.json())["type"].rsplit(":", 1)[-1]) == (
            422,
            "no-article",
        )
    gone = await client.get(API, params={"url": url}, headers=editor)
    assert gone.status == 400, await gone.text()
    assert "not with an article" in await gone.text()
    day = await client.get(API, params={"url": url, "date": "May"}, headers=editor)
    assert day.status == 400


async def test_the_desk_shows_the_evidence_beside_each_quotation(
    client: Client, archive: Archive, session: LogIn
) -> None:
    keys = {key: post for post, key in (await keep_made(archive.storage)).items()}
    csrf = await session("editor")
    empty = await client.post(DESK, data={"csrf": csrf, "article": " ", "date": "soon"})
    assert empty.status == 422
    assert "Write it like 2025-03-29." in await empty.text()
    answer = await client.post(DESK, data={"csrf": csrf, "article": ARTICLE})
    page = await answer.text()
    assert answer.status == 200
    assert f'href="/desk/posts/{keys["pumps"]}"' in page
    shown = " ".join(unescape(re.sub(r"<[^>]+>", "", page)).split())
    assert "Differs from a kept post in 1 word. Word by word" in shown
    assert "article: Tuesday post: Monday" in shown
    assert "snapshot 1 as of 10 May 2025, 14:00 UTC · from X (tweet-result)" in shown
    assert "Article of 12 May 2025" in shown
    assert "1 quotation that is not said to be a post" in shown
    spanish = await client.post(
        DESK, data={"csrf": csrf, "article": ARTICLE}, headers={"Accept-Language": "es"}
    )
    assert "Difiere de una publicación guardada en 1 palabra." in await spanish.text()


async def test_what_others_wrote_is_never_markup(
    client: Client, archive: Archive, session: LogIn
) -> None:
    await archive.storage.import_register(
        [
            register(
                {
                    "slug": "ana-rio",
                    "name": "Ana Río",
                    "title": "Mayor",
                    "jurisdiction": "X",
                    "handle": "a",
                }
            )
        ],
        by="test",
        at=NOW,
    )
    csrf = await session("editor")
    text = "Ana Río wrote on X: “<img src=x onerror=alert(1)> {{ 7*7 }} will not run.”"
    page = await (await client.post(DESK, data={"csrf": csrf, "article": text})).text()
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(1)&gt; {{ 7*7 }}" in page


def test_the_words_are_there_in_both_languages() -> None:
    for texts in (QUOTES, QUOTES_PAGE):
        assert texts["en"].keys() == texts["es"].keys()
        for key, english in texts["en"].items():
            assert type(english) is type(texts["es"][key])
            assert _names(english) == _names(texts["es"][key])


def _names(words: object) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", str(words))) - {"one", "other"}


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_config(tmp_path_factory.mktemp("quote"), {})


def test_the_command_tells_in_sentences_or_json(config: Path, tmp_path: Path) -> None:
    file = tmp_path / "article.html"
    file.write_text("<html><h1>News</h1><p>“I will vote no,” Ana Río wrote on X.</p></html>")

    def quote(*words: str) -> tuple[int, str, str]:
        told = CliRunner().invoke(cli, ["quote", "--config", str(config), *words])
        return told.exit_code, told.stdout, told.stderr

    code, out, err = quote(str(file))
    assert code == 0, err
    assert out.splitlines()[:2] == [
        "“I will vote no,” — Ana Río",
        "  No matching post kept here.",
    ]
    assert "is not in the register" in out
    assert "--date says another" in err
    code, out, err = quote(str(file), "--json", "--date", "2025-03-29")
    assert (json.loads(out)["covered"]["since"], err) == ("2025-03-22", "")
    assert quote(str(tmp_path / "none.txt"))[0] != 0


async def test_a_snapshot_that_is_withheld_is_no_evidence_for_anybody(
    client: Client, archive: Archive, bearer: Bearer
) -> None:
    keys = {key: post for post, key in (await keep_made(archive.storage)).items()}
    editor = await bearer("editor")
    asked = {"text": "“The gates close at noon,” Rosa Delgado posted on X.", "date": "2025-05-12"}

    async def found(headers: dict[str, str]) -> str:
        told = await (await client.post(API, json=asked, headers=headers)).json()
        return str(told["quotations"][0]["result"])

    assert await found({}) == "word for word"
    await archive.withhold(f"{keys['gates']}@1", by="ana", reason="a test")
    # The post is still there, with its other text.
    assert [await found({}), await found(editor)] == ["differs", "differs"]
