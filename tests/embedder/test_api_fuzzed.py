"""schemathesis asks the real service what its OpenAPI document allows, and what it does not."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web

from archive.settings import (
    FetchSettings,
    MediaSettings,
    Settings,
    SiteSettings,
    StorageSettings,
)
from archive.storage.base import Key, Role
from embedder import demo, standin
from embedder.app import make_app
from embedder.web.auth import token_hash
from embedder.web.context import ARCHIVE
from tests.beside import loop_beside
from tests.fresh import fresh_database

pytestmark = pytest.mark.slow

CONFIG = Path(__file__).with_name("schemathesis.toml")
ROLES: tuple[Role, ...] = ("reader", "admin")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The origin of a service that keeps the sample posts; a role's key is its name. Every host
    leads to the stand-in, whatever is to be captured.
    """
    folder = tmp_path_factory.mktemp("fuzzed")
    plain = Settings(
        site=SiteSettings(name="Border News"),
        storage=StorageSettings(database=fresh_database(folder), blobs=f"file:{folder}/blobs"),
        media=MediaSettings(widths=(40,)),
        fetch=FetchSettings(retries=0, per_host_interval=0.0),
    )

    async def start(app: web.Application, platforms: web.Application) -> web.AppRunner:
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        await demo.fill(app[ARCHIVE], platforms)
        for role in ROLES:
            key = Key(name=role, role=role, made_by="test", made_at=datetime.now(UTC))
            await app[ARCHIVE].storage.add_key(key, token_hash(role))
        return runner

    with loop_beside() as wait:
        platforms = standin.make_standin()
        running = standin.running(platforms)
        app = make_app(standin.with_routes(plain, wait(running.__aenter__()), "*"))
        runner = wait(start(app, platforms))
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        wait(runner.cleanup())
        wait(running.__aexit__(None, None, None))


@pytest.mark.parametrize("role", [None, *ROLES])
def test_schemathesis_finds_nothing(service: str, role: Role | None, tmp_path: Path) -> None:
    shown = [] if role is None else ["--header", f"Authorization: Bearer {role}"]
    done = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(CONFIG)),
            *("run", f"{service}/openapi.json", *shown, "--checks", "all", "--no-color"),
            *("--seed", "2025", "--max-examples", "15", "--continue-on-failure"),
            *("--request-timeout", "20"),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-20_000:]
    assert " passed in " in done.stdout or "warning" in done.stdout, done.stdout
