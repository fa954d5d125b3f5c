"""What a browser hands over of one post: what is taken, what is left out, what is refused."""

import time
from typing import Any

import msgspec
import pytest

from archive.errors import NotAPost, UsageError
from archive.from_browser import Handed, Picture, ReadPage, read_page, snapshot_of
from archive.outcome import Refused
from archive.records import PostRef, Snapshot

URL = "https://x.com/official/status/20"
PAGE = """
<nav>Home</nav><form action="/login"><input name="session" value="secret-session"></form>
<article><a href="/other/status/21"><time datetime="2024-01-01T00:00:00Z">then</time></a>
<div data-testid="tweetText">Another post.</div></article>
<article onclick="steal()" style="color:red"><!-- secret-comment --><a href="https://x.com/official/status/20">
<time datetime="2025-03-29T17:02:11.000Z">Mar 29</time></a>
<div data-testid="tweetText">The wall is <b>closed</b>.</div>
<script>secret-script()</script><input type="hidden" name="csrf" value="secret-csrf">
<article><div data-testid="tweetText">A quoted post.</div></article></article>
"""


def read(**more: Any) -> ReadPage:
    page = read_page(Handed(**({"url": URL} | more)))
    assert isinstance(page, ReadPage)
    return page


def made(**more: Any) -> Snapshot:
    page = read(**more)
    assert isinstance(page.ref, PostRef)
    return snapshot_of(page, page.ref)


def test_the_words_and_the_time_are_found_in_the_markup_of_this_post_alone() -> None:
    snapshot = made(html=PAGE)
    assert snapshot.text == "The wall is closed."
    assert snapshot.created_at is not None
    assert snapshot.created_at.isoformat() == "2025-03-29T17:02:11+00:00"
    said = made(html=PAGE, text="As it was selected.", time="2025-03-29T17:02:12Z")
    assert said.text == "As it was selected."
    assert said.created_at is not None
    assert said.created_at.second == 12


def test_forms_scripts_comments_and_other_posts_are_not_kept() -> None:
    evidence = read(html=PAGE).evidence.decode()
    assert "The wall is" in evidence
    for other in ("secret", "Another post", "A quoted post", "Home", "onclick", "steal", "<form"):
        assert other not in evidence


def test_what_it_has_of_the_reader_has_no_place() -> None:
    with pytest.raises(msgspec.ValidationError, match="cookies"):
        msgspec.convert({"url": URL, "text": "Hello", "cookies": "session=1"}, Handed)


def test_an_address_is_kept_without_what_it_says_of_the_reader() -> None:
    page = read(url=f"{URL}?s=46&t=secret-of-the-reader", text="Hello")
    assert "secret" not in page.evidence.decode()


@pytest.mark.parametrize(
    "more",
    [
        {"text": "For friends.", "protected": True},
        {"html": '<article><svg data-testid="icon-lock"></svg><p class="e-content">Hi</p>'},
        {"html": '<article><i class="fa fa-lock"></i><p class="e-content">Hi</p></article>'},
    ],
)
def test_what_is_for_followers_only_is_refused(more: dict[str, Any]) -> None:
    page = read_page(Handed(url=URL, **more))
    assert isinstance(page, Refused)
    assert page.reason == "protected"


def test_a_post_about_protected_accounts_is_not() -> None:
    assert made(html='<p class="e-content">These posts are protected 🔒</p>').text


def test_it_is_whole_only_where_the_browser_says_so_and_nothing_is_missing() -> None:
    whole = {"text": "Hello", "handle": "@official", "time": "2025-03-29T17:02:11Z", "whole": True}
    assert made(**whole).completeness == "full"
    for lacks in ({"whole": False}, {"handle": None}, {"time": None}):
        assert made(**(whole | lacks)).completeness == "partial"
    for more in ({}, {"time": None}):
        assert made(**(whole | {"cut": True} | more)).completeness == "cut"


def test_pictures_are_addresses_to_fetch_or_bytes() -> None:
    pictures = (Picture(url="https://pbs.example/a", alt="A wall"), Picture(data=b"bytes"))
    page = read(text="Hello", pictures=pictures)
    assert isinstance(page.ref, PostRef)
    assert [m.urls for m in snapshot_of(page, page.ref).media] == [("https://pbs.example/a",), ()]
    assert b"Ynl0ZXM=" not in page.evidence, "the bytes are kept as the original, once"


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"text": "  "},
        {"html": "<p>Nothing says which of these words are the post's.</p>"},
        {"text": "Hello", "time": "2025-03-29T17:02:11"},
        {"text": "Hello", "time": "noon"},
        {"text": "Hello", "pictures": (Picture(),)},
        {"text": "Hello", "pictures": (Picture(url="data:image/png;base64,AA"),)},
    ],
)
def test_what_is_no_post_is_told(more: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        read(**more)


@pytest.mark.parametrize("html", ["<!--" * 2_999, "<div>" * 2_999, "<a b='" * 2_999])
def test_markup_that_is_made_to_cost_time_costs_little(html: str) -> None:
    began = time.process_time()
    assert made(html=html, text="Hello").text == "Hello"
    assert time.process_time() - began < 2


@pytest.mark.parametrize("html", ["<p>" * 3_001, "a" * 600_000])
def test_a_whole_page_is_not_taken_for_a_post(html: str) -> None:
    with pytest.raises(UsageError, match="more than one post"):
        read(html=html, text="Hello")


def test_a_page_that_is_no_post_is_told() -> None:
    with pytest.raises(NotAPost):
        read(url="https://x.com/official", text="Hello")
