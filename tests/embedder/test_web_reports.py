"""Report a problem: anybody can, about what they can see; and nobody can abuse it for long."""

import csv
import io
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import FormData

from archive.archive import Archive
from archive.storage.requests import MAX_TEXT
from embedder.web.context import read_site
from embedder.web.throttle import Throttle
from tests.embedder.conftest import Bearer, Capture, Client

LogIn = Callable[..., Awaitable[str]]
PAGE = {"Accept": "text/html"}


async def send(client: Client, post: str, headers: Any = None, **fields: str) -> tuple[int, str]:
    """Status and page, after the form was sent as a browser does."""
    form = FormData(default_to_multipart=True)
    for name, value in {"kind": "privacy", "text": "My address is in it.", **fields}.items():
        form.add_field(name, value)
    answer = await client.post(
        f"/post/{post}/report", data=form, headers={**PAGE, **(headers or {})}
    )
    return answer.status, await answer.text()


async def kept(archive: Archive) -> list[str]:
    return [asked.text for asked in (await archive.storage.requests(limit=50)).requests]


async def test_a_reader_reports_a_problem_and_reads_what_happens_next(
    client: Client, archive: Archive, capture: Capture
) -> None:
    post = await capture(release=True)
    page = await (await client.get(f"/post/{post}")).text()
    assert (
        f'<form class="report" id="report-form" method="post" action="/post/{post}/report"' in page
    )
    assert "csrf" not in page
    status, said = await send(client, post, contact="ana@example.org")
    assert status == 201
    assert "An editor of Border News reads it and decides." in said
    asked = (await archive.storage.requests(limit=2)).requests
    assert [(a.post, a.kind, a.text, a.contact) for a in asked] == [
        (post, "privacy", "My address is in it.", "ana@example.org")
    ]


async def test_the_audit_log_has_the_entry_and_not_the_words(
    client: Client, capture: Capture, tmp_path: Path
) -> None:
    post = await capture(release=True)
    await send(client, post, text="A secret street", contact="ana@example.org")
    with closing(sqlite3.connect(tmp_path / "archive.db")) as database:
        entries = database.execute("SELECT * FROM audit WHERE action = 'request'").fetchall()
    assert len(entries) == 1
    assert {"anonymous", post} <= set(entries[0])
    assert "street" not in str(entries)
    assert "ana@" not in str(entries)


async def test_about_what_a_reader_may_not_know_of_nothing_is_taken(
    client: Client, archive: Archive, capture: Capture
) -> None:
    draft = await capture()
    answers = [await send(client, post) for post in (draft, "0" * 16)]
    assert [status for status, _ in answers] == [404, 404]
    assert answers[0] == answers[1]
    assert await kept(archive) == []


@pytest.mark.parametrize("state", ["withheld", "erased"])
async def test_people_can_complain_about_what_is_hidden(
    client: Client, archive: Archive, capture: Capture, state: str
) -> None:
    post = await capture(release=True)
    if state == "withheld":
        await archive.withhold(post, by="ana", reason="privacy")
    else:
        await archive.erase(post, by="root", reason="privacy")
    assert f'action="/post/{post}/report"' in await (await client.get(f"/post/{post}")).text()
    assert (await send(client, post, text="Still there?"))[0] == 201
    assert await kept(archive) == ["Still there?"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": " \n "}, "write what the problem is"),
        ({"text": "x" * (MAX_TEXT + 1)}, "the text has 10,001 characters, and 10,000 are taken"),
        ({"kind": "death"}, "choose what it is about"),
        ({"kind": ""}, "choose what it is about"),
        ({"contact": "y" * 301}, "longer than the 300 characters"),
        ({"website": "https://spam.example/"}, "a field that people do not see was filled in"),
    ],
)
async def test_what_cannot_be_taken_is_said_and_what_was_typed_stays(
    client: Client, archive: Archive, capture: Capture, fields: dict[str, str], said: str
) -> None:
    post = await capture(release=True)
    status, page = await send(client, post, **fields)
    assert status == 422
    assert said in page
    assert fields.get("text", "My address is in it.").strip() in page
    assert await kept(archive) == []


async def test_the_longest_text_fits_in_any_script(
    client: Client, archive: Archive, capture: Capture
) -> None:
    text = "你\r\n" + "🙏" * (MAX_TEXT - 2)
    assert (await send(client, await capture(release=True), text=text))[0] == 201
    assert await kept(archive) == [text.replace("\r", "")]


async def test_more_than_a_request_may_have_is_refused(client: Client, capture: Capture) -> None:
    assert (await send(client, await capture(release=True), text="x" * 70_000))[0] == 413


async def test_a_plain_form_and_a_file_in_a_fields_place(
    client: Client, archive: Archive, capture: Capture
) -> None:
    post = await capture(release=True)
    plain = await client.post(f"/post/{post}/report", data={"kind": "other", "text": "Plain."})
    assert plain.status == 201
    form = FormData()
    form.add_field("kind", "other")
    form.add_field("text", b"words", filename="words.txt")
    assert (await client.post(f"/post/{post}/report", data=form)).status == 422
    assert await kept(archive) == ["Plain."]


async def test_what_is_typed_never_becomes_markup(client: Client, capture: Capture) -> None:
    post = await capture(release=True)
    evil = '</textarea><script>alert(1)</script>"><img src=x>'
    _, page = await send(client, post, kind=evil, text=evil, contact=evil)
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page


