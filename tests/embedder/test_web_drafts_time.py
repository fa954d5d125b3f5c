"""The time of an answer tells nothing of a draft, either.

Milliseconds alone prove little on a machine that does other things, too. So first the work is
compared, exactly: the steps through our own code, in their order; the looks into the cache of
finished pages; the statements that the store runs, and how often a request waits for it. Then
the clock, coarsely: draft and post never seen in turn, so that what else the machine does
meets both alike.
"""

import asyncio
import gc
import random
import re
import statistics
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

import pytest

from archive.archive import Archive, open_archive
from archive.settings import Settings
from archive.storage.sqlite import connection
from embedder import samples
from embedder.web.cache import CACHE
from tests.embedder.conftest import Capture, Client
from tests.embedder.test_web_drafts import BY_ID, NEVER_SEEN, NO_PICTURE, UNSEEN_URL

OURS = tuple(f"{Path(__file__).parents[2] / package}/" for package in ("archive", "embedder"))
PAIRS = 80
LEAST, MOST = 0.2, 0.8
"""How often a draft may be the slower. One more read of the store gives 0.98. Measured: near 0.5
for posts, and 0.7 for pictures: the one statement that both take looks at the rows that show a
picture, which for one never seen are none (3 % of the time of an answer on loopback)."""

UNSEEN_LOOKUP = "https://bsky.app/profile/nobody.example/post/3lnobody22222"


class Pair(NamedTuple):
    """An address of a draft, and the same of what was never seen."""

    draft: str
    unseen: str


class Work(NamedTuple):
    """What one request took."""

    status: int
    steps: list[str]
    cache: list[str]
    statements: list[str]


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement that SQLite runs, without its values."""
    ran: list[str] = []

    def traced(path: Path, **how: Any) -> Any:
        db = plain(path, **how)
        db.conn.set_trace_callback(lambda sql: ran.append(_shape(sql)))
        return db

    plain = connection.connect
    monkeypatch.setattr(connection, "connect", traced)
    return ran


def _shape(sql: str) -> str:
    return re.sub(r"'(?:[^']|'')*'", "?", " ".join(sql.split()))


@pytest.fixture
async def archive(
    settings: Settings, statements: list[str], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Archive]:
    """Nothing else runs beside the requests: no worker, no look for others' writes."""

    async def idle(_: Archive) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(Archive, "run", idle)
    monkeypatch.setattr("embedder.app.POLL", 3600.0)
    async with open_archive(settings) as opened:
        yield opened


@pytest.fixture
async def pairs(capture: Capture, archive: Archive) -> list[Pair]:
    """Every public address that names a post, a picture or a platform's URL."""
    post = await capture()
    looked_up = next(url for url in samples.URLS if "bsky.app" in url)
    await capture(looked_up)
    holding = await archive.storage.holding(post)
    assert holding is not None
    sha256 = next(iter(holding.media))
    found = [Pair(path.format(id=post), path.format(id=NEVER_SEEN)) for path in BY_ID]
    found += [
        Pair(f"/media/{sha256}-{name}", f"/media/{NO_PICTURE}-{name}")
        for name in ("320.avif", "640.webp", "1280.jpg", "7.avif")
    ]
    found += [
        Pair(f"/oembed?url={samples.EXAMPLE_URL}", f"/oembed?url={UNSEEN_URL}"),
        Pair(f"/oembed?url={looked_up}", f"/oembed?url={UNSEEN_LOOKUP}"),
    ]
    return found


async def work(client: Client, path: str, statements: list[str]) -> Work:
    """Asks once, and writes down what that took on our side."""
    assert client.app is not None
    cache = client.app[CACHE]
    looks: list[str] = []
    steps: list[str] = []
    plain_get, plain_put = cache.get, cache.put

    def get(key: str, *default: Any) -> Any:
        looks.append("get")
        return plain_get(key, *default)

    def put(*args: Any) -> None:
        looks.append("put")
        plain_put(*args)

    def note(frame: FrameType, event: str, _: object) -> None:
        # A coroutine that goes on after waiting is a step of its own.
        if event == "call" and frame.f_code.co_filename.startswith(OURS):
            steps.append(frame.f_code.co_qualname)

    statements.clear()
    cache.get, cache.put = get, put  # type: ignore[method-assign, assignment]
    sys.setprofile(note)
    try:
        answer = await client.get(path, allow_redirects=False)
        await answer.read()
    finally:
        sys.setprofile(None)
        cache.get, cache.put = plain_get, plain_put  # type: ignore[method-assign]
    return Work(answer.status, steps, looks, list(statements))


