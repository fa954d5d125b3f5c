"""Bluesky's facets count bytes; ours count code points."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.platforms.bluesky.facets import read_facets
from tests.archive.bluesky_posts import DID

LINK = {"$type": "app.bsky.richtext.facet#link", "uri": "https://example.org/a?b=c"}
MENTION = {"$type": "app.bsky.richtext.facet#mention", "did": DID}


def tag(name: Any) -> dict[str, Any]:
    return {"$type": "app.bsky.richtext.facet#tag", "tag": name}


def facet(start: Any, end: Any, *features: Any) -> dict[str, Any]:
    return {
        "$type": "app.bsky.richtext.facet",
        "index": {"byteStart": start, "byteEnd": end},
        "features": list(features or (LINK,)),
    }


def span(text: str, part: str) -> tuple[int, int]:
    start = len(text.split(part)[0].encode())
    return start, start + len(part.encode())


@pytest.mark.parametrize(
    "text",
    [
        "see example.org now",
        "voilà, ñ: example.org",
        "投票は example.org です",
        "👩‍👩‍👧 🏳️‍🌈 example.org 👍🏽",
        "example.org",
        "שלום example.org",
    ],
)
def test_bytes_become_code_points(text: str) -> None:
    facets, warnings = read_facets(text, [facet(*span(text, "example.org"))])
    assert [text[f.start : f.end] for f in facets] == ["example.org"]
    assert warnings == ()


def test_a_facet_may_begin_and_end_at_an_emoji_with_joiners() -> None:
    text = "a 👩‍👩‍👧 b"
    facets, _ = read_facets(text, [facet(*span(text, "👩‍👩‍👧"))])
    assert [text[f.start : f.end] for f in facets] == ["👩‍👩‍👧"]


def test_each_kind_leads_where_bluesky_leads() -> None:
    text = "@m #tag $ABC link"
    facets, _ = read_facets(
        text,
        [
            facet(0, 2, MENTION),
            facet(3, 7, tag("tag & more")),
            facet(8, 12, tag("ABC")),
            facet(13, 17, LINK),
        ],
    )
    assert [(f.kind, f.target) for f in facets] == [
        ("mention", f"https://bsky.app/profile/{DID}"),
        ("hashtag", "https://bsky.app/hashtag/tag%20%26%20more"),
        ("cashtag", "https://bsky.app/hashtag/ABC"),
        ("link", "https://example.org/a?b=c"),
    ]


def test_of_several_features_the_first_that_is_known_counts() -> None:
    facets, warnings = read_facets("abc", [facet(0, 3, {"$type": "com.example#bold"}, LINK)])
    assert [f.kind for f in facets] == ["link"]
    assert warnings == ()


@pytest.mark.parametrize(
    ("start", "end"),
    [(0, 1), (1, 3), (3, 2), (2, 2), (-2, 2), (0, 99), ("0", 2), (None, 2), (True, 2), ([], {})],
)
def test_a_range_that_fits_no_characters_stays_plain_text(start: Any, end: Any) -> None:
    facets, warnings = read_facets("é é", [facet(start, end)])
    assert facets == ()
    assert len(warnings) == 1
    assert "left out" in warnings[0]


@pytest.mark.parametrize(
    "feature",
    [
        {"$type": "app.bsky.richtext.facet#link", "uri": "javascript:alert(1)"},
        {"$type": "app.bsky.richtext.facet#link", "uri": "//example.org"},
        {"$type": "app.bsky.richtext.facet#link"},
        {"$type": "app.bsky.richtext.facet#mention", "did": "did:plc:x/../y"},
        tag(None),
        tag("  "),
        {"$type": "com.example#unknown"},
        {},
    ],
)
def test_a_feature_that_leads_nowhere_stays_plain_text(feature: dict[str, Any]) -> None:
    facets, warnings = read_facets("abc", [facet(0, 3, feature)])
    assert facets == ()
    assert len(warnings) == 1


def test_of_two_that_overlap_the_first_stays() -> None:
    facets, warnings = read_facets("abcdef", [facet(2, 6, MENTION), facet(0, 4, LINK)])
    assert [(f.start, f.end, f.kind) for f in facets] == [(0, 4, "link")]
    assert len(warnings) == 1


def test_they_come_in_the_order_of_the_text() -> None:
    facets, _ = read_facets("abcdef", [facet(3, 6), facet(0, 3)])
    assert [(f.start, f.end) for f in facets] == [(0, 3), (3, 6)]


def test_half_of_a_surrogate_pair_counts_three_bytes() -> None:
    facets, _ = read_facets("\ud83d ab", [facet(4, 6)])
    assert [(f.start, f.end) for f in facets] == [(2, 4)]


@pytest.mark.parametrize("facets", [None, 7, "x", {}, [None, 1, "a", []], [{"index": []}]])
def test_what_is_no_list_of_facets_is_none(facets: Any) -> None:
    assert read_facets("abc", facets)[0] == ()


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)
OFFSETS = st.integers(-3, 60) | ANYTHING
FACETS = st.lists(
    st.builds(facet, OFFSETS, OFFSETS, st.sampled_from([LINK, MENTION, tag("x"), {}]) | ANYTHING)
    | ANYTHING,
    max_size=8,
)


@given(st.text(st.characters(codec=None), max_size=20), FACETS | ANYTHING)
def test_whatever_comes_facets_are_in_range_in_order_and_apart(text: str, facets: Any) -> None:
    kept, _ = read_facets(text, facets)
    at = 0
    for found in kept:
        assert at <= found.start < found.end <= len(text)
        at = found.end


@given(st.text(max_size=20), st.text(min_size=1, max_size=10), st.text(max_size=20))
def test_any_span_of_any_text_is_found_again(before: str, part: str, after: str) -> None:
    text = before + part + after
    start = len(before.encode())
    facets, warnings = read_facets(text, [facet(start, start + len(part.encode()))])
    assert [text[f.start : f.end] for f in facets] == [part]
    assert warnings == ()
