"""An ActivityPub object -> a snapshot, on objects of our own making."""

from datetime import UTC, datetime
from typing import Any

import pytest

from archive.platforms.fediverse.activitypub_parse import (
    is_public,
    object_of,
    object_ref,
    parse_object,
)
from archive.platforms.fediverse.activitypub_parts import media_of
from archive.records import (
    Author,
    Captions,
    Facet,
    LinkCard,
    Media,
    Poll,
    PollOption,
    PostLink,
    Snapshot,
)
from tests.archive.fediverse_data import ID, POSTED, actor, note

QUOTED = "https://m.example/users/bob/statuses/5"
TO_QUOTED = PostLink(
    platform="fediverse",
    native_id="m.example/5",
    url="https://m.example/@bob/5",
    unavailable="not taken",
)


def test_a_note_is_the_same_snapshot_as_the_client_api_gives() -> None:
    assert parse_object(note(), actor()) == Snapshot(
        platform="fediverse",
        native_id=f"m.example/{ID}",
        url=f"https://m.example/@ann/{ID}",
        author=Author(
            name="Ann",
            handle="ann@m.example",
            native_id="https://m.example/users/ann",
            url="https://m.example/@ann",
            avatar_url="https://m.example/ann.png",
        ),
        text="Hello",
        html="<p>Hello</p>",
        lang="en",
        langs=("en",),
        created_at=POSTED,
        created_precision="ms",
    )


@pytest.mark.parametrize("kind", ["Create", "Update"])
def test_the_activity_that_published_a_note_holds_it(kind: str) -> None:
    activity = {"id": "https://m.example/1", "type": kind, "object": note()}
    assert parse_object(activity, actor()) == parse_object(note(), actor())


@pytest.mark.parametrize(
    "payload", [actor(), {"type": "Delete", "object": note()}, {}, [], None, "x"]
)
def test_what_is_no_post_is_named(payload: Any) -> None:
    with pytest.raises(ValueError, match="no post"):
        object_of(payload)


def test_an_object_that_is_no_mastodon_status_is_named_by_its_uri() -> None:
    ref = object_ref(note(id="https://p.example/objects/1-2", url="https://p.example/notice/A1"))
    assert ref.native_id == "https://p.example/objects/1-2"
    assert ref.url == "https://p.example/notice/A1"
    with pytest.raises(ValueError, match="no web address"):
        object_ref(note(id="urn:x", url=None))


@pytest.mark.parametrize(
    "url",
    [
        "https://p.example/page",
        ["https://p.example/page", "https://p.example/other"],
        {"type": "Link", "href": "https://p.example/page"},
        [
            {"type": "Link", "mediaType": "video/mp4", "href": "https://p.example/a.mp4"},
            {"type": "Link", "mediaType": "text/html", "href": "https://p.example/page"},
        ],
    ],
)
def test_the_page_is_found_in_every_form_of_url(url: Any) -> None:
    assert (
        object_ref(note(id="https://p.example/objects/1", url=url)).url == "https://p.example/page"
    )


def test_without_the_actor_the_name_is_unknown_and_that_is_said() -> None:
    found = parse_object(note())
    assert found.author == Author(
        name=None,
        handle="ann@m.example",
        native_id="https://m.example/users/ann",
        url="https://m.example/users/ann",
    )
    assert "name is unknown" in found.warnings[0]
    # A number or an id in that place is no handle.
    other = note(id="https://k.example/notes/9", attributedTo="https://k.example/users/9abc")
    assert parse_object(other).author.handle is None


def test_text_is_read_with_its_tags() -> None:
    found = parse_object(
        note(
            content='<p><a href="https://o.example/@bob">@bob</a> <a href="https://o.example/t/x">'
            "#x</a> :cat:</p>",
            contentMap=None,
            tag=[
                {"type": "Mention", "href": "https://o.example/@bob", "name": "@bob@o.example"},
                {"type": "Hashtag", "href": "https://o.example/t/x", "name": "#x"},
                {
                    "type": "Emoji",
                    "name": ":cat:",
                    "icon": {"type": "Image", "url": "https://m.example/c.png"},
                },
            ],
        ),
        actor(),
    )
    assert found.text == "@bob #x :cat:"
    assert found.facets == (
        Facet(start=0, end=4, kind="mention", target="https://o.example/@bob"),
        Facet(start=5, end=7, kind="hashtag", target="https://o.example/t/x"),
        Facet(start=8, end=13, kind="emoji", target="https://m.example/c.png"),
    )
    assert found.lang is None


