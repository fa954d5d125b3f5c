"""Every form of an address of Threads, Instagram and Facebook, and what is none."""

from urllib.parse import quote, urlsplit

import pytest

from archive.platforms.meta import Facebook, Instagram, Threads
from archive.platforms.meta.facebook_urls import clean_link, owner_of
from archive.platforms.meta.media_id import code_of, media_id, minute_of
from archive.records import NeedsLookup, PostRef

CODE = "ySl7G9tO_q"
IN_P = f"https://www.instagram.com/p/{CODE}/"
THREAD = "DNJQOX0RA08"
BY_ADA = f"https://www.threads.com/@ada.mayor/post/{THREAD}"
BY_CODE = f"https://www.threads.com/t/{THREAD}"
NUMBER = "827163017327807"
PAGE = "149460691764713"
BY_PAGE = f"https://www.facebook.com/permalink.php?story_fbid={NUMBER}&id={PAGE}"
BY_NAME = f"https://www.facebook.com/city.example/posts/{NUMBER}"
VIDEO = f"https://www.facebook.com/city.example/videos/{NUMBER}/"
WATCH = f"https://www.facebook.com/watch/?v={NUMBER}"
PHOTO = f"https://www.facebook.com/photo/?fbid={NUMBER}"
REEL = f"https://www.facebook.com/reel/{NUMBER}"
GROUP = f"https://www.facebook.com/groups/ferry/posts/{NUMBER}/"

THREADS_FORMS = [
    (f"https://{host}{path}{tail}", canonical)
    for host in ("threads.net", "www.threads.net", "threads.com", "www.threads.com")
    for path, canonical in ((f"/@ada.mayor/post/{THREAD}", BY_ADA), (f"/t/{THREAD}", BY_CODE))
    for tail in ("", "/", "?xmt=AQGzKh5mUkt2", "/embed")
] + [
    (f"https://www.threads.com/@ada.mayor/post/{THREAD}/media", BY_ADA),
    (f"https://www.threads.net/login/?next=%2F%40ada.mayor%2Fpost%2F{THREAD}", BY_ADA),
]

INSTAGRAM_FORMS = [
    (f"https://{host}/{path}", IN_P)
    for host in ("instagram.com", "www.instagram.com", "m.instagram.com", "instagr.am")
    for path in (
        f"p/{CODE}/",
        f"reel/{CODE}/?igsh=MzRlODBiNWFlZA==",
        f"tv/{CODE}",
        f"p/{CODE}/?hl=es",
    )
] + [
    (f"https://www.instagram.com/{path}", IN_P)
    for path in (
        f"reels/{CODE}/",
        f"ada.mayor/p/{CODE}/",
        f"ada.mayor/reel/{CODE}/",
        f"p/{CODE}/embed/",
        f"p/{CODE}/embed/captioned/?cr=1&v=14",
        f"reel/{CODE}/embed",
        f"p/{CODE}/?img_index=2",
        f"p/{CODE}/?utm_source=ig_embed&utm_campaign=loading",
        f"p/{CODE}/?utm_source=ig_web_copy_link",
        f"p/{CODE}/liked_by/",
        f"p/{CODE}/c/17850078373058387/",
        f"p/{CODE}{'a' * 28}/",
        f"accounts/login/?next=/p/{CODE}/",
        f"accounts/login/?next=https%3A%2F%2Fwww.instagram.com%2Freel%2F{CODE}%2F",
    )
]

