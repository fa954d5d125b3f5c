"""Every form of an address of X, and what is none."""

from urllib.parse import urlsplit

import pytest

from archive.errors import NotAPost
from archive.platforms.x import X
from archive.platforms.x.urls import post_id_in, post_url
from archive.records import NeedsLookup, PostRef

ID = "1906000000000000001"
ADA = f"https://x.com/ada_mayor/status/{ID}"
NOBODY = f"https://x.com/i/status/{ID}"

X_FORMS = [
    # address, its canonical form
    (f"https://x.com/ada_mayor/status/{ID}", ADA),
    (f"http://x.com/ada_mayor/status/{ID}", ADA),
    (f"https://www.x.com/ada_mayor/status/{ID}", ADA),
    (f"https://mobile.x.com/ada_mayor/status/{ID}", ADA),
    (f"https://m.x.com/ada_mayor/status/{ID}", ADA),
    (f"https://X.COM/ada_mayor/status/{ID}", ADA),
    (f"https://x.com./ada_mayor/status/{ID}", ADA),
    (f"https://x.com:443/ada_mayor/status/{ID}", ADA),
    (f"https://twitter.com/ada_mayor/status/{ID}", ADA),
    (f"https://www.twitter.com/ada_mayor/status/{ID}", ADA),
    (f"https://mobile.twitter.com/ada_mayor/status/{ID}", ADA),
    (f"https://m.twitter.com/ada_mayor/status/{ID}", ADA),
    (f"https://Twitter.com/ada_mayor/statuses/{ID}", ADA),
    (f"https://twitter.com/statuses/{ID}", NOBODY),
    (f"https://twitter.com/ada_mayor/Status/{ID}", ADA),
    (f"https://twitter.com/#!/ada_mayor/status/{ID}", ADA),
    (f"http://twitter.com/#!/ada_mayor/statuses/{ID}", ADA),
    (f"https://twitter.com/i/web/status/{ID}", NOBODY),
    (f"https://x.com/i/web/status/{ID}", NOBODY),
    (f"https://x.com/i/status/{ID}", NOBODY),
    (f"https://x.com/anyuser/status/{ID}", NOBODY),
    (f"https://twitter.com/i/videos/tweet/{ID}", NOBODY),
    (f"https://x.com/ada_mayor/status/{ID}/photo/1", ADA),
    (f"https://x.com/ada_mayor/status/{ID}/video/1", ADA),
    (f"https://x.com/ada_mayor/status/{ID}/analytics", ADA),
    (f"https://x.com/ada_mayor/status/{ID}/retweets/with_comments", ADA),
    (f"https://x.com/ada_mayor/status/{ID}/history", ADA),
    (f"https://x.com/ada_mayor/status/{ID}/", ADA),
    (f"https://x.com//ada_mayor//status/{ID}", ADA),
    (f"https://x.com/ada_mayor/status/{ID}?s=20&t=Zk3_a-0", ADA),
    (f"https://twitter.com/ada_mayor/status/{ID}?ref_src=twsrc%5Etfw", ADA),
    (f"https://twitter.com/ada_mayor/status/{ID}?ref_src=twsrc%5Etfw%7Ctwcamp%5Etweetembed", ADA),
    (f"https://x.com/ada_mayor/status/{ID}#m", ADA),
    (f"https://x.com/ada_mayor/status/{ID})", ADA),
    (f"https://x.com/ada_mayor/status/{ID}%20", ADA),
    (f"https://x.com/ada_mayor/status/{ID}…", ADA),
    (f"https://x.com/ada_mayor/status/{ID}.", ADA),
    (f"https://x.com/ada_mayor/status/{ID}%22%3E", ADA),
    (f"https://x.com/ada%20mayor/status/{ID}", NOBODY),
    (f"https://platform.twitter.com/embed/Tweet.html?dnt=true&id={ID}&theme=light", NOBODY),
    (f"https://platform.x.com/embed/Tweet.html?id={ID}", NOBODY),
    (f"https://x.com/i/flow/login?redirect_after_login=%2Fada_mayor%2Fstatus%2F{ID}", ADA),
    (f"https://twitter.com/login?redirect_after_login=%2Fada_mayor%2Fstatus%2F{ID}%3Fs%3D20", ADA),
    (f"https://fxtwitter.com/ada_mayor/status/{ID}", ADA),
    (f"https://d.fxtwitter.com/ada_mayor/status/{ID}/en", ADA),
    (f"https://vxtwitter.com/ada_mayor/status/{ID}", ADA),
    (f"https://fixupx.com/ada_mayor/status/{ID}.mp4", ADA),
    (f"https://fixvx.com/ada_mayor/status/{ID}", ADA),
    (f"https://twittpr.com/ada_mayor/status/{ID}", ADA),
    (f"https://nitter.net/ada_mayor/status/{ID}#m", ADA),
    (f"https://nitter.poast.org/ada_mayor/status/{ID}", ADA),
    (f"https://xcancel.com/ada_mayor/status/{ID}", ADA),
]