async def test_a_draft_takes_the_same_work_as_a_post_never_seen(
    client: Client, pairs: list[Pair], statements: list[str]
) -> None:
    for pair in pairs:
        for path in pair:  # what is made once, templates and connections, is made by then
            await work(client, path, statements)
        draft, unseen = [await work(client, path, statements) for path in pair]
        assert draft.status == unseen.status
        assert draft.statements == unseen.statements, pair
        assert draft.cache == unseen.cache, pair
        assert draft.steps == unseen.steps, pair
        assert "put" not in draft.cache, "a draft's answer is nobody else's"
    assert len(draft.steps) > 10
    assert draft.statements


async def test_the_work_of_a_public_post_differs(
    client: Client, capture: Capture, statements: list[str]
) -> None:
    """What is compared above can differ at all."""
    shown = await work(client, f"/e/{await capture(release=True)}/", statements)
    unseen = await work(client, f"/e/{NEVER_SEEN}/", statements)
    assert shown.steps != unseen.steps
    assert shown.statements != unseen.statements
    assert shown.cache == ["get", "put"]
    assert unseen.cache == ["get"]


async def seconds(client: Client, path: str) -> float:
    began = time.perf_counter()
    answer = await client.get(path, allow_redirects=False)
    await answer.read()
    return time.perf_counter() - began


async def slower(client: Client, pair: Pair, order: random.Random) -> tuple[float, float]:
    """How often the draft took longer than the other, and the ratio of the medians.

    In pairs, the first of each by chance. Where the two are of one class, a draft is the slower
    half of the time, whatever the machine does; the ratio is for whoever reads of a failure, for
    on a busy machine it is far from 1 by itself.
    """
    took: dict[str, list[float]] = {path: [] for path in pair}
    gc.collect()
    gc.disable()
    try:
        for _ in range(PAIRS):
            for path in order.sample(pair, 2):
                took[path].append(await seconds(client, path))
    finally:
        gc.enable()
    draft, unseen = took[pair.draft], took[pair.unseen]
    wins = sum(a > b for a in draft for b in unseen) / PAIRS**2
    return wins, statistics.median(draft) / statistics.median(unseen)


async def test_a_draft_is_answered_in_the_same_class_of_time(
    client: Client, pairs: list[Pair]
) -> None:
    """Where a draft cost one more read of the store, it would be the slower nearly always."""
    wanted = ("/e/{id}/", "/post/{id}", "/oembed?url=https")
    chosen = [p for p in pairs if _like(p.unseen, wanted)] + [
        p for p in pairs if "-320.avif" in p.draft
    ]
    assert len(chosen) >= 4
    for pair in chosen:
        for path in pair:
            await seconds(client, path)
        # Whatever else the machine does may still win once; it does not win three times.
        measured = []
        for attempt in range(3):
            measured.append(await slower(client, pair, random.Random(attempt)))  # noqa: S311  an order, no secret
            wins, _ = measured[-1]
            if LEAST <= wins <= MOST:
                break
        else:
            pytest.fail(f"{pair}: how often slower, ratio of medians: {measured}")


def _like(path: str, patterns: tuple[str, ...]) -> bool:
    return any(
        path == p.format(id=NEVER_SEEN) or (p.startswith("/oembed") and path.startswith(p))
        for p in patterns
    )


async def test_a_slower_answer_would_be_noticed(
    client: Client, capture: Capture, pairs: list[Pair]
) -> None:
    """The clock is fine enough: a post that is shown is told from one that was never seen."""
    post = await capture(samples.FOUR_PICTURES_URL, release=True)
    pair = Pair(f"/e/{post}/?{{}}", f"/e/{NEVER_SEEN}/?{{}}")
    wins: list[float] = []
    # A busy machine may hide it some times; chance alone does not show it in ten.
    while len(wins) < 10 and not any(share > MOST for share in wins):
        took: dict[str, list[float]] = {path: [] for path in pair}
        # Another query each time, so that the cache does not answer.
        for number in range(40 * len(wins), 40 * len(wins) + 40):
            for path in pair:
                took[path].append(await seconds(client, path.format(number)))
        wins.append(sum(a > b for a in took[pair.draft] for b in took[pair.unseen]) / 40**2)
    assert wins[-1] > MOST, wins
