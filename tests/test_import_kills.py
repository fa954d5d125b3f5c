"""An import is killed at random moments, run again with the same command, and ends as one that
was never stopped.
"""

import io
import json
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.archive.import_files import ACCOUNT, archive_js
from tests.archive.pictures import encoded, quarters
from tests.archive.v11_payloads import V11_ID, v11
from tests.kills import checks

pytestmark = pytest.mark.slow

KILLS = 8
POSTS = 5_000
"""Enough for a process apart that reads them: see ``archive.importing.batches.LARGE``."""
WITH_PICTURE = 20
"""Of so many posts one has a picture."""
NO_LOOK = ("no look found it", "rests on nothing")
"""What captures promise and imports do not: nobody looked at the platform."""


def test_an_import_that_is_killed_again_and_again_ends_as_one_that_was_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seed = int(os.environ.get("ONRECORD_KILLS_SEED") or random.SystemRandom().randrange(10**6))
    dice = random.Random(seed)  # noqa: S311  no secret
    file = tmp_path / "twitter.zip"
    file.write_bytes(data_archive())
    began = time.monotonic()
    with importing(tmp_path / "whole", file) as process:
        assert process.wait() == 0
    lasts = time.monotonic() - began
    whole = content(tmp_path / "whole")
    assert len(whole["posts"]) == len(whole["snapshots"]) == POSTS
    killed: list[int] = []
    """How many posts were in when the process died."""
    trial = 0
    while len(killed) < KILLS:
        folder = tmp_path / f"archive{trial}"
        with importing(folder, file) as process:
            with suppress(subprocess.TimeoutExpired):
                process.wait(dice.uniform(0.2 * lasts, lasts))
            process.kill()  # which does nothing to one that has just ended
            ended = process.wait()
            if ended == -signal.SIGKILL:
                killed.append(after_a_kill(folder))
            else:
                # It was over before its moment came: what was killed before is all there now.
                assert ended == 0
                assert content(folder) == whole
                trial += 1
    with importing(folder, file) as process:
        assert process.wait() == 0
    assert content(folder) == whole
    assert [after_a_kill(one) for one in (folder, tmp_path / "whole")] == [POSTS, POSTS]
    left = [name for name in checks.orphans(folder) if not name.startswith("staging/")]
    assert left == []
    with capsys.disabled():
        print(f"\nONRECORD_KILLS_SEED={seed}: {lasts:.1f} s; killed at {killed} posts")  # noqa: T201
    assert any(0 < posts < POSTS for posts in killed), "no kill hit the middle"


@contextmanager
def importing(folder: Path, file: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """The command, in a group of its own: what it starts ends with it."""
    folder.mkdir(exist_ok=True)
    (folder / "config.toml").write_text(
        f'[storage]\ndatabase = "sqlite:{folder}/archive.db"\nblobs = "file:{folder}/blobs"\n',
        encoding="utf-8",
    )
    command = (str(Path(sys.executable).with_name("onrecord")), "import", str(file), "--release")
    process = subprocess.Popen(
        (*command, "--config", str(folder / "config.toml")),
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
    for _ in range(100):
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail("a process that the import started has outlived it")


def after_a_kill(folder: Path) -> int:
    """Nothing is half there; gives the number of posts that are in."""
    if not (folder / "archive.db").exists():
        return 0
    with checks.reading(folder) as ask:
        if not ask("SELECT 1 FROM sqlite_master WHERE name = 'statements'"):
            return 0
        found = [f for f in checks.faults(folder) if not f.endswith(NO_LOOK)]
        assert found == []
        return int(ask("SELECT count(*) AS n FROM posts")[0]["n"])


def content(folder: Path) -> dict[str, list[Any]]:
    """All that is the same of each import of one file."""
    with checks.reading(folder) as ask:
        return {
            table: [tuple(row) for row in ask(sql)]
            for table, sql in {
                "posts": "SELECT id, native_id, visibility, capture_reason, current FROM posts "
                "ORDER BY id",
                "snapshots": "SELECT post, n, sha256, content FROM snapshots ORDER BY post, n",
                "statements": "SELECT id, post, kind, text, created_at FROM statements ORDER BY id",
                "media": "SELECT sha256, bytes FROM media ORDER BY sha256",
                "jobs": "SELECT kind, key FROM jobs WHERE kind = 'derive' ORDER BY key",
            }.items()
        }


def data_archive() -> bytes:
    statuses, files = [], {"account.js": ACCOUNT}
    for n in range(POSTS):
        number = str(int(V11_ID) + n * 4_194_304)
        status = v11(f"{n}: " + "the bridge opens on a Monday of some year. " * 6, id_str=number)
        if n % WITH_PICTURE == 0:
            name = f"F{n}.jpg"
            url = f"https://pbs.twimg.com/media/{name}"
            status["extended_entities"] = {"media": [{"type": "photo", "media_url_https": url}]}
            picture = encoded(quarters(), "PNG") + json.dumps(n).encode()
            files[f"tweets_media/{number}-{name}"] = picture
        statuses.append(status)
    files["tweets.js"] = archive_js(*statuses)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files.items():
            archive.writestr(f"data/{name}", data)
    return made.getvalue()
