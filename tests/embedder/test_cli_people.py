"""``onrecord users`` and ``keys``: what the desk's page does, from the machine itself."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from tests.embedder.doors import Ran, onrecord
from tests.fresh import fresh_database

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr("embedder.passwords.PasswordHasher", lambda: QUICK)
    config = tmp_path / "config.toml"
    config.write_text(
        f"[storage]\ndatabase = '{fresh_database(tmp_path)}'\nblobs = 'file:{tmp_path}/blobs'\n"
        "[[sites]]\nname = 'Sur'\nurl = 'https://sur.example'\n"
    )
    return lambda command, *args, **more: onrecord(
        *command.split(), *args, "--config", str(config), **more
    )


def listed(run: Run) -> dict[str, dict[str, object]]:
    rows = (json.loads(line) for line in run("users list", "--json").out.splitlines())
    return {row["name"]: row for row in rows}


def test_a_persons_role_password_and_sites_are_set_and_they_are_removed(run: Run) -> None:
    assert run("users add", "ana", "--role", "admin", "--lang", "es").code == 0
    assert run("users add", "ben").code == 0
    assert listed(run)["ana"]["lang"] == "es"
    ran = run("users password", "ben", stdin="four words one remembers\n")
    assert (ran.code, ran.out) == (0, "")
    assert "remembers" not in ran.err
    assert listed(run)["ben"]["password"] is True
    assert "four words" not in run("users list", "--json").out
    assert run("users password", "ben", stdin="short\n").code == 2
    assert run("users password", "ben", "--remove").code == 0
    assert listed(run)["ben"]["password"] is False
    assert run("users role", "ben", "reader", "--reason", "on leave").code == 0
    assert listed(run)["ben"]["role"] == "reader"
    assert run("users sites", "ben", "Sur").err == "ben edits for Sur.\n"
    assert listed(run)["ben"]["sites"] == ["Sur"]
    assert run("users sites", "ben", "../Sur").code == 2
    assert run("users sites", "ben").err == "ben edits for all sites.\n"
    assert run("users logout", "ben", "--reason", "a lost computer").code == 0
    assert run("users logout", "nobody").code == 2
    assert run("users remove", "ben").code == 0
    assert set(listed(run)) == {"ana"}


def test_what_cannot_be_is_said(run: Run) -> None:
    run("users add", "ana", "--role", "admin")
    for command in (
        ("users role", "ana", "editor"),
        ("users remove", "ana"),
        ("users remove", "nobody"),
        ("users password", "nobody"),
        ("users add", "../ana"),
        ("users add", "anonymous"),
        ("users add", "ben", "--subject", "1"),
        ("keys add", "k/../k"),
        ("keys add", "k", "--role", "reader", "--scope", "capture"),
        ("keys add", "k", "--scope", "king"),
    ):
        ran = run(*command)
        assert ran.code == 2, command
        assert ran.out == ""
    assert set(listed(run)) == {"ana"}
    assert listed(run)["ana"]["role"] == "admin"


def test_a_key_is_made_with_scopes_and_says_so(run: Run) -> None:
    run("keys add", "feed", "--scope", "read", "--scope", "capture", "--scope", "read")
    (row,) = run("keys list", "--json").out.splitlines()
    assert json.loads(row)["scopes"] == ["read", "capture"]
    assert run("keys list").out.splitlines()[1].split()[:4] == ["feed", "editor", "read", "capture"]
    assert run("keys revoke", "feed", "--reason", "it leaked").code == 0
    assert run("keys revoke", "feed").code == 2
