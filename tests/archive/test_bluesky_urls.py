"""Every form of a Bluesky post's URL leads to the post; whatever else is Bluesky's says so."""

from urllib.parse import urlsplit

import pytest

from archive.errors import NotAPost
from archive.platforms.bluesky import Bluesky
from archive.platforms.bluesky.address import record_url, split_uri
from archive.records import NeedsLookup, PostRef
from tests.archive.bluesky_posts import DID, HANDLE, RKEY

BY_DID = f"{DID}/{RKEY}"
BY_HANDLE = f"{HANDLE}/{RKEY}"

BLUESKY_FORMS = [
    (f"https://bsky.app/profile/{DID}/post/{RKEY}", BY_DID),
    (f"http://bsky.app/profile/{DID}/post/{RKEY}", BY_DID),
    (f"https://www.bsky.app/profile/{DID}/post/{RKEY}", BY_DID),
    (f"https://BSKY.app./profile/{DID}/post/{RKEY}", BY_DID),
    (f"https://bsky.app/profile/{DID}/post/{RKEY}/", BY_DID),
    (f"https://bsky.app/profile/{DID}/post/{RKEY}?ref_src=embed&utm_source=x", BY_DID),
    (f"https://bsky.app/profile/{DID}/post/{RKEY}?ref_src=embed#top", BY_DID),
    (f"https://bsky.app/profile/{DID}/post/{RKEY}/quotes", BY_DID),
    (f"https://bsky.app/profile/{DID}/post/{RKEY}/reposted-by", BY_DID),
    (f"https://bsky.app/profile/{DID}/post/{RKEY}/liked-by", BY_DID),
    (f"https://bsky.app/profile/did%3Aplc%3A{DID[8:]}/post/{RKEY}", BY_DID),
    (f"https://bsky.app/profile/{DID.upper()}/post/{RKEY}", BY_DID),
    (f"https://bsky.app/profile/did:web:example.org/post/{RKEY}", f"did:web:example.org/{RKEY}"),
    (f"https://bsky.app/profile/did:web:Example.org/post/{RKEY}", f"did:web:example.org/{RKEY}"),
    (f"https://embed.bsky.app/embed/{DID}/app.bsky.feed.post/{RKEY}", BY_DID),
    (f"https://embed.bsky.app/embed/{DID}/app.bsky.feed.post/{RKEY}?id=7&ref_url=a.b", BY_DID),
    (f"https://embed.bsky.app/embed/did%3Aplc%3A{DID[8:]}/app.bsky.feed.post/{RKEY}", BY_DID),
    (f"https://staging.bsky.app/profile/{DID}/post/{RKEY}", BY_DID),
    (f"https://main.bsky.dev/profile/{DID}/post/{RKEY}", BY_DID),
    (f"at://{DID}/app.bsky.feed.post/{RKEY}", BY_DID),
    (f"AT://{DID}/app.bsky.feed.post/{RKEY}", BY_DID),
    (f"at://did%3Aplc%3A{DID[8:]}/app.bsky.feed.post/{RKEY}", BY_DID),
    (f"at://did:web:example.org/app.bsky.feed.post/{RKEY}", f"did:web:example.org/{RKEY}"),
    (f"https://fxbsky.app/profile/{DID}/post/{RKEY}", BY_DID),
    (f"https://d.fxbsky.app/profile/{DID}/post/{RKEY}", BY_DID),
    (f"https://bskx.app/profile/{DID}/post/{RKEY}", BY_DID),
    (f"https://bskyx.app/profile/{DID}/post/{RKEY}", BY_DID),
    (f"https://vxbsky.app/profile/{DID}/post/{RKEY}", BY_DID),
    (f"https://psky.app/profile/{DID}/post/{RKEY}", BY_DID),
    (f"https://deer.social/profile/{DID}/post/{RKEY}", BY_DID),
    (f"https://bsky.app/profile/{DID}/post/a:b_c~d.e-f", f"{DID}/a:b_c~d.e-f"),
    (f"https://bsky.app/profile/{HANDLE}/post/{RKEY}", BY_HANDLE),
    (f"https://bsky.app/profile/@{HANDLE}/post/{RKEY}", BY_HANDLE),
    (f"https://bsky.app/profile/Mayor.Example/post/{RKEY}", BY_HANDLE),
    (f"https://staging.bsky.app/profile/{HANDLE}/post/{RKEY}/quotes?a=b", BY_HANDLE),
    (f"https://fxbsky.app/profile/{HANDLE}/post/{RKEY}", BY_HANDLE),
    (f"https://vxbsky.app/profile/{HANDLE}/post/{RKEY}", BY_HANDLE),
    (f"https://embed.bsky.app/embed/{HANDLE}/app.bsky.feed.post/{RKEY}", BY_HANDLE),
    (f"at://{HANDLE}/app.bsky.feed.post/{RKEY}", BY_HANDLE),
    (f"https://bsky.app/profile/a-b.c-d.test/post/{RKEY}", f"a-b.c-d.test/{RKEY}"),
    (f"at://{DID}/app.bsky.feed.repost/{RKEY}", f"{DID}/app.bsky.feed.repost/{RKEY}"),
    (f"at://{HANDLE}/app.bsky.feed.repost/{RKEY}", f"{HANDLE}/app.bsky.feed.repost/{RKEY}"),
]


