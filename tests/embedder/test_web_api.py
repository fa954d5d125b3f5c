"""The API: captures, lists, decisions, embeds in bulk, and what bad input gets."""

import asyncio
import io
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from aiohttp.test_utils import TestClient, TestServer

from archive.archive import Archive
from archive.records import PostRef
from archive.settings import AccessSettings, Settings
from archive.storage.base import Keep, PostWrite
from embedder import samples
from embedder.app import make_app
from tests.embedder.conftest import Bearer, Capture, Client

URLS = samples.URLS


async def test_a_capture_is_accepted_and_leads_to_its_state(client: Client, bearer: Bearer) -> None:
    headers = await bearer("editor")
    made = await client.post("/api/v1/captures", json={"url": URLS[0]}, headers=headers)
    assert made.status == 202
    body = await made.json()
    assert body["state"] in {"queued", "running"}
    assert body["post"] is not None
    assert made.headers["Location"] == f"/api/v1/captures/{body['id']}"
    await (await client.get(made.headers["Location"] + "/events", headers=headers)).read()
    ended = await (await client.get(made.headers["Location"], headers=headers)).json()
    assert ended["state"] == "done"
    assert ended["snapshot"] == 1
    assert ended["attempts"][0]["status"] == 200
    assert (await client.get(f"/e/{body['post']}/")).status == 404, "a draft"


async def test_a_post_behind_a_lookup_is_null_until_it_is_known(
    client: Client, bearer: Bearer
) -> None:
    headers = await bearer("editor")
    url = next(url for url in URLS if "bsky.app" in url)
    made = await client.post(
        "/api/v1/captures", json={"url": url, "release": True}, headers=headers
    )
    body = await made.json()
    assert body["post"] is None
    events = await (await client.get(f"{made.headers['Location']}/events", headers=headers)).text()
    assert "event: state" in events
    post = (await (await client.get(made.headers["Location"], headers=headers)).json())["post"]
    assert (await client.get(f"/e/{post}/")).status == 200


async def test_events_tell_each_attempt_once_and_go_on_where_a_reader_left(
    client: Client, bearer: Bearer
) -> None:
    headers = await bearer("editor")
    made = await client.post("/api/v1/captures", json={"url": URLS[0]}, headers=headers)
    path = f"{made.headers['Location']}/events"
    answer = await client.get(path, headers=headers)
    assert answer.content_type == "text/event-stream"
    text = await answer.text()
    assert text.count("event: attempt") == 1
    last = json.loads(text.strip().rsplit("data: ", 1)[1])
    assert last["state"] == "done"
    again = await (await client.get(path, headers={**headers, "Last-Event-ID": "1"})).text()
    assert "event: attempt" not in again
    assert "event: state" in again
    other = await (await client.get(path, headers={**headers, "Last-Event-ID": "x"})).text()
    assert other.count("event: attempt") == 1


