"""Logging in by name and password: throttled, and without telling who works here."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from aiohttp.test_utils import TestClient, TestServer
from argon2 import PasswordHasher

from archive.archive import Archive
from archive.errors import UsageError
from archive.settings import LoginSettings, Settings
from archive.storage.people import User
from embedder.app import make_app
from embedder.passwords import Passwords, checked_password
from embedder.web.login import safe_path
from tests.embedder.people import Client, log_in

PASSWORD = "four words one remembers"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that cost nothing: what is tested is who is let in."""
    monkeypatch.setattr("embedder.passwords.PasswordHasher", lambda: QUICK)


@pytest.fixture
async def ana(archive: Archive) -> User:
    """An editor with a password, and an admin beside her."""
    at = archive.clock()
    await archive.storage.add_user(User(name="admin", role="admin"), at=at)
    await archive.storage.add_user(User(name="ana", role="editor"), at=at)
    await archive.storage.set_password("ana", QUICK.hash(PASSWORD), by="test", at=at)
    user = await archive.storage.user("ana")
    assert user is not None
    return user


async def try_(client: Client, name: str, password: str, **more: str) -> tuple[int, str]:
    form = {"name": name, "password": password, **more}
    answer = await client.post("/login", data=form, allow_redirects=False)
    return answer.status, await answer.text() or answer.headers.get("Location", "")


async def test_a_name_and_its_password_log_in(client: Client, ana: User) -> None:
    assert (await client.get("/login?to=posts")).status == 200
    assert await try_(client, "ana", PASSWORD, to="posts") == (303, "/desk/posts")
    assert (await client.get("/desk/posts")).status == 200


@pytest.mark.parametrize(
    "to", ["https://evil.example", "//evil.example", "../x", "/\\evil", "posts\r\nX: y", "a/../b"]
)
async def test_the_login_leads_nowhere_but_to_the_desk(client: Client, ana: User, to: str) -> None:
    assert safe_path(to) == ""
    assert await try_(client, "ana", PASSWORD, to=to) == (303, "/desk/")


async def test_a_wrong_password_and_a_name_that_is_none_get_the_same_answer(
    client: Client, ana: User
) -> None:
    """So does somebody who has no password, and one who was removed."""
    wrong = [await try_(client, name, "not the one") for name in ("ana", "admin", "zoe", "../ana")]
    assert {status for status, _ in wrong} == {403}
    pages = {page.replace(name, "") for (_, page), name in zip(wrong, NAMES, strict=True)}
    assert len(pages) == 1
    assert "wrong" in pages.pop()


NAMES = ('value="ana"', 'value="admin"', 'value="zoe"', 'value="../ana"')


async def test_what_is_compared_takes_as_long_where_there_is_no_hash() -> None:
    """By the work, not by the clock: a hash is made and verified, whatever the name."""
    done: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]
            done.append(str(hash)[:9])
            return super().verify(hash, password)

    passwords = Passwords(Counting(time_cost=1, memory_cost=8, parallelism=1))
    assert not await passwords.fits(None, PASSWORD)
    assert not await passwords.fits(QUICK.hash(PASSWORD), "not the one")
    assert await passwords.fits(QUICK.hash(PASSWORD), PASSWORD)
    assert not await passwords.fits("no hash at all", PASSWORD)
    assert done == ["$argon2id", "$argon2id", "$argon2id", "no hash a"]


async def test_after_too_many_wrong_passwords_not_even_the_right_one_is_taken(
    client: Client, archive: Archive, ana: User
) -> None:
    """50 of them; no more than ten were compared, each is in the audit log, and no address is."""
    codes = [(await try_(client, "ana", f"wrong {n}"))[0] for n in range(50)]
    assert codes == [403] * 10 + [429] * 40
    status, page = await try_(client, "ana", PASSWORD)
    assert status == 429
    assert "In 15 minutes" in page
    assert (await try_(client, "zoe", PASSWORD))[0] == 429, "the address is the same"
    entries = (await archive.storage.audit(limit=200, action="refuse login")).entries
    assert [e.reason for e in entries].count("too many tries") == 42
    assert {e.target for e in entries} == {"user:ana", "user"}
    assert "127.0.0.1" not in str(entries)
    assert "zoe" not in str(entries)
    # It ends by itself, and does not last longer for having been tried.
    archive.clock = lambda: datetime.now(UTC) + timedelta(minutes=16)
    assert (await try_(client, "ana", PASSWORD))[0] == 303


