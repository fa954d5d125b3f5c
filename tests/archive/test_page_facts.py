"""What a page says of itself, read within bounds; and the facets of plain text."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.outcome import Failed, Found, Refused
from archive.platforms.base import Saved
from archive.platforms.page import Page
from archive.platforms.page_facts import (
    MAX_TAGS,
    facts_of,
    html_of,
    json_behind,
    script_json,
    soup_of,
    when,
)
from archive.platforms.plain import marks_in
from archive.testing import FakeResponse

URL = "https://city.example/news/1"


def test_items_are_read_of_meta_link_and_time_in_their_order() -> None:
    facts = facts_of(
        '<meta itemprop="name" content="A"><link itemprop="url" href="/a">'
        '<span itemprop="author"><link itemprop="name" content="B"></span>'
        '<time itemprop="datePublished" datetime="2026-03-02">March</time>',
        URL,
    )
    assert facts.items == {
        "name": ("A", "B"),
        "url": ("https://city.example/a",),
        "datepublished": ("2026-03-02",),
    }


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("2026-03-02T10:30:00+01:00", (datetime(2026, 3, 2, 9, 30, tzinfo=UTC), "s")),
        ("2026-03-02T10:30:00.25Z", (datetime(2026, 3, 2, 10, 30, 0, 250_000, tzinfo=UTC), "ms")),
        ("2026-03-02T23:30:00", (datetime(2026, 3, 2, tzinfo=UTC), "day")),
        ("2026-03-02", (datetime(2026, 3, 2, tzinfo=UTC), "day")),
        ("2 March", (None, "unknown")),
        (1772443800, (None, "unknown")),
    ],
)
def test_a_time_without_a_zone_is_a_day(told: object, expected: object) -> None:
    assert when(told) == expected


def test_a_scripts_object_is_read_where_it_is_json() -> None:
    html = '<script>a = {b: 1}; data = {"c": {"d": 2}};</script><script id="x"> {"e": 3}</script>'
    assert json_behind(html, "data =") == {"c": {"d": 2}}
    assert script_json(html, "x") == {"e": 3}
    for none in (json_behind(html, "a ="), json_behind(html, "z ="), script_json(html, "y")):
        assert none == {}
    assert json_behind('data = {"a":' * 100_000, "data =") == {}


@pytest.mark.parametrize(
    ("headers", "body", "expected"),
    [
        ({}, "<p>Hi", str),
        ({"Content-Type": "text/html"}, "Hi", str),
        ({}, "\ufeff\n<!doctype html>", str),
        ({}, '{"a": 1}', Failed),
        ({}, " \n", Refused),
    ],
)
def test_a_page_is_told_from_data_and_from_nothing(
    headers: dict[str, str], body: str, expected: type
) -> None:
    assert isinstance(html_of(FakeResponse(URL, 200, headers, body), "City"), expected)


def test_a_page_that_is_made_to_take_long_is_cut() -> None:
    assert str(soup_of("<p>" + "<" * MAX_TAGS + "</p>")) == str(soup_of("<p>" + "<" * MAX_TAGS))
    assert str(soup_of("<p>Hi</p>" + '<script id="a"' * 100_000)).strip() == "<p>Hi</p>"


_PIECES = st.sampled_from(
    [
        *('<div class="h-entry">', "</div>", '<p class="e-content p-name">', "text", "&#x0;", "<"),
        '<script type="application/ld+json">{"@type": "Article", "author": [[1]], "image": {}, '
        '"headline": "A", "datePublished": "2026-13-45"}</script>',
        '<script type="application/ld+json">[{"@type": ["Article", 7], "url": "https://[",'
        '"mainEntity": {"@type": "Article"}, "interactionStatistic": [{"interactionType": 5}]}]',
        '<meta property="og:description" content="\ud800">',
        '<link rel="canonical" href="https://city.example/news/1">',
        '<link rel="canonical" href="http://[::1">',
        '<a class="u-url" href="//[x">',
        '<a class="p-author h-card">',
        '<img class="u-photo" src=javascript:alert(1)>',
    ]
)


@settings(max_examples=40, deadline=None)
@given(st.lists(_PIECES, max_size=12))
def test_no_page_raises_and_no_address_is_anything_but_of_the_web(pieces: list[Any]) -> None:
    html = f"<html>{''.join(pieces)}".encode("utf-8", "surrogatepass")
    for answer in Page.read_saved(Saved(body=html, url=URL)):
        assert isinstance(answer, Found)
        (snapshot,) = answer.snapshots
        for medium in snapshot.media:
            assert all(url.startswith("https://") for url in medium.urls)
        assert all(facet.end <= len(snapshot.text) for facet in snapshot.facets)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("See https://a.example/x, (https://b.example/y_(z)).", ["a.example/x", "b.example/y_(z)"]),
        ("“https://a.example/?q=1#f”…", ["a.example/?q=1#f"]),
        ("https://a.example/#Tag", ["a.example/#Tag"]),
        ("#Puente #2026 a#b &#39; #Año2", ["#Puente", "#Año2"]),
        ("@ada, a@b.example @eve.", ["@ada"]),
        ("https://[x and http://", []),
    ],
)
def test_links_hashtags_and_known_names_are_marked(text: str, shown: list[str]) -> None:
    known = {"ada": "https://a.example/@ada"}
    facets = marks_in(text, hashtag=lambda name: f"https://a.example/tag/{name}", mention=known.get)
    assert [text[f.start : f.end].removeprefix("https://") for f in facets] == shown
    for facet in facets:
        assert facet.target is not None
        assert facet.target.startswith("https://")
