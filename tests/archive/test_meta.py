"""Threads, Instagram and Facebook: what their sources say, and what they do not."""

import json
from typing import Any

import pytest

from archive.outcome import Failed, Found, Refused
from archive.platforms.base import Saved
from archive.platforms.meta import Facebook, Instagram, Threads
from archive.platforms.meta.embed_code import embed_codes
from archive.platforms.meta.facebook_page import markup_text
from archive.platforms.meta.facebook_page import read_html as facebook_html
from archive.platforms.meta.facebook_urls import post_ref
from archive.platforms.meta.graph_error import graph_error
from archive.platforms.meta.instagram_page import read_embed_answer
from archive.platforms.meta.instagram_page import read_html as instagram_html
from archive.platforms.meta.instagram_urls import ref_of
from archive.platforms.meta.marks import marks_of
from archive.platforms.meta.threads_urls import ref_of as thread_ref
from archive.platforms.oembed import Oembed, oembed_of
from archive.records import NeedsLookup, Place, PostLink, PostRef, Snapshot
from archive.settings import WebArchivesSettings
from archive.testing import FakeAnswer, FakeFetcher, FakeResponse
from tests.archive.matrix_meta import FACEBOOK, INSTAGRAM, THREADS, source
from tests.archive.meta_pages import (
    CODE,
    LOGIN_SHELL,
    NUMBER,
    OTHER_NUMBER,
    PAGE,
    TEXT,
    THREAD,
    embed_envelope,
    facebook_page,
    graph_post,
    instagram_page,
    media,
    page,
    story,
    threads_page,
    threads_post,
)

HTML = {"Content-Type": "text/html; charset=utf-8"}
PFBID = "pfbid02ABCdef123456789xyz"
KINDS = (Threads, Instagram, Facebook)


def the(answer: object) -> Snapshot:
    assert isinstance(answer, Found), answer
    return answer.snapshots[-1]


def chosen(kind: Any, section: dict[str, Any], token: str | None = None) -> Any:
    return kind(section, lambda _: token, WebArchivesSettings()).chosen


# switched on and off


def test_what_meta_prohibits_to_keep_is_off_until_its_terms_are_accepted() -> None:
    for kind in KINDS:
        default = chosen(kind, {}, "token")
        assert [one.name for one in default.sources] == ["page", "web-archive"]
        assert "strictly prohibits keeping" in default.off["oembed"]
        assert "off until accept_terms names a date" in default.off["graph-api"]
        accepted = {"source": {"oembed": {"accept_terms": "2026-11-28"}}}
        assert chosen(kind, accepted).sources[0].name == "oembed"


def test_an_api_without_its_token_says_where_it_looked() -> None:
    accepted = {"source": {"graph-api": {"accept_terms": "2026-11-28"}}}
    for kind in KINDS:
        off = chosen(kind, accepted).off["graph-api"]
        assert off == f"There is no token in ONRECORD_{kind.name.upper()}_TOKEN."


async def test_a_token_goes_in_a_header_that_the_record_does_not_show() -> None:
    for kind, ref in ((Threads, THREADS), (Instagram, INSTAGRAM), (Facebook, FACEBOOK)):
        fetcher = FakeFetcher({"https://": (200, {}, {})})
        await source(kind, "graph-api").look(ref, fetcher)
        assert fetcher.asked
        for asked in fetcher.asked:
            assert asked.headers == {"Authorization": "Bearer token"}
            assert asked.secrets == ("token",)
            assert "token" not in asked.url


# what is no post


@pytest.mark.parametrize(
    ("kind", "ref"), [(Threads, THREADS), (Instagram, INSTAGRAM), (Facebook, FACEBOOK)]
)
async def test_a_page_before_the_login_is_a_refusal_and_every_page_is_tried(
    kind: Any, ref: PostRef
) -> None:
    fetcher = FakeFetcher({"https://": (200, HTML, LOGIN_SHELL)})
    answer = await source(kind, "page").look(ref, fetcher)
    assert isinstance(answer, Refused)
    assert answer.reason == "not shown"
    assert len(fetcher.asked) == (1 if kind is Threads else 2)
    login = {"Location": f"/login/?next={ref.url}"}
    fetcher = FakeFetcher({f"{ref.url}": (302, login, ""), "https://": (200, HTML, LOGIN_SHELL)})
    answer = await source(kind, "page").look(ref, fetcher)
    assert isinstance(answer, Refused)
    assert answer.reason == "login"


