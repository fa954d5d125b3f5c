"""Logging in through a provider, against a stand-in of our own that signs real tokens."""

from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest
from aiohttp.test_utils import TestClient, TestServer
from joserfc import jwk

from archive.archive import Archive
from archive.errors import ConfigError
from archive.settings import OidcSettings, Settings, load_settings
from archive.storage.people import User
from embedder.app import make_app
from embedder.oidc import role_of
from embedder.web.auth import make_login_link
from tests.embedder.people import Client
from tests.embedder.provider import CLIENT, SECRET, StandIn, new_key


@pytest.fixture(scope="module")
def key() -> jwk.RSAKey:
    return new_key()


@pytest.fixture
async def provider(key: jwk.RSAKey) -> AsyncIterator[StandIn]:
    provider = StandIn(key)
    async with provider.server:
        yield provider


@pytest.fixture
async def desk(settings: Settings, archive: Archive, provider: StandIn) -> AsyncIterator[Client]:
    oidc = OidcSettings(
        issuer=provider.issuer,
        client_id=CLIENT,
        name="the newsroom",
        roles={"desk": "editor", "chiefs": "admin", "guests": "reader"},
    )
    environ = {"ONRECORD_OIDC_SECRET": SECRET}
    settings = msgspec.structs.replace(settings, oidc=oidc, environ=environ)
    async with TestClient(TestServer(make_app(settings, archive))) as client:
        yield client


async def come_back(desk: Client, provider: StandIn) -> tuple[int, str]:
    """Logs in there, and comes back: the status, and where it leads or what is wrong."""
    sent = await desk.get("/login/provider", allow_redirects=False)
    if sent.status != 303:
        return sent.status, (await sent.json())["detail"]
    return await back(desk, provider.authorize(sent.headers["Location"]))


async def back(desk: Client, path: str) -> tuple[int, str]:
    answer = await desk.get(path, allow_redirects=False)
    if answer.status == 303:
        return 303, answer.headers["Location"]
    return answer.status, (await answer.json())["detail"]


async def test_the_provider_says_who_it_is_and_what_they_may(
    desk: Client, archive: Archive, provider: StandIn
) -> None:
    assert "Log in with the newsroom" in await (await desk.get("/login")).text()
    assert await come_back(desk, provider) == (303, "/desk/")
    assert (await desk.get("/desk/posts")).status == 200
    (ana,) = await archive.storage.users()
    assert (ana.name, ana.role, ana.subject) == ("ana", "editor", f"{provider.issuer} u-1")
    assert "your password is kept there" in await (await desk.get("/desk/me")).text()
    # Another name and role there: the same person here, with the role of today.
    provider.person["preferred_username"] = "ana maria"
    provider.more["groups"] = ["guests", "chiefs"]
    desk.session.cookie_jar.clear()
    assert (await come_back(desk, provider))[0] == 303
    (ana,) = await archive.storage.users()
    assert (ana.name, ana.role) == ("ana", "admin")
    actions = [entry.action for entry in (await archive.storage.audit(limit=9)).entries]
    assert actions == ["log in", "set role", "log in", "add user"]


async def test_each_login_has_its_own_state_nonce_and_challenge(
    desk: Client, provider: StandIn
) -> None:
    for _ in range(2):
        await come_back(desk, provider)
    first, second = provider.asked
    for name in ("state", "nonce", "code_challenge"):
        assert first[name] != second[name]
        assert len(first[name]) == 43


