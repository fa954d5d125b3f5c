"""A Bluesky post's JSON becomes a snapshot."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.canonical import canonical
from archive.platforms.bluesky.parse import ShapeError, read_post
from archive.records import Snapshot
from tests.archive.bluesky_posts import (
    BLOB,
    CDN,
    DID,
    HANDLE,
    OTHER,
    PDS,
    RKEY,
    author,
    blob,
    post_view,
    record,
    uri_of,
)


def read(
    view: dict[str, Any], node: dict[str, Any] | None = None, thread_max: int = 20
) -> tuple[Snapshot, tuple[Snapshot, ...]]:
    return read_post(view, node or {}, pds=PDS, thread_max=thread_max)


def test_a_post_has_its_words_author_times_and_counts() -> None:
    words = record("Hoy voto.\n\nHasta luego", langs=["es", "en", 7, "not a language!"])
    snapshot, along = read(post_view(record=words))
    assert snapshot.text == "Hoy voto.\n\nHasta luego"
    assert (snapshot.kind, snapshot.completeness) == ("post", "full")
    assert snapshot.url == f"https://bsky.app/profile/{DID}/post/{RKEY}"
    assert (snapshot.lang, snapshot.langs) == ("es", ("es", "en"))
    assert snapshot.author.name == "The Mayor"
    assert (snapshot.author.handle, snapshot.author.native_id) == (HANDLE, DID)
    assert snapshot.author.url == f"https://bsky.app/profile/{DID}"
    assert snapshot.counts == {"replies": 1, "reposts": 2, "likes": 3, "quotes": 4}
    assert (snapshot.labels, snapshot.sensitive, snapshot.warnings) == ((), False, ())
    assert along == ()


@pytest.mark.parametrize(
    ("created", "time", "precision"),
    [
        ("2026-01-02T03:04:05.678Z", datetime(2026, 1, 2, 3, 4, 5, 678000, UTC), "ms"),
        ("2026-01-02T03:04:05.6789012+00:00", datetime(2026, 1, 2, 3, 4, 5, 678000, UTC), "ms"),
        ("2026-01-02T03:04:05Z", datetime(2026, 1, 2, 3, 4, 5, 0, UTC), "s"),
        ("2026-01-01T20:04:05-07:00", datetime(2026, 1, 2, 3, 4, 5, 0, UTC), "s"),
    ],
)
def test_the_time_is_the_authors_claim(created: str, time: datetime, precision: str) -> None:
    snapshot, _ = read(post_view(record=record(createdAt=created)))
    assert snapshot.created_at == snapshot.created_at_claimed == time
    assert snapshot.created_precision == precision
    assert snapshot.warnings == ()


@pytest.mark.parametrize(
    "created", [None, 7, "", "yesterday", "2026-01-02T03:04:05", "0001-01-01T00:00:00+14:00"]
)
def test_a_time_that_cannot_be_read_is_unknown(created: Any) -> None:
    snapshot, _ = read(post_view(record=record(createdAt=created)))
    assert snapshot.created_at is snapshot.created_at_claimed is None
    assert snapshot.created_precision == "unknown"
    assert len(snapshot.warnings) == 1


@pytest.mark.parametrize(
    ("indexed", "told"),
    [
        ("2026-01-02T03:08:00.000Z", False),
        ("2026-01-02T03:10:00.000Z", True),
        ("2025-12-01T00:00:00.000Z", True),
        ("nonsense", False),
    ],
)
def test_both_times_are_told_when_they_are_far_apart(indexed: str, told: bool) -> None:
    snapshot, _ = read(post_view(indexedAt=indexed))
    assert snapshot.created_at == datetime(2026, 1, 2, 3, 4, 5, 678000, UTC)
    assert [indexed in w and "2026-01-02T03:04:05.678Z" in w for w in snapshot.warnings] == (
        [True] if told else []
    )


def test_an_invalid_handle_is_no_handle() -> None:
    snapshot, _ = read(post_view(author=author(handle="handle.invalid")))
    assert snapshot.author.handle is None
    assert snapshot.author.native_id == DID
    assert "no valid handle" in snapshot.warnings[0]


def test_a_blank_display_name_is_none() -> None:
    snapshot, _ = read(post_view(author=author(displayName="")))
    assert snapshot.author.name is None


def test_labels_of_author_and_moderators_are_kept_and_some_mean_sensitive() -> None:
    snapshot, _ = read(
        post_view(
            labels=[
                {"src": OTHER, "uri": "at://x", "val": "graphic-media"},
                {"src": OTHER, "uri": "at://x", "val": "spam", "neg": True},
                {"val": 7},
            ],
            record=record(
                labels={
                    "$type": "com.atproto.label.defs#selfLabels",
                    "values": [{"val": "politics"}, {"val": "graphic-media"}],
                }
            ),
        )
    )
    assert snapshot.labels == ("politics", "graphic-media")
    assert snapshot.sensitive


def test_of_the_accounts_labels_those_that_bear_on_its_posts_are_kept() -> None:
    labels = [
        {"src": DID, "uri": f"at://{DID}/app.bsky.actor.profile/self", "val": "bot"},
        {"src": DID, "uri": f"at://{DID}/app.bsky.actor.profile/self", "val": "porn"},
        {
            "src": DID,
            "uri": f"at://{DID}/app.bsky.actor.profile/self",
            "val": "!no-unauthenticated",
        },
    ]
    snapshot, _ = read(post_view(author=author(labels=labels)))
    assert snapshot.labels == ("!no-unauthenticated",)
    assert not snapshot.sensitive
    assert "logged in" in snapshot.warnings[0]
    snapshot, _ = read(post_view(author=author(labels=[{"src": OTHER, "uri": DID, "val": "porn"}])))
    assert snapshot.sensitive


def test_a_nul_and_half_of_a_pair_are_replaced_and_facets_still_fit() -> None:
    text = "a\x00\ud800 example.org"
    facet = {
        "index": {"byteStart": 6, "byteEnd": 17},
        "features": [
            {"$type": "app.bsky.richtext.facet#link", "uri": "https://example.org/"},
        ],
    }
    snapshot, _ = read(post_view(record=record(text, facets=[facet])))
    assert snapshot.text == "a\ufffd\ufffd example.org"
    (link,) = snapshot.facets
    assert snapshot.text[link.start : link.end] == "example.org"
    assert len(snapshot.warnings) == 1
    canonical(snapshot)


def node(view: dict[str, Any], parent: dict[str, Any] | None = None) -> dict[str, Any]:
    above = {} if parent is None else {"parent": parent}
    return {"$type": "app.bsky.feed.defs#threadViewPost", "post": view, **above}


def reply(rkey: str, to: str, did: str = DID, to_did: str = DID, **more: Any) -> dict[str, Any]:
    """A post under ``rkey`` that answers the one under ``to``."""
    answered = {"uri": uri_of(to_did, to), "cid": "c"}
    return post_view(
        uri=uri_of(did, rkey),
        author=author(did, f"{did[8:13]}.example"),
        record=record(f"{rkey} to {to}", reply={"parent": answered, "root": answered}, **more),
    )


def test_the_post_that_is_answered_comes_along() -> None:
    parent = post_view("First!", uri=uri_of(OTHER, "3lparent"), author=author(OTHER, "o.example"))
    view = reply("3l1", "3lparent", to_did=OTHER)
    snapshot, along = read(view, node(view, node(parent)))
    assert [(s.native_id, s.text) for s in along] == [(f"{OTHER}/3lparent", "First!")]
    assert snapshot.parent is not None
    assert (snapshot.parent.native_id, snapshot.parent.unavailable) == (f"{OTHER}/3lparent", None)


def thread(length: int) -> dict[str, Any]:
    """The author's own thread, 3l1 at the top, under a post of somebody else's."""
    top = reply("3ltop", "3lnone", did=OTHER, to_did=OTHER)
    found = node(top, node(reply("3lnone", "3lx", did=OTHER, to_did=OTHER)))
    found = node(reply("3l1", "3ltop", to_did=OTHER), found)
    for n in range(2, length + 1):
        found = node(reply(f"3l{n}", f"3l{n - 1}"), found)
    return found


def test_the_authors_thread_comes_along_nearest_first_and_whom_it_answers() -> None:
    whole = thread(4)
    _, along = read(whole["post"], whole)
    assert [s.native_id.split("/")[1] for s in along] == ["3l3", "3l2", "3l1", "3ltop"]


def test_the_thread_comes_along_up_to_its_limit() -> None:
    whole = thread(9)
    _, along = read(whole["post"], whole, thread_max=3)
    assert [s.native_id.split("/")[1] for s in along] == ["3l8", "3l7", "3l6"]


@pytest.mark.parametrize(
    ("above", "unavailable"),
    [
        ({"uri": uri_of(OTHER, "3lp"), "notFound": True}, "gone"),
        ({"uri": uri_of(OTHER, "3lp"), "blocked": True, "author": {"did": OTHER}}, "blocked"),
        ({"post": {"uri": uri_of(OTHER, "3lp"), "record": 7}}, "failed"),
        (None, None),
        ({"uri": uri_of(OTHER, "3lsomethingelse"), "notFound": True}, None),
    ],
)
def test_a_parent_that_is_not_there_says_why(above: Any, unavailable: Any) -> None:
    view = reply("3l1", "3lp", to_did=OTHER)
    snapshot, along = read(view, node(view, above))
    assert along == ()
    assert snapshot.parent is not None
    assert snapshot.parent.native_id == f"{OTHER}/3lp"
    assert snapshot.parent.unavailable == unavailable


def test_a_reply_to_an_address_that_cannot_be_read_has_failed() -> None:
    snapshot, _ = read(post_view(record=record(reply={"parent": {"uri": "nonsense"}})))
    assert snapshot.parent is not None
    assert snapshot.parent.unavailable == "failed"


def quoting(quoted: dict[str, Any]) -> dict[str, Any]:
    return post_view(
        record=record(
            embed={
                "$type": "app.bsky.embed.record",
                "record": {"uri": quoted.get("uri"), "cid": "c"},
            }
        ),
        embed={"$type": "app.bsky.embed.record#view", "record": quoted},
    )


def quoted_view(did: str, **more: Any) -> dict[str, Any]:
    return {
        "$type": "app.bsky.embed.record#viewRecord",
        "uri": uri_of(did, "3lquoted"),
        "cid": "c",
        "author": author(did, "other.example"),
        "value": record(
            "What I said",
            embed={"$type": "app.bsky.embed.images", "images": [{"alt": "q", "image": blob()}]},
        ),
        "labels": [],
        "likeCount": 5,
        "indexedAt": "2026-01-02T03:04:06.000Z",
        "embeds": [
            {
                "$type": "app.bsky.embed.images#view",
                "images": [{"fullsize": f"{CDN}/{did}/{BLOB}", "alt": "q"}],
            }
        ],
        **more,
    }


def test_a_quoted_post_comes_along_with_its_pictures_as_shown() -> None:
    snapshot, (quoted,) = read(quoting(quoted_view(OTHER)))
    assert snapshot.quoted is not None
    assert snapshot.quoted.native_id == quoted.native_id == f"{OTHER}/3lquoted"
    assert snapshot.quoted.unavailable is None
    assert (quoted.text, quoted.author.handle) == ("What I said", "other.example")
    assert quoted.counts == {"likes": 5}
    assert [m.urls for m in quoted.media] == [(f"{CDN}/{OTHER}/{BLOB}",)]


def test_a_quoted_post_of_the_same_author_has_the_same_host() -> None:
    _, (quoted,) = read(quoting(quoted_view(DID)))
    assert quoted.media[0].urls[0].startswith(f"{PDS}/xrpc/com.atproto.sync.getBlob?did={DID}&")


def test_what_the_quoted_post_quotes_is_named_and_does_not_come() -> None:
    deeper = {"$type": "app.bsky.embed.record", "record": {"uri": uri_of(OTHER, "3ldeep")}}
    _, along = read(quoting(quoted_view(OTHER, value=record("x", embed=deeper), embeds=[])))
    assert [s.native_id for s in along] == [f"{OTHER}/3lquoted"]
    assert along[0].quoted is not None
    assert along[0].quoted.native_id == f"{OTHER}/3ldeep"


@pytest.mark.parametrize("change", [{"value": 7}, {"value": {}}, {"author": author(DID)}])
def test_a_quoted_post_that_cannot_be_read_has_failed(change: dict[str, Any]) -> None:
    snapshot, along = read(quoting(quoted_view(OTHER, **change)))
    assert along == ()
    assert snapshot.quoted is not None
    assert snapshot.quoted.unavailable == "failed"


def test_a_reply_that_quotes_what_it_answers_brings_it_once() -> None:
    view = quoting(quoted_view(OTHER))
    view["record"]["reply"] = {"parent": {"uri": uri_of(OTHER, "3lquoted")}}
    parent = post_view("What I said", uri=uri_of(OTHER, "3lquoted"), author=author(OTHER, "o.test"))
    _, along = read(view, node(view, node(parent)))
    assert [s.native_id for s in along] == [f"{OTHER}/3lquoted"]


@pytest.mark.parametrize(
    "change",
    [
        {"uri": None},
        {"uri": f"at://{DID}/app.bsky.graph.list/3l"},
        {"record": None},
        {"record": {"text": 7}},
        {"author": None},
        {"author": author(OTHER)},
    ],
)
def test_what_is_no_post_is_told(change: dict[str, Any]) -> None:
    with pytest.raises(ShapeError):
        read(post_view(**change))


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec=None), max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["uri", "did", "record", "val", "$type", "index"]), inner)
    ),
    max_leaves=8,
)


@given(
    st.text(st.characters(codec=None), max_size=30),
    st.dictionaries(
        st.sampled_from(["facets", "embed", "reply", "labels", "langs", "createdAt"]), JUNK
    ),
    st.dictionaries(
        st.sampled_from(["embed", "embeds", "labels", "likeCount", "indexedAt", "cid"]), JUNK
    ),
    JUNK,
)
def test_any_post_with_a_text_becomes_a_snapshot_that_can_be_hashed(
    text: str, in_record: dict[str, Any], in_view: dict[str, Any], parent: Any
) -> None:
    view = post_view(record=record(text) | in_record) | in_view
    snapshot, _ = read(view, {"parent": parent})
    assert len(snapshot.text) == len(text)
    canonical(snapshot)
