"""Several who capture one post: at once, one after the other, in two processes."""

import asyncio
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.storage.base import Job
from tests.archive.acting import Stage, found, on_stage, url
from tests.archive.sqlite_files import ask
from tests.archive.storage_posts import id_of, snapshot

ARTICLE = "https://news.example/a"


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.posts["1"] = found(snapshot("1"))
    return stage


def articles(folder: Path) -> set[str]:
    query = "SELECT url FROM article_posts JOIN articles ON articles.id = article"
    return {row[0] for row in ask(folder / "archive.db", query)}


async def state_of(archive: Archive) -> str:
    post = await archive.storage.post(id_of())
    assert post is not None
    return post.visibility


async def test_a_second_request_joins_the_capture_under_way(tmp_path: Path, stage: Stage) -> None:
    async with on_stage(tmp_path, stage) as archive:
        first, second = await asyncio.gather(
            archive.capture(url(), by="ana"), archive.capture(url(), by="bo")
        )
        assert first == second
        assert stage.looked == ["1"]
        assert len(await archive.storage.checks(id_of())) == 1


async def test_one_who_joins_has_the_post_released_and_the_article_remembered(
    tmp_path: Path, stage: Stage
) -> None:
    async with on_stage(tmp_path, stage) as archive:
        await asyncio.gather(
            archive.capture(url(), by="ana"),
            archive.capture(url(), by="bo", article=ARTICLE, release=True),
        )
        assert await state_of(archive) == "public"
    assert articles(tmp_path) == {ARTICLE}


async def test_one_who_comes_a_moment_later_too(tmp_path: Path, stage: Stage) -> None:
    async with on_stage(tmp_path, stage, fresh=60.0) as archive:
        await archive.capture(url(), by="ana")
        await archive.capture(url(), by="bo", article=ARTICLE, release=True)
        assert stage.looked == ["1"]
        assert await state_of(archive) == "public"
    assert articles(tmp_path) == {ARTICLE}


async def test_one_who_gives_up_does_not_stop_the_other(tmp_path: Path, stage: Stage) -> None:
    for leaving in (0, 1):
        stage.curtain.clear()
        stage.waiting.clear()
        async with on_stage(tmp_path, stage) as archive:
            both = [asyncio.create_task(archive.capture(url(), by="ana")) for _ in range(2)]
            await stage.waiting.wait()
            both[leaving].cancel()
            await asyncio.sleep(0)
            stage.curtain.set()
            assert (await both[1 - leaving]).state == "done"
            assert both[leaving].cancelled()


async def test_two_processes_that_find_a_post_at_once_keep_one_snapshot(
    tmp_path: Path, stage: Stage
) -> None:
    """Both have decided that theirs is the first before either writes."""
    stage.curtain.clear()
    async with on_stage(tmp_path, stage) as serve, on_stage(tmp_path, stage) as command:
        both = [asyncio.create_task(a.capture(url(), by="ana")) for a in (serve, command)]
        while len(stage.looked) < 2:  # noqa: ASYNC110  both have to be there
            await asyncio.sleep(0.001)
        stage.curtain.set()
        captured = await asyncio.gather(*both)
        assert [c.snapshot for c in captured] == [1, 1]
        assert sorted(c.new for c in captured) == [(), (1,)]
        assert len(await serve.storage.versions(id_of())) == 1
        assert [c.snapshot for c in await serve.storage.checks(id_of())] == [1, 1]


async def test_a_second_request_joins_the_job_unless_it_asks_for_more(
    tmp_path: Path, stage: Stage
) -> None:
    async with on_stage(tmp_path, stage) as archive:
        plain = await archive.request_capture(url(), by="ana")
        assert (await archive.request_capture(url(), by="bo")).id == plain.id
        more = await archive.request_capture(url(), by="bo", article=ARTICLE, release=True)
        again = await archive.request_capture(url(), by="bo", article=ARTICLE, release=True)
        assert plain.id != more.id == again.id
        await archive.run_due_jobs()
        ended = [await archive.storage.job(job.id) for job in (plain, more)]
        assert [job and job.state for job in ended] == ["done", "done"]
        assert await state_of(archive) == "public"
    assert articles(tmp_path) == {ARTICLE}


async def test_a_job_of_a_worker_that_died_is_done_by_another(tmp_path: Path, stage: Stage) -> None:
    stage.curtain.clear()
    async with on_stage(tmp_path, stage) as dying, on_stage(tmp_path, stage) as other:
        job: Job = await dying.request_capture(url(), by="ana")
        worker = asyncio.create_task(dying.run())
        await stage.waiting.wait()
        worker.cancel()
        await dying.close()
        stage.curtain.set()
        assert await other.run_due_jobs() == 0
        stage.clock.go(31)
        assert await other.run_due_jobs() == 1
        ended = await other.storage.job(job.id)
        assert ended is not None
        assert (ended.state, ended.tries) == ("done", 2)
        assert len(await other.storage.versions(id_of())) == 1