async def test_too_many_of_one_address_are_put_off_and_nothing_is_lost(
    client: Client, archive: Archive, capture: Capture
) -> None:
    post = await capture(release=True)
    for number in range(5):
        assert (await send(client, post, text=f"Number {number}"))[0] == 201
    form = FormData({"kind": "other", "text": "Number 6"})
    answer = await client.post(f"/post/{post}/report", data=form, headers=PAGE)
    assert answer.status == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 600
    page = await answer.text()
    assert "Please wait some minutes" in page
    assert "Number 6</textarea>" in page
    assert len(await kept(archive)) == 5
    # The test speaks as a proxy on loopback does: the last address is the client's.
    other = {"X-Forwarded-For": "127.0.0.1, 203.0.113.7"}
    assert (await send(client, post, headers=other))[0] == 201


async def test_it_is_taken_from_our_own_pages_only(
    client: Client, archive: Archive, capture: Capture, session: LogIn
) -> None:
    post = await capture(release=True)
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        assert (await send(client, post, headers=headers))[0] == 403
    csrf = await session("editor")
    page = await (await client.get(f"/post/{post}")).text()
    assert f'name="csrf" value="{csrf}"' in page
    assert (await send(client, post))[0] == 403
    assert (await send(client, post, csrf=csrf))[0] == 201
    assert len(await kept(archive)) == 1


async def test_its_answers_are_kept_by_no_cache_and_run_nothing(
    client: Client, capture: Capture
) -> None:
    post = await capture(release=True)
    answer = await client.post(f"/post/{post}/report", data={"kind": "other", "text": "So."})
    assert answer.headers["Cache-Control"] == "private, no-store"
    for policy in (answer, await client.get(f"/post/{post}")):
        csp = policy.headers["Content-Security-Policy"]
        assert "form-action 'self'" in csp
        assert "script-src" not in csp
        assert "default-src 'none'" in csp


async def test_the_form_speaks_the_sites_language(
    client: Client, archive: Archive, capture: Capture
) -> None:
    post = await capture(release=True)
    at = archive.clock()
    await archive.storage.set_site_settings({"lang": "es"}, by="test", at=at)
    await read_site(client.app)
    _, page = await send(client, post, kind="")
    assert '<html lang="es">' in page
    assert "No se ha enviado: elija de qué se trata." in page
    assert "Hemos recibido su aviso" in (await send(client, post))[1]


def test_the_throttle_forgets_and_outlives_a_clock_that_goes_back() -> None:
    noon, minute = datetime(2025, 4, 1, 12, tzinfo=UTC), timedelta(minutes=1)
    throttle = Throttle(each=2, within=minute, total=3, total_within=minute)
    assert [throttle.wait("a", noon) for _ in range(3)] == [None, None, 60]
    assert [throttle.wait("b", noon), throttle.wait("b", noon)] == [None, 60]
    assert throttle.wait("a", noon + minute) is None
    assert [throttle.wait("c", noon - minute) for _ in range(3)] == [None, None, 60]


# At the desk


async def test_editors_read_them_newest_first_with_the_way_to_the_post(
    client: Client, archive: Archive, capture: Capture, session: LogIn
) -> None:
    post = await capture(release=True)
    for number in range(31):
        await archive.storage.add_request(
            post,
            kind="correction",
            text=f"<b>Number {number}</b>",
            contact=None,
            by="anonymous",
            at=archive.clock(),
        )
    await session("editor")
    page = await (await client.get("/desk/requests")).text()
    assert page.index("Number 30") < page.index("Number 1&")
    assert "Number 0" not in page
    assert "<b>Number" not in page
    assert f'href="/desk/posts/{post}"' in page
    assert 'aria-current="page">Reports' in page
    await archive.storage.decide_request(
        31, deadline=None, decision="granted", answer=None, by="ana", at=archive.clock()
    )
    assert "Number 30" not in await (await client.get("/desk/requests")).text(), "it is decided"
    assert "Number 30" in await (await client.get("/desk/requests?all")).text()
    older = page.split('rel="next" href="')[1].split('"')[0]
    assert "Number 0" in await (await client.get(older)).text()


async def test_nobody_else_reads_them(client: Client, bearer: Bearer) -> None:
    for path in ("/desk/requests", "/desk/requests.csv"):
        assert (await client.get(path)).status == 401
        assert (await client.get(path, headers=await bearer("reader"))).status == 403


async def test_all_of_them_as_csv_that_no_spreadsheet_runs(
    client: Client, archive: Archive, capture: Capture, bearer: Bearer
) -> None:
    post = await capture()
    texts = ['=HYPERLINK("https://evil.example")', "Two\nlines, and a comma", "@SUM(1)", "Plain"]
    for text in texts * 60:
        await archive.storage.add_request(
            post, kind="other", text=text, contact="+1 555", by="anonymous", at=archive.clock()
        )
    answer = await client.get("/desk/requests.csv", headers=await bearer("editor"))
    assert answer.content_type == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(await answer.text(), newline="")))
    assert len(rows) == 240
    assert [row["text"] for row in rows[:4]] == [
        "Plain", "'@SUM(1)", texts[1], f"'{texts[0]}",
    ]  # fmt: skip
    assert {row["contact"] for row in rows} == {"'+1 555"}
    assert {row["url"] for row in rows} == {f"http://127.0.0.1:8080/post/{post}"}
