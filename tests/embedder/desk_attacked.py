"""A desk whose every page shows hostile texts, and its tame twin: an archive that is filled with
what an author, a platform, a reader, a site's key and an editor may say, and the requests that
lead to its pages.
"""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from aiohttp.test_utils import TestClient, TestServer
from msgspec.structs import replace

from archive.archive import Archive, open_archive
from archive.placing import article_address
from archive.records import Account, PostRef, post_id
from archive.settings import Settings, StorageSettings, WatchSettings
from archive.storage.base import Keep, NewSnapshot, PostWrite
from archive.storage.published import MODES, Placement
from archive.storage.requests import REQUEST_KINDS
from embedder.app import make_app
from tests.embedder.attack import Mouth, annotations, kept
from tests.embedder.conftest import Client
from tests.embedder.making import CAPTURED, DAY
from tests.embedder.people import log_in
from tests.fresh import fresh_database

__all__ = ["Asked", "asked", "comparable", "desk"]

NOW = datetime(2025, 4, 2, 12, tzinfo=UTC)
POSTS = 12
"""So many that each text stands in several of their places."""


class Asked(NamedTuple):
    """A request to the desk: a form is sent where there is one."""

    path: str
    form: dict[str, str] | None = None


class _Filling:
    """What an author, a platform, a reader, a site's key and an editor say, in an archive."""

    def __init__(self, archive: Archive, mouth: Mouth) -> None:
        self._archive = archive
        self._mouth = mouth
        self._say = mouth.text

    async def fill(self) -> None:
        storage = self._archive.storage
        site = {"name": self._say(), "setup": "done"}
        await storage.set_site_settings(site, by=self._say(), at=NOW)
        for number in range(POSTS):
            await self._post(number)
            await self._captured(number)
            await self._asked_for(number)

    async def _post(self, number: int) -> None:
        say, storage = self._say, self._archive.storage
        held = kept(number, self._mouth)
        assert held.stored is not None
        native = f"77{number}"
        ref = PostRef(platform="x", native_id=native, url=self._mouth.address())
        content = replace(held.stored.snapshot, native_id=native, url=ref.url)
        new = NewSnapshot(
            n=1,
            snapshot=content,
            captured_at=CAPTURED,
            as_of=CAPTURED,
            reason="first",
            source=say(),
            salt=bytes(32),
            attachments=held.attachments,
        )
        # The same words: what changed of them is marked, and marks are no text.
        later = replace(new, n=2, reason="edited", as_of=CAPTURED + DAY, source=say())
        await storage.keep(
            Keep(
                at=CAPTURED,
                by=say(),
                action="capture",
                posts=(
                    PostWrite(
                        ref=ref,
                        reason="request",
                        requested_at=NOW - (POSTS - number) * DAY / 24,
                        visibility="draft" if number % 4 == 1 else "public",
                        account=Account(platform="x", native_id=native, handle=say(), name=say()),
                        snapshots=(new, later),
                    ),
                ),
                media=tuple(held.media.values()),
            )
        )
        post = post_id("x", native)
        for note in annotations(replace(held, post=replace(held.post, id=post)), self._mouth):
            await self._archive.annotate(replace(note, by=say(), reason=say()))
        if number % 4 == 2:
            await self._archive.withhold(post, by=say(), reason=say())
        await storage.add_request(
            post,
            kind=REQUEST_KINDS[number % len(REQUEST_KINDS)],
            text=say(),
            contact=say(),
            by=say(),
            at=NOW,
        )
        await self._placed(number, post)

    async def _placed(self, number: int, post: str) -> None:
        placement = Placement(
            key=f"{number:024}",
            post=post,
            mode=MODES[number % len(MODES)],
            snapshot=1,
            options={"theme": self._say(), "lang": self._say(), "width": "600"},
            article=article_address(self._mouth.link()),
            made_by=self._say(),
            made_at=NOW,
            changed_at=NOW,
        )
        await self._archive.storage.add_placement(placement)

    async def _captured(self, number: int) -> None:
        say, storage = self._say, self._archive.storage
        url = f"https://x.com/a/status/{number + 20}?{self._say()}"
        if number == 5:
            url = f"at://did:plc:{self._say()}/app.bsky.feed.post/1"
        job = f"job{number}"
        await storage.enqueue(
            id=job, kind="capture", key=job, payload={"url": url}, by=say(), at=NOW
        )
        attempt = {
            "source": say(),
            "outcome": say(),
            "cause": say(),
            "detail": say(),
            "status": 404,
            "seconds": 0.5,
        }
        result = {"sentence": say(), "next": say(), "post": post_id("x", f"77{number}")}
        if number % 2:
            await storage.end_job(
                job,
                ("done", "refused", "failed", "partial")[number // 2 % 4],
                at=NOW,
                attempts=[attempt, attempt],
                result=result,
            )
        else:
            # Under way elsewhere: no worker of ours takes it.
            await storage.lease(worker="b", at=NOW, until=NOW + DAY, kinds=("capture",))

    async def _asked_for(self, number: int) -> None:
        storage, job = self._archive.storage, f"asked{number}"
        payload = {
            "url": f"https://x.com/a/status/{number + 900}?{self._say()}"
            if number
            else "at://did:plc:ewvi7nxzyoun6zhxrhs64oiz/app.bsky.feed.post/3l6oveex3ii2l",
            "article": self._mouth.link(),
        }
        await storage.enqueue(
            id=job, kind="asked", key=job, payload=payload, by=self._say(), at=NOW
        )


def asked(turn: int, said: dict[str, str] | None) -> Iterator[Asked]:
    """Every page of the desk, the public pages of the posts, and forms with something wrong in
    them, which come back with what was typed.
    """
    mouth = Mouth(turn, said, first=100_000)
    say = mouth.text
    for path in ("", "posts", "requests", "asked", "gallery?state=quoted-post", "setup"):
        yield Asked(f"/desk/{path}")
    yield Asked("/")
    yield Asked("/login/none")
    for number in range(0, POSTS, 2):
        jobs = "&".join(f"job=job{n}" for n in (number, number + 1))
        skipped = "&".join(f"skipped={quote(say(), safe='')}" for _ in range(10))
        yield Asked(f"/desk/captures?{jobs}&{skipped}")
    for number in range(POSTS):
        post = post_id("x", f"77{number}")
        yield Asked(f"/desk/posts/{post}?placement={number:024}")
        yield Asked(f"/post/{post}")
        if number < 3:
            yield Asked(f"/desk/posts/{post}/copy", {"article": f"wrong {say()}"})
        typed = {"kind": say(), "text": say(), "contact": say()}
        yield Asked(f"/post/{post}/report", typed)
        change = {"mode": say(), "snapshot": say(), "article": say()}
        yield Asked(f"/desk/posts/{post}/placements/{number:024}", change)
        yield Asked("/desk/captures", {"urls": f"{say()} {say()}"})
        yield Asked(
            "/desk/setup", {"name": say(), "public_url": f"wrong {say()}", "timezone": say()}
        )
        yield Asked(f"/desk/posts?cursor={quote(say(), safe='')}")
        yield Asked(f"/desk/asked?{quote(say())}={quote(say())}")


def comparable(page: str) -> str:
    """A page without what differs from archive to archive, or follows from what is said: the
    token of its forms, the height of a card, which characters no font has, the sentence that
    says what is wrong with an address, and one that names a picture by a part of its words. Only
    what is text is left out.
    """
    page = re.sub(r'(name="csrf" value=)"[0-9a-f]{64}"', r'\1""', page)
    page = re.sub(r'(card\.png" width="1200" height=)"\d+"', r'\1""', page)
    page = re.sub(r'(</code><br>|<p class="wrong"[^<>]*>)[^<]*(?=</(li|p)>)', r"\1", page)
    page = re.sub(r"(?<=<li>)(The stored file of |Of )[^<]*(?=</li>)", "", page)
    lacks = r'<div class="band warn"><p><b>The picture is not as[^<]*</b></p>\n(<p>[^<]*</p>\n?)+'
    return re.sub(f"{lacks}</div>", "", page)


@asynccontextmanager
async def desk(folder: Path, turn: int, said: dict[str, str] | None) -> AsyncIterator[Client]:
    """A desk that is filled, and an admin who is logged in."""
    storage = StorageSettings(database=fresh_database(folder), blobs=f"file:{folder}/blobs")
    # Nothing looks at the posts by itself meanwhile: both desks shall have the same checks.
    settings = Settings(storage=storage, watch=WatchSettings(per_hour=0))
    async with open_archive(settings, clock=lambda: NOW) as archive:
        await _Filling(archive, Mouth(turn, said)).fill()
        async with TestClient(TestServer(make_app(settings, archive))) as client:
            client.session.headers["X-CSRF-Token"] = await log_in(archive, client, "admin")
            yield client
