"""Bluesky's other sources: the account's host alone, and a web archive's copy of the page."""

import json
from typing import Any

import pytest

from archive.errors import Unreachable
from archive.outcome import Failed, Found, Gone, Refused
from archive.platforms.base import Saved
from archive.platforms.bluesky import Bluesky
from archive.testing import FakeAnswer, FakeFetcher
from tests.archive.bluesky_posts import (
    BLOB,
    CAR_OF_ABSENCE,
    CDN,
    CID,
    DID,
    HANDLE,
    PDS,
    REF,
    RKEY,
    URI,
    Servers,
    blob,
    given,
    look,
    page,
    post_view,
    record,
    uri_of,
    xrpc_error,
)

DOWN = Unreachable("No connection to it could be made.")
NO_RECORD = xrpc_error("RecordNotFound", f"Could not locate record: {URI}")
WAYBACK = "https://web.archive.org"
ROW = ["bsky", "20260102040506", REF.url, "text/html", "200", "X", "9"]
NAMES = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]


def without_appview(**changed: FakeAnswer) -> Servers:
    return Servers(**{"getPosts": DOWN, "site": given(DID), **changed})


async def test_the_host_alone_gives_the_post_with_its_blobs_and_proof() -> None:
    value = record(embed={"$type": "app.bsky.embed.images", "images": [{"image": blob()}]})
    servers = without_appview(repo=given({"uri": URI, "cid": CID, "value": value}))
    answer = await look(servers, source="pds")
    assert isinstance(answer, Found)
    (snapshot,) = answer.snapshots
    assert (snapshot.text, snapshot.author.handle) == ("Council votes today.", HANDLE)
    assert snapshot.media[0].urls[:2] == (
        f"{PDS}/xrpc/com.atproto.sync.getBlob?did={DID}&cid={BLOB}",
    )
    assert "host alone" in snapshot.warnings[0]
    assert "sync" in servers.names
    assert "getPostThread" not in servers.names


@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        # The AppView answers, and does not show it: it stays unlisted, or is gone by both words.
        ({"getPosts": given({"posts": []})}, (Refused, "unlisted")),
        (
            {
                "getPosts": given({"posts": []}),
                "repo": NO_RECORD,
                "sync": (200, {}, CAR_OF_ABSENCE),
            },
            (Gone, "deleted by the author"),
        ),
        ({"repo": NO_RECORD}, (Refused, "not shown")),
        ({"repo": xrpc_error("RepoTakendown")}, (Refused, "not shown")),
        ({"repo": (429, {}, "")}, (Refused, "limited")),
        ({"repo": (403, {}, "")}, (Refused, "not shown")),
        ({"repo": (503, {}, "")}, (Failed, "unreachable")),
        ({"repo": given({"uri": uri_of(DID, "3lo"), "value": record()})}, (Failed, "another post")),
        ({"did": (404, {}, "")}, (Failed, "unreachable")),
    ],
)
async def test_what_the_host_alone_does_not_give(
    changed: dict[str, Any], outcome: tuple[type, str]
) -> None:
    answer = await look(without_appview(**changed), source="pds")
    assert not isinstance(answer, Found)
    cause = answer.cause if isinstance(answer, Gone) else answer.reason
    assert (type(answer), cause) == outcome


async def test_a_label_of_removal_counts_for_the_host_alone_too() -> None:
    label = {"src": "did:plc:modaaaaaaaaaaaaaaaaaaaaa", "val": "!takedown"}
    servers = Servers(getPosts=given({"posts": [post_view(labels=[label])]}))
    assert isinstance(await look(servers, source="pds"), Gone)


def archive_of(body: str, status: int = 200) -> FakeFetcher:
    moment = {"Memento-Datetime": "Fri, 02 Jan 2026 04:05:06 GMT"}
    return FakeFetcher(
        {
            f"{WAYBACK}/cdx/": (200, {}, [NAMES, ROW]),
            f"{WAYBACK}/web/20260102040506id_/": (status, moment, body),
        }
    )


async def test_an_archived_page_is_a_partial_copy_of_its_time() -> None:
    picture = f"https://cdn.bsky.app/img/feed_thumbnail/plain/{DID}/{BLOB}"
    extra = f'<meta property="og:image" content="{picture}">'
    text = "Vote today: https://city.example/council/agenda."
    answer = await look(archive_of(page(text, extra=extra)), source="web-archive")
    assert isinstance(answer, Found)
    (snapshot,) = answer.snapshots
    assert (answer.ref, snapshot.text, snapshot.completeness) == (REF, text, "partial")
    assert (snapshot.author.name, snapshot.author.handle) == ("The Mayor", HANDLE)
    assert (snapshot.as_of_basis, str(snapshot.as_of)) == (
        "Memento-Datetime",
        "2026-01-02 04:05:06+00:00",
    )
    assert snapshot.created_precision == "minute"
    assert [text[f.start : f.end] for f in snapshot.facets] == [
        "https://city.example/council/agenda"
    ]
    assert snapshot.media[0].urls[:2] == (f"{CDN}/{DID}/{BLOB}", picture)
    assert snapshot.media[0].native_id == BLOB


async def test_an_avatar_on_an_archived_page_is_no_picture_of_the_post() -> None:
    avatar = f'<meta property="og:image" content="https://cdn.bsky.app/img/avatar/plain/{DID}/a">'
    answer = await look(archive_of(page(extra=avatar)), source="web-archive")
    assert isinstance(answer, Found)
    assert answer.snapshots[0].media == ()


@pytest.mark.parametrize(
    ("body", "status", "outcome"),
    [
        ("<html><title>Bluesky</title></html>", 200, (Refused, "not shown")),
        (page(uri=uri_of(DID, "3lother")), 200, (Failed, "another post")),
        ("Too many requests", 429, (Refused, "not shown")),
    ],
)
async def test_a_shell_or_another_page_is_no_copy(
    body: str, status: int, outcome: tuple[type, str]
) -> None:
    answer = await look(archive_of(body, status), source="web-archive")
    assert not isinstance(answer, (Found, Gone))
    assert (type(answer), answer.reason) == outcome


def test_a_saved_page_gives_the_post() -> None:
    (answer,) = Bluesky.read_saved(Saved(body=page("Page not found, said X.").encode()))
    assert isinstance(answer, Found)
    assert answer.snapshots[0].text == "Page not found, said X."
    assert answer.ref.native_id == f"{DID}/{RKEY}"
    assert Bluesky.read_saved(Saved(body=b"<html>app.bsky.feed.post oembed</html>")) == ()


def test_a_saved_thread_without_end_is_read_to_a_bound() -> None:
    node: dict[str, Any] = {}
    for n in range(400):
        view = post_view(uri=uri_of(DID, f"3l{n:04}"))
        node = {"post": view, "replies": [node]}
    answers = Bluesky.read_saved(Saved(body=json.dumps({"thread": node}).encode()))
    assert 100 < len(answers) < 400
