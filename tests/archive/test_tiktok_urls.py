"""Every form of an address of TikTok, what is none, and what an id tells."""

from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

import pytest

from archive.errors import NotAPost
from archive.outcome import Failed, Refused
from archive.platforms.tiktok import TikTok
from archive.platforms.tiktok.urls import made_at
from archive.records import NeedsLookup, PostRef
from archive.settings import WebArchivesSettings
from archive.testing import FakeAnswer, FakeFetcher

CLIP = "7606000000000000001"
MAYOR = f"https://www.tiktok.com/@mayor.ada/video/{CLIP}"
UNNAMED = f"https://www.tiktok.com/@/video/{CLIP}"
PICTURES = f"https://www.tiktok.com/@mayor.ada/photo/{CLIP}"

TIKTOK_FORMS = [
    # address, its canonical form
    (MAYOR, MAYOR),
    (f"http://tiktok.com/@mayor.ada/video/{CLIP}", MAYOR),
    (f"https://m.tiktok.com/@mayor.ada/video/{CLIP}", MAYOR),
    (f"https://www.TikTok.com./@mayor.ada/video/{CLIP}/", MAYOR),
    (f"{MAYOR}?is_from_webapp=1&sender_device=pc&web_id=1", MAYOR),
    (f"{MAYOR}?lang=en&q=bridge&t=1", MAYOR),
    (f"{MAYOR}#comments", MAYOR),
    (f"{MAYOR})", MAYOR),
    (f"https://www.tiktok.com//@mayor.ada//video/{CLIP}", MAYOR),
    (f"https://www.tiktok.com/%40mayor.ada/video/{CLIP}", MAYOR),
    (f"https://www.tiktok.com/@mayor.ada/Video/{CLIP}", MAYOR),
    (f"https://us.tiktok.com/@mayor.ada/video/{CLIP}", MAYOR),
    (PICTURES, PICTURES),
    (f"{PICTURES}?is_copy_url=1", PICTURES),
    (f"https://m.tiktok.com/@mayor.ada/photo/{CLIP}", PICTURES),
    (UNNAMED, UNNAMED),
    (f"https://www.tiktok.com/video/{CLIP}", UNNAMED),
    (f"https://www.tiktok.com/embed/{CLIP}", UNNAMED),
    (f"https://www.tiktok.com/embed/v2/{CLIP}?lang=en-US", UNNAMED),
    (f"https://www.tiktok.com/embed/v3/{CLIP}", UNNAMED),
    (f"https://www.tiktok.com/player/v1/{CLIP}?music_info=1", UNNAMED),
    (f"https://m.tiktok.com/v/{CLIP}.html", UNNAMED),
    (f"https://m.tiktok.com/v/{CLIP}", UNNAMED),
    (f"https://www.tiktok.com/share/video/{CLIP}", UNNAMED),
    (f"https://www.tiktok.com/i18n/share/video/{CLIP}/", UNNAMED),
    (f"https://www.tiktokv.com/share/video/{CLIP}/", UNNAMED),
    (f"https://www.tiktok.com/oembed?url={quote(MAYOR)}", MAYOR),
    (f"https://www.tiktok.com/login?redirect_url={quote(MAYOR)}&lang=en", MAYOR),
]

TIKTOK_LOOKUPS = [
    # address, the key that is remembered
    ("https://vm.tiktok.com/ZMabcDEF1/", "vm.tiktok.com/ZMabcDEF1"),
    ("http://vm.tiktok.com/ZMabcDEF1?k=1", "vm.tiktok.com/ZMabcDEF1"),
    ("https://vt.tiktok.com/ZSabcDEF2/", "vt.tiktok.com/ZSabcDEF2"),
    ("https://www.tiktok.com/t/ZTabcDEF3/", "www.tiktok.com/t/ZTabcDEF3"),
    ("https://lite.tiktok.com/t/ZTabcDEF3", "www.tiktok.com/t/ZTabcDEF3"),
]

