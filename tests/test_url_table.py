"""One table of the addresses of posts, of all platforms together, as whoever pastes them sees it.

An address names its post without any network, or says what must be looked up under which key;
the lookup is run here against a stand-in. The forms are those of each platform's own test,
where what they share is asked by platform; here every one of them goes through the one
``identify`` that decides whose it is.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import NamedTuple

import pytest

from archive.errors import NotAPost
from archive.platforms import Platform, identify, load_platforms
from archive.records import NeedsLookup, PostRef, post_id
from archive.settings import Settings
from archive.testing import FakeAnswer, FakeFetcher
from tests.archive.bluesky_posts import APPVIEW, DID, HANDLE, OTHER, PLC, RKEY, document, given
from tests.archive.fediverse_data import note, status
from tests.archive.telegram_pages import CHANNEL, HTML, WIDGET, message, page
from tests.archive.test_bluesky_urls import BLUESKY_FORMS, BLUESKY_LOOKALIKES, NO_POSTS, shown_at
from tests.archive.test_fediverse_urls import (
    FEDIVERSE_FORMS,
    FEDIVERSE_LOOKUPS,
    FLAKE,
    NOT_FEDIVERSE,
    SHORT,
    ULID,
    UUID,
    N,
)
from tests.archive.test_meta_urls import (
    BY_NAME,
    CODE,
    FACEBOOK_FORMS,
    IN_P,
    INSTAGRAM_FORMS,
    INSTAGRAM_LOOKUPS,
    META_LOOKALIKES,
    META_LOOKUPS,
    META_NOT_POSTS,
    NUMBER,
    THREAD,
    THREADS_FORMS,
)
from tests.archive.test_page_urls import NO_NAMES, NOT_PAGES, PAGE_FORMS
from tests.archive.test_reddit_urls import (
    FULL,
    NOT_REDDIT_POSTS,
    REDDIT_FORMS,
    REDDIT_LOOKALIKES,
    REDDIT_LOOKUPS,
)
from tests.archive.test_telegram_urls import KEY as TELEGRAM_KEY
from tests.archive.test_telegram_urls import (
    NOT_TELEGRAM_POSTS,
    TELEGRAM_FORMS,
    TELEGRAM_LOOKALIKES,
)
from tests.archive.test_tiktok_urls import (
    CLIP,
    MAYOR,
    NOT_TIKTOK_POSTS,
    TIKTOK_FORMS,
    TIKTOK_LOOKALIKES,
    TIKTOK_LOOKUPS,
)
from tests.archive.test_truth_urls import NO_TRUTHS, TRUTH, TRUTH_FORMS
from tests.archive.test_x_urls import ADA, ID, NOT_POSTS, X_FORMS, X_LOOKALIKES, X_LOOKUPS
from tests.archive.test_youtube_urls import (
    NOT_YOUTUBE_POSTS,
    POST,
    POSTED,
    VIDEO,
    WATCH,
    YOUTUBE_FORMS,
    YOUTUBE_LOOKALIKES,
)


class Form(NamedTuple):
    url: str
    platform: str
    native_id: str
    canonical: str
    kind: str | None = None
    """What must be looked up; ``None``: the address carries the id."""
    alias: str | None = None
    """The key under which the answer is remembered."""


SECOND = "a-b.c-d.test"
ORIGIN = "https://other.example/@bea/77"
OBJECT = "https://p.example/objects/1-2"
NOTICE = f"https://p.example/notice/{FLAKE}"
WATCHED = f"https://p.example/videos/watch/{UUID}"
SHOWN_OBJECT = f"https://p.example/objects/{UUID}"
NOTE = f"https://g.example/users/ann/statuses/{ULID}"
SHOWN_ON_YOUTUBE = {VIDEO: WATCH, POST: POSTED}

MESSAGE = f"{CHANNEL}/361"
IN_TELEGRAM = "https://t.me/Mayor_Office/361"

HANDLES = {HANDLE: DID, SECOND: OTHER}
SHOWN = {  # host and id of a view -> the post at its origin
    f"m.example/{N}": ("other.example/77", ORIGIN),
    f"g.example/{ULID}": (NOTE, f"https://g.example/@ann/statuses/{ULID}"),
    f"p.example/{FLAKE}": (OBJECT, NOTICE),
    f"p.example/{SHORT}": (WATCHED, f"https://p.example/w/{SHORT}"),
    f"p.example/{UUID}": (SHOWN_OBJECT, f"https://p.example/display/{UUID}"),
}

ANSWERS: dict[str | Callable[[str], bool], FakeAnswer] = {
    **{
        f"{APPVIEW}/com.atproto.identity.resolveHandle?handle={handle}": given({"did": did})
        for handle, did in HANDLES.items()
    },
    **{f"{PLC}/{did}": given(document(did, handle)) for handle, did in HANDLES.items()},
    f"https://m.example/api/v1/statuses/{N}": given(
        status(N, uri="https://other.example/users/bea/statuses/77", url=ORIGIN)
    ),
    f"https://p.example/api/v1/statuses/{FLAKE}": given(status(FLAKE, uri=OBJECT, url=NOTICE)),
    # PeerTube and Friendica have no such API, and give the object at the page's address.
    "https://p.example/api/v1/statuses/": (404, {}, ""),
    f"https://p.example/w/{SHORT}": given(note(id=WATCHED, url=f"https://p.example/w/{SHORT}")),
    f"https://p.example/display/{UUID}": given(
        note(id=SHOWN_OBJECT, url=f"https://p.example/display/{UUID}")
    ),
    # GoToSocial wants a login there, and gives the object at the page's own address.
    f"https://g.example/api/v1/statuses/{ULID}": (401, {}, {"error": "Unauthorized"}),
    "https://g.example/@ann/": given(note(id=NOTE, url=f"https://g.example/@ann/statuses/{ULID}")),
    **{
        f"https://{key}": (301, {"Location": f"{ADA}?s=20"}, "")
        for key in {key for _, key in X_LOOKUPS}
    },
    ADA: (200, {"Content-Type": "text/html"}, "<html>"),
    **{
        f"https://{key}": (301, {"Location": f"{MAYOR}?_r=1"}, "")
        for key in {key for _, key in TIKTOK_LOOKUPS}
    },
    MAYOR: (200, {"Content-Type": "text/html"}, "<html>"),
    **{f"https://www.{key}": (302, {"Location": IN_P}, "") for _, key in INSTAGRAM_LOOKUPS},
    **{
        f"https://{'www.' * key.startswith('facebook')}{key}": (302, {"Location": BY_NAME}, "")
        for _, key in META_LOOKUPS
    },
    IN_P: (200, {"Content-Type": "text/html"}, "<html>"),
    BY_NAME: (200, {"Content-Type": "text/html"}, "<html>"),
    WIDGET: (200, HTML, page(message())),
    **{
        identified.url: (301, {"Location": f"{FULL}?share_id=x"}, "")
        for url, _ in REDDIT_LOOKUPS
        if isinstance(identified := identify(url), NeedsLookup)
    },
    FULL: (200, {"Content-Type": "text/html"}, "<html>"),
}


def bluesky(url: str, key: str) -> Form:
    who, _, rest = key.partition("/")
    did = HANDLES.get(who, who)
    looked = ("handle", key) if who in HANDLES else (None, None)
    return Form(url, "bluesky", f"{did}/{rest}", shown_at(f"{did}/{rest}"), *looked)


FORMS = [
    *(Form(url, "x", ID, canonical) for url, canonical in X_FORMS),
    *(Form(url, "x", ID, ADA, "share link", key) for url, key in X_LOOKUPS),
    *(bluesky(url, key) for url, key in BLUESKY_FORMS),
    *(Form(url, "truth", TRUTH, page) for url, page in TRUTH_FORMS),
    *(Form(url, "youtube", key, SHOWN_ON_YOUTUBE[key]) for url, key in YOUTUBE_FORMS),
    *(Form(url, "tiktok", CLIP, canonical) for url, canonical in TIKTOK_FORMS),
    *(Form(url, "tiktok", CLIP, MAYOR, "share link", key) for url, key in TIKTOK_LOOKUPS),
    *(Form(url, "page", native_id, page) for url, native_id, page in PAGE_FORMS),
    *(Form(url, "fediverse", native_id, page) for url, native_id, page in FEDIVERSE_FORMS),
    *(Form(url, "fediverse", *SHOWN[key], "remote view", key) for url, key in FEDIVERSE_LOOKUPS),
    *(Form(url, "threads", THREAD, page) for url, page in THREADS_FORMS),
    *(Form(url, "instagram", CODE, page) for url, page in INSTAGRAM_FORMS),
    *(Form(url, "instagram", CODE, IN_P, "share link", key) for url, key in INSTAGRAM_LOOKUPS),
    *(Form(url, "facebook", NUMBER, page) for url, page in FACEBOOK_FORMS),
    *(Form(url, "facebook", NUMBER, BY_NAME, "share link", key) for url, key in META_LOOKUPS),
    *(
        Form(url, "telegram", MESSAGE, IN_TELEGRAM, "handle", TELEGRAM_KEY)
        for url in TELEGRAM_FORMS
    ),
    *(Form(url, "reddit", native_id, page) for url, native_id, page in REDDIT_FORMS),
    *(Form(url, "reddit", "t3_abc123", FULL, "share link", key) for url, key in REDDIT_LOOKUPS),
    # as people paste them: without a scheme, with blanks around
    Form(f"x.com/ada_mayor/status/{ID}", "x", ID, ADA),
    Form(f"  https://x.com/ada_mayor/status/{ID}\n", "x", ID, ADA),
    Form(f"HTTPS://X.com/ada_mayor/status/{ID}", "x", ID, ADA),
    bluesky(f"bsky.app/profile/{HANDLE}/post/{RKEY}", f"{HANDLE}/{RKEY}"),
    bluesky(f" at://{DID}/app.bsky.feed.post/{RKEY} ", f"{DID}/{RKEY}"),
    Form(f"m.example/@ann/{N}", "fediverse", f"m.example/{N}", f"https://m.example/@ann/{N}"),
    # who is named before an @ is not asked, and stands in no address of ours
    Form(f"https://netflix.com@x.com/ada_mayor/status/{ID}", "x", ID, ADA),
]

NAMED_FORMS = {
    "twitter.com": r"https://twitter\.com/\w+/status/",
    "x.com": r"https://x\.com/\w+/status/",
    "mobile.": r"https://mobile\.(x|twitter)\.com/",
    "m.": r"https://m\.(x|twitter)\.com/",
    "/i/web/status": r"twitter\.com/i/web/status/",
    "/statuses/": r"Twitter\.com/\w+/statuses/",
    "#!/": r"twitter\.com/#!/",
    "fxtwitter": r"//fxtwitter\.com/",
    "vxtwitter": r"//vxtwitter\.com/",
    "fixupx": r"//fixupx\.com/",
    "tracking of X": r"x\.com/.*\?s=\d+&t=",
    "tracking of an embed": r"twitter\.com/.*\?ref_src=",
    "tracking of a newsletter": r"m\.example/.*\?utm_source=",
    "youtu.be": r"https://youtu\.be/",
    "/shorts/": r"youtube\.com/shorts/",
    "/live/": r"youtube\.com/live/",
    "a player's frame": r"youtube-nocookie\.com/embed/",
    "a video of a playlist": r"youtube\.com/playlist\?list=",
    "a community post": r"youtube\.com/post/",
    "vm.tiktok.com": r"https://vm\.tiktok\.com/",
    "vt.tiktok.com": r"https://vt\.tiktok\.com/",
    "tiktok.com/t/": r"tiktok\.com/t/",
    "a TikTok of pictures": r"tiktok\.com/@[\w.]+/photo/",
    "TikTok's embed": r"tiktok\.com/embed/v2/",
    "tracking of a page": r"city\.example/.*\?fbclid=",
    "LinkedIn's /posts/": r"linkedin\.com/posts/.*-activity-\d+",
    "LinkedIn's /feed/update/": r"linkedin\.com/feed/update/urn:li:activity:\d+$",
    "LinkedIn's embed": r"linkedin\.com/embed/feed/update/",
    "bsky.app with a handle": r"https://bsky\.app/profile/mayor\.example/post/",
    "bsky.app with a DID": r"https://bsky\.app/profile/did:plc:\w+/post/",
    "at:// with a DID": r"^at://did:plc:",
    "at:// with a handle": r"^at://mayor\.example/",
    "a repost": r"^at://did:plc:\w+/app\.bsky\.feed\.repost/",
    "t.me": r"https://t\.me/\w+/\d+$",
    "/s/ of Telegram": r"t\.me/s/\w+/\d+$",
    "telegram.me": r"//telegram\.me/",
    "telegram.dog": r"//telegram\.dog/",
    "?single": r"t\.me/.*\?single",
    "?comment": r"t\.me/.*\?comment=",
    "tg://": r"^tg://resolve",
    "old.reddit.com": r"//old\.reddit\.com/r/",
    "a comment of Reddit": r"/comments/abc123/the_bridge/def456",
    "redd.it": r"//redd\.it/",
    "v.redd.it": r"//v\.redd\.it/",
    "/gallery/": r"reddit\.com/gallery/",
    "/s/ of Reddit": r"reddit\.com/r/\w+/s/",
    "/@user/id": r"m\.example/@ann/\d+$",
    "/users/user/statuses/id": r"/users/ann/statuses/\d+$",
    "/web/": r"/web/@ann/\d+$",
    "/web/statuses/": r"/web/statuses/\d+$",
    "a remote view": r"m\.example/@ann@other\.example/\d+$",
}

REFUSED = [
    *NOT_POSTS,
    *NO_POSTS,
    *NOT_YOUTUBE_POSTS,
    *NOT_TIKTOK_POSTS,
    *NOT_PAGES,
    *((url, "No platform known here") for url in NO_NAMES),
    *META_NOT_POSTS,
    *NOT_TELEGRAM_POSTS,
    *NOT_REDDIT_POSTS,
    ("https://m.example/@ann", "a profile"),
    *((url, "is no post of Truth Social") for url in NO_TRUTHS),
    # no address, or no host
    ("", "No address"),
    (" \n", "No address"),
    ("https://", "no host"),
    (f"https:///ada_mayor/status/{ID}", "no host"),
    (f"/ada_mayor/status/{ID}", "no host"),
    (f"//x.com/ada_mayor/status/{ID}", "no host"),
    ("https://[x.com/ada_mayor/status/20", "no address"),
    (f"https://x.com:99999/ada_mayor/status/{ID}", "is no address: Port"),
    ("the mayor said so on x.com", "No platform known here"),
    (f"https://x.com/{'a' * 2_000_000}/status/{ID}", "2,000,0"),
    # other schemes
    ("javascript:alert(document.domain)", "'javascript'"),
    (f"javascript://x.com/ada_mayor/status/{ID}%0Aalert(1)", "'javascript'"),
    (f"JavaScript://x.com/ada_mayor/status/{ID}", "'javascript'"),
    ("data:text/html,https://x.com/jack/status/20", "'data'"),
    (f"file:///x.com/ada_mayor/status/{ID}", "'file'"),
    (f"ftp://x.com/ada_mayor/status/{ID}", "'ftp'"),
    ("mailto:ada@x.com", "home page"),
]

LOOKALIKES = [
    # whose it is not, though it looks like it
    *(("x", url) for url in X_LOOKALIKES),
    *(("bluesky", url) for url in BLUESKY_LOOKALIKES),
    *(("youtube", url) for url in YOUTUBE_LOOKALIKES),
    *(("tiktok", url) for url in TIKTOK_LOOKALIKES),
    *(("facebook", url) for url in META_LOOKALIKES),
    *(("telegram", url) for url in TELEGRAM_LOOKALIKES),
    *(("reddit", url) for url in REDDIT_LOOKALIKES),
    *(("fediverse", url) for url in NOT_FEDIVERSE),
    # other letters, and a platform's name before the host
    ("x", f"https://x-com.example/ada_mayor/status/{ID}"),
    ("x", f"https://example.org/?u=https://x.com/ada_mayor/status/{ID}"),
    ("x", f"https://\u0445.com/ada_mayor/status/{ID}"),  # Cyrillic
    ("x", f"https://tw\u0456tter.com/ada_mayor/status/{ID}"),  # Ukrainian
    ("x", f"https://x.com@example.org/ada_mayor/status/{ID}"),
    ("x", f"https://x.com:443@example.org/ada_mayor/status/{ID}"),
    ("x", f"https://x.com%2F@example.org/ada_mayor/status/{ID}"),
    ("x", f"https://x.com\\@example.org/ada_mayor/status/{ID}"),
]


def test_the_table_has_every_form_that_is_named() -> None:
    urls = [form.url for form in FORMS]
    assert len(set(urls)) == len(urls) >= 60
    assert min(Counter(form.platform for form in FORMS).values()) >= 30
    assert {form.kind for form in FORMS} == {None, "share link", "handle", "remote view"}
    for name, pattern in NAMED_FORMS.items():
        assert any(re.search(pattern, url) for url in urls), name


async def test_a_form_leads_to_its_post(subtests: pytest.Subtests) -> None:
    platforms = load_platforms(Settings())
    for form in FORMS:
        with subtests.test(repr(form.url)):
            await _leads_to_its_post(form, platforms)


async def _leads_to_its_post(form: Form, platforms: Mapping[str, Platform]) -> None:
    found = identify(form.url)
    if form.kind is not None:
        assert isinstance(found, NeedsLookup)
        assert (found.platform, found.kind, found.key) == (form.platform, form.kind, form.alias)
        fetcher = FakeFetcher(ANSWERS)
        looked_up = await platforms[found.platform].lookup(found, fetcher)
        assert fetcher.asked
        assert isinstance(looked_up, PostRef), looked_up
        found = looked_up
    assert found == PostRef(platform=form.platform, native_id=form.native_id, url=form.canonical)
    assert found.id == post_id(form.platform, form.native_id)


def test_the_canonical_address_of_a_post_leads_to_it_again() -> None:
    """But for servers that name posts by their objects: their page needs a lookup, or is of a
    form that is known to them alone. And Telegram's has the channel's name, which can change.
    """
    for form in FORMS:
        again = identify(form.canonical)
        if isinstance(again, PostRef):
            assert again.native_id == form.native_id
        else:
            by_object = form.platform == "fediverse" and "://" in form.native_id
            assert by_object or form.native_id == MESSAGE


def test_what_names_no_post_is_refused_and_says_why(subtests: pytest.Subtests) -> None:
    for url, words in REFUSED:
        with subtests.test(repr(url[:80])):
            with pytest.raises(NotAPost) as caught:
                identify(url)
            said = str(caught.value)
            assert words in said
            assert len(said) < 600


def test_an_address_that_looks_like_a_platforms_is_none_of_its(subtests: pytest.Subtests) -> None:
    for platform, url in LOOKALIKES:
        with subtests.test(repr(url)), suppress(NotAPost):
            assert identify(url).platform != platform
