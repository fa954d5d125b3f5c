"""Truth Social: what its statuses hold, and what each answer becomes.

Title, group, tombstone, retruth, reply and page are of the shape that its web client and
Mastodon give; only quotes, cards, pictures and videos are recorded (test_truth_recorded).
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from archive.outcome import Answer, Failed, Found, Gone, Refused
from archive.platforms import read_saved
from archive.platforms.base import Saved
from archive.platforms.truth import Truth
from archive.records import PostLink, PostRef, Snapshot
from archive.settings import WebArchivesSettings
from archive.testing import FakeAnswer, FakeFetcher
from tests.archive.fediverse_data import (
    COPIES,
    INDEX,
    MEMENTO,
    POSTED,
    attachment,
    listed,
    snowflake,
    stamp,
)
from tests.archive.truth_data import API, BASE, ID, PAGE, page, truth

REF = PostRef(platform="truth", native_id=ID, url=PAGE)
OTHER = snowflake(POSTED, 2)
ANSWERS = f"{BASE}/api/v2/statuses/{ID}/context/descendants"
HTML = {"content-type": "text/html"}
INSTANCE: FakeAnswer = (200, {}, {"uri": "truthsocial.com", "version": "3.4.1"})


async def look(source: str, answers: Mapping[Any, FakeAnswer]) -> Answer:
    platform = Truth({"sources": [source]}, lambda _: None, WebArchivesSettings())
    (found,) = platform.chosen.sources
    return await found.look(REF, FakeFetcher(answers))


def saved(document: object) -> tuple[Answer, ...]:
    name, answers = read_saved(Saved(body=json.dumps(document).encode())) or ("", ())
    assert name == "truth"
    return answers


def told(**fields: Any) -> Snapshot:
    (answer,) = saved(truth(**fields))
    assert isinstance(answer, Found)
    return answer.snapshots[-1]


async def test_a_status_is_a_post_under_its_number() -> None:
    answer = await look("api", {API: (200, {}, truth())})
    assert isinstance(answer, Found)
    (snapshot,) = answer.snapshots
    assert (answer.ref, snapshot.ref) == (REF, REF)
    assert (snapshot.text, snapshot.completeness, snapshot.warnings) == ("Hello", "full", ())
    author = snapshot.author
    assert (author.name, author.handle, author.native_id) == ("Ann", "ann", "1077802")
    assert (snapshot.created_at, snapshot.created_precision) == (POSTED, "ms")


def below(number: str, to: str, name: str = "ann", **fields: Any) -> dict[str, Any]:
    return truth(number, name, in_reply_to_id=to, content=f"<p>{number[-1]}/</p>", **fields)


async def test_the_authors_own_answers_are_the_thread_below() -> None:
    first, second, third = (snowflake(POSTED, n) for n in (11, 12, 13))
    quoting: dict[str, Any] = {"quote": truth("7", "bob"), "quote_id": "7"}
    other = below(snowflake(POSTED, 14), ID, "eve")
    other["account"]["id"] = "666"
    nonsense = {**other, "id": "8", "quote": {"id": "7"}}
    answers = [
        other,
        nonsense,
        below(first, ID),
        {"id": "9", "tombstone": {"reason": "deleted"}},
        below(third, second, in_reply_to=None),
        below(second, first, **quoting),
    ]
    answer = await look(
        "api", {ANSWERS: (200, {}, answers), API: (200, {}, truth(replies_count=4))}
    )
    assert isinstance(answer, Found)
    assert [one.native_id for one in answer.below] == [first, second, third]
    assert [one.parent and one.parent.native_id for one in answer.below] == [ID, first, second]
    assert [one.parent and one.parent.unavailable for one in answer.below] == [None] * 3
    quoted = answer.below[1].quoted
    assert quoted is not None
    assert (quoted.native_id, quoted.unavailable) == ("7", "not taken")
    assert answer.snapshots[-1].warnings == ()


@pytest.mark.parametrize("broken", [(404, {}, "404 page not found"), (200, {}, {"error": "no"})])
async def test_the_post_is_kept_where_its_answers_are_not_to_be_had(broken: FakeAnswer) -> None:
    told = {ANSWERS: broken, API: (200, {}, truth(replies_count=4))}
    answer = await look("api", told)
    assert isinstance(answer, Found)
    assert answer.below == ()
    assert answer.snapshots[-1].warnings == (
        "Whether its author went on from it was not to be had.",
    )


async def test_answers_that_make_no_sense_do_not_cost_the_post() -> None:
    nonsense = [below(snowflake(POSTED, 11), ID, quote={"id": "7"})]
    answer = await look(
        "api", {ANSWERS: (200, {}, nonsense), API: (200, {}, truth(replies_count=4))}
    )
    assert isinstance(answer, Found)
    assert answer.below == ()
    assert len(answer.snapshots[-1].warnings) == 1


async def test_of_a_post_without_answers_none_are_asked_for() -> None:
    fetcher = FakeFetcher({API: (200, {}, truth(replies_count=0))})
    (api,) = Truth({"sources": ["api"]}, lambda _: None, WebArchivesSettings()).chosen.sources
    assert isinstance(await api.look(REF, fetcher), Found)
    assert fetcher.urls == [API]


def test_a_quote_stands_for_the_post_and_its_line_is_left_out() -> None:
    line = f'<p>Look<span class="quote-inline"><br/>RT: {BASE}/users/bob/statuses/7</span></p>'
    inner = truth("7", "bob", content="<p>Quoted</p>", created_at=stamp(POSTED))
    (answer,) = saved(truth(content=line, quote=inner, quote_id="7"))
    assert isinstance(answer, Found)
    snapshot = answer.snapshots[-1]
    assert snapshot.text == "Look"
    assert snapshot.quoted == PostLink(url=f"{BASE}/@bob/7", platform="truth", native_id="7")
    assert [(s.native_id, s.text) for s in answer.along] == [("7", "Quoted")]


@pytest.mark.parametrize(
    ("fields", "link"),
    [
        (
            {"quote_id": "7"},
            PostLink(url=f"{BASE}/posts/7", platform="truth", native_id="7"),
        ),
        (
            {"quote_id": "7", "quote": {"id": "7", "tombstone": {"reason": "deleted"}}},
            PostLink(url=f"{BASE}/posts/7", platform="truth", native_id="7", unavailable="gone"),
        ),
        ({"quote": {"tombstone": {"reason": "deleted"}}}, PostLink(unavailable="gone")),
    ],
)
def test_a_quote_that_did_not_come_is_left_to_be_asked_for_or_is_gone(
    fields: dict[str, Any], link: PostLink
) -> None:
    assert told(**fields).quoted == link


def test_a_retruth_is_a_repost_that_points_to_the_inner_post() -> None:
    inner = truth("7", "bob", content="<p>Inner</p>")
    (answer,) = saved(truth(content="", reblog=inner))
    assert isinstance(answer, Found)
    snapshot = answer.snapshots[-1]
    assert (snapshot.kind, snapshot.text, snapshot.media) == ("repost", "", ())
    assert snapshot.reposted == PostLink(url=f"{BASE}/@bob/7", platform="truth", native_id="7")
    assert [(s.author.handle, s.text) for s in answer.along] == [("bob", "Inner")]


def test_a_retruth_of_what_is_gone_is_still_a_repost() -> None:
    snapshot = told(content="", reblog={"id": "7", "tombstone": {"reason": "deleted"}})
    assert snapshot.kind == "repost"
    assert snapshot.reposted is not None
    assert (snapshot.reposted.native_id, snapshot.reposted.unavailable) == ("7", "gone")


def test_an_answered_post_comes_along() -> None:
    above = truth("7", "bob", content="<p>Above</p>")
    (answer,) = saved(truth(in_reply_to_id="7", in_reply_to=above))
    assert isinstance(answer, Found)
    assert answer.snapshots[-1].parent == PostLink(
        url=f"{BASE}/@bob/7", platform="truth", native_id="7"
    )
    assert [s.text for s in answer.along] == ["Above"]
    assert answer.snapshots[-1].warnings == ()


def test_an_answered_post_that_did_not_come_is_asked_for_by_its_number() -> None:
    snapshot = told(in_reply_to_id="7")
    assert snapshot.parent == PostLink(url=f"{BASE}/posts/7", platform="truth", native_id="7")
    assert snapshot.warnings == ()


@pytest.mark.parametrize(
    ("visible", "found"), [("everyone", True), ("members_only", False), (None, False)]
)
def test_a_post_in_a_group_is_public_where_everybody_reads_the_group(
    visible: str | None, found: bool
) -> None:
    group = {"id": "9", "display_name": "The Mayors", "group_visibility": visible}
    (answer,) = saved(truth(visibility="group", group=group))
    if found:
        assert isinstance(answer, Found)
        assert answer.snapshots[-1].warnings == ("It was posted in the group The Mayors.",)
    else:
        assert isinstance(answer, Refused)
        assert answer.reason == "protected"


def test_a_post_of_pictures_alone_has_no_text_and_a_video_its_file() -> None:
    video = attachment("video", external_video_id="v6p5062", url=f"{BASE}/a.mp4")
    snapshot = told(content="<p></p>", media_attachments=[attachment("image"), video])
    assert snapshot.text == ""
    assert [m.kind for m in snapshot.media] == ["image", "video"]
    assert snapshot.media[1].urls == (f"{BASE}/a.mp4",)
    assert snapshot.media[1].poster_url == "https://files.example/small.png"


def test_a_video_at_rumble_is_a_card_and_one_without_a_file_is_said() -> None:
    missing = attachment("video", url=None, external_video_id="v6p5062")
    snapshot = told(external_video_id="v6p5062", media_attachments=[missing])
    assert snapshot.link_card is not None
    assert snapshot.link_card.url == "https://rumble.com/embed/v6p5062/"
    assert snapshot.warnings == ("Truth Social does not say where a picture or video of it is.",)
    assert told(external_video_id="../x").link_card is None


def test_a_title_is_the_first_paragraph_and_what_is_sponsored_says_so() -> None:
    snapshot = told(title="A <title>", sponsored=True)
    assert snapshot.text == "A <title>\n\nHello"
    assert snapshot.warnings == ("Truth Social marks it as sponsored.",)


async def test_an_edited_post_brings_its_versions_or_says_that_it_has_none() -> None:
    edited = truth(edited_at=stamp(POSTED), content="<p>Two</p>")
    versions = [{**truth(), "content": f"<p>{n}</p>"} for n in ("One", "Two")]
    answer = await look("api", {f"{API}/history": (200, {}, versions), API: (200, {}, edited)})
    assert isinstance(answer, Found)
    assert [(s.native_id, s.text) for s in answer.snapshots] == [(ID, "One"), (ID, "Two")]
    answer = await look("api", {f"{API}/history": (404, {}, ""), API: (200, {}, edited)})
    assert isinstance(answer, Found)
    assert "before" in answer.snapshots[-1].warnings[0]


async def test_a_tombstone_is_gone_in_truth_socials_words() -> None:
    answer = await look("api", {API: (200, {}, truth(tombstone={"reason": "deleted"}))})
    assert answer == Gone(cause="unknown", basis="Truth Social gave a tombstone: “deleted”")


@pytest.mark.parametrize("instance", [INSTANCE, (403, HTML, "<html>")])
async def test_a_404_is_gone_only_from_an_api_that_answers_others(instance: FakeAnswer) -> None:
    answer = await look(
        "api",
        {API: (404, {}, {"error": "Record not found"}), f"{BASE}/api/": instance},
    )
    if instance is INSTANCE:
        assert answer == Gone(
            cause="unknown", basis="Truth Social answered HTTP 404: “Record not found”"
        )
    else:
        assert isinstance(answer, Refused)


@pytest.mark.parametrize("source", ["api", "page"])
@pytest.mark.parametrize(
    "answer",
    [
        (403, {**HTML, "cf-mitigated": "challenge"}, "<html><title>Just a moment...</title>"),
        (503, {**HTML, "Server": "cloudflare"}, "<!DOCTYPE html><title>Just a moment...</title>"),
        (403, {**HTML, "CF-RAY": "8f"}, "<html>"),
        (200, {**HTML, "cf-mitigated": "challenge"}, "<html>"),
    ],
)
async def test_a_challenge_of_cloudflare_is_a_refusal(source: str, answer: FakeAnswer) -> None:
    refused = await look(source, {BASE: answer})
    assert isinstance(refused, Refused)
    assert refused.reason == "not shown"
    assert "browser first" in refused.detail


async def test_a_503_of_the_platform_itself_is_not_its_guards() -> None:
    answer = await look("api", {API: (503, {"Server": "cloudflare"}, '{"error": "busy"}')})
    assert isinstance(answer, Failed)
    assert answer.reason == "unreachable"


async def test_a_live_post_that_speaks_of_a_deletion_is_live() -> None:
    words = "<p>This post was deleted. Page not found.</p>"
    answer = await look("api", {API: (200, {}, truth(content=words))})
    assert isinstance(answer, Found)
    shown = page(og_description="This post was deleted. Page not found.")
    assert isinstance(await look("page", {PAGE: (200, HTML, shown)}), Found)


async def test_a_page_tells_author_text_and_picture_and_never_all() -> None:
    shown = page(
        og_image="https://files.example/a.jpg",
        og_image_width="800",
        og_image_height="600",
        **{"twitter:card": "summary_large_image"},
    )
    answer = await look("page", {PAGE: (200, HTML, shown)})
    assert isinstance(answer, Found)
    (snapshot,) = answer.snapshots
    assert (snapshot.ref, snapshot.text, snapshot.completeness) == (REF, "Hello", "partial")
    assert (snapshot.author.name, snapshot.author.handle) == ("Ann", "ann")
    assert snapshot.created_at == POSTED
    assert [(m.urls, m.width, m.height) for m in snapshot.media] == [
        (("https://files.example/a.jpg",), 800, 600)
    ]


@pytest.mark.parametrize("held", ["api", "page"])
async def test_a_web_archives_copy_is_read_as_what_it_is(held: str) -> None:
    body = truth() if held == "api" else page()
    in_index, rows = listed(PAGE)
    answer = await look(
        "web-archive", {in_index: rows, INDEX: (200, {}, []), COPIES: (200, MEMENTO, body)}
    )
    assert isinstance(answer, Found)
    snapshot = answer.snapshots[-1]
    assert (snapshot.text, snapshot.as_of) == ("Hello", datetime(2025, 4, 1, tzinfo=UTC))
    assert snapshot.completeness == ("full" if held == "api" else "partial")


def test_saved_are_a_status_several_and_a_page_and_no_one_elses() -> None:
    assert len(saved([truth(), truth(OTHER)])) == 2
    name, answers = read_saved(Saved(body=page().encode())) or ("", ())
    assert name == "truth"
    assert isinstance(answers[0], Found)
    elsewhere = {**truth(), "uri": "https://m.example/@ann/7", "url": "https://m.example/@ann/7"}
    other = read_saved(Saved(body=json.dumps(elsewhere).encode()))
    assert other is not None
    assert other[0] == "fediverse"
