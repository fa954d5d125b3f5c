"""Users, login links, sessions, keys and the answers of the desk's first page."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from archive.errors import UsageError
from archive.storage import Storage
from archive.storage.base import Key, User
from tests.archive.storage_posts import at

Opener = Callable[[], Awaitable[Storage]]
ANA = User(name="ana", role="admin", lang="es")
TOKEN = "11" * 32
OTHER = "22" * 32


async def test_users_are_listed_by_name_and_change_their_role(storage: Storage) -> None:
    await storage.add_user(User(name="bo", role="editor"), at=at(0))
    await storage.add_user(ANA, at=at(0))
    assert await storage.users() == (ANA, User(name="bo", role="editor"))
    await storage.add_user(User(name="bo", role="reader", lang="de"), at=at(1), by="ana")
    assert await storage.users() == (ANA, User(name="bo", role="reader", lang="de"))


async def test_a_login_link_is_good_once_and_in_time(storage: Storage) -> None:
    await storage.add_user(ANA, at=at(0))
    await storage.add_login_link(TOKEN, "ana", until=at(10))
    assert await storage.use_login_link(OTHER, at=at(1)) is None
    assert await storage.use_login_link(TOKEN, at=at(10)) is None
    assert await storage.use_login_link(TOKEN, at=at(9)) == ANA
    assert await storage.use_login_link(TOKEN, at=at(9)) is None


async def test_of_many_who_use_a_link_at_once_one_is_let_in(opened: Opener) -> None:
    storages = [await opened() for _ in range(3)]
    await storages[0].add_user(ANA, at=at(0))
    await storages[0].add_login_link(TOKEN, "ana", until=at(10))
    users = await asyncio.gather(*(s.use_login_link(TOKEN, at=at(1)) for s in storages * 3))
    assert [u for u in users if u is not None] == [ANA]


async def test_links_and_sessions_are_for_known_users_only(storage: Storage) -> None:
    with pytest.raises(UsageError, match="no user 'nobody'"):
        await storage.add_login_link(TOKEN, "nobody", until=at(10))
    with pytest.raises(UsageError, match="no user 'nobody'"):
        await storage.add_session(TOKEN, "nobody", at=at(0), until=at(10))


async def test_a_session_lasts_until_it_ends_or_runs_out(storage: Storage) -> None:
    await storage.add_user(ANA, at=at(0))
    await storage.add_session(TOKEN, "ana", at=at(0), until=at(10))
    await storage.add_session(OTHER, "ana", at=at(0), until=at(20))
    assert await storage.session(TOKEN, at=at(9)) == ANA
    assert await storage.session(TOKEN, at=at(10)) is None
    await storage.end_session(OTHER)
    assert await storage.session(OTHER, at=at(1)) is None
    assert await storage.session("33" * 32, at=at(1)) is None


async def test_a_session_has_the_role_of_today_and_the_language_stays_chosen(
    storage: Storage,
) -> None:
    await storage.add_user(ANA, at=at(0))
    await storage.add_session(TOKEN, "ana", at=at(0), until=at(10))
    await storage.add_user(User(name="ana", role="reader"), at=at(1))
    assert await storage.session(TOKEN, at=at(2)) == User(name="ana", role="reader", lang="es")


async def test_a_key_is_good_until_it_is_revoked(storage: Storage) -> None:
    build = Key(name="build", role="reader", made_by="ana", made_at=at(0))
    await storage.add_key(build, TOKEN)
    assert await storage.key(TOKEN) == build
    assert await storage.key(OTHER) is None
    with pytest.raises(UsageError, match="'build'"):
        await storage.add_key(build, OTHER)
    assert await storage.revoke_key("build", by="ana", at=at(5))
    assert await storage.key(TOKEN) is None
    assert not await storage.revoke_key("build", by="ana", at=at(6))
    (revoked,) = await storage.keys()
    assert revoked.revoked_at == at(5)


async def test_site_settings_are_set_key_by_key(storage: Storage) -> None:
    assert await storage.site_settings() == {}
    await storage.set_site_settings({"name": "The Post", "lang": "en"}, by="ana", at=at(0))
    await storage.set_site_settings({"lang": "es"}, by="ana", at=at(1))
    assert await storage.site_settings() == {"name": "The Post", "lang": "es"}
    await storage.set_site_settings({}, by="ana", at=at(2))
    assert await storage.site_settings() == {"name": "The Post", "lang": "es"}
