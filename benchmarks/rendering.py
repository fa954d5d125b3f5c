"""Rendering the page of a text post, against a bare Jinja2 render that emits the same bytes.

Ours is all that a request needs once the store has answered: the view is built from what is
held, and the page rendered from it. Bare is one flat template with autoescape whose variables
are ready. Each post is rendered once by each side, one right after the other, in an order that
alternates: no cache is warmer than in life, and what else the machine does hits both.
"""

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

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

    def ours(holding: Holding) -> str:
        return v1.page(view_of(holding))

    first = view_of(decoder.decode(held[0]))
    flat = Flat(first)
    whole, ready, bare = [], [], []
    for place, data in enumerate(held):
        view = view_of(decoder.decode(data))
        values = flat.values(view)
        sides: list[tuple[list[float], Callable[[], str]]] = [
            # As the store gives it: read just now.
            (whole, lambda holding=decoder.decode(data): ours(holding)),  # type: ignore[misc]
            (bare, lambda: flat.render(values)),  # noqa: B023  called below
            (ready, lambda: v1.page(view)),  # noqa: B023  called below
        ]
        turn = place % len(sides)
        pages = []
        for seconds, side in sides[turn:] + sides[:turn]:
            begun = time.perf_counter()
            page = side()
            seconds.append(time.perf_counter() - begun)
            pages.append(page)
        for page in pages[1:]:
            same("the page of a text post", page, pages[0])
    shares = _shares(bare, whole)
    return [
        Line(
            name="rendering a text post's page: share of a bare Jinja2 render",
            measured=spread(shares),
            bound=f"at least {BOUND}",
            met=median(shares) >= BOUND,
        ),
        Line(name="  from a ready view", measured=spread(_shares(bare, ready))),
        Line(name="  ours, µs a page", measured=spread([s * 1e6 for s in whole], 0)),
        Line(name="  from a ready view, µs a page", measured=spread([s * 1e6 for s in ready], 0)),
        Line(
            name=f"  bare, of {len(flat.names)} variables, µs a page",
            measured=spread([s * 1e6 for s in bare], 0),
        ),
    ]


def _shares(bare: list[float], ours: list[float]) -> list[float]:
    """How much of the bare render's speed ours has, once for each block of posts."""
    return [
        median(bare[start : start + BLOCK]) / median(ours[start : start + BLOCK])
        for start in range(0, len(bare), BLOCK)
    ]
