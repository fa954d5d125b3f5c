"""Tells the newsroom that a post which an article uses has changed, is gone, or is back.

The addresses of ``[alerts]`` get all; whoever belongs to an article gets what is of its posts, at
the address that they gave themselves, if they want it.

An alert is written with the look that showed it, and so is the job that tells it: nothing that was
seen is lost on the way. Each address of a webhook, the mail, and each editor's mail is a job of its
own, and is tried for a day. What is told is read when it is told: a post that was withheld
meanwhile is not quoted.
"""

import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from email.message import EmailMessage
from typing import Any, Protocol

import msgspec

from archive.clock import Clock, rfc3339
from archive.errors import AddressRefused, FetchError, MailError
from archive.jobs import WAIT, Ended, Handler, Progress, Wait
from archive.mailing import Mailer
from archive.platforms.base import Response
from archive.settings import Settings
from archive.storage.alerts import Alert
from archive.storage.base import Holding, Job, Storage
from archive.storage.people import User
from archive.webhooks import secret_of, signed

__all__ = ["KINDS", "PATIENCE", "Alerter", "Delivery", "Sender", "Told", "Words"]

log = logging.getLogger(__name__)

KINDS = ("webhook", "mail")
"""Kinds of the jobs that tell; their payload names the alert."""
PATIENCE = timedelta(days=1)
"""For so long it is tried again."""
_LISTED = 500


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What goes out of an alert."""

    subject: str
    text: str
    data: dict[str, Any]
    """For programs: the alert, its articles, and the post in its one shape."""
    name: str
    """Of this alert in all the world, for who gets it twice: ``alert-7@record.example.org``."""
    yours: str = ""
    """What an editor's own mail says at its end: why they get it, and where that is changed."""


class Words(Protocol):
    """Who puts alerts into words: of the language of the site, or of the one that is asked for."""

    async def __call__(self, alert: Alert, holding: Holding, lang: str | None = None) -> Told: ...


class Sender(Protocol):
    """A guarded way out for one message."""

    async def send(self, url: str, body: bytes, *, headers: Mapping[str, str]) -> Response: ...


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """One way out of an alert, and how it went so far."""

    kind: str
    to: str
    """An address, or the name of an editor."""
    state: str
    sentence: str | None


