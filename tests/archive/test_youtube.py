"""What YouTube's answers say of a video and of a community post."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from archive.outcome import Answer, Failed, Found, Gone, Refused
from archive.platforms.base import Saved
from archive.platforms.youtube import DataApi, Envelope, Page, YouTube
from archive.platforms.youtube.answers import read_html
from archive.platforms.youtube.urls import ref_of
from archive.platforms.youtube.video import seconds
from archive.records import Facet, Snapshot
from archive.settings import WebArchivesSettings
from archive.testing import FakeFetcher
from tests.archive.test_youtube_urls import CHANNEL, POST, POSTED, VIDEO
from tests.archive.youtube_pages import (
    DESCRIPTION,
    META,
    POSTER,
    TEXT,
    TITLE,
    community,
    envelope,
    listed,
    page,
    player,
    resource,
)

REF = ref_of(VIDEO)
API = "https://www.googleapis.com/youtube/v3/videos"
POSTED_AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def only(answer: Answer) -> Snapshot:
    assert isinstance(answer, Found), answer
    (snapshot,) = answer.snapshots
    assert answer.ref == snapshot.ref
    return snapshot


async def asked(status: int, body: Any) -> Answer:
    return await DataApi("s3cret").look(REF, FakeFetcher({API: (status, {}, body)}))


async def test_the_api_gives_all_that_a_reader_sees_but_the_video_itself() -> None:
    snapshot = only(await asked(200, listed(resource())))
    assert (snapshot.text, snapshot.completeness) == (TEXT, "full")
    assert (snapshot.created_at, snapshot.created_precision) == (POSTED_AT, "s")
    assert (snapshot.author.name, snapshot.author.native_id) == ("The Mayor", CHANNEL)
    (medium,) = snapshot.media
    assert (medium.kind, medium.urls, medium.duration) == ("video", (), 3723)
    assert (medium.native_id, medium.poster_url) == (VIDEO, POSTER)
    assert snapshot.counts == {"views": 12, "likes": 3, "replies": 1}
    assert "poster stands for it" in snapshot.warnings[0]
    shown = {snapshot.text[f.start : f.end]: (f.kind, f.target) for f in snapshot.facets}
    assert shown == {
        "https://bridge.example/plan": ("link", "https://bridge.example/plan"),
        "#Bridge": ("hashtag", "https://www.youtube.com/hashtag/Bridge"),
    }


async def test_the_key_goes_in_a_header_and_is_told_to_be_a_secret() -> None:
    fetcher = FakeFetcher({API: (200, {}, listed(resource()))})
    await DataApi("s3cret").look(REF, fetcher)
    (request,) = fetcher.asked
    assert "s3cret" not in request.url
    assert request.secrets == ("s3cret",)
    assert request.headers == {"X-Goog-Api-Key": "s3cret"}


def test_page_and_api_give_the_same_post() -> None:
    of_page = only(read_html(page(player()), REF.url, REF))
    assert (of_page.text, of_page.completeness) == (TEXT, "full")
    assert (of_page.created_at, of_page.created_precision) == (POSTED_AT, "s")
    assert (of_page.author.handle, of_page.author.native_id) == ("mayor", CHANNEL)
    assert of_page.media[0].duration == 3723
    assert of_page.media[0].poster_url == POSTER


def test_a_page_without_its_player_gives_the_beginning_of_the_description() -> None:
    snapshot = only(read_html(page(head=META), REF.url, REF))
    assert snapshot.text == f"{TITLE}\n\nAll of it, & more: https://bridge.example/pl..."
    assert snapshot.completeness == "cut"
    assert snapshot.created_precision == "day"
    assert snapshot.author.handle == "mayor"
    assert snapshot.media[0].duration == 3723
    assert "only the beginning" in snapshot.warnings[1]


async def test_oembed_gives_title_channel_and_poster() -> None:
    fetcher = FakeFetcher({"https://www.youtube.com/oembed": (200, {}, envelope())})
    snapshot = only(await Envelope().look(REF, fetcher))
    assert (snapshot.text, snapshot.completeness) == (TITLE, "partial")
    assert snapshot.created_at is None
    assert snapshot.author.handle == "mayor"
    assert DESCRIPTION not in snapshot.text
    assert "description of the video is not here" in snapshot.warnings[1]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ({"uploadStatus": "deleted"}, Gone(cause="unknown", basis="")),
        ({"uploadStatus": "rejected", "rejectionReason": "termsOfUse"},
         Gone(cause="removed by the platform", basis="")),
        ({"uploadStatus": "rejected", "rejectionReason": "uploaderAccountClosed"},
         Gone(cause="account deleted", basis="")),
        ({"uploadStatus": "rejected", "rejectionReason": "uploaderAccountSuspended"},
         Gone(cause="account suspended", basis="")),
        ({"uploadStatus": "processed", "privacyStatus": "private"},
         Refused(reason="protected", detail="")),
    ],
)  # fmt: skip
async def test_the_apis_own_words_tell_what_became_of_a_video(
    status: dict[str, str], expected: Gone | Refused
) -> None:
    answer = await asked(200, listed(resource(status=status)))
    assert type(answer) is type(expected)
    if isinstance(answer, Gone) and isinstance(expected, Gone):
        assert answer.cause == expected.cause
        assert all(word in answer.basis for word in status.values())
    if isinstance(answer, Refused) and isinstance(expected, Refused):
        assert answer.reason == expected.reason
        assert status["privacyStatus"] in answer.detail


async def test_an_unlisted_video_is_kept_and_says_so() -> None:
    status = {"uploadStatus": "processed", "privacyStatus": "unlisted"}
    assert only(await asked(200, listed(resource(status=status)))).labels == ("unlisted",)


async def test_an_empty_list_says_nothing_of_the_video() -> None:
    answer = await asked(200, listed())
    assert isinstance(answer, Refused)
    assert answer.reason == "not shown"


async def test_a_spent_quota_is_a_limit_and_a_bad_key_is_named() -> None:
    spent = {"error": {"message": "Quota exceeded.", "errors": [{"reason": "quotaExceeded"}]}}
    answer = await asked(403, spent)
    assert isinstance(answer, Refused)
    assert answer.reason == "limited"
    answer = await asked(400, {"error": {"message": "API key not valid."}})
    assert isinstance(answer, Refused)
    assert (answer.reason, "API key not valid" in answer.detail) == ("not shown", True)


def test_what_the_page_says_to_whoever_may_not_see_decides_nothing() -> None:
    words = {"status": "ERROR", "reason": "This video has been removed by the uploader"}
    answer = read_html(page({"playabilityStatus": words}), REF.url, REF)
    assert isinstance(answer, Refused)
    assert (answer.reason, words["reason"] in answer.detail) == ("not shown", True)
    words = {"status": "LOGIN_REQUIRED", "reason": "Sign in to confirm your age"}
    answer = read_html(page({"playabilityStatus": words}), REF.url, REF)
    assert isinstance(answer, Refused)
    assert answer.reason == "login"


async def test_the_page_that_asks_for_consent_is_a_refusal() -> None:
    consent = "https://consent.youtube.com/m?continue=x"
    fetcher = FakeFetcher(
        {
            REF.url: (302, {"Location": consent}, ""),
            consent: (200, {"Content-Type": "text/html"}, "<html>Before you continue</html>"),
        }
    )
    answer = await Page().look(REF, fetcher)
    assert isinstance(answer, Refused)
    assert (answer.reason, "consent" in answer.detail) == ("not shown", True)


def test_a_community_post_is_read_out_of_the_pages_data() -> None:
    snapshot = only(read_html(community(), POSTED, ref_of(POST)))
    assert snapshot.text == "Read it: bridge.example/pl...\n#Bridge"
    assert snapshot.facets == (
        Facet(start=9, end=29, kind="link", target="https://bridge.example/plan"),
        Facet(start=30, end=37, kind="hashtag", target="https://www.youtube.com/hashtag/bridge"),
    )
    assert (snapshot.author.handle, snapshot.author.native_id) == ("mayor", CHANNEL)
    assert [m.urls for m in snapshot.media] == [
        ("https://yt3.ggpht.com/1=s1024",),
        ("https://yt3.ggpht.com/2=s1024",),
    ]
    assert snapshot.media[0].height == 768
    assert (snapshot.created_at, snapshot.completeness) == (None, "partial")
    assert "2 days ago" in snapshot.warnings[0]


def test_a_community_post_with_a_poll_or_a_video_keeps_them() -> None:
    poll = {"pollRenderer": {"choices": [{"text": {"runs": [{"text": t}]}} for t in ("A", "B")]}}
    snapshot = only(read_html(community(backstageAttachment=poll), POSTED, None))
    assert snapshot.poll is not None
    assert [option.text for option in snapshot.poll.options] == ["A", "B"]
    video = {"videoRenderer": {"videoId": VIDEO}}
    snapshot = only(read_html(community(backstageAttachment=video), POSTED, None))
    assert snapshot.quoted is not None
    assert snapshot.quoted.native_id == VIDEO


def test_what_is_not_known_of_an_attachment_becomes_a_warning() -> None:
    snapshot = only(read_html(community(backstageAttachment={"new": {"a": 1}}), POSTED, None))
    assert "attachment of the post was not kept" in snapshot.warnings[1]


def test_another_post_and_one_for_members_only_are_not_given() -> None:
    assert isinstance(
        read_html(community(postId="UgkxAnotherPost01"), POSTED, ref_of(POST)), Failed
    )
    assert isinstance(read_html(community(sponsorsOnlyBadge={}), POSTED, ref_of(POST)), Refused)


async def test_of_a_community_post_oembed_and_api_are_not_asked() -> None:
    nobody = FakeFetcher({})
    for source in (Envelope(), DataApi("key")):
        answer = await source.look(ref_of(POST), nobody)
        assert isinstance(answer, Failed)
        assert answer.reason == "off"


async def test_a_web_archives_copy_is_read_as_the_page_and_is_of_its_own_time() -> None:
    archive = "https://web.archive.org"
    headers = {"Content-Type": "text/html", "Memento-Datetime": "Thu, 02 Apr 2026 00:00:00 GMT"}
    fetcher = FakeFetcher(
        {
            f"{archive}/cdx/": (200, {}, [["timestamp", "original"], ["20260402000000", REF.url]]),
            f"{archive}/web/20260402000000id_/": (200, headers, page(player())),
        }
    )
    source = YouTube({}, lambda _: None, WebArchivesSettings()).chosen.sources[-1]
    snapshot = only(await source.look(REF, fetcher))
    assert snapshot.text == TEXT
    assert snapshot.as_of == datetime(2026, 4, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "expected"),
    [("PT4M1S", 241), ("P1DT1S", 86401), ("P0D", None), ("4:01", None), (None, None)],
)
def test_a_duration_is_read_in_seconds(written: str | None, expected: int | None) -> None:
    assert seconds(written) == expected


def test_a_saved_answer_of_each_source_is_known_by_its_shape() -> None:
    for body in (str(page(player())), community()):
        assert isinstance(YouTube.read_saved(Saved(body=body.encode()))[0], Found)
    for value in (envelope(), listed(resource()), resource()):
        (answer,) = YouTube.read_saved(saved(value))
        assert isinstance(answer, Found)
    assert YouTube.read_saved(saved({"provider_name": "Vimeo", "html": "<iframe>"})) == ()
    assert YouTube.read_saved(Saved(body=b"<html>a page about youtube.com</html>")) == ()


def saved(value: Any) -> Saved:
    return Saved(body=json.dumps(value).encode())


def test_the_api_is_off_until_its_terms_are_accepted_and_a_key_is_there() -> None:
    made = YouTube({}, lambda _: "key", WebArchivesSettings()).chosen
    assert [s.name for s in made.sources] == ["oembed", "page", "web-archive"]
    assert "accept_terms" in made.off["data-api"]
    accepted = {"source": {"data-api": {"accept_terms": "2026-11-28"}}}
    made = YouTube(accepted, lambda _: None, WebArchivesSettings()).chosen
    assert "ONRECORD_YOUTUBE_KEY" in made.off["data-api"]
    made = YouTube(accepted, lambda _: "key", WebArchivesSettings()).chosen
    assert [s.name for s in made.sources] == ["oembed", "page", "data-api", "web-archive"]
