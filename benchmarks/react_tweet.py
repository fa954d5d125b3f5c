"""Rendering a post, against react-tweet's rendering of the same post on a server.

Both sides have the post at hand, as their store or their platform gave it, and fetch nothing.
Like is compared with like: ours builds the view and renders the fragment, which a site sets into
its page; theirs renders the component that shows a tweet there, as it is sent to be hydrated. Our
whole page, with head, stylesheet, script and JSON-LD, is printed beside it. Short rounds take
turns, so that what else the machine does hits both.
"""

import asyncio
import html
import json
import re
import shutil
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from archive.clock import rfc3339
from archive.records import Snapshot
from archive.settings import SiteSettings
from archive.storage.base import Holding
from benchmarks.measuring import ROOT, Line, WrongAnswer, spread
from benchmarks.posts import fill, holdings
from embedder.links import Links
from embedder.options import Options
from embedder.render import v1
from embedder.view import build_view

__all__ = ["measure", "tweet"]

BOUND = 2.0
POSTS = 6000
ROUND = 0.2
"""Seconds; in react/tweets.jsx, too."""
ROUNDS = 40
WARMING = 10
"""Rounds that are not counted: Node's compiler learns in them."""
SOFTWARE = ROOT / ".venv" / "peers" / "react"
INSTALL = "tests/peers/react/install.sh .venv/peers/react"