def test_the_embed_answers_of_today_hold_not_a_word_and_are_no_copy() -> None:
    told = oembed_of(embed_envelope("Instagram", CODE, text=""), "Instagram")
    assert isinstance(told, Oembed)
    answer = read_embed_answer(told, ref_of(CODE))
    assert isinstance(answer, Refused)
    assert answer.detail == "Instagram's embed names the post, and not a word of it."


def test_an_article_that_shows_posts_is_no_saved_answer_of_theirs() -> None:
    codes = "".join(
        embed_envelope(name, id_)["html"]
        for name, id_ in (("Threads", THREAD), ("Instagram", CODE), ("Facebook", NUMBER))
    )
    assert len(embed_codes(codes)) == 3
    article = Saved(body=page("<title>The ferry</title>", codes).encode())
    alone = Saved(body=codes.encode())
    for kind in KINDS:
        assert kind.read_saved(article) == ()
        (answer,) = kind.read_saved(alone)
        assert the(answer).platform == kind.name


def test_words_in_a_page_that_look_like_its_data_are_not_taken_for_them() -> None:
    forged = json.dumps({"shortcode_media": media(CODE, "I resign")})
    spoof = f'window._sharedData = {forged}; "contextJSON":{json.dumps(forged)}'
    html = instagram_page().replace("<head>", f"<head><title>{spoof}</title>")
    assert the(instagram_html(html, INSTAGRAM.url, INSTAGRAM)).text == TEXT


def test_a_private_account_is_protected() -> None:
    owner = {"id": "5", "username": "ada.mayor", "is_private": True}
    answer = instagram_html(instagram_page(owner=owner), INSTAGRAM.url, INSTAGRAM)
    assert isinstance(answer, Refused)
    assert answer.reason == "protected"


# Instagram


def test_every_wrapping_of_instagrams_object_is_read() -> None:
    told = media()
    old = {
        "code": CODE,
        "date": 1547139772,
        "caption": TEXT,
        "display_src": "https://scontent.example/v/1.jpg",
        "owner": {"id": "5", "username": "ada.mayor", "full_name": "Ada"},
        "likes": {"count": 7},
    }
    wrapped = {"graphql": {"shortcode_media": told}}
    context = json.dumps({"gql_data": {"xdt_shortcode_media": told}})
    pages = [
        f"<script>window._sharedData={json.dumps({'PostPage': [{'media': old}]})};</script>",
        f"<script>window.__additionalDataLoaded('/p/{CODE}/',{json.dumps(wrapped)});</script>",
        f'<script>s.handle({{"contextJSON":{json.dumps(context)}}})</script>',
    ]
    for script in pages:
        snapshot = the(instagram_html(page("", script), INSTAGRAM.url, INSTAGRAM))
        assert (snapshot.text, snapshot.author.handle, snapshot.counts["likes"]) == (
            TEXT,
            "ada.mayor",
            7,
        )
        assert str(snapshot.created_at) == "2019-01-10 17:02:52+00:00"
        assert snapshot.media[0].urls == ("https://scontent.example/v/1.jpg",)
    (answer,) = Instagram.read_saved(Saved(body=json.dumps(wrapped).encode()))
    assert the(answer).text == TEXT


def test_a_video_without_its_file_is_partial_and_keeps_its_poster() -> None:
    snapshot = the(instagram_html(instagram_page(is_video=True), INSTAGRAM.url, INSTAGRAM))
    (video,) = snapshot.media
    assert (video.kind, video.urls, video.poster_url) == (
        "video",
        (),
        "https://scontent.example/v/1.jpg",
    )
    assert snapshot.completeness == "partial"
    assert any("Not all of its pictures or videos" in warning for warning in snapshot.warnings)


