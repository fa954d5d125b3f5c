"""What goes out of an alert: by webhooks, signed and tried for a day, and by mail."""

import asyncio
import base64
import hashlib
import hmac
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import msgspec
import pytest
from aiohttp import web
from aiohttp.web import BaseRequest, StreamResponse

from archive.alerting import Alerter, Told
from archive.errors import ConfigError, MailError
from archive.fetch import Client
from archive.jobs import Jobs
from archive.mailing import Mailer
from archive.settings import AlertSettings, FetchSettings, Settings
from archive.storage import Storage
from archive.storage.alerts import Alert
from archive.storage.base import Holding
from archive.storage.people import User
from archive.webhooks import secret_of
from tests.archive.servers import serving
from tests.archive.storage_posts import NOON, at, capture, first, id_of, look

SECRET = base64.b64encode(b"k" * 32).decode()
HOOK = "http://cms.example/hook"
WALL = "https://news.example/wall"


async def words(alert: Alert, holding: Holding, lang: str | None = None) -> Told:
    return Told(
        subject="A post went\nBcc: all@news.example",
        text=f"The text of {holding.post.id}.\n.\nIts last line: ñ",
        data={"alert": alert.id, "kind": alert.kind},
        name=f"alert-{alert.id}@record.example",
        yours=f"For an editor who reads {lang}.",
    )


@asynccontextmanager
async def alerting(
    storage: Storage, port: int, clock: Callable[[], datetime], **alerts: Any
) -> AsyncIterator[Jobs]:
    """One alert, and the queue that tells it."""
    settings = Settings(
        alerts=AlertSettings(**alerts),
        fetch=FetchSettings(routes={"cms.example": f"http://127.0.0.1:{port}"}, timeout=5),
        environ={"ONRECORD_WEBHOOK_SECRET": SECRET},
    )
    await storage.keep(capture(first(), looks=(look(),)))
    await storage.reference(id_of(), WALL, by="ana", at=NOON)
    gone = look(minutes=3, outcome="gone", cause="deleted by the author")
    await storage.keep(capture(at=at(3), action="recheck", looks=(gone,)))
    async with Client(settings.fetch) as client:
        alerter = Alerter(settings=settings, storage=storage, sender=client.recording, clock=clock)
        alerter.word_with(words)
        yield Jobs(storage, alerter.handlers, clock=clock, slots=2)


class Clock:
    def __init__(self) -> None:
        self.now = at(3)

    def __call__(self) -> datetime:
        return self.now


async def ended(storage: Storage, kind: str) -> list[tuple[str, str]]:
    jobs = await storage.list_jobs(kind=kind, limit=9)
    return [(job.state, str(job.result.get("sentence", ""))) for job in jobs]


async def test_a_webhook_is_signed_and_tried_until_it_is_taken(storage: Storage) -> None:
    got: list[tuple[dict[str, str], bytes]] = []

    async def hook(request: BaseRequest) -> StreamResponse:
        got.append((dict(request.headers), await request.read()))
        return web.Response(status=200 if len(got) == 3 else 503)

    clock = Clock()
    async with (
        serving(hook) as port,
        alerting(storage, port, clock, webhooks=(HOOK,)) as jobs,
    ):
        for _ in range(20):
            await jobs.run_due()
            clock.now += timedelta(minutes=1)
    assert await ended(storage, "webhook") == [("done", "")]
    assert len(got) == 3
    assert {headers["webhook-id"] for headers, _ in got} == {"alert-1@record.example"}
    for headers, body in got:
        content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        digest = hmac.new(b"k" * 32, content, hashlib.sha256).digest()
        assert headers["webhook-signature"] == f"v1,{base64.b64encode(digest).decode()}"
        assert json.loads(body)["type"] == "post.gone"


