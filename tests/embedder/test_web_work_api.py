"""Queues, collections and reports for programs: who may, what is wrong, and what is not told."""

from typing import Any

import pytest

from archive.archive import Archive
from archive.storage.people import Key
from embedder import samples
from embedder.web.auth import token_hash
from tests.embedder.conftest import Bearer, Capture, Client

API = "/api/v1"
ID = "0000000000000000"
ASKED: tuple[tuple[str, str, Any], ...] = (
    ("GET", "/queues", None),
    ("GET", "/queues/new", None),
    ("GET", "/queues/new.csv", None),
    ("POST", f"/posts/{ID}/assignment", {"who": "ana"}),
    ("GET", "/collections", None),
    ("GET", "/collections.csv", None),
    ("POST", "/collections", {"name": "A"}),
    ("GET", "/collections/a", None),
    ("GET", "/collections/a.csv", None),
    ("PATCH", "/collections/a", {"note": "b"}),
    ("POST", "/collections/a/posts", {"post": ID}),
    ("DELETE", f"/collections/a/posts/{ID}", None),
    ("GET", "/requests", None),
    ("GET", "/requests.csv", None),
    ("GET", "/requests/1", None),
    ("PATCH", "/requests/1", {"decision": "granted"}),
)


async def test_each_is_for_editors_and_a_key_needs_the_scope(
    client: Client, archive: Archive, bearer: Bearer
) -> None:
    reader = await bearer("reader")
    limited = {}
    for scope in ("read", "annotate"):
        key = Key(name=scope, role="editor", made_by="x", made_at=archive.clock(), scopes=(scope,))
        await archive.storage.add_key(key, token_hash(f"token-{scope}"))
        limited[scope] = {"Authorization": f"Bearer token-{scope}"}
    for method, path, body in ASKED:
        sent = {} if body is None else {"json": body}
        assert (await client.request(method, API + path, **sent)).status == 401, path
        refused = await client.request(method, API + path, headers=reader, **sent)
        assert refused.status == 403, path
        wrong = limited["annotate" if method == "GET" else "read"]
        refused = await client.request(method, API + path, headers=wrong, **sent)
        assert refused.status == 403, path
        right = limited["read" if method == "GET" else "annotate"]
        taken = await client.request(method, API + path, headers=right, **sent)
        assert taken.status in {200, 201, 404, 422}, path


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/queues/none", None, 404),
        ("GET", "/queues/new?limit=0", None, 400),
        ("GET", "/queues/new?cursor=!", None, 400),
        ("GET", "/collections?cursor=none", None, 400),
        ("GET", "/collections/none", None, 404),
        ("GET", "/collections/..%2f", None, 404),
        ("POST", "/collections", {"name": ""}, 422),
        ("POST", "/collections", {"name": "!!"}, 422),
        ("POST", "/collections", {"name": "a", "by": "x"}, 422),
        ("GET", "/requests/0", None, 404),
        ("GET", "/requests/99", None, 404),
        ("PATCH", "/requests/99", {"decision": "maybe"}, 404),
        ("POST", f"/posts/{ID}/assignment", {"who": None}, 404),
    ],
)
async def test_what_is_wrong_is_a_problem(
    client: Client, bearer: Bearer, method: str, path: str, body: Any, status: int
) -> None:
    sent = {} if body is None else {"json": body}
    answer = await client.request(method, API + path, headers=await bearer("editor"), **sent)
    assert answer.status == status
    assert (await answer.json(content_type=None))["status"] == status


async def test_a_queue_names_who_is_on_a_post_and_tells_nothing_of_a_withheld_one(
    client: Client, capture: Capture, archive: Archive, bearer: Bearer
) -> None:
    editor = await bearer("editor")
    draft, withheld = await capture(), await capture(samples.EDITED_URL, release=True)
    await client.post(f"{API}/posts/{draft}/assignment", json={"who": "=ana"}, headers=editor)
    page = await (await client.get(f"{API}/queues/new", headers=editor)).json()
    assert [(one["post"]["id"], one["on_it"]) for one in page["posts"]] == [(draft, "=ana")]
    rows = await (await client.get(f"{API}/queues/new.csv", headers=editor)).text()
    assert rows.count("river bridge") >= 1
    assert rows.rstrip().endswith(",'=ana")
    held = await archive.storage.holding(withheld)
    assert held is not None
    assert held.stored is not None
    words = held.stored.snapshot.text[:30]
    made = await client.post(f"{API}/collections", json={"name": "Ø story"}, headers=editor)
    story = f"{API}/collections/{(await made.json())['id']}"
    await client.post(f"{story}/posts", json={"post": samples.EDITED_URL}, headers=editor)
    shown = await (await client.get(story, headers=editor)).text()
    assert words in (await (await client.get(f"{story}.csv", headers=editor)).text())
    assert withheld in shown
    await archive.withhold(withheld, by="ana", reason="privacy")
    for path in ("/queues/withheld", "/queues/withheld.csv", story.removeprefix(API)):
        told = await (await client.get(API + path, headers=editor)).text()
        assert withheld in told
        assert words not in told, path
    assert words not in await (await client.get(f"{story}.csv", headers=editor)).text()
    again = await client.post(f"{API}/collections", json={"name": "ø STORY"}, headers=editor)
    assert again.status == 409
    unknown = {"post": "https://x.com/a/status/1"}
    refused = await client.post(f"{story}/posts", json=unknown, headers=editor)
    assert refused.status == 422
    assert (await client.delete(f"{story}/posts/{draft}", headers=editor)).status == 404


async def test_a_session_needs_its_token_and_the_desk_leads_to_the_csv(
    client: Client, session: Any
) -> None:
    await session("editor")
    assert (await client.post(f"{API}/collections", json={"name": "A"})).status == 403
    page = await (await client.get("/desk/queues?queue=changed")).text()
    assert 'href="/api/v1/queues/changed.csv"' in page
    assert (await client.get(f"{API}/queues/changed.csv")).status == 200
