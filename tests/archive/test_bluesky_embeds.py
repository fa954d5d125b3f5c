"""What is attached to a Bluesky post: each kind, from view and record, and from either alone.

Galleries and videos follow the lexicons; the rest was compared with recorded answers, too
(test_bluesky_recorded.py).
"""

from typing import Any

import pytest

from archive.platforms.bluesky.embeds import Attached, read_embed
from archive.records import LinkCard
from tests.archive.bluesky_posts import (
    BLOB,
    CDN,
    CID,
    DID,
    OTHER,
    PDS,
    author,
    blob,
    record,
    uri_of,
)

BLOB_URL = f"{PDS}/xrpc/com.atproto.sync.getBlob?did={DID}&cid={BLOB}"
CDN_URL = f"{CDN}/{DID}/{BLOB}@jpeg"


def attached(record: Any, view: Any = None, pds: str | None = PDS) -> Attached:
    return read_embed(record, view, did=DID, pds=pds)


def images(*items: dict[str, Any]) -> dict[str, Any]:
    return {"$type": "app.bsky.embed.images", "images": list(items)}


def images_view(*items: dict[str, Any]) -> dict[str, Any]:
    return {"$type": "app.bsky.embed.images#view", "images": list(items)}


IMAGE = {"alt": "A red square", "image": blob(), "aspectRatio": {"width": 1200, "height": 800}}
SHOWN = {"thumb": "https://cdn.bsky.app/t", "fullsize": CDN_URL, "alt": "A red square"}


def test_an_image_is_had_as_uploaded_first_then_as_shown() -> None:
    (media,) = attached(images(IMAGE), images_view(SHOWN)).media
    assert media.kind == "image"
    assert media.urls == (BLOB_URL, CDN_URL)
    assert (media.native_id, media.mime) == (BLOB, "image/jpeg")
    assert (media.alt, media.width, media.height) == ("A red square", 1200, 800)


def test_without_the_host_the_copy_that_is_shown_is_what_there_is() -> None:
    (media,) = attached(images(IMAGE), images_view(SHOWN), pds=None).media
    assert media.urls == (CDN_URL,)


def test_without_the_view_the_host_has_it() -> None:
    (media,) = attached(images(IMAGE)).media
    assert media.urls == (BLOB_URL,)


def test_views_belong_to_images_by_cid_not_by_place() -> None:
    second = BLOB[:-1] + "c"
    media = attached(
        images(IMAGE, {"alt": "", "image": blob(second)}),
        images_view({"fullsize": f"{CDN}/{DID}/{second}"}, SHOWN),
        pds=None,
    ).media
    assert [m.urls for m in media] == [(CDN_URL,), (f"{CDN}/{DID}/{second}",)]
    assert [m.alt for m in media] == ["A red square", None]


@pytest.mark.parametrize(
    "url",
    [
        CDN_URL,
        f"{CDN}/{DID}/{BLOB}",
        f"https://cdn.bsky.social/imgproxy/sig/rs:fit:2000:2000:1:0/plain/{BLOB}@jpeg",
    ],
)
def test_each_form_of_the_cdns_addresses_tells_the_cid(url: str) -> None:
    (media,) = attached(None, images_view({"fullsize": url, "alt": "x"})).media
    assert media.native_id == BLOB
    assert media.urls == (BLOB_URL, url)


def test_an_image_of_2023_has_no_aspect_ratio_and_its_cid_in_another_place() -> None:
    (media,) = attached(images({"alt": "x", "image": {"cid": BLOB, "mimeType": "image/png"}})).media
    assert (media.width, media.height) == (None, None)
    assert (media.native_id, media.mime) == (BLOB, "image/png")


@pytest.mark.parametrize(
    "ratio", [{"width": 0, "height": 3}, {"width": 10**30, "height": 1}, {"width": "4"}, [4, 3], 7]
)
def test_an_absurd_aspect_ratio_is_unknown(ratio: Any) -> None:
    (media,) = attached(images({**IMAGE, "aspectRatio": ratio})).media
    assert (media.width, media.height) == (None, None)