WRONG = {
    "nonce": (403, "InvalidClaimError"),
    "no nonce": (403, "MissingClaimError"),
    "audience": (403, "InvalidClaimError"),
    "two audiences": (403, "InvalidClaimError"),
    "token's issuer": (403, "InvalidClaimError"),
    "expired": (403, "ExpiredTokenError"),
    "at_hash": (403, "InvalidClaimError"),
    "nobody": (403, "The provider's token names nobody"),
    "a number": (403, "InvalidClaimError"),
    "no end": (403, "MissingClaimError"),
    "no issuer": (403, "MissingClaimError"),
    "no audience": (403, "MissingClaimError"),
    "many audiences": (403, "MissingClaimError"),
    "of tomorrow": (403, "InvalidClaimError"),
    "not yet": (403, "InvalidClaimError"),
    "a key in the token": (403, "InvalidKeyTypeError"),
    "an unknown key": (403, "InvalidKeyIdError"),
    "another's signature": (403, "BadSignatureError"),
    "no signature": (403, "UnsupportedAlgorithmError"),
    "shared secret": (403, "UnsupportedAlgorithmError"),
    "garbage": (403, "The provider's answer is not what OpenID Connect says"),
    "told of another": (403, "The provider told of somebody else"),
    "keys elsewhere": (403, "The provider names an address that is not https"),
    "issuer": (502, "The provider calls itself otherwise than oidc.issuer does"),
}
"""By what the provider does: the status, and why."""


@pytest.mark.parametrize("wrong", WRONG)
async def test_what_a_provider_must_not_say_lets_nobody_in(
    desk: Client, archive: Archive, provider: StandIn, wrong: str
) -> None:
    provider.wrong = wrong
    status, detail = await come_back(desk, provider)
    assert (status, detail.rstrip(".").rpartition(": ")[2]) == WRONG[wrong]
    assert (await desk.get("/desk/posts")).status == 401
    assert await archive.storage.users() == ()
    (entry,) = (await archive.storage.audit(limit=9)).entries
    assert (entry.action, entry.by) == ("refuse login", "anonymous")


async def test_an_answer_that_is_none_to_this_browser_lets_nobody_in(
    desk: Client, provider: StandIn
) -> None:
    """Another's code and state (login CSRF), a state of one's own making, a code used twice."""
    sent = await desk.get("/login/provider", allow_redirects=False)
    path = provider.authorize(sent.headers["Location"])
    desk.session.cookie_jar.clear()
    assert (await back(desk, path))[0] == 403, "no cookie"
    sent = await desk.get("/login/provider", allow_redirects=False)
    not_ours = (403, "This is no answer to a login of this browser.")
    assert await back(desk, path) == not_ours, "the state of another login"
    mine = provider.authorize(sent.headers["Location"])
    assert (await back(desk, f"{mine}&iss=https://else.example"))[0] == 403
    assert (await back(desk, mine.replace("code=", "error=access_denied&c=")))[0] == 403
    assert (await back(desk, mine))[0] == 303
    assert (await back(desk, mine))[0] == 403, "the same once more"


async def test_whoever_has_no_role_there_is_not_let_in(desk: Client, provider: StandIn) -> None:
    for groups in ([], ["else"], "else", None, {"desk": 1}, [1]):
        provider.more["groups"] = groups
        assert await come_back(desk, provider) == (
            403,
            "You are known to the provider, and have no role here.",
        )


async def test_whoever_loses_their_role_there_is_logged_out_everywhere(
    desk: Client, archive: Archive, provider: StandIn
) -> None:
    assert (await come_back(desk, provider))[0] == 303
    here = await desk.get("/desk/me")
    assert here.status == 200
    provider.more["groups"] = []
    assert (await come_back(desk, provider))[0] == 403
    assert (await desk.get("/desk/me")).status == 401
    acts = [entry.action for entry in (await archive.storage.audit(limit=3)).entries]
    assert acts[:2] == ["refuse login", "end sessions"]


async def test_the_only_admin_whom_the_provider_makes_less_is_out_until_there_is_another(
    desk: Client, archive: Archive, provider: StandIn
) -> None:
    provider.more["groups"] = ["chiefs"]
    assert (await come_back(desk, provider))[0] == 303
    provider.more["groups"] = ["desk"]
    none = (403, "The provider says that the only admin is none.")
    assert await come_back(desk, provider) == none
    assert (await desk.get("/desk/me")).status == 401, "nobody stays in with the old role"
    acts = [entry.action for entry in (await archive.storage.audit(limit=2)).entries]
    assert acts == ["refuse login", "end sessions"]
    await archive.storage.add_user(User(name="boss", role="admin"), at=archive.clock())
    assert (await come_back(desk, provider))[0] == 303
    assert [u.role for u in await archive.storage.users()] == ["editor", "admin"]