def test_an_embeds_frame_is_read_where_the_page_is_shown_to_nobody() -> None:
    body = (
        f'<a href="https://www.instagram.com/p/{CODE}/?utm_source=ig_embed">View</a>'
        '<img class="EmbeddedMediaImage" alt="A ferry" src="https://scontent.example/v/2.jpg">'
        '<span class="UsernameText">ada.mayor</span>'
        '<div class="Caption"><a class="CaptionUsername" href="/ada.mayor/">ada.mayor</a><br><br>'
        f'{TEXT} <a href="/explore/tags/ferry/">#ferry</a>'
        '<div class="CaptionComments">View all 3 comments</div></div>'
    )
    snapshot = the(instagram_html(page("", body), INSTAGRAM.url, INSTAGRAM))
    assert snapshot.text == f"{TEXT} #ferry"
    assert snapshot.author.handle == "ada.mayor"
    assert [(m.alt, m.urls) for m in snapshot.media] == [
        ("A ferry", ("https://scontent.example/v/2.jpg",))
    ]
    assert (snapshot.completeness, snapshot.created_precision) == ("partial", "minute")
    assert [facet.kind for facet in snapshot.facets] == ["hashtag"]


# Facebook


def test_a_story_says_all_that_is_behind_see_more_and_smileys_as_typed() -> None:
    text = (
        '<p>One <span class="_47e3 _5mfr"><img src="/e.png" alt="smile"><span aria-hidden="1">:)'
        '</span></span><span class="text_exposed_hide">...</span></p><div class='
        '"text_exposed_show"><p>Two <a href="/hashtag/ferry?source=feed">#ferry</a></p></div>'
        '<span class="text_exposed_hide"><a href="#">See more</a></span>'
    )
    told, facets, _ = markup_text(text)
    assert told == "One :)\n\nTwo #ferry"
    assert [(facet.kind, facet.target) for facet in facets] == [
        ("hashtag", "https://www.facebook.com/hashtag/ferry")
    ]


def test_a_story_of_another_post_beside_the_one_asked_for_is_not_its_text() -> None:
    html = facebook_page(body=story(OTHER_NUMBER, "<p>The mayor of another city</p>"))
    snapshot = the(facebook_html(html, FACEBOOK.url, FACEBOOK))
    assert snapshot.text == TEXT
    assert snapshot.completeness == "partial"


def test_the_words_of_a_shared_post_are_not_those_of_who_shares_it() -> None:
    shared = story(OTHER_NUMBER, "<p>The mayor of another city</p>")
    outer = (
        story()
        .replace(f"<p>{TEXT}</p>", "")
        .replace('data-testid="post_message" class="_5pbx userContent"', "")
    )
    html = facebook_page(body=outer.removesuffix("</div>") + shared + "</div>")
    snapshot = the(facebook_html(html, FACEBOOK.url, FACEBOOK))
    assert (snapshot.text, snapshot.completeness) == (TEXT, "partial")


def test_behind_a_pfbid_is_the_number_that_the_page_says() -> None:
    asked = post_ref(PFBID, owner="city.example")
    answer = facebook_html(facebook_page(), asked.url, asked)
    assert isinstance(answer, Found)
    assert (answer.ref.native_id, answer.aliases) == (NUMBER, (PFBID,))
    answer = facebook_html(facebook_page(PFBID, body=""), FACEBOOK.url, FACEBOOK)
    assert isinstance(answer, Found)
    assert (answer.ref, answer.aliases) == (FACEBOOK, (PFBID,))
    assert answer.snapshots[0].native_id == NUMBER
    other = post_ref("pfbid0AnotherAltogether", owner="city.example")
    answer = facebook_html(facebook_page(PFBID, body=""), other.url, other)
    assert isinstance(answer, Failed)
    assert answer.reason == "another post"


