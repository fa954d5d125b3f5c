"""Where the examples of the docs are run: the real command and the real service in a folder of
their own, with the stand-in in the platforms' place.

The reader's terminal in small: `onrecord …` in this process; `serve`, `demo` and `work` as
processes that stay until the page ends; `curl` by Python's own client; a few file commands.
"""

import contextlib
import getpass
import http.client
import io
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiohttp import web
from click.testing import CliRunner

import archive
from archive.settings import Settings, load_settings
from embedder import cli, samples, standin
from embedder.app import make_app
from embedder.commands import running
from tests.beside import Waiting, loop_beside
from tests.derived import FOLDER, derived_once
from tests.docs_pages import ROOT

__all__ = ["World", "at_the_standin", "main_at_the_standin", "matches"]

STAYS = {"serve", "demo", "work"}
FILES = {"cp", "ls", "mkdir", "mv", "python3", "rm"}
PORT = 8080
"""Of the service, in the docs."""
PATIENCE = 30.0
"""Seconds after which a process has not said what the page shows."""


def matches(shown: str, said: str) -> bool:
    """Whether an output is what a page shows; `…` there stands for anything."""
    lines = "\n".join(line.rstrip() for line in said.strip().splitlines())
    pattern = ".*?".join(re.escape(part) for part in shown.strip().split("…"))
    return re.fullmatch(pattern, lines, re.DOTALL) is not None


@contextlib.contextmanager
def at_the_standin() -> Iterator[tuple[str, Waiting]]:
    """The stand-in's origin, and a way to run more beside it: on a thread, since each command
    has a loop of its own.
    """
    server = standin.running(standin.make_standin())
    with loop_beside() as wait:
        yield wait(server.__aenter__()), wait
        wait(server.__aexit__(None, None, None))


def _routed(origin: str, path: Path | None) -> Settings:
    return standin.with_routes(load_settings(path), origin, "*")


def main_at_the_standin(origin: str) -> None:
    """The ``onrecord`` command of a process of its own, with every host led to the stand-in."""
    with pytest.MonkeyPatch.context() as patch, derived_once(Path(os.environ[FOLDER])):
        patch.setattr(running, "load_settings", lambda path: _routed(origin, path))
        cli.main()