FACEBOOK_FORMS = (
    [
        (f"https://{host}/permalink.php?story_fbid={NUMBER}&id={PAGE}", BY_PAGE)
        for host in (
            "facebook.com",
            "www.facebook.com",
            "m.facebook.com",
            "es-es.facebook.com",
            "fb.com",
        )
    ]
    + [
        (f"https://www.facebook.com/{path}", canonical)
        for path, canonical in (
            (f"{PAGE}/posts/{NUMBER}", BY_PAGE),
            (f"{PAGE}_{NUMBER}", BY_PAGE),
            (f"{PAGE}/posts/aqui-vos-deixamos/{NUMBER}/?locale=es_ES", BY_PAGE),
            (f"city.example/posts/{NUMBER}", BY_NAME),
            (f"city.example/posts/{NUMBER}?comment_id=1", BY_NAME),
            (f"city.example/posts/{NUMBER}/?__cft__[0]=AZX&__tn__=%2CO", BY_NAME),
            (f"city.example/activity/{NUMBER}", BY_NAME),
            (f"pages/City-Example/{PAGE}/posts/{NUMBER}", BY_PAGE),
            (f"photo.php?fbid={NUMBER}&set=a.1.2.3&type=3", PHOTO),
            (f"photo/?fbid={NUMBER}&set=pcb.1", PHOTO),
            (f"city.example/photos/a.1.2.3/{NUMBER}/?type=3", PHOTO),
            (f"city.example/photos/{NUMBER}", PHOTO),
            (f"city.example/videos/{NUMBER}/", VIDEO),
            (f"city.example/videos/vb.123/{NUMBER}/?type=2", VIDEO),
            (f"city.example/videos/the-new-ferry/{NUMBER}/", VIDEO),
            (f"watch/?v={NUMBER}", WATCH),
            (f"watch/live/?v={NUMBER}&ref=watch_permalink", WATCH),
            (f"video.php?v={NUMBER}", WATCH),
            (f"reel/{NUMBER}?fs=e", REEL),
            (f"groups/ferry/posts/{NUMBER}/", GROUP),
            (f"groups/ferry/permalink/{NUMBER}/", GROUP),
            (f"groups/ferry?multi_permalinks={NUMBER}", GROUP),
            (f"plugins/post.php?href={quote(BY_NAME, safe='')}&width=500", BY_NAME),
            (f"plugins/video.php?height=314&href={quote(VIDEO, safe='')}", VIDEO),
            (f"login/?next={quote(BY_NAME, safe='')}", BY_NAME),
            (f"login.php?next={quote(BY_PAGE, safe='')}", BY_PAGE),
        )
    ]
    + [
        (f"https://m.facebook.com/story.php?story_fbid={NUMBER}&id={PAGE}&refid=17", BY_PAGE),
        (f"https://mbasic.facebook.com/story.php?story_fbid={NUMBER}&id={PAGE}", BY_PAGE),
        (f"https://touch.facebook.com/city.example/posts/{NUMBER}", BY_NAME),
        (f"https://web.facebook.com/city.example/posts/{NUMBER}?_rdc=1&_rdr", BY_NAME),
    ]
)

PFBID = "pfbid02ABCdef123456789xyz"
META_LOOKUPS = [
    ("https://www.facebook.com/share/p/1AbCdEfGhI/", "facebook.com/share/p/1AbCdEfGhI"),
    (
        "https://www.facebook.com/share/v/1AbCdEfGhJ/?mibextid=wwXIfr",
        "facebook.com/share/v/1AbCdEfGhJ",
    ),
    ("https://m.facebook.com/share/r/1AbCdEfGhK/", "facebook.com/share/r/1AbCdEfGhK"),
    ("https://www.facebook.com/share/1AbCdEfGhL/", "facebook.com/share/1AbCdEfGhL"),
    ("https://fb.watch/aBcDeFgH-1/", "fb.watch/aBcDeFgH-1"),
    ("https://fb.me/p/aBcDeFgH2", "fb.me/p/aBcDeFgH2"),
]
INSTAGRAM_LOOKUPS = [
    ("https://www.instagram.com/share/p/BAbCdEfGh1/", "instagram.com/share/p/BAbCdEfGh1"),
    (
        "https://www.instagram.com/share/reel/BAbCdEfGh2?igsh=1",
        "instagram.com/share/reel/BAbCdEfGh2",
    ),
    ("https://www.instagram.com/share/BAbCdEfGh3", "instagram.com/share/BAbCdEfGh3"),
]

