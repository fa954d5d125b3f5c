"""``search``: what is kept, by words and filters, as a table, JSON lines or CSV."""

from collections.abc import AsyncIterator, Sequence
from typing import get_args
from zoneinfo import ZoneInfo

import click
from msgspec.structs import replace

from archive.archive import Archive
from archive.clock import rfc3339
from archive.errors import UsageError
from archive.query import DEFAULT_LIMIT, Query, Sort
from archive.storage.search import Results
from embedder.commands.asking import filter_params, query_of, with_filters
from embedder.commands.running import print_json, print_table, say, site_links, with_archive
from embedder.hit_json import csv_head, csv_rows, hit_json
from embedder.search_view import text_of
from embedder.site import site_of

__all__ = ["search"]

BATCH = 200
_WORDS = 60
"""Characters of a text in the table."""


@click.command()
@click.argument("query", nargs=-1)
@click.option("--limit", type=click.IntRange(1), default=DEFAULT_LIMIT, show_default=True)
@click.option("--all", "everything", is_flag=True, help="All hits, however many.")
@click.option("--sort", type=click.Choice(get_args(Sort)), default="newest", show_default=True)
@click.option("--stems", is_flag=True, help="Other forms of the words, too.")
@click.option("--archive-at", help="As the archive was then: a date or a time.")
@click.option("--drafts", is_flag=True, help="Drafts, too.")
@with_filters
@click.option("--json", "as_json", is_flag=True, help="Print each hit as a JSON line.")
@click.option("--csv", "as_csv", is_flag=True, help="Print the hits as CSV.")
@with_archive
async def search(
    archive: Archive,
    /,
    query: Sequence[str],
    limit: int,
    everything: bool,
    sort: Sort,
    stems: bool,
    archive_at: str | None,
    drafts: bool,
    as_json: bool,
    as_csv: bool,
    **filters: str | None,
) -> None:
    """Find statements: every version of every text that is kept.

    QUERY is what the search page takes: words, "phrases", OR, -word, word*, from:, since: and
    more. One that begins with a minus stands after --. Without a QUERY all are found.

    Example: onrecord search 'border OR frontera' --since 2025 --csv
    """
    if as_json and as_csv:
        raise UsageError("--json and --csv exclude each other.", next_step="Give one of them.")
    params = filter_params(filters)
    params |= {"q": " ".join(query), "sort": sort, "stems": "1" if stems else ""}
    params["archive_at"] = archive_at or ""
    asked = query_of(params, ZoneInfo((await site_of(archive)).timezone))
    links = site_links(archive.settings)
    if as_csv:
        click.echo(csv_head(), nl=False)
    rows, shown = [], 0
    async for found in _pages(archive, asked, None if everything else limit, drafts):
        shown += len(found.hits)
        if as_csv:
            click.echo(csv_rows(found.hits, links), nl=False)
        elif as_json:
            print_json(*(hit_json(hit, links) for hit in found.hits))
        else:
            rows += [
                (
                    "unknown" if hit.time_unknown else rfc3339(hit.created_at)[:16] + "Z",
                    hit.author_handle or hit.author_name or "",
                    hit.platform,
                    f"{hit.state}, edited away" if hit.edited_away else hit.state,
                    f"{hit.post}@{hit.snapshot}",
                    _start(text_of(hit)),
                )
                for hit in found.hits
            ]
        if found.first == 1:
            first = found
    if rows:
        print_table(("posted", "account", "platform", "state", "snapshot", "text"), rows)
    if not shown:
        say("Nothing found.")
    elif shown < first.total or not first.exact:
        say(f"{shown:,} of {'' if first.exact else 'more than '}{first.total:,}.")


async def _pages(
    archive: Archive, query: Query, limit: int | None, drafts: bool
) -> AsyncIterator[Results]:
    """Pages of hits, up to so many in all."""
    cursor: str | None = None
    left = limit
    while left is None or left > 0:
        size = BATCH if left is None else min(left, BATCH)
        page = replace(query, limit=size, cursor=cursor)
        found = await archive.storage.search(page, drafts=drafts)
        yield found
        cursor = found.cursor
        if left is not None:
            left -= len(found.hits)
        if cursor is None:
            return


def _start(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _WORDS else line[:_WORDS].rstrip() + "…"
