"""Answers of tweet-result -> snapshots."""

from datetime import UTC, datetime
from typing import Any

import pytest

from archive.platforms.x import parse_tweet_result
from archive.platforms.x.post import found
from archive.records import Author, LinkCard, PollOption, Snapshot
from tests.archive.x_payloads import (
    FIRST,
    PARENT,
    QUOTED,
    SECOND,
    THIRD,
    chain,
    photo,
    tombstone,
    tweet,
    url_entity,
)


def seen(payload: dict[str, Any]) -> Snapshot:
    (snapshot,) = parse_tweet_result(payload).versions.values()
    return snapshot


def test_a_plain_post_has_author_time_counts_and_address() -> None:
    snapshot = seen(tweet())
    assert snapshot.url == f"https://x.com/ada_mayor/status/{FIRST}"
    assert snapshot.text == "The bridge opens on Monday."
    assert snapshot.author == Author(
        name="Ada Mayor",
        handle="ada_mayor",
        native_id="7000001",
        url="https://x.com/ada_mayor",
        avatar_url="https://pbs.twimg.com/profile_images/1/ada.jpg",
    )
    assert snapshot.counts == {"replies": 3, "likes": 12}
    assert snapshot.lang == "en"
    assert snapshot.completeness == "full"
    assert snapshot.as_of is None
    assert snapshot.warnings == ()


def test_the_time_is_the_ids_to_the_millisecond() -> None:
    snapshot = seen(tweet(created_at="2025-03-29T00:00:00.000Z"))
    assert snapshot.created_at == datetime(2025, 3, 29, 15, 6, 26, 424000, tzinfo=UTC)
    assert snapshot.created_precision == "ms"


def test_the_time_of_a_counted_id_is_what_x_says_to_the_second() -> None:
    snapshot = seen(tweet(id_str="20", created_at="2006-03-21T20:50:14.000Z", edit_control={}))
    assert snapshot.created_at == datetime(2006, 3, 21, 20, 50, 14, tzinfo=UTC)
    assert snapshot.created_precision == "s"


def test_a_counted_id_without_a_time_has_none() -> None:
    snapshot = seen(tweet(id_str="20", created_at="Tuesday", edit_control={}))
    assert (snapshot.created_at, snapshot.created_precision) == (None, "unknown")


@pytest.mark.parametrize(
    ("code", "lang"),
    [
        ("es", "es"),
        ("in", "id"),
        ("iw", "he"),
        ("zxx", None),
        ("und", None),
        ("qme", None),
        ("", None),
        (None, None),
        (7, None),
    ],
)
def test_a_language_that_x_did_not_find_is_unknown(code: object, lang: str | None) -> None:
    assert seen(tweet(lang=code)).lang == lang


def test_pictures_have_their_words_size_and_original_first() -> None:
    snapshot = seen(
        tweet(mediaDetails=[photo(), photo(ext_alt_text=None)], possibly_sensitive=True)
    )
    first, second = snapshot.media
    assert first.kind == "image"
    assert first.urls == (
        "https://pbs.twimg.com/media/AbCdEf.jpg?name=orig",
        "https://pbs.twimg.com/media/AbCdEf.jpg",
    )
    assert (first.native_id, first.alt, first.width, first.height) == (
        "AbCdEf",
        "A bridge at dawn",
        1200,
        800,
    )
    assert second.alt is None
    assert snapshot.sensitive


VARIANTS = [
    {"content_type": "application/x-mpegURL", "url": "https://video.twimg.com/v.m3u8"},
    {"content_type": "video/mp4", "bitrate": 288000, "url": "https://video.twimg.com/low.mp4"},
    {"content_type": "video/mp4", "bitrate": 2176000, "url": "https://video.twimg.com/high.mp4"},
    {"content_type": "video/mp4", "bitrate": 1, "url": "file:///etc/passwd"},
]


def test_a_videos_best_file_comes_first_and_its_playlist_last() -> None:
    poster = "https://pbs.twimg.com/ext_tw_video_thumb/190500/pu/img/poster.jpg"
    detail = photo(
        type="video",
        media_url_https=poster,
        video_info={"duration_millis": 14510, "variants": VARIANTS},
    )
    (video,) = seen(tweet(mediaDetails=[detail])).media
    assert video.kind == "video"
    assert video.urls == (
        "https://video.twimg.com/high.mp4",
        "https://video.twimg.com/low.mp4",
        "https://video.twimg.com/v.m3u8",
    )
    assert (video.mime, video.duration, video.poster_url) == ("video/mp4", 14.51, poster)
    assert video.native_id == "190500"