def test_a_head_that_cuts_the_text_says_so() -> None:
    html = facebook_page(body="", og_description=f"{TEXT} …")
    snapshot = the(facebook_html(html, FACEBOOK.url, FACEBOOK))
    assert (snapshot.text, snapshot.completeness) == (f"{TEXT} …", "cut")
    assert snapshot.created_at is None
    assert any("does not say when" in warning for warning in snapshot.warnings)


async def test_the_graph_api_is_asked_for_the_number_of_a_page_by_its_name() -> None:
    text = "Ask Eve Mayor or see https://example.org/a. #ferry"
    told = graph_post(
        text=text,
        place={"name": "The pier", "location": {"latitude": 43.5, "longitude": -8.25}},
        message_tags=[
            {"id": "42", "name": "Eve Mayor", "type": "page", "offset": 4, "length": 9},
            {"id": "43", "name": "Bob", "type": "page", "offset": 99, "length": 3},
        ],
        attachments={
            "data": [
                {
                    "media_type": "album",
                    "subattachments": {
                        "data": [
                            {
                                "media_type": "photo",
                                "target": {"id": "7"},
                                "media": {
                                    "image": {"src": "https://s.example/7", "width": 5, "height": 4}
                                },
                            }
                        ]
                    },
                },
                {
                    "media_type": "link",
                    "title": "A page",
                    "unshimmed_url": "https://example.org/a",
                },
            ]
        },
    )
    base = "https://graph.facebook.com/v26.0"
    fetcher = FakeFetcher(
        {f"{base}/{PAGE}_": (200, {}, told), f"{base}/city.example?": (200, {}, {"id": PAGE})}
    )
    answer = await source(Facebook, "graph-api").look(
        post_ref(NUMBER, owner="city.example"), fetcher
    )
    snapshot = the(answer)
    assert snapshot.url == f"https://www.facebook.com/city.example/posts/{NUMBER}"
    assert [(f.kind, text[f.start : f.end]) for f in snapshot.facets] == [
        ("mention", "Eve Mayor"),
        ("link", "https://example.org/a"),
        ("hashtag", "#ferry"),
    ]
    assert [(m.kind, m.native_id, m.width, m.height) for m in snapshot.media] == [
        ("image", "7", 5, 4)
    ]
    assert snapshot.link_card is not None
    assert snapshot.link_card.title == "A page"
    assert str(snapshot.created_at) == "2026-03-01 10:20:30+00:00"
    assert (snapshot.completeness, snapshot.author.native_id) == ("full", PAGE)
    assert snapshot.place == Place(name="The pier", latitude="43.5", longitude="-8.25")
    assert "1 mention(s) did not fit" in snapshot.warnings[-1]


async def test_the_apis_say_so_where_an_address_names_no_account() -> None:
    nothing = FakeFetcher({})
    for kind, ref in (
        (Facebook, post_ref(NUMBER, kind="reel")),
        (Facebook, post_ref(PFBID, owner=PAGE)),
        (Threads, thread_ref(THREAD)),
    ):
        answer = await source(kind, "graph-api").look(ref, nothing)
        assert isinstance(answer, Failed)
        assert answer.reason == "off"


@pytest.mark.parametrize(
    ("status", "code", "kind", "reason"),
    [
        (400, 190, Refused, "login"),
        (400, 4, Refused, "limited"),
        (403, 80001, Refused, "limited"),
        (400, 100, Refused, "not shown"),
        (400, 10, Refused, "not shown"),
        (500, 2, Failed, "unreachable"),
    ],
)
def test_an_error_of_the_api_is_read_by_its_code(
    status: int, code: int, kind: type[Refused] | type[Failed], reason: str
) -> None:
    error = {"error": {"message": "Object does not exist", "code": code}}
    told = graph_error(FakeResponse("https://graph.facebook.com/1", status, {}, error), "Facebook")
    assert isinstance(told, kind)
    assert told.reason == reason
    assert f"error {code}: “Object does not exist”" in told.detail


# Threads


