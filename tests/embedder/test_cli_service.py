"""``serve``, ``demo``, ``work``, ``init``, ``users``, ``keys``: the service and who may use it."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

from archive import open_archive
from archive.settings import Settings, default_config, load_settings
from embedder import samples
from embedder.cli import main
from tests.embedder.doors import Newsroom, onrecord

SCRIPT = (sys.executable, "-c", f"from {main.__module__} import main; main()")


@pytest.fixture
def newsroom(origin: str, tmp_path: Path) -> Newsroom:
    return Newsroom.led_to(tmp_path, origin)


def test_init_writes_every_setting_once_and_never_over_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = onrecord("init")
    assert (ran.code, ran.out, ran.err) == (0, "", "Written to config.toml.\n")
    written = (tmp_path / "config.toml").read_text(encoding="utf-8")
    assert written == default_config()
    assert load_settings(tmp_path / "config.toml", environ={}).fetch == Settings().fetch
    assert tomllib.loads(written)["site"]["lang"] == "en"
    again = onrecord("init")
    assert again.code == 2
    assert again.err == "onrecord: config.toml is there already. Name another file with -o.\n"
    other = onrecord("init", "-o", "other.toml")
    assert (other.code, other.err) == (0, "Written to other.toml.\n")
    nowhere = onrecord("init", "-o", "no/such/folder.toml")
    assert nowhere.code == 2
    assert "no/such/folder.toml cannot be written: No such file or directory." in nowhere.err


async def test_a_user_is_added_and_their_link_logs_in_once(newsroom: Newsroom) -> None:
    ran = newsroom.run("users add", "ana", "--role", "admin")
    assert ran.code == 0
    assert ran.out.startswith("http://127.0.0.1:8080/login/")
    path = ran.out.strip()[len("http://127.0.0.1:8080") :]
    async with newsroom.service() as service:
        first = await service.client.post(path, allow_redirects=False)
        assert first.status == 303
        service.client.session.cookie_jar.clear()
        second = await service.client.post(path, allow_redirects=False)
        assert second.status != 303
    assert newsroom.run("users link", "ana").out.startswith("http://127.0.0.1:8080/login/")
    newsroom.run("users add", "ben", "--role", "reader")
    assert (
        newsroom.run("users list").out
        == "name  role    logs in by\nana   admin   link\nben   reader  link\n"
    )
    rows = [json.loads(line) for line in newsroom.run("users list", "--json").out.splitlines()]
    assert [(row["name"], row["role"]) for row in rows] == [("ana", "admin"), ("ben", "reader")]


def test_users_that_cannot_be(newsroom: Newsroom) -> None:
    ran = newsroom.run("users link", "bob")
    assert ran.code == 2
    assert ran.err == "onrecord: There is no user bob. `onrecord users add bob` adds one.\n"
    ran = newsroom.run("users add", "ana", "--role", "king")
    assert ran.code == 2
    assert "'king' is not one of 'reader', 'editor', 'admin'" in ran.err


async def test_a_key_is_shown_once_and_works_until_it_is_revoked(newsroom: Newsroom) -> None:
    ran = newsroom.run("keys add", "build", "--role", "editor")
    assert ran.code == 0
    secret = ran.out.strip()
    assert secret.startswith("onrecord_")
    for path in newsroom.folder.rglob("*.db*"):
        assert secret.encode() not in path.read_bytes(), "only its hash is kept"
    headers = {"Authorization": f"Bearer {secret}"}
    async with newsroom.service() as service:
        body = {"url": samples.EXAMPLE_URL}
        made = await service.client.post("/api/v1/captures", json=body, headers=headers)
        assert made.status == 202
    listed = newsroom.run("keys list").out
    heads = ["name", "role", "scopes", "sites", "made", "by", "revoked"]
    assert listed.splitlines()[0].split() == heads
    assert secret not in listed
    assert newsroom.run("keys revoke", "build").err == "build is revoked.\n"
    (row,) = newsroom.run("keys list", "--json").out.splitlines()
    assert json.loads(row)["revoked_at"] is not None
    async with newsroom.service() as service:
        made = await service.client.post("/api/v1/captures", json=body, headers=headers)
        assert made.status == 401
        assert "onrecord keys add" in (await made.json())["next"]


def test_keys_that_cannot_be(newsroom: Newsroom) -> None:
    newsroom.run("keys add", "build")
    again = newsroom.run("keys add", "build")
    assert again.code == 2
    assert "There is or was a key 'build'. Choose another name" in again.err
    ran = newsroom.run("keys revoke", "none")
    assert ran.code == 2
    assert ran.err == (
        "onrecord: There is no working key none. `onrecord keys list` shows those that there are.\n"
    )


def test_an_address_that_is_taken_is_told_and_no_login_link_is_shown(newsroom: Newsroom) -> None:
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        ran = run_apart(newsroom, "serve", "--port", str(port))
    assert ran.returncode == 2
    assert ran.stdout == ""
    assert ran.stderr == (
        f"onrecord: The service cannot listen on 127.0.0.1:{port}: Address already in use. "
        "Stop what uses it, or choose another with --host and --port.\n"
    )


def test_a_port_that_cannot_be_is_wrong_use(newsroom: Newsroom) -> None:
    ran = newsroom.run("serve", "--port", "99999")
    assert ran.code == 2
    assert "99999 is not in the range" in ran.err


def run_apart(newsroom: Newsroom, command: str, *args: str) -> subprocess.CompletedProcess[str]:
    """A process of its own: the service puts handlers on signals, which a thread may not."""
    return subprocess.run(
        [*SCRIPT, command, "--config", newsroom.config, *args],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=newsroom.folder,
    )


@pytest.mark.parametrize(
    ("command", "stop"),
    [("work", signal.SIGINT), ("work", signal.SIGTERM), ("serve", signal.SIGTERM)],
)
def test_what_runs_does_queued_work_and_stops_when_told(
    newsroom: Newsroom, command: str, stop: signal.Signals
) -> None:
    newsroom.run("users add", "ana")  # no admin, whom the service could greet

    async def ask() -> None:
        async with open_archive(newsroom.settings) as archive:
            await archive.request_capture(samples.EXAMPLE_URL, by="test", release=True)

    asyncio.run(ask())
    more = ("--port", "0") if command == "serve" else ()
    with newsroom.config.open("a", encoding="utf-8") as config:
        config.write('\n[alerts]\nwebhooks = ["https://cms.example/hook"]\n')
    process = subprocess.Popen(
        [*SCRIPT, command, "--config", newsroom.config, *more],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=newsroom.folder,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        ends = time.monotonic() + 30
        # The last that is done for a post which is released as it is captured.
        drawn = "SELECT name FROM pinned_cards ORDER BY name"
        while len(newsroom.rows(drawn)) < 2 and time.monotonic() < ends:
            assert process.poll() is None, process.communicate()
            time.sleep(0.1)
        assert newsroom.rows(drawn) == [("~t1/card-og.png",), ("~t1/card.png",)]
        assert newsroom.rows("SELECT state FROM jobs WHERE kind = 'capture'") == [("done",)]
        process.send_signal(stop)
        out, err = process.communicate(timeout=20)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 0, err
    assert "Traceback" not in out + err
    if command == "serve":
        assert out.startswith("onrecord is at http://127.0.0.1:")
        assert "/login/" in out
        assert "Webhooks go out unsigned: ONRECORD_WEBHOOK_SECRET is not set." in out
    else:
        assert err.rstrip() == "Working. Ctrl-C stops; what is under way is taken up again later."


@pytest.mark.parametrize("command", ["users", "keys"])
def test_nobody_goes_by_the_name_of_the_registers_proposals(
    newsroom: Newsroom, command: str
) -> None:
    ran = newsroom.run(f"{command} add", "Register")
    assert ran.code == 2
    assert "proposals out of the register" in ran.err