def test_a_gif_is_a_gif_though_its_file_is_a_video() -> None:
    # Documented shape: no recording of this endpoint holds a GIF.
    detail = photo(
        type="animated_gif",
        media_url_https="https://pbs.twimg.com/tweet_video_thumb/GhIjKl.jpg",
        video_info={
            "aspect_ratio": [1, 1],
            "variants": [
                {"bitrate": 0, "content_type": "video/mp4", "url": "https://v.example/g.mp4"}
            ],
        },
    )
    (gif,) = seen(tweet(mediaDetails=[detail])).media
    assert (gif.kind, gif.urls, gif.mime, gif.duration) == (
        "gif",
        ("https://v.example/g.mp4",),
        "video/mp4",
        None,
    )
    assert gif.native_id == "GhIjKl"


def test_what_x_says_of_its_media_is_told() -> None:
    blocked = photo(ext_media_availability={"status": "Unavailable"})
    snapshot = seen(tweet(mediaDetails=[blocked, photo(type="hologram")]))
    assert len(snapshot.media) == 1
    assert snapshot.warnings == (
        "X said of medium 1: Unavailable.",
        "A medium of the kind 'hologram' was not kept.",
    )


def value(text: str) -> dict[str, str]:
    return {"type": "STRING", "string_value": text}


@pytest.mark.parametrize(
    "name", ["summary", "summary_large_image", "player", "745291183:broadcast"]
)
def test_a_card_is_kept_with_the_links_full_address(name: str) -> None:
    raw = "Plan https://t.co/abcdefghij"
    card = {
        "name": name,
        "url": "https://t.co/abcdefghij",
        "binding_values": {
            "title": value("The bridge & its plan"),
            "description": value("All of it."),
            "card_url": value("https://t.co/abcdefghij"),
            "thumbnail_image": {"image_value": {"url": "https://pbs.twimg.com/small.jpg"}},
            "thumbnail_image_original": {"image_value": {"url": "https://pbs.twimg.com/full.jpg"}},
        },
    }
    link = url_entity(
        raw, "https://t.co/abcdefghij", "https://example.org/plan", "example.org/plan"
    )
    assert seen(tweet(raw, card=card, entities={"urls": [link]})).link_card == LinkCard(
        url="https://example.org/plan",
        title="The bridge & its plan",
        description="All of it.",
        image_url="https://pbs.twimg.com/full.jpg",
    )


def test_a_card_of_an_unknown_kind_is_a_warning() -> None:
    card = {"name": "3691233323:audiospace", "url": "https://t.co/abcdefghij", "binding_values": {}}
    snapshot = seen(tweet(card=card))
    assert snapshot.link_card is None
    assert "audiospace" in snapshot.warnings[0]


@pytest.mark.parametrize("as_list", [True, False])
def test_a_polls_card_is_a_poll(as_list: bool) -> None:
    # The card as X's other interfaces give it: no recording of this endpoint holds a poll.
    values: dict[str, Any] = {
        "choice1_label": value("Yes"),
        "choice1_count": value("30"),
        "choice2_label": value("No"),
        "choice2_count": value("12"),
        "end_datetime_utc": value("2025-03-30T14:34:41Z"),
        "counts_are_final": {"type": "BOOLEAN", "boolean_value": True},
    }
    bindings = [{"key": k, "value": v} for k, v in values.items()] if as_list else values
    card = {"name": "poll2choice_text_only", "url": "card://1", "binding_values": bindings}
    snapshot = seen(tweet(card=card))
    poll = snapshot.poll
    assert poll is not None
    assert snapshot.link_card is None
    assert poll.options == (PollOption(text="Yes", votes=30), PollOption(text="No", votes=12))
    assert poll.ends_at == datetime(2025, 3, 30, 14, 34, 41, tzinfo=UTC)
    assert (poll.closed, poll.multiple, poll.voters) == (True, False, 42)


def other(native_id: str, text: str, **fields: Any) -> dict[str, Any]:
    user = {"id_str": "7000002", "name": "Bob Clerk", "screen_name": "bob_clerk"}
    return tweet(text, id_str=native_id, edit_control={}, user=user, **fields)


def test_a_quoted_and_an_answered_post_come_along_one_level_deep() -> None:
    deeper = other("1903000000000000004", "Deeper")
    parsed = parse_tweet_result(
        tweet(
            quoted_tweet=other(QUOTED, "The bridge is safe.", quoted_tweet=deeper),
            parent=other(PARENT, "Is it?"),
            in_reply_to_status_id_str=PARENT,
            in_reply_to_screen_name="bob_clerk",
        )
    )
    (snapshot,) = parsed.versions.values()
    quoted, parent = parsed.along
    assert snapshot.quoted is not None
    assert snapshot.quoted.url == f"https://x.com/bob_clerk/status/{QUOTED}"
    assert snapshot.quoted.unavailable is None
    assert snapshot.parent is not None
    assert snapshot.parent.native_id == PARENT
    assert (quoted.native_id, quoted.text) == (QUOTED, "The bridge is safe.")
    assert (parent.native_id, parent.text) == (PARENT, "Is it?")
    assert quoted.quoted is not None
    assert quoted.quoted.unavailable == "not taken"