async def test_a_name_is_throttled_wherever_the_tries_come_from(client: Client, ana: User) -> None:
    async def from_(address: int) -> int:
        headers = {"X-Forwarded-For": f"203.0.113.{address}"}
        form = {"name": "ana", "password": "wrong"}
        return (await client.post("/login", data=form, headers=headers)).status

    assert [await from_(n) for n in range(12)] == [403] * 10 + [429] * 2
    headers = {"X-Forwarded-For": "203.0.113.99"}
    other = await client.post("/login", data={"name": "ben", "password": "x"}, headers=headers)
    assert other.status == 403, "another name from another address may still be tried"


async def test_an_address_is_no_text_of_ones_own(client: Client, ana: User) -> None:
    """What stands after ``%`` in an IPv6 address could be another in each try, and in the log."""
    answers = [
        await client.post(
            "/login",
            data={"name": f"name {n}", "password": "wrong"},
            headers={"X-Forwarded-For": f"fe80::%{n} 198.51.100.{n}"},
        )
        for n in range(11)
    ]
    assert [answer.status for answer in answers] == [403] * 10 + [429]


async def test_the_right_password_among_wrong_ones_does_not_free_the_address(
    client: Client, ana: User
) -> None:
    """Somebody with a login of their own tries others' passwords in between."""
    for n in range(9):
        await try_(client, f"name {n}", "wrong")
    assert (await try_(client, "ana", PASSWORD))[0] == 303
    client.session.cookie_jar.clear()
    assert (await try_(client, "name 10", "wrong"))[0] == 403
    assert (await try_(client, "name 11", "wrong"))[0] == 429


async def test_a_planted_session_is_not_the_one_that_somebody_logs_in_to(
    client: Client, archive: Archive, ana: User
) -> None:
    """Session fixation: a cookie of the attacker's making, and a real session of their own."""
    client.session.cookie_jar.update_cookies({"onrecord": "planted"}, client.make_url("/"))
    assert (await try_(client, "ana", PASSWORD))[0] == 303
    (cookie,) = [c.value for c in client.session.cookie_jar]
    assert cookie != "planted"
    planted = {"Cookie": "onrecord=planted"}
    async with anew(archive) as other:
        assert (await other.get("/desk/posts", headers=planted)).status == 401
        csrf = await log_in(archive, other, "reader", page="/desk/me")
        (theirs,) = [c.value for c in other.session.cookie_jar]
        status, _ = await try_(other, "ana", PASSWORD, csrf=csrf)
        assert status == 303
        (now,) = [c.value for c in other.session.cookie_jar]
        assert now != theirs
    async with anew(archive) as third:
        old = await third.get("/desk/me", headers={"Cookie": f"onrecord={theirs}"})
        assert old.status == 401, "the planted session ended with the login"


async def test_by_https_a_cookie_that_a_neighbouring_host_planted_logs_nobody_in(
    client: Client, archive: Archive, ana: User
) -> None:
    """A page of x.example.org may set a cookie for all of example.org, but none whose name begins
    with ``__Host-``: with a session of the attacker's, an editor would work in their name.
    """
    assert (await try_(client, "ana", PASSWORD))[0] == 303
    (mine,) = [c.value for c in client.session.cookie_jar]
    client.session.cookie_jar.clear()
    for name, status in (("onrecord", 401), ("__Host-onrecord", 200)):
        headers = {"X-Forwarded-Proto": "https", "Cookie": f"{name}={mine}"}
        assert (await client.get("/desk/posts", headers=headers)).status == status, name
    here = {"Cookie": f"onrecord={mine}"}
    assert (await client.get("/desk/posts", headers=here)).status == 200


@asynccontextmanager
async def anew(archive: Archive) -> AsyncIterator[Client]:
    async with TestClient(TestServer(make_app(archive.settings, archive))) as client:
        yield client


