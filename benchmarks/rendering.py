"""Rendering the page of a text post, against a bare Jinja2 render that emits the same bytes.

Ours is all that a request needs once the store has answered: the view is built from what is
held, and the page rendered from it. Bare is one flat template with autoescape whose variables
are ready. Each post is rendered once by each side, one right after the other, in an order that
alternates: no cache is warmer than in life, and what else the machine does hits both.
"""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from archive.settings import SiteSettings
from archive.storage.base import Holding
from benchmarks.flat import Flat
from benchmarks.measuring import Line, same, spread
from benchmarks.posts import fill, holdings
from embedder.links import Links
from embedder.options import Options
from embedder.render import v1
from embedder.view import EmbedView, build_view

__all__ = ["measure"]

BOUND = 0.5
POSTS = 6000
"""More than any cache of ours holds."""
BLOCK = 200
"""Posts of which the median is one repeat."""


class Side:
    """One of the compared sides, and the seconds that each of its pages took."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def run(self, render: Callable[[Any], str], value: object) -> str:
        begun = time.perf_counter()
        page = render(value)
        self.seconds.append(time.perf_counter() - begun)
        return page


async def measure() -> list[Line]:
    with TemporaryDirectory(prefix="onrecord-bench-") as folder:
        database = Path(folder) / "archive.db"
        await fill(database, POSTS)
        held = [msgspec.msgpack.encode(one) for one in await holdings(database, POSTS)]
    decoder = msgspec.msgpack.Decoder(Holding)
    options, site = Options(), SiteSettings(name="Border News")
    links = Links("https://record.example.org")

    def view_of(holding: Holding) -> EmbedView:
        return build_view(holding, options, site, links)

    flat = Flat(view_of(decoder.decode(held[0])))
    whole, ready, bare = Side(), Side(), Side()
    for place, data in enumerate(held):
        holding, view = decoder.decode(data), view_of(decoder.decode(data))
        values = flat.values(view)
        runs: list[Callable[[], str]] = [
            partial(whole.run, lambda holding: v1.page(view_of(holding)), holding),
            partial(ready.run, v1.page, view),
            partial(bare.run, flat.render, values),
        ]
        turn = place % len(runs)
        pages = [run() for run in runs[turn:] + runs[:turn]]
        for page in pages[1:]:
            same("the page of a text post", page, pages[0])
    shares = _shares(bare.seconds, whole.seconds)
    return [
        Line(
            name="rendering a text post's page: share of a bare Jinja2 render",
            measured=spread(shares),
            bound=f"at least {BOUND}",
            met=median(shares) >= BOUND,
        ),
        Line(name="  from a ready view", measured=spread(_shares(bare.seconds, ready.seconds))),
        Line(name="  ours, µs a page", measured=spread([s * 1e6 for s in whole.seconds], 0)),
        Line(
            name="  from a ready view, µs a page",
            measured=spread([s * 1e6 for s in ready.seconds], 0),
        ),
        Line(
            name=f"  bare, of {len(flat.names)} variables, µs a page",
            measured=spread([s * 1e6 for s in bare.seconds], 0),
        ),
    ]


def _shares(bare: list[float], ours: list[float]) -> list[float]:
    """How much of the bare render's speed ours has, once for each block of posts."""
    return [
        median(bare[start : start + BLOCK]) / median(ours[start : start + BLOCK])
        for start in range(0, len(bare), BLOCK)
    ]
