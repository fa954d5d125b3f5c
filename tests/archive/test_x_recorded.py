"""The recorded answers of X, which live beside the project."""

import json
from pathlib import Path
from typing import Any

import pytest

from archive.outcome import Gone
from archive.platforms.x import parse_tweet_result, parse_v2
from archive.platforms.x.post import Parsed
from archive.platforms.x.tombstone import tombstone as read_tombstone


def recorded(payloads: Path, name: str) -> Any:
    return json.loads((payloads / "x" / name).read_text(encoding="utf-8"))


SYNDICATED = [
    # file, handle, how the text ends, facets, media, quoted, card
    ("1641086480675225601-tweet-with-image", "SamuelSusla", "what you think!", 1, 1, False, False),
    (
        "1641895049427550208-tweet-with-quote-tweet",
        "mattcarrollcode",
        "extra setup!",
        1,
        0,
        True,
        False,
    ),
    (
        "1684218600456876032-video",
        "Rainmaker1973",
        "[full paper: buff.ly/450N0Px]",
        1,
        1,
        False,
        False,
    ),
    ("1703436713362870723-card-summary-large-alt", "rhaksw", "the AMA. 1/2 🧵", 2, 0, False, True),
    (
        "2023357708301455483-affiliate-label-2026",
        "jarredsumner",
        "CLI start time",
        0,
        0,
        False,
        False,
    ),
]


@pytest.mark.parametrize(
    ("name", "handle", "ending", "facets", "media", "quoted", "card"), SYNDICATED
)
def test_every_recorded_embed_reads_as_a_reader_saw_it(
    payloads: Path,
    name: str,
    handle: str,
    ending: str,
    facets: int,
    media: int,
    quoted: bool,
    card: bool,
) -> None:
    parsed = parse_tweet_result(recorded(payloads, f"syndication-{name}.json"))
    snapshot = parsed.versions[name.split("-")[0]]
    assert snapshot.author.handle == handle
    assert snapshot.text.endswith(ending)
    assert "t.co/" not in snapshot.text
    assert (len(snapshot.facets), len(snapshot.media)) == (facets, media)
    assert (snapshot.quoted is not None, snapshot.link_card is not None) == (quoted, card)
    assert len(parsed.along) == quoted
    assert snapshot.created_precision == "ms"
    assert snapshot.warnings == ()


def test_the_recorded_times_agree_with_the_ids(payloads: Path) -> None:
    for name, *_ in SYNDICATED:
        payload = recorded(payloads, f"syndication-{name}.json")
        (snapshot,) = parse_tweet_result(payload).versions.values()
        assert snapshot.created_at is not None
        told = payload["created_at"].removesuffix(".000Z")
        assert snapshot.created_at.isoformat().startswith(told)


def test_the_recorded_tombstone_is_a_deletion_by_the_author(payloads: Path) -> None:
    answer = read_tombstone(recorded(payloads, "syndication-tombstone-deleted-by-author.json"))
    assert answer == Gone(
        cause="deleted by the author", basis="This Post was deleted by the Post author."
    )


@pytest.mark.parametrize(
    ("data", "includes"),
    [
        ("commtwitter-data_1399765322509557763", "commtwitter-users_1399765322509557763"),
        ("hk-data_1399524961891532805", "hk-users_1399524961891532805"),
        ("tweetdata-data_1402939532849319939", "tweetdata-users_1402939532849319939"),
    ],
)
def test_every_post_of_the_recorded_api_answers_is_read(
    payloads: Path, data: str, includes: str
) -> None:
    included = recorded(payloads, f"v2-academictwitter-{includes}.json")
    for told in recorded(payloads, f"v2-academictwitter-{data}.json"):
        parsed = parse_v2({"data": told, "includes": included})
        snapshot = parsed.versions[told["id"]]
        assert snapshot.author.native_id == told["author_id"]
        assert snapshot.author.handle is not None
        assert not any("outside" in warning for warning in snapshot.warnings)
        marks = {"hashtag": "#", "mention": "@", "cashtag": "$"}
        for facet in snapshot.facets:
            shown = snapshot.text[facet.start : facet.end]
            assert shown.startswith((marks.get(facet.kind, ""), "＃"))
        if snapshot.kind == "post" and told.get("entities", {}).get("urls"):
            assert "https://t.co/" not in snapshot.text


def test_the_recorded_single_answers_of_the_api_are_read(payloads: Path) -> None:
    parsed: Parsed = parse_v2(recorded(payloads, "v2-snssdks-tweet_resp.json"))
    (video,) = parsed.versions["1067094924124872705"].media
    assert (video.kind, video.duration, video.native_id) == (
        "video",
        136.637,
        "1064638969197977600",
    )
