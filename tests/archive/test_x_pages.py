"""What X's own HTML holds: the code of an embed, and the pages of a post that archives have."""

from typing import Any

import pytest

from archive.outcome import Answer, Failed, Found, Refused
from archive.platforms.oembed import Oembed, oembed_of
from archive.platforms.x import X
from archive.platforms.x.oembed import parse_oembed
from archive.platforms.x.page import parse_page
from archive.platforms.x.post import Parsed
from archive.records import PostRef, Snapshot
from archive.settings import WebArchivesSettings
from archive.testing import FakeFetcher
from tests.archive.matrix_x import CASES, CDX, COPY, REF
from tests.archive.x_payloads import FIRST, PARENT, QUOTED, embed, old_page

ARCHIVED = next(case for case in CASES if case.make().name == "web-archive")
BASE = f"https://twitter.com/ada_mayor/status/{FIRST}"


def of_embed(text: str, **fields: Any) -> Snapshot:
    envelope = oembed_of({**embed(text), **fields}, "X")
    assert isinstance(envelope, Oembed)
    (snapshot,) = parse_oembed(envelope).versions.values()
    return snapshot


def parsed(html: str) -> Parsed:
    answer = parse_page(html, BASE, FIRST)
    assert isinstance(answer, Parsed), answer
    return answer


def page(text: str = "The bridge.", **parts: str) -> Snapshot:
    return parsed(old_page(text, **parts)).versions[FIRST]


def preview(description: str, *, title: str = "Ada Mayor on Twitter", more: str = "") -> str:
    return (
        f'<html><head><meta property="og:url" content="{BASE}"><meta property="og:title" '
        f'content="{title}"><meta property="og:description" content="{description}">{more}</head>'
    )


def shown(snapshot: Snapshot) -> list[tuple[str, str, str | None]]:
    return [(f.kind, snapshot.text[f.start : f.end], f.target) for f in snapshot.facets]


def test_an_embeds_code_gives_words_author_language_and_the_ids_time() -> None:
    snapshot = of_embed(
        'Caf&eacute; &amp; <a href="https://twitter.com/hashtag/Bridge?src=hash">#Bridge</a><br>of '
        '<a href="https://twitter.com/bob_law?ref_src=twsrc">@bob_law</a> '
        '<a href="https://t.co/abc">https://t.co/abc</a> '
        '<a href="https://t.co/pic">pic.twitter.com/pic</a>'
    )
    assert snapshot.text == "Café & #Bridge\nof @bob_law https://t.co/abc"
    assert shown(snapshot) == [
        ("hashtag", "#Bridge", "https://x.com/hashtag/Bridge"),
        ("mention", "@bob_law", "https://x.com/bob_law"),
        ("link", "https://t.co/abc", "https://t.co/abc"),
    ]
    assert (snapshot.author.name, snapshot.author.handle) == ("Ada Mayor", "ada_mayor")
    assert (snapshot.lang, snapshot.created_precision) == ("en", "ms")
    assert snapshot.completeness == "partial"
    assert "no pictures" in snapshot.warnings[-1]


