"""What X's web client was given, in answers written by us in the recorded shapes. Tombstones, the
reasons of ``TweetUnavailable`` but one, and a note's words are documented by clients and in no
recording.
"""

from typing import Any

import pytest

from archive.outcome import Answer, Failed, Found, Gone, Refused
from archive.platforms.x.graphql import NOTED, read_graphql
from archive.records import Snapshot
from tests.archive.x_payloads import FIRST, QUOTED, SECOND, USER, graphql, tombstone, url_entity


def of(result: Any) -> dict[str, Any]:
    return {"data": {"tweetResult": {"result": result}}}


def look(result: Any) -> Answer:
    (answer,) = read_graphql(of(result))
    return answer


def post(result: Any) -> Snapshot:
    answer = look(result)
    assert isinstance(answer, Found), answer
    return answer.snapshots[-1]


def note(text: str, **spans: Any) -> dict[str, Any]:
    return {"note_tweet_results": {"result": {"text": text, "entity_set": spans}}}


def unavailable(reason: str) -> dict[str, Any]:
    return {"__typename": "TweetUnavailable", "reason": reason}


def test_a_post_is_read_with_the_author_of_either_shape() -> None:
    new = post(graphql())
    old = graphql()
    old["core"]["user_results"]["result"] = {
        "rest_id": "7000001",
        "legacy": {key: value for key, value in USER.items() if key != "id_str"},
    }
    assert post(old) == new
    assert (new.author.handle, new.author.native_id) == ("ada_mayor", "7000001")
    assert new.author.avatar_url == "https://pbs.twimg.com/profile_images/1/ada.jpg"
    assert new.counts == {"likes": 12, "views": 4717}
    assert (new.completeness, new.created_precision) == ("full", "ms")


WRAPPERS: dict[str, Any] = {
    "alone": graphql(),
    "with visibility": of({"__typename": "TweetWithVisibilityResults", "tweet": graphql()}),
    "several": {"data": {"tweet_results": [{"result": graphql()}]}},
    "an entry": {"content": {"itemContent": {"tweet_results": {"result": graphql()}}}},
    "a timeline": {
        "data": {
            "threaded_conversation_with_injections_v2": {
                "instructions": [
                    {
                        "type": "TimelineAddEntries",
                        "entries": [
                            {
                                "content": {
                                    "items": [
                                        {
                                            "item": {
                                                "itemContent": {
                                                    "tweet_results": {"result": graphql()}
                                                }
                                            }
                                        }
                                    ]
                                }
                            },
                            {
                                "content": {
                                    "itemContent": {
                                        "promotedMetadata": {},
                                        "tweet_results": {"result": graphql("Buy")},
                                    }
                                }
                            },
                        ],
                    }
                ]
            }
        }
    },
}


@pytest.mark.parametrize("wrapper", WRAPPERS)
def test_a_post_is_found_in_every_wrapper_and_what_was_paid_for_is_left_out(wrapper: str) -> None:
    (answer,) = read_graphql(WRAPPERS[wrapper])
    assert isinstance(answer, Found)
    assert answer.snapshots == (post(graphql()),)


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (
            tombstone("This Post was deleted by the Post author. Learn more"),
            "deleted by the author",
        ),
        (tombstone("This Post is unavailable. Learn more"), "not shown"),
        (unavailable("Suspended"), "account suspended"),
        (unavailable("Protected"), "protected"),
        (unavailable("NsfwLoggedOut"), "blocked here"),
        (unavailable("Unavailable"), "not shown"),
        ({"__typename": "TweetUnavailable"}, "not shown"),
        ({}, "not shown"),
        (None, "not shown"),
        ({"__typename": "Tweet", "rest_id": FIRST}, "malformed"),
        (graphql(legacy={"full_text": None}), "malformed"),
    ],
)
def test_what_stands_in_a_posts_place_is_told(result: Any, expected: str) -> None:
    answer = look(result)
    assert not isinstance(answer, Found)
    assert (answer.cause if isinstance(answer, Gone) else answer.reason) == expected


