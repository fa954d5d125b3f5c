"""A repost on Bluesky: a statement of its own, by its author's repository."""

import json
from typing import Any

import pytest

from archive.errors import Unreachable
from archive.outcome import Failed, Found, Gone, Refused
from archive.platforms.base import Saved
from archive.platforms.bluesky import Bluesky
from archive.platforms.bluesky.sources import AppViewSource
from archive.records import NeedsLookup, PostLink, Snapshot
from archive.testing import FakeAnswer, FakeFetcher
from tests.archive.bluesky_posts import (
    APPVIEW,
    CAR_OF_ABSENCE,
    CAR_OF_REPOST,
    CID,
    DID,
    HANDLE,
    OTHER,
    PDS,
    PLC,
    REPOST,
    RKEY,
    Servers,
    author,
    bluesky,
    document,
    given,
    look,
    post_view,
    repost,
    repost_servers,
    uri_of,
    xrpc_error,
)
from tests.archive.matrix import Case
from tests.archive.test_matrix import look as look_at
from tests.archive.test_matrix import rows

INNER = f"{OTHER}/{RKEY}"
RECORD = f"{PDS}/xrpc/com.atproto.repo.getRecord"
NO_RECORD = xrpc_error("RecordNotFound", f"Could not locate record: {REPOST.url}")
ABSENT: dict[str, FakeAnswer] = {"repo": NO_RECORD, "sync": (200, {}, CAR_OF_ABSENCE)}
DOWN = Unreachable("No connection to it could be made.")
HIDDEN = xrpc_error("AccountTakedown", "Account has been suspended")


async def found(servers: FakeFetcher, source: str = "appview") -> Found:
    answer = await look(servers, REPOST, source=source)
    assert isinstance(answer, Found), answer
    return answer


@pytest.mark.parametrize("source", ["appview", "pds"])
async def test_it_says_who_passed_on_which_post_and_when(source: str) -> None:
    servers = repost_servers()
    answer = await found(servers, source)
    (snapshot,) = answer.snapshots
    assert (answer.ref, snapshot.kind, snapshot.text) == (REPOST, "repost", "")
    assert (snapshot.author.name, snapshot.author.handle) == ("The Mayor", HANDLE)
    assert snapshot.reposted == PostLink(
        platform="bluesky", native_id=INNER, url=f"https://bsky.app/profile/{OTHER}/post/{RKEY}"
    )
    assert str(snapshot.created_at) == "2026-01-02 03:04:05.678000+00:00"
    assert (snapshot.completeness, snapshot.warnings) == ("full", ())
    assert answer.aliases == (f"{HANDLE}/app.bsky.feed.repost/{RKEY}",)


async def test_the_host_is_asked_for_the_record_and_its_proof_and_the_appview_for_the_author() -> (
    None
):
    servers = repost_servers()
    await found(servers)
    assert sorted(servers.names) == ["did", "profile", "repo", "sync"]
    key = {"collection": "app.bsky.feed.repost", "rkey": RKEY}
    assert servers.query("repo") == {"repo": DID, **key}
    assert servers.query("sync") == {"did": DID, **key}
    assert servers.query("profile") == {"actor": DID}


async def test_without_the_appview_the_author_is_the_account_of_the_document() -> None:
    snapshot = (await found(repost_servers(profile=DOWN, site=given(DID)))).snapshots[0]
    assert (snapshot.author.name, snapshot.author.handle) == (None, HANDLE)
    assert [w[:33] for w in snapshot.warnings] == ["The account's name is not known: "]
    other = (await found(repost_servers(profile=DOWN, site=given(OTHER)))).snapshots[0]
    assert other.author.handle is None
    assert "could not be confirmed" in other.warnings[-1]


async def test_a_handle_that_the_document_does_not_name_is_left_out() -> None:
    servers = repost_servers(did=given(document(DID, "other.example")))
    answer = await found(servers)
    assert (answer.snapshots[0].author.handle, answer.aliases) == (None, ())


@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        (ABSENT, (Gone, "deleted by the author")),
        # One word alone is no evidence.
        ({"repo": NO_RECORD, "sync": (500, {}, "")}, (Refused, "not shown")),
        ({"repo": NO_RECORD, "sync": (200, {}, b"<html>no proof</html>")}, (Refused, "not shown")),
        # The proof holds it: the host withholds what its own repository has.
        ({"repo": NO_RECORD, "sync": (200, {}, CAR_OF_REPOST)}, (Refused, "not shown")),
        ({"repo": xrpc_error("RepoTakendown")}, (Refused, "not shown")),
        ({"repo": xrpc_error("RepoTakendown"), "profile": HIDDEN}, (Gone, "account suspended")),
        ({"repo": xrpc_error("RepoDeactivated")}, (Refused, "not shown")),
        ({"profile": HIDDEN}, (Refused, "unlisted")),
        ({"did": (410, {}, {"message": "DID not available"})}, (Gone, "account deleted")),
        ({"did": (404, {}, "")}, (Failed, "unreachable")),
        ({"repo": DOWN}, (Failed, "unreachable")),
        ({"repo": (429, {}, "")}, (Refused, "limited")),
        (
            {"repo": given({"uri": REPOST.url, "value": {"text": "no repost"}})},
            (Failed, "malformed"),
        ),
        (
            {"repo": given({"uri": f"{REPOST.url}x", "value": repost()})},
            (Failed, "another post"),
        ),
    ],
)
async def test_what_became_of_one_that_the_host_does_not_give(
    changed: dict[str, Any], outcome: tuple[type, str]
) -> None:
    answer = await look(repost_servers(**changed), REPOST)
    assert not isinstance(answer, Found)
    cause = answer.cause if isinstance(answer, Gone) else answer.reason
    assert (type(answer), cause) == outcome


