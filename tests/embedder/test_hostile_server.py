"""A server of the fediverse that speaks for others: of what it says, only its own posts count."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from tests.beside import beside
from tests.embedder.doors import Newsroom

Statuses = dict[tuple[str, str], dict[str, Any]]

OFFICIAL = "https://gov.example/users/president"
STATEMENT = "https://gov.example/@president/7"


def status(host: str, number: str, content: str, *, user: str, **fields: Any) -> dict[str, Any]:
    return {
        "id": number,
        "created_at": "2026-03-02T09:30:00.000Z",
        "uri": f"https://{host}/users/{user}/statuses/{number}",
        "url": f"https://{host}/@{user}/{number}",
        "visibility": "public",
        "content": f"<p>{content}</p>",
        "account": {
            "id": user,
            "acct": user,
            "uri": f"https://{host}/users/{user}",
            "display_name": user.title(),
        },
        "media_attachments": [],
        **fields,
    }


def forged() -> dict[str, Any]:
    """The official's post as the hostile server tells it."""
    told = status("gov.example", "7", "I resign.", user="president")
    return told | {"id": "70", "account": told["account"] | {"acct": "president@gov.example"}}


def quoting(host: str, number: str, quoted: dict[str, Any]) -> dict[str, Any]:
    quote = {"state": "accepted", "quoted_status": quoted}
    return status(host, number, "Look at this.", user="mallory", quote=quote)


@pytest.fixture
def statuses() -> Statuses:
    return {("gov.example", "7"): status("gov.example", "7", "I stay.", user="president")}


@pytest.fixture
def newsroom(tmp_path: Path, statuses: Statuses) -> Iterator[Newsroom]:
    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        host, number = request.headers["Host"], request.path.rsplit("/", 1)[1]
        if "/api/v1/statuses/" not in request.path or (host, number) not in statuses:
            return web.Response(status=403)
        return web.json_response(statuses[host, number])

    with beside(lambda: web.ServerRunner(web.Server(answer), shutdown_timeout=0.1)) as origin:
        routes = [f'"{host}" = "{origin}"' for host in ("gov.example", "evil.example")]
        yield Newsroom(tmp_path, fetch="retries = 0\nper_host_interval = 0.0\n", routes=routes)


def texts(newsroom: Newsroom, native_id: str) -> list[str]:
    return [
        text
        for (text,) in newsroom.rows(
            "SELECT s.content ->> 'text' FROM snapshots s JOIN posts p ON p.id = s.post "
            "WHERE p.native_id = ? ORDER BY s.n",
            native_id,
        )
    ]


def test_a_post_in_the_name_of_another_servers_account_is_not_kept(
    newsroom: Newsroom, statuses: Statuses
) -> None:
    own = status("evil.example", "1", "I resign.", user="president")
    for account in (
        {"uri": OFFICIAL},
        {"acct": "president@gov.example"},
        {"acct": "president@gov.example@evil.example"},
    ):
        statuses["evil.example", "1"] = own | {"account": own["account"] | account}
        ran = newsroom.run("capture", "https://evil.example/@president/1")
        assert ran.code == 4, ran.out
    assert newsroom.rows("SELECT native_id FROM accounts") == []


def test_what_a_server_shows_of_anothers_post_is_no_version_of_it(
    newsroom: Newsroom, statuses: Statuses
) -> None:
    newsroom.run("capture --release", STATEMENT)
    statuses["evil.example", "2"] = quoting("evil.example", "2", forged())
    assert newsroom.run("capture", "https://evil.example/@mallory/2").code == 0
    assert texts(newsroom, "evil.example/2") == ["Look at this."]
    assert texts(newsroom, "gov.example/7") == ["I stay."]


def test_a_quoted_post_of_another_server_is_asked_for_there(
    newsroom: Newsroom, statuses: Statuses
) -> None:
    statuses["evil.example", "2"] = quoting("evil.example", "2", forged())
    assert newsroom.run("capture", "https://evil.example/@mallory/2").code == 0
    assert texts(newsroom, "gov.example/7") == ["I stay."]


def test_a_quoted_post_that_its_own_server_does_not_give_is_not_there(
    newsroom: Newsroom, statuses: Statuses
) -> None:
    statuses["evil.example", "2"] = quoting("evil.example", "2", forged())
    del statuses["gov.example", "7"]
    assert newsroom.run("capture", "https://evil.example/@mallory/2").code == 0
    assert texts(newsroom, "gov.example/7") == []
    assert newsroom.rows("SELECT content ->> '$.quoted.unavailable' FROM snapshots") == [
        ("refused",)
    ]
