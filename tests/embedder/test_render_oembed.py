"""The oEmbed answer: what WordPress keeps of it, and what the specification asks for."""

import re
from xml.etree import ElementTree as ET

import pytest

from embedder.height import estimate
from embedder.links import Links
from embedder.options import Options
from embedder.render.oembed import as_xml, oembed
from embedder.view import Site, build_view
from tests.embedder import holdings

LINKS = Links("https://record.example.org")
SITE = Site(name="Border News")


def answer(
    name: str, maxwidth: int | None = None, maxheight: int | None = None
) -> dict[str, object]:
    view = build_view(holdings.HOLDINGS[name](), Options(), SITE, LINKS)
    return oembed(view, LINKS, maxwidth, maxheight)


def test_it_is_rich_with_whole_numbers() -> None:
    found = answer("text")
    assert (found["type"], found["version"]) == ("rich", "1.0")
    assert isinstance(found["width"], int)
    assert isinstance(found["height"], int)
    assert found["author_name"] == "Robin Sample"
    assert found["provider_name"] == "Border News"
    assert None not in found.values()
    assert str(found["thumbnail_url"]).endswith("/card-og.png")
    assert (found["thumbnail_width"], found["thumbnail_height"]) == (1200, 630)


@pytest.mark.parametrize("name", holdings.HOLDINGS)
def test_the_html_is_a_bare_blockquote_with_a_link_and_a_frame(name: str) -> None:
    html = str(answer(name)["html"])
    found = re.fullmatch(
        r'<blockquote>(?:[^<]|<br>)* <a href="[^"]*">[^<]*</a></blockquote>'
        r'<iframe src="https://record\.example\.org/e/[^"]*" title="[^"]*" width="\d+" '
        r'height="\d+" frameborder="0" style="max-width:100%;color-scheme:light"></iframe>',
        html,
    )
    assert found is not None, html


def test_the_quotation_stands_alone() -> None:
    html = str(answer("text")["html"])
    for words in ("Today I met @ana_sample", "#BridgeHearing", "Robin Sample on X, 29 March 2025"):
        assert words in html


def test_a_content_warning_stands_in_the_words_place() -> None:
    html = str(answer("content-warning")["html"])
    assert "Content warning: Politics" in html
    assert "figure" not in html


def test_limits_are_clamped_and_never_refused() -> None:
    assert answer("text", 400)["width"] == 400
    assert answer("text", 5)["width"] == 220
    assert answer("text", 90000)["width"] == 600
    assert answer("four-photos", None, 100)["height"] == 100
    assert answer("four-photos", None, 0)["height"] == 1


def test_a_narrower_frame_is_higher() -> None:
    view = build_view(holdings.post_text(), Options(), SITE, LINKS)
    assert answer("text", 320)["height"] == estimate(view, 320)
    assert estimate(view, 320) > estimate(view, 600)


def test_a_narrow_box_was_asked_for() -> None:
    view = build_view(holdings.post_text(), Options(width=400), SITE, LINKS)
    assert oembed(view, LINKS, None, None)["width"] == 400


@pytest.mark.parametrize("name", holdings.HOLDINGS)
def test_as_xml_it_is_well_formed_and_the_same(name: str) -> None:
    found = answer(name)
    root = ET.fromstring(as_xml(found).encode())  # noqa: S314  our own
    assert {child.tag: child.text for child in root} == {k: str(v) for k, v in found.items()}


def test_what_xml_has_no_character_for_is_replaced() -> None:
    hostile = "]]><!-- \x00\x0b\x1f\ufffe\uffff\ud800 &amp; \r\n \U0001f44d"
    root = ET.fromstring(as_xml({"title": hostile}).encode())  # noqa: S314  our own
    lost = re.sub("[\x00\x0b\x1f\ufffe\uffff\ud800]", "\ufffd", hostile)
    assert root.findtext("title") == lost


def test_lines_stay_apart_where_their_breaks_are_taken_out() -> None:
    view = build_view(holdings.post_text(), Options(), Site(name="Border News"), LINKS)
    words = str(oembed(view, LINKS, None, None)["html"]).replace("<br>", "")
    assert "bridge. " in words
    assert "🌉 — Post by" in words
