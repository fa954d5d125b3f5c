"""Attacks of a stranger, an insider and another site: each is refused, and leaves a line in the
audit log or in the access log.

Elsewhere, with their entries: another origin's form, a stolen reader's key, a replayed link and
`../` in every name (test_attacks_accounts); 50 wrong passwords and session fixation
(test_web_login); a webhook to a private address (tests/archive/test_alerting); hostile texts on
every page (test_attacks_desk); a message from a foreign origin (tests/browser/test_from_browser);
another site's article (test_web_brands).
"""

import asyncio
import csv
import gzip
import io
import json
from base64 import b64encode
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from aiohttp import FormData
from aiohttp.test_utils import TestClient, TestServer

from archive.archive import Archive
from archive.clock import utc_now
from archive.settings import LogSettings, Settings
from archive.storage.audit import AuditEntry
from embedder.access_log import logging_access
from embedder.app import make_app
from embedder.web import bodies
from tests.embedder.conftest import Capture
from tests.embedder.people import Client, key_of, log_in

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
NO_PICTURES = {
    "an SVG with a script": SVG,
    "a page": b"<!doctype html><script>alert(1)</script>",
    "a program": b"MZ" + b"\0" * 200,
    "half a picture": b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR",
    "a ZIP": b"PK\x03\x04" + b"\0" * 200,
}
SEEN = "https://x.com/mayor_sample/status/1907160000000000001"
TYPED = {"text": "Open.", "name": "A mayor", "time": "2026-03-02", "timezone": "UTC"}


class Attacked(NamedTuple):
    client: Client
    archive: Archive
    folder: Path

    def lines(self) -> str:
        """The access log so far."""
        return "".join(path.read_text(encoding="utf-8") for path in self.folder.iterdir())

    async def last(self) -> AuditEntry:
        return (await self.archive.storage.audit(limit=1)).entries[0]


@pytest.fixture
async def attacked(settings: Settings, archive: Archive, tmp_path: Path) -> AsyncIterator[Attacked]:
    """A service that writes its access log."""
    log = LogSettings(access=str(tmp_path / "log"))
    async with logging_access(log, utc_now) as options:
        server = TestServer(make_app(settings, archive))
        await server.start_server(**options)
        async with TestClient(server) as client:
            yield Attacked(client, archive, tmp_path / "log")


async def test_uploads_that_are_no_images_are_refused_and_written_down(attacked: Attacked) -> None:
    """Whatever they call themselves, at the desk and through the API."""
    client = attacked.client
    csrf = await log_in(attacked.archive, client, "editor")
    key = await key_of(attacked.archive, "editor")
    posts = len((await attacked.archive.storage.list_posts(limit=9, drafts=True)).holdings)
    for called, data in NO_PICTURES.items():
        for path, headers in (
            ("/desk/capture/by-hand", {}),
            ("/api/v1/captures/by-hand", key),
        ):
            form = FormData({**TYPED, "csrf": csrf})
            form.add_field("screenshots", data, filename="a.png", content_type="image/png")
            answer = await client.post(path, data=form, headers=headers)
            assert answer.status in {400, 422}, (called, path)
            assert b"alert(1)" not in await answer.read()
            entry = await attacked.last()
            assert (entry.action, entry.target) == ("refuse upload", f"POST {path}"), called
        handed = {"url": SEEN, "text": "Open.", "pictures": [{"data": b64encode(data).decode()}]}
        sent = {"csrf": csrf, "public": "1", "handed": json.dumps(handed)}
        by_form: dict[str, Any] = {"data": sent}
        by_json: dict[str, Any] = {"json": handed, "headers": key}
        for path, more in (
            ("/desk/from-browser", by_form),
            ("/api/v1/captures/from-browser", by_json),
        ):
            answer = await client.request("POST", path, **more)
            assert answer.status in {400, 422}, (called, path)
            entry = await attacked.last()
            assert (entry.action, entry.target) == ("refuse upload", f"POST {path}"), called
    left = await attacked.archive.storage.list_posts(limit=9, drafts=True)
    assert len(left.holdings) == posts
    assert attacked.lines().count("POST /desk/capture/by-hand") == len(NO_PICTURES)


async def test_a_body_of_zeros_that_was_packed_is_not_unpacked(attacked: Attacked) -> None:
    """20 MB in 100 KB, to whoever asks, and as an editor."""
    bomb = gzip.compress(b"\0" * 20_000_000, 1)
    key = await key_of(attacked.archive, "editor")
    for path, headers in (
        ("/login", {"Content-Type": "application/x-www-form-urlencoded"}),
        ("/api/v1/embeds", {"Content-Type": "application/json"}),
        ("/api/v1/captures", {"Content-Type": "application/json", **key}),
    ):
        packed = {**headers, "Content-Encoding": "gzip"}
        answer = await attacked.client.post(path, data=io.BytesIO(bomb), headers=packed)
        assert answer.status in {400, 413}, path
    assert attacked.lines().count(" 413 ") + attacked.lines().count(" 400 ") == 3