async def test_a_session_ends_when_nobody_comes_by(
    settings: Settings, archive: Archive, client: Client, ana: User
) -> None:
    await try_(client, "ana", PASSWORD)
    start = datetime.now(UTC)
    for days in (13, 26):  # used in between
        archive.clock = lambda days=days: start + timedelta(days=days)  # type: ignore[misc]
        assert (await client.get("/desk/posts")).status == 200
    archive.clock = lambda: start + timedelta(days=31)
    assert (await client.get("/desk/posts")).status == 401, "thirty days are the most"
    await try_(client, "ana", PASSWORD)
    archive.clock = lambda: start + timedelta(days=31 + 15)
    assert (await client.get("/desk/posts")).status == 401


async def test_one_sets_ones_own_password(client: Client, archive: Archive, ana: User) -> None:
    async with anew(archive) as elsewhere:
        await try_(elsewhere, "ana", PASSWORD)
        await try_(client, "ana", PASSWORD)
        page = await (await client.get("/desk/me")).text()
        found = re.search(r'name="csrf" value="(\w+)"', page)
        assert found is not None

        async def send(old: str, new: str, again: str) -> int:
            form = {"csrf": found[1], "old": old, "new": new, "again": again}
            answer = await client.post("/desk/me/password", data=form, allow_redirects=False)
            return answer.status

        new = "another four words"
        assert await send("wrong", new, new) == 422
        assert await send(PASSWORD, new, "else") == 422
        assert await send(PASSWORD, "short", "short") == 422
        assert await send(PASSWORD, new, new) == 303
        assert (await client.get("/desk/me")).status == 200, "this browser stays"
        assert (await elsewhere.get("/desk/me")).status == 401, "the others do not"
        assert (await try_(elsewhere, "ana", PASSWORD))[0] == 403
        assert (await try_(elsewhere, "ana", new))[0] == 303


async def test_who_lost_a_computer_logs_out_everywhere_else(
    client: Client, archive: Archive, ana: User
) -> None:
    async with anew(archive) as lost:
        await try_(lost, "ana", PASSWORD)
        await try_(client, "ana", PASSWORD)
        found = re.search(r'name="csrf" value="(\w+)"', await (await client.get("/desk/me")).text())
        assert found is not None
        form = {"csrf": found[1], "elsewhere": "1"}
        assert (await client.post("/desk/me", data=form, allow_redirects=False)).status == 303
        assert (await lost.get("/desk/me")).status == 401
        assert (await client.get("/desk/me")).status == 200
    entry = (await archive.storage.audit(limit=1)).entries[0]
    assert (entry.action, entry.target, entry.by) == ("end sessions", "user:ana", "ana")


async def test_a_hash_of_other_parameters_is_made_anew(
    client: Client, archive: Archive, ana: User
) -> None:
    old = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1).hash(PASSWORD)
    await archive.storage.set_password("ana", old, by="test", at=archive.clock())
    assert (await try_(client, "ana", PASSWORD))[0] == 303
    kept = await archive.storage.password("ana")
    assert kept is not None
    assert kept != old
    assert not QUICK.check_needs_rehash(kept)


@pytest.mark.parametrize(
    "password", ["", "eleven char", "aaaaaaaaaaaaaaaa", "a name of one", "xy" * 501]
)
def test_a_password_that_anybody_would_try_is_not_taken(password: str) -> None:
    with pytest.raises(UsageError):
        checked_password(password, "A name of one")


async def test_the_settings_say_how_many_tries(settings: Settings, archive: Archive) -> None:
    login = LoginSettings(tries=1, tries_minutes=1)
    app = make_app(msgspec.structs.replace(settings, login=login), archive)
    async with TestClient(TestServer(app)) as client:
        assert [(await try_(client, "ana", "no"))[0] for _ in range(2)] == [403, 429]


async def test_whoever_is_not_logged_in_is_led_to_where_one_does_and_back(
    client: Client, ana: User
) -> None:
    page = await client.get("/desk/audit?by=ana", headers={"Accept": "text/html"})
    assert page.status == 401
    found = re.search(r'href="(/login[^"]*)"', await page.text())
    assert found is not None
    assert 'name="to" value="audit?by=ana"' in await (await client.get(found[1])).text()
