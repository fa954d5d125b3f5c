"""Checking an article at the desk: the posts that it references, and what of them is kept."""

from datetime import date, datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode, urljoin

from aiohttp import web

from archive.articles.pictures import Picture
from archive.articles.scan import Scanned
from archive.errors import FetchError, NotAPost, UsageError
from archive.placing import article_address
from archive.platforms import MAX_URL, identify, platform_title
from archive.referenced import Known
from archive.text import web_address
from embedder.dates import Dates, dates_in
from embedder.errors_es import error_in
from embedder.web.article_texts import ARTICLES
from embedder.web.auth import Visitor, require
from embedder.web.bodies import read_form
from embedder.web.brands import require_site
from embedder.web.context import ARCHIVE, here
from embedder.web.desk import MAX_AT_ONCE
from embedder.web.desk_article import join_who_scanned
from embedder.web.deskpage import desk_page, go
from embedder.web.languages import desk_lang
from embedder.web.research_texts import said
from embedder.web.scans import MAX_BODY, Read, read_article

__all__ = ["LARGE", "routes"]

CAPTION = 300
"""Characters of a caption that are carried on."""

MOST_PLACES = 5
"""Places of a post in a page's data that are listed."""

_PATH = "/desk/articles"
LARGE = {_PATH: MAX_BODY}


async def _ask(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    return _page(request, who, content=request.query.get("url", "")[:MAX_URL])


async def _scan(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    form = await read_form(request)
    content = str(form.get("content", "")).strip()
    url: str | None = str(form.get("url", "")).strip()[:MAX_URL] or None
    if not content and not url:
        return _page(request, who, wrong="none")
    alone = len(content.split()) == 1 and web_address(content) is not None
    try:
        read = await read_article(
            request.app[ARCHIVE],
            url=content if alone else url,
            content=None if alone else content,
        )
    except (UsageError, FetchError) as error:
        return _page(
            request,
            who,
            content=content,
            url=url or "",
            wrong="failed",
            why=error_in(desk_lang(request), error),
        )
    await join_who_scanned(request, who, read.scanned.url, read.scanned.title)
    return _page(request, who, content=content, url=url or "", read=read)


async def _keep(request: web.Request) -> web.Response:
    """Begins a capture for each post that is named, links those that are kept with the article, and
    leads to where the captures can be watched.
    """
    who = await require(request, "editor")
    form = await read_form(request)
    archive = request.app[ARCHIVE]
    article = article_address(str(form.get("article", "")) or None)
    require_site(request, who, article)
    kept = list(dict.fromkeys(map(str, form.getall("kept", []))))[:MAX_AT_ONCE] if article else []
    for post in kept:
        await _link(request, who, post, article or "")
    jobs = []
    for url in list(dict.fromkeys(map(str, form.getall("post", []))))[:MAX_AT_ONCE]:
        try:
            identify(url, pages=False)
        except NotAPost:  # no address of ours: the form holds posts alone
            continue
        jobs.append(await archive.request_capture(url, by=who.name, article=article))
    if not jobs:
        return go(request, f"article?{urlencode({'url': article})}" if kept else "articles")
    return go(request, f"captures?{urlencode([('job', job.id) for job in jobs])}")


async def _link(request: web.Request, who: Visitor, post: str, article: str) -> None:
    archive = request.app[ARCHIVE]
    known = await archive.storage.post(post)
    if known is not None and known.visibility != "erased" and known.capture_reason != "context":
        await archive.storage.reference(known.id, article, by=who.name, at=archive.clock())


def _page(
    request: web.Request,
    who: Visitor,
    *,
    content: str = "",
    url: str = "",
    wrong: str | None = None,
    why: str = "",
    read: Read | None = None,
) -> web.Response:
    say = partial(said, ARTICLES, desk_lang(request))
    return desk_page(
        request,
        who,
        "desk/articles.html",
        status=422 if wrong else 200,
        here="articles",
        say=say,
        content=content,
        url=url,
        wrong=wrong,
        why=why,
        article=read and _told(request, read.scanned),
        rows=[_row(one) for one in read.known] if read else [],
        pictures=[_picture(one, read.scanned) for one in read.scanned.pictures] if read else [],
        missing=read.missing[:MAX_AT_ONCE] if read else [],
        kept=_linkable(read) if read else [],
    )


def _linkable(read: Read) -> list[str]:
    """Posts that are kept, to be linked with an article whose address is known."""
    if read.scanned.url is None:
        return []
    kept = [one.post.id for one in read.known if one.post is not None and one.state != "erased"]
    return kept[:MAX_AT_ONCE]


def _told(request: web.Request, scanned: Scanned) -> dict[str, Any]:
    day = scanned.published
    dates = dates_in(desk_lang(request), here(request).site.timezone)
    return {
        "title": scanned.title,
        "lang": scanned.lang,
        "url": scanned.url,
        "href": scanned.url and web_address(scanned.url),
        "published": _day(day, dates),
        "warnings": scanned.warnings,
    }


def _day(told: datetime | date | None, dates: Dates) -> str | None:
    if told is None:
        return None
    return dates.day(told) if isinstance(told, datetime) else dates.calendar_day(told)


def _row(known: Known) -> dict[str, Any]:
    return {
        "url": known.url,
        "href": web_address(known.url),
        "platform": platform_title(known.reference.named.platform),
        "how": known.reference.how,
        "sentence": known.reference.sentence,
        "state": known.state,
        "post": known.post.id if known.post is not None else None,
        "in_data": known.reference.in_data[:MOST_PLACES],
    }


def _picture(picture: Picture, scanned: Scanned) -> dict[str, Any]:
    href = _address(picture.src, scanned.url)
    return {
        "kind": picture.kind,
        "credited": picture.credited,
        "text": picture.text,
        "heading": picture.heading,
        "speaker": picture.speaker,
        "href": href,
        "fields": {
            "src": href,
            "article": scanned.url,
            "platform": picture.platform,
            "credited": picture.credited,
            "caption": picture.text[:CAPTION],
            "speaker": picture.speaker,
        },
    }


def _address(src: str | None, page: str | None) -> str | None:
    try:
        return web_address(urljoin(page or "", src)) if src else None
    except ValueError:  # no address at all
        return None


def routes() -> list[web.RouteDef]:
    return [
        web.get(_PATH, _ask),
        web.post(_PATH, _scan),
        web.post(f"{_PATH}/captures", _keep),
    ]
