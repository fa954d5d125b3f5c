"""Whatever changes something through the desk or the API stands in the audit log: who did it, what,
and to which post. A table over all addresses; those that need no entry say why.
"""

import json
import re
from base64 import b64encode
from io import BytesIO
from typing import Any, NamedTuple

import msgspec
import pytest
from aiohttp import FormData
from aiohttp.test_utils import TestClient, TestServer

from archive.archive import Archive
from archive.articles.reading import Article
from archive.settings import NewsSiteSettings, Settings
from archive.storage.audit import AuditEntry
from embedder import samples
from embedder.app import _PARTS, make_app
from embedder.cards import Cards
from embedder.render.card import Card
from embedder.web.auth import make_login_link
from embedder.web.context import CARDS
from tests.archive.x_payloads import tweet
from tests.embedder.conftest import Capture
from tests.embedder.people import log_in

WITHOUT = {
    "POST /api/v1/quotes": "compares, and keeps nothing",
    "POST /desk/articles/picture": "reads a picture, and keeps nothing",
    "POST /desk/posts/{post}/account/apply": "each post that it changes has its entry, `annotate`",
}
ROUTES = {
    f"{route.method} {re.sub(r':[^{}]*({[^{}]*}[^{}]*)*}', '}', route.path)}"
    for part in _PARTS
    for route in part.routes()
    if route.method != "GET"
}
SITE = NewsSiteSettings(
    name="Norte", url="https://norte.example", feeds=("https://norte.example/f",)
)
HAND = {"text": "The bridge is open.", "name": "A mayor", "time": "2026-03-02", "timezone": "UTC"}
URL = "https://x.com/mayor_sample/status/1907160000000000001"
MISSING = "https://sample.example/@mayor/999"


class Step(NamedTuple):
    """A request, and what is written of it: the end of its address as the route has it, the
    address, what is sent, the act, and the target where the request names one.
    """

    route: str
    path: str
    sent: dict[str, Any]
    act: str
    target: str = ""