class World:
    """A terminal in an empty folder, whose commands say what they say to a reader."""

    def __init__(self, folder: Path, origin: str, wait: Waiting, patch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self._origin = origin
        self._wait = wait
        self._service: web.AppRunner | None = None
        self._patch = patch
        self._variables = {"?": "0"}
        self._processes: list[subprocess.Popen[str]] = []
        self._port = 0
        patch.chdir(folder)
        patch.setenv("COLUMNS", "80")
        patch.setattr(running, "load_settings", lambda path: _routed(origin, path))
        patch.setattr(archive, "load_settings", lambda path: _routed(origin, path))
        patch.setattr(getpass, "getuser", lambda: "you")

    def run(self, line: str, shown: str = "") -> str:
        """What a command line says, on stdout and stderr as they come."""
        assigned = re.fullmatch(r"([A-Z_]+)=\$\((.+)\)", line)
        if assigned:
            self._variables[assigned[1]] = self.run(assigned[2]).strip()
            return ""
        line = re.sub(r"\$(\w+|\?)", lambda name: self._variables[name[1]], line)
        words = shlex.split(line)
        if words[0] == "echo":
            return " ".join(words[1:])
        if words[0] == "curl":
            return self._curl(words[1:])
        if words[0] in FILES:
            return self._files(line)
        assert words[0] == "onrecord", f"nobody here runs {words[0]}"
        if words[1] in STAYS and "--help" not in words:
            return self._start(words[1:], shown)
        return self._onrecord(words[1:])

    def python(self, script: str) -> str:
        """What a script prints. The service that it asks has another port here."""
        if f":{PORT}" in script:
            script = script.replace(f":{PORT}", f":{self._served()}")
        with contextlib.redirect_stdout(io.StringIO()) as said:
            exec(compile(script, "an example of the docs", "exec"), {})  # noqa: S102  it is ours
        return said.getvalue()

    def delete_at_the_standin(self, url: str) -> None:
        """What the author of a sample post does on the platform."""
        path = f"/api/v1/statuses/{url.rsplit('/', 1)[1]}"
        assert url.startswith(f"https://{samples.HOST}/")
        connection = http.client.HTTPConnection(urlsplit(self._origin).netloc)
        connection.request("DELETE", path)
        assert connection.getresponse().status == 200
        connection.close()

    def end(self) -> None:
        if self._service is not None:
            self._wait(self._service.cleanup())
        for process in self._processes:
            process.send_signal(signal.SIGTERM)
        for process in self._processes:
            process.communicate(timeout=PATIENCE)

    def _onrecord(self, words: list[str]) -> str:
        self._patch.setattr(sys, "argv", ["onrecord", *words])
        code: object = 0
        with CliRunner().isolation(env={"COLUMNS": "80"}) as (_, _, said):
            try:
                cli.main()
            except SystemExit as end:
                code = end.code
            text = said.getvalue().decode()
        self._variables["?"] = str(code or 0)
        return text

    def _start(self, words: list[str], shown: str) -> str:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        if words[0] != "work":
            words, self._port = [*words, "--port", str(port)], port
        log = self.folder / f"said-by-{words[0]}"
        code = f"from tests.docs_world import *; main_at_the_standin({self._origin!r})"
        with log.open("w") as out:
            process = subprocess.Popen(
                [sys.executable, "-c", code, *words],
                cwd=self.folder,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdout=out,
                stderr=subprocess.STDOUT,
                text=True,
            )
        self._processes.append(process)
        give_up = time.monotonic() + PATIENCE
        while True:
            said = log.read_text().replace(f":{port}", ":8080")
            if matches(shown, said) and self._answers(words[0]):
                return said
            if process.poll() is not None or time.monotonic() > give_up:
                return said
            time.sleep(0.05)

    async def _serve(self) -> int:
        """What `onrecord serve` does, for a page that says it runs; gives its port."""
        config = self.folder / "config.toml"
        app = make_app(_routed(self._origin, config if config.exists() else None))
        self._service = web.AppRunner(app, access_log=None)
        await self._service.setup()
        await web.TCPSite(self._service, "127.0.0.1", 0).start()
        return int(self._service.addresses[0][1])

    def _answers(self, command: str) -> bool:
        if command == "work":
            return True
        with contextlib.suppress(ConnectionRefusedError):
            return "200" in self._curl(["-i", "http://127.0.0.1:8080/readyz"])
        return False

    def _served(self) -> int:
        """The service's port; it runs from the first time on that somebody asks it."""
        if not self._port:
            self._port = self._wait(self._serve())
        return self._port

    def _curl(self, words: list[str]) -> str:
        parser = ArgumentParser(exit_on_error=False)
        parser.add_argument("url")
        parser.add_argument("-i", action="store_true")
        parser.add_argument("-s", action="store_true")
        parser.add_argument("-N", action="store_true")
        parser.add_argument("-X", default="GET")
        parser.add_argument("-H", action="append", default=[])
        parser.add_argument("--json")
        asked = parser.parse_args(words)
        headers = dict(header.split(": ", 1) for header in asked.H) | {"Host": "127.0.0.1:8080"}
        if asked.json is not None:
            headers["Content-Type"] = "application/json"
            asked.X = "POST"
        url = urlsplit(asked.url)
        assert url.netloc == "127.0.0.1:8080", asked.url
        port = self._served()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        path = f"{url.path}?{url.query}" if url.query else url.path
        body = None if asked.json is None else asked.json.encode()
        connection.request(asked.X, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode().replace(f"127.0.0.1:{port}", f"127.0.0.1:{PORT}")
        connection.close()
        if not asked.i:
            return text
        head = [f"HTTP/1.1 {answer.status} {answer.reason}"]
        head += [f"{name}: {value}" for name, value in answer.getheaders()]
        return "\n".join([*head, "", text])

    def _files(self, line: str) -> str:
        shell = shutil.which("sh")
        assert shell is not None
        done = subprocess.run(
            [shell, "-c", line], cwd=self.folder, capture_output=True, text=True, check=False
        )
        self._variables["?"] = str(done.returncode)
        return done.stdout + done.stderr