async def test_a_stream_says_that_it_is_there_and_ends_when_the_service_stops(
    settings: Settings, archive: Archive, bearer: Bearer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def idle(_: Archive) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(Archive, "run", idle)
    monkeypatch.setattr("embedder.web.captures.HEARTBEAT", 0.05)
    server = TestServer(make_app(settings, archive))
    async with TestClient(server) as client:
        job = await archive.request_capture(URLS[0], by="test")
        answer = await client.get(
            f"/api/v1/captures/{job.id}/events", headers=await bearer("editor")
        )
        assert b"event: state" in await answer.content.readuntil(b"\n\n")
        assert await answer.content.readuntil(b"\n\n") == b": still here\n\n"
        async with asyncio.timeout(5):
            await server.close()


async def test_there_are_events_for_editors_only_and_for_captures_that_are(
    client: Client, bearer: Bearer
) -> None:
    assert (await client.get("/api/v1/captures/x/events")).status == 401
    assert (await client.get("/api/v1/captures/x", headers=await bearer("reader"))).status == 403
    missing = await client.get("/api/v1/captures/x", headers=await bearer("editor"))
    assert missing.status == 404
    assert (await missing.json())["type"] == "urn:onrecord:problem:unknown-capture"


@pytest.mark.parametrize(
    ("body", "status", "word"),
    [
        (b"{", 400, "JSON"),
        (b"\xff\xfe", 400, "JSON"),
        (b'{"article": ' + b"[" * 5000, 422, "article"),
        (b"[]", 422, "object"),
        (b"{}", 422, "url"),
        (b'{"url": 7}', 422, "url"),
        (b'{"url": "https://x.com/a/status/20", "publish": true}', 422, "publish"),
        (b'{"url": "https://x.com/jack"}', 422, "x.com"),
        (b'{"url": "javascript:alert(1)"}', 422, "javascript"),
        (b'{"url": "https://"}', 422, "host"),
        (b'{"url": "http://127.0.0.1/"}', 422, "127.0.0.1"),
        (b'{"url": "https://x.com/' + b"a" * 5000 + b'"}', 422, "long"),
        (b'{"url": "' + b"a" * 2_000_000 + b'"}', 413, "64 KB"),
    ],
)
async def test_bad_bodies_get_a_problem_that_names_the_thing(
    client: Client, bearer: Bearer, body: bytes, status: int, word: str
) -> None:
    headers = {**await bearer("editor"), "Content-Type": "application/json"}
    answer = await client.post("/api/v1/captures", data=io.BytesIO(body), headers=headers)
    assert answer.status == status
    assert answer.content_type == "application/problem+json"
    problem = await answer.json()
    assert problem["status"] == status
    assert {"type", "title", "status", "detail", "next"} <= problem.keys()
    assert word in problem["detail"] + problem["next"]
    assert len(problem["detail"]) < 500


async def test_a_body_of_another_type_is_not_taken(client: Client, bearer: Bearer) -> None:
    answer = await client.post(
        "/api/v1/captures", data={"url": URLS[0]}, headers=await bearer("editor")
    )
    assert answer.status == 415


async def test_a_list_pages_by_a_cursor_in_link_and_body(client: Client, capture: Capture) -> None:
    kept = [await capture(url, release=True) for url in URLS[:5]]
    path, seen = "/api/v1/posts?limit=2", list[str]()
    while path:
        answer = await client.get(path)
        page = await answer.json()
        seen += [post["id"] for post in page["posts"]]
        path = page["next"]
        if path:
            assert answer.headers["Link"] == f'<{path}>; rel="next"'
            assert page["cursor"]
    assert "Link" not in answer.headers
    assert seen == kept[::-1]


async def test_a_cursor_that_is_none_of_ours_is_a_problem(client: Client) -> None:
    answer = await client.get("/api/v1/posts?cursor=%FFnonsense")
    assert answer.status == 400
    assert answer.content_type == "application/problem+json"


async def test_the_list_leaves_out_what_is_withheld(
    client: Client, capture: Capture, archive: Archive
) -> None:
    post = await capture(release=True)
    await archive.withhold(post, by="test", reason="privacy")
    assert (await (await client.get("/api/v1/posts")).json())["posts"] == []


async def test_a_post_its_snapshots_and_its_checks(
    client: Client, capture: Capture, archive: Archive
) -> None:
    post = await capture(samples.EDITED_URL, release=True)
    await archive.run_due_jobs()  # no picture gets smaller copies between the two answers
    facts = await (await client.get(f"/api/v1/posts/{post}")).json()
    assert facts == await (await client.get(f"/e/{post}/post.json")).json()
    snapshots = (await (await client.get(f"/api/v1/posts/{post}/snapshots")).json())["snapshots"]
    assert [s["snapshot"] for s in snapshots] == [1, 2]
    assert "12 classrooms" in snapshots[0]["text"]
    checks = (await (await client.get(f"/api/v1/posts/{post}/checks")).json())["checks"]
    assert checks[-1]["outcome"] == "found"


async def test_a_withheld_snapshot_keeps_its_place_without_words(
    client: Client, capture: Capture, archive: Archive
) -> None:
    post = await capture(samples.EDITED_URL, release=True)
    await archive.withhold(f"{post}@1", by="test", reason="privacy")
    snapshots = (await (await client.get(f"/api/v1/posts/{post}/snapshots")).json())["snapshots"]
    assert snapshots[0]["visibility"] == "withheld"
    assert snapshots[0]["text"] is None
    assert (await client.get(f"/e/{post}@1/post.json")).status == 451
    assert (await client.get(f"/e/{post}/post.json")).status == 200


async def test_what_is_decided_by_a_merged_posts_number_meets_the_same_snapshot(
    client: Client, capture: Capture, archive: Archive, bearer: Bearer
) -> None:
    late, first = await capture(samples.FOUR_PICTURES_URL), await capture(samples.EXAMPLE_URL)
    kept = await archive.storage.post(first)
    assert kept is not None
    at = datetime.now(UTC)
    ref = PostRef(platform=kept.platform, native_id=kept.native_id, url=kept.url)
    write = PostWrite(
        ref=ref, reason="request", requested_at=at, visibility="draft", merges=(late,)
    )
    await archive.storage.keep(Keep(at=at, by="test", action="capture", posts=(write,)))
    assert await archive.storage.moved(late, 1) == (first, 2)

    headers = await bearer("admin")
    answer = await client.post(
        f"/api/v1/posts/{late}/visibility",
        json={"state": "withheld", "reason": "privacy", "snapshot": 1},
        headers=headers,
    )
    assert answer.status == 200, await answer.text()
    note = {"kind": "note", "body": {"text": "About the pictures."}, "snapshot": 1}
    answer = await client.post(f"/api/v1/posts/{late}/annotations", json=note, headers=headers)
    assert (await answer.json())["snapshot"] == 2

    holding = await archive.storage.holding(first)
    assert holding is not None
    assert [v.visibility for v in holding.versions] == ["public", "withheld"]
    unknown = await client.post(
        f"/api/v1/posts/{late}/visibility",
        json={"state": "withheld", "reason": "privacy", "snapshot": 7},
        headers=headers,
    )
    assert unknown.status == 404


async def test_annotations_are_versioned_and_attributed(
    client: Client, capture: Capture, bearer: Bearer, archive: Archive
) -> None:
    post = await capture(release=True)
    headers = await bearer("editor")
    path = f"/api/v1/posts/{post}/annotations"
    for version in (1, 2):
        body = {"kind": "note", "body": {"text": f"Version {version}"}, "reason": "test"}
        answer = await client.post(path, json=body, headers=headers)
        assert answer.status == 201
        stored = await answer.json()
        assert stored["version"] == version
        assert stored["by"].startswith("key:")
    holding = await archive.storage.holding(post)
    assert holding is not None
    assert [a.body["text"] for a in holding.annotations] == ["Version 2"]
    assert "Version 2" in await (await client.get(f"/e/{post}/")).text()


async def test_what_is_no_text_in_an_annotation_is_replaced(
    client: Client, capture: Capture, bearer: Bearer
) -> None:
    post = await capture(release=True)
    body = {"kind": "note", "body": {"text": "Before\0after"}}
    path = f"/api/v1/posts/{post}/annotations"
    answer = await client.post(path, json=body, headers=await bearer("editor"))
    assert (await answer.json())["body"] == {"text": "Before\ufffdafter"}
    assert "Before\ufffdafter" in await (await client.get(f"/e/{post}/")).text()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"kind": "praise", "body": {}}, 422),
        ({"kind": "note", "body": {}}, 400),
        ({"kind": "note", "body": {"text": "x"}, "snapshot": 0}, 422),
        ({"kind": "note", "body": {"text": "x"}, "snapshot": 9}, 404),
        ({"kind": "alt", "body": {"text": "x"}, "media": "nonsense"}, 422),
        ({"kind": "alt", "body": {"text": "x"}, "media": "0" * 64}, 404),
        ({"kind": "note", "body": {"text": "x"}, "snapshot": 10**30}, 422),
    ],
)
async def test_bad_annotations_are_problems(
    client: Client, capture: Capture, bearer: Bearer, body: dict[str, Any], status: int
) -> None:
    path = f"/api/v1/posts/{await capture()}/annotations"
    answer = await client.post(path, json=body, headers=await bearer("editor"))
    assert answer.status == status, await answer.text()