CASE = Case(
    platform="bluesky",
    make=lambda: AppViewSource("https://public.api.bsky.app", PLC),
    ref=REPOST,
    answers={
        f"{APPVIEW}/app.bsky.actor.getProfile": given(author()),
        PLC: given(document()),
        RECORD: given({"uri": REPOST.url, "cid": CID, "value": repost()}),
        f"{PDS}/xrpc/com.atproto.sync.getRecord": (200, {}, CAR_OF_REPOST),
    },
    main=RECORD,
    other=given({"uri": f"{REPOST.url}x", "cid": CID, "value": repost()}),
)


async def test_each_answer_in_the_records_place_is_made_what_the_table_says() -> None:
    for name, row in rows(CASE).items():
        attempt = (await look_at(CASE, row.answer)).attempt
        assert (attempt.outcome, attempt.cause) in row.allowed, name


async def test_an_account_that_a_moderator_took_down_is_gone_in_the_labels_words() -> None:
    label = {"src": "did:plc:modaaaaaaaaaaaaaaaaaaaaa", "val": "!takedown", "uri": DID}
    answer = await look(repost_servers(profile=given(author(labels=[label]))), REPOST)
    assert isinstance(answer, Gone)
    assert answer.cause == "account suspended"


async def test_a_label_whose_value_is_a_list_is_none() -> None:
    label = {"src": OTHER, "val": ["!takedown"], "uri": DID}
    snapshot = (await found(repost_servers(profile=given(author(labels=[label]))))).snapshots[0]
    assert snapshot.labels == ()


async def test_a_repost_of_what_is_no_post_says_that_it_cannot_be_shown() -> None:
    subject = {"uri": f"at://{OTHER}/app.bsky.graph.list/3l", "cid": CID}
    servers = repost_servers(
        repo=given({"uri": REPOST.url, "cid": CID, "value": repost(subject=subject)})
    )
    (snapshot,) = (await found(servers)).snapshots
    assert snapshot.reposted == PostLink(unavailable="failed")


async def test_no_web_archive_is_asked_for_what_has_no_page() -> None:
    fetcher = FakeFetcher({})
    answer = await look(fetcher, REPOST, source="web-archive")
    assert (isinstance(answer, Refused), fetcher.urls) == (True, [])


async def test_a_handle_in_its_address_is_looked_up() -> None:
    servers = Servers(resolve=given({"did": DID}))
    key = f"{HANDLE}/app.bsky.feed.repost/{RKEY}"
    needs = NeedsLookup(platform="bluesky", kind="handle", key=key, url=f"at://{key}")
    assert await bluesky().lookup(needs, servers) == REPOST


def saved(body: dict[str, Any]) -> list[Snapshot]:
    answers = Bluesky.read_saved(Saved(body=_json(body)))
    assert all(isinstance(one, Found) for one in answers)
    return [one.snapshots[0] for one in answers if isinstance(one, Found)]


def _json(body: dict[str, Any]) -> bytes:
    return json.dumps(body).encode()


def test_a_saved_feed_holds_the_repost_beside_the_post_that_it_brought() -> None:
    inner = post_view("Noon.", uri=uri_of(OTHER, RKEY), author=author(OTHER, "other.example"))
    reason = {
        "$type": "app.bsky.feed.defs#reasonRepost",
        "by": author(),
        "uri": REPOST.url,
        "cid": CID,
        "indexedAt": "2026-01-02T03:04:06.000Z",
    }
    answers = Bluesky.read_saved(Saved(body=_json({"feed": [{"post": inner, "reason": reason}]})))
    post, passed_on = (one for one in answers if isinstance(one, Found))
    assert post.snapshots[0].text == "Noon."
    (snapshot,) = passed_on.snapshots
    assert passed_on.ref == REPOST
    assert passed_on.along == post.snapshots
    assert snapshot.reposted is not None
    assert snapshot.reposted.native_id == INNER
    assert (snapshot.completeness, str(snapshot.created_at)) == (
        "partial",
        "2026-01-02 03:04:06+00:00",
    )
    assert (snapshot.created_at_claimed, snapshot.created_precision) == (None, "minute")
    assert snapshot.warnings == (
        "Its time is when Bluesky first saw it: the record itself was not at hand.",
    )


def test_saved_records_hold_reposts_and_a_feeds_reason_without_an_address_none() -> None:
    record = {"uri": REPOST.url, "cid": CID, "value": repost()}
    (snapshot,) = saved({"records": [record]})
    assert (snapshot.kind, snapshot.native_id) == ("repost", REPOST.native_id)
    assert "record alone" in snapshot.warnings[0]
    reason = {"$type": "app.bsky.feed.defs#reasonRepost", "by": author()}
    (post,) = saved({"feed": [{"post": post_view(), "reason": reason}]})
    assert post.kind == "post"