@pytest.mark.parametrize(
    ("status", "url", "told"),
    [
        (500, HOOK, "answered HTTP 500. It was tried for a day."),
        (410, HOOK, "answered HTTP 410."),
        (200, "http://127.0.0.1/hook", "was not fetched"),
        (200, "http://10.0.0.7/hook", "was not fetched"),
        (200, "http://localhost/hook", "no public address"),
    ],
)
async def test_one_that_is_not_taken_says_why(
    storage: Storage, status: int, url: str, told: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def hook(request: BaseRequest) -> StreamResponse:
        return web.Response(status=status)

    clock = Clock()
    async with serving(hook) as port, alerting(storage, port, clock, webhooks=(url,)) as jobs:
        for _ in range(30):
            await jobs.run_due()
            clock.now += timedelta(hours=1)
    ((state, sentence),) = await ended(storage, "webhook")
    assert state == "failed"
    assert told in sentence
    assert url == HOOK or f"a webhook is not called: {sentence}" in caplog.text


@pytest.mark.parametrize(
    "value", ["", "short", "not base64!", base64.b64encode(b"k" * 23).decode()]
)
def test_a_secret_that_is_none_stops_the_start_and_is_not_repeated(value: str) -> None:
    with pytest.raises(ConfigError, match="WEBHOOK") as caught:
        secret_of(value, "ONRECORD_WEBHOOK_SECRET")
    assert not value or value not in str(caught.value)


@asynccontextmanager
async def post_office(answers: dict[str, str]) -> AsyncIterator[tuple[int, list[bytes]]]:
    """The port of a server that speaks SMTP (RFC 5321), and the messages that it took. ``answers``
    are by how a command begins; what it says to QUIT is nobody's business.
    """
    taken: list[bytes] = []

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 post.example\r\n")
        while line := (await reader.readline()).decode().strip():
            verb = line.split(":")[0].split()[0].upper()
            if verb == "DATA":
                writer.write(b"354 go on\r\n")
                taken.append(await reader.readuntil(b"\r\n.\r\n"))
            said = next((answers[a] for a in answers if line.upper().startswith(a)), "250 ok")
            writer.write(said.encode() + b"\r\n")
            if verb == "QUIT":
                break
        writer.close()

    server = await asyncio.start_server(meet, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1], taken
    finally:
        server.close()


MAIL: dict[str, Any] = {"mail_to": ("desk@news.example",), "mail_from": "onrecord@news.example"}


async def test_mail_goes_by_the_newsrooms_server_whole_and_once(storage: Storage) -> None:
    clock = Clock()
    async with post_office({}) as (port, taken):
        server = {"smtp": f"smtp://127.0.0.1:{port}"}
        async with alerting(storage, 1, clock, **MAIL, **server) as jobs:
            await jobs.run_due()
            clock.now += timedelta(hours=2)
            await jobs.run_due()
    assert await ended(storage, "mail") == [("done", "")]
    (raw,) = taken
    message = _message(raw)
    assert message["To"] == "desk@news.example"
    assert message["Subject"] == "A post went Bcc: all@news.example"
    assert message["Bcc"] is None
    assert message["Message-ID"] == "<alert-1@record.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    lines = message.get_content().splitlines()
    assert lines[:3] == [f"The text of {id_of()}.", "..", "Its last line: ñ"], "a dot is doubled"


async def test_mail_that_is_not_taken_is_tried_for_a_day_and_says_why(storage: Storage) -> None:
    clock = Clock()
    async with post_office({"RCPT": "550 no such desk"}) as (port, _):
        server = {"smtp": f"smtp://127.0.0.1:{port}"}
        async with alerting(storage, 1, clock, **MAIL, **server) as jobs:
            for _ in range(30):
                await jobs.run_due()
                clock.now += timedelta(hours=1)
    ((state, sentence),) = await ended(storage, "mail")
    assert state == "failed"
    assert "no such desk" in sentence


async def test_one_who_is_refused_keeps_it_from_nobody_else(storage: Storage) -> None:
    clock = Clock()
    async with post_office({"RCPT TO:<GONE": "550 no such desk"}) as (port, taken):
        mail = MAIL | {"mail_to": ("gone@news.example", "desk@news.example")}
        server = {"smtp": f"smtp://127.0.0.1:{port}"}
        async with alerting(storage, 1, clock, **mail, **server) as jobs:
            for _ in range(3):
                await jobs.run_due()
                clock.now += timedelta(hours=1)
    told = "The mail server refused gone@news.example."
    assert await ended(storage, "mail") == [("partial", told)]
    assert len(taken) == 1


async def test_a_password_is_not_said_to_a_server_without_encryption_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with post_office({}) as (port, taken):
        here = socket.create_connection

        def anywhere(address: tuple[str, int], *rest: Any, **more: Any) -> socket.socket:
            return here(("127.0.0.1", address[1]), *rest, **more)

        monkeypatch.setattr(socket, "create_connection", anywhere)
        mailer = Mailer(f"smtp://mail.example:{port}", user="desk", password="secret")
        with pytest.raises(MailError, match="no encryption"):
            await mailer.send(EmailMessage())
    assert taken == []


@pytest.mark.parametrize(
    ("desk", "theirs"),
    [((), ["ana", "di"]), (("desk@news.example",), ["ana", "di"]), (("ANA@news.example",), ["di"])],
)
async def test_an_articles_editors_are_told_who_want_it_and_nobody_twice(
    storage: Storage, desk: tuple[str, ...], theirs: list[str]
) -> None:
    clock, roles = Clock(), dict.fromkeys(("ana", "bo", "cy", "di", "ed"), "editor")
    for name, role in (roles | {"cy": "reader"}).items():
        user = msgspec.convert({"name": name, "role": role, "lang": "es"}, User)
        await storage.add_user(user, at=NOON)
        await storage.set_mail(name, f"{name}@news.example", alerts=name != "bo", at=NOON)
        if name != "di":
            await storage.join_article(WALL, name, "scanned", by=name, at=NOON)
    await storage.join_article(WALL, "ed", "left", by="ed", at=NOON)
    await storage.join_article(WALL, "ed", "scanned", by="ed", at=NOON)
    async with post_office({}) as (port, taken):
        mail = MAIL | {"mail_to": desk, "smtp": f"smtp://127.0.0.1:{port}"}
        async with alerting(storage, 1, clock, **mail) as jobs:
            await storage.assign(id_of(), "di", by="ana", at=NOON)
            await jobs.run_due()
    messages = [_message(raw) for raw in taken]
    own = [message for message in messages if message["To"] not in desk]
    assert sorted(message["To"] for message in own) == [f"{n}@news.example" for n in theirs]
    assert len(messages) == len(theirs) + bool(desk)
    assert all("an editor who reads es" in message.get_content() for message in own)
    assert len({message["Message-ID"] for message in messages}) == len(messages)


async def test_an_editor_who_changes_their_mind_is_not_told_and_never_named_by_address(
    storage: Storage,
) -> None:
    clock = Clock()
    await storage.add_user(User(name="ana", role="editor"), at=NOON)
    await storage.set_mail("ana", "ana@news.example", alerts=True, at=NOON)
    await storage.join_article(WALL, "ana", "named", by="bo", at=NOON)
    async with post_office({"RCPT": "550 no ana@news.example here"}) as (port, taken):
        mail = MAIL | {"mail_to": (), "smtp": f"smtp://127.0.0.1:{port}"}
        async with alerting(storage, 1, clock, **mail) as jobs:
            await jobs.run_due()
            (job,) = await storage.list_jobs(kind="mail", limit=9)
            assert job.state == "queued"
            clock.now += timedelta(days=2)
            await jobs.run_due()
            ((state, why),) = await ended(storage, "mail")
            assert (state, "ana@" in why, "no ana here" in why) == ("failed", False, True)
            again = await storage.enqueue(
                id="again", kind="mail", key="x", payload=job.payload, by="x", at=clock()
            )
            await storage.set_mail("ana", "ana@news.example", alerts=False, at=clock())
            await jobs.run_due()
    told = await storage.job(again.id)
    assert told is not None
    assert told.result == {"sentence": "ana does not want it any more."}
    assert not taken


def _message(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message