async def test_the_threads_api_is_asked_for_the_days_around_the_post() -> None:
    quoted = threads_post("DNJQOX0RA09", "The ferry is cancelled", username="eve")
    told = threads_post(
        media_type="CAROUSEL_ALBUM",
        children={
            "data": [
                {
                    "id": "1",
                    "media_type": "IMAGE",
                    "media_url": "https://s.example/1",
                    "alt_text": "A",
                },
                {"id": "2", "media_type": "VIDEO", "media_url": "https://s.example/2"},
            ]
        },
        is_quote_post=True,
        quoted_post={"id": "77"},
        poll_attachment={"option_a": "Yes", "option_b": "No", "total_votes": 12},
        text_attachment={"plaintext": "The long form."},
        topic_tag="Ferries",
    )
    fetcher = FakeFetcher(
        {
            "https://graph.threads.net/v1.0/profile_posts": (200, {}, {"data": [told]}),
            "https://graph.threads.net/v1.0/1234567/": (200, {}, {"data": []}),
            "https://graph.threads.net/v1.0/77": (200, {}, quoted),
        }
    )
    answer = await source(Threads, "graph-api").look(THREADS, fetcher)
    snapshot = the(answer)
    assert "username=ada.mayor&since=2025-08-07&until=2025-08-11" in fetcher.urls[0]
    assert snapshot.text == f"{TEXT}\n\nThe long form."
    assert [(m.kind, m.alt) for m in snapshot.media] == [("image", "A"), ("video", None)]
    assert snapshot.quoted == PostLink(
        url="https://www.threads.com/@eve/post/DNJQOX0RA09",
        platform="threads",
        native_id="DNJQOX0RA09",
    )
    assert isinstance(answer, Found)
    assert [other.text for other in answer.along] == ["The ferry is cancelled"]
    assert snapshot.poll is not None
    assert [option.text for option in snapshot.poll.options] == ["Yes", "No"]
    assert snapshot.poll.voters == 12
    assert snapshot.completeness == "full"
    assert any("Ferries" in warning for warning in snapshot.warnings)


async def test_the_conversation_of_the_threads_api_has_the_thread_below() -> None:
    def answer(number: str, code: str, to: str, **more: Any) -> dict[str, Any]:
        return threads_post(code, f"{number}/", id=number, replied_to={"id": to}, **more)

    answers = [
        answer("7", "DNJQOX0RA12", "1234567", username="eve"),
        answer("8", "DNJQOX0RA10", "1234567"),
        answer("9", "DNJQOX0RA11", "8"),
        answer("10", "DNJQOX0RA13", "8"),
    ]
    below = "https://graph.threads.net/v1.0/1234567/conversation"
    posts = "https://graph.threads.net/v1.0/profile_posts"
    told: dict[Any, FakeAnswer] = {
        posts: (200, {}, {"data": [threads_post()]}),
        below: (200, {}, {"data": answers}),
    }
    found = await source(Threads, "graph-api").look(THREADS, FakeFetcher(told))
    assert isinstance(found, Found)
    assert [(one.text, one.parent and one.parent.native_id) for one in found.below] == [
        ("8/", THREAD),
        ("9/", "DNJQOX0RA10"),
    ]
    assert found.snapshots[-1].warnings == ()
    refused = FakeFetcher({**told, below: (400, {}, {"error": {"code": 10}})})
    found = await source(Threads, "graph-api").look(THREADS, refused)
    assert isinstance(found, Found)
    assert found.below == ()
    assert found.snapshots[-1].warnings == (
        "Whether its author went on from it was not to be had.",
    )


API = "https://graph.threads.net/v1.0"
MINE = f"{API}/me/replies"
POSTS = f"{API}/profile_posts"
NO_RIGHT: FakeAnswer = (400, {}, {"error": {"code": 10, "message": "no permission"}})


def a_reply(number: str, code: str, to: str, text: str, **more: Any) -> dict[str, Any]:
    """An answer in the thread that begins with number 1."""
    links = {"is_reply": True, "replied_to": {"id": to}, "root_post": {"id": "1"}}
    return threads_post(code, text, id=number, **links, **more)