NOT_TIKTOK_POSTS = [
    # address, what is said of it
    ("https://www.tiktok.com", "the home page"),
    ("https://vm.tiktok.com/", "without its key"),
    ("https://www.tiktok.com/@mayor.ada", "the profile @mayor.ada"),
    ("https://www.tiktok.com/@mayor.ada/video/", "the profile @mayor.ada"),
    ("https://www.tiktok.com/@mayor.ada/video/12", "the profile @mayor.ada"),
    ("https://www.tiktok.com/@mayor.ada/live", "a live broadcast"),
    ("https://www.tiktok.com/tag/bridge", "a hashtag's page"),
    ("https://www.tiktok.com/music/original-sound-7606000000000000002", "a sound's page"),
    ("https://www.tiktok.com/search?q=mayor", "a search"),
    ("https://www.tiktok.com/foryou", "a list of videos"),
    ("https://www.tiktok.com/about", "a page of TikTok"),
    (f"https://www.tiktok.com/login?redirect_url=https://a.example/video/{CLIP}", "the login"),
]

TIKTOK_LOOKALIKES = [
    f"https://nottiktok.com/@mayor.ada/video/{CLIP}",
    f"https://tiktok.com.example/@mayor.ada/video/{CLIP}",
]


@pytest.mark.parametrize(("url", "canonical"), TIKTOK_FORMS)
def test_a_form_names_its_post(url: str, canonical: str) -> None:
    assert TikTok.identify(urlsplit(url)) == PostRef(
        platform="tiktok", native_id=CLIP, url=canonical
    )


@pytest.mark.parametrize(("url", "key"), TIKTOK_LOOKUPS)
def test_a_short_link_is_looked_up_under_one_key(url: str, key: str) -> None:
    found = TikTok.identify(urlsplit(url))
    assert isinstance(found, NeedsLookup)
    assert (found.kind, found.key, found.url) == ("share link", key, f"https://{key}/")


@pytest.mark.parametrize(("url", "words"), NOT_TIKTOK_POSTS)
def test_what_is_no_post_is_refused_and_named(url: str, words: str) -> None:
    with pytest.raises(NotAPost, match=words):
        TikTok.identify(urlsplit(url))


@pytest.mark.parametrize("url", TIKTOK_LOOKALIKES)
def test_a_host_that_only_looks_like_tiktoks_is_none_of_its(url: str) -> None:
    assert TikTok.identify(urlsplit(url)) is None


async def looked_up(answer: FakeAnswer) -> object:
    needs = TikTok.identify(urlsplit(TIKTOK_LOOKUPS[0][0]))
    assert isinstance(needs, NeedsLookup)
    page = (200, {"Content-Type": "text/html"}, "<html>")
    fetcher = FakeFetcher({"https://vm.tiktok.com/": answer, "https://www.tiktok.com/": page})
    return await TikTok({}, lambda _: None, WebArchivesSettings()).lookup(needs, fetcher)


async def test_a_short_link_leads_to_its_post() -> None:
    answer = await looked_up((301, {"Location": f"{MAYOR}?_r=1&_t=2"}, ""))
    assert answer == PostRef(platform="tiktok", native_id=CLIP, url=MAYOR)


async def test_a_short_link_that_leads_elsewhere_says_where() -> None:
    answer = await looked_up((301, {"Location": "https://www.tiktok.com/?_r=1"}, ""))
    assert isinstance(answer, Failed)
    assert "https://www.tiktok.com/?_r=1, which is no post" in answer.detail
    assert isinstance(await looked_up((404, {}, "")), Refused)


def test_an_id_carries_the_minute_in_which_it_was_made() -> None:
    made = datetime(2026, 2, 12, 9, 30, 40, tzinfo=UTC)
    native_id = str((int(made.timestamp()) << 32) + 12345)
    assert made_at(native_id) == made.replace(second=0)
    assert made_at("1234567890") is None