def test_a_script_in_an_embeds_code_is_no_text_and_no_address() -> None:
    snapshot = of_embed('<script>x()</script>a <!-- b --><a href="javascript:x()">c</a>')
    assert (snapshot.text, shown(snapshot)) == ("a c", [("link", "c", None)])


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"url": "https://twitter.com/ada_mayor", "html": "<blockquote></blockquote>"}, "address"),
        ({"html": "<blockquote><a href='x'>y</a></blockquote>"}, "no text"),
        ({"html": "<p>no quotation</p>"}, "no text"),
        ({"html": None, "url": None}, "address"),
        ({"html": "https://example.org/a.html"}, "no text"),
    ],
)
def test_a_code_without_a_post_says_what_is_not_there(fields: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        of_embed("", **fields)


async def test_the_embeds_code_is_asked_for_under_the_posts_own_address() -> None:
    fetcher = FakeFetcher({"https://publish.x.com/oembed": (200, {}, embed(id="20"))})
    source = next(s for s in X({}, lambda _: None, WebArchivesSettings()).chosen.sources[1:])
    answer = await source.look(PostRef(platform="x", native_id="20", url=""), fetcher)
    assert isinstance(answer, Found)
    assert "url=https%3A%2F%2Fx.com%2Fi%2Fstatus%2F20&" in fetcher.urls[0]
    assert "hide_thread=true" in fetcher.urls[0]


def test_an_old_page_is_read_as_a_reader_saw_it() -> None:
    snapshot = page(
        "Now <img class='Emoji' alt='\U0001f642' src='e.png'>\n"
        "<a href='/hashtag/Bridge?src=hash'><s>#</s><b>Bridge</b></a> "
        "<a href='/search?q=%24ABC'><s>$</s><b>ABC</b></a> "
        "<a href='https://t.co/a' data-expanded-url='https://e.org/long/path'>"
        "<span class='tco-ellipsis'></span><span class='invisible'>https://</span>"
        "<span class='js-display-url'>e.org/long</span><span class='invisible'>/path</span>"
        "<span class='tco-ellipsis'><span class='invisible'>&nbsp;</span>…</span></a>"
        "<a class='u-hidden' data-pre-embedded='true'>pic.twitter.com/abc</a>"
    )
    assert snapshot.text == "Now \U0001f642\n#Bridge $ABC e.org/long…"
    assert shown(snapshot) == [
        ("hashtag", "#Bridge", "https://x.com/hashtag/Bridge"),
        ("cashtag", "$ABC", "https://x.com/search?q=%24ABC"),
        ("link", "e.org/long…", "https://e.org/long/path"),
    ]
    assert (snapshot.author.native_id, snapshot.author.handle) == ("7000001", "ada_mayor")
    assert snapshot.author.avatar_url == "https://pbs.twimg.com/profile_images/1/ada.jpg"
    assert snapshot.counts == {"reposts": 5}
    assert (snapshot.completeness, snapshot.warnings) == ("full", ())


def test_the_time_of_an_id_that_carries_none_is_that_of_the_page() -> None:
    answer = parse_page(old_page(id="20"), BASE, "20")
    assert isinstance(answer, Parsed)
    snapshot = answer.versions["20"]
    assert (str(snapshot.created_at), snapshot.created_precision) == (
        "2025-03-29 15:06:26+00:00",
        "s",
    )


def test_pictures_are_kept_and_a_video_is_there_in_part() -> None:
    photo = (
        "<div class='AdaptiveMedia-photoContainer' data-image-url="
        "'https://pbs.twimg.com/media/AbC.jpg'><img alt='A bridge at dawn' src='x'></div>"
    )
    pictured = page(more=photo + photo.replace("AbC", "DeF"))
    assert [(m.native_id, m.alt) for m in pictured.media] == [
        ("AbC", "A bridge at dawn"),
        ("DeF", "A bridge at dawn"),
    ]
    assert pictured.media[0].urls[0] == "https://pbs.twimg.com/media/AbC.jpg?name=orig"
    assert pictured.completeness == "full"
    player = "<div class='PlayableMedia-player' style=\"background-image:url('{}')\"></div>"
    still = "https://pbs.twimg.com/ext_tw_video_thumb/77/pu/img/a.jpg"
    film = page(more=player.format(still))
    assert [(m.kind, m.urls, m.poster_url) for m in film.media] == [("video", (), still)]
    assert film.completeness == "partial"
    gif = page(more=player.format("https://pbs.twimg.com/tweet_video_thumb/Xy_z.jpg"))
    assert [(m.kind, m.urls) for m in gif.media] == [
        ("gif", ("https://video.twimg.com/tweet_video/Xy_z.mp4",))
    ]
    carded = page(more="<div data-card-name='poll2choice_text_only'></div>")
    assert carded.completeness == "partial"
    assert "poll2choice_text_only" in carded.warnings[0]


QUOTE = f"""<div class="QuoteTweet"><div class="QuoteTweet-innerContainer" data-item-id="{QUOTED}"
 data-screen-name="bob_law" data-user-id="8000001">
<div data-image-url="https://pbs.twimg.com/media/Quo.jpg"><img alt=""></div>
<b class="QuoteTweet-fullname">Bob Law</b>
<div class="QuoteTweet-text js-tweet-text" lang="es">El puente.</div></div></div>"""


def test_a_quoted_post_comes_along_and_its_parts_are_not_the_quoting_ones() -> None:
    link = f"<a data-expanded-url='https://twitter.com/bob_law/status/{QUOTED}'>twitter.com/b…</a>"
    answer = parsed(old_page(f"Look {link}", more=QUOTE))
    snapshot = answer.versions[FIRST]
    assert (snapshot.text, snapshot.media) == ("Look", ())
    assert snapshot.quoted is not None
    assert (snapshot.quoted.native_id, snapshot.quoted.unavailable) == (QUOTED, None)
    (along,) = answer.along
    assert (along.text, along.lang, along.author.name) == ("El puente.", "es", "Bob Law")
    assert [m.native_id for m in along.media] == ["Quo"]
    assert along.completeness == "partial"


def test_the_words_of_a_quoted_post_are_not_taken_for_the_quoting_ones() -> None:
    begin = '<div class="js-tweet-text-container">'
    before = old_page("Look", more="").replace(begin, QUOTE + begin)
    assert parsed(before).versions[FIRST].text == "Look"


def test_a_reply_names_the_post_that_it_answers() -> None:
    above = (
        "<div class='permalink-in-reply-tos'>"
        "<div data-tweet-id='1' data-screen-name='carl'></div>"
        f"<div data-tweet-id='{PARENT}' data-screen-name='bob_law'></div></div>"
    )
    parent = page(above=above).parent
    assert parent is not None
    assert (parent.native_id, parent.url) == (PARENT, f"https://x.com/bob_law/status/{PARENT}")
    assert page().parent is None


def test_what_a_later_page_says_of_itself_is_there_in_part() -> None:
    html = preview(
        "“Bread &amp;amp; bridges https://t.co/abc”",
        title="Ada Mayor (@ada_mayor) on X",
        more='<meta property="og:image" content="https://pbs.twimg.com/media/AbC.jpg:large">'
        '<meta property="og:image" content="https://pbs.twimg.com/profile_images/1/a.jpg">',
    )
    snapshot = parsed(html).versions[FIRST]
    assert snapshot.text == "Bread & bridges https://t.co/abc"
    assert shown(snapshot) == [("link", "https://t.co/abc", "https://t.co/abc")]
    assert (snapshot.author.name, snapshot.author.handle) == ("Ada Mayor", "ada_mayor")
    assert [m.native_id for m in snapshot.media] == ["AbC"]
    assert snapshot.completeness == "partial"


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<html><body><div id='react-root'></div><script>boot()</script></body></html>",
        f"<html><head><link rel='canonical' href='{BASE}'></head></html>",
        f"<div data-tweet-id='{FIRST}' data-screen-name='ada_mayor'>This Tweet was deleted.</div>",
        "<p class='js-tweet-text'>this post was deleted, page not found</p>",
    ],
)
def test_a_page_without_the_post_says_nothing_of_it(html: str) -> None:
    answer = parse_page(html, BASE, FIRST)
    assert isinstance(answer, Refused)
    assert answer.reason == "not shown"


