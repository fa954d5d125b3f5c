"""For machines, static files, and errors that nobody foresaw."""

import logging
import re
from typing import Any

import pytest
from aiohttp import web

from archive import errors
from archive.archive import Archive
from archive.saved import Unclear
from embedder.links import Links, static_files
from embedder.web.problems import problem_of
from tests.embedder.conftest import Capture, Client


async def test_alive_and_ready(client: Client) -> None:
    assert await (await client.get("/healthz")).json() == {"status": "ok"}
    assert await (await client.get("/readyz")).json() == {"status": "ready"}


async def test_not_ready_while_the_store_does_not_answer(
    client: Client, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken() -> int:
        raise errors.StorageError("The disk is full.")

    monkeypatch.setattr(archive.storage, "data_version", broken)
    answer = await client.get("/readyz")
    assert answer.status == 503
    assert (await answer.json())["detail"] == "The disk is full."
    assert (await client.get("/healthz")).status == 200


async def test_our_files_have_names_that_change_with_them(client: Client) -> None:
    for name in static_files():
        answer = await client.get(f"/static/{name}")
        assert answer.status == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert re.fullmatch(r"/static/desk\.[0-9a-f]{12}\.js", Links().static("desk.js"))


async def test_a_browser_that_asks_for_an_icon_by_itself_gets_one(client: Client) -> None:
    answer = await client.get("/favicon.ico")
    assert answer.status == 200
    assert answer.content_type == "image/svg+xml"
    assert "immutable" not in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "path", ["/static/desk.js", "/static/..%2f..%2fconfig.toml", "/static/%00", "/static/"]
)
async def test_there_is_nothing_else_among_them(client: Client, path: str) -> None:
    assert (await client.get(path)).status == 404


async def test_an_error_that_nobody_foresaw_is_logged_and_named(
    client: Client,
    archive: Archive,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def broken(_: str, **__: bool) -> None:
        raise RuntimeError("the secret plans")

    monkeypatch.setattr(archive.storage, "post", broken)
    for accept in ("*/*", "text/html"):
        caplog.clear()
        with caplog.at_level(logging.ERROR, "onrecord.web"):
            answer = await client.get("/e/0000000000000000/", headers={"Accept": accept})
        text = await answer.text()
        assert answer.status == 500
        assert "secret plans" not in text
        assert "Traceback" not in text
        named = re.search(r"logged as ([0-9a-f]{8})", text)
        assert named is not None
        assert named[1] in caplog.text
        assert "the secret plans" in caplog.text


async def test_a_browser_gets_the_same_facts_on_a_page(client: Client) -> None:
    facts = await (await client.get("/e/0000000000000000/")).json()
    answer = await client.get("/e/0000000000000000/", headers={"Accept": "text/html,*/*;q=0.8"})
    page = await answer.text()
    assert answer.content_type == "text/html"
    for key in ("title", "detail", "next"):
        assert facts[key] in page
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]


async def test_paths_and_methods_that_there_are_not(client: Client, capture: Capture) -> None:
    missing = await client.get("/nowhere")
    assert (missing.status, missing.content_type) == (404, "application/problem+json")
    assert await missing.json() == {
        "type": "urn:onrecord:problem:not-found",
        "title": "Not here",
        "status": 404,
        "detail": "There is nothing under this address.",
        "next": "Check the address.",
    }
    wrong = await client.delete(f"/e/{await capture(release=True)}/")
    assert wrong.status == 405
    assert wrong.headers["Allow"] == "GET,HEAD"
    wrong = await client.put("/api/v1/posts/0000000000000000/visibility")
    assert wrong.headers["Allow"] == "POST"


def test_every_error_of_the_archive_has_a_status_of_its_class() -> None:
    def below(kind: type[errors.ArchiveError]) -> list[type[errors.ArchiveError]]:
        return [kind, *(k for sub in kind.__subclasses__() for k in below(sub))]

    needed: dict[type[errors.ArchiveError], dict[str, Any]] = {
        Unclear: {"why": "unknown", "next_step": Unclear.next_step}
    }
    for kind in below(errors.ArchiveError):
        problem = problem_of(kind("What it is.", **needed.get(kind, {})))
        assert problem is not None
        assert 400 <= problem.status < 600
        assert problem.detail == "What it is."
        assert problem.next_step == kind.next_step
        if issubclass(kind, errors.UsageError) and kind is not errors.ConfigError:
            assert problem.status < 500
        if issubclass(kind, errors.FetchError | errors.StorageError):
            assert problem.status >= 500 or kind is errors.Conflict


def test_what_says_no_more_than_its_status_has_words_of_ours() -> None:
    """Python's own are another in its version 3.13."""
    kinds = (
        web.HTTPBadRequest(),
        web.HTTPMethodNotAllowed("PUT", ["GET"]),
        web.HTTPRequestEntityTooLarge(1, 2),
        web.HTTPUnsupportedMediaType(),
        web.HTTPExpectationFailed(),
    )
    assert [(p.kind, p.title) for p in map(problem_of, kinds) if p] == [
        ("bad-request", "Not taken"),
        ("method-not-allowed", "Not in this way"),
        ("request-entity-too-large", "Too large"),
        ("unsupported-media-type", "Not of this kind"),
        ("http-417", "Not done"),
    ]


def test_a_redirect_and_a_bug_are_no_problems() -> None:
    assert problem_of(web.HTTPSeeOther("/")) is None
    assert problem_of(KeyError("x")) is None
