"""Saved responses of X, recognised by their shape alone; what other platforms gave is none."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.outcome import Answer, Found, Gone, Refused
from archive.platforms.base import Saved
from archive.platforms.x import X
from tests.archive.same_posts import FORMS
from tests.archive.x_payloads import (
    FIRST,
    QUOTED,
    embed,
    graphql,
    old_page,
    tombstone,
    tweet,
    v2,
)

USER: dict[str, Any] = {"id_str": "7000001", "name": "Ada Mayor", "screen_name": "ada_mayor"}
STATUS: dict[str, Any] = {
    "id_str": FIRST,
    "created_at": "Sat Mar 29 15:06:26 +0000 2025",
    "full_text": "The bridge opens on Monday.",
    "lang": "en",
    "user": USER,
}
OTHER: dict[str, Any] = {**STATUS, "id_str": QUOTED}
BARE: dict[str, Any] = {key: value for key, value in STATUS.items() if key != "user"}


def saved(value: object, url: str | None = None) -> tuple[Answer, ...]:
    body = value.encode() if isinstance(value, str) else json.dumps(value).encode()
    return X.read_saved(Saved(body=body, url=url))


SHAPES: dict[str, Any] = {
    "tweet-result": tweet(),
    "tweet-result without a name of its type": {k: v for k, v in tweet().items() if k[0] != "_"},
    "GraphQL": {"data": {"tweetResult": {"result": graphql()}}},
    "v1.1": STATUS,
    "v1.1, cut once": {**BARE, "user": USER, "text": STATUS["full_text"], "truncated": False},
    "v1.1 of an account": [{**USER, "status": BARE}],
    "v1.1 by id": {"id": {FIRST: STATUS, QUOTED: None}},
    "v1.1 found": {"statuses": [STATUS], "search_metadata": {}},
    "data archive": [{"tweet": STATUS}],
    "v2": v2(),
    "v2, several": {**v2(), "data": [v2()["data"]]},
    "v2, what came beside": {"tweets": [v2()["data"]], "users": v2()["includes"]["users"]},
    "oEmbed": embed(),
    "a page": old_page(),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_post_is_recognised_by_the_shape_of_its_answer(shape: str) -> None:
    (answer,) = saved(SHAPES[shape])
    assert isinstance(answer, Found)
    assert answer.ref.native_id == FIRST
    assert answer.snapshots[-1].text == "The bridge opens on Monday."
    assert answer.snapshots[-1].author.handle == "ada_mayor"


def test_each_post_of_several_has_its_answer_and_a_bad_one_costs_the_others_nothing() -> None:
    rounded = {**STATUS, "id_str": None, "id": 1.906e18}
    answers = saved([STATUS, rounded, OTHER])
    assert [isinstance(answer, Found) for answer in answers] == [True, False, True]
    assert len(saved([rounded] * 1_001)) == 1_000


def test_a_post_whose_account_is_a_number_only_is_there_in_part() -> None:
    alone = {key: value for key, value in v2().items() if key == "data"}
    (answer,) = saved(alone)
    assert isinstance(answer, Found)
    snapshot = answer.snapshots[-1]
    assert (snapshot.author.native_id, snapshot.author.handle) == ("7000001", None)
    assert snapshot.completeness == "partial"
    assert "what the account was called" in snapshot.warnings[-1]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({"errors": [{"code": 144, "message": "No status found with that ID."}]}, "not shown"),
        ({"errors": [{"code": 88, "message": "Rate limit exceeded"}]}, "limited"),
        ({"errors": [{"code": 215, "message": "Bad Authentication data."}]}, "login"),
        ({"request": "/1.1/favorites/list.json", "error": "Not authorized."}, "login"),
        (
            {
                "errors": [
                    {
                        "title": "Not Found Error",
                        "detail": "Could not find tweet with id: [1].",
                        "type": "https://api.twitter.com/2/problems/resource-not-found",
                    }
                ]
            },
            "not shown",
        ),
        ({"data": {"tweetResult": {}}}, "not shown"),
    ],
)
def test_an_error_says_nothing_of_the_post(value: Any, reason: str) -> None:
    (answer,) = saved(value)
    assert isinstance(answer, Refused)
    assert answer.reason == reason


def test_a_tombstone_says_that_it_is_gone() -> None:
    words = "This Post was deleted by the Post author."
    assert saved(tombstone(words)) == (Gone(cause="deleted by the author", basis=words),)


def test_a_page_without_the_post_is_xs_where_its_address_is_told() -> None:
    shell = "<html><body><script>boot()</script></body></html>"
    assert saved(shell) == ()
    (answer,) = saved(shell, url=f"https://x.com/ada_mayor/status/{FIRST}")
    assert isinstance(answer, Refused)


@pytest.mark.parametrize(
    "value",
    [
        {},
        [],
        "",
        "text",
        "{",
        None,
        7,
        {"id": "109", "created_at": "2025-03-29T15:06:26.000Z", "content": "<p>Hi</p>"},
        {"id": "109", "text": "Hi", "spoiler_text": ""},
        {"id": "109", "text": "Hi", "permalink": "https://www.threads.net/@ada/post/1"},
        {"data": [{"id": "109", "message": "Hi", "text": "Hi"}]},
        {"type": "rich", "html": "<p>", "url": "https://mastodon.example/@ada/1"},
        {"errors": [{"message": "Not Found"}]},
        {"error": "Record not found"},
        "<html><meta property='og:url' content='https://example.org/1'></html>",
    ],
)
def test_what_others_gave_is_none_of_xs(value: object) -> None:
    assert saved(value) == ()


SAME = {
    name: form.body
    for name, form in FORMS["x"].items()
    if form.by != "browser" and not name.endswith("cut")
}


@pytest.mark.parametrize("source", SAME)
def test_the_same_post_through_every_interface_is_the_same(source: str) -> None:
    (answer,) = saved(SAME[source])
    assert isinstance(answer, Found)
    snapshot = answer.snapshots[-1]
    assert snapshot.text == "Café & \U0001f642 #Bridge @bob_law e.org/a"
    assert [(f.kind, snapshot.text[f.start : f.end], f.target) for f in snapshot.facets] == [
        ("hashtag", "#Bridge", "https://x.com/hashtag/Bridge"),
        ("mention", "@bob_law", "https://x.com/bob_law"),
        ("link", "e.org/a", "https://e.org/a"),
    ]
    assert (snapshot.author.name, snapshot.author.handle) == ("Ada Mayor", "ada_mayor")
    assert (snapshot.lang, snapshot.created_precision) == ("en", "ms")
    assert str(snapshot.created_at) == "2025-03-29 15:06:26.424000+00:00"


def places(value: Any, to: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to each value inside."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in inside:
        yield (*to, key)
        if isinstance(inner, (dict, list)):
            yield from places(inner, (*to, key))


FULL = graphql(
    has_birdwatch_notes=True,
    birdwatch_pivot={"subtitle": {"text": "It is closed."}},
    note_tweet={
        "note_tweet_results": {
            "result": {
                "text": "#a long",
                "entity_set": {"hashtags": [{"text": "a", "indices": [0, 2]}]},
            }
        }
    },
    quoted_status_result={"result": tombstone("This Post is unavailable.")},
    article={
        "article_results": {
            "result": {
                "title": "On bridges",
                "content_state": {"blocks": [{"text": "They are."}]},
                "cover_media": {"media_info": {"original_img_url": "https://e.org/a.jpg"}},
            }
        }
    },
    card={"legacy": {"name": "summary", "binding_values": [{"key": "title", "value": {}}]}},
    legacy={
        "quoted_status_id_str": QUOTED,
        "quoted_status_permalink": {"expanded": f"https://x.com/i/status/{QUOTED}"},
        "extended_entities": {"media": [{"type": "photo", "original_info": {"width": 1}}]},
        "retweeted_status_result": {"result": {}},
    },
)
JUNK: tuple[Any, ...] = (None, 10**30, "x", [[1, 2]], {"a": 1})


def test_no_value_in_any_place_makes_reading_raise() -> None:
    for place in places(FULL):
        value = copy.deepcopy(FULL)
        holder = value
        for key in place[:-1]:
            holder = holder[key]
        for junk in JUNK:
            holder[place[-1]] = junk
            saved(value)


def test_no_recording_of_another_platform_is_taken_for_xs(payloads: Path) -> None:
    # Their pages are large, and hold nothing of X's: those of news sites are not looked at.
    taken = [
        f"{file.parent.name}/{file.name}"
        for file in sorted(payloads.glob("*/*.json"))
        if file.parent.name not in {"x", "news"} and X.read_saved(Saved(body=file.read_bytes()))
    ]
    assert taken == []
