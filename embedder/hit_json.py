"""A hit of a search for programs: as JSON and as a row of CSV. Pure.

Names and places are those of the post as JSON, of which a hit is a part; what belongs to the
search alone stands beside.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from archive.clock import rfc3339
from archive.export import for_spreadsheets
from archive.storage.search import Facets, Histogram, Hit, Results
from archive.text import web_address
from embedder.links import Links
from embedder.search_links import Asked

__all__ = [
    "COLUMNS",
    "counts_json",
    "csv_head",
    "csv_rows",
    "histogram_csv",
    "hit_json",
    "results_json",
]

COLUMNS = (
    *("id", "snapshot", "platform", "url", "page", "kind", "text", "content_warning", "lang"),
    *("created_at", "created_precision", "placed_at", "author_name", "author_handle"),
    *("official_slug", "official_name", "official_office", "official_party"),
    *("official_jurisdiction", "media"),
    *("edited_away", "state", "last_seen_live", "first_seen_gone", "capture_reason", "visibility"),
    *("reposted_text", "reposted_author_name", "reposted_author_handle"),
)
"""Of the CSV, in their order; under the names that an export has for the same."""


def hit_json(hit: Hit, links: Links) -> dict[str, Any]:
    """One hit. Unknown is null, never 0 or empty."""
    picture = hit.thumbnail
    return {
        "id": hit.post,
        "snapshot": hit.snapshot,
        "platform": hit.platform,
        "url": hit.url,
        "kind": hit.kind,
        "text": hit.text,
        "content_warning": hit.content_warning,
        "lang": hit.lang,
        "created_at": None if hit.time_unknown else rfc3339(hit.created_at),
        "created_precision": hit.created_precision,
        "placed_at": rfc3339(hit.created_at),
        "edited_away": hit.edited_away,
        "author": {"name": hit.author_name, "handle": hit.author_handle},
        "official": hit.official,
        "reposted": hit.reposted
        and {
            "text": hit.reposted.text,
            "content_warning": hit.reposted.content_warning,
            "lang": hit.reposted.lang,
            "author": {
                "name": hit.reposted.author_name,
                "handle": hit.reposted.author_handle,
            },
        },
        "media_count": hit.media,
        "thumbnail": picture
        and {
            "url": links.media(picture.sha256, picture.width, picture.format),
            "kind": picture.kind,
            "alt": picture.alt,
            "width": picture.width,
            "height": picture.height,
        },
        "visibility": hit.visibility,
        "status": {
            "state": hit.state,
            "last_seen_live": hit.last_seen_live and rfc3339(hit.last_seen_live),
            "first_seen_gone": hit.first_seen_gone and rfc3339(hit.first_seen_gone),
        },
        "capture": {"reason": hit.reason},
        "links": {
            "post": links.post(hit.post, hit.snapshot),
            "embed": links.embed(hit.post, hit.snapshot),
            "json": links.post_json(hit.post, hit.snapshot),
        },
    }


def results_json(results: Results, asked: Asked) -> dict[str, Any]:
    """A page of hits, with where the next one is."""
    cursor = results.cursor
    return {
        "query": asked.params,
        "first": results.first,
        "total": results.total,
        "exact": results.exact,
        "ranked": results.ranked,
        "erased_since": results.erased_since,
        "hits": [hit_json(hit, asked.links) for hit in results.hits],
        "cursor": cursor,
        "next": None if cursor is None else asked.face(".json", cursor=cursor),
        "links": {
            "page": asked.page(),
            "csv": asked.face(".csv"),
            "counts": asked.face("/counts.json"),
            "histogram": asked.face("/histogram.csv"),
            "atom": asked.feed("atom"),
            "feed": asked.feed("json"),
        },
    }


def counts_json(facets: Facets, histogram: Histogram, asked: Asked) -> dict[str, Any]:
    """How the hits are spread: over the values of the facets, and over time."""
    return {"query": asked.params, "facets": facets, "histogram": histogram}


def csv_head() -> bytes:
    """The line of column names, RFC 4180."""
    return _lines([dict(zip(COLUMNS, COLUMNS, strict=True))], COLUMNS)


def csv_rows(hits: Iterable[Hit], links: Links) -> bytes:
    """A line a hit. Every id is text; the platform's own stands in its address."""
    return _lines((_row(hit, links) for hit in hits), COLUMNS)


def histogram_csv(histogram: Histogram) -> bytes:
    """A line a bar, those without hits, too."""
    columns = ("start", "unit", "count")
    rows = [
        {"start": bar.start, "unit": histogram.unit, "count": str(bar.count)}
        for bar in histogram.bars
    ]
    return _lines([dict(zip(columns, columns, strict=True)), *rows], columns)


def _row(hit: Hit, links: Links) -> dict[str, str]:
    said, inside = hit.official, hit.reposted
    return {
        "id": hit.post,
        "snapshot": str(hit.snapshot),
        "platform": hit.platform,
        "url": for_spreadsheets(web_address(hit.url) or hit.url),
        "page": links.post(hit.post, hit.snapshot),
        "kind": hit.kind,
        "text": for_spreadsheets(hit.text),
        "content_warning": for_spreadsheets(hit.content_warning or ""),
        "lang": for_spreadsheets(hit.lang or ""),
        "created_at": "" if hit.time_unknown else rfc3339(hit.created_at),
        "created_precision": hit.created_precision,
        "placed_at": rfc3339(hit.created_at),
        "author_name": for_spreadsheets(hit.author_name or ""),
        "author_handle": for_spreadsheets(hit.author_handle or ""),
        "official_slug": for_spreadsheets((said and said.slug) or ""),
        "official_name": for_spreadsheets((said and said.name) or ""),
        "official_office": for_spreadsheets((said and said.office) or ""),
        "official_party": for_spreadsheets((said and said.party) or ""),
        "official_jurisdiction": for_spreadsheets((said and said.jurisdiction) or ""),
        "media": str(hit.media),
        "edited_away": str(hit.edited_away).lower(),
        "state": hit.state,
        "last_seen_live": rfc3339(hit.last_seen_live) if hit.last_seen_live else "",
        "first_seen_gone": rfc3339(hit.first_seen_gone) if hit.first_seen_gone else "",
        "capture_reason": hit.reason,
        "visibility": hit.visibility,
        "reposted_text": for_spreadsheets(inside.text if inside else ""),
        "reposted_author_name": for_spreadsheets((inside and inside.author_name) or ""),
        "reposted_author_handle": for_spreadsheets((inside and inside.author_handle) or ""),
    }


def _lines(rows: Iterable[Mapping[str, str]], columns: tuple[str, ...]) -> bytes:
    out = io.StringIO()
    csv.DictWriter(out, columns).writerows(rows)
    return out.getvalue().encode("utf-8", "replace")
