"""Hostile texts in every place of every page of the desk: they stay text, and links stay links."""

import re
from pathlib import Path
from urllib.parse import unquote_plus

import msgspec
import pytest

from embedder.render.post_page import post_page
from embedder.view import build_view
from embedder.voice import Site
from tests.embedder.conftest import Client
from tests.embedder.desk_attacked import asked, comparable, desk
from tests.embedder.hostile_texts import TEXTS
from tests.embedder.making import CAPTURED, DAY, hold, snapshot, stored
from tests.embedder.parsed import Parse, Read, differences, read_by_html5lib, read_by_python
from tests.embedder.test_attacks import LINKS, OPTIONS, bad_values

OURS = re.compile(r"/(desk|e|post|p)/[^/\\\\].*|/desk/|/p/\d{24}/")
"""Addresses that the desk's forms and pictures have, beside those that embeds have."""
ASKED = re.compile(r"/desk/[a-z/-]+\?url=")
"""Ways out for a post that was refused."""
MARKDOWN = re.compile(r"\\([!-/:-@\[-`{-~])")
"""A character that Markdown takes as it is (https://spec.commonmark.org/0.31.2/#backslash-escapes).
"""


def bad(read: list[Read]) -> list[str]:
    """As :func:`bad_values`; what is sent or shown at the desk goes to ourselves."""
    plain = [
        one._replace(
            attributes=tuple(
                (name, value)
                for name, value in one.attributes
                if name not in {"action", "formaction", "src"} or not OURS.fullmatch(value)
            )
        )
        if one.attributes
        else one
        for one in read
    ]
    return bad_values(plain)


def plainly(read: list[Read]) -> list[Read]:
    """The same, with what an address of the desk asks by (``?url=…``) and the text of Markdown as
    they were before they were written so.
    """
    return [_plain(one) for one in read]


def _plain(one: Read) -> Read:
    if one.attributes and any(ASKED.match(value) for _, value in one.attributes):
        return one._replace(
            attributes=tuple(
                (name, unquote_plus(value) if ASKED.match(value) else value)
                for name, value in one.attributes
            )
        )
    if one.text.startswith("> "):
        return one._replace(text=MARKDOWN.sub(r"\1", one.text))
    return one


async def pages(client: Client, turn: int, said: dict[str, str] | None) -> dict[str, str]:
    found = {}
    for number, ask in enumerate(asked(turn, said)):
        method = "GET" if ask.form is None else "POST"
        answer = await client.request(
            method, ask.path, data=ask.form, headers={"Accept": "text/html"}, allow_redirects=False
        )
        assert answer.status < 500, (ask, await answer.text())
        name = f"{number} {method} {ask.path.partition('?')[0]} {answer.status}"
        found[name] = await answer.text()
        assert answer.content_type == "text/html", (ask, answer.status)
    return found


async def test_every_text_on_every_page_of_the_desk_stays_text(tmp_path: Path) -> None:
    turn = 0
    said: dict[str, str] = {}
    async with desk(tmp_path / "hostile", turn, None) as client:
        hostile = await pages(client, turn, None)
    async with desk(tmp_path / "tame", turn, said) as client:
        tame = await pages(client, turn, said)
    assert hostile.keys() == tame.keys()
    assert sum("alert" in page for page in hostile.values()) > 80
    found = []
    for number, (name, page) in enumerate(hostile.items()):
        # The second parser takes its time: it reads each kind of page, of every other post.
        for parse in (read_by_python, read_by_html5lib)[
            : 1 if number > 14 and number % 14 < 7 else 2
        ]:
            read, twin = parse(comparable(page)), parse(comparable(tame[name]))
            wrong = differences(plainly(read), plainly(twin), said, parse)
            found += [f"{name}: {one}" for one in [*wrong, *bad(read)]]
    assert found == []


@pytest.mark.parametrize("parse", [read_by_python, read_by_html5lib])
def test_what_changed_is_read_to_the_letter(parse: Parse) -> None:
    """On the post page, where each snapshot is marked against the one before it."""
    texts = TEXTS[::7]
    versions = [
        stored(snapshot(text), n, as_of=CAPTURED + n * DAY) for n, text in enumerate(texts, 1)
    ]
    holding = msgspec.structs.replace(
        hold(versions[-1].snapshot, shown=versions[-1]), versions=tuple(versions)
    )
    view = build_view(holding, OPTIONS, Site(), LINKS)
    before, after = [], []
    inside = mark = ""
    for read in parse(post_page(holding, view, Site(), LINKS)):
        if ("class", "post-text notranslate") in read.attributes:
            before.append("")
            after.append("")
            inside = "/p"
        elif read.name in {"ins", "del", "/ins", "/del"}:
            mark = read.name.strip("/") if not read.name.startswith("/") else ""
        elif read.name == inside:
            inside = ""
        elif inside:
            before[-1] += read.text if mark != "ins" else ""
            after[-1] += read.text if mark != "del" else ""
    expected = [_in_lines(text) for text in texts]
    assert [_in_lines(text) for text in after[::-1]] == expected
    assert [_in_lines(text) for text in before[::-1]][1:] == expected[:-1]


def _in_lines(text: str) -> str:
    return re.sub("\r\n?", "\n", text)
