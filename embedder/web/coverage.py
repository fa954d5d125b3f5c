"""``/coverage``: what is kept, since when, what is missing; ``/api/v1/stats``, it in short."""

import base64
import csv
import io
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Annotated, Any, NamedTuple, TypedDict

from aiohttp import web
from msgspec import Meta

from archive.clock import rfc3339
from archive.platforms import PLATFORMS
from archive.post_shape import Time
from archive.storage.coverage import AccountCoverage, Coverage, DayCoverage, Figures
from embedder.web.auth import Visitor
from embedder.web.cache import Page
from embedder.web.context import ARCHIVE, here
from embedder.web.counted import COUNTED
from embedder.web.coverage_texts import COVERAGE
from embedder.web.operations import Answer, Operation, Operations, Parameter
from embedder.web.problems import Problem
from embedder.web.public import published
from embedder.web.researchpage import csv_page, dates_of, json_page, may_read, research_page

__all__ = ["OPERATIONS", "routes"]

ACCOUNTS = 100
"""Accounts of a page."""
DAYS = 30
"""Days with looks that told nothing, which the page shows; the CSV has all."""
OLD = timedelta(days=30)
"""After which an account's newest capture is told as a gap."""


class _Part(NamedTuple):
    """A page of the accounts."""

    accounts: Sequence[AccountCoverage]
    first: int
    cursor: str | None
    next: str | None


async def _counted(request: web.Request, who: Visitor) -> Coverage:
    may_read(request, who)
    return await request.app[COUNTED].coverage(request, who)


def _part(request: web.Request, coverage: Coverage) -> _Part:
    """The accounts behind the cursor, which is a place in their order."""
    after = _read_cursor(request.query.get("cursor"))
    start = sum(_place(account) <= after for account in coverage.accounts) if after else 0
    accounts = coverage.accounts[start : start + ACCOUNTS]
    cursor = following = None
    if start + ACCOUNTS < len(coverage.accounts):
        cursor = base64.urlsafe_b64encode("\0".join(_place(accounts[-1])).encode()).decode()
        following = str(request.rel_url.update_query(cursor=cursor))
    return _Part(accounts, start + 1, cursor, following)


def _place(account: AccountCoverage) -> tuple[str, ...]:
    return (_time(account.figures.last_captured_at) or "", account.platform, account.native_id)


def _read_cursor(cursor: str | None) -> tuple[str, ...] | None:
    if cursor is None:
        return None
    try:
        place = base64.b64decode(cursor.encode("ascii"), altchars=b"-_", validate=True).decode()
    except ValueError:
        place = ""
    if place.count("\0") != 2:
        raise Problem(
            400,
            "bad-cursor",
            "This is no cursor of ours.",
            next_step="Begin again with the first page, without one.",
        )
    return tuple(place.split("\0"))


# As a page


async def _page(request: web.Request, who: Visitor) -> Page:
    coverage = await _counted(request, who)
    part, links, dates = (
        _part(request, coverage),
        here(request).links.local,
        dates_of(request, COVERAGE),
    )
    now = request.app[ARCHIVE].clock()

    def day(moment: Any) -> str:
        return "" if moment is None else dates.day(moment)

    def is_old(account: AccountCoverage) -> bool:
        last = account.figures.last_captured_at
        return last is not None and now - last > OLD

    missed = [one for one in coverage.days if one.refused or one.failed]
    return research_page(
        request,
        "research/coverage.html",
        COVERAGE,
        part="coverage",
        alternates=(("application/json", links.coverage("json"), ""),),
        coverage=coverage,
        part_of_accounts=part,
        last=part.first - 1 + len(part.accounts),
        missed=missed[:DAYS],
        more_missed=max(0, len(missed) - DAYS),
        old=sum(is_old(account) for account in coverage.accounts),
        old_days=OLD.days,
        is_old=is_old,
        day=day,
        now=dates.minute(now),
        title_of={kind.name: kind.title for kind in PLATFORMS},
        links=links,
        drafts=who.sees_drafts,
        paged="cursor" in request.query,
        whole=_n,
    )


def _n(number: int) -> str:
    return f"{number:,}"


# As data


class CheckCounts(TypedDict):
    """Looks by what they told. Only found and gone say anything about a post."""

    found: int
    gone: int
    refused: int
    failed: int


class FigureFacts(TypedDict):
    """How much there is of something. ``gone`` are posts whose platform says so."""

    posts: int
    snapshots: int
    gone: int
    checks: CheckCounts
    first_captured_at: Time | None
    last_captured_at: Time | None
    last_checked_at: Time | None
    first_posted_at: Time | None
    last_posted_at: Time | None


class PlatformFacts(FigureFacts):
    platform: str
    accounts: int


class CoveredAccount(FigureFacts):
    platform: str
    native_id: str
    handle: str | None
    name: str | None


