"""Posts in use that changed, went or came back, at the desk: the list, and its Atom feed."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from aiohttp import hdrs, web

from archive.alerting import Delivery
from archive.clock import rfc3339
from archive.platforms import platform_title
from archive.storage.alerts import Alert
from archive.storage.base import Holding
from embedder.alert_feed import alert_feed
from embedder.alerting import (
    AlertWords,
    alert_words_in,
    cause_of,
    quote_of,
    say_quoted,
    subject_of,
)
from embedder.runs import href_of
from embedder.web.alert_texts import ALERTS
from embedder.web.auth import Visitor, require
from embedder.web.bodies import HEADERS
from embedder.web.context import ARCHIVE, here, whole_links
from embedder.web.deskpage import desk_page, when
from embedder.web.feed_keys import feed_reader
from embedder.web.languages import desk_lang
from embedder.web.research_texts import said

__all__ = ["routes"]

PAGE = 30
FEED = 50


async def _list(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    archive, cursor, mine = (
        request.app[ARCHIVE],
        request.query.get("cursor"),
        "mine" in request.query,
    )
    page = await archive.storage.alerts(limit=PAGE, cursor=cursor, by=who.name if mine else None)
    deliveries = await archive.alerter.deliveries(frozenset(alert.id for alert in page.alerts))
    say = partial(said, ALERTS, desk_lang(request))
    words = alert_words_in(desk_lang(request))
    rows = [
        _row(request, who, alert, holding, words, deliveries.get(alert.id, ()))
        for alert, holding in await _with_holdings(request, page.alerts)
    ]
    return desk_page(
        request,
        who,
        "desk/alerts.html",
        here="alerts",
        say=say,
        rows=rows,
        mine=mine,
        cursor=page.cursor,
        paged=cursor is not None,
    )


async def _with_holdings(
    request: web.Request, alerts: Sequence[Alert]
) -> list[tuple[Alert, Holding]]:
    storage = request.app[ARCHIVE].storage
    held = [(alert, await storage.holding(alert.post)) for alert in alerts]
    return [(alert, holding) for alert, holding in held if holding is not None]


def _row(
    request: web.Request,
    who: Visitor,
    alert: Alert,
    holding: Holding,
    words: AlertWords,
    deliveries: Sequence[Delivery],
) -> dict[str, Any]:
    return {
        "alert": alert,
        "title": subject_of(alert, holding, words),
        "cause": cause_of(alert, words),
        "platform": platform_title(holding.post.platform),
        "quoted": quote_of(holding),
        "iso": rfc3339(alert.at),
        "at": when(request, alert.at),
        "yours": who.session is not None and who.name in alert.editors,
        "whose": ", ".join(alert.editors),
        "articles": [
            {
                "url": used.url,
                "href": href_of(used.url),
                "name": used.title or used.url,
                "quotes": [(text, say_quoted(text, holding, words)) for text in used.quotes],
            }
            for used in alert.articles
        ],
        "deliveries": deliveries,
    }


async def _feed(request: web.Request) -> web.Response:
    """As the page, in the language of the site: a feed has no reader of its own."""
    await feed_reader(request, "editor")
    page = await request.app[ARCHIVE].storage.alerts(limit=FEED)
    body = alert_feed(
        await _with_holdings(request, page.alerts),
        here(request).site,
        whole_links(request),
        since=request.app[ARCHIVE].clock(),
    )
    return web.Response(
        body=body,
        headers={
            **HEADERS,
            hdrs.CONTENT_TYPE: "application/atom+xml; charset=utf-8",
            hdrs.CACHE_CONTROL: "private, no-store",
        },
    )


def routes() -> list[web.RouteDef]:
    return [web.get("/desk/alerts", _list), web.get("/desk/alerts.atom", _feed)]
