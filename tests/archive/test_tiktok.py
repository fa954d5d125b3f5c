"""What TikTok's answers say of a post."""

import json
from datetime import UTC, datetime
from typing import Any

from archive.outcome import Answer, Found, Refused
from archive.platforms.base import Saved
from archive.platforms.tiktok import Envelope, Page, TikTok
from archive.records import Captions, Snapshot
from archive.testing import FakeFetcher
from tests.archive.matrix_tiktok import REF
from tests.archive.test_tiktok_urls import MAYOR, PICTURES
from tests.archive.tiktok_pages import CREATED, POSTER, TEXT, envelope, item, old_page, page, scope

MARKED = {
    "@press.office": ("mention", "https://www.tiktok.com/@press.office"),
    "#Puente": ("hashtag", "https://www.tiktok.com/tag/Puente"),
}


def only(answer: Answer) -> Snapshot:
    assert isinstance(answer, Found), answer
    (snapshot,) = answer.snapshots
    return snapshot


async def of_page(html: str) -> Answer:
    return await Page().look(REF, FakeFetcher({MAYOR: (200, {"Content-Type": "text/html"}, html)}))


async def of_oembed(**fields: Any) -> Answer:
    fetcher = FakeFetcher({"https://www.tiktok.com/oembed": (200, {}, envelope(**fields))})
    return await Envelope().look(REF, fetcher)


async def test_page_and_oembed_give_the_same_post_to_what_each_knows() -> None:
    by_page, by_oembed = only(await of_page(page())), only(await of_oembed())
    for snapshot in (by_page, by_oembed):
        assert snapshot.text == TEXT
        assert snapshot.url == MAYOR
        assert (snapshot.author.name, snapshot.author.handle) == ("Mayor Ada", "mayor.ada")
        shown = {snapshot.text[f.start : f.end]: (f.kind, f.target) for f in snapshot.facets}
        assert shown == MARKED
        assert snapshot.media[0].poster_url == POSTER
    assert by_page.author.native_id == "6700000000000000009"
    assert (by_page.created_at, by_page.created_precision) == (
        datetime.fromtimestamp(CREATED, UTC),
        "s",
    )
    assert by_oembed.created_precision == "minute"
    assert by_oembed.created_at == datetime.fromtimestamp(CREATED - 3, UTC).replace(second=0)
    assert (by_page.completeness, by_oembed.completeness) == ("full", "partial")


async def test_the_page_gives_the_video_with_its_size_and_the_counts() -> None:
    snapshot = only(await of_page(page()))
    (video,) = snapshot.media
    assert (video.kind, video.width, video.height, video.duration) == ("video", 576, 1024, 29)
    assert video.urls == ("https://v16-webapp.tiktok.com/video/a.mp4?tk=tt_chain_token",)
    assert snapshot.counts == {"views": 9, "likes": 8, "replies": 7, "reposts": 6}
    assert snapshot.lang == "en"


async def test_what_is_said_in_a_video_comes_as_captions_and_a_machines_translation_does_not() -> (
    None
):
    told = [
        {"LanguageCodeName": "spa-ES", "Url": "https://v.example/es", "Format": "webvtt"},
        {
            "LanguageCodeName": "eng-US",
            "Url": "https://v.example/mt",
            "Format": "webvtt",
            "Source": "MT",
        },
        {"LanguageCodeName": "eng-US", "Url": "https://v.example/en", "Format": "creator_caption"},
        {"LanguageCodeName": "vie", "Url": "https://v.example/vi", "Format": "webvtt"},
        {"Url": "javascript:alert()", "Format": "webvtt"},
    ]
    snapshot = only(await of_page(page(video={**item()["video"], "subtitleInfos": told})))
    assert snapshot.media[0].captions == (
        Captions(url="https://v.example/es", lang="es-ES"),
        Captions(url="https://v.example/vi", lang="vie"),
    )


async def test_a_post_of_pictures_has_each_with_its_mirrors() -> None:
    images = [
        {
            "imageURL": {"urlList": [f"https://p16.example/{n}.jpeg", f"https://p19.example/{n}"]},
            "imageWidth": 1080,
            "imageHeight": 1440,
        }
        for n in (1, 2)
    ]
    posted = {
        "title": "The bridge",
        "images": [*images, {"imageURL": {"urlList": ["javascript:"]}}],
    }
    snapshot = only(await of_page(page(imagePost=posted)))
    assert [m.urls[0] for m in snapshot.media] == [
        "https://p16.example/1.jpeg",
        "https://p16.example/2.jpeg",
    ]
    assert {(m.kind, m.width, m.height) for m in snapshot.media} == {("image", 1080, 1440)}
    assert snapshot.text == f"The bridge\n\n{TEXT}"
    assert snapshot.url == PICTURES
    photo = only(await of_oembed(embed_type="photo"))
    assert [(m.kind, m.urls) for m in photo.media] == [("image", (POSTER,))]


async def test_an_older_page_is_read_by_its_older_data() -> None:
    snapshot = only(await of_page(old_page()))
    assert (snapshot.text, snapshot.completeness) == (TEXT, "full")
    assert (snapshot.author.handle, snapshot.author.native_id) == ("mayor.ada", "67")


async def test_a_page_without_data_gives_what_its_head_says() -> None:
    head = (
        f'<html><meta property="og:url" content="{MAYOR}"><meta property="og:description" '
        f'content="Hello #Puente"><meta property="og:image" content="{POSTER}">'
    )
    snapshot = only(await of_page(head))
    assert (snapshot.text, snapshot.completeness) == ("Hello #Puente", "partial")
    assert snapshot.author.handle == "mayor.ada"


async def test_the_pages_words_for_a_post_that_it_has_not_decide_nothing() -> None:
    answer = await of_page(scope({"statusCode": 10204, "statusMsg": "item doesn't exist"}))
    assert isinstance(answer, Refused)
    assert answer.reason == "not shown"
    assert "“item doesn't exist” (statusCode 10204)" in answer.detail


async def test_a_private_post_is_refused() -> None:
    for html in (page(privateItem=True), page(secret=True)):
        answer = await of_page(html)
        assert isinstance(answer, Refused)
        assert answer.reason == "protected"


def test_a_saved_answer_of_each_source_is_known_by_its_shape() -> None:
    for body in (page(), old_page(), json.dumps(envelope())):
        (answer,) = TikTok.read_saved(Saved(body=body.encode()))
        assert only(answer).text == TEXT
    for body in ("<html>an article about tiktok.com</html>", "{}", '{"provider_name": "YouTube"}'):
        assert TikTok.read_saved(Saved(body=body.encode())) == ()
