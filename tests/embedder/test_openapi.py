"""The OpenAPI document is valid, names every address of the API, and says what these answer."""

import base64
import re
from collections.abc import AsyncIterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer
from jsonschema import Draft202012Validator
from msgspec.structs import replace
from openapi_spec_validator import OpenAPIV31SpecValidator

from archive.archive import Archive
from archive.settings import MediaSettings, Settings
from embedder import samples
from embedder.app import make_app, operations
from embedder.cards import Cards
from embedder.parts import EmbedView
from embedder.render.card import Card
from embedder.web.context import CARDS
from embedder.web.docs_view import curl
from embedder.web.openapi import openapi
from tests.embedder.conftest import Bearer, Capture, Client

SERVER = "http://127.0.0.1:8080"
PREFIXES = ("/api/v1/", "/oembed")
UNDER_ANOTHER_NAME = {"GET /e/{embed}/post.json", "GET /p/{key}/post.json"}
"""Their routes take more than they do."""


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return openapi(operations(), version="1", server=SERVER)


def test_the_document_is_valid(document: dict[str, Any]) -> None:
    assert [error.message for error in OpenAPIV31SpecValidator(document).iter_errors()] == []


def test_no_two_shapes_have_one_name(document: dict[str, Any]) -> None:
    assert [name for name in document["components"]["schemas"] if not name.isalnum()] == []


def test_every_address_of_the_api_is_declared_and_no_other() -> None:
    routes = {
        f"{route.method} {route.resource.canonical}"
        for route in make_app(Settings()).router.routes()
        if route.resource is not None and route.method not in {"HEAD", "*"}
    }
    promised = {name for name in routes if name.split(" ")[1].startswith(PREFIXES)}
    declared = set(operations())
    assert promised - declared == set(), "add these to OPERATIONS, beside their routes"
    assert declared - routes == UNDER_ANOTHER_NAME


def _closed(schema: Any) -> Any:
    """The schema with no field beyond those that it names: what we answer is all told."""
    if isinstance(schema, list):
        return [_closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _closed(part) for key, part in schema.items()}
    if "properties" in closed and isinstance(closed["properties"], dict):
        closed.setdefault("additionalProperties", False)
    return closed


class Held:
    """A client whose every answer is held against the document."""

    def __init__(self, client: Client, document: Mapping[str, Any]) -> None:
        self._client = client
        self._paths: Mapping[str, Any] = document["paths"]
        self._components = _closed(document["components"])
        self.seen: set[tuple[str, int]] = set()

    async def ask(self, method: str, path: str, **sent: Any) -> Any:
        answer = await self._client.request(method, path, allow_redirects=False, **sent)
        name, operation = self._operation(method, path)
        told = operation["responses"].get(str(answer.status))
        assert told is not None, f"{name} does not say that it answers with {answer.status}"
        self.seen.add((name, answer.status))
        return await self._body(name, answer, told)

    def _operation(self, method: str, path: str) -> tuple[str, Any]:
        path = urlsplit(path).path
        # The longest first: one of two that fit may end in what the other leaves open, `.csv`.
        for template, methods in sorted(self._paths.items(), key=lambda one: -len(one[0])):
            pattern = re.sub(r"\\{.*?\\}", "[^/]+", re.escape(template))
            if re.fullmatch(pattern, path) and method.lower() in methods:
                return f"{method} {template}", methods[method.lower()]
        raise AssertionError(f"the document has no {method} {path}")

    async def _body(self, name: str, answer: ClientResponse, told: Any) -> Any:
        assert set(told.get("headers", {})) - {"Link"} <= set(answer.headers)
        if "content" not in told:
            assert await answer.read() == b""
            return None
        content = told["content"].get(answer.content_type)
        assert content is not None, f"{name} does not say that it answers {answer.content_type}"
        if not answer.content_type.endswith("json"):
            return await answer.text()
        body = await answer.json(content_type=None)
        schema = {**content["schema"], "components": self._components}
        wrong = [
            f"{error.json_path}: {error.message}"
            for error in Draft202012Validator(schema).iter_errors(body)
        ]
        assert wrong == [], name
        return body


def _no_card(view: EmbedView, pictures: object, fonts: object, shape: object) -> Card:
    return Card(png=b"", width=1200, height=630, missing=(), undrawn=())


@pytest.fixture
async def held(
    settings: Settings, archive: Archive, document: dict[str, Any]
) -> AsyncIterator[Held]:
    app = make_app(settings, archive)
    app[CARDS] = Cards(settings.card, _no_card)
    async with TestClient(TestServer(app)) as client:
        yield Held(client, document)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """One small derivative of a picture is enough here."""
    return replace(settings, media=MediaSettings(widths=(40,)))