async def test_json_that_is_nested_too_deep_is_a_problem(
    client: Client, capture: Capture, bearer: Bearer
) -> None:
    body = b'{"kind": "note", "body": {"text": ' + b"[" * 5000
    headers = {**await bearer("editor"), "Content-Type": "application/json"}
    path = f"/api/v1/posts/{await capture()}/annotations"
    assert (await client.post(path, data=body, headers=headers)).status == 400


async def test_who_may_decide_what(client: Client, capture: Capture, bearer: Bearer) -> None:
    path = f"/api/v1/posts/{await capture(release=True)}/visibility"
    withheld = {"state": "withheld", "reason": "court order"}
    erased = {"state": "erased", "reason": "court order"}
    assert (await client.post(path, json=withheld)).status == 401
    assert (await client.post(path, json=withheld, headers=await bearer("reader"))).status == 403
    editor = await bearer("editor")
    assert (await client.post(path, json={"state": "withheld"}, headers=editor)).status == 422
    assert (await client.post(path, json={"state": "draft"}, headers=editor)).status == 422
    assert (await client.post(path, json=withheld, headers=editor)).status == 200
    assert (await client.post(path, json={"state": "public"}, headers=editor)).status == 400
    again = {"state": "public", "reason": "the order was lifted"}
    assert (await client.post(path, json=again, headers=editor)).status == 200
    assert (await client.post(path, json=erased, headers=editor)).status == 403
    report = await (await client.post(path, json=erased, headers=await bearer("admin"))).json()
    assert "Erased" in report["report"][0]
    assert (await client.post(path, json={"state": "public"}, headers=editor)).status == 400