class DayFacts(CheckCounts):
    """The looks of one day in UTC."""

    day: Annotated[str, Meta(extra_json_schema={"format": "date"})]


class StatsFacts(FigureFacts):
    """Figures of the whole archive. ``drafts``: drafts are counted, too."""

    accounts: int
    drafts: bool
    platforms: list[PlatformFacts]


class CoverageFacts(StatsFacts):
    """With what is known of each account, captured longest ago first, and of each day."""

    days: list[DayFacts]
    by_account: list[CoveredAccount]
    cursor: str | None
    next: str | None


async def _stats(request: web.Request, who: Visitor) -> Page:
    return json_page(_in_short(await _counted(request, who), who))


async def _json(request: web.Request, who: Visitor) -> Page:
    coverage = await _counted(request, who)
    part = _part(request, coverage)
    facts: CoverageFacts = {
        **_in_short(coverage, who),
        "days": [_day(day) for day in coverage.days],
        "by_account": [_account(account) for account in part.accounts],
        "cursor": part.cursor,
        "next": part.next,
    }
    return json_page(facts)


def _in_short(coverage: Coverage, who: Visitor) -> StatsFacts:
    return {
        **_figures(coverage.total),
        "accounts": len(coverage.accounts),
        "drafts": who.sees_drafts,
        "platforms": [
            {
                "platform": name,
                "accounts": sum(account.platform == name for account in coverage.accounts),
                **_figures(figures),
            }
            for name, figures in coverage.platforms.items()
        ],
    }


def _figures(figures: Figures) -> FigureFacts:
    return {
        "posts": figures.posts,
        "snapshots": figures.snapshots,
        "gone": figures.gone,
        "checks": {
            "found": figures.found_checks,
            "gone": figures.gone_checks,
            "refused": figures.refused_checks,
            "failed": figures.failed_checks,
        },
        "first_captured_at": _time(figures.first_captured_at),
        "last_captured_at": _time(figures.last_captured_at),
        "last_checked_at": _time(figures.last_checked_at),
        "first_posted_at": _time(figures.first_posted_at),
        "last_posted_at": _time(figures.last_posted_at),
    }


def _account(account: AccountCoverage) -> CoveredAccount:
    return {
        "platform": account.platform,
        "native_id": account.native_id,
        "handle": account.handle,
        "name": account.name,
        **_figures(account.figures),
    }


def _day(day: DayCoverage) -> DayFacts:
    return {
        "day": day.day,
        "found": day.found,
        "gone": day.gone,
        "refused": day.refused,
        "failed": day.failed,
    }


def _time(moment: Any) -> str | None:
    return None if moment is None else rfc3339(moment)


async def _csv(request: web.Request, who: Visitor) -> Page:
    coverage = await _counted(request, who)
    rows: list[dict[str, Any]] = []
    for account in coverage.accounts:
        row: dict[str, Any] = dict(_account(account))
        checks = row.pop("checks")
        rows.append(row | {f"checks_{name}": n for name, n in checks.items()})
    return csv_page(_table(ACCOUNT_COLUMNS, rows), "coverage.csv")


async def _days_csv(request: web.Request, who: Visitor) -> Page:
    coverage = await _counted(request, who)
    return csv_page(_table(DAY_COLUMNS, map(dict, map(_day, coverage.days))), "coverage-days.csv")


CHECK_COLUMNS = ("checks_found", "checks_gone", "checks_refused", "checks_failed")
ACCOUNT_COLUMNS = (
    *("platform", "native_id", "handle", "name", "posts", "snapshots", "gone", *CHECK_COLUMNS),
    *("first_captured_at", "last_captured_at", "last_checked_at"),
    *("first_posted_at", "last_posted_at"),
)
DAY_COLUMNS = ("day", "found", "gone", "refused", "failed")


def _table(columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


OPERATIONS: Operations = {
    "GET /api/v1/stats": Operation(
        summary="how much is kept, since when",
        what="Counted is what may be listed; for editors drafts, too.",
        tag="Coverage",
        who="research",
        answers={200: Answer("The figures.", StatsFacts)},
    ),
    "GET /coverage.json": Operation(
        summary="what is kept by platform, account and day",
        what="The figures of the page `/coverage`. A day's looks are those at posts that may be "
        f"listed. A page has {ACCOUNTS} accounts.",
        tag="Coverage",
        who="research",
        parameters=(Parameter("cursor", str, "Of the page before, as it stood there."),),
        answers={200: Answer("The figures.", CoverageFacts)},
        problems={400: "The cursor is none of ours."},
    ),
}


def routes() -> list[web.RouteDef]:
    return [
        web.get("/coverage", published(_page, keep=False)),
        web.get("/coverage.json", published(_json, keep=False)),
        web.get("/coverage.csv", published(_csv, keep=False)),
        web.get("/coverage/days.csv", published(_days_csv, keep=False)),
        web.get("/api/v1/stats", published(_stats, keep=False)),
    ]