def test_a_gallery_is_its_images_in_order() -> None:
    item = {"$type": "app.bsky.embed.gallery#image", **IMAGE}
    shown = {"$type": "app.bsky.embed.gallery#viewImage", "fullsize": CDN_URL, "thumbnail": "t"}
    found = attached(
        {"$type": "app.bsky.embed.gallery", "items": [item, {**item, "alt": "again"}]},
        {"$type": "app.bsky.embed.gallery#view", "items": [shown, shown]},
    )
    assert [m.alt for m in found.media] == ["A red square", "again"]
    assert {m.urls for m in found.media} == {(BLOB_URL, CDN_URL)}


VIDEO = {
    "$type": "app.bsky.embed.video",
    "video": blob(mime="video/mp4"),
    "alt": "A speech",
    "aspectRatio": {"width": 16, "height": 9},
}
VIDEO_VIEW = {
    "$type": "app.bsky.embed.video#view",
    "cid": BLOB,
    "playlist": f"https://video.bsky.app/watch/{DID}/{BLOB}/playlist.m3u8",
    "thumbnail": f"https://video.bsky.app/watch/{DID}/{BLOB}/thumbnail.jpg",
}


def test_a_video_is_had_from_the_host_and_its_poster_from_the_appview() -> None:
    (media,) = attached(VIDEO, VIDEO_VIEW).media
    assert (media.kind, media.mime) == ("video", "video/mp4")
    assert media.urls == (BLOB_URL, VIDEO_VIEW["playlist"]), (
        "the stream, where the file is too large"
    )
    assert media.poster_url == VIDEO_VIEW["thumbnail"]
    assert (media.alt, media.width, media.height) == ("A speech", 16, 9)


def test_a_video_whose_host_is_unknown_has_its_playlist() -> None:
    (media,) = attached(VIDEO, VIDEO_VIEW, pds=None).media
    assert media.urls == (VIDEO_VIEW["playlist"],)


def test_a_video_that_is_presented_as_a_gif_is_one() -> None:
    (media,) = attached({**VIDEO, "presentation": "gif"}).media
    assert media.kind == "gif"


def external(uri: str, **more: Any) -> dict[str, Any]:
    return {"$type": "app.bsky.embed.external", "external": {"uri": uri, **more}}


def test_a_link_card_has_its_words_and_its_picture() -> None:
    card = external("https://example.org/a", title="A", description="B", thumb=blob())
    view = external("https://example.org/a", title="A", description="B", thumb="https://cdn/x")
    view["$type"] += "#view"
    assert attached(card, view).link_card == LinkCard(
        url="https://example.org/a", title="A", description="B", image_url=BLOB_URL
    )
    without = attached(card, view, pds=None).link_card
    assert without is not None
    assert without.image_url == "https://cdn/x"


def test_a_link_card_that_leads_to_no_web_address_is_left_out_with_a_warning() -> None:
    found = attached(external("javascript:alert(1)", title="A"))
    assert found.link_card is None
    assert len(found.warnings) == 1


QUOTED_URI = uri_of(OTHER, "3lquoted")


def quote(uri: str = QUOTED_URI) -> dict[str, Any]:
    return {"$type": "app.bsky.embed.record", "record": {"uri": uri, "cid": CID}}


def quote_view(kind: str, **more: Any) -> dict[str, Any]:
    return {
        "$type": "app.bsky.embed.record#view",
        "record": {"$type": f"app.bsky.embed.record#{kind}", "uri": QUOTED_URI, **more},
    }


@pytest.mark.parametrize(
    ("view", "unavailable"),
    [
        (quote_view("viewNotFound", notFound=True), "gone"),
        (quote_view("viewBlocked", blocked=True, author={"did": OTHER}), "blocked"),
        (quote_view("viewDetached", detached=True), "revoked"),
        (quote_view("viewRecord", value=record(), author=author(OTHER)), None),
        (None, None),
    ],
)
def test_a_quoted_post_is_named_and_says_why_it_is_not_there(view: Any, unavailable: Any) -> None:
    link = attached(quote(), view).quoted
    assert link is not None
    assert (link.platform, link.native_id) == ("bluesky", f"{OTHER}/3lquoted")
    assert link.url == f"https://bsky.app/profile/{OTHER}/post/3lquoted"
    assert link.unavailable == unavailable


