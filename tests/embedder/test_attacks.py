"""Hostile texts in every place of every output: they stay text, and links stay links."""

import re

import pytest

from embedder.links import Links
from embedder.options import Options
from embedder.render import v1
from embedder.render.oembed import oembed
from embedder.render.post_page import post_page
from embedder.view import build_view
from tests.embedder.attack import ROUNDS, Attack, attack
from tests.embedder.hostile_texts import ADDRESSES, TEXTS
from tests.embedder.parsed import (
    Parse,
    Read,
    differences,
    read_by_html5lib,
    read_by_python,
)

LINKS = Links("https://record.example.org")
OPTIONS = Options(counts=True, parent=True)
REPORT = re.compile(r"/post/[0-9a-z]{16}/report")
TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
FEW = range(0, ROUNDS, 29)
"""Turns for what takes its time: each text still stands in several places."""


def rendered(told: Attack, *, tame: bool) -> dict[str, str]:
    holding = told.tame if tame else told.hostile
    site = told.tame_site if tame else told.site
    view = build_view(holding, OPTIONS, site, LINKS)
    answer = oembed(view, LINKS, None, None)
    return {
        "page": v1.page(view),
        "fragment": v1.fragment(view),
        "post page": post_page(holding, view, site, LINKS),
        "oEmbed": str(answer["html"]),
    }


def broken(turns: range, parse: Parse) -> list[str]:
    found = []
    for turn in turns:
        told = attack(turn)
        hostile, tame = rendered(told, tame=False), rendered(told, tame=True)
        for output, text in hostile.items():
            read = parse(text)
            wrong = differences(read, parse(tame[output]), told.said, parse) + bad_values(read)
            found += [f"turn {turn}, {output}: {one}" for one in wrong]
    return found


def bad_values(read: list[Read]) -> list[str]:
    """Attributes that a browser would follow, fetch, run or choke on."""
    found = []
    for element in read:
        for name, value in element.attributes:
            ok = True
            if name in {"href", "cite"}:
                ok = re.match(r"https?://|mailto:|[/#]", value, re.IGNORECASE) is not None
                ok = ok and not value.startswith(("//", "/\\"))
            elif name in {"src", "srcset"}:
                ok = value.startswith(("/media/", "/static/", "https://record.example.org/"))
            elif name == "lang":
                ok = TAG.fullmatch(value) is not None
            elif name == "action":
                ok = REPORT.fullmatch(value) is not None
            elif name.startswith("on") or name in {"srcdoc", "formaction", "ping"}:
                ok = False
            if not ok:
                found.append(f"<{element.name} {name}={value!r}>")
    return found


def test_there_are_many_of_them() -> None:
    assert len(set(TEXTS)) == len(TEXTS) >= 300
    assert len(set(ADDRESSES)) == len(ADDRESSES) >= 50


def test_every_text_in_every_place_stays_text() -> None:
    assert broken(range(0, ROUNDS, 5), read_by_python) == []


def test_a_parser_that_reads_as_browsers_do_finds_nothing_but_text() -> None:
    assert broken(FEW, read_by_html5lib) == []


@pytest.mark.parametrize("turn", FEW)
def test_the_words_of_a_post_are_read_to_the_letter(turn: int) -> None:
    holding = attack(turn).hostile
    holding = holding.reposted or holding
    assert holding.stored is not None
    said = holding.stored.snapshot.text
    view = build_view(holding, OPTIONS, attack(turn).site, LINKS)
    texts, inside = [], False
    for read in read_by_html5lib(v1.fragment(view)):
        if ("class", "onrecord-text") in read.attributes:
            inside = True
            texts.append("")
        inside = inside and read.name != "/p"
        if inside:
            texts[-1] += read.text
    assert re.sub("\r\n?", "\n", said) in texts
