"""Attacks on who may do what: each is refused, and stands in the audit log.

Wrong passwords, planted sessions and what a provider must not say are in test_web_login and
test_web_provider.
"""

from datetime import timedelta

import pytest
from aiohttp.test_utils import TestClient, TestServer
from yarl import URL

from archive.archive import Archive
from archive.settings import Settings
from archive.storage.audit import AuditEntry
from embedder.app import make_app
from embedder.web.auth import make_login_link
from embedder.web.throttle import Throttle
from tests.embedder.conftest import Capture
from tests.embedder.people import Client, key_of, log_in

ANYBODYS = {
    "POST /login",
    "POST /login/{token}",
    "POST /post/{post}/report",
    "POST /api/v1/embeds",
}
"""What changes nothing that is kept, or is there for whoever comes by."""
READERS = {"/api/v1/quotes", "/desk/me", "/desk/me/password", "/desk/me/mail", "/desk/logout"}
"""What readers may do, too, or what is no key's."""
PARTS = (
    *("post", "key", "slug", "id", "name", "path", "token", "embed", "state", "theme", "url"),
    *("sha256", "stamp", "placement", "number"),
)


async def last(archive: Archive) -> AuditEntry:
    return (await archive.storage.audit(limit=1)).entries[0]


def changing(client: Client) -> list[tuple[str, str]]:
    """Each method and address that changes something, made up where it has parts."""
    found = []
    assert client.app is not None
    for route in client.app.router.routes():
        resource = route.resource
        if resource is None or route.method in {"GET", "HEAD", "*"}:
            continue
        if f"{route.method} {resource.canonical}" not in ANYBODYS:
            path = resource.canonical
            for part, value in (
                ("{post}", "0" * 16),
                ("{key}", "0" * 24),
                ("{slug}", "a"),
                ("{id}", "1"),
            ):
                path = path.replace(part, value)
            found.append((route.method, path))
    assert len(found) > 20
    return found


async def test_a_stolen_readers_key_opens_no_editors_address(
    client: Client, archive: Archive
) -> None:
    """All of them, whatever their body: the role is looked at first."""
    headers = await key_of(archive, "reader")
    for method, path in changing(client):
        if path in READERS:
            continue
        answer = await client.request(method, path, headers=headers, data={"x": "1"})
        assert answer.status in {403, 404}, (method, path, answer.status)
        if answer.status == 403:
            entry = await last(archive)
            assert (entry.action, entry.by) == ("refuse request", "key:reader 0"), path
            assert entry.target == f"{method} {path}"


async def test_another_origins_form_is_refused_at_every_address(
    client: Client, archive: Archive
) -> None:
    """With the cookie of somebody who may, and even with the form's token."""
    csrf = await log_in(archive, client, "admin")
    for method, path in (*changing(client), ("POST", "/login")):
        for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
            answer = await client.request(method, path, headers=headers, data={"csrf": csrf})
            assert answer.status in {403, 404}, (method, path, answer.status)
        without = await client.request(method, path, data={})
        assert without.status in {403, 404}, (method, path, without.status)
        if without.status == 403:
            entry = await last(archive)
            assert (entry.action, entry.by) == ("refuse request", "admin")
    assert (await client.get("/desk/people")).status == 200, "and nobody was logged out"


async def test_a_link_that_was_used_is_refused_and_written_down(
    client: Client, archive: Archive
) -> None:
    link = await make_login_link(archive, "admin")
    path = link[link.index("/login/") :]
    assert (await client.post(path, allow_redirects=False)).status == 303
    client.session.cookie_jar.clear()
    for again in (path, "/login/none", f"{path}x"):
        answer = await client.post(again, allow_redirects=False)
        assert answer.status == 403
        assert "Set-Cookie" not in answer.headers
        entry = await last(archive)
        assert (entry.action, entry.by) == ("refuse login", "anonymous")
        assert entry.target == ("user:admin" if again == path else "user"), "whose it was"
        assert path.rpartition("/")[2] not in str(entry)


async def test_a_link_that_a_foreign_page_sends_stays_out_of_the_log(
    client: Client, archive: Archive, caplog: pytest.LogCaptureFixture
) -> None:
    """It was not used, and would still log in whoever reads the log: editors do."""
    link = await make_login_link(archive, "admin")
    path = link[link.index("/login/") :]
    for refused in (path, "/login/a%0ab%22"):
        answer = await client.post(refused, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status == 403
    bad = {"Authorization": "Bearer none"}
    assert (await client.get(path, headers=bad)).status == 401
    entries = (await archive.storage.audit(limit=3)).entries
    assert [entry.target for entry in entries] == [
        *("GET /login/…", "POST /login/a?b?", "POST /login/…"),
    ]
    assert path.rpartition("/")[2] not in caplog.text
    assert "login/a\n" not in caplog.text
    assert (await client.post(path, allow_redirects=False)).status == 303


@pytest.mark.parametrize("name", ["../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/x"])
async def test_dots_and_slashes_lead_nowhere(
    client: Client, archive: Archive, capture: Capture, name: str
) -> None:
    """In every part of every address, as it is and encoded, for somebody who may do all."""
    headers = await key_of(archive, "admin")
    assert client.app is not None
    for route in client.app.router.routes():
        resource = route.resource
        if resource is None or route.method == "*" or "{" not in resource.canonical:
            continue
        path = resource.canonical
        for part in PARTS:
            path = path.replace(f"{{{part}}}", name)
        url = URL(f"{client.make_url('')}".rstrip("/") + path, encoded=True)
        answer = await client.session.request(
            route.method, url, headers=headers, allow_redirects=False
        )
        assert answer.status in {200, 400, 403, 404, 405, 415, 422}, (route.method, path)
        assert b"root:" not in await answer.read(), path


async def test_a_flood_of_bad_keys_does_not_fill_the_log(
    settings: Settings, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    hour = timedelta(hours=1)
    few = Throttle(each=5, within=hour, total=9, total_within=hour)
    monkeypatch.setattr("embedder.web.refusals.new_throttle", lambda: few)
    async with TestClient(TestServer(make_app(settings, archive))) as client:
        for n in range(20):
            headers = {"Authorization": f"Bearer {n}", "X-Forwarded-For": f"203.0.113.{n // 9}"}
            assert (await client.get("/desk/posts", headers=headers)).status == 401
    entries = (await archive.storage.audit(limit=500, action="refuse request")).entries
    assert len(entries) == 9
    assert {entry.by for entry in entries} == {"anonymous"}
    assert "203.0.113" not in str(entries)
