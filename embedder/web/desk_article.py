"""One article at the desk: the posts that it uses or quotes, and who is told of them."""

from functools import partial
from typing import Literal
from urllib.parse import urlencode

from aiohttp import web

from archive.errors import UsageError
from archive.placing import article_address
from archive.platforms import MAX_URL
from archive.storage.editors import EditedArticle
from archive.text import web_address
from embedder.alerting import alert_words_in, say_quoted
from embedder.web.article_texts import ARTICLE
from embedder.web.auth import Visitor, require
from embedder.web.bodies import read_form
from embedder.web.brands import edits_for, require_site
from embedder.web.context import ARCHIVE
from embedder.web.desk_posts import rows_of
from embedder.web.deskpage import desk_page, go, when
from embedder.web.languages import desk_lang
from embedder.web.problems import Problem
from embedder.web.research_texts import said

__all__ = ["join_who_scanned", "routes"]

_PATH = "/desk/article"
LISTED = 200
"""Posts of an article that are listed."""


async def join_who_scanned(
    request: web.Request, who: Visitor, url: str | None, title: str | None
) -> None:
    """Whoever has an article looked through is told of its posts from then on, where they edit for
    its site; a key is nobody. From then on the desk calls the article by its ``title``.
    """
    if url is None or who.session is None or not edits_for(request, who, url):
        return
    archive = request.app[ARCHIVE]
    await archive.storage.join_article(
        url, who.name, "scanned", by=who.name, at=archive.clock(), title=title
    )


async def _find(request: web.Request, url: str) -> EditedArticle:
    try:
        address = article_address(url[:MAX_URL]) or ""
    except UsageError:
        address = ""
    article = await request.app[ARCHIVE].storage.edited_article(address)
    if article is None:
        raise Problem(
            404, "not-found", "No such article is known here.", next_step="Have it looked through."
        )
    return article


async def _show(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    return await _page(request, who, await _find(request, request.query.get("url", "")))


async def _page(
    request: web.Request,
    who: Visitor,
    article: EditedArticle,
    *,
    wrong: str | None = None,
    typed: str = "",
) -> web.Response:
    storage, lang = request.app[ARCHIVE].storage, desk_lang(request)
    held = [await storage.holding(post) for post in article.posts[:LISTED]]
    quoted = [(one, await storage.holding(one.post)) for one in article.quotations]
    words = alert_words_in(lang)
    mine = next((one.how for one in article.editors if one.who == who.name), None)
    return desk_page(
        request,
        who,
        "desk/article.html",
        status=422 if wrong else 200,
        here="articles",
        say=partial(said, ARTICLE, lang),
        article=article,
        href=web_address(article.url),
        rows=rows_of(request, [holding for holding in held if holding is not None]),
        more=max(0, len(article.posts) - LISTED),
        quotations=[
            {
                "post": one.post,
                "text": one.text,
                "stands": say_quoted(one.text, holding, words)
                if one.result != "translation"
                else None,
            }
            for one, holding in quoted
            if holding is not None
        ],
        editors=[
            {"who": one.who, "how": one.how, "at": when(request, one.at)}
            for one in article.editors
            if one.how != "left"
        ],
        mine=mine is not None and mine != "left",
        wrong=wrong,
        typed=typed,
        saved="saved" in request.query,
    )


async def _join(request: web.Request) -> web.Response:
    """Oneself or somebody else belongs to an article, or does not any more."""
    who = await require(request, "editor")
    form, archive = await read_form(request), request.app[ARCHIVE]
    article = await _find(request, str(form.get("url", "")))
    require_site(request, who, article.url)
    name = who.name if "me" in form else " ".join(str(form.get("who", ""))[:200].split())
    how: Literal["named", "left"] = "left" if "leave" in form else "named"
    try:
        await archive.storage.join_article(article.url, name, how, by=who.name, at=archive.clock())
    except UsageError:
        return await _page(request, who, article, wrong="wrong.who", typed=name)
    return go(request, f"article?{urlencode({'url': article.url})}&saved#editors")


def routes() -> list[web.RouteDef]:
    return [web.get(_PATH, _show), web.post(_PATH, _join)]