def test_only_the_platforms_own_words_make_it_gone() -> None:
    answer = look(unavailable("Suspended"))
    assert answer == Gone(cause="account suspended", basis="TweetUnavailable: Suspended")
    text = "TweetUnavailable: Suspended. This Post was deleted by the Post author."
    assert post(graphql(text)).text == text


def test_a_long_text_is_whole_and_is_not_unescaped() -> None:
    long = 'He wrote "&amp;" -> and \U0001f642 #Bridge at https://t.co/abc'
    start = long.index("#")
    snapshot = post(
        graphql(
            "He wrote… https://t.co/xyz",
            note_tweet=note(
                long,
                hashtags=[{"text": "Bridge", "indices": [start, start + 7]}],
                urls=[url_entity(long, "https://t.co/abc", "https://e.org/a", "e.org/a")],
            ),
        )
    )
    assert snapshot.text == 'He wrote "&amp;" -> and \U0001f642 #Bridge at e.org/a'
    assert [snapshot.text[f.start : f.end] for f in snapshot.facets] == ["#Bridge", "e.org/a"]
    assert snapshot.completeness == "full"


def test_an_escape_that_somebody_wrote_in_a_long_text_stays() -> None:
    assert post(graphql("Write…", note_tweet=note("Write &amp; so"))).text == "Write &amp; so"


def test_a_link_to_a_later_version_of_the_quoted_post_is_hidden_too() -> None:
    link = "https://t.co/abc"
    full = f"https://twitter.com/bob_law/status/{SECOND}"
    edits = {"edit_tweet_ids": [QUOTED, SECOND]}
    snapshot = post(
        graphql(
            f"Look {link}",
            legacy={
                "quoted_status_id_str": SECOND,
                "entities": {"urls": [url_entity(f"Look {link}", link, full, "twitter.com/b…")]},
            },
            quoted_status_result={
                "result": graphql("It is safe.", rest_id=SECOND, edit_control=edits)
            },
        )
    )
    assert snapshot.quoted is not None
    assert (snapshot.text, snapshot.quoted.native_id) == ("Look", QUOTED)


def test_a_long_text_that_is_not_given_is_cut() -> None:
    snapshot = post(graphql("He wrote…", note_tweet={"is_expandable": True}))
    assert snapshot.completeness == "cut"
    assert "beginning" in snapshot.warnings[0]


def test_a_long_answers_leading_mentions_are_hidden() -> None:
    legacy = {"display_text_range": [9, 40], "in_reply_to_status_id_str": QUOTED}
    snapshot = post(
        graphql("@bob_law The short", legacy=legacy, note_tweet=note("@bob_law The long <text>"))
    )
    assert snapshot.text == "The long <text>"
    assert snapshot.parent is not None
    assert snapshot.parent.native_id == QUOTED


@pytest.mark.parametrize("control", ["edit_control", "edit_control_initial"])
def test_an_edited_post_has_its_first_id_and_all_others_lead_to_it(control: str) -> None:
    ids = {"edit_tweet_ids": [FIRST, SECOND]}
    told = ids if control == "edit_control" else {"edit_control_initial": ids}
    answer = look(graphql(rest_id=SECOND, edit_control=told))
    assert isinstance(answer, Found)
    assert (answer.ref.native_id, answer.aliases) == (FIRST, (SECOND,))
    assert answer.snapshots[-1].edited_at is not None
    early = post(graphql(edit_control=told))
    assert early.as_of_basis == "edit history"


@pytest.mark.parametrize(
    ("inner", "reason"),
    [
        (tombstone("This Post was deleted by the Post author."), "gone"),
        (unavailable("Suspended"), "gone"),
        (unavailable("Protected"), "protected"),
        (unavailable("NsfwLoggedOut"), "blocked"),
        (tombstone("This Post is unavailable."), "refused"),
        ({"__typename": "New"}, "failed"),
        ({}, "not taken"),
    ],
)
@pytest.mark.parametrize("named", ["by id", "by address"])
def test_a_quoted_post_that_is_not_shown_is_linked_with_the_reason(
    inner: Any, reason: str, named: str
) -> None:
    address = f"https://twitter.com/bob_law/status/{QUOTED}"
    legacy = (
        {"quoted_status_id_str": QUOTED}
        if named == "by id"
        else {"quoted_status_permalink": {"expanded": address}}
    )
    snapshot = post(graphql(legacy=legacy, quoted_status_result={"result": inner}))
    assert snapshot.quoted is not None
    assert (snapshot.quoted.native_id, snapshot.quoted.unavailable) == (QUOTED, reason)


