"""Truth Social's URL forms: which name a post, and what is said of those that do not."""

from urllib.parse import urlsplit

import pytest

from archive.errors import NotAPost
from archive.platforms.truth.urls import archived_at, identify
from archive.records import PostRef

TRUTH = "114246747590580179"
PAGE = f"https://truthsocial.com/@ann.b/{TRUTH}"
BARE = f"https://truthsocial.com/posts/{TRUTH}"

TRUTH_FORMS = [
    (f"{host}{path}", page)
    for host in ("https://truthsocial.com", "https://www.truthsocial.com", "http://TruthSocial.com")
    for path, page in (
        (f"/@ann.b/posts/{TRUTH}", PAGE),
        (f"/@ann.b/{TRUTH}", PAGE),
        (f"/@ann.b/{TRUTH}/", PAGE),
        (f"/@ann.b/posts/{TRUTH}?utm_source=x#reply", PAGE),
        (f"/@ann.b/{TRUTH}/embed", PAGE),
        (f"/@ann.b/posts/{TRUTH}/embed", PAGE),
        (f"/users/ann.b/statuses/{TRUTH}", PAGE),
        (f"/users/ann.b/statuses/{TRUTH}/activity", PAGE),
        (f"/embed/{TRUTH}", BARE),
        (f"/posts/{TRUTH}", BARE),
        (f"/statuses/{TRUTH}", BARE),
        (f"/group/the-mayors-club/posts/{TRUTH}", BARE),
        (f"/groups/1234/posts/{TRUTH}", BARE),
        (f"/api/v1/statuses/{TRUTH}", BARE),
    )
]

NO_TRUTHS = [
    "https://truthsocial.com/@ann",
    "https://truthsocial.com/@ann/with_replies",
    "https://truthsocial.com/",
    "https://truthsocial.com/group/the-mayors-club",
    "https://truthsocial.com/share?text=https://truthsocial.com/@ann/1",
    "https://truthsocial.com/search?q=114246747590580179",
    "https://truthsocial.com/@ann/posts/١٢٣٤٥",
]


@pytest.mark.parametrize(("url", "page"), TRUTH_FORMS)
def test_a_url_form_names_its_post(url: str, page: str) -> None:
    assert identify(urlsplit(url)) == PostRef(platform="truth", native_id=TRUTH, url=page)


@pytest.mark.parametrize("url", NO_TRUTHS)
def test_what_is_no_post_says_so(url: str) -> None:
    with pytest.raises(NotAPost, match="no post of Truth Social"):
        identify(urlsplit(url))


@pytest.mark.parametrize(
    "url",
    [
        f"https://nottruthsocial.com/@ann/{TRUTH}",
        f"https://truthsocial.com.example/@ann/{TRUTH}",
        f"https://truthsocial.com@example.org/@ann/{TRUTH}",
        f"ftp://truthsocial.com/@ann/{TRUTH}",
    ],
)
def test_another_host_is_not_ours(url: str) -> None:
    assert identify(urlsplit(url)) is None


def test_web_archives_are_asked_for_the_page_in_both_forms_and_for_the_api() -> None:
    ref = identify(urlsplit(PAGE))
    assert ref is not None
    assert archived_at(ref) == (
        f"https://truthsocial.com/@ann.b/posts/{TRUTH}",
        PAGE,
        f"https://truthsocial.com/api/v1/statuses/{TRUTH}",
    )
    bare = identify(urlsplit(BARE))
    assert bare is not None
    assert archived_at(bare) == (BARE, f"https://truthsocial.com/api/v1/statuses/{TRUTH}")