META_NOT_POSTS = [
    ("https://www.threads.com/@ada.mayor", "the profile of @ada.mayor"),
    ("https://www.threads.com/search?q=ferry", "a search"),
    ("https://www.threads.net/intent/post?text=a", "a share button"),
    ("https://www.threads.net/", "the home page"),
    ("https://www.instagram.com/ada.mayor/", "the profile of @ada.mayor"),
    ("https://www.instagram.com/stories/ada.mayor/123/", "a story"),
    ("https://www.instagram.com/explore/tags/ferry/", "a page to discover"),
    ("https://www.instagram.com/reels/audio/123/", "a list of reels"),
    ("https://www.instagram.com/p/", "a page of Instagram"),
    ("https://www.instagram.com/accounts/login/?next=/ada.mayor/", "a page of the account"),
    ("https://www.facebook.com/city.example", "the profile or Page of city.example"),
    ("https://www.facebook.com/profile.php?id=4", "a profile"),
    ("https://www.facebook.com/sharer/sharer.php?u=https://example.org/posts/1", "a share button"),
    (f"https://www.facebook.com/events/{NUMBER}/", "an event"),
    ("https://www.facebook.com/plugins/like.php?href=https://example.org", "a button or a list"),
    (
        "https://www.facebook.com/plugins/post.php?href=https://example.org/city/posts/1",
        "a button or a list",
    ),
    (f"https://l.facebook.com/l.php?u={quote(BY_NAME, safe='')}", "leads out of Facebook"),
    ("https://www.facebook.com/watch/?ref=tab", "a list of videos"),
    ("https://www.facebook.com/media/set/?set=a.1.2.3", "an album"),
    ("https://fb.watch/", "holds none"),
]

META_LOOKALIKES = [
    f"https://notfacebook.com/city.example/posts/{NUMBER}",
    f"https://facebook.com.example/city.example/posts/{NUMBER}",
    f"https://developers.facebook.com/city.example/posts/{NUMBER}",
    f"https://myinstagram.com/p/{CODE}/",
    f"https://instagram.com.example/p/{CODE}/",
    f"https://help.instagram.com/p/{CODE}/",
    f"https://fb.watch.example/{CODE}/",
]

OF = (
    (Threads, THREAD, THREADS_FORMS),
    (Instagram, CODE, INSTAGRAM_FORMS),
    (Facebook, NUMBER, FACEBOOK_FORMS),
)


@pytest.mark.parametrize(("platform", "native_id", "forms"), OF)
def test_every_form_gives_the_same_post(
    platform: type[Threads] | type[Instagram] | type[Facebook],
    native_id: str,
    forms: list[tuple[str, str]],
) -> None:
    wrong = [
        (url, found)
        for url, canonical in forms
        if (found := platform.identify(urlsplit(url)))
        != PostRef(platform=platform.name, native_id=native_id, url=canonical)
    ]
    assert wrong == []


def test_a_share_link_must_be_looked_up() -> None:
    for kind, forms in ((Facebook, META_LOOKUPS), (Instagram, INSTAGRAM_LOOKUPS)):
        for url, key in forms:
            found = kind.identify(urlsplit(url))
            assert isinstance(found, NeedsLookup)
            assert (found.platform, found.kind, found.key) == (kind.name, "share link", key)


def test_a_pfbid_is_an_id_of_its_own_until_facebook_tells_the_number() -> None:
    found = Facebook.identify(urlsplit(f"https://www.facebook.com/city.example/posts/{PFBID}"))
    assert isinstance(found, PostRef)
    assert (found.native_id, owner_of(found)) == (PFBID, "city.example")
    story = f"https://m.facebook.com/story.php?story_fbid={PFBID}&id={PAGE}"
    again = Facebook.identify(urlsplit(story))
    assert isinstance(again, PostRef)
    assert (again.native_id, owner_of(again)) == (PFBID, PAGE)


def test_a_code_is_the_number_of_its_post_and_says_its_minute() -> None:
    assert media_id(CODE) == 905953264702648298
    assert code_of(905953264702648298) == CODE
    assert str(minute_of(CODE)) == "2015-01-25 20:34:00+00:00"
    assert minute_of("_" * 30) is None


def test_a_link_is_led_past_the_counter_and_says_no_more_who_clicked() -> None:
    out = "https://l.facebook.com/l.php?u=http%3A%2F%2Fexample.org%2Fa%3Fb%3D1&h=AT0"
    assert clean_link(out) == "http://example.org/a?b=1"
    marked = "https://www.facebook.com/city.example?fref=mentions&__xts__%5B0%5D=68#x"
    assert clean_link(marked) == "https://www.facebook.com/city.example"
    assert clean_link("https://example.org/?a=1#b") == "https://example.org/?a=1#b"