def test_an_answered_post_that_is_only_named_is_a_link() -> None:
    parsed = parse_tweet_result(
        tweet(in_reply_to_status_id_str=PARENT, in_reply_to_screen_name="bob_clerk")
    )
    parent = parsed.versions[FIRST].parent
    assert parent is not None
    assert parent.url == f"https://x.com/bob_clerk/status/{PARENT}"
    assert parent.unavailable == "not taken"
    assert parsed.along == ()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("This Post was deleted by the Post author. Learn more", "gone"),
        ("This account owner limits who can view their Posts. Learn more", "protected"),
        ("This Post has been withheld in Germany. Learn more", "blocked"),
        ("This Post is unavailable. Learn more", "refused"),
    ],
)
def test_a_quoted_post_that_is_not_shown_is_unavailable_with_the_reason(
    words: str, why: str
) -> None:
    snapshot = seen(tweet(quoted_tweet=tombstone(words), quoted_status_id_str=QUOTED))
    assert snapshot.quoted is not None
    assert (snapshot.quoted.native_id, snapshot.quoted.unavailable) == (QUOTED, why)


def test_a_quoted_post_that_cannot_be_read_does_not_cost_the_post() -> None:
    snapshot = seen(tweet(quoted_tweet={"id_str": "x"}))
    assert snapshot.quoted is not None
    assert snapshot.quoted.unavailable == "failed"


def test_a_long_post_of_which_only_the_beginning_is_there_is_cut() -> None:
    snapshot = seen(tweet(note_tweet={"id": "Tm90ZQ=="}))
    assert snapshot.completeness == "cut"
    assert snapshot.warnings == ("X gave only the beginning of this long post.",)


# No recording of tweet-result holds an edit; the documented shape, with our own words.


def test_the_newest_version_bears_the_first_id_and_the_time_of_its_edit() -> None:
    parsed = parse_tweet_result(chain(version=THIRD, stale=False, text="It opens on Tuesday."))
    snapshot = parsed.versions[THIRD]
    assert parsed.chain == (FIRST, SECOND, THIRD)
    assert snapshot.native_id == FIRST
    assert snapshot.url == f"https://x.com/ada_mayor/status/{FIRST}"
    assert snapshot.created_at == datetime(2025, 3, 29, 15, 6, 26, 424000, tzinfo=UTC)
    assert snapshot.edited_at is not None
    assert snapshot.edited_at > snapshot.created_at
    assert (snapshot.as_of, snapshot.as_of_basis) == (None, "now")
    answer = found(parsed, THIRD)
    assert answer.ref.native_id == FIRST
    assert answer.aliases == (SECOND, THIRD)


def test_an_older_version_is_as_of_its_own_time() -> None:
    parsed = parse_tweet_result(chain(version=FIRST, stale=True, text="It opens on Monday."))
    snapshot = parsed.versions[FIRST]
    assert snapshot.edited_at is None
    assert (snapshot.as_of, snapshot.as_of_basis) == (snapshot.created_at, "edit history")
    assert "newer version" in found(parsed, FIRST).snapshots[-1].warnings[0]


def test_a_stale_version_that_names_no_newer_one_is_told() -> None:
    (snapshot,) = found(parse_tweet_result(tweet(isStaleEdit=True)), FIRST).snapshots
    assert snapshot.as_of_basis == "edit history"
    assert "newer version" in snapshot.warnings[0]


@pytest.mark.parametrize("ids", [[SECOND, THIRD], ["x"], [], None, "1906", {"0": FIRST}])
def test_an_edit_chain_that_is_not_this_posts_is_not_believed(ids: object) -> None:
    assert parse_tweet_result(tweet(edit_control={"edit_tweet_ids": ids})).chain == (FIRST,)


@pytest.mark.parametrize(
    "payload",
    [
        None,
        [],
        "text",
        7,
        {},
        {"id_str": FIRST},
        tweet(id_str=20),
        tweet(id_str="020"),
        {**tweet(), "text": None},
        tweet(user=None),
        tweet(user={}),
        tweet(user={"screen_name": 7}),
    ],
)
def test_another_shape_is_a_value_error_that_says_what_is_missing(payload: object) -> None:
    with pytest.raises(ValueError, match=r"^no (id_str|text|author)"):
        parse_tweet_result(payload)
