"""Every source of every platform, fed every answer that a server can give.

The cases stand beside this file, ``matrix_NAME.py``. A refusal says something about the platform
and us, a failure about the answer; only the platform's own words say anything about the post.
"""

import importlib
import json
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple, cast

import pytest

from archive.errors import Throttled, TimedOut, Unreachable
from archive.looking import Looked, Looker
from archive.outcome import Found
from archive.platforms import PLATFORMS
from archive.platforms.base import Platform
from archive.records import Exchange
from archive.testing import Body, FakeAnswer, FakeFetcher
from tests.archive.matrix import Case

CASES: dict[str, Case] = {
    f"{case.platform}/{case.make().name}": case
    for file in sorted(Path(__file__).parent.glob("matrix_*.py"))
    for case in importlib.import_module(f"tests.archive.{file.stem}").CASES
}

WITHOUT_CASE: dict[str, str] = {}
"""Sources that no case feeds, each with its reason."""

SHELL = (
    '<!doctype html><html lang="en"><head><title>Loading</title><script src="/app.js"></script>'
    '</head><body><div id="root"></div><noscript>Switch on JavaScript.</noscript></body></html>'
)
WORDS = (
    "<!doctype html><html><head><title>Page not found</title></head>"
    "<body><p>This post was deleted by its author.</p></body></html>"
)
QUOTED = "this post was deleted, page not found"
"""What a live post may say."""

HTML = {"Content-Type": "text/html; charset=utf-8"}
JSON = {"Content-Type": "application/json"}

NOT_SHOWN = ("refused", "not shown")
LOGIN = ("refused", "login")
LIMITED = ("refused", "limited")
UNREACHABLE = ("failed", "unreachable")
MALFORMED = ("failed", "malformed")


class Row(NamedTuple):
    """An answer in place of the one that holds the post, and what may be made of it."""

    answer: FakeAnswer
    allowed: tuple[tuple[str, str], ...]