async def test_a_body_that_is_too_large_or_comes_drop_by_drop_is_given_up(
    attacked: Attacked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "PATIENCE", 0.2)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    large = await attacked.client.post("/login", data=io.BytesIO(b"a" * 200_000), headers=form)
    assert large.status == 413

    async def drops() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"a"
            await asyncio.sleep(0.1)

    slow = await attacked.client.post("/login", data=drops(), headers=form)
    assert slow.status == 408
    assert " 413 " in attacked.lines()
    assert " 408 " in attacked.lines()


async def test_json_of_other_types_and_with_more_fields_changes_nothing(
    attacked: Attacked, capture: Capture
) -> None:
    """Type confusion and mass assignment: each address takes its own fields alone."""
    post = await capture(release=True)
    key = await key_of(attacked.archive, "editor")
    bad: tuple[tuple[str, object], ...] = (
        ("placements", {"post": [post]}),
        ("placements", {"post": post, "made_by": "boss"}),
        ("placements", {"post": post, "key": "0" * 24}),
        ("placements", {"post": post, "snapshot": True}),
        ("placements", {"post": post, "snapshot": 1e9}),
        ("placements", {"post": post, "options": {"theme": {"a": 1}}}),
        ("placements", [post]),
        ("captures", {"url": {"$ne": ""}}),
        ("captures", {"url": "https://x.com/a/status/20", "release": "yes"}),
        ("captures", {"url": "https://x.com/a/status/20", "by": "boss"}),
        (f"posts/{post}/visibility", {"state": "draft", "reason": "so"}),
        (f"posts/{post}/visibility", {"state": "withheld", "reason": "so", "hold": False}),
        (f"posts/{post}/annotations", {"kind": "note", "body": "so"}),
        (f"posts/{post}/annotations", {"kind": "note", "body": {"text": "so"}, "by": "boss"}),
        ("embeds", {"urls": "all"}),
        ("scans", {"content": 1}),
    )
    for path, body in bad:
        answer = await attacked.client.post(f"/api/v1/{path}", json=body, headers=key)
        assert answer.status == 422, (path, body)
    deep = "[" * 50_000 + "]" * 10_000
    for body in (deep, '{"urls": ' * 5000, "\ud800", "NaN"):
        answer = await attacked.client.post(
            "/api/v1/embeds",
            data=body.encode("utf-8", "surrogatepass"),
            headers={"Content-Type": "application/json"},
        )
        assert answer.status in {400, 413, 422}
    done = (await attacked.archive.storage.audit(limit=50)).entries
    assert not [entry for entry in done if entry.by not in {"test", "onrecord"}]
    assert attacked.lines().count(" 422 ") >= len(bad)


async def test_no_address_leads_to_another_host(attacked: Attacked) -> None:
    """By the Host header, or by a line break in a path; what is asked for after the login is in
    test_web_login.
    """
    client, archive = attacked.client, attacked.archive
    await log_in(archive, client, "admin")
    for method, path, headers in (
        ("GET", "/desk/posts", {"Host": "evil.example"}),
        (
            "GET",
            "/e/0000000000000000/",
            {"Host": "evil.example", "X-Forwarded-Host": "evil.example"},
        ),
        ("GET", "/login?to=a%0d%0aSet-Cookie:%20a=b", {}),
        ("GET", "/desk/posts/0000000000000000%0d%0aX-Evil:%201", {}),
    ):
        answer = await client.request(method, path, headers=headers, allow_redirects=False)
        assert "evil.example" not in await answer.text(), path
        assert "evil" not in str(answer.headers).lower(), path
        assert answer.headers.get("Set-Cookie", "") == "", path
    assert "\nX-Evil" not in attacked.lines()


async def test_what_a_log_is_given_to_read_is_no_formula_and_no_secret(
    attacked: Attacked, capture: Capture
) -> None:
    """The reasons and names that insiders choose, in the CSV that an admin opens; keys nowhere."""
    client, archive = attacked.client, attacked.archive
    post = await capture(release=True)
    csrf = await log_in(archive, client, "admin")
    for formula in ("=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\t=1", "\r=1"):
        await archive.withhold(post, by="test", reason=formula)
        await archive.release(post, by="test", reason="shown again")
    form = {"csrf": csrf, "do": "key", "name": "feed", "role": "editor"}
    made = await (await client.post("/desk/people", data=form)).text()
    secret = made.partition("onrecord_")[2][:43]
    headers = {"Authorization": f"Bearer onrecord_{secret}"}
    assert (await client.post("/desk/people", headers=headers, data={})).status == 403
    wrong = {"Authorization": f"Bearer onrecord_{secret[:-1]}"}
    refused = await client.get("/desk/posts", headers=wrong)
    assert refused.status == 401
    log = await (await client.get("/desk/audit.csv")).text()
    cells = [cell for row in csv.reader(io.StringIO(log)) for cell in row]
    assert len(cells) > 50
    assert [cell for cell in cells if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}] == []
    for told in (log, attacked.lines(), await refused.text(), json.dumps(dict(refused.headers))):
        assert secret[:20] not in told