@pytest.mark.parametrize(
    "name", ["boss", "../boss", "onrecord", "", "a\nb", "gone", "key:cms", "x" * 200, ".."]
)
async def test_a_name_that_is_somebodys_or_none_is_not_given_away(
    desk: Client, archive: Archive, provider: StandIn, name: str
) -> None:
    at = archive.clock()
    await archive.storage.add_user(User(name="boss", role="admin"), at=at)
    await archive.storage.add_user(User(name="gone", role="editor"), at=at)
    await archive.storage.remove_user("gone", by="test", at=at)
    provider.person["preferred_username"] = name
    assert (await come_back(desk, provider))[0] == 403
    assert [user.name for user in await archive.storage.users()] == ["boss"]


async def test_a_user_who_is_joined_logs_in_by_the_name_that_they_have(
    desk: Client, archive: Archive, provider: StandIn
) -> None:
    await archive.storage.add_user(User(name="ana", role="editor"), at=archive.clock())
    subject = f"{provider.issuer} u-1"
    await archive.storage.join_user("ana", subject, by="test", at=archive.clock())
    assert (await come_back(desk, provider))[0] == 303


async def test_whoever_was_removed_here_stays_out(
    desk: Client, archive: Archive, provider: StandIn
) -> None:
    await archive.storage.add_user(User(name="boss", role="admin"), at=archive.clock())
    assert (await come_back(desk, provider))[0] == 303
    await archive.storage.remove_user("ana", by="boss", at=archive.clock())
    assert (await desk.get("/desk/me")).status == 401
    assert await come_back(desk, provider) == (403, "You are let in here no more.")


async def test_when_the_provider_is_down_a_link_from_the_machine_logs_in(
    desk: Client, archive: Archive, provider: StandIn
) -> None:
    await archive.storage.add_user(User(name="boss", role="admin"), at=archive.clock())
    await provider.server.close()
    answer = await desk.get("/login/provider", allow_redirects=False)
    assert answer.status == 502
    assert "onrecord users link" in (await answer.json())["next"]
    assert 'name="password"' in await (await desk.get("/login")).text()
    link = await make_login_link(archive, "boss")
    path = link[link.index("/login/") :]
    assert (await desk.post(path, allow_redirects=False)).status == 303
    assert (await desk.get("/desk/posts")).status == 200


async def test_without_a_provider_there_is_no_such_login(client: Client) -> None:
    assert (await client.get("/login/provider")).status == 404
    assert (await client.get("/login/provider/back?code=1&state=1")).status == 404
    assert "Log in with" not in await (await client.get("/login")).text()


@pytest.mark.parametrize(
    "text",
    [
        "issuer = 'x'",
        "issuer = 'https://a.example'",
        "issuer = 'https://a.example/?x'\nclient_id = 'a'",
        "issuer = 'https://a.example'\nclient_id = 'a'\nscopes = []",
        "roles = {a = 'king'}",
    ],
)
def test_a_provider_that_cannot_be_stops_the_start(tmp_path: Path, text: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f"[oidc]\n{text}\n")
    with pytest.raises(ConfigError, match="oidc"):
        load_settings(path, {})


def test_without_the_extra_a_provider_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("embedder.oidc.is_installed", lambda: False)
    oidc = OidcSettings(issuer="https://login.example", client_id="x")
    with pytest.raises(ConfigError, match="not installed") as raised:
        make_app(Settings(oidc=oidc))
    assert "onrecord[oidc]" in (raised.value.next_step or "")


def test_a_role_may_stand_deeper_in_the_claims() -> None:
    oidc = OidcSettings(roles_claim="realm_access.roles", roles={"a": "admin"})
    assert role_of({"realm_access": {"roles": ["a"]}}, oidc) == "admin"
    for claims in ({}, {"realm_access": "a"}, {"realm_access": {"roles": {"a": 1}}}):
        assert role_of(claims, oidc) is None
