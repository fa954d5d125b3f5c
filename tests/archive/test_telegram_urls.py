"""Every form of an address of Telegram, and what is none."""

from urllib.parse import urlsplit

import pytest

from archive.errors import NotAPost
from archive.platforms.telegram.urls import identify, name_in, named_post

KEY = "mayor_office/361"
TELEGRAM_FORMS = [
    "https://t.me/mayor_office/361",
    "http://t.me/mayor_office/361",
    "https://www.t.me/mayor_office/361",
    "https://T.ME/mayor_office/361",
    "https://t.me./mayor_office/361",
    "https://t.me:443/mayor_office/361",
    "https://t.me/Mayor_Office/361",
    "https://t.me/MAYOR_OFFICE/361/",
    "https://t.me//mayor_office//361",
    "https://telegram.me/mayor_office/361",
    "https://www.telegram.me/mayor_office/361",
    "https://telegram.dog/mayor_office/361",
    "https://mayor_office.t.me/361",
    "https://t.me/s/mayor_office/361",
    "https://t.me/s/Mayor_Office/361?before=400",
    "https://telegram.me/s/mayor_office/361",
    "https://t.me/mayor_office/361?single",
    "https://t.me/mayor_office/361?single&comment=12",
    "https://t.me/mayor_office/361?comment=12",
    "https://t.me/mayor_office/361?thread=300",
    "https://t.me/mayor_office/361?t=15s",
    "https://t.me/mayor_office/361?embed=1&mode=tme",
    "https://t.me/mayor_office/361?embed=1&userpic=false#x",
    "https://t.me/mayor_office/361?utm_source=newsletter",
    "https://t.me/mayor_office/300/361",
    "https://t.me/mayor_office/361)",
    "https://t.me/mayor_office/361.",
    "https://t.me/mayor_office/361%20",
    "https://t.me/mayor%5Foffice/361",
    "tg://resolve?domain=mayor_office&post=361",
    "tg://resolve?domain=Mayor_Office&post=361&single",
    "tg:resolve?domain=mayor_office&post=361",
]

NOT_TELEGRAM_POSTS = [
    ("https://t.me/", "home page"),
    ("https://t.me/mayor_office", "the page of @mayor_office"),
    ("https://t.me/s/mayor_office", "the page of @mayor_office"),
    ("https://t.me/s/mayor_office?q=bridge", "the page of @mayor_office"),
    ("https://mayor_office.t.me", "the page of @mayor_office"),
    ("https://t.me/c/1005640892/361", "private channel or group"),
    ("https://t.me/c/1005640892/300/361", "private channel or group"),
    ("tg://privatepost?channel=1005640892&post=361", "private channel or group"),
    ("https://t.me/joinchat/AAAAAE", "an invitation"),
    ("https://t.me/+AbCdEf123", "an invitation"),
    ("https://t.me/share/url?url=https%3A%2F%2Fexample.org", "a share button"),
    ("https://t.me/addstickers/Animals", "a set of stickers"),
    ("https://t.me/mayor_office/s/3", "a story"),
    ("https://t.me/mayor_office/361abc", "not a post"),
    ("https://t.me/mayor_office/0", "not a post"),
    ("https://t.me/mayor_office/12345678901", "not a post"),
    ("https://t.me/abc/361", "not a post"),
    ("tg://resolve?domain=mayor_office", "names no post"),
    ("tg://join?invite=AbCdEf", "names no post"),
]

TELEGRAM_LOOKALIKES = [
    "https://xt.me/mayor_office/361",
    "https://t.me.example/mayor_office/361",
    "https://nott.me/mayor_office/361",
    "https://telegram.org/mayor_office/361",
]


@pytest.mark.parametrize("url", TELEGRAM_FORMS)
def test_every_form_has_the_same_key(url: str) -> None:
    found = identify(urlsplit(url))
    assert found is not None
    assert (found.kind, found.key, found.url) == ("handle", KEY, f"https://t.me/{KEY}")


@pytest.mark.parametrize(("url", "words"), NOT_TELEGRAM_POSTS)
def test_what_is_no_post_says_what_it_is(url: str, words: str) -> None:
    with pytest.raises(NotAPost, match=words):
        identify(urlsplit(url))
    assert named_post(url) is None


@pytest.mark.parametrize("url", TELEGRAM_LOOKALIKES)
def test_a_host_that_looks_alike_is_not_telegram(url: str) -> None:
    assert identify(urlsplit(url)) is None


def test_a_name_is_read_from_telegrams_own_addresses_alone() -> None:
    assert name_in("https://t.me/Mayor_Office") == "mayor_office"
    assert name_in("https://example.org/Mayor_Office") is None
    assert name_in("https://t.me/") is None
    assert name_in(None) is None
    assert named_post("https://[t.me/x/1") is None