@pytest.mark.parametrize("uri", [None, "", 7, "at://nobody", f"at://{OTHER}/app.bsky.feed.post/.."])
def test_a_quote_whose_address_cannot_be_read_has_failed(uri: Any) -> None:
    found = attached(quote(uri))
    assert found.quoted is not None
    assert found.quoted.unavailable == "failed"
    assert not found.complete


@pytest.mark.parametrize(
    ("collection", "view", "card"),
    [
        (
            "app.bsky.feed.generator",
            {"displayName": "News", "description": "All of it", "avatar": "https://cdn/a"},
            LinkCard(
                url=f"https://bsky.app/profile/{OTHER}/feed/x",
                title="News",
                description="All of it",
                image_url="https://cdn/a",
            ),
        ),
        (
            "app.bsky.graph.list",
            {"name": "Senators", "purpose": "app.bsky.graph.defs#curatelist"},
            LinkCard(url=f"https://bsky.app/profile/{OTHER}/lists/x", title="Senators"),
        ),
        (
            "app.bsky.graph.starterpack",
            {"record": {"name": "Start here", "description": "Good people"}},
            LinkCard(
                url=f"https://bsky.app/starter-pack/{OTHER}/x",
                title="Start here",
                description="Good people",
            ),
        ),
        (
            "app.bsky.labeler.service",
            {"creator": author(OTHER)},
            LinkCard(url=f"https://bsky.app/profile/{OTHER}", title="The Mayor"),
        ),
        (
            "app.bsky.feed.generator",
            {},
            LinkCard(url=f"https://bsky.app/profile/{OTHER}/feed/x"),
        ),
    ],
)
def test_a_record_that_is_no_post_becomes_a_card(
    collection: str, view: dict[str, Any], card: LinkCard
) -> None:
    uri = f"at://{OTHER}/{collection}/x"
    found = attached(quote(uri), {"record": {"uri": uri, **view}} if view else None)
    assert found.quoted is None
    assert found.link_card == card


def test_a_quote_with_pictures_has_both() -> None:
    found = attached(
        {"$type": "app.bsky.embed.recordWithMedia", "record": quote(), "media": images(IMAGE)},
        {
            "$type": "app.bsky.embed.recordWithMedia#view",
            "record": quote_view("viewDetached"),
            "media": images_view(SHOWN),
        },
    )
    assert [m.urls for m in found.media] == [(BLOB_URL, CDN_URL)]
    assert found.quoted is not None
    assert found.quoted.unavailable == "revoked"


def test_an_unknown_kind_is_told_and_makes_the_post_incomplete() -> None:
    found = attached({"$type": "app.bsky.embed.hologram"})
    assert not found.complete
    assert "app.bsky.embed.hologram" in found.warnings[0]


def test_media_within_media_within_media_are_an_unknown_kind() -> None:
    nested: dict[str, Any] = images(IMAGE)
    for _ in range(5000):
        nested = {"$type": "app.bsky.embed.recordWithMedia", "media": nested, "record": quote()}
    assert not attached(nested).complete


@pytest.mark.parametrize("junk", [None, 7, "x", [], {}, {"$type": 7}])
def test_nothing_attached_is_nothing(junk: Any) -> None:
    assert attached(junk, junk) == Attached()


@pytest.mark.parametrize("kind", ["images", "gallery", "video", "external", "record"])
@pytest.mark.parametrize("junk", [None, 7, "x", [], [7], {}, {"record": 7, "uri": []}])
def test_no_shape_raises(kind: str, junk: Any) -> None:
    keys = (
        "images",
        "items",
        "video",
        "external",
        "record",
        "media",
        "aspectRatio",
        "alt",
        "presentation",
    )
    attached({"$type": f"app.bsky.embed.{kind}", **dict.fromkeys(keys, junk)}, {"record": junk})