def a_thread(**changed: FakeAnswer) -> FakeFetcher:
    """An account's thread: the second part is asked for, the list of its posts has the first."""
    first = threads_post("DNJQOX0RA09", "1/", id="1", timestamp="2025-08-09T18:30:00+0000")
    late = threads_post("DNJQOX0RA99", "Later.", id="5", timestamp="2025-08-09T20:00:00+0000")
    other = threads_post("DNJQOX0RA05", "Before.", id="6", timestamp="2025-08-09T12:00:00+0000")
    second = a_reply("2", THREAD, "1", "2/")
    below = [second, a_reply("3", "DNJQOX0RA10", "2", "3/")]
    table: dict[str, FakeAnswer] = {
        "posts": (200, {}, {"data": [late, first, other]}),
        "mine": (200, {}, {"data": []}),
        "below": (200, {}, {"data": below}),
        "other": (200, {}, {"data": []}),
        "one": (200, {}, {**second, "link_attachment_url": "https://city.example/plan"}),
        **changed,
    }
    keys = {
        "posts": POSTS,
        "mine": MINE,
        "one": f"{API}/2?",
        "below": f"{API}/1/conversation",
        "other": f"{API}/6/conversation",
    }
    return FakeFetcher({keys[name]: answer for name, answer in table.items()})


async def test_a_part_of_a_thread_is_found_below_the_accounts_own_posts() -> None:
    fetcher = a_thread()
    found = await source(Threads, "graph-api").look(THREADS, fetcher)
    snapshot = the(found)
    assert isinstance(found, Found)
    assert (snapshot.text, snapshot.completeness, snapshot.warnings) == ("2/", "full", ())
    assert snapshot.link_card is not None
    assert snapshot.parent == PostLink(
        url="https://www.threads.com/@ada.mayor/post/DNJQOX0RA09",
        platform="threads",
        native_id="DNJQOX0RA09",
    )
    assert [one.text for one in found.along] == ["1/"]
    assert [one.text for one in found.below] == ["3/"]
    assert not any("/5/conversation" in url for url in fetcher.urls)  # it came after


async def test_a_reply_of_which_a_list_is_all_there_is_is_partial() -> None:
    snapshot = the(await source(Threads, "graph-api").look(THREADS, a_thread(one=NO_RIGHT)))
    assert (snapshot.text, snapshot.completeness) == ("2/", "partial")
    assert "are not in the answer" in snapshot.warnings[-1]


@pytest.mark.parametrize(
    ("parent", "link"),
    [
        (
            # What somebody else's post answers in turn is nobody's question here.
            (200, {}, a_reply("9", "DNJQOX0RA08", "8", "When?", username="eve")),
            PostLink(
                url="https://www.threads.com/@eve/post/DNJQOX0RA08",
                platform="threads",
                native_id="DNJQOX0RA08",
            ),
        ),
        (NO_RIGHT, PostLink(unavailable="failed")),
    ],
)
async def test_what_the_tokens_own_account_answered_to_somebody_is_found(
    parent: FakeAnswer, link: PostLink
) -> None:
    reply = a_reply("2", THREAD, "9", "At noon.")
    told: dict[Any, FakeAnswer] = {
        POSTS: (200, {}, {"data": []}),
        MINE: (200, {}, {"data": [reply]}),
        f"{API}/2?": (200, {}, reply),
        f"{API}/9?": parent,
        f"{API}/1/conversation": NO_RIGHT,
    }
    fetcher = FakeFetcher(told)
    found = await source(Threads, "graph-api").look(THREADS, fetcher)
    assert the(found).parent == link
    assert "since=2025-08-07&until=2025-08-11" in fetcher.urls[1]
    assert "username=" not in fetcher.urls[1]


