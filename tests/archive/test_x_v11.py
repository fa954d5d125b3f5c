"""Statuses of X's API v1.1 -> snapshots."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from archive.canonical import canonical
from archive.platforms.x import parse_tweet_result
from archive.platforms.x.v11 import parse_v11, time_of
from archive.records import FOR_FOLLOWERS, Author, Snapshot
from tests.archive.v11_payloads import V11_ID, V11_QUOTED, V11_USER, span, v11
from tests.archive.x_payloads import tweet


def read(payload: dict[str, Any]) -> Snapshot:
    parsed = parse_v11(payload)
    return parsed.versions[parsed.chain[-1]]


def test_a_status_reads_like_the_embeds_answer() -> None:
    raw = "R&amp;D on #bridges with @bob_rep https://t.co/abc 🌉"
    entities = {
        "hashtags": [span(raw, "#bridges", text="bridges")],
        "user_mentions": [span(raw, "@bob_rep", screen_name="bob_rep")],
        "urls": [span(raw, "https://t.co/abc", expanded_url="https://e.org/", display_url="e.org")],
    }
    old = read(v11(raw, id_str=tweet()["id_str"], entities=entities))
    (new,) = parse_tweet_result(tweet(raw, entities=entities)).versions.values()
    assert canonical(old) == canonical(new)
    assert old.text == "R&D on #bridges with @bob_rep e.org 🌉"
    assert old.counts == {"reposts": 5, "likes": 12}


def test_the_time_is_the_ids_to_the_millisecond() -> None:
    assert read(v11()).created_at == datetime(2023, 3, 29, 14, 34, 41, 562_000, UTC)
    early = read(v11(id_str="20", created_at="Tue Mar 21 20:50:14 +0000 2006"))
    assert (early.created_at, early.created_precision) == (
        datetime(2006, 3, 21, 20, 50, 14, tzinfo=UTC),
        "s",
    )


def test_a_stream_has_the_whole_of_a_long_text_apart() -> None:
    long = "The bridge opens on Monday. " * 6 + "#ada"
    whole = {
        "full_text": long,
        "display_text_range": [0, len(long)],
        "entities": {"hashtags": [span(long, "#ada", text="ada")]},
    }
    cut = long[:120] + "… https://t.co/whole"
    snapshot = read(v11(full_text=None, text=cut, truncated=True, extended_tweet=whole))
    assert (snapshot.text, snapshot.completeness) == (long, "full")
    assert snapshot.text[snapshot.facets[0].start :] == "#ada"


def test_a_text_that_is_cut_says_so_and_hides_the_link_to_itself() -> None:
    text = "The bridge opens on Mon… https://t.co/whole"
    link = span(
        text,
        "https://t.co/whole",
        expanded_url=f"https://twitter.com/i/web/status/{V11_ID}",
        display_url="twitter.com/i/web/status/1…",
    )
    status = v11(full_text=None, text=text, display_text_range=None, entities={"urls": [link]})
    snapshot = read(status | {"truncated": True})
    assert (snapshot.text, snapshot.completeness) == ("The bridge opens on Mon…", "cut")
    assert read(status).completeness == "cut"


def test_all_pictures_come_from_the_extended_entities_and_their_link_is_hidden() -> None:
    raw = "Two of them https://t.co/pic"
    pictures = [
        span(
            raw,
            "https://t.co/pic",
            type="photo",
            media_url_https=f"https://pbs.twimg.com/media/{name}.jpg",
            ext_alt_text="A bridge",
            expanded_url=f"https://twitter.com/ada_mayor/status/{V11_ID}/photo/1",
        )
        for name in ("one", "two")
    ]
    snapshot = read(
        v11(raw, entities={"media": pictures[:1]}, extended_entities={"media": pictures})
    )
    assert snapshot.text == "Two of them"
    assert [medium.native_id for medium in snapshot.media] == ["one", "two"]
    assert snapshot.media[0].alt == "A bridge"


def test_a_repost_points_to_the_post_inside_and_has_no_words_of_its_own() -> None:
    inner = v11("Long words.", id_str=V11_QUOTED, user=V11_USER | {"screen_name": "bob_rep"})
    parsed = parse_v11(v11("RT @bob_rep: Long wo…", retweeted_status=inner))
    snapshot = parsed.versions[V11_ID]
    assert (snapshot.kind, snapshot.text, snapshot.quoted) == ("repost", "", None)
    assert snapshot.reposted is not None
    assert snapshot.reposted.native_id == V11_QUOTED
    assert [other.text for other in parsed.along] == ["Long words."]


def test_a_quoted_post_comes_along_and_its_link_is_hidden() -> None:
    raw = "See this https://t.co/quote"
    link = span(
        raw,
        "https://t.co/quote",
        expanded_url=f"https://twitter.com/ada_mayor/status/{V11_QUOTED}",
        display_url="twitter.com/ada_mayor/stat…",
    )
    quoted = v11("What I said.", id_str=V11_QUOTED)
    parsed = parse_v11(v11(raw, entities={"urls": [link]}, quoted_status=quoted))
    snapshot = parsed.versions[V11_ID]
    assert snapshot.text == "See this"
    assert [other.text for other in parsed.along] == ["What I said."]
    gone = read(v11(raw, quoted_status_id_str=V11_QUOTED)).quoted
    assert gone is not None
    assert gone.unavailable == "not taken"


def test_a_reply_hides_the_handles_that_it_begins_with_and_names_its_parent() -> None:
    raw = "@bob_rep Yes."
    snapshot = read(
        v11(
            raw,
            display_text_range=[9, 13],
            in_reply_to_status_id_str=V11_QUOTED,
            in_reply_to_screen_name="bob_rep",
        )
    )
    assert snapshot.text == "Yes."
    assert snapshot.parent is not None
    assert snapshot.parent.url == f"https://x.com/bob_rep/status/{V11_QUOTED}"


def test_a_data_archive_writes_numbers_as_text_and_names_no_author() -> None:
    raw = "On #bridges"
    owner = Author(name="Ada Mayor", handle="ada_mayor", native_id="7000001")
    parsed = parse_v11(
        v11(
            raw,
            user=None,
            favorite_count="12",
            display_text_range=["0", "11"],
            entities={"hashtags": [{"text": "bridges", "indices": ["3", "11"]}]},
            edit_info={"initial": {"editTweetIds": [V11_ID]}},
        ),
        owner,
    )
    snapshot = parsed.versions[V11_ID]
    assert snapshot.author == owner
    assert snapshot.counts["likes"] == 12
    assert snapshot.text[snapshot.facets[0].start : snapshot.facets[0].end] == "#bridges"


def test_a_later_version_belongs_to_the_first_ones_post() -> None:
    later = "1641086490675225602"
    info = {"edit": {"editControlInitial": {"editTweetIds": [V11_ID, later]}}}
    parsed = parse_v11(v11(id_str=later, edit_info=info))
    assert parsed.native_id == V11_ID
    assert parsed.versions[later].edited_at is not None


def test_a_protected_accounts_post_is_for_followers_only() -> None:
    assert read(v11(user=V11_USER | {"protected": True})).labels == (FOR_FOLLOWERS,)
    assert read(v11()).labels == ()


@pytest.mark.parametrize("id_", [1.641e18, "1.641086480675225E+18", "1641086480675225600.0"])
def test_an_id_that_was_rounded_is_refused(id_: object) -> None:
    with pytest.raises(ValueError, match="rounded"):
        parse_v11(v11(id_str=None, id=id_))


@pytest.mark.parametrize("status", [{}, {"id_str": V11_ID}, {"id_str": True}, {"id_str": "x"}])
def test_what_is_no_status_is_refused(status: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="no "):
        parse_v11(status)


@pytest.mark.parametrize(
    "told", ["Wed Xyz 29 14:34:41 +0000 2023", "Wed Feb 31 14:34:41 +0000 2023"]
)
def test_a_time_that_is_none_is_unknown(told: str) -> None:
    assert time_of(told) is None


def test_every_recorded_status_is_read_and_its_facets_stand_on_their_words(payloads: Path) -> None:
    read_so_far = 0
    for path in sorted((payloads / "x").glob("v11-*.json")):
        for status in _statuses(json.loads(path.read_text(encoding="utf-8"))):
            read_so_far += 1
            snapshot = read(status)
            for facet in snapshot.facets:
                words = snapshot.text[facet.start : facet.end]
                assert facet.kind != "mention" or words[0] == "@", path.name
                assert facet.kind != "hashtag" or words[0] == "#", path.name
    assert read_so_far > 200


def _statuses(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        if {"id_str", "entities"} <= value.keys() and {"text", "full_text"} & value.keys():
            return [value]
        value = list(value.values())
    return [s for item in value for s in _statuses(item)] if isinstance(value, list) else []
