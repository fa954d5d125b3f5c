"""Who asks: the one-time link, sessions, keys, and forged requests."""

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from aiohttp.test_utils import TestClient, TestServer, make_mocked_request

from archive.archive import Archive
from archive.errors import UsageError
from archive.settings import Settings, SiteSettings
from archive.storage.base import User
from embedder import app
from embedder.app import make_app
from embedder.web.auth import Visitor, is_loopback_http, make_login_link, token_hash
from embedder.web.cache import CACHE
from tests.embedder.conftest import Bearer, Capture, Client

LogIn = Callable[..., Awaitable[str]]


async def link_path(archive: Archive, user: str = "admin") -> str:
    link = await make_login_link(archive, user)
    return link[link.index("/login/") :]


async def test_the_first_link_makes_the_first_user_an_admin(archive: Archive) -> None:
    link = await make_login_link(archive, "admin")
    assert re.fullmatch(r"http://127\.0\.0\.1:8080/login/[\w-]{43}", link)
    assert [(u.name, u.role) for u in await archive.storage.users()] == [("admin", "admin")]
    with pytest.raises(UsageError, match="no user 'mallory'"):
        await make_login_link(archive, "mallory")


async def test_looking_at_a_link_does_not_use_it_up(client: Client, archive: Archive) -> None:
    path = await link_path(archive)
    for method in ("GET", "HEAD", "GET"):
        answer = await client.request(method, path)
        assert answer.status == 200
        assert "Set-Cookie" not in answer.headers
        assert "no-store" in answer.headers["Cache-Control"]
    answer = await client.post(path, allow_redirects=False)
    assert answer.status == 303
    assert answer.headers["Location"] == "/desk/"


async def test_a_link_logs_in_once(client: Client, archive: Archive) -> None:
    path = await link_path(archive)
    assert (await client.post(path, allow_redirects=False)).status == 303
    client.session.cookie_jar.clear()
    again = await client.post(path, allow_redirects=False)
    assert again.status == 403
    assert "onrecord users link" in (await again.json())["next"]


async def test_somebody_who_is_logged_in_may_log_in_anew(
    client: Client, archive: Archive, session: LogIn
) -> None:
    await session("editor")
    path = await link_path(archive, "editor")
    found = re.search(r'name="csrf" value="(\w+)"', await (await client.get(path)).text())
    assert found is not None
    form = {"csrf": found[1]}
    assert (await client.post(path, data=form, allow_redirects=False)).status == 303


async def test_a_link_is_good_for_a_day(client: Client, archive: Archive) -> None:
    archive.clock = lambda: datetime.now(UTC) - timedelta(hours=25)
    path = await link_path(archive)
    archive.clock = lambda: datetime.now(UTC)
    assert (await client.post(path, allow_redirects=False)).status == 403


async def test_the_sessions_cookie_is_out_of_reach(client: Client, archive: Archive) -> None:
    answer = await client.post(await link_path(archive), allow_redirects=False)
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("onrecord=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=2592000"} <= set(cookie.split("; "))
    assert "Secure" not in cookie, "loopback http"


async def test_elsewhere_the_cookie_is_for_https_and_this_host_alone(
    settings: Settings, archive: Archive
) -> None:
    site = SiteSettings(name="Border News", desk_url="https://desk.example.org")
    settings = msgspec.structs.replace(settings, site=site)
    async with TestClient(TestServer(make_app(settings, archive))) as client:
        answer = await client.post(
            await link_path(archive), allow_redirects=False, headers={"Host": "desk.example.org"}
        )
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-onrecord=")
    assert "Secure" in cookie
    assert "Domain" not in cookie


async def test_over_plain_http_from_elsewhere_the_link_is_not_used_up(
    client: Client, archive: Archive
) -> None:
    path = await link_path(archive)
    answer = await client.post(path, allow_redirects=False, headers={"Host": "10.0.0.5"})
    assert answer.status == 400
    assert "https" in (await answer.json())["next"]
    assert (await client.post(path, allow_redirects=False)).status == 303


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1:8080", True),
        ("[::1]:8080", True),
        ("localhost", True),
        ("desk.localhost", True),
        ("10.0.0.5", False),
        ("record.example.org", False),
        ("localhost.example.org", False),
    ],
)
def test_what_is_this_computer(host: str, loopback: bool) -> None:
    assert is_loopback_http(make_mocked_request("GET", "/", headers={"Host": host})) is loopback


async def test_only_hashes_of_tokens_are_kept(
    client: Client, archive: Archive, settings: Settings, bearer: Bearer, session: LogIn
) -> None:
    await session("editor")
    (cookie,) = [c.value for c in client.session.cookie_jar]
    token = (await bearer("editor"))["Authorization"].removeprefix("Bearer ")
    path = settings.storage.database.removeprefix("sqlite:")
    kept = b"".join(_read(f"{path}{end}") for end in ("", "-wal"))
    assert cookie.encode() not in kept
    assert token_hash(cookie).encode() in kept
    assert token_hash(token).encode() in kept


def _read(path: str) -> bytes:
    return Path(path).read_bytes()


async def test_a_session_ends_with_logging_out(
    client: Client, archive: Archive, session: LogIn
) -> None:
    csrf = await session("editor")
    (cookie,) = [c.value for c in client.session.cookie_jar]
    answer = await client.post("/desk/logout", data={"csrf": csrf}, allow_redirects=False)
    assert answer.status == 303
    assert await archive.storage.session(token_hash(cookie), at=datetime.now(UTC)) is None
    assert (await client.get("/desk/", headers={"Cookie": f"onrecord={cookie}"})).status == 401


