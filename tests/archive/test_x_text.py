"""X's text and entities as a reader saw them."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.platforms.x import parse_tweet_result, parse_v2
from archive.platforms.x.text import Entity, codepoints, show
from archive.records import Facet, Snapshot
from tests.archive.x_payloads import FIRST, QUOTED, SECOND, tweet, url_entity, v2


def seen(payload: dict[str, Any]) -> Snapshot:
    parsed = parse_tweet_result(payload)
    return parsed.versions[parsed.chain[-1]]


def spans(snapshot: Snapshot) -> list[tuple[str, str, str | None]]:
    return [(f.kind, snapshot.text[f.start : f.end], f.target) for f in snapshot.facets]


def test_tweet_result_entities_count_code_points() -> None:
    text = "🧵🧵 #bridge"
    entity = {"text": "bridge", "indices": [3, 10]}
    snapshot = seen(tweet(text, entities={"hashtags": [entity]}))
    assert spans(snapshot) == [("hashtag", "#bridge", "https://x.com/hashtag/bridge")]


def test_tweet_results_display_range_counts_utf16_units() -> None:
    text = "🧵🧵🧵 read https://t.co/media00001"
    units = len("🧵🧵🧵 read".encode("utf-16-le")) // 2
    assert units == 11  # 8 code points
    snapshot = seen(tweet(text, display_text_range=[0, units]))
    assert snapshot.text == "🧵🧵🧵 read"


def test_a_display_range_that_would_hide_words_is_not_believed() -> None:
    assert seen(tweet("All of these words", display_text_range=[0, 6])).text == "All of these words"
    assert seen(tweet("All of these words", display_text_range=[4, 18])).text == (
        "All of these words"
    )


def test_v2_entities_count_code_points() -> None:
    text = "👉🏻 @ada_mayor $TSLA"
    entities = {
        "mentions": [{"start": 3, "end": 13, "username": "ada_mayor"}],
        "cashtags": [{"start": 14, "end": 19, "tag": "TSLA"}],
    }
    snapshot = parse_v2(v2(text, entities=entities)).versions[FIRST]
    assert spans(snapshot) == [
        ("mention", "@ada_mayor", "https://x.com/ada_mayor"),
        ("cashtag", "$TSLA", "https://x.com/search?q=%24TSLA"),
    ]


def test_text_is_unescaped_after_the_entities_are_cut_out() -> None:
    raw = "R&amp;D &lt;b&gt; #bridge &amp;amp; @ada_mayor"
    at, who = raw.index("#"), raw.index("@")
    snapshot = seen(
        tweet(
            raw,
            entities={
                "hashtags": [{"text": "bridge", "indices": [at, at + 7]}],
                "user_mentions": [{"screen_name": "ada_mayor", "indices": [who, who + 10]}],
            },
        )
    )
    assert snapshot.text == "R&D <b> #bridge &amp; @ada_mayor"
    assert [shown for _, shown, _ in spans(snapshot)] == ["#bridge", "@ada_mayor"]


def test_an_escape_that_x_does_not_write_stays_as_typed() -> None:
    assert seen(tweet("&quot; &eacute; &#39; &copy")).text == "&quot; &eacute; &#39; &copy"


def test_a_link_stands_in_its_shown_form_with_its_full_target() -> None:
    raw = "Plan: https://t.co/abcdefghij, see?"
    link = url_entity(
        raw, "https://t.co/abcdefghij", "https://example.org/a/b?c=d&e=f", "example.org/a/b?c=…"
    )
    snapshot = seen(tweet(raw, entities={"urls": [link]}))
    assert snapshot.text == "Plan: example.org/a/b?c=…, see?"
    assert spans(snapshot) == [("link", "example.org/a/b?c=…", "https://example.org/a/b?c=d&e=f")]


def test_a_link_target_that_is_no_web_address_becomes_the_short_link() -> None:
    raw = "Plan: https://t.co/abcdefghij"
    link = url_entity(raw, "https://t.co/abcdefghij", "javascript:alert(1)", "example.org")
    assert spans(seen(tweet(raw, entities={"urls": [link]}))) == [
        ("link", "example.org", "https://t.co/abcdefghij")
    ]


def test_the_mentions_that_a_reply_begins_with_are_left_out() -> None:
    raw = "@ada_mayor @bob_clerk we asked @ada_mayor twice"
    second = raw.rindex("@")
    mentions = [
        {"screen_name": "ada_mayor", "indices": [0, 10]},
        {"screen_name": "bob_clerk", "indices": [11, 21]},
        {"screen_name": "ada_mayor", "indices": [second, second + 10]},
    ]
    snapshot = seen(
        tweet(raw, display_text_range=[22, len(raw)], entities={"user_mentions": mentions})
    )
    assert snapshot.text == "we asked @ada_mayor twice"
    assert snapshot.facets == (
        Facet(start=9, end=19, kind="mention", target="https://x.com/ada_mayor"),
    )


def test_mentions_that_x_shows_at_the_beginning_stay() -> None:
    raw = "@ada_mayor said so"
    mention = {"screen_name": "ada_mayor", "indices": [0, 10]}
    assert seen(tweet(raw, entities={"user_mentions": [mention]})).text == raw


@pytest.mark.parametrize("range_includes_it", [True, False])
def test_the_trailing_media_link_is_left_out(range_includes_it: bool) -> None:
    raw = "Look\nhttps://t.co/media00001"
    link = url_entity(
        raw, "https://t.co/media00001", f"https://x.com/a/status/{FIRST}/video/1", "pic.x.com/m"
    )
    end = len(raw) if range_includes_it else 4
    snapshot = seen(tweet(raw, display_text_range=[0, end], entities={"media": [link]}))
    assert snapshot.text == "Look"
    assert snapshot.facets == ()


def test_a_media_link_alone_leaves_no_text() -> None:
    raw = "https://t.co/media00001"
    link = url_entity(raw, raw, "https://x.com/a/status/1/photo/1", "pic.x.com/m")
    assert seen(tweet(raw, display_text_range=[0, 0], entities={"media": [link]})).text == ""


def test_a_media_link_within_the_text_stays_as_a_link() -> None:
    raw = "See https://t.co/media00001 again"
    link = url_entity(
        raw, "https://t.co/media00001", "https://x.com/a/status/1/photo/1", "pic.x.com/m"
    )
    assert seen(tweet(raw, entities={"media": [link]})).text == "See pic.x.com/m again"


def quoting(raw: str, short: str) -> dict[str, Any]:
    full = f"https://twitter.com/bob_clerk/status/{QUOTED}"
    quoted = tweet("The bridge is safe.", id_str=QUOTED, edit_control={})
    return tweet(
        raw,
        entities={"urls": [url_entity(raw, short, full, "x.com/bob_clerk/stat…")]},
        quoted_tweet=quoted,
    )


def test_the_quoted_posts_own_link_at_the_end_is_left_out() -> None:
    assert seen(quoting("Not true: https://t.co/quote00001", "https://t.co/quote00001")).text == (
        "Not true:"
    )


def test_the_quoted_posts_link_within_the_text_stays() -> None:
    snapshot = seen(quoting("https://t.co/quote00001 is not true", "https://t.co/quote00001"))
    assert snapshot.text == "x.com/bob_clerk/stat… is not true"


def test_a_link_at_the_end_to_another_post_stays() -> None:
    raw = "Compare https://t.co/other00001"
    link = url_entity(
        raw, "https://t.co/other00001", f"https://x.com/a/status/{SECOND}", "x.com/a/s…"
    )
    assert seen(tweet(raw, entities={"urls": [link]})).text == "Compare x.com/a/s…"


def test_lone_surrogates_and_nul_become_replacement_characters_with_a_warning() -> None:
    snapshot = seen(
        tweet("a\ud83d b\x00 #c", entities={"hashtags": [{"text": "c", "indices": [6, 8]}]})
    )
    assert snapshot.text == "a\ufffd b\ufffd #c"
    assert spans(snapshot)[0][1] == "#c"
    assert len(snapshot.warnings) == 1
    assert "U+FFFD" in snapshot.warnings[0]


def test_joined_emoji_at_the_edges_of_a_facet_stay_whole() -> None:
    raw = "👩🏽‍🚒#bridge👨‍👩‍👧"
    start = raw.index("#")
    snapshot = seen(
        tweet(raw, entities={"hashtags": [{"text": "bridge", "indices": [start, start + 7]}]})
    )
    assert snapshot.text == raw
    assert spans(snapshot)[0][1] == "#bridge"


@pytest.mark.parametrize(
    "indices",
    [[5, 5], [9, 2], [-3, 4], [10, 99], [99, 120], ["1", None], [1.5, 2.5], [1], [], None, True],
)
def test_an_entity_outside_the_text_is_dropped(indices: object) -> None:
    snapshot = seen(
        tweet("Twelve chars", entities={"hashtags": [{"text": "x", "indices": indices}]})
    )
    assert snapshot.text == "Twelve chars"
    assert snapshot.facets == ()


def test_of_overlapping_entities_one_stays_and_the_loss_is_told() -> None:
    entities = {
        "hashtags": [{"text": "one", "indices": [0, 4]}, {"text": "neto", "indices": [2, 8]}]
    }
    snapshot = seen(tweet("#one#two", entities=entities))
    assert snapshot.text == "#one#two"
    assert [shown for _, shown, _ in spans(snapshot)] == ["#one"]
    assert "overlapped" in snapshot.warnings[0]


def test_v2_repeats_a_media_link_for_each_picture_without_loss() -> None:
    raw = "Two pictures https://t.co/media00001"
    links = [
        {
            "start": 13,
            "end": 36,
            "url": "https://t.co/media00001",
            "expanded_url": f"https://x.com/ada_mayor/status/{FIRST}/photo/1",
            "display_url": "pic.x.com/m",
            "media_key": key,
        }
        for key in ("3_1", "3_2")
    ]
    snapshot = parse_v2(v2(raw, entities={"urls": links})).versions[FIRST]
    assert snapshot.text == "Two pictures"
    assert snapshot.warnings == ()


def test_offsets_in_utf16_become_code_points() -> None:
    assert [codepoints("a🧵b", units) for units in (0, 1, 2, 3, 4, 99)] == [0, 1, 2, 2, 3, 3]


ENTITIES = st.lists(
    st.builds(
        Entity,
        start=st.integers(-3, 40),
        end=st.integers(-3, 40),
        kind=st.sampled_from(("mention", "hashtag", "cashtag", "link")),
        target=st.none() | st.just("https://example.org/"),
        shown=st.none() | st.text(st.characters(), max_size=8),
        of_media=st.booleans(),
    ),
    max_size=8,
)
TEXT = st.text(
    st.characters() | st.sampled_from("\ud800\udfff\x00&;#@ \n🧵\u202e\u200d"), max_size=40
) | st.lists(
    st.sampled_from(
        ["&amp;", "&lt;", "@ada ", "https://t.co/abcdefghij", " ", "🧵", "word", "&amp;lt;"]
    ),
    max_size=8,
).map("".join)


@given(
    raw=TEXT,
    entities=ENTITIES,
    visible=st.none() | st.tuples(st.integers(0, 50), st.integers(0, 50)),
    escaped=st.booleans(),
)
@settings(max_examples=300, deadline=None)
def test_facets_lie_within_the_text_in_order_and_apart(
    raw: str, entities: list[Entity], visible: tuple[int, int] | None, escaped: bool
) -> None:
    shown = show(raw, entities, visible=visible, escaped=escaped)
    at = 0
    for facet in shown.facets:
        assert at <= facet.start < facet.end <= len(shown.text)
        at = facet.end
    shown.text.encode("utf-8")
    assert "\x00" not in shown.text


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    *("indices", "text", "url", "expanded_url", "display_url", "screen_name"),
                    *("name", "binding_values", "string_value", "type", "video_info", "variants"),
                    *("edit_tweet_ids", "id_str", "tombstone", "title", "card_url", "id"),
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
FIELDS = st.dictionaries(
    st.sampled_from(
        [
            *("entities", "display_text_range", "mediaDetails", "card", "quoted_tweet", "parent"),
            *("edit_control", "note_tweet", "lang", "created_at", "favorite_count", "isStaleEdit"),
            *("in_reply_to_status_id_str", "quoted_status_permalink", "possibly_sensitive"),
        ]
    ),
    JSON,
    max_size=6,
)


@given(text=TEXT, fields=FIELDS)
@settings(max_examples=200, deadline=None)
def test_no_shape_of_the_other_fields_makes_reading_raise(
    text: str, fields: dict[str, Any]
) -> None:
    (snapshot,) = parse_tweet_result(tweet(text, **fields)).versions.values()
    at = 0
    for facet in snapshot.facets:
        assert at <= facet.start < facet.end <= len(snapshot.text)
        at = facet.end


V2_FIELDS = st.dictionaries(
    st.sampled_from(
        [
            *("entities", "display_text_range", "attachments", "note_tweet", "lang", "created_at"),
            *("public_metrics", "referenced_tweets", "edit_history_tweet_ids", "author_id"),
        ]
    ),
    JSON,
    max_size=6,
)


@given(
    text=TEXT,
    fields=V2_FIELDS,
    includes=st.dictionaries(st.sampled_from(["tweets", "users", "media", "polls"]), JSON),
)
@settings(max_examples=200, deadline=None)
def test_no_shape_of_the_apis_other_fields_makes_reading_raise(
    text: str, fields: dict[str, Any], includes: dict[str, Any]
) -> None:
    payload = v2(text, **fields)
    payload["includes"] = {**payload["includes"], **includes}
    for snapshot in parse_v2(payload).versions.values():
        assert all(0 <= f.start < f.end <= len(snapshot.text) for f in snapshot.facets)
