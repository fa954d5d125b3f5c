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


async def test_sessions_end_with_another_role_and_the_language_stays_chosen(
    storage: Storage,
) -> None:
    await storage.add_user(ANA, at=at(0))
    await storage.add_user(User(name="bob", role="admin"), at=at(0))

    async def logged_in() -> User | None:
        return await storage.session(TOKEN, at=at(2))

    async def log_in() -> None:
        await storage.end_session(TOKEN)
        await storage.add_session(TOKEN, "ana", at=at(0), until=at(10))

    await log_in()
    await storage.add_user(ANA, at=at(1))
    await storage.set_role("ana", ANA.role, by="x", at=at(1))
    assert await logged_in() == ANA, "nothing is another"
    await storage.add_user(User(name="ana", role="reader"), at=at(1))
    assert await logged_in() is None
    await log_in()
    assert await logged_in() == User(name="ana", role="reader", lang="es")
    await storage.set_role("ana", "editor", by="x", at=at(1))
    assert await logged_in() is None
    await log_in()
    await storage.end_sessions("ana", by="ana", at=at(1), but=TOKEN)
    assert await logged_in() is not None
    with pytest.raises(UsageError, match="no user"):
        await storage.end_sessions("nobody", by="x", at=at(1))
    endings: tuple[Callable[[], Awaitable[None]], ...] = (
        lambda: storage.set_password("ana", "hash", by="x", at=at(1)),
        lambda: storage.join_user("ana", "https://login.example 1", by="x", at=at(1)),
        lambda: storage.end_sessions("ana", by="x", at=at(1), reason="so"),
        lambda: storage.remove_user("ana", by="x", at=at(1)),
    )
    for ending in endings:
        await log_in()
        assert await logged_in() is not None
        await ending()
        assert await logged_in() is None


async def test_two_names_do_not_differ_by_capitals_alone(storage: Storage) -> None:
    """Nobody shall pass for somebody else in the audit log."""
    await storage.add_user(User(name="Ána", role="editor"), at=at(0))
    for name in ("áNA", "ána"):
        with pytest.raises(UsageError, match="another user"):
            await storage.add_user(User(name=name, role="admin"), at=at(1))


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


BOB = User(name="bob", role="admin")
CY = User(name="cy", role="editor", lang="es")
THERE = "https://login.example u-1"


async def test_a_new_password_ends_all_sessions_but_one_and_all_links(storage: Storage) -> None:
    await storage.add_user(ANA, at=at(0))
    await storage.add_session(TOKEN, "ana", at=at(0), until=at(90))
    await storage.add_session(OTHER, "ana", at=at(0), until=at(90))
    await storage.add_login_link("44" * 32, "ana", until=at(90))
    assert await storage.password("ana") is None
    await storage.set_password("ana", "a hash", by="ana", at=at(1), but=TOKEN)
    assert await storage.password("ana") == "a hash"
    assert await storage.session(OTHER, at=at(2)) is None
    assert await storage.use_login_link("44" * 32, at=at(2)) is None
    user = await storage.session(TOKEN, at=at(2))
    assert user is not None
    assert user.password
    await storage.renew_hash("ana", "another", "a newer")
    assert await storage.password("ana") == "a hash", "it was changed meanwhile"
    await storage.renew_hash("ana", "a hash", "a newer")
    assert await storage.password("ana") == "a newer"


async def test_a_session_that_is_not_used_ends(storage: Storage) -> None:
    await storage.add_user(ANA, at=at(0))
    await storage.add_session(TOKEN, "ana", at=at(0), until=at(90))
    idle = at(10) - at(0)
    assert await storage.session(TOKEN, at=at(9), idle=idle) is not None
    assert await storage.session(TOKEN, at=at(11), idle=idle) is None
    version = await storage.data_version()
    await storage.touch_session(TOKEN, at=at(9))
    assert await storage.data_version() == version, "no cached page shows it"
    assert await storage.session(TOKEN, at=at(18), idle=idle) is not None


async def test_somebody_who_is_removed_is_out_and_may_come_back(storage: Storage) -> None:
    await storage.add_user(CY, at=at(0))
    await storage.set_password("cy", "a hash", by="x", at=at(0))
    await storage.add_session(TOKEN, "cy", at=at(0), until=at(90))
    await storage.remove_user("cy", by="bob", at=at(1), reason="left")
    assert await storage.session(TOKEN, at=at(2)) is None
    assert await storage.user("cy") is None
    assert await storage.users() == ()
    with pytest.raises(UsageError):
        await storage.remove_user("cy", by="bob", at=at(3))
    await storage.add_user(CY, at=at(4))
    assert await storage.user("cy") == CY, "without the password that they had"


async def test_there_is_always_an_admin(storage: Storage) -> None:
    await storage.add_user(BOB, at=at(0))
    await storage.add_user(CY, at=at(0))
    with pytest.raises(UsageError, match="only admin"):
        await storage.remove_user("bob", by="bob", at=at(1))
    with pytest.raises(UsageError, match="only admin"):
        await storage.set_role("bob", "reader", by="bob", at=at(1))
    with pytest.raises(UsageError, match="only admin"):
        await storage.add_user(User(name="bob", role="editor"), at=at(1), by="bob")
    assert await storage.user("bob") == BOB
    await storage.set_role("cy", "admin", by="bob", at=at(2))
    await storage.remove_user("bob", by="cy", at=at(3))


async def test_a_subject_of_the_provider_is_one_user(storage: Storage) -> None:
    await storage.add_user(User(name="ana", role="editor", subject=THERE), at=at(0))
    with pytest.raises(UsageError, match="another user"):
        await storage.add_user(User(name="ana", role="admin", subject=f"{THERE}2"), at=at(1))
    await storage.add_user(BOB, at=at(1))
    with pytest.raises(UsageError, match="another user"):
        await storage.add_user(User(name="bob", role="admin", subject=f"{THERE}2"), at=at(1))
    with pytest.raises(UsageError, match="joined already"):
        await storage.join_user("bob", THERE, by="x", at=at(2))
    await storage.join_user("bob", f"{THERE}2", by="x", at=at(2))
    found = await storage.user_of(f"{THERE}2")
    assert found is not None
    assert (found[0].name, found[1]) == ("bob", True)
    assert await storage.user_of("else") is None


async def test_the_audit_log_is_read_by_person_kind_and_post(storage: Storage) -> None:
    post = "0123456789abcdef"
    for n, (by, action, target) in enumerate(
        [
            ("ana", "release", post),
            ("ana", "withhold", f"{post}@2"),
            ("bob", "withhold", f"{post}#{'0' * 64}"),
            ("bob", "release", f"{post}0"),
            ("ana", "log in", "user:ana"),
        ]
    ):
        await storage.note(by=by, action=action, target=target, at=at(n), reason="why")

    async def ids(**filters: str) -> list[int]:
        return [entry.id for entry in (await storage.audit(limit=9, **filters)).entries]

    assert await ids() == [5, 4, 3, 2, 1]
    assert await ids(by="bob") == [4, 3]
    assert await ids(action="withhold") == [3, 2]
    assert await ids(post=post) == [3, 2, 1]
    assert await ids(post=post, by="ana", action="release") == [1]
    assert await storage.audit_actions() == ("log in", "release", "withhold")
    page = await storage.audit(limit=2)
    assert page.entries[0].at == at(4)
    assert page.entries[0].reason == "why"
    rest = await storage.audit(limit=9, cursor=page.cursor)
    assert [entry.id for entry in rest.entries] == [3, 2, 1]
    assert rest.cursor is None
    with pytest.raises(UsageError):
        await storage.audit(limit=2, cursor="../x")
