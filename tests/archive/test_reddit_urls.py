"""Every form of an address of Reddit, and what is none."""

from urllib.parse import urlsplit

import pytest

from archive.errors import NotAPost
from archive.platforms.reddit.urls import identify, named_post, ref_of, submission_in
from archive.records import NeedsLookup, PostRef

WWW = "https://www.reddit.com"
BARE = f"{WWW}/comments/abc123/"
SUB = f"{WWW}/r/riverside/comments/abc123/"
FULL = f"{WWW}/r/riverside/comments/abc123/the_bridge/"
USER = f"{WWW}/user/ada_mayor/comments/abc123/the_bridge/"
SAID = f"{WWW}/r/riverside/comments/abc123/the_bridge/def456/"
SAID_BARE = f"{WWW}/r/riverside/comments/abc123/_/def456/"

REDDIT_FORMS = [
    # address, native id, its canonical form
    (FULL, "t3_abc123", FULL),
    ("http://reddit.com/r/riverside/comments/abc123/the_bridge", "t3_abc123", FULL),
    ("https://old.reddit.com/r/riverside/comments/abc123/the_bridge/", "t3_abc123", FULL),
    ("https://np.reddit.com/r/riverside/comments/abc123/the_bridge/", "t3_abc123", FULL),
    ("https://new.reddit.com/r/riverside/comments/abc123/the_bridge/", "t3_abc123", FULL),
    ("https://m.reddit.com/r/riverside/comments/abc123/the_bridge/", "t3_abc123", FULL),
    ("https://i.reddit.com/r/riverside/comments/abc123/the_bridge/", "t3_abc123", FULL),
    ("https://amp.reddit.com/r/riverside/comments/abc123/the_bridge/", "t3_abc123", FULL),
    ("https://es.reddit.com/r/riverside/comments/abc123/the_bridge/", "t3_abc123", FULL),
    ("https://embed.reddit.com/r/riverside/comments/abc123/the_bridge/", "t3_abc123", FULL),
    ("https://www.redditmedia.com/r/riverside/comments/abc123/the_bridge/", "t3_abc123", FULL),
    ("https://WWW.Reddit.com/r/riverside/comments/ABC123/the_bridge/", "t3_abc123", FULL),
    ("https://www.reddit.com./r/riverside/comments/abc123/the_bridge/", "t3_abc123", FULL),
    (f"{FULL}?utm_source=share&utm_medium=web2x&context=3", "t3_abc123", FULL),
    (f"{FULL}?rdt=59640", "t3_abc123", FULL),
    (f"{FULL}#comments", "t3_abc123", FULL),
    (f"{FULL}.json", "t3_abc123", FULL),
    (f"{FULL}.json?raw_json=1", "t3_abc123", FULL),
    (f"{WWW}/r/riverside/duplicates/abc123/the_bridge/", "t3_abc123", FULL),
    (SUB, "t3_abc123", SUB),
    (f"{WWW}/r/reddit.com/comments/abc123/", "t3_abc123", f"{WWW}/r/reddit.com/comments/abc123/"),
    (f"{WWW}/r/riverside/comments/abc123.json", "t3_abc123", SUB),
    (f"{WWW}/r/riverside/comments/abc123)", "t3_abc123", SUB),
    (BARE, "t3_abc123", BARE),
    (f"{WWW}/comments/abc123", "t3_abc123", BARE),
    (f"{WWW}/comments/abc123…", "t3_abc123", BARE),
    (f"{WWW}/gallery/abc123", "t3_abc123", BARE),
    (f"{WWW}/video/abc123", "t3_abc123", BARE),
    (f"{WWW}/tb/abc123", "t3_abc123", BARE),
    (f"{WWW}/by_id/t3_abc123.json", "t3_abc123", BARE),
    ("https://redd.it/abc123", "t3_abc123", BARE),
    ("https://www.redd.it/ABC123/", "t3_abc123", BARE),
    (USER, "t3_abc123", USER),
    (f"{WWW}/u/ada_mayor/comments/abc123/the_bridge/", "t3_abc123", USER),
    (SAID, "t1_def456", SAID),
    (f"{SAID}?context=8&depth=9", "t1_def456", SAID),
    ("https://old.reddit.com/r/riverside/comments/abc123/the_bridge/def456", "t1_def456", SAID),
    (f"{WWW}/r/riverside/comments/abc123/the_bridge/def456/.json", "t1_def456", SAID),
    (f"{WWW}/r/riverside/comments/abc123/_/def456/", "t1_def456", SAID_BARE),
    (
        f"{WWW}/r/riverside/comments/abc123/comment/def456/",
        "t1_def456",
        f"{WWW}/r/riverside/comments/abc123/comment/def456/",
    ),
    (f"{WWW}/comments/abc123/_/def456/", "t1_def456", f"{WWW}/comments/abc123/_/def456/"),
]