async def test_what_the_addresses_answer_is_what_the_document_says(
    held: Held, capture: Capture, archive: Archive, bearer: Bearer, document: dict[str, Any]
) -> None:
    editor, admin = await bearer("editor"), await bearer("admin")
    urls = [samples.EXAMPLE_URL, samples.URLS[3], samples.URLS[7]]
    posts = [await capture(url, release=True) for url in urls]
    edited = await capture(samples.EDITED_URL, release=True)
    await archive.withhold(f"{edited}@1", by="test", reason="privacy")
    post = posts[0]

    api = "/api/v1"
    for annotation in (
        {"kind": "note", "body": {"text": "So."}},
        {"kind": "translation", "body": {"text": "Sí.", "lang": "es", "name": 7}},
        {"kind": "official", "body": {"name": "Ana", "slug": ["x"]}, "reason": "seen"},
    ):
        await held.ask("POST", f"{api}/posts/{post}/annotations", json=annotation, headers=editor)

    for number in ("1", "2"):
        url = f"https://news.example/{number}"
        await archive.storage.reference(post, url, by="test", at=archive.clock())
    articles = await held.ask("GET", f"{api}/articles?limit=1", headers=editor)
    assert articles["articles"][0]["url"] == "https://news.example/2"
    assert (await held.ask("GET", articles["next"], headers=editor))["next"] is None
    stats = await held.ask("GET", f"{api}/stats")
    assert stats["posts"] == 4
    assert stats.items() <= (await held.ask("GET", "/coverage.json")).items()

    listed = await held.ask("GET", f"{api}/posts?limit=200")
    assert {*posts, edited} == {one["id"] for one in listed["posts"]}
    await held.ask("GET", f"{api}/posts?limit=1")
    for path in ("", "/snapshots", "/checks"):
        await held.ask("GET", f"{api}/posts/{edited}{path}")
    assert (await held.ask("GET", f"/e/{post}/post.json"))["notes"]
    await held.ask("GET", f"/e/{edited}@1/post.json")
    await held.ask("GET", f"/oembed?url={urls[0]}&maxwidth=x")
    assert "<oembed>" in await held.ask("GET", f"/oembed?url={urls[0]}&format=xml")

    assert "text," in await held.ask("GET", f"{api}/export?q=a")

    made = await held.ask("POST", f"{api}/captures", json={"url": urls[0]}, headers=editor)
    where = f"{api}/captures/{made['id']}"
    assert "event: state" in await held.ask("GET", f"{where}/events", headers=editor)
    assert (await held.ask("GET", where, headers=editor))["state"] == "done"

    article = {"content": "<p>See <a href='https://x.com/a/status/20'>this</a> post."}
    found = await held.ask("POST", f"{api}/scans", json=article, headers=editor)
    assert found["posts"][0]["native_id"] == "20"
    told = await held.ask("GET", f"{api}/sources", headers=editor)
    assert told["sources"][0]["place"] == 1
    typed = {"text": "Hello", "name": "Ana", "time": "2025-03-29"}
    by_hand = await held.ask(
        "POST", f"{api}/captures/by-hand", json=typed | {"timezone": "Etc/UTC"}, headers=editor
    )
    assert by_hand["state"] == "done"
    seen = {"url": "https://x.com/a/status/20", "text": "Hello", "protected": True}
    refused = await held.ask("POST", f"{api}/captures/from-browser", json=seen, headers=editor)
    assert refused["state"] == "refused"
    stone = b'{"__typename": "TweetTombstone", "tombstone": {"text": {"text": "It is gone."}}}'
    payload = {"payload": base64.b64encode(stone).decode()}
    told = await held.ask("POST", f"{api}/captures/saved", json=payload, headers=editor)
    assert told["post"] is None

    asked = {"post": post, "options": {"theme": "dark"}}
    placed = await held.ask("POST", f"{api}/placements", json=asked, headers=editor)
    placement = f"{api}/placements/{placed['key']}"
    assert (await held.ask("GET", f"/p/{placed['key']}/post.json"))["id"] == post
    await held.ask("GET", placement, headers=editor)
    await held.ask("PATCH", placement, json={"mode": "pinned"}, headers=editor)
    await held.ask("GET", f"{api}/placements?post={post}", headers=editor)

    account = f"{api}/posts/{post}/account"
    assert (await held.ask("GET", account, headers=editor))["account"]["official"] is None
    await held.ask("POST", account, json={"who": "private person"}, headers=editor)
    fay = {"name": "Fay Ito", "office": "Mayor", "kind": "official"}
    told = await held.ask("POST", account, json=fay, headers=editor)
    assert told["account"]["official"] == "fay-ito"
    listed = await held.ask("GET", f"{api}/officials?name=ito", headers=editor)
    assert listed["total"] == 1
    fay = await held.ask("GET", f"{api}/officials/fay-ito", headers=editor)
    assert fay["statements"]["latest"]

    said = {"text": "Fay Ito said on social media: “The bridge is not open yet.”"}
    told = await held.ask("POST", f"{api}/quotes", json=said)
    assert [one["official"] for one in told["quotations"]] == ["fay-ito"]
    page = f"https://{samples.HOST}/api/v2/instance"  # any that the stand-in answers
    await held.ask("GET", f"{api}/quotes?url={page}&date=2025-03-29", headers=editor)

    for queue in ("new", "changed", "gone", "withheld", "hand"):
        page = await held.ask("GET", f"{api}/queues/{queue}?limit=1", headers=editor)
        assert page["queue"] == queue
        await held.ask("GET", f"{api}/queues/{queue}.csv", headers=editor)
    assert (await held.ask("GET", f"{api}/queues", headers=editor))["open_requests"] == 0
    on_it = await held.ask(
        "POST", f"{api}/posts/{post}/assignment", json={"who": " ana "}, headers=editor
    )
    assert on_it == {"post": post, "who": "ana"}
    made = await held.ask(
        "POST", f"{api}/collections", json={"name": "Border  wall"}, headers=editor
    )
    story = f"{api}/collections/{made['id']}"
    await held.ask("PATCH", story, json={"note": "=1+1"}, headers=editor)
    for one in posts[:2]:
        body = {"post": one, "note": "the first"}
        await held.ask("POST", f"{story}/posts", json=body, headers=editor)
    page = await held.ask("GET", f"{story}?limit=1", headers=editor)
    assert (page["collection"]["posts"], page["posts"][0]["note"]) == (2, "the first")
    assert (await held.ask("GET", page["next"], headers=editor))["next"] is None
    assert posts[0] in await held.ask("GET", f"{story}.csv", headers=editor)
    assert ",'=1+1," in await held.ask("GET", f"{api}/collections.csv", headers=editor)
    await held.ask("DELETE", f"{story}/posts/{posts[1]}", headers=editor)
    listed = await held.ask("GET", f"{api}/collections", headers=editor)
    assert [(one["id"], one["posts"]) for one in listed["collections"]] == [("border-wall", 1)]

    await archive.storage.add_request(
        post, kind="privacy", text="=Take it out", contact=None, by="?", at=archive.clock()
    )
    (asked,) = (await held.ask("GET", f"{api}/requests", headers=editor))["requests"]
    report = f"{api}/requests/{asked['id']}"
    assert await held.ask("GET", report, headers=editor) == asked
    decided = {"decision": "partly", "deadline": "2026-01-02", "answer": "The picture."}
    told = await held.ask("PATCH", report, json=decided, headers=editor)
    assert told.items() >= decided.items()
    told = await held.ask("PATCH", report, json={"deadline": None}, headers=editor)
    assert (told["deadline"], told["decision"]) == (None, "partly")
    assert "'=Take it out" in await held.ask("GET", f"{api}/requests.csv", headers=editor)

    embeds = {"urls": [urls[0], "x"]}
    assert len((await held.ask("POST", f"{api}/embeds", json=embeds))["embeds"]) == 2
    erase = {"state": "erased", "reason": "privacy"}
    await held.ask("POST", f"{api}/posts/{post}/visibility", json=erase, headers=admin)
    await held.ask("GET", f"{api}/posts/{post}")

    succeeded = {name for name, status in held.seen if status < 300}
    assert succeeded == set(operations()), "each is asked here at least once, and answers"


@pytest.mark.parametrize("limit", ["0", "-1", "x", "201", "99999999", ""])
async def test_a_limit_that_no_page_has_is_a_problem(held: Held, limit: str) -> None:
    problem = await held.ask("GET", f"/api/v1/posts?limit={limit}")
    assert problem["type"] == "urn:onrecord:problem:bad-limit"


def test_the_example_of_an_address_is_a_command_line(document: dict[str, Any]) -> None:
    said = curl(document, "/api/v1/posts/{post}/visibility", "post", server=SERVER)
    assert said == (
        'curl -H "Authorization: Bearer $KEY" '
        """--json '{"state": "withheld", "reason": "court order"}' """
        f"{SERVER}/api/v1/posts/mds3tvrq35200c0w/visibility"
    )
