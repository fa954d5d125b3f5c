"""What somebody types in: which post it is, when it was posted, and what cannot be taken."""

from datetime import UTC, datetime
from typing import Any

import pytest

from archive.by_hand import (
    MAX_SCREENSHOTS,
    Checked,
    Field,
    Typed,
    Wrong,
    WrongFields,
    check,
    snapshot_of,
)
from archive.platforms import HAND
from archive.records import NeedsLookup, PostRef

NOW = datetime(2025, 4, 1, 12, tzinfo=UTC)


def checked(screenshots: int = 0, **more: Any) -> Checked:
    said: dict[str, Any] = {"text": "The wall is closed.", "handle": "@official"}
    return check(Typed(**(said | more)), screenshots, NOW)


def wrong(screenshots: int = 0, **more: Any) -> dict[Field, Wrong]:
    with pytest.raises(WrongFields) as told:
        checked(screenshots, **more)
    assert str(told.value).endswith("Mend the fields that are named; nothing was kept.")
    return dict(told.value.fields)


def test_a_post_with_an_address_is_the_post_of_that_address() -> None:
    one = checked(url=" https://mobile.twitter.com/official/status/20?s=21 ")
    assert isinstance(one.ref, PostRef)
    assert (one.ref.platform, one.ref.native_id) == ("x", "20")
    assert isinstance(checked(url="https://bsky.app/profile/a.example/post/3k").ref, NeedsLookup)


def test_one_without_is_named_by_its_author_time_and_text() -> None:
    def named(**more: Any) -> str:
        ref = checked(**more).ref
        assert isinstance(ref, PostRef)
        assert (ref.platform, ref.url) == (HAND, "")
        return ref.native_id

    same = named(time="2025-03-29T17:02:11Z")
    assert same == named(time="2025-03-29 12:02:11", timezone="America/Chicago")
    assert same == named(time="2025-03-29T17:02:11Z", handle=" Official", name="An Official")
    others = [
        named(),
        named(time="2025-03-29T17:02:12Z"),
        named(time="2025-03-29T17:02:11Z", text="The wall is open."),
        named(time="2025-03-29T17:02:11Z", handle="another"),
    ]
    assert len({same, *others}) == 5


@pytest.mark.parametrize(
    ("time", "zone", "moment", "precision"),
    [
        ("2025-03-29T17:02:11Z", None, "2025-03-29T17:02:11+00:00", "s"),
        ("2025-03-29T17:02:00Z", None, "2025-03-29T17:02:00+00:00", "s"),
        ("2025-03-29T17:02-06:00", "Europe/Madrid", "2025-03-29T23:02:00+00:00", "minute"),
        ("2025-03-29 17:02", "America/Chicago", "2025-03-29T22:02:00+00:00", "minute"),
        ("2025-03-29", "America/Chicago", "2025-03-29T17:00:00+00:00", "day"),
        (None, None, None, "unknown"),
        ("  ", "nowhere", None, "unknown"),
    ],
)
def test_a_time_is_as_precise_as_it_was_typed(
    time: str | None, zone: str | None, moment: str | None, precision: str
) -> None:
    one = checked(time=time, timezone=zone)
    assert (one.created_at and one.created_at.isoformat(), one.precision) == (moment, precision)


@pytest.mark.parametrize(
    ("more", "fields"),
    [
        ({"text": " \n "}, {"text": "missing"}),
        ({"text": "", "screenshots": 1}, {"text": "missing"}),
        ({"text": "a" * 200_001}, {"text": "too long"}),
        ({"handle": "@", "name": " "}, {"name": "missing"}),
        ({"name": "a" * 1001, "handle": "b" * 1001}, {"name": "too long", "handle": "too long"}),
        ({"time": "yesterday"}, {"time": "no time"}),
        ({"time": "2025-02-30"}, {"time": "no time"}),
        ({"time": "0001-01-01T00:00+23:00"}, {"time": "no time"}),
        ({"time": "2025-04-01T12:00:01Z"}, {"time": "future"}),
        ({"time": "2025-04-03", "timezone": "Asia/Tokyo"}, {"time": "future"}),
        ({"time": "2025-03-29T17:02"}, {"timezone": "no zone"}),
        ({"time": "2025-03-29", "timezone": "../etc/passwd"}, {"timezone": "no zone"}),
        ({"time": "2025-03-29", "timezone": "America"}, {"timezone": "no zone"}),
        ({"url": "https://x.com/official"}, {"url": "no post"}),
        ({"url": "javascript:alert(1)"}, {"url": "no post"}),
        ({"screenshots": MAX_SCREENSHOTS + 1}, {"screenshots": "too many"}),
        ({"text": "", "url": "?"}, {"text": "missing", "url": "no post"}),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_told_by_field(
    more: dict[str, Any], fields: dict[str, str]
) -> None:
    assert wrong(**more) == fields


def test_a_post_without_words_needs_its_address_and_a_screenshot() -> None:
    url = "https://x.com/official/status/20"
    assert checked(1, text="", url=url).text == ""
    assert wrong(0, text="", url=url) == {"text": "missing"}


def test_the_snapshot_says_that_it_was_typed_in_and_shows_the_screenshots() -> None:
    one = checked(text="\r\nTwo\r\nlines\ud800\n", name="An\nOfficial", time="2025-03-29T17:02Z")
    assert isinstance(one.ref, PostRef)
    made = snapshot_of(one, one.ref, 2)
    assert made.completeness == "by hand"
    assert made.text == "Two\nlines\ufffd"
    assert len(made.warnings) == 1
    assert (made.author.name, made.author.handle) == ("An Official", "official")
    assert [medium.kind for medium in made.media] == ["image", "image"]