REDDIT_LOOKUPS = [
    ("https://www.reddit.com/r/riverside/s/AbC123xyz0", "reddit.com/r/riverside/s/AbC123xyz0"),
    ("https://reddit.com/u/ada_mayor/s/AbC123xyz0", "reddit.com/u/ada_mayor/s/AbC123xyz0"),
    ("https://v.redd.it/abcdef123", "v.redd.it/abcdef123"),
    ("https://v.redd.it/abcdef123/DASH_720.mp4", "v.redd.it/abcdef123"),
    ("https://reddit.app.link/AbC123xyz0", "reddit.app.link/AbC123xyz0"),
]

NOT_REDDIT_POSTS = [
    ("https://www.reddit.com/", "home page"),
    ("https://www.reddit.com/r/riverside/", "the community r/riverside"),
    ("https://www.reddit.com/r/riverside/comments/", "without a readable id"),
    ("https://www.reddit.com/r/riverside/comments/a-b/x", "without a readable id"),
    ("https://www.reddit.com/user/ada_mayor", "the profile of u/ada_mayor"),
    ("https://www.reddit.com/u/ada_mayor/submitted", "the profile of u/ada_mayor"),
    ("https://www.reddit.com/user/ada_mayor/comments", "the profile of u/ada_mayor"),
    ("https://www.reddit.com/search/?q=bridge", "a search"),
    ("https://www.reddit.com/submit?url=https%3A%2F%2Fexample.org", "a share button"),
    ("https://www.reddit.com/login/?dest=x", "the login page"),
    ("https://www.reddit.com/media?url=https%3A%2F%2Fi.redd.it%2Fa.jpg", "a picture"),
    ("https://www.reddit.com/by_id/t1_def456", "a page of Reddit"),
    ("https://i.redd.it/abcdef123.jpg", "a picture, not the post"),
    ("https://preview.redd.it/abcdef123.jpg?width=640", "a picture, not the post"),
    ("https://redd.it/", "names no post"),
    ("https://styles.redd.it/abc123", "names no post"),
]

REDDIT_LOOKALIKES = [
    "https://notreddit.com/r/riverside/comments/abc123/",
    "https://reddit.com.example/r/riverside/comments/abc123/",
    "https://xredd.it/abc123",
    "https://app.link/AbC123xyz0",
]


@pytest.mark.parametrize(("url", "native_id", "canonical"), REDDIT_FORMS)
def test_every_form_names_the_same_post(url: str, native_id: str, canonical: str) -> None:
    found = identify(urlsplit(url))
    assert found == PostRef(platform="reddit", native_id=native_id, url=canonical)
    assert isinstance(found, PostRef)
    assert submission_in(found) == "abc123"


@pytest.mark.parametrize(("url", "key"), REDDIT_LOOKUPS)
def test_a_share_link_is_looked_up(url: str, key: str) -> None:
    found = identify(urlsplit(url))
    assert isinstance(found, NeedsLookup)
    assert (found.kind, found.key) == ("share link", key)
    assert urlsplit(found.url).path.endswith(key.rpartition("/")[2])


@pytest.mark.parametrize(("url", "words"), NOT_REDDIT_POSTS)
def test_what_is_no_post_says_what_it_is(url: str, words: str) -> None:
    with pytest.raises(NotAPost, match=words):
        identify(urlsplit(url))


@pytest.mark.parametrize("url", REDDIT_LOOKALIKES)
def test_a_host_that_looks_alike_is_not_reddit(url: str) -> None:
    assert identify(urlsplit(url)) is None


def test_an_address_that_is_another_posts_gives_way_to_the_name() -> None:
    wrong = ref_of("t3_abc123", "abc123", "/r/riverside/comments/zzz/x/")
    assert wrong.url == BARE
    assert ref_of("t1_def456", "abc123", None).url == f"{WWW}/comments/abc123/_/def456/"
    assert ref_of("t3_abc123", "abc123", "javascript:alert(1)").url == BARE
    assert named_post("https://[reddit.com/comments/abc123") is None