def rows(case: Case) -> dict[str, Row]:
    """What the source is fed, by the name that a case's ``expects`` has."""
    good = case.answers[case.main]
    assert isinstance(good, tuple), "the main answer of a case holds the post"
    status, headers, body = good
    whole = as_bytes(body)
    page = is_page(whole)
    login = {"Location": "/login?next=post"}
    # What else the answer says of itself stays: a web archive's copy is a copy, whatever it holds.
    kept = {name: value for name, value in headers.items() if name.lower() != "content-type"}
    html, data = {**kept, **HTML}, {**kept, **JSON}
    nothing = (NOT_SHOWN, MALFORMED)
    table = {
        "200 empty": Row((200, headers, b""), (NOT_SHOWN,)),
        "200 empty object": Row((200, headers, b"{}"), nothing),
        "200 empty list": Row((200, headers, b"[]"), nothing),
        "200 null": Row((200, headers, b"null"), nothing),
        "200 shell": Row((200, html, SHELL), (NOT_SHOWN,)),
        "200 shell with words": Row((200, html, WORDS), (NOT_SHOWN,)),
        "301 to login": Row((301, login, b""), (LOGIN,)),
        "401": Row((401, HTML, WORDS), (LOGIN,)),
        "402": Row((402, HTML, WORDS), (LIMITED,)),
        "403": Row((403, HTML, WORDS), (NOT_SHOWN,)),
        "404": Row((404, HTML, WORDS), (NOT_SHOWN,)),
        "404 empty": Row((404, {}, b""), (NOT_SHOWN,)),
        "410": Row((410, HTML, WORDS), (NOT_SHOWN,)),
        "429": Row((429, HTML, WORDS), (LIMITED,)),
        "429 with Retry-After": Row((429, {"Retry-After": "900"}, b""), (LIMITED,)),
        "429 with a Retry-After beyond our time": Row(
            Throttled("The host asks us to wait 900 seconds."), (LIMITED,)
        ),
        "451": Row((451, HTML, WORDS), (("refused", "blocked here"),)),
        "500": Row((500, HTML, WORDS), (UNREACHABLE,)),
        "503": Row((503, {"Retry-After": "120"}, b""), (UNREACHABLE,)),
        "time-out": Row(TimedOut("No answer within 20 seconds."), (("failed", "too slow"),)),
        "reset": Row(Unreachable("The connection broke."), (UNREACHABLE,)),
        "another post": Row(case.other, (("failed", "another post"),)),
        "truncated": Row(
            (status, headers, whole[: len(whole) // 2]),
            # A page that is cut before its post may still show another one.
            (*nothing, ("failed", "another post")) if page else (MALFORMED,),
        ),
    }
    for name, value in (
        ("list", [1, "post"]),
        ("number", 7),
        ("string", "post"),
        ("object of nonsense", {"weather": {"tomorrow": ["rain", None, 7]}}),
    ):
        nonsense = (200, data, json.dumps(value).encode())
        table[f"200 {name}"] = Row(nonsense, nothing if page else (MALFORMED,))
    return table


@pytest.mark.parametrize("name", CASES)
async def test_a_source_makes_of_each_answer_what_the_table_says(name: str) -> None:
    case = CASES[name]
    table = rows(case)
    unknown = set(case.expects) - set(table)
    assert not unknown, f"{name} expects something of {unknown}, which are no rows"
    good = await look(case)
    assert isinstance(good.answer, Found), f"{name} does not find its post: {good.attempt}"
    whole = good.answer.snapshots[-1].text
    departures = []
    for row, (answer, allowed) in table.items():
        looked = await look(case, answer)
        if row in case.expects:
            allowed = (case.expects[row],)
        got = (looked.attempt.outcome, looked.attempt.cause)
        if row == "truncated" and isinstance(looked.answer, Found) and is_page_of(case):
            post = looked.answer.snapshots[-1]
            if not (post.text or post.media) or not whole.startswith(post.text.removesuffix("…")):
                departures.append(f"{row}: it invents {post.text!r}")
        elif got not in allowed:
            departures.append(f"{row}: {got}, not {allowed}: {looked.attempt.detail}")
    assert not departures, "\n".join([name, *departures])


@pytest.mark.parametrize("name", CASES)
async def test_a_live_post_that_quotes_that_something_was_deleted_is_live(name: str) -> None:
    case = CASES[name]
    good = await look(case)
    assert isinstance(good.answer, Found)
    text = good.answer.snapshots[-1].text
    if not text:  # an oEmbed answer whose markup is a frame: there are no words to be misled by
        return
    tried = []
    for answer in with_words(case, text):
        looked = await look(case, answer)
        tried.append(looked.attempt)
        if isinstance(looked.answer, Found) and QUOTED in looked.answer.snapshots[-1].text:
            return
    pytest.fail(f"{name} loses a post that says {QUOTED!r}: {tried[:3]}")


@pytest.mark.parametrize("name", CASES)
async def test_no_title_heading_or_name_that_says_such_things_makes_a_live_post_gone(
    name: str,
) -> None:
    case = CASES[name]
    good = await look(case)
    assert isinstance(good.answer, Found)
    status, headers, body = cast("tuple[int, Any, Body]", case.answers[case.main])
    whole = as_bytes(body).decode()
    author = good.answer.snapshots[-1].author.name
    if author is not None:
        whole = whole.replace(json.dumps(author)[1:-1] if not is_page_of(case) else author, QUOTED)
    if is_page_of(case):
        whole = re.sub(r"(?s)<title>.*?</title>", "", whole)
        tags = f"<title>{QUOTED}</title>" + "".join(
            f'<meta {key}="{name}" content="{QUOTED}">'
            for key, name in (("name", "description"), ("property", "og:description"))
        )
        whole = whole.replace("</head>", f"{tags}</head>")
        whole = whole.replace("</body>", f"<h1>{QUOTED}</h1><p>{QUOTED}</p></body>")
    looked = await look(case, (status, headers, whole.encode()))
    assert isinstance(looked.answer, Found), looked.attempt


def test_every_source_of_every_platform_has_a_case() -> None:
    all_of_them = {f"{kind.name}/{one.source}" for kind in PLATFORMS for one in kind.about}
    assert sorted(all_of_them - CASES.keys() - WITHOUT_CASE.keys()) == []
    assert sorted((CASES.keys() | WITHOUT_CASE.keys()) - all_of_them) == []


class Recorder(FakeFetcher):
    """A fetcher for :class:`Looker`, with no exchanges."""

    exchanges: Sequence[Exchange] = ()


async def look(case: Case, answer: FakeAnswer | None = None) -> Looked:
    """One look of the case's source, as a capture takes it, with its main answer replaced."""
    answers: dict[Any, FakeAnswer] = {}
    if answer is None:
        answers.update(case.answers)
    else:
        answers[is_login] = (200, HTML, SHELL)
        answers.update({**case.answers, case.main: answer})
        answers[is_anything] = (404, {}, b"")  # what a source may ask when its first way fails
    platform = cast(
        Platform, SimpleNamespace(chosen=SimpleNamespace(sources=(case.make(),)), title="")
    )
    looker = Looker(
        {case.ref.platform: platform},
        lambda _: Recorder(answers),
        lambda: datetime(2026, 1, 2, tzinfo=UTC),
        60.0,
    )
    (looked,) = await looker.ask(case.ref)
    return looked


def is_login(url: str) -> bool:
    return "/login?next=post" in url


def is_anything(url: str) -> bool:
    return True


def with_words(case: Case, text: str) -> Iterator[FakeAnswer]:
    """The good answer, with the words in place of a piece of the post's text: the whole, a line,
    a word.
    """
    good = case.answers[case.main]
    assert isinstance(good, tuple)
    status, headers, body = good
    words = sorted({word for word in text.split() if word.isalpha()}, key=len, reverse=True)
    whole = json.dumps(body, ensure_ascii=False) if isinstance(body, (dict, list)) else None
    for piece in dict.fromkeys([text, *text.splitlines(), *words]):
        if not piece.strip():
            continue
        if whole is not None:
            piece = json.dumps(piece, ensure_ascii=False)[1:-1]
            replaced: Body = json.loads(whole.replace(piece, QUOTED))
        elif isinstance(body, bytes):
            replaced = body.replace(piece.encode(), QUOTED.encode())
        else:
            replaced = str(body).replace(piece, QUOTED)
        if replaced != body:
            yield status, headers, replaced


def as_bytes(body: Body) -> bytes:
    if isinstance(body, bytes):
        return body
    return (body if isinstance(body, str) else json.dumps(body)).encode()


def is_page(body: bytes) -> bool:
    return body.lstrip().startswith(b"<")


def is_page_of(case: Case) -> bool:
    answer = case.answers[case.main]
    return isinstance(answer, tuple) and is_page(as_bytes(answer[2]))
