"""Hostile texts in the outputs that are not pages: mail, JSON, XML, the card; and in what is asked
for, which errors and headers repeat.
"""

import json
import re
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest

from archive.post_json import post_json
from embedder.render import v1
from embedder.render.card import alt_of, draw_card, find_fonts
from embedder.render.oembed import as_xml, oembed
from embedder.render.text import text as text_of
from embedder.view import EmbedView, build_view
from tests.embedder.attack import ROUNDS, attack
from tests.embedder.conftest import Client
from tests.embedder.hostile_texts import ADDRESSES, TEXTS
from tests.embedder.parsed import (
    Parse,
    Read,
    differences,
    different_data,
    read_by_html5lib,
    read_by_python,
)
from tests.embedder.test_attacks import FEW, LINKS, OPTIONS, bad_values

CONTROLS = tuple(f"a{chr(code)}b" for code in (*range(1, 32), 127, *range(128, 160)))
UNSAID = ("a\0b", "a\ud800b", "a\udfffb", "a\ufffe\uffffb", "]]>", "<![CDATA[", "&#0;", "&#xD800;")
"""Some of them do not get past a capture."""


def views(turn: int) -> tuple[EmbedView, EmbedView, dict[str, str]]:
    """Of an attack, and of its tame twin; and what the twin's names stand for."""
    told = attack(turn)
    hostile = build_view(told.hostile, OPTIONS, told.site, LINKS)
    return hostile, build_view(told.tame, OPTIONS, told.tame_site, LINKS), told.said


def undirected(read: list[Read]) -> list[Read]:
    """Without the direction that mail is told, which follows from what is said."""
    return [one._replace(attributes=tuple(a for a in one.attributes if a[0] != "dir"))
            for one in read]  # fmt: skip


@pytest.mark.parametrize(
    ("parse", "turns"),
    [(read_by_python, range(0, ROUNDS, 5)), (read_by_html5lib, FEW)],
    ids=["from mark to mark", "as browsers do"],
)
def test_in_mail_every_text_stays_text(parse: Parse, turns: range) -> None:
    found = []
    for turn in turns:
        hostile, tame, said = views(turn)
        read, twin = undirected(parse(v1.email(hostile))), undirected(parse(v1.email(tame)))
        wrong = differences(read, twin, said, parse) + bad_values(read)
        found += [f"turn {turn}: {one}" for one in wrong]
        for element in read:
            style = dict(element.attributes).get("style", "")
            assert not re.search(r"url\(|expression|@|[<>\\]", style), style
    assert found == []


def test_mail_as_text_has_no_control_character_but_the_end_of_a_line() -> None:
    for turn in FEW:
        said = text_of(views(turn)[0])
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f]", said), turn
        assert said.encode()


def test_the_answers_of_oembed_in_json_and_xml_say_the_same() -> None:
    for turn in range(0, ROUNDS, 11):
        hostile, tame, said = views(turn)
        answer = oembed(hostile, LINKS, None, None)
        tree = ET.fromstring(as_xml(answer))  # noqa: S314  made by us a line ago
        assert [element.tag for element in tree] == list(answer)
        assert all(not element.attrib and not len(element) for element in tree)
        for element in tree:
            allowed = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd",
                             str(answer[element.tag]))  # fmt: skip
            assert (element.text or "") == allowed
        again = json.loads(json.dumps(answer))
        wrong = different_data(again, oembed(tame, LINKS, None, None), said, read_by_python)
        assert wrong == [], turn


@pytest.mark.parametrize("said", [*CONTROLS, *UNSAID])
def test_xml_is_well_formed_whatever_is_in_it(said: str) -> None:
    tree = ET.fromstring(as_xml({"title": said, "html": said}))  # noqa: S314
    assert tree[0].text == tree[1].text
    assert (tree[0].text or "").replace("\ufffd", "") != ""


def test_a_post_as_json_says_what_was_said_to_the_letter() -> None:
    for turn in range(0, ROUNDS, 5):
        holding = attack(turn).hostile
        assert holding.stored is not None
        data = json.loads(json.dumps(post_json(holding, LINKS)))
        assert data["text"] == holding.stored.snapshot.text
        assert data["author"]["name"] == holding.stored.snapshot.author.name


def test_data_in_a_page_ends_no_element_of_it() -> None:
    for turn in range(0, ROUNDS, 5):
        page = v1.page(views(turn)[0])
        (data,) = re.findall('<script type="application/ld[+]json">(.*?)</script>', page, re.DOTALL)
        assert not re.search("[<>&\u2028\u2029]", data)
        assert json.loads(data)["@type"] == "SocialMediaPosting"


def test_a_card_is_drawn_and_described() -> None:
    fonts = find_fonts(system=False)
    for turn in FEW:
        view = views(turn)[0]
        assert alt_of(view)
        if turn % 16 == 0:
            assert draw_card(view, {}, fonts).png.startswith(b"\x89PNG")


async def test_what_is_asked_for_is_not_repeated_as_markup_nor_as_a_header(client: Client) -> None:
    """In an address, in the address of a post, as an option and as a format."""
    asked = (*TEXTS[::7], *ADDRESSES, *CONTROLS, "\r\nSet-Cookie: a=b", "a\nLink: <x>; rel=y")
    for said in asked:
        text = quote(said, safe="")
        for path in (
            f"/oembed?url={text}",
            f"/oembed?url=https://x.com/a/status/20&format={text}",
            f"/e/{text}/",
            f"/e/vhk17dn1s2hjvmyx/~{text}/",
            f"/post/{text}",
            f"/p/{text}/",
        )[: 6 if said in CONTROLS or said.startswith(("\r", "a\n")) else 3]:
            answer = await client.get(path, headers={"Accept": "text/html"}, allow_redirects=False)
            assert 300 <= answer.status < 502, path
            assert "Set-Cookie" not in answer.headers
            assert "rel=y" not in answer.headers.get("Link", "")
            body = await answer.text()
            if answer.content_type != "text/html":
                assert answer.content_type == "application/problem+json", path
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
                json.loads(body)
                continue
            read = read_by_python(body)
            assert bad_values(read) == [], path
            assert "alert" not in "".join(e.name for e in read)
            assert sum(e.name == "script" for e in read) == 0, path