class Alerter:
    """Sends what is told. ``sender`` opens a guarded way out for one message; without one no
    webhook is called.
    """

    def __init__(
        self,
        *,
        settings: Settings,
        storage: Storage,
        sender: Callable[[], Sender] | None,
        clock: Clock,
    ) -> None:
        self._settings = settings.alerts
        self._storage = storage
        self._sender = sender
        self._clock = clock
        self._words: Words | None = None
        value = settings.secret(self._settings.secret_env)
        self._secret = None if value is None else secret_of(value, self._settings.secret_env)
        self._mailer: Mailer | None = None
        if self._settings.smtp:
            self._mailer = Mailer(
                self._settings.smtp,
                user=self._settings.smtp_user,
                password=settings.secret(self._settings.smtp_password_env),
            )

    def word_with(self, words: Words) -> None:
        """Hands over who puts alerts into words; before that, they wait."""
        self._words = words

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """What the queue calls, by kind of job."""
        return {"alert": self._spread, "webhook": self._webhook, "mail": self._mail}

    async def deliveries(self, alerts: frozenset[int]) -> dict[int, list[Delivery]]:
        """How the telling of these alerts goes, as far as the newest jobs tell."""
        found: dict[int, list[Delivery]] = {}
        for kind in KINDS:
            for job in await self._storage.list_jobs(kind=kind, limit=_LISTED):
                number = job.payload.get("alert")
                if number in alerts:
                    told = job.result.get("sentence")
                    to = str(job.payload.get("to", ""))
                    delivery = Delivery(kind=kind, to=to, state=job.state, sentence=told)
                    found.setdefault(number, []).append(delivery)
        return found

    async def _spread(self, job: Job, _progress: Progress) -> Ended:
        """One job for each way out: one that does not work holds up no other."""
        webhooks = self._settings.webhooks if self._sender is not None else ()
        ways = [("webhook", address, {"to": address}) for address in webhooks]
        if self._mailer is not None and self._settings.mail_to:
            to = ", ".join(self._settings.mail_to)
            ways.append(("mail", to, {"to": to}))
        alert = await self._storage.alert(int(job.key))
        for name in alert.editors if alert is not None and self._mailer is not None else ():
            user = await self._storage.user(name)
            if user is not None and _wants(user, but=self._settings.mail_to):
                ways.append(("mail", f"editor {name}", {"to": name, "editor": name}))
        for number, (kind, to, payload) in enumerate(ways):
            await self._storage.enqueue(
                id=f"{job.id}-{kind}-{number}",
                kind=kind,
                key=f"{job.key} {to}",
                payload={"alert": int(job.key), **payload},
                by=job.by,
                at=self._clock(),
            )
        return "done", (), {}

    async def _told(self, job: Job, lang: str | None = None) -> Told | None:
        if self._words is None:
            return None
        alert = await self._storage.alert(job.payload["alert"])
        holding = None if alert is None else await self._storage.holding(alert.post)
        if alert is None or holding is None:
            return None
        return await self._words(alert, holding, lang)

    async def _webhook(self, job: Job, _progress: Progress) -> Ended | Wait:
        told = await self._told(job)
        if told is None or self._sender is None:
            return WAIT
        now = self._clock()
        body = msgspec.json.encode(
            {"type": f"post.{told.data['kind']}", "timestamp": rfc3339(now), "data": told.data}
        )
        headers = signed(body, name=told.name, at=now, secret=self._secret)
        try:
            answer = await self._sender().send(job.payload["to"], body, headers=headers)
        except AddressRefused as error:
            log.warning("a webhook is not called: %s", error.what)
            return "failed", (), {"sentence": error.what, "next": error.next_step}
        except FetchError as error:
            return self._later(job, error.what)
        if 200 <= answer.status < 300:
            return "done", (), {}
        sentence = f"{job.payload['to']} answered HTTP {answer.status}."
        if answer.status == 410:  # it wants no more of it, says Standard Webhooks
            return "failed", (), {"sentence": sentence}
        return self._later(job, sentence)

    async def _mail(self, job: Job, _progress: Progress) -> Ended | Wait:
        if self._mailer is None:
            return "failed", (), {"sentence": "[alerts] names no mail server."}
        to, lang, name = ", ".join(self._settings.mail_to), None, job.payload.get("editor")
        if name is not None:
            user = await self._storage.user(name)  # as they want it now
            if user is None or not _wants(user) or user.mail is None:
                return "done", (), {"sentence": f"{name} does not want it any more."}
            to, lang = user.mail, user.lang
        if not to:
            return "failed", (), {"sentence": "[alerts] names nobody to mail."}
        told = await self._told(job, lang)
        if told is None:
            return WAIT
        message = EmailMessage()
        message["From"] = self._settings.mail_from
        message["To"] = to
        message["Subject"] = " ".join(told.subject.split())
        message["Date"] = self._clock()
        message["Message-ID"] = f"<{told.name if name is None else _of(told.name, name)}>"
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday answers
        message.set_content(told.text if name is None else told.text + told.yours)
        try:
            refused = await self._mailer.send(message)
        except MailError as error:
            return self._later(job, error.what if name is None else error.what.replace(to, name))
        if refused:  # the others have it: another try would reach them twice
            whom = name or ", ".join(refused)
            return "partial", (), {"sentence": f"The mail server refused {whom}."}
        return "done", (), {}

    def _later(self, job: Job, sentence: str) -> Ended | Wait:
        """Another try, after as long as it was tried for already, at most an hour; for a day."""
        if self._clock() - job.made_at < PATIENCE:
            return WAIT
        sentence = f"{sentence} It was tried for a day."
        return "failed", (), {"sentence": sentence, "next": "See [alerts] in config.toml."}


def _wants(user: User, but: Sequence[str] = ()) -> bool:
    """Whether an editor is told by mail; not where the newsroom's own addresses are theirs. Readers
    are not: what they would get may be a draft.
    """
    theirs = (user.mail or "").casefold()
    told = user.alerts and user.role != "reader" and bool(theirs)
    return told and theirs not in {address.casefold() for address in but}


def _of(told: str, name: str) -> str:
    """The name of one editor's copy: it is in their language."""
    return f"{hashlib.sha256(name.encode()).hexdigest()[:12]}.{told}"
