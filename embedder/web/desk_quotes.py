"""An article's quotations at the desk: beside each the post that has it, and what was looked
through.
"""

import asyncio
import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

from aiohttp import web

from archive import saved
from archive.articles.reading import Article, kind_of
from archive.clock import rfc3339
from archive.errors import FetchError, UsageError
from archive.platforms import HAND, platform_title
from archive.quotes.deciding import Match
from archive.quotes.holding import HeldQuotation, QuotedArticle, body_of
from embedder.dates import Dates, dates_in
from embedder.errors_es import error_in
from embedder.quote_words import QUOTES, say_covered, say_finding
from embedder.web.auth import Visitor, require
from embedder.web.bodies import read_form
from embedder.web.brands import edits_for
from embedder.web.context import ARCHIVE, desk_path, here
from embedder.web.desk_article import join_who_scanned
from embedder.web.deskpage import desk_page
from embedder.web.languages import desk_lang
from embedder.web.quotes_texts import QUOTES_PAGE
from embedder.web.research_texts import said

__all__ = ["LARGE", "routes"]

_PATH = "/desk/quotes"
LARGE = {_PATH: 4 * 1024 * 1024}
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


async def _ask(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    return _page(request, who, article=request.query.get("url", "")[:4096])


async def _compare(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    form = await read_form(request)
    article, day = str(form.get("article", "")).strip(), str(form.get("date", "")).strip()
    wrong: dict[str, str] = {}
    if not article:
        wrong["article"] = said(QUOTES_PAGE, desk_lang(request), "article.missing")
    published = _day(day)
    if day and published is None:
        wrong["date"] = said(QUOTES_PAGE, desk_lang(request), "date.bad")
    if wrong:
        return _page(request, who, article=article, day=day, wrong=wrong)
    archive = request.app[ARCHIVE]
    try:
        if _ADDRESS.fullmatch(article):
            source = await archive.article(article)
        else:
            source = Article(article, kind_of(article), "utf-8")
    except (FetchError, UsageError) as error:
        return _page(
            request,
            who,
            article=article,
            day=day,
            wrong={"article": error_in(desk_lang(request), error)},
        )
    body = await asyncio.to_thread(body_of, source)
    found = await archive.quotes.of_article(body, published=published, drafts=True, names=True)
    if source.url is not None and edits_for(request, who, source.url):
        await archive.quotes.remember(source.url, found, by=who.name)
        await join_who_scanned(request, who, source.url, body.title)
    return _page(request, who, article=article, day=day, found=found)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _page(
    request: web.Request,
    who: Visitor,
    *,
    article: str = "",
    day: str = "",
    wrong: Mapping[str, str] | None = None,
    found: QuotedArticle | None = None,
) -> web.Response:
    lang = desk_lang(request)
    dates = dates_in(lang, here(request).site.timezone)
    rows: list[dict[str, Any]] = []
    if found is not None:
        rows = [_row(request, held, lang, dates) for held in found.quotations]
    return desk_page(
        request,
        who,
        "desk/quotes.html",
        status=422 if wrong else 200,
        here="quotes",
        say=partial(said, QUOTES_PAGE, lang),
        article=article,
        day=day,
        wrong=wrong or {},
        found=found,
        dated=None if found is None else _dated(found, dates),
        held=[row for row in rows if row["is_held"]],
        others=[row for row in rows if not row["is_held"]],
    )


def _dated(found: QuotedArticle, dates: Dates) -> str | None:
    if found.published is None:
        return None
    if isinstance(found.published, datetime):
        return dates.day(found.published)
    return dates.calendar_day(found.published)


def _row(request: web.Request, held: HeldQuotation, lang: str, dates: Dates) -> dict[str, Any]:
    quotation, finding = held.quotation, held.finding
    differs = finding.result == "differs" and finding.match is not None
    return {
        "text": quotation.text,
        "speaker": quotation.speaker,
        "heading": quotation.heading,
        "is_held": finding.result != "not claimed",
        "result": finding.result,
        "sentence": say_finding(held, lang, dates),
        "covered": say_covered(held, lang, dates),
        "evidence": finding.match and _evidence(request, finding.match, lang, dates),
        "steps": finding.match.likeness.steps
        if differs and finding.match is not None and finding.match.likeness is not None
        else (),
    }


def _evidence(request: web.Request, match: Match, lang: str, dates: Dates) -> dict[str, Any]:
    evidence, version = match.evidence, match.version
    posted = evidence.created_at
    return {
        "href": desk_path(here(request).links, f"posts/{evidence.post}"),
        "name": evidence.name,
        "platform": None if evidence.platform == HAND else platform_title(evidence.platform),
        "text": version.text,
        "lang": version.lang,
        "posted": posted and dates.minute(posted),
        "posted_iso": posted and rfc3339(posted),
        "n": version.n,
        "as_of": dates.minute(version.as_of),
        "origin": said(
            QUOTES_PAGE,
            lang,
            "origin.saved" if version.source == saved.SOURCE else f"origin.{version.origin}",
            platform=platform_title(evidence.platform),
            source=version.source,
            by=version.typed_by or said(QUOTES, lang, "newsroom"),
        ),
    }


def routes() -> list[web.RouteDef]:
    return [web.get(_PATH, _ask), web.post(_PATH, _compare)]
