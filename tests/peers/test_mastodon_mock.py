"""Captures from mastodon-mock: posts made there by Mastodon's API, edited, and taken away.

It is a stand-in, not Mastodon: its ids are short and hold no time, it shows anybody what is for
followers, and it speaks no ActivityPub.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from tests.serving import free_port, onrecord, write_config

pytestmark = pytest.mark.peers

SOFTWARE = Path(__file__).parents[2] / ".venv" / "peers" / "mastodon-mock"
HOST = "mastodon.example"
ADA, GRACE = "ada_token", "grace_token"
"""Of the accounts that its demonstration comes with."""
JSON = {"Content-Type": "application/json"}


class Mock:
    """The server's API, called with an account's token."""

    def __init__(self, port: int) -> None:
        self.port = port

    def call(self, method: str, path: str, token: str = "", **body: Any) -> Any:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {**JSON, **({"Authorization": f"Bearer {token}"} if token else {})}
        try:
            connection.request(method, path, json.dumps(body) if body else None, headers)
            answer = connection.getresponse()
            told = answer.read()
            assert answer.status == 200, told
            return json.loads(told)
        finally:
            connection.close()

    def post(self, token: str, text: str, **fields: Any) -> dict[str, Any]:
        made: dict[str, Any] = self.call("POST", "/api/v1/statuses", token, status=text, **fields)
        return made

    def is_up(self) -> bool:
        try:
            return bool(self.call("GET", "/api/v1/instance"))
        except OSError:
            return False


@pytest.fixture(scope="module")
def mock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mock]:
    program = SOFTWARE / "bin" / "mastodon_mock"
    if not program.exists():
        pytest.skip(f"no mastodon-mock: tests/peers/mastodon-mock.sh {SOFTWARE}")
    running = Mock(free_port())
    log = tmp_path_factory.mktemp("mock") / "serve.log"
    with log.open("w") as said:
        process = subprocess.Popen(
            [
                *(program, "serve", "--host", "127.0.0.1", "--port", str(running.port)),
                *("--in-memory", "--demo", "--domain", HOST),
            ],
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
    try:
        until = time.monotonic() + 60
        while not running.is_up():
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.2)
        yield running
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)


@pytest.fixture(scope="module")
def config(mock: Mock, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = write_config(
        tmp_path_factory.mktemp("mastodon"), {HOST: f"http://127.0.0.1:{mock.port}"}
    )
    path.write_text(path.read_text() + '[web_archives]\nwayback = ""\n')
    return path


def page(status: dict[str, Any]) -> str:
    """Its address, as a reader pastes it."""
    return f"https://{HOST}/@{status['account']['username']}/{status['id']}"


def captured(config: Path, status: dict[str, Any], *options: str) -> dict[str, Any]:
    ended = onrecord(config, "capture", "--release", "--json", *options, page(status))
    assert ended.returncode == 0, ended.stderr
    post: dict[str, Any] = json.loads(ended.stdout)
    return post


def test_a_post_is_captured_with_its_words_author_and_time(config: Path, mock: Mock) -> None:
    status = mock.post(
        ADA,
        "¡Hola! The bridge opens #today. https://example.org/bridge",
        spoiler_text="Roads",
        sensitive=True,
        language="es",
    )
    post = captured(config, status)
    assert post["native_id"] == f"{HOST}/{status['id']}"
    assert post["text"].startswith("¡Hola! The bridge opens #today.")
    assert post["completeness"] == "full"
    assert (post["author"]["name"], post["author"]["handle"]) == ("Ada Lovelace", f"ada@{HOST}")
    assert post["created_at"][:19] == status["created_at"][:19]
    assert post["sensitive"] is True
    assert post["content_warning"] == "Roads"


def test_an_edit_becomes_a_second_snapshot_and_the_first_stays(config: Path, mock: Mock) -> None:
    status = mock.post(ADA, "Twelve classrooms will open.")
    first = captured(config, status)
    mock.call("PUT", f"/api/v1/statuses/{status['id']}", ADA, status="Fourteen classrooms open.")
    again = captured(config, status, "--force")
    assert (first["id"], first["snapshot"]) == (again["id"], 1)
    assert (again["snapshot"], again["reason"]) == (2, "edited")
    assert again["text"] == "Fourteen classrooms open."
    assert again["edited_at"] is not None


def test_an_edit_from_before_the_first_capture_comes_from_the_history(
    config: Path, mock: Mock
) -> None:
    status = mock.post(ADA, "The vote is at nine.")
    mock.call("PUT", f"/api/v1/statuses/{status['id']}", ADA, status="The vote is at ten.")
    post = captured(config, status)
    assert (post["text"], post["snapshot"]) == ("The vote is at ten.", 2)
    earlier = onrecord(config, "embed", f"{post['id']}@1", "--as", "json")
    assert json.loads(earlier.stdout)["text"] == "The vote is at nine."


def test_a_deleted_post_is_found_gone_in_the_servers_words(config: Path, mock: Mock) -> None:
    status = mock.post(ADA, "This will not stay.")
    post = captured(config, status)
    mock.call("DELETE", f"/api/v1/statuses/{status['id']}", ADA)
    ended = onrecord(config, "recheck", "--json", post["id"])
    assert ended.returncode == 3, ended.stderr
    gone = json.loads(ended.stdout)
    assert gone["status"]["state"] == "gone"
    assert "Record not found" in gone["status"]["basis"]
    assert gone["text"] == "This will not stay."


@pytest.mark.parametrize(("visibility", "code"), [("private", 0), ("direct", 4)])
def test_a_private_post_says_so_and_a_direct_one_is_never_kept(
    config: Path, mock: Mock, visibility: str, code: int
) -> None:
    status = mock.post(ADA, "For some of you.", visibility=visibility)
    ended = onrecord(config, "capture", "--json", page(status))
    assert ended.returncode == code, ended.stderr
    if visibility == "private":
        assert "for followers only" in ended.stderr
    else:
        assert ended.stdout == ""
        assert "followers only" in ended.stderr or "not for everybody" in ended.stderr


def test_a_thread_of_one_author_comes_along_upwards(config: Path, mock: Mock) -> None:
    first = mock.post(ADA, "One of three.")
    second = mock.post(ADA, "Two of three.", in_reply_to_id=first["id"])
    third = mock.post(ADA, "Three of three.", in_reply_to_id=second["id"])
    parent = captured(config, third)["parent"]
    assert (parent["native_id"], parent["text"]) == (f"{HOST}/{second['id']}", "Two of three.")
    above = json.loads(onrecord(config, "embed", parent["id"], "--as", "json").stdout)["parent"]
    assert above["url"] == first["url"]


def test_a_poll_keeps_its_options_and_votes(config: Path, mock: Mock) -> None:
    status = mock.post(
        ADA,
        "When shall we meet?",
        poll={"options": ["At nine", "At ten"], "expires_in": 3600, "multiple": False},
    )
    mock.call("POST", f"/api/v1/polls/{status['poll']['id']}/votes", GRACE, choices=[1])
    poll = captured(config, status)["poll"]
    assert [(o["text"], o["votes"]) for o in poll["options"]] == [("At nine", 0), ("At ten", 1)]
    assert poll["closed"] is False
    assert poll["ends_at"] is not None


def test_a_quote_and_a_repost_bring_the_inner_post(config: Path, mock: Mock) -> None:
    inner_text = "The budget is public."
    inner = mock.post(GRACE, inner_text)
    quoted = captured(config, mock.post(ADA, "Read this.", quoted_status_id=inner["id"]))["quoted"]
    assert (quoted["native_id"], quoted["text"]) == (f"{HOST}/{inner['id']}", inner_text)
    repost = captured(config, mock.call("POST", f"/api/v1/statuses/{inner['id']}/reblog", ADA))
    assert (repost["kind"], repost["text"]) == ("repost", "")
    assert (repost["reposted"]["id"], repost["reposted"]["text"]) == (quoted["id"], inner_text)
