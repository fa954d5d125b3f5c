"""The fakes keep what they promise to whoever tests a platform with them."""

import pytest

from archive.errors import TooManyRedirects, Unreachable
from archive.testing import FakeFetcher, FakeResponse


async def test_the_first_key_that_fits_answers() -> None:
    fetcher = FakeFetcher(
        {
            "https://example.org/a?id=2": (404, {}, ""),
            lambda url: url.endswith("=1"): (200, {}, b"one"),
            "https://example.org/": (200, {}, {"any": True}),
        }
    )
    assert (await fetcher.get("https://example.org/a", params={"id": "1"})).body == b"one"
    assert (await fetcher.get("https://example.org/a", params={"id": "2"})).status == 404
    assert (await fetcher.get("https://example.org/b")).json() == {"any": True}
    assert fetcher.urls[-1] == "https://example.org/b"


async def test_what_was_asked_is_kept_with_headers_and_secrets() -> None:
    fetcher = FakeFetcher({"https://example.org/": (200, {}, "")})
    await fetcher.get("https://example.org/", headers={"A": "b"}, secrets=("b",), media=True)
    (asked,) = fetcher.asked
    assert (asked.headers, asked.secrets, asked.media) == ({"A": "b"}, ("b",), True)


async def test_redirects_are_followed_and_end() -> None:
    fetcher = FakeFetcher(
        {
            "https://example.org/a": (302, {"Location": "/b"}, ""),
            "https://example.org/b": (200, {}, "there"),
            "https://example.org/loop": (302, {"location": "loop"}, ""),
        }
    )
    response = await fetcher.get("https://example.org/a")
    assert (response.url, response.text()) == ("https://example.org/b", "there")
    with pytest.raises(TooManyRedirects):
        await fetcher.get("https://example.org/loop")


async def test_an_error_is_raised_and_an_unexpected_address_is_named() -> None:
    fetcher = FakeFetcher({"https://example.org/": Unreachable("No connection.")})
    with pytest.raises(Unreachable):
        await fetcher.get("https://example.org/")
    with pytest.raises(AssertionError, match=r"https://other\.example/"):
        await fetcher.get("https://other.example/")


def test_headers_are_found_in_any_case_and_text_by_its_charset() -> None:
    response = FakeResponse(
        "https://example.org/",
        headers={"Content-Type": "text/plain; charset=latin-1"},
        body=b"\xe9",
    )
    assert response.headers["content-TYPE"] == response.headers.get("Content-Type")
    assert "CONTENT-type" in response.headers
    assert response.text() == "é"
    unknown = {"Content-Type": "text/plain; charset=klingon"}
    assert FakeResponse("https://example.org/", headers=unknown, body=b"\xff").text() == "\ufffd"