async def test_a_legal_hold_is_a_conflict(
    client: Client, capture: Capture, bearer: Bearer, archive: Archive
) -> None:
    post = await capture(release=True)
    await archive.hold(post, by="test", reason="lawsuit")
    answer = await client.post(
        f"/api/v1/posts/{post}/visibility",
        json={"state": "erased", "reason": "privacy"},
        headers=await bearer("admin"),
    )
    assert answer.status == 409
    assert "hold" in (await answer.json())["next"]


async def test_embeds_in_bulk_and_one_bad_url_spoils_no_other(
    client: Client, capture: Capture, archive: Archive
) -> None:
    shown = await capture(URLS[0], release=True)
    hidden = await capture(URLS[1], release=True)
    await archive.withhold(hidden, by="test", reason="privacy")
    urls = [URLS[0], URLS[1], URLS[2], "javascript:1", f"http://127.0.0.1:8080/e/{shown}@1/"]
    answer = await client.post("/api/v1/embeds", json={"urls": urls})
    embeds = (await answer.json())["embeds"]
    assert [e["url"] for e in embeds] == urls
    assert embeds[0]["post"] == embeds[4]["post"] == shown
    assert embeds[0]["state"] == "public"
    assert embeds[0]["version"] == 1
    assert "river bridge" in embeds[0]["fragment"]
    assert embeds[1]["state"] == "withheld"
    assert embeds[1]["snapshot"] is None
    assert embeds[2]["problem"]["status"] == 404
    assert embeds[3]["problem"]["status"] == 422


async def test_a_build_may_ask_for_a_hundred(client: Client) -> None:
    for number, status in ((0, 422), (100, 200), (101, 422)):
        answer = await client.post("/api/v1/embeds", json={"urls": ["x"] * number})
        assert answer.status == status


@pytest.fixture
async def closed(settings: Settings, archive: Archive) -> AsyncIterator[Client]:
    """The service of a newsroom whose research room is for key holders."""
    settings = msgspec.structs.replace(settings, access=AccessSettings(research="key"))
    async with TestClient(TestServer(make_app(settings, archive))) as client:
        yield client


async def test_where_research_needs_a_key_embeds_stay_public(
    closed: Client, capture: Capture, bearer: Bearer
) -> None:
    post = await capture(release=True)
    paths = ("/api/v1/posts", f"/api/v1/posts/{post}", f"/api/v1/posts/{post}/checks")
    reader = await bearer("reader")
    for path in paths:
        allowed = await closed.get(path, headers=reader)
        assert allowed.status == 200
        assert allowed.headers["Cache-Control"] == "private, no-store"
        refused = await closed.get(path)
        assert refused.status == 401, "what a key holder got must not be served to anybody"
        assert refused.headers["WWW-Authenticate"].startswith("Bearer")
    for path in (f"/e/{post}/", f"/e/{post}/post.json", f"/post/{post}"):
        assert (await closed.get(path)).status == 200
    unseen = await closed.get("/api/v1/posts/0000000000000000")
    assert unseen.status == 401