async def test_a_session_ends_after_thirty_days(
    client: Client, archive: Archive, session: LogIn
) -> None:
    await session("editor")
    archive.clock = lambda: datetime.now(UTC) + timedelta(days=31)
    assert (await client.get("/desk/")).status == 401


async def test_an_old_session_is_anybody_and_sees_what_anybody_sees(
    client: Client, capture: Capture
) -> None:
    post = await capture(release=True)
    headers = {"Cookie": "onrecord=old; __Host-onrecord=older"}
    answer = await client.get(f"/e/{post}/", headers=headers)
    assert answer.status == 200
    assert answer.headers["Cache-Control"].startswith("public")


@pytest.mark.parametrize("value", ["Bearer", "Bearer no", "bearer \t", "Bearer é"])
async def test_a_key_that_is_none_is_said_to_be_none(client: Client, value: str) -> None:
    answer = await client.get("/e/0000000000000000/", headers={"Authorization": value})
    assert answer.status == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


async def test_a_revoked_key_is_none(client: Client, bearer: Bearer, archive: Archive) -> None:
    headers = await bearer("editor")
    assert (await client.get("/desk/posts", headers=headers)).status == 200
    (key,) = await archive.storage.keys()
    await archive.storage.revoke_key(key.name, by="test", at=datetime.now(UTC))
    assert (await client.get("/desk/posts", headers=headers)).status == 401


async def test_a_proxys_own_password_is_none_of_ours(client: Client, capture: Capture) -> None:
    post = await capture(release=True)
    headers = {"Authorization": "Basic dXNlcjpwYXNz"}
    assert (await client.get(f"/e/{post}/", headers=headers)).status == 200


FORGED: tuple[dict[str, str], ...] = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:1"},
)


async def test_another_site_cannot_send_our_forms_even_with_their_token(
    client: Client, archive: Archive, session: LogIn
) -> None:
    csrf = await session("editor")
    for headers in FORGED:
        form = {"urls": "https://x.com/jack/status/20", "csrf": csrf}
        answer = await client.post("/desk/captures", data=form, headers=headers)
        assert answer.status == 403, headers
        basic = {**headers, "Authorization": "Basic eA=="}
        assert (await client.post("/desk/captures", data=form, headers=basic)).status == 403
    assert await archive.storage.list_jobs(kind="capture", limit=9) == ()


async def test_another_site_cannot_log_somebody_in(client: Client, archive: Archive) -> None:
    path = await link_path(archive)
    for headers in FORGED:
        assert (await client.post(path, headers=headers, allow_redirects=False)).status == 403
    assert (await client.post(path, allow_redirects=False)).status == 303


@pytest.mark.parametrize("token", ["", "0" * 64, "é", None])
async def test_a_form_without_its_sessions_token_is_not_taken(
    client: Client, session: LogIn, token: str | None
) -> None:
    await session("editor")
    form = {"urls": "https://x.com/jack/status/20"}
    if token is not None:
        form["csrf"] = token
    assert (await client.post("/desk/captures", data=form)).status == 403
    answer = await client.post("/api/v1/captures", json=form)
    assert answer.status == 403


async def test_a_token_is_bound_to_its_session_and_may_stand_in_a_header(
    client: Client, session: LogIn
) -> None:
    csrf = await session("editor")
    assert csrf != Visitor(session="another").csrf
    body = {"url": "https://x.com/jack/status/20"}
    answer = await client.post("/api/v1/captures", json=body, headers={"X-CSRF-Token": csrf})
    assert answer.status == 202


async def test_our_own_pages_may_send_forms(client: Client, session: LogIn) -> None:
    csrf = await session("editor")
    origin = str(client.make_url("/")).rstrip("/")
    for headers in ({"Sec-Fetch-Site": "same-origin", "Origin": origin}, {"Origin": origin}, {}):
        form = {"urls": "nothing here", "csrf": csrf}
        assert (await client.post("/desk/captures", data=form, headers=headers)).status == 422


@pytest.mark.parametrize(
    ("role", "desk", "setup"), [("reader", 403, 403), ("editor", 200, 403), ("admin", 200, 200)]
)
async def test_roles_at_the_desk(
    client: Client, bearer: Bearer, role: str, desk: int, setup: int
) -> None:
    headers = await bearer(role)  # type: ignore[arg-type]
    assert (await client.get("/desk/", headers=headers)).status == desk
    assert (await client.get("/desk/setup", headers=headers)).status == setup


@pytest.fixture
def seldom(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before a client: what was written is not looked for again, which empties the cache, too."""
    monkeypatch.setattr(app, "POLL", 3600)


async def test_nobody_can_empty_the_cache_from_outside(
    seldom: None, client: Client, capture: Capture
) -> None:
    post = await capture(release=True)
    await client.get(f"/e/{post}/")
    pages = client.app[CACHE]
    assert len(pages) == 1
    for path in ("/api/v1/embeds", "/api/v1/captures", "/desk/captures", "/nowhere"):
        await client.post(path, json={"urls": ["x"]})
    assert len(pages) == 1


async def test_a_session_ends_when_its_user_gets_another_role(
    client: Client, archive: Archive, session: LogIn
) -> None:
    await session("editor")
    at = datetime.now(UTC)
    await archive.storage.add_user(User(name="editor", role="reader"), at=at)
    assert (await client.get("/desk/")).status == 401
