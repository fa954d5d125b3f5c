"""Credentials do not reach the record."""

import pytest

from archive.fetch.redaction import MARKER, Redactor


@pytest.mark.parametrize(
    "text",
    [
        "https://api.example/?key=a/b+c ñ&x=1",
        "https://api.example/?key=a%2Fb%2Bc%20%C3%B1&x=1",
        "https://api.example/?key=a%2fb%2bc+%c3%b1&x=1",
        "https://api.example/?key=a/b%2Bc%20ñ&x=1",
    ],
)
def test_a_secret_is_found_in_each_of_its_forms(text: str) -> None:
    assert Redactor(["a/b+c ñ"]).text(text) == f"https://api.example/?key={MARKER}&x=1"


def test_a_secret_is_found_in_a_header_that_is_read_as_latin_1() -> None:
    echoed = "token ñ!".encode().decode("latin-1")
    assert Redactor(["token ñ!"]).headers((("X-Echo", echoed),)) == (("X-Echo", MARKER),)


def test_a_secret_inside_another_does_not_leave_its_rest() -> None:
    assert Redactor(["abc", "abcdef"]).text("abcdef abc") == f"{MARKER} {MARKER}"


def test_a_secret_is_no_pattern() -> None:
    assert Redactor(["a.c"]).text("abc a.c") == f"abc {MARKER}"


def test_an_empty_secret_hides_nothing() -> None:
    assert Redactor([""]).text("abc") == "abc"


def test_headers_that_are_credentials_lose_their_value_and_keep_their_place() -> None:
    pairs = (
        ("Host", "api.example"),
        ("AUTHORIZATION", "Bearer x"),
        ("Set-Cookie", "a=1"),
        ("set-cookie", "b=2"),
        ("Cookie", "c=3"),
        ("Proxy-Authorization", "Basic x"),
        ("X-Key", "k-123"),
    )
    assert Redactor(["123"]).headers(pairs) == (
        ("Host", "api.example"),
        ("AUTHORIZATION", MARKER),
        ("Set-Cookie", MARKER),
        ("set-cookie", MARKER),
        ("Cookie", MARKER),
        ("Proxy-Authorization", MARKER),
        ("X-Key", f"k-{MARKER}"),
    )


def test_user_and_password_of_an_address_are_not_shown() -> None:
    shown = Redactor().url("https://user:pa:ss@posts.example/@user/1?q=//a@b")
    assert shown == f"https://{MARKER}@posts.example/@user/1?q=//{MARKER}@b"
    assert Redactor().url("https://posts.example/@user@other.example/1") == (
        "https://posts.example/@user@other.example/1"
    )
