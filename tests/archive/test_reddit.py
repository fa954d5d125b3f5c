"""Reddit's posts and comments. Galleries, videos, polls and removals are in no recording: their
shapes are those of https://www.reddit.com/dev/api and of the notes that clients keep.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from archive.outcome import Answer, Failed, Found, Gone, Refused
from archive.platforms.base import Saved
from archive.platforms.reddit import Envelope, OAuth, PageJson, Reddit
from archive.platforms.reddit.token import GivenToken
from archive.records import NeedsLookup, Poll, PollOption, PostRef, Snapshot
from archive.settings import WebArchivesSettings
from archive.testing import FakeAnswer, FakeFetcher
from tests.archive.reddit_posts import (
    COMMENT,
    POST,
    archived,
    comment,
    envelope,
    link,
    listing,
    page,
    post,
)

Answers = dict[str | Callable[[str], bool], FakeAnswer]
JSON = "https://www.reddit.com/comments/abc123"


def platform(section: dict[str, Any] | None = None, token: str | None = None) -> Reddit:
    return Reddit(section or {}, lambda _: token, WebArchivesSettings())


async def look(payload: Any, ref: PostRef = POST, status: int = 200) -> Answer:
    return await PageJson().look(ref, FakeFetcher({JSON: (status, {}, payload)}))


async def read(thing: dict[str, Any]) -> Snapshot:
    answer = await look(page(thing))
    assert isinstance(answer, Found), answer
    return answer.snapshots[-1]


async def test_a_post_begins_with_its_title() -> None:
    snapshot = await read(post())
    assert snapshot.text == "The bridge\n\nIt opens on Monday."
    assert (snapshot.native_id, snapshot.url) == (POST.native_id, POST.url)
    assert (snapshot.author.handle, snapshot.author.native_id) == ("ada_mayor", "t2_1a2b3c")
    assert snapshot.author.url == "https://www.reddit.com/user/ada_mayor/"
    assert snapshot.created_at == datetime(2025, 3, 29, 17, 2, 11, tzinfo=UTC)
    assert snapshot.created_precision == "s"
    assert snapshot.counts == {"likes": 12, "replies": 3}
    assert (snapshot.completeness, snapshot.warnings, snapshot.edited_at) == ("full", (), None)


async def test_the_request_names_ids_alone() -> None:
    fetcher = FakeFetcher({JSON: (200, {}, page(post(), comment()))})
    await PageJson().look(POST, fetcher)
    await PageJson().look(COMMENT, fetcher)
    assert fetcher.urls[0].startswith(f"{JSON}.json?raw_json=1")
    assert fetcher.urls[1].startswith(f"{JSON}/_/def456.json?raw_json=1")


async def test_a_token_is_sent_and_kept_secret() -> None:
    fetcher = FakeFetcher({"https://oauth.reddit.com/comments/abc123": (200, {}, page(post()))})
    assert isinstance(await OAuth(GivenToken("s3cret")).look(POST, fetcher), Found)
    (asked,) = fetcher.asked
    assert asked.headers == {"Authorization": "Bearer s3cret"}
    assert asked.secrets == ("s3cret",)


def test_the_data_api_is_off_without_a_token_and_without_a_date() -> None:
    asked = {source.name for source in platform().chosen.sources}
    assert asked == {"json", "oembed", "web-archive"}
    assert "accept_terms" in platform(token="t").chosen.off["oauth"]
    section = {"source": {"oauth": {"accept_terms": "2026-11-28"}}}
    assert "ONRECORD_REDDIT_TOKEN" in platform(section).chosen.off["oauth"]
    accepted = platform(section, token="t").chosen
    assert accepted.sources[0].name == "oauth"
    assert accepted.on_deleted["json"] == "withhold"


async def test_links_are_whole_and_mentions_are_told_apart() -> None:
    body = (
        '<p>👋 <a href="/u/bea">u/bea</a> in <a href="/r/riverside">r/riverside</a>, '
        '<a href="https://example.org/?a=1&amp;b=2">the plan</a>, <a href="//x.example">x</a></p>'
    )
    snapshot = await read(post(body=body))
    told = [(f.kind, snapshot.text[f.start : f.end], f.target) for f in snapshot.facets]
    assert told == [
        ("mention", "u/bea", "https://www.reddit.com/u/bea"),
        ("link", "r/riverside", "https://www.reddit.com/r/riverside"),
        ("link", "the plan", "https://example.org/?a=1&b=2"),
    ]


async def test_a_comment_is_a_post_whose_parent_comes_along() -> None:
    answer = await look(page(post(), comment()), COMMENT)
    assert isinstance(answer, Found)
    (snapshot,), (parent,) = answer.snapshots, answer.along
    assert snapshot.text == "Not before noon."
    assert (snapshot.url, snapshot.author.handle) == (COMMENT.url, "bea")
    assert snapshot.parent is not None
    assert snapshot.parent.native_id == parent.native_id == "t3_abc123"


async def test_a_comment_that_answers_another_has_that_as_its_parent() -> None:
    above = comment(id="aaa", name="t1_aaa", permalink=None, body_html="<p>When?</p>")
    answered = comment(parent_id="t1_aaa")
    above["data"]["replies"] = listing(answered)
    answer = await look(page(post(), above), COMMENT)
    assert isinstance(answer, Found)
    (parent,) = answer.along
    assert (parent.native_id, parent.text) == ("t1_aaa", "When?")
    assert parent.url == "https://www.reddit.com/comments/abc123/_/aaa/"


async def test_a_parent_that_was_deleted_is_gone() -> None:
    above = comment(id="aaa", name="t1_aaa", author="[deleted]", body="[deleted]")
    above["data"]["replies"] = listing(comment(parent_id="t1_aaa"))
    answer = await look(page(post(), above), COMMENT)
    assert isinstance(answer, Found)
    assert answer.along == ()
    assert answer.snapshots[0].parent is not None
    assert answer.snapshots[0].parent.unavailable == "gone"


@pytest.mark.parametrize(
    ("fields", "cause"),
    [
        ({"removed_by_category": "deleted"}, "deleted by the author"),
        ({"removed_by_category": "author"}, "deleted by the author"),
        ({"removed_by_category": "moderator"}, "removed by the platform"),
        ({"removed_by_category": "anti_evil_ops"}, "removed by the platform"),
        ({"removed_by_category": "copyright_takedown"}, "removed by the platform"),
        ({"removed_by_category": "something new"}, "unknown"),
        ({"removal_reason": "legal"}, "removed by the platform"),
        ({"author": "[deleted]", "selftext": "[deleted]"}, "deleted by the author"),
        ({"author": "[deleted]", "selftext": "[removed]"}, "removed by the platform"),
    ],
)
async def test_who_removed_a_post_is_told_apart(fields: dict[str, Any], cause: str) -> None:
    answer = await look(page(post(**fields)))
    assert isinstance(answer, Gone)
    assert answer.cause == cause
    assert any(str(value) in answer.basis for value in fields.values())


@pytest.mark.parametrize(
    ("words", "cause"),
    [
        ("[deleted]", "deleted by the author"),
        ("[removed]", "removed by the platform"),
        ("[ Removed by Reddit ]", "removed by the platform"),
    ],
)
async def test_who_removed_a_comment_is_told_apart(words: str, cause: str) -> None:
    answer = await look(page(post(), comment(author="[deleted]", body=words)), COMMENT)
    assert isinstance(answer, Gone)
    assert answer.cause == cause


async def test_a_post_that_a_filter_holds_back_is_not_gone() -> None:
    answer = await look(page(post(removed_by_category="automod_filtered")))
    assert isinstance(answer, Refused)
    assert answer.reason == "not shown"


@pytest.mark.parametrize("words", ["[deleted]", "[removed]", "this post was deleted", "not found"])
async def test_a_live_post_that_says_such_words_is_live(words: str) -> None:
    assert "\n\n" + words in (await read(post(selftext=words, body=f"<p>{words}</p>"))).text
    answer = await look(page(post(), comment(body=words, body_html=f"<p>{words}</p>")), COMMENT)
    assert isinstance(answer, Found)


async def test_a_post_whose_account_is_no_more_is_live_and_nobodys() -> None:
    snapshot = await read(post(author="[deleted]"))
    assert snapshot.author.handle is None
    assert "names nobody" in snapshot.warnings[0]


def picture(key: str, **fields: Any) -> dict[str, Any]:
    url = f"https://preview.redd.it/{key}.jpg?width=640&s=0"
    return {
        "status": "valid",
        "e": "Image",
        "m": "image/jpg",
        "s": {"x": 640, "y": 480, "u": url},
        **fields,
    }


async def test_a_gallery_has_its_order_and_its_captions() -> None:
    items = [
        {"media_id": "bbbbb2", "caption": "From the north", "id": 1},
        {"media_id": "ccccc3", "id": 2},
        {"media_id": "aaaaa1", "id": 3},
    ]
    snapshot = await read(
        link(
            "https://www.reddit.com/gallery/abc123",
            is_gallery=True,
            gallery_data={"items": items},
            media_metadata={
                "aaaaa1": picture("aaaaa1"),
                "bbbbb2": picture("bbbbb2"),
                "ccccc3": picture("ccccc3", status="failed"),
            },
        )
    )
    assert [(m.native_id, m.alt) for m in snapshot.media] == [
        ("bbbbb2", "From the north"),
        ("aaaaa1", None),
    ]
    assert snapshot.media[0].urls == (
        "https://i.redd.it/bbbbb2.jpg",
        "https://preview.redd.it/bbbbb2.jpg?width=640&s=0",
    )
    assert (snapshot.media[0].width, snapshot.media[0].height) == (640, 480)
    assert snapshot.completeness == "partial"
    assert "1 picture" in snapshot.warnings[0]
    assert snapshot.link_card is None


async def test_a_picture_is_media_and_a_link_is_a_card() -> None:
    source = {"url": "https://preview.redd.it/aaaaa1.jpg?s=0", "width": 30, "height": 40}
    shown = {"preview": {"images": [{"source": source}]}}
    snapshot = await read(link("https://i.redd.it/aaaaa1.jpg", post_hint="image", **shown))
    (image,) = snapshot.media
    assert image.urls == ("https://i.redd.it/aaaaa1.jpg", source["url"])
    assert (image.native_id, image.width, image.height) == ("aaaaa1", 30, 40)
    assert snapshot.link_card is None
    linked = await read(link("https://example.org/plan", domain="example.org", **shown))
    assert linked.media == ()
    assert linked.link_card is not None
    assert linked.link_card.url == "https://example.org/plan"
    assert (linked.link_card.title, linked.link_card.image_url) == ("example.org", source["url"])


FILE = "https://v.redd.it/vvvvv1/DASH_720.mp4?source=fallback"
STREAM = "https://v.redd.it/vvvvv1/HLSPlaylist.m3u8"


@pytest.mark.parametrize(
    ("fields", "kind", "urls", "completeness"),
    [
        ({}, "video", (STREAM, FILE), "full"),
        ({"hls_url": None}, "video", (FILE,), "partial"),
        ({"has_audio": False}, "video", (FILE,), "full"),
        ({"is_gif": True}, "gif", (FILE,), "full"),
    ],
)
async def test_the_stream_of_a_video_has_its_sound_and_the_file_has_none(
    fields: dict[str, Any], kind: str, urls: tuple[str, ...], completeness: str
) -> None:
    video = {"fallback_url": FILE, "hls_url": STREAM, "width": 1280, "height": 720, "duration": 34}
    told = {"secure_media": {"reddit_video": {**video, **fields}}}
    snapshot = await read(link("https://v.redd.it/vvvvv1", is_video=True, **told))
    (medium,) = snapshot.media
    assert (medium.kind, medium.urls, snapshot.completeness) == (kind, urls, completeness)
    assert (medium.native_id, medium.duration, medium.height) == ("vvvvv1", 34.0, 720)
    sound = not fields.keys() & {"has_audio", "is_gif"}
    assert any("silent" in warning for warning in snapshot.warnings) == sound


async def test_a_crosspost_quotes_the_post_that_it_shows() -> None:
    inner = post(id="inner1", name="t3_inner1", permalink=None, title="First")["data"]
    crosspost = link(
        "/r/riverside/comments/inner1/", crosspost_parent="t3_inner1", title="Seen there"
    )
    crosspost["data"]["crosspost_parent_list"] = [inner]
    answer = await look(page(crosspost))
    assert isinstance(answer, Found)
    (snapshot,), (quoted,) = answer.snapshots, answer.along
    assert (snapshot.text, quoted.text) == ("Seen there", "First\n\nIt opens on Monday.")
    assert snapshot.quoted is not None
    assert snapshot.quoted.native_id == quoted.native_id == "t3_inner1"
    inner["removed_by_category"] = "moderator"
    answer = await look(page(crosspost))
    assert isinstance(answer, Found)
    assert answer.along == ()
    assert answer.snapshots[0].quoted is not None
    assert answer.snapshots[0].quoted.unavailable == "gone"


async def test_a_poll_has_votes_once_it_is_over() -> None:
    data = {
        "options": [{"id": "1", "text": "Yes", "vote_count": 7}, {"id": "2", "text": "No"}],
        "total_vote_count": 9,
        "voting_end_timestamp": 1743267731000,
    }
    assert (await read(post(poll_data=data))).poll == Poll(
        options=(PollOption(text="Yes", votes=7), PollOption(text="No")),
        ends_at=datetime(2025, 3, 29, 17, 2, 11, tzinfo=UTC),
        voters=9,
        multiple=False,
    )


async def test_edits_and_labels_are_kept() -> None:
    snapshot = await read(post(edited=1743267799.0, over_18=True, spoiler=True))
    assert snapshot.edited_at == datetime(2025, 3, 29, 17, 3, 19, tzinfo=UTC)
    assert (snapshot.sensitive, snapshot.labels) == (True, ("NSFW", "spoiler"))
    assert "does not say when" in (await read(post(edited=True))).warnings[0]


@pytest.mark.parametrize("time", [None, -1, 0, 1e12, "1743267731"])
async def test_a_time_that_is_none_is_unknown(time: object) -> None:
    snapshot = await read(post(created_utc=time))
    assert (snapshot.created_at, snapshot.created_precision) == (None, "unknown")
    assert snapshot.completeness == "partial"


async def test_an_answer_that_is_escaped_for_html_is_undone_once() -> None:
    html = '&lt;div class="md"&gt;&lt;p&gt;a &amp;amp; b&lt;/p&gt;&lt;/div&gt;'
    snapshot = await read(post(title="Q &amp;amp; A &amp; more", selftext_html=html))
    assert snapshot.text == "Q &amp; A & more\n\na & b"
    assert (await read(post(title="Q &amp; A"))).text.startswith("Q &amp; A\n")


@pytest.mark.parametrize(
    ("payload", "ref", "status", "said"),
    [
        (listing(), POST, 200, "not shown"),
        (page(post()), COMMENT, 200, "not shown"),
        ({"reason": "private", "message": "Forbidden", "error": 403}, POST, 403, "protected"),
        ({"reason": "quarantined", "error": 403}, POST, 403, "not shown"),
        ({"reason": "banned", "error": 404}, POST, 404, "not shown"),
        ({"message": "Not Found", "error": 404}, POST, 404, "not shown"),
    ],
)
async def test_what_reddit_will_not_show_says_nothing_of_the_post(
    payload: Any, ref: PostRef, status: int, said: str
) -> None:
    answer = await look(payload, ref, status)
    assert isinstance(answer, Refused)
    assert answer.reason == said


async def test_an_envelope_has_the_title_and_the_author() -> None:
    async def ask(**fields: Any) -> Answer:
        answers: Answers = {"https://www.reddit.com/oembed": (200, {}, envelope(**fields))}
        return await Envelope().look(POST, FakeFetcher(answers))

    answer = await ask()
    assert isinstance(answer, Found)
    (snapshot,) = answer.snapshots
    assert (snapshot.text, snapshot.author.handle) == ("The bridge", "ada_mayor")
    assert (snapshot.completeness, snapshot.created_at) == ("partial", None)
    assert isinstance(await ask(title="<no value>"), Failed)
    assert isinstance(await ask(title="[deleted by user]"), Refused)
    nobody = await ask(author_name="<no value>")
    assert isinstance(nobody, Found)
    assert nobody.snapshots[0].author.handle is None
    off = await Envelope().look(COMMENT, FakeFetcher({}))
    assert isinstance(off, Failed)
    assert off.reason == "off"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((301, {"Location": f"{POST.url}?share_id=x"}, ""), "t3_abc123"),
        ((301, {"Location": "https://www.reddit.com/login/?dest=x"}, ""), "login"),
        ((404, {}, ""), "not shown"),
        ((200, {}, "<html>"), "malformed"),
    ],
)
async def test_a_share_link_leads_to_its_post(answer: FakeAnswer, said: str) -> None:
    key = "reddit.com/r/riverside/s/AbC"
    url = "https://www.reddit.com/r/riverside/s/AbC"
    needs = NeedsLookup(platform="reddit", kind="share link", key=key, url=url)
    answers: Answers = {url: answer, "https://www.reddit.com/": (200, {}, "<html>")}
    found = await platform().lookup(needs, FakeFetcher(answers))
    assert said in {getattr(found, "native_id", None), getattr(found, "reason", None)}


def saved(payload: Any, url: str | None = None) -> tuple[Answer, ...]:
    return Reddit.read_saved(Saved(body=json.dumps(payload).encode(), url=url))


def test_a_saved_page_is_about_its_post_or_about_the_comment_that_is_named() -> None:
    def names(answers: tuple[Answer, ...]) -> list[str]:
        return [a.ref.native_id for a in answers if isinstance(a, Found)]

    payload = page(post(), comment())
    assert names(saved(payload)) == ["t3_abc123"]
    assert names(saved(payload, COMMENT.url)) == ["t1_def456"]
    assert names(saved(listing(post(), comment()))) == ["t3_abc123", "t1_def456"]
    assert names(saved(post())) == ["t3_abc123"]
    assert names(saved(envelope())) == ["t3_abc123"]


@pytest.mark.parametrize(
    "payload",
    [
        {},
        [],
        [1],
        {"kind": "youtube#video", "data": {}},
        {"kind": ["t3"], "data": {"id": "x"}},
        {"kind": "Listing", "data": []},
        {"provider_name": "X", "html": "<p>reddit</p>"},
        {"json": {"data": {"id": "abc123"}}},
        "reddit",
    ],
)
def test_a_saved_answer_of_others_is_none_of_reddits(payload: Any) -> None:
    assert saved(payload) == ()


def test_an_archived_page_gives_its_title_and_its_picture() -> None:
    (answer,) = Reddit.read_saved(Saved(body=archived().encode()))
    assert isinstance(answer, Found)
    (snapshot,) = answer.snapshots
    assert (snapshot.text, snapshot.completeness) == ("The bridge", "partial")
    assert snapshot.media[0].native_id == "aaaaa1"
    gone = archived().replace("The bridge", "[deleted by user]")
    (answer,) = Reddit.read_saved(Saved(body=gone.encode()))
    assert isinstance(answer, Refused)


_VALUES: tuple[Any, ...] = (
    *(None, True, -1, float("nan"), "&lt;", "t3_", "https://[", "\ud800"),
    *([], [None], [[{}]], {}, {"x": None}, {"items": [{"media_id": []}]}, {"images": [{}]}),
    *({"x": {"status": "valid", "e": ["Image"], "s": []}}, {"options": [{"text": 1}]}),
)
_FIELDS = (
    *("name", "title", "selftext", "selftext_html", "author", "created_utc", "edited", "url"),
    *("media_metadata", "gallery_data", "secure_media", "preview", "poll_data", "permalink"),
    *("crosspost_parent", "crosspost_parent_list", "removed_by_category", "replies", "score"),
    *("link_id", "parent_id", "body", "body_html", "thumbnail", "post_hint", "is_self"),
)


@pytest.mark.parametrize("make", [post, comment])
def test_no_value_in_any_field_raises(make: Callable[..., dict[str, Any]]) -> None:
    things = [make(**{field: value}) for field in _FIELDS for value in _VALUES]
    assert len(saved(listing(*things))) > len(things) / 2