def shown_at(key: str) -> str:
    """Where Bluesky has a post by its key: a repost has no page."""
    if "/app.bsky.feed.repost/" in key:
        return f"at://{key}"
    return f"https://bsky.app/profile/{key.replace('/', '/post/')}"


NO_POSTS = [
    (f"https://bsky.app/profile/{HANDLE}", "the profile of mayor.example"),
    (f"https://bsky.app/profile/{HANDLE}/followers", "the profile"),
    (f"https://bsky.app/profile/{HANDLE}/post", "the profile"),
    (f"https://bsky.app/profile/{HANDLE}/feed/news", "a feed"),
    (f"https://bsky.app/profile/{DID}/lists/3l", "a list"),
    (f"https://bsky.app/starter-pack/{HANDLE}/3l", "a starter pack"),
    ("https://go.bsky.app/AbC", "starter pack"),
    ("https://bsky.app/search?q=post", "a search"),
    ("https://bsky.app/hashtag/news", "a hashtag"),
    ("https://bsky.app/intent/compose?text=hi", "a share button"),
    ("https://bsky.app/", "no post"),
    (f"https://cdn.bsky.app/img/avatar/plain/{DID}/x@jpeg", "no post"),
    (f"at://{DID}", "an account"),
    (f"at://{DID}/app.bsky.feed.generator/news", "a feed"),
    (f"at://{DID}/app.bsky.graph.list/3l", "a list"),
    (f"at://{DID}/app.bsky.feed.like/3l", "a like"),
    (f"at://{DID}/app.bsky.feed.repost", "a record"),
    (f"at://{DID}/app.bsky.feed.repost/a%2Fb", "no key"),
    (f"at://{DID}/com.example.thing/3l", "com.example.thing"),
    (f"https://bsky.app/profile/handle.invalid/post/{RKEY}", "handle does not hold"),
    (f"https://bsky.app/profile/nodots/post/{RKEY}", "neither a handle nor a DID"),
    (f"https://bsky.app/profile/did:plc:short/post/{RKEY}", "neither a handle nor a DID"),
    (f"https://bsky.app/profile/did:key:zQ3sh/post/{RKEY}", "neither a handle nor a DID"),
    (f"https://bsky.app/profile/{HANDLE}/post/a%2Fb", "no key"),
    (f"https://bsky.app/profile/{HANDLE}/post/..", "no key"),
    (f"https://bsky.app/profile/{HANDLE}/post/%E2%80%AE", "no key"),
]


BLUESKY_LOOKALIKES = [
    f"https://notbsky.app/profile/{HANDLE}/post/{RKEY}",
    f"https://bsky.app.example.org/profile/{HANDLE}/post/{RKEY}",
    f"https://bsky.app@example.org/profile/{HANDLE}/post/{RKEY}",
]


@pytest.mark.parametrize(("url", "key"), BLUESKY_FORMS)
def test_a_form_of_the_url_leads_to_the_post(url: str, key: str) -> None:
    found = Bluesky.identify(urlsplit(url))
    if key.startswith("did:"):
        assert isinstance(found, PostRef)
        assert (found.platform, found.native_id) == ("bluesky", key)
        assert found.url == shown_at(key)
    else:
        assert isinstance(found, NeedsLookup)
        assert (found.platform, found.kind, found.key) == ("bluesky", "handle", key)
        assert found.url == shown_at(key)


@pytest.mark.parametrize(("url", "words"), NO_POSTS)
def test_what_is_blueskys_and_no_post_says_what_it_is(url: str, words: str) -> None:
    with pytest.raises(NotAPost, match="Bluesky") as caught:
        Bluesky.identify(urlsplit(url))
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [*BLUESKY_LOOKALIKES, "https://x.com/mayor/status/20"],
)
def test_a_foreign_host_is_left_to_others(url: str) -> None:
    assert Bluesky.identify(urlsplit(url)) is None


def test_all_forms_with_the_did_have_one_public_id() -> None:
    ids = {
        found.id
        for url, key in BLUESKY_FORMS
        if key == BY_DID and isinstance(found := Bluesky.identify(urlsplit(url)), PostRef)
    }
    assert len(ids) == 1


@pytest.mark.parametrize(
    ("uri", "parts"),
    [
        (f"at://{DID}/app.bsky.graph.list/3l", (DID, "app.bsky.graph.list", "3l")),
        (f"at://{HANDLE}/app.bsky.feed.post/3l", None),
        (f"at://{DID}/app.bsky.feed.post/3l/more", None),
        (f"at://{DID}/app.bsky.feed.post/..", None),
        (f"https://{DID}/app.bsky.feed.post/3l", None),
        (None, None),
        (7, None),
    ],
)
def test_an_address_in_data_is_read_or_refused(uri: object, parts: object) -> None:
    assert split_uri(uri) == parts


def test_records_of_other_kinds_have_pages_too() -> None:
    assert record_url(DID, "app.bsky.feed.generator", "n").endswith(f"{DID}/feed/n")
    assert record_url(DID, "app.bsky.graph.list", "n").endswith(f"{DID}/lists/n")
    assert record_url(DID, "app.bsky.graph.starterpack", "n").endswith(f"/starter-pack/{DID}/n")
    assert record_url(DID, "app.bsky.labeler.service", "self").endswith(f"/profile/{DID}")