X_LOOKUPS = [
    ("https://t.co/AbC123xyz0", "t.co/AbC123xyz0"),
    ("http://t.co/AbC123xyz0?amp=1", "t.co/AbC123xyz0"),
    ("https://T.CO/AbC123xyz0/", "t.co/AbC123xyz0"),
    ("https://pic.twitter.com/AbC123xyz0", "pic.twitter.com/AbC123xyz0"),
    ("https://pic.x.com/AbC123xyz0", "pic.x.com/AbC123xyz0"),
]

NOT_POSTS = [
    ("https://x.com/", "home page"),
    ("https://x.com/home", "home page"),
    ("https://x.com/ada_mayor", "profile of @ada_mayor"),
    ("https://mobile.twitter.com/ada_mayor/with_replies", "profile of @ada_mayor"),
    ("https://x.com/search?q=bridge&src=typed_query", "a search"),
    ("https://twitter.com/hashtag/bridge", "hashtag"),
    ("https://twitter.com/intent/tweet?text=Read%20this&url=https%3A%2F%2Fe.org", "share button"),
    (f"https://twitter.com/intent/like?tweet_id={ID}", "share button"),
    ("https://twitter.com/share?url=https%3A%2F%2Fexample.org", "share button"),
    ("https://x.com/i/spaces/1YqKDqWqdPLKV", "not a post"),
    ("https://x.com/i/flow/login", "not a post"),
    ("https://x.com/i/flow/login?redirect_after_login=%2Fhome", "not a post"),
    ("https://x.com/ada_mayor/status/", "readable id"),
    ("https://x.com/ada_mayor/status/twenty", "readable id"),
    ("https://x.com/ada_mayor/status/0123", "readable id"),
    (f"https://x.com/ada_mayor/status/{ID}0000", "readable id"),
    (f"https://x.com/ada_mayor/status/{ID}abc", "readable id"),
    ("https://x.com/ada_mayor/status/١٢٣", "readable id"),
    ("https://platform.twitter.com/embed/Tweet.html?id=abc", "not a post"),
    ("https://help.twitter.com/en/rules-and-policies", "not a post"),
    ("https://fxtwitter.com/ada_mayor", "names no post"),
    ("https://t.co/", "holds none"),
    ("https://t.co/%E2%80%A6", "holds none"),
]


X_LOOKALIKES = [
    f"https://netflix.com/ada_mayor/status/{ID}",
    f"https://notx.com/ada_mayor/status/{ID}",
    f"https://x.com.example.org/ada_mayor/status/{ID}",
    f"https://example.org/x.com/ada_mayor/status/{ID}",
]


@pytest.mark.parametrize(("url", "canonical"), X_FORMS)
def test_every_form_of_a_posts_address_leads_to_its_id(url: str, canonical: str) -> None:
    assert X.identify(urlsplit(url)) == PostRef(platform="x", native_id=ID, url=canonical)


@pytest.mark.parametrize(("url", "key"), X_LOOKUPS)
def test_a_short_link_needs_a_lookup_under_its_own_spelling(url: str, key: str) -> None:
    assert X.identify(urlsplit(url)) == NeedsLookup(
        platform="x", kind="share link", key=key, url=f"https://{key}"
    )


@pytest.mark.parametrize(("url", "what"), NOT_POSTS)
def test_what_is_no_post_is_said_by_name(url: str, what: str) -> None:
    with pytest.raises(NotAPost, match=what):
        X.identify(urlsplit(url))


@pytest.mark.parametrize(
    "url",
    [
        *X_LOOKALIKES,
        f"https://mastodon.social/@ada/{ID}",
        "at://did:plc:abc/app.bsky.feed.post/3k",
        "mailto:ada@x.com",
    ],
)
def test_an_address_of_another_host_is_not_ours(url: str) -> None:
    assert X.identify(urlsplit(url)) is None


def test_the_first_tweets_have_short_ids() -> None:
    ref = X.identify(urlsplit("https://twitter.com/jack/status/20"))
    assert isinstance(ref, PostRef)
    assert ref.native_id == "20"


def test_an_id_has_at_most_20_digits() -> None:
    assert post_id_in(f"https://x.com/a/status/{'9' * 20}") == "9" * 20
    assert post_id_in(f"https://x.com/a/status/{'9' * 21}") is None


def test_what_is_no_handle_never_stands_in_an_address() -> None:
    assert post_url("20", "jack") == "https://x.com/jack/status/20"
    for handle in (None, "", "a/b", "a?b", "a" * 21, "ä", "a\n"):
        assert post_url("20", handle) == "https://x.com/i/status/20"
