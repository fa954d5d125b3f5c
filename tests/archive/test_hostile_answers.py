"""Answers that were made to break their readers: no source of any platform raises.

What each case of the matrix is answered with is spoilt: a value of a type that nobody expects at
any place of JSON, and pieces that parsers stumble over at any place of a page.
"""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.bounds import within_bounds
from archive.canonical import canonical
from archive.outcome import Answer, Found
from archive.platforms import read_saved
from archive.platforms.base import Saved
from tests.archive.matrix import Case
from tests.archive.test_matrix import CASES, as_bytes, look

DEEP: Any = []
for _ in range(90):
    DEEP = [{"quoted_tweet": DEEP, "data": DEEP}] if len(str(DEEP)) < 9_999 else [DEEP]

ODD: tuple[Any, ...] = (
    *(None, True, 0, -1, 2**70, 1e308, float("nan"), "", "\ud800\x00", "\u202eabc"),
    *("<script>alert(1)</script><![x y]>", "javascript:alert(1)", "x" * 20_000, "http://[::1"),
    *("//x", "9" * 4_400, "²", "2025-13-45T99:99:99Z", "0001-01-01T00:00:00+14:00"),
    *("at://did:plc:x/app.bsky.feed.post/x", "https://x.com/a/status/1", [], {}, [None], [[1]]),
    *({"a": 1}, DEEP),
)
PIECES = (
    *("<", ">", '"', "'", "&#x110000;", "&#0;", "<script>", "</script>", "<!--", "<![x]>", "]]>"),
    *("<![CDATA[", "{", "}", "[[[", "null", "<div>" * 99, "\u202e", "http://[", "9" * 4_400, ""),
)


def places(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to each value in it."""
    yield above
    inner = value.items() if isinstance(value, dict) else ()
    for key, below in enumerate(value) if isinstance(value, list) else inner:
        yield from places(below, (*above, key))


def replaced(value: Any, place: tuple[Any, ...], odd: Any) -> Any:
    if not place:
        return odd
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[place[0]] = replaced(value[place[0]], place[1:], odd)
    return copy


def main_answer(case: Case) -> tuple[int, Any, Any]:
    answer = case.answers[case.main]
    assert isinstance(answer, tuple)
    return answer


DATA = [name for name, case in CASES.items() if isinstance(main_answer(case)[2], (dict, list))]
PAGES = sorted(CASES.keys() - set(DATA))


def spoilt_data(case: Case, at: int, odd: Any) -> tuple[int, Any, bytes]:
    status, headers, body = main_answer(case)
    ways = list(places(body))
    return status, headers, json.dumps(replaced(body, ways[at % len(ways)], odd)).encode()


def spoilt_page(case: Case, at: int, piece: str, gone: int) -> tuple[int, Any, bytes]:
    status, headers, body = main_answer(case)
    whole = as_bytes(body)
    at %= len(whole) + 1
    return status, headers, whole[:at] + piece.encode() + whole[at + gone :]


def is_sound(answer: Answer | None) -> None:
    """Whatever was found can be stored, shown and hashed."""
    if not isinstance(answer, Found):
        return
    found = within_bounds(answer)
    for snapshot in (*found.snapshots, *found.along, *found.below):
        canonical(snapshot)
        snapshot.text.encode()
        assert "\x00" not in snapshot.text
        assert all(0 <= f.start < f.end <= len(snapshot.text) for f in snapshot.facets)
        assert len(snapshot.text) <= 200_000


def is_borne(name: str, answer: tuple[int, Any, bytes]) -> None:
    """The source answers, and so does whoever reads the same from a file."""
    is_sound(asyncio.run(look(CASES[name], answer)).answer)
    for url in (None, CASES[name].ref.url):
        told = read_saved(Saved(body=answer[2], url=url))
        for one in told[1] if told else ():
            is_sound(one)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(DATA), st.integers(0, 2**16), st.sampled_from(range(len(ODD))))
def test_no_value_of_an_unexpected_type_raises(name: str, at: int, odd: int) -> None:
    is_borne(name, spoilt_data(CASES[name], at, ODD[odd]))


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(PAGES),
    st.integers(0, 2**16),
    st.sampled_from(PIECES),
    st.sampled_from([0, 1, 30, 300]),
)
def test_no_broken_page_raises(name: str, at: int, piece: str, gone: int) -> None:
    is_borne(name, spoilt_page(CASES[name], at, piece, gone))


@pytest.mark.parametrize("odd", [5, [1]], ids=["number", "list"])
@pytest.mark.parametrize("name", DATA)
def test_a_number_or_a_list_in_the_place_of_any_value_does_not_raise(name: str, odd: Any) -> None:
    """A list cannot be looked up in a set."""
    case = CASES[name]
    for at in range(len(list(places(main_answer(case)[2])))):
        answer = spoilt_data(case, at, odd)
        is_sound(asyncio.run(look(case, answer)).answer)
        for one in (read_saved(Saved(body=answer[2])) or ("", ()))[1]:
            is_sound(one)