def test_the_language_is_that_of_the_text_shown() -> None:
    both = {"en": "<p>Hello</p>", "es": "<p>Hola</p>"}
    assert parse_object(note(content="<p>Hola</p>", contentMap=both)).lang == "es"
    assert parse_object(note(content=None, contentMap={"es": "<p>Hola</p>"})).text == "Hola"
    assert parse_object(note(contentMap={"und": "<p>Hello</p>"})).lang is None


def test_plain_text_is_not_read_as_markup() -> None:
    found = parse_object(note(content="a <b> c\nd", contentMap=None, mediaType="text/markdown"))
    assert found.text == "a <b> c\nd"


def test_a_warning_and_an_edit_are_kept() -> None:
    found = parse_object(note(summary="Food", sensitive=True, updated="2025-03-30T10:00:00Z"))
    assert (found.content_warning, found.sensitive) == ("Food", True)
    assert found.edited_at == datetime(2025, 3, 30, 10, tzinfo=UTC)
    assert parse_object(note(updated=note()["published"])).edited_at is None


@pytest.mark.parametrize(
    ("attachment", "media"),
    [
        (
            [
                {"type": "Document", "mediaType": "image/png", "url": "https://m.example/a.png",
                 "name": "A", "width": 640, "height": 480, "blurhash": "U"},
                {"type": "PropertyValue", "name": "Web", "value": "x"},
            ],
            Media(kind="image", urls=("https://m.example/a.png",), mime="image/png", alt="A",
                  width=640, height=480),
        ),
        (
            {"type": "Image", "url": [{"type": "Link", "href": "https://m.example/a", "width": 9}]},
            Media(kind="image", urls=("https://m.example/a",), width=9),
        ),
        (
            {"type": "Video", "url": "https://m.example/v", "duration": "PT1M2.5S",
             "icon": {"type": "Image", "url": "https://m.example/v.png"}},
            Media(kind="video", urls=("https://m.example/v",), duration=62.5,
                  poster_url="https://m.example/v.png"),
        ),
        (
            {"type": "Document", "mediaType": "audio/ogg", "href": "https://m.example/s"},
            Media(kind="audio", urls=("https://m.example/s",), mime="audio/ogg"),
        ),
        ({"type": "Document", "url": "https://m.example/t.mp4"},
         Media(kind="video", urls=("https://m.example/t.mp4",))),
    ],
)  # fmt: skip
def test_attachments_are_media_alone_or_in_a_list(attachment: Any, media: Media) -> None:
    assert parse_object(note(attachment=attachment)).media == (media,)


@pytest.mark.parametrize("key", ["oneOf", "anyOf"])
def test_a_question_is_a_poll(key: str) -> None:
    found = parse_object(
        note(
            type="Question",
            endTime="2025-03-30T17:02:11Z",
            votersCount=4,
            **{
                key: [
                    {"type": "Note", "name": "Yes", "replies": {"totalItems": 3}},
                    {"type": "Note", "name": "No", "replies": {"totalItems": 1}},
                ]
            },
        )
    )
    assert found.poll == Poll(
        options=(PollOption(text="Yes", votes=3), PollOption(text="No", votes=1)),
        ends_at=datetime(2025, 3, 30, 17, 2, 11, tzinfo=UTC),
        multiple=key == "anyOf",
        voters=4,
    )
    ended = parse_object(
        note(type="Question", closed="2025-03-29T18:00:00Z", oneOf=[{"name": "A"}])
    )
    assert ended.poll is not None
    assert ended.poll.closed is True


@pytest.mark.parametrize(
    "fields",
    [
        {"quote": QUOTED},
        {"quoteUrl": QUOTED},
        {"quoteUri": QUOTED},
        {"_misskey_quote": QUOTED},
        {
            "tag": [
                {"type": "Link", "mediaType": "application/activity+json", "href": QUOTED},
                {"type": "Mention", "href": QUOTED},
            ]
        },
        {
            "tag": {
                "type": "Link",
                "mediaType": 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"',
                "href": QUOTED,
            }
        },
    ],
)
def test_every_name_for_a_quote_is_known(fields: dict[str, Any]) -> None:
    content = f'<p>Yes<span class="quote-inline"><br>RE: <a href="{QUOTED}">x</a></span></p>'
    found = parse_object(note(content=content, **fields))
    assert found.quoted == TO_QUOTED
    assert found.text == "Yes"