@pytest.mark.parametrize(
    ("changed", "asked", "words"),
    [
        ({"below": (200, {}, {"data": []})}, 4, "nor the replies"),
        ({"mine": NO_RIGHT, "below": NO_RIGHT}, 3, "and not this."),
        ({"posts": NO_RIGHT}, 1, "no permission"),
    ],
)
async def test_a_post_that_no_list_has_is_not_shown(
    changed: dict[str, FakeAnswer], asked: int, words: str
) -> None:
    fetcher = a_thread(**changed)
    answer = await source(Threads, "graph-api").look(THREADS, fetcher)
    assert isinstance(answer, Refused)
    assert words in answer.detail
    assert len(fetcher.urls) == asked


async def test_a_quoted_post_that_is_not_to_be_had_does_not_cost_the_one_that_quotes_it() -> None:
    told = threads_post(is_quote_post=True, quoted_post={"id": "77"})
    fetcher = FakeFetcher(
        {
            "https://graph.threads.net/v1.0/profile_posts": (200, {}, {"data": [told]}),
            "https://graph.threads.net/v1.0/1234567/": (200, {}, {"data": []}),
            "https://graph.threads.net/v1.0/77": (400, {}, {"error": {"code": 100}}),
        }
    )
    snapshot = the(await source(Threads, "graph-api").look(THREADS, fetcher))
    assert snapshot.quoted == PostLink(unavailable="failed")


def test_a_page_of_threads_must_be_signed() -> None:
    (answer,) = Threads.read_saved(Saved(body=threads_page(text="See @eve").encode()))
    snapshot = the(answer)
    assert (snapshot.author.name, snapshot.author.handle) == ("Ada", "ada.mayor")
    assert [facet.kind for facet in snapshot.facets] == ["mention"]
    unsigned = threads_page().replace("Ada (@ada.mayor) on Threads", "Threads")
    (refused,) = Threads.read_saved(Saved(body=unsigned.encode()))
    assert isinstance(refused, Refused)


def test_a_saved_list_of_the_threads_api_gives_each_of_its_posts() -> None:
    posts = [threads_post(), threads_post("DNJQOX0RA09")]
    answers = Threads.read_saved(Saved(body=json.dumps({"data": posts}).encode()))
    assert [the(answer).native_id for answer in answers] == [THREAD, "DNJQOX0RA09"]
    assert Threads.read_saved(Saved(body=b'{"data": [{"id": "1", "text": "a"}]}')) == ()


# share links and marks


async def test_a_share_link_leads_by_a_login_page_too_or_says_what_to_do() -> None:
    needs = NeedsLookup(
        platform="facebook",
        kind="share link",
        key="facebook.com/share/p/1Ab",
        url="https://www.facebook.com/share/p/1Ab/",
    )
    facebook = Facebook({}, lambda _: None, WebArchivesSettings())
    login = {"Location": f"/login/?next=https%3A%2F%2Fwww.facebook.com%2Fcity%2Fposts%2F{NUMBER}"}
    for answer in (
        (302, login, ""),
        (200, HTML, facebook_page()),
    ):
        fetcher = FakeFetcher({needs.url: answer, "https://": (200, HTML, LOGIN_SHELL)})
        found = await facebook.lookup(needs, fetcher)
        assert isinstance(found, PostRef)
        assert found.native_id == NUMBER
    found = await facebook.lookup(needs, FakeFetcher({needs.url: (200, HTML, LOGIN_SHELL)}))
    assert isinstance(found, Refused)
    assert "paste the address that it ends at" in found.detail


def test_marks_are_what_a_reader_sees_linked() -> None:
    text = "Hi @ada.mayor. mail a@b.example #ferry #1 x#y https://e.example/@c#d, @ (https://f.example)"
    facets, warnings = marks_of(
        text, account=lambda handle: f"a:{handle}", hashtag=lambda tag: f"t:{tag}", links=True
    )
    assert [(f.kind, text[f.start : f.end], f.target) for f in facets] == [
        ("mention", "@ada.mayor", "a:ada.mayor"),
        ("hashtag", "#ferry", "t:ferry"),
        ("link", "https://e.example/@c#d", "https://e.example/@c#d"),
        ("link", "https://f.example", "https://f.example"),
    ]
    assert warnings == ()
