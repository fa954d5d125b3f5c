"""Bringing in a hundred thousand posts out of a file, the index of the statements included.

By the clock, as a person waits for it, and by the CPU time of the process that writes; another one
reads the file. The posts are invented
ones, 170 characters each with a mention, a link and a hashtag, by 300 accounts: as JSON lines of
X's API v1.1, and as a table. After each import its answers are checked: how many there are, the
time and the text of the last, what a search finds, and that importing again brings in nothing.
"""

import csv
import json
import secrets
import time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.clock import rfc3339, utc_now
from archive.importer import Import, Imported
from archive.importing import NOTHING_ASKED, in_batches, opened, recognise
from archive.platforms.x import snowflake_time
from archive.query import Query, from_params
from archive.records import post_id
from archive.storage import open_storage
from archive.storage.base import Storage
from benchmarks.measuring import Line, same
from benchmarks.posts import AUTHORS, text_of

__all__ = ["measure"]

COUNT = 100_000
BOUND = 60
_FIRST = 1_740_000_000_000_000_000


async def measure() -> list[Line]:
    lines = []
    with TemporaryDirectory() as folder:
        for name, write, bound in (
            ("JSON lines of API v1.1", _json_lines, BOUND),
            ("a table", _table, None),
        ):
            path = Path(folder) / f"{write.__name__}.file"
            write(path)
            lines += await _timed(name, path, bound)
    return lines


async def _timed(name: str, path: Path, bound: int | None) -> list[Line]:
    storage = await open_storage(f"sqlite:{path.with_suffix('.db')}")
    try:
        bring = partial(_bring, storage, path)
        first, seconds, cpu = await bring()
        same(f"{name}: new posts", (first.new, first.left_out), (COUNT, 0))
        (stored,) = await storage.versions(post_id("x", _id(COUNT - 1)))
        same(f"{name}: the last text", stored.snapshot.text, text_of(COUNT - 1))
        made = snowflake_time(_id(COUNT - 1))
        same(f"{name}: its time", stored.snapshot.created_at, made)
        query = from_params({"q": f'"Sample {COUNT - 1}"'})
        if not isinstance(query, Query):
            raise TypeError(query)
        same(f"{name}: what a search finds", await storage.count(query), 1)
        again, over, _ = await bring()
        same(f"{name}: importing again", (again.known, again.snapshots), (COUNT, 0))
    finally:
        await storage.close()
    return [
        Line(
            name=f"importing {COUNT:,} posts out of {name}: seconds",
            measured=f"{seconds:.1f} ({cpu:.1f} of CPU)",
            bound="" if bound is None else f"at most {bound}",
            met=None if bound is None else seconds <= bound,
        ),
        Line(name="  again, with nothing new in it: seconds", measured=f"{over:.1f}"),
    ]


async def _bring(storage: Storage, path: Path) -> tuple[Imported, float, float]:
    begun, cpu = time.perf_counter(), time.process_time()
    with opened(path) as stream:
        named = recognise(stream)
        with in_batches(path, stream, named, NOTHING_ASKED) as found:
            done = await Import(
                storage=storage,
                clock=utc_now,
                salt=secrets.token_bytes,
                source=f"import:{named}",
                file=path.name,
                by="benchmark",
                visibility="public",
            ).run(found, lambda _item: None)
    return done, time.perf_counter() - begun, time.process_time() - cpu


def _id(number: int) -> str:
    return str(_FIRST + number * 7_340_033)


def _json_lines(path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        for number in range(COUNT):
            text = text_of(number)
            author = number % AUTHORS
            status = {
                "created_at": "Fri Jan 05 08:00:00 +0000 2024",
                "id_str": _id(number),
                "full_text": text,
                "truncated": False,
                "display_text_range": [0, len(text)],
                "entities": {
                    "hashtags": [_span(text, "#", text="")],
                    "user_mentions": [_span(text, "@", screen_name="sample")],
                    "urls": [_span(text, "example.org", expanded_url="https://example.org/")],
                },
                "user": {
                    "id_str": str(1_000_000 + author),
                    "name": f"Sample Official {author} (invented)",
                    "screen_name": f"sample_official_{author}",
                },
                "retweet_count": number % 50,
                "favorite_count": number % 900,
                "lang": "en",
            }
            file.write(json.dumps(status) + "\n")


def _span(raw: str, beginning: str, **fields: str) -> dict[str, object]:
    start = raw.index(beginning)
    end = start + len(raw[start:].split()[0])
    shown = {"display_url": raw[start:end]} if "expanded_url" in fields else {}
    told = {name: value or raw[start + 1 : end] for name, value in fields.items()}
    return {"indices": [start, end], **shown, **told}


def _table(path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("created_at", "text", "url", "replies", "retweets", "favorites", "user"))
        for number in range(COUNT):
            author = f"sample_official_{number % AUTHORS}"
            made = snowflake_time(_id(number))
            rows.writerow(
                (
                    "" if made is None else rfc3339(made)[:19],
                    text_of(number),
                    f"https://twitter.com/{author}/status/{_id(number)}",
                    *(number % 50, number % 70, number % 900),
                    author,
                )
            )