def test_a_page_of_another_post_is_another_posts() -> None:
    answer = parse_page(old_page(id=QUOTED), BASE, FIRST)
    assert isinstance(answer, Failed)
    assert answer.reason == "another post"
    assert parse_page("<html><title>News</title></html>", BASE, None) is None


def test_a_page_as_deep_and_as_long_as_it_likes_is_read_in_bounds() -> None:
    deep = old_page("<b>" * 1_500 + "down" + "</b>" * 1_500)
    assert parsed(deep).versions[FIRST].text == "down"


async def look(*, pages: dict[str, str]) -> tuple[Answer, list[str]]:
    fetcher = FakeFetcher({CDX: (200, {}, "[]")})
    source = ARCHIVED.make()
    ref = PostRef(platform="x", native_id=FIRST, url=pages["url"])
    return await source.look(ref, fetcher), fetcher.urls


async def test_a_web_archives_copy_is_as_of_its_own_time() -> None:
    answer = await ARCHIVED.make().look(REF, FakeFetcher(ARCHIVED.answers))
    assert isinstance(answer, Found)
    snapshot = answer.snapshots[-1]
    assert (str(snapshot.as_of), snapshot.as_of_basis) == (
        "2025-04-01 12:00:00+00:00",
        "Memento-Datetime",
    )
    assert snapshot.url == f"https://x.com/ada_mayor/status/{FIRST}"
    assert COPY.endswith(FIRST)


@pytest.mark.parametrize(
    ("url", "forms"),
    [
        (REF.url, ["twitter.com/ada_mayor/status", "x.com/ada_mayor/status"]),
        ("", ["twitter.com/i/web/status", "twitter.com/i/status", "x.com/i/status"]),
        (
            f"https://x.com/i/status/{FIRST}",
            ["twitter.com/i/web/status", "twitter.com/i/status", "x.com/i/status"],
        ),
    ],
)
async def test_archives_are_asked_for_the_pages_old_and_new(url: str, forms: list[str]) -> None:
    answer, asked = await look(pages={"url": url})
    assert isinstance(answer, Refused)
    assert len(asked) == len(forms)
    for address, form in zip(asked, forms, strict=True):
        assert f"url=https%3A%2F%2F{form.replace('/', '%2F')}%2F{FIRST}&" in address