async def test_every_address_that_changes_something_leaves_an_entry(
    settings: Settings, archive: Archive, capture: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = msgspec.structs.replace(settings, sites=(SITE,))
    archive.settings = settings
    archive.reading.sites = {SITE.url: SITE}
    monkeypatch.setattr(archive, "article", an_article)
    app = make_app(settings, archive)
    app[CARDS] = Cards(settings.card, no_card)
    async with TestClient(TestServer(app)) as client:
        post = await capture(release=True)
        other = await capture(samples.FOUR_PICTURES_URL)
        csrf = await log_in(archive, client, "admin")
        placed = await archive.placing.place(post, by="test", article="https://a.example/1")
        asked = await archive.storage.add_request(
            post, kind="privacy", text="Out.", contact=None, by="?", at=archive.clock()
        )
        await archive.storage.enqueue(
            id="ask", kind="gone", key=other, payload={}, by="onrecord", at=archive.clock()
        )
        desk, api, key = f"/desk/posts/{post}", f"/api/v1/posts/{post}", placed.key
        steps = [
            Step("/desk/setup", "/desk/setup", {"name": "News"}, "set", "site"),
            Step("/desk/captures", "/desk/captures", {"urls": MISSING}, "ask for capture"),
            Step("{post}/account", f"{desk}/account", {"who": "not an official"},
             "confirm account"),
            Step("/desk/articles/captures", "/desk/articles/captures",
             {"post": f"{MISSING}1", "article": "https://norte.example/a"}, "ask for capture"),
            Step("/desk/capture/by-hand", "/desk/capture/by-hand", HAND, "capture"),
            Step("/desk/from-browser", "/desk/from-browser",
             {"public": "1", "handed": json.dumps({"url": URL, "text": "Open."})}, "capture"),
            Step("{post}/describe", f"{desk}/describe", {"kind": "note", "text": "So."},
             "annotate", post),
            Step("/desk/gone", "/desk/gone", {"ask": "ask", "answer": "withhold"},
             "withhold", other),
            Step("/desk/me", "/desk/me", {"lang": "en"}, "set language", "user:admin"),
            Step("/desk/people", "/desk/people", {"do": "add", "name": "ben", "role": "reader"},
             "add user", "user:ben"),
            Step("{post}/placements/{key}", f"{desk}/placements/{key}",
             {"mode": "pinned", "snapshot": "1"}, "change placement", post),
            Step("{post}/copy", f"{desk}/copy", {}, "place", post),
            Step("{post}/withhold", f"{desk}/withhold", {"reason": "privacy"}, "withhold", post),
            Step("{post}/release", f"{desk}/release", {"reason": "again"}, "release", post),
            Step("{post}/recheck", f"{desk}/recheck", {}, "recheck", post),
            Step("{post}/decide", f"{desk}/decide",
             {"act": "hold", "target": post, "reason": "a lawsuit"}, "hold", post),
            Step("/desk/queries", "/desk/queries", {"name": "Walls", "q": "wall"},
             "save query", "query:walls"),
            Step("/desk/queries/{slug}/remove", "/desk/queries/walls/remove", {},
             "remove query", "query:walls"),
            Step("/desk/requests/{number}", f"/desk/requests/{asked.id}", {"decision": "kept"},
             "decide request", post),
            Step("/desk/sites", "/desk/sites", {}, "ask for feed", SITE.feeds[0]),
            Step("/desk/collections", "/desk/collections", {"name": "Border"},
             "save collection", "collection:border"),
            Step("/desk/collections/{collection}", "/desk/collections/border",
             {"name": "Border", "note": "x"},
             "save collection", "collection:border"),
            Step("/desk/collections/{collection}/posts", "/desk/collections/border/posts",
             {"post": post}, "put into collection", post),
            Step("{post}/collections", f"{desk}/collections", {"collection": "border"},
             "put into collection", post),
            Step("{post}/who", f"{desk}/who", {"me": "1"}, "assign", post),
            Step("/desk/me/mail", "/desk/me/mail", {"mail": "a@a.example", "alerts": "on"},
             "set mail", "user:admin"),
            Step("/desk/article", "/desk/article", {"url": "https://a.example/1", "me": ""},
             "join article", "https://a.example/1"),
            Step("/api/v1/posts/{post}/assignment", f"{api}/assignment", {"who": "ben"},
             "assign", post),
            Step("/api/v1/collections", "/api/v1/collections", {"name": "Wall"},
             "save collection", "collection:wall"),
            Step("PATCH /api/v1/collections/{collection}", "/api/v1/collections/wall",
             {"note": "x"}, "save collection", "collection:wall"),
            Step("/api/v1/collections/{collection}/posts", "/api/v1/collections/wall/posts",
             {"post": post}, "put into collection", post),
            Step("DELETE /api/v1/collections/{collection}/posts/{post}",
             f"/api/v1/collections/wall/posts/{post}", {}, "take out of collection", post),
            Step("PATCH /api/v1/requests/{request}", f"/api/v1/requests/{asked.id}",
             {"decision": "granted"}, "decide request", post),
            Step("/api/v1/embeds", "/api/v1/embeds",
             {"urls": [f"{MISSING}2"], "article": "https://norte.example/b"},
             "note missing"),
            Step("/desk/asked", "/desk/asked", {"ask": ""}, "leave out"),
            Step("/desk/queues", "/desk/queues", {"capture": ""}, "leave capture"),
            Step("/desk/me/password", "/desk/me/password",
             {"old": "", "new": "four plain words", "again": "four plain words"},
             "set password", "user:admin"),
            Step("/desk/articles", "/desk/articles",
             {"url": "https://norte.example/c", "content": "<p>None."},
             "join article", "https://norte.example/c"),
            Step("/desk/quotes", "/desk/quotes", {"article": "https://norte.example/d"},
             "join article", "https://norte.example/d"),
            Step("/api/v1/scans", "/api/v1/scans",
             {"content": f"<a href='{MISSING}4'>So</a>.", "capture": True}, "ask for capture"),
            Step("/api/v1/placements", "/api/v1/placements", {"post": post}, "place", post),
            Step("PATCH /api/v1/placements/{key}", f"/api/v1/placements/{key}", {"mode": "newest"},
             "change placement", post),
            Step("/api/v1/posts/{post}/annotations", f"{api}/annotations",
             {"kind": "note", "body": {"text": "So."}}, "annotate", post),
            Step("/api/v1/posts/{post}/visibility", f"{api}/visibility",
             {"state": "withheld", "reason": "privacy"}, "withhold", post),
            Step("/api/v1/posts/{post}/account", f"{api}/account", {"who": "not an official"},
             "confirm account"),
            Step("/api/v1/captures", "/api/v1/captures", {"url": f"{MISSING}3"}, "ask for capture"),
            Step("/api/v1/captures/by-hand", "/api/v1/captures/by-hand", {**HAND, "text": "Shut."},
             "capture"),
            Step("/api/v1/captures/from-browser", "/api/v1/captures/from-browser",
             {"url": f"{URL}9", "text": "Open."}, "capture"),
            Step("/desk/capture/saved", "/desk/capture/saved", {}, "capture"),
            Step("/api/v1/captures/saved", "/api/v1/captures/saved", {}, "capture"),
        ]  # fmt: skip
        done = {
            "POST /login",
            "POST /login/{token}",
            "POST /desk/logout",
            "POST /post/{post}/report",
        }

        for step in steps:
            method, _, route = step.route.rpartition(" ")
            if "ask" in step.sent and not step.sent["ask"]:  # a site noted it just before
                (job,) = await archive.storage.list_jobs(kind="asked", limit=9)
                step.sent["ask"] = job.id
            if step.path == "/desk/queues":
                (job, *_) = await archive.storage.list_jobs(kind="capture", limit=9)
                step.sent["capture"] = job.id
            before = (await archive.storage.audit(limit=1)).entries[0].id
            if step.path.endswith("/saved"):
                saved = json.dumps(tweet(edit_control={})).encode()
                if step.path.startswith("/desk"):
                    form = FormData({"csrf": csrf, "time": "2026-03-02 09:30", "timezone": "UTC"})
                    form.add_field("file", BytesIO(saved), filename="a.json")
                    answer = await client.post(step.path, data=form, allow_redirects=False)
                else:
                    step.sent["payload"] = b64encode(saved).decode()
                    step.sent["saved_at"] = "2026-03-03T09:30:00Z"
                    answer = await client.post(
                        step.path, json=step.sent, headers={"X-CSRF-Token": csrf}
                    )
            elif step.path.startswith("/desk"):
                answer = await client.post(
                    step.path, data={"csrf": csrf, **step.sent}, allow_redirects=False
                )
            else:
                answer = await client.request(
                    method or "POST", step.path, json=step.sent, headers={"X-CSRF-Token": csrf}
                )
            assert answer.status < 400, (step.path, await answer.text())
            entries = (await archive.storage.audit(limit=20)).entries
            new = [e for e in entries if e.id > before and e.by == "admin"]
            told = [(e.action, e.target) for e in new if e.action == step.act]
            assert told, (step.path, [(e.action, e.target, e.by) for e in entries[:5]])
            about = {target.partition("@")[0] for _, target in told}
            assert not step.target or step.target in about, (step.path, told)
            start = f"{method or 'POST'} {step.path[:4]}"
            known = [r for r in ROUTES if r.startswith(start) and r.endswith(route)]
            assert len(known) == 1, (step.route, known)
            done.add(known[0])
        out = await client.post(
            f"/post/{post}/report", data={"csrf": csrf, "kind": "other", "text": "Out."}
        )
        assert out.status == 201
        assert await newest(archive) == ("request", post, "admin")
        await client.post("/desk/logout", data={"csrf": csrf})
        assert await newest(archive) == ("log out", "user:admin", "admin")
        link = await make_login_link(archive, "ben")
        assert await newest(archive) == ("make login link", "user:ben", "onrecord")
        await client.post(link[link.index("/login/") :])
        assert await newest(archive) == ("log in", "user:ben", "ben")
        client.session.cookie_jar.clear()
        await client.post("/login", data={"name": "admin", "password": "four plain words"})
        assert await newest(archive) == ("log in", "user:admin", "admin")
        assert ROUTES - done == WITHOUT.keys()
        secrets = ("four plain words", link.rpartition("/")[2])
        assert not any(secret in str(e) for e in await all_of(archive) for secret in secrets)


async def an_article(url: str) -> Article:
    return Article("<h1>A bridge</h1><p>None.", "html", "utf-8", url)


def no_card(*_: object) -> Card:
    return Card(png=b"", width=1, height=1, missing=(), undrawn=())


async def newest(archive: Archive) -> tuple[str, str, str]:
    entry = (await archive.storage.audit(limit=1)).entries[0]
    return entry.action, entry.target, entry.by


async def all_of(archive: Archive) -> tuple[AuditEntry, ...]:
    return (await archive.storage.audit(limit=500)).entries