def test_without_a_quote_its_link_in_the_text_stays() -> None:
    content = f'<p>Yes<span class="quote-inline"><br>RE: <a href="{QUOTED}">x</a></span></p>'
    assert parse_object(note(content=content)).text == "Yes\nRE: x"


def test_a_video_is_a_titled_post_with_its_files_the_best_first() -> None:
    files = [
        {"type": "Link", "mediaType": "text/html", "href": "https://v.example/w/1"},
        {
            "type": "Link",
            "mediaType": "video/mp4",
            "href": "https://v.example/480.mp4",
            "height": 480,
        },
        {
            "type": "Link",
            "mediaType": "application/x-mpegURL",
            "href": "https://v.example/master.m3u8",
            "tag": [
                {
                    "type": "Link",
                    "mediaType": "video/mp4",
                    "href": "https://v.example/1080.mp4",
                    "height": 1080,
                    "width": 1920,
                }
            ],
        },
        {"type": "Link", "mediaType": "video/mp4", "href": "magnet:?xt=urn:btih:1", "height": 2160},
    ]
    icons = [
        {"type": "Image", "url": "https://v.example/small.jpg", "width": 280},
        {"type": "Image", "url": "https://v.example/large.jpg", "width": 850},
    ]
    found = parse_object(
        note(
            type="Video",
            name="The bridge",
            mediaType="text/markdown",
            content="First\r\n*second*",
            contentMap={},
            language={"identifier": "es", "name": "Español"},
            duration="PT1M2S",
            url=files,
            icon=icons,
            attributedTo=[
                {"type": "Group", "id": "https://m.example/video-channels/c"},
                {"type": "Person", "id": "https://m.example/users/ann"},
            ],
        ),
        actor(),
    )
    assert found.text == "The bridge\n\nFirst\n*second*"
    assert (found.author.handle, found.lang) == ("ann@m.example", "es")
    assert found.author.native_id == "https://m.example/users/ann"
    assert found.media == (
        Media(
            kind="video",
            urls=("https://v.example/1080.mp4", "https://v.example/480.mp4"),
            mime="video/mp4",
            width=1920,
            height=1080,
            duration=62.0,
            poster_url="https://v.example/large.jpg",
        ),
    )


def test_the_captions_of_a_peertube_video_have_language_name_and_address() -> None:
    vtt = {"type": "Link", "mediaType": "text/vtt", "href": "https://p.example/new.vtt"}
    stream = {**vtt, "mediaType": "application/x-mpegURL", "href": "https://p.example/new.m3u8"}
    found = note(
        type="Video",
        url=[{"type": "Link", "mediaType": "video/mp4", "href": "https://p.example/a.mp4"}],
        subtitleLanguage=[
            {"identifier": "en", "name": "English", "url": "https://p.example/en.vtt"},
            {"identifier": "es", "name": "Español", "url": [stream, vtt]},
            {"identifier": "fr", "name": "Français", "url": [stream]},
            {"identifier": "de", "name": "Deutsch"},
            "pl",
        ],
    )
    (video,) = parse_object(found).media
    assert video.captions == (
        Captions(url="https://p.example/en.vtt", lang="en", name="English"),
        Captions(url="https://p.example/new.vtt", lang="es", name="Español"),
    )


def test_an_old_peertube_says_the_height_for_a_width() -> None:
    file = {
        "type": "Link",
        "mimeType": "video/mp4",
        "href": "https://v.example/a.mp4",
        "width": 480,
    }
    (medium,) = parse_object(note(type="Video", url=[file])).media
    assert (medium.mime, medium.width, medium.height) == ("video/mp4", None, None)


def test_a_picture_that_is_a_post_has_its_files_and_no_file_name_in_its_text() -> None:
    file = {"type": "Link", "mediaType": "image/jpeg", "href": "https://h.example/a.jpg"}
    found = parse_object(note(type="Image", name="IMG_1.jpg", url=[file]))
    assert found.text == "Hello"
    assert found.media == (
        Media(kind="image", urls=("https://h.example/a.jpg",), mime="image/jpeg"),
    )