def test_a_quoted_post_comes_along_with_what_stands_beside_it() -> None:
    inner = graphql("It is safe.", rest_id=QUOTED, edit_control={}, has_birdwatch_notes=True)
    answer = look(
        graphql(
            legacy={"quoted_status_id_str": QUOTED},
            quoted_status_result={"result": {"__typename": "TweetWith…", "tweet": inner}},
        )
    )
    assert isinstance(answer, Found)
    (along,) = answer.along
    assert (along.native_id, along.text, along.labels) == (QUOTED, "It is safe.", (NOTED,))
    assert along.counts["views"] == 4717
    assert answer.snapshots[-1].quoted is not None
    assert answer.snapshots[-1].quoted.unavailable is None


def test_a_repost_points_to_the_whole_inner_post() -> None:
    inner = graphql("A text that is long.", rest_id=QUOTED, edit_control={})
    answer = look(graphql("RT @bob: A te…", legacy={"retweeted_status_result": {"result": inner}}))
    assert isinstance(answer, Found)
    outer = answer.snapshots[-1]
    assert (outer.kind, outer.text) == ("repost", "")
    assert outer.reposted is not None
    assert outer.reposted.native_id == QUOTED
    assert answer.along[0].text == "A text that is long."


def test_a_community_note_is_a_label_with_its_words_where_they_are_given() -> None:
    bare = post(graphql(has_birdwatch_notes=True))
    assert bare.labels == (NOTED,)
    assert "were not given" in bare.warnings[0]
    told = post(graphql(birdwatch_pivot={"subtitle": {"text": "The bridge is closed."}}))
    assert told.warnings == ("X showed a community note under this post: “The bridge is closed.”",)
    assert post(graphql(has_birdwatch_notes=False)).labels == ()


def article(**fields: Any) -> dict[str, Any]:
    link = "https://t.co/abc"
    legacy = {
        "entities": {
            "urls": [url_entity(link, link, "http://x.com/i/article/1", "x.com/i/article/1")]
        }
    }
    return graphql(
        link,
        legacy=legacy,
        article={"article_results": {"result": {"title": "On bridges", **fields}}},
    )


def test_an_article_has_its_title_first_and_is_cut_where_only_its_beginning_is_given() -> None:
    beginning = post(article(preview_text="They are"))
    assert (beginning.text, beginning.completeness) == ("On bridges\n\nThey are", "cut")
    blocks = [{"text": "They are safe."}, {"text": " "}, {"text": "All of them."}]
    whole = post(article(content_state={"blocks": blocks}, preview_text="They are"))
    assert whole.text == "On bridges\n\nThey are safe.\n\nAll of them."
    assert (whole.completeness, whole.facets, whole.warnings) == ("full", (), ())


def test_a_protected_account_is_told() -> None:
    result = graphql()
    result["core"]["user_results"]["result"]["privacy"] = {"protected": True}
    assert post(result).for_followers


def test_no_nesting_and_no_number_of_results_is_followed_without_end() -> None:
    deep: Any = of(graphql())
    for _ in range(500):
        deep = {"a": [deep]}
    assert read_graphql(deep) == ()
    many: Any = {"data": {"tweet_results": [{"result": {}}] * 5_000}}
    assert len(read_graphql(many)) == 1_000


def test_what_is_no_answer_of_the_web_client_holds_nothing() -> None:
    others: list[Any] = [None, [], {}, {"data": {}}, {"data": {"tweetResult": None}}, "text", 7]
    for value in others:
        assert read_graphql(value) == ()
    (failed,) = read_graphql(of(graphql(rest_id="1e5", legacy={"id_str": None})))
    assert isinstance(failed, Failed)
    assert isinstance(look({}), Refused)
