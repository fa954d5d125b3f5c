"""Every recorded post in one archive behind the real service, and on a page of a site."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from archive.archive import open_archive
from archive.settings import load_settings
from tests.serving import free_port, service, write_config
from tests.test_replay import carries_id, get, replay

__all__ = ["WIDTHS", "Answer", "Recorded", "around", "asked", "recorded"]

WIDTHS = (320, 550, 600)
"""Of the frames on the site's page, in pixels."""
AT_ONCE = 8
"""Captures: the replay lets each wait."""


class Recorded(NamedTuple):
    origin: str
    posts: tuple[str, ...]
    """Their ids, in the order of the recordings."""


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    """Names in small letters."""
    body: str


@contextmanager
def recorded(payloads: Path, folder: Path) -> Iterator[Recorded]:
    """The running service. What says that it is for followers only is released, too: here it is
    drawn.
    """
    port = free_port()
    origin = f"http://127.0.0.1:{port}"
    with replay(payloads) as played:
        platforms = f"http://127.0.0.1:{played}"
        config = write_config(folder, {"*": platforms, "localhost:3000": platforms})
        text = config.read_text(encoding="utf-8")
        text = text.replace("[site]\n", f'[site]\npublic_url = "{origin}"\n', 1)
        text += "[fetch]\nper_host_interval = 0.0\nper_host = 32\n"
        text += "[media]\nwidths = [320, 640]\n"  # the larger ones take most of the time
        config.write_text(text, encoding="utf-8")
        facts = [json.loads(line) for line in get(played, "/_index").splitlines()]
        urls = [fact["url"] for fact in facts if carries_id(fact)]
        # In a thread of its own: where a browser runs, this one has a loop already.
        with ThreadPoolExecutor(1) as thread:
            posts = thread.submit(lambda: asyncio.run(_keep(config, urls))).result()
    with service(config, port) as running:
        yield Recorded(running.origin, tuple(posts))


async def _keep(config: Path, urls: list[str]) -> list[str]:
    turn = asyncio.Semaphore(AT_ONCE)
    async with open_archive(load_settings(config)) as archive:

        async def keep(url: str) -> str:
            async with turn:
                captured = await archive.capture(url, by="test", release=True)
            assert captured.post is not None, captured.sentence
            await archive.release(captured.post, by="test", reason="drawn in a test")
            return captured.post

        return await asyncio.gather(*map(keep, urls))


def asked(origin: str, path: str) -> Answer:
    """What the service answers."""
    connection = HTTPConnection(urlsplit(origin).netloc, timeout=60)
    connection.request("GET", path)
    answer = connection.getresponse()
    headers = {name.lower(): value for name, value in answer.getheaders()}
    body = answer.read()
    connection.close()
    return Answer(answer.status, headers, body.decode("utf-8", "replace"))


def around(origin: str, post: str) -> str:
    """A page of a site with every output of a post, side by side: in oEmbed's code, whose frame is
    600 pixels wide, in frames of other widths, as a fragment in its own markup, as the form for
    mail, and as a picture.
    """
    code = json.loads(asked(origin, f"/oembed?url={origin}/post/{post}").body)["html"]
    fragment = asked(origin, f"/e/{post}/fragment.html").body
    mail = asked(origin, f"/e/{post}/email.html").body
    frames = "".join(
        f'<section id="w{width}"><iframe src="{origin}/e/{post}/" width="{width}" height="1000" '
        f'title="{width}" frameborder="0"></iframe></section>'
        for width in WIDTHS[:-1]
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>An article</title>'
        '<link rel="icon" href="data:,"><style>main{display:flex;width:3200px}</style>'
        f'<main><section id="w600">{code}</section>{frames}'
        f"<section>{fragment}</section><section>{mail}</section>"
        f'<img src="{origin}/e/{post}/card.png" alt="A card" width="600"></main></html>'
    )