def test_an_event_is_titled_and_says_when_it_begins() -> None:
    found = parse_object(note(type="Event", name="Open day", startTime="2025-04-05T10:00:00+02:00"))
    assert found.text == "Open day\n\nHello"
    assert "It announces what begins at 2025-04-05T08:00:00.000Z." in found.warnings


def test_words_from_right_to_left_and_a_language_with_its_region_stay_as_they_are() -> None:
    content = "<p dir='auto'>\u2067שלום\u2069 עולם</p>"
    found = parse_object(note(content=content, contentMap={"he-IL": content}))
    assert (found.text, found.lang) == ("\u2067שלום\u2069 עולם", "he-IL")


def test_the_answered_post_is_named() -> None:
    assert parse_object(note(inReplyTo=QUOTED)).parent == TO_QUOTED
    assert parse_object(note(inReplyTo={"id": QUOTED})).parent == TO_QUOTED


def test_an_article_begins_with_its_title_and_its_summary_is_no_warning() -> None:
    found = parse_object(note(type="Article", name="A < B", summary="In short"))
    assert (found.text, found.content_warning) == ("A < B\n\nHello", None)
    assert found.html == "<p><strong>A &lt; B</strong></p><p>Hello</p>"
    page = parse_object(
        note(type="Page", name="See", content=None, contentMap=None,
             attachment=[{"type": "Link", "href": "https://news.example/1"}])
    )  # fmt: skip
    assert (page.text, page.link_card) == ("See", LinkCard(url="https://news.example/1"))


def test_an_announce_is_a_repost() -> None:
    number = "114247350038981352"
    found = parse_object(
        {
            "id": f"https://m.example/users/ann/statuses/{number}/activity",
            "type": "Announce",
            "actor": "https://m.example/users/ann",
            "published": "2025-03-29T19:23:35Z",
            "object": QUOTED,
        },
        actor(),
    )
    assert (found.kind, found.text, found.html) == ("repost", "", None)
    assert found.native_id == f"m.example/{number}"
    assert found.reposted == TO_QUOTED
    assert found.author.handle == "ann@m.example"


def test_a_tombstone_is_no_snapshot() -> None:
    with pytest.raises(ValueError, match="Tombstone"):
        parse_object({"type": "Tombstone", "id": note()["id"]})


@pytest.mark.parametrize(
    ("to", "cc", "public"),
    [
        (["https://www.w3.org/ns/activitystreams#Public"], [], True),
        ([], "as:Public", True),
        (["https://m.example/users/ann/followers"], [], False),
        ("https://m.example/users/bob", None, False),
        (None, None, True),
        ([{}], [], True),
    ],
)
def test_only_what_is_addressed_to_everybody_is_public(to: Any, cc: Any, public: bool) -> None:
    assert is_public(note(to=to, cc=cc)) is public


ODD: list[Any] = [None, True, -1, 10**400, "x", "", [], {}, [[]], [None], {"a": []}, [{"type": []}]]


@pytest.mark.parametrize(
    "key", sorted({*note(), "updated", "quote", "inReplyTo", "oneOf"} - {"id", "type"})
)
@pytest.mark.parametrize("odd", ODD, ids=lambda value: str(value)[:12])
def test_a_property_of_another_shape_does_not_raise(key: str, odd: Any) -> None:
    assert parse_object(note(**{key: odd}), actor(name=odd, icon=odd, url=odd)).native_id


def test_a_kind_that_is_a_list_does_not_raise() -> None:
    assert media_of({"type": ["Video"], "attachment": []}) == ()


@pytest.mark.parametrize("odd", ODD, ids=lambda value: str(value)[:12])
def test_attachments_and_tags_of_another_shape_do_not_raise(odd: Any) -> None:
    entry = {
        "type": "Video",
        "url": odd,
        "mediaType": odd,
        "duration": odd,
        "width": odd,
        "icon": odd,
    }
    found = parse_object(
        note(
            attachment=[entry, {**entry, "type": odd}, {**entry, "url": "https://m.example/v"}],
            tag=[
                {"type": kind, "href": odd, "name": odd, "icon": odd}
                for kind in ("Emoji", "Link", odd)
            ],
        )
    )
    assert found.text == "Hello"


def test_a_name_that_reads_as_an_account_elsewhere_makes_no_handle() -> None:
    found = parse_object(note(), actor(preferredUsername="president@gov.example"))
    assert found.author.handle is None