async def measure() -> list[Line]:
    name = "a post for a site's page: times react-tweet's renders"
    node = shutil.which("node")
    if node is None or not (SOFTWARE / "node_modules" / "react-tweet").is_dir():
        return [Line(name=name, measured=f"not measured: {INSTALL}")]
    with TemporaryDirectory(prefix="onrecord-bench-") as temporary:
        folder = Path(temporary)
        await fill(folder / "archive.db", POSTS)
        held = await holdings(folder / "archive.db", POSTS)
        tweets = [tweet(_content(one)) for one in held]
        (folder / "posts.json").write_text(json.dumps(tweets), encoding="utf-8")
        async with _theirs(node, folder) as theirs:
            ours = _Ours(held)
            for number in range(0, POSTS, POSTS // 20):
                _check(held[number], ours.fragment(held[number]), await theirs.show(number))
                _check(held[number], ours.page(held[number]), await theirs.show(number))
            rounds = [
                {
                    "page": ours.rate(ours.page),
                    "static": await theirs.rate("static"),
                    "fragment": ours.rate(ours.fragment),
                    "string": await theirs.rate("string"),
                }
                for _ in range(WARMING + ROUNDS)
            ][WARMING:]
    return _lines(name, rounds)


Rate = tuple[float, float]
"""Renders in a second of the clock, and of the process's CPU."""


def _lines(name: str, rounds: Sequence[Mapping[str, Rate]]) -> list[Line]:
    shares = [one["fragment"][0] / one["string"][0] for one in rounds]
    return [
        Line(
            name=name,
            measured=spread(shares),
            bound=f"at least {BOUND}",
            met=median(shares) >= BOUND,
        ),
        Line(
            name="  by CPU",
            measured=spread([one["fragment"][1] / one["string"][1] for one in rounds]),
        ),
        Line(
            name="  our whole page, against renderToStaticMarkup",
            measured=spread([one["page"][0] / one["static"][0] for one in rounds]),
        ),
        Line(
            name="  by CPU",
            measured=spread([one["page"][1] / one["static"][1] for one in rounds]),
        ),
        *(
            Line(
                name=f"  {what}, a second of CPU",
                measured=spread([one[key][1] for one in rounds], 0),
            )
            for key, what in (
                ("page", "our page"),
                ("fragment", "our fragment"),
                ("static", "react-tweet, renderToStaticMarkup"),
                ("string", "react-tweet, renderToString"),
            )
        ),
    ]


class _Ours:
    """The posts in turn."""

    def __init__(self, held: Sequence[Holding]) -> None:
        self._held = held
        self._next = 0
        self._options, self._site = Options(), SiteSettings(name="Border News")
        self._links = Links("https://record.example.org")

    def page(self, holding: Holding) -> str:
        return v1.page(build_view(holding, self._options, self._site, self._links))

    def fragment(self, holding: Holding) -> str:
        return v1.fragment(build_view(holding, self._options, self._site, self._links))

    def rate(self, render: Callable[[Holding], str]) -> Rate:
        begun, used = time.perf_counter(), time.process_time()
        count = 0
        while time.perf_counter() - begun < ROUND:
            render(self._held[self._next % len(self._held)])
            self._next += 1
            count += 1
        seconds, used = time.perf_counter() - begun, time.process_time() - used
        return count / seconds, count / used


class _Theirs:
    """The same by Node, which waits while ours is measured."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def _ask(self, line: str) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{line}\n".encode())
        return json.loads(await self._process.stdout.readline())

    async def show(self, number: int) -> str:
        shown: str = await self._ask(f"show {number}")
        return shown

    async def rate(self, renderer: str) -> Rate:
        said = await self._ask(renderer)
        return said["count"] / said["seconds"], said["count"] / said["cpu"]


@asynccontextmanager
async def _theirs(node: str, folder: Path) -> AsyncIterator[_Theirs]:
    """React's production build, bundled with the component, in a process of its own."""
    shutil.copy(ROOT / "benchmarks" / "react" / "tweets.jsx", folder)
    (folder / "node_modules").symlink_to(SOFTWARE / "node_modules")
    bundling = await asyncio.create_subprocess_exec(
        str(folder / "node_modules" / ".bin" / "esbuild"),
        *("tweets.jsx", "--bundle", "--platform=node", "--format=esm", "--jsx=automatic"),
        '--define:process.env.NODE_ENV="production"',
        "--banner:js=import {createRequire} from 'module';"
        "const require = createRequire(import.meta.url);",
        *("--log-level=error", "--outfile=built/tweets.mjs"),
        cwd=folder,
    )
    if await bundling.wait() != 0:
        raise WrongAnswer("react-tweet could not be bundled")
    process = await asyncio.create_subprocess_exec(
        *(node, "built/tweets.mjs", "posts.json"),
        cwd=folder,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=2**20,
    )
    assert process.stdout is not None
    try:
        if await process.stdout.readline() != b"ready\n":
            raise WrongAnswer("react-tweet did not start")
        yield _Theirs(process)
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()


def _check(holding: Holding, ours: str, theirs: str) -> None:
    """Raises :class:`WrongAnswer` where a side lacks the words, the author or the handle."""
    content = _content(holding)
    wanted = (_words(content.text), content.author.name or "", f"@{content.author.handle}")
    for side, markup in (("ours", ours), ("react-tweet", theirs)):
        shown = _words(html.unescape(re.sub(r"<style>.*?</style>|<[^>]*>", "", markup)))
        for one in wanted:
            if _words(one) not in shown:
                raise WrongAnswer(f"{side} lacks {one!r}: {shown[:400]!r}")


def _content(holding: Holding) -> Snapshot:
    assert holding.stored is not None
    return holding.stored.snapshot


def _words(text: str) -> str:
    return re.sub(r"[\s\u2066-\u2069]+", "", text)


def tweet(content: Snapshot) -> dict[str, Any]:
    """The post as the platform answers it, in the fields that the component reads."""

    def of(kind: str) -> list[dict[str, Any]]:
        return [
            {
                "indices": [facet.start, facet.end],
                "text": content.text[facet.start + 1 : facet.end],
                "screen_name": content.text[facet.start + 1 : facet.end],
                "display_url": content.text[facet.start : facet.end],
                "expanded_url": facet.target,
                "url": facet.target,
            }
            for facet in content.facets
            if facet.kind == kind
        ]

    author, counts = content.author, content.counts or {}
    assert content.created_at is not None
    return {
        "__typename": "Tweet",
        "id_str": content.native_id,
        "lang": content.lang,
        "text": content.text,
        "display_text_range": [0, len(content.text)],
        "created_at": rfc3339(content.created_at),
        "entities": {
            "hashtags": of("hashtag"),
            "user_mentions": of("mention"),
            "urls": of("link"),
            "symbols": [],
        },
        "user": {
            "id_str": author.native_id,
            "name": author.name,
            "screen_name": author.handle,
            "profile_image_url_https": author.avatar_url,
            "profile_image_shape": "Circle",
            "verified": False,
            "is_blue_verified": False,
        },
        "edit_control": {
            "edit_tweet_ids": [content.native_id],
            "editable_until_msecs": "0",
            "is_edit_eligible": False,
            "edits_remaining": "0",
        },
        "isEdited": False,
        "isStaleEdit": False,
        "favorite_count": counts.get("likes", 0),
        "conversation_count": counts.get("replies", 0),
        "news_action_type": "conversation",
    }
