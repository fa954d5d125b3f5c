"""The fediverse's URL forms: which name a post, which need a lookup, which only look like it."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import NotAPost
from archive.platforms.fediverse.urls import identify, local_id, posted_at, ref_of, server_of
from archive.records import NeedsLookup, PostRef

N = "110446183735368325"
ULID = "01HBRJXBPS4SGT06HSBV9CFJPQ"
FLAKE = "9wTkLEnuq47B25EehM"
HERE = f"m.example/{N}"
PAGE = f"https://m.example/@ann/{N}"

FEDIVERSE_FORMS = [
    (f"https://m.example/@ann/{N}", HERE, PAGE),
    (f"https://m.example/@ann/{N}/", HERE, PAGE),
    (f"https://m.example/@ann/{N}?utm_source=x&lang=en#reply", HERE, PAGE),
    (f"https://M.Example/@ann/{N}", HERE, PAGE),
    (
        f"https://nottruthsocial.com/@ann/{N}",
        f"nottruthsocial.com/{N}",
        f"https://nottruthsocial.com/@ann/{N}",
    ),
    (f"https://m.example./@ann/{N}", HERE, PAGE),
    (f"https://m.example:443/@ann/{N}", HERE, PAGE),
    (f"https://someone@m.example/@ann/{N}", HERE, PAGE),
    (f"https://m.example/@ann/{N}/embed", HERE, PAGE),
    (f"https://m.example/@ann/{N}/reblogs", HERE, PAGE),
    (f"https://m.example/@ann/{N}/favourites", HERE, PAGE),
    (f"https://m.example/@ann/{N}/quotes", HERE, PAGE),
    (f"https://m.example/web/@ann/{N}", HERE, PAGE),
    (f"https://m.example/deck/@ann/{N}", HERE, PAGE),
    (f"https://m.example/users/ann/statuses/{N}", HERE, PAGE),
    (f"https://m.example/users/ann/statuses/{N}/activity", HERE, PAGE),
    (f"https://m.example/@ann@m.example/{N}", HERE, PAGE),
    (
        f"https://m.example/ap/users/117020565966271181/statuses/{N}",
        HERE,
        f"https://m.example/ap/users/117020565966271181/statuses/{N}",
    ),
    ("https://m.example/@ann/7", "m.example/7", "https://m.example/@ann/7"),
    (f"http://m.example/@ann/{N}", HERE, f"http://m.example/@ann/{N}"),
    (
        f"http://localhost:3000/@ann/{N}",
        f"localhost:3000/{N}",
        f"http://localhost:3000/@ann/{N}",
    ),
    (f"https://m.example:80/@ann/{N}", f"m.example:80/{N}", f"https://m.example:80/@ann/{N}"),
    (
        f"https://bücher.example/@ann_b.c-d/{N}",
        f"xn--bcher-kva.example/{N}",
        f"https://xn--bcher-kva.example/@ann_b.c-d/{N}",
    ),
    (
        f"https://g.example/users/ann/statuses/{ULID}",
        f"https://g.example/users/ann/statuses/{ULID}",
        f"https://g.example/users/ann/statuses/{ULID}",
    ),
]

UUID = "38e2b983-ebf5-4387-9bc2-3b80305469c9"
FEDIVERSE_FORMS += [
    (f"https://o.example{path}{end}", f"https://o.example{path}", f"https://o.example{path}")
    for path in (
        "/notes/8vs6wxufd0",  # Misskey
        "/notes/01hbrjxbps4sgt06hsbv9cfjpq",
        f"/objects/{UUID}",  # Pleroma, Akkoma, Friendica
        "/p/ann.b/612345678901234567",  # Pixelfed
        f"/videos/watch/{UUID}",  # PeerTube
    )
    for end in ("", "/?utm_source=x")
]
SHORT = "9qx2vUEb1zRmLZzYsPgT3K"

FEDIVERSE_LOOKUPS = [
    (f"https://p.example/notice/{FLAKE}", f"p.example/{FLAKE}"),
    (f"https://p.example/w/{SHORT}", f"p.example/{SHORT}"),
    (f"https://p.example/display/{UUID}", f"p.example/{UUID}"),
    (f"https://m.example/@ann@other.example/{N}", HERE),
    (f"https://m.example/web/@ann@other.example/{N}", HERE),
    (f"https://m.example/deck/@ann@other.example:8080/{N}", HERE),
    (f"https://m.example/@ann@other.example/{N}/embed", HERE),
    (f"https://m.example/web/statuses/{N}", HERE),
    (f"https://m.example/statuses/{N}", HERE),
    (f"https://m.example/redirect/statuses/{N}", HERE),
    (f"https://g.example/@ann/statuses/{ULID}", f"g.example/{ULID}"),
    (f"https://g.example/@ann/{ULID}", f"g.example/{ULID}"),
    (f"https://p.example/@ann/{FLAKE}", f"p.example/{FLAKE}"),
]

NOT_FEDIVERSE = [
    "https://blog.example/notes/a-first-note",
    "https://blog.example/notes/statement",
    "https://blog.example/notice/statement",
    "https://blog.example/notice/1234567890",
    "https://www.instagram.com/p/CuXYZ12345/",
    "https://wiki.example/w/Main_Page",
    f"https://tickets.example/events/{UUID}",
    "https://blog.example/post/1234567890",
    "https://medium.com/@ann/why-i-left-3f2a1b4c5d6e",
    "https://medium.com/@ann/123456789012",
    "https://blog.example/@ann/why-i-left-3f2a1b4c5d6e",
    "https://blog.example/@ann/3f2a1b4c5d6e",
    "https://blog.example/@ann/statement",
    "https://blog.example/@ann/IMPORTANTNEWS",
    "https://www.tiktok.com/@ann/video/7106594312292453675",
    "https://www.tiktok.com/@ann",
    "https://www.youtube.com/@ann",
    "https://www.youtube.com/@ann/shorts",
    "https://www.threads.net/@ann/post/C8xyzABCDEF",
    "https://www.threads.com/@ann/123456",
    "https://substack.com/@ann/note/c-123456",
    "https://m.example/",
    "https://m.example/explore",
    "https://m.example/tags/news",
    "https://m.example/about",
    "https://m.example/users/ann",
    "https://m.example/api/v1/statuses/123",
    f"https://m.example/@ann/{N}/other",
    f"https://m.example/@ann/{N}0000",
    f"https://m.example/@a nn/{N}",
    f"https://m.example/x/@ann/{N}",
    f"https://m.example:99999/@ann/{N}",
    f"https://exa mple/@ann/{N}",
    f"https://a..example/@ann/{N}",
    f"at://m.example/@ann/{N}",
    "https://m.example/@ann/١٢٣٤٥",
]


@pytest.mark.parametrize(("url", "native_id", "page"), FEDIVERSE_FORMS)
def test_a_url_form_names_its_post(url: str, native_id: str, page: str) -> None:
    assert identify(urlsplit(url)) == PostRef(platform="fediverse", native_id=native_id, url=page)


@pytest.mark.parametrize(("url", "key"), FEDIVERSE_LOOKUPS)
def test_a_view_of_a_server_needs_a_lookup(url: str, key: str) -> None:
    found = identify(urlsplit(url))
    assert isinstance(found, NeedsLookup)
    assert (found.platform, found.kind, found.key) == ("fediverse", "remote view", key)
    assert found.url == url


@pytest.mark.parametrize("url", NOT_FEDIVERSE)
def test_what_only_looks_like_it_is_left_to_others(url: str) -> None:
    assert identify(urlsplit(url)) is None


def test_truth_social_is_a_platform_of_its_own() -> None:
    assert identify(urlsplit(f"https://truthsocial.com/@ann/{N}")) is None
    assert identify(urlsplit(f"https://www.truthsocial.com/@ann/{N}")) is None


@pytest.mark.parametrize(
    "path", ["/@ann", "/@ann/", "/@ann@other.example", "/web/@ann", "/@ann/with_replies"]
)
def test_a_profile_is_no_post_and_says_so(path: str) -> None:
    with pytest.raises(NotAPost, match="profile"):
        identify(urlsplit(f"https://m.example{path}"))


@pytest.mark.parametrize(
    ("url", "uri", "native_id", "page"),
    [
        (PAGE, f"https://m.example/users/ann/statuses/{N}", HERE, PAGE),
        (PAGE, f"https://m.example/ap/users/1/statuses/{N}", HERE, PAGE),
        (PAGE, "tag:m.example,2017-01-01:objectId=7:objectType=Status", HERE, PAGE),
        (None, f"https://m.example/users/ann/statuses/{N}", HERE, PAGE),
        (PAGE, None, HERE, PAGE),
        (
            f"https://m.example/users/ann/statuses/{N}/activity",
            f"https://m.example/ap/users/1/statuses/{N}/activity",
            HERE,
            PAGE,
        ),
        (
            f"https://p.example/notice/{FLAKE}",
            "https://p.example/objects/1-2",
            "https://p.example/objects/1-2",
            f"https://p.example/notice/{FLAKE}",
        ),
        # A page on another server than the object's does not decide whose post it is.
        (PAGE, "https://evil.example/objects/1", "https://evil.example/objects/1", PAGE),
        (
            PAGE,
            f"https://evil.example/users/eve/statuses/{N}",
            f"evil.example/{N}",
            f"https://evil.example/@eve/{N}",
        ),
        (
            "https://m.example/@ann",
            "https://m.example/@ann",
            "https://m.example/@ann",
            "https://m.example/@ann",
        ),
    ],
)
def test_a_payload_names_its_post_by_its_object(
    url: str | None, uri: str | None, native_id: str, page: str
) -> None:
    assert ref_of(url, uri) == PostRef(platform="fediverse", native_id=native_id, url=page)


def test_a_payload_without_an_address_names_no_post() -> None:
    assert ref_of(None, "tag:m.example,2017:1") is None
    assert ref_of("javascript:alert(1)", None) is None


def test_the_client_api_is_asked_at_the_origin() -> None:
    assert local_id(PostRef(platform="fediverse", native_id=HERE, url=PAGE)) == (
        "https://m.example",
        N,
    )
    at_home = PostRef(
        platform="fediverse", native_id="localhost:3000/1", url="http://localhost:3000/@a/1"
    )
    assert local_id(at_home) == ("http://localhost:3000", "1")
    uri = f"https://g.example/users/ann/statuses/{ULID}"
    assert local_id(PostRef(platform="fediverse", native_id=uri, url=uri)) == (
        "https://g.example",
        ULID,
    )
    other = "https://p.example/objects/1-2"
    assert local_id(PostRef(platform="fediverse", native_id=other, url=other)) is None


def test_a_server_is_its_host_and_a_port_of_its_own() -> None:
    assert server_of("HTTPS://M.example:443/x") == "m.example"
    assert server_of("http://m.example:8080/x") == "m.example:8080"
    assert server_of("http://[::1]/x") is None
    assert server_of("no address") is None
    assert server_of(None) is None


def test_the_id_tells_the_time_to_the_millisecond() -> None:
    made = datetime(2023, 5, 28, 11, 57, 0, 376000, tzinfo=UTC)
    assert posted_at(None, N) == (made, "ms", None)
    assert posted_at(made, N) == (made, "ms", None)
    assert posted_at(made.replace(microsecond=0), N) == (made, "ms", None)
    said = made + timedelta(milliseconds=2)
    assert posted_at(said, N) == (said, "ms", None)
    near = made + timedelta(minutes=4)
    assert posted_at(near, N) == (near, "ms", None)
    far = made + timedelta(minutes=6)
    assert posted_at(far, N) == (made, "ms", far)


def test_an_id_that_is_no_clock_is_not_taken_for_one() -> None:
    said = datetime(2017, 4, 1, 8, 0, tzinfo=UTC)
    for number in ("7", "1234567", ULID, "9" * 19, None):
        assert posted_at(said, number) == (said, "s", None)
    assert posted_at(None, "7") == (None, "unknown", None)


@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from(
                ["/@", "ann", "@o.example", "/", N, ULID, "/web", "/statuses", "?", "#"]
            ),
            max_size=8,
        ).map("".join),
    )
)
def test_no_path_raises_anything_but_that_it_is_no_post(path: str) -> None:
    try:
        url = urlsplit(f"https://m.example/{path}")
    except ValueError:
        return
    try:
        found = identify(url)
    except NotAPost:
        return
    if isinstance(found, PostRef):
        assert found.native_id.endswith((N, ULID)) or found.native_id.startswith("m.example")
        again = identify(urlsplit(found.url))
        assert again == found
