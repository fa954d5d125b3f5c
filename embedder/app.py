"""The web application: the one place where its parts are joined.

``make_app`` takes an open archive in place of the one that the settings name; whatever
else a part needs, it finds in the application under a typed key of
:mod:`embedder.web.context`.
"""

import asyncio
import contextlib
import logging
import os
from collections.abc import AsyncIterator, Coroutine, Mapping
from typing import Any

import msgspec
from aiohttp import web

from archive.alerting import Told, Words
from archive.archive import Archive, open_archive
from archive.clock import utc_now
from archive.errors import StorageError, UsageError
from archive.settings import ServerSettings, Settings
from archive.storage.alerts import Alert
from archive.storage.base import Holding
from embedder import demo, samples, standin
from embedder.access_log import logging_access
from embedder.alerting import told_of
from embedder.card_words import card_words_in
from embedder.cards import Cards
from embedder.forms import Drawings, Renderings
from embedder.links import Links
from embedder.post_words import post_words_in
from embedder.render import import_all
from embedder.render.templates import PageTemplate
from embedder.saved_queries import configured
from embedder.site_css import site_css
from embedder.stopping import stop_event
from embedder.web import (
    accounts,
    api,
    articles,
    asked,
    bulk,
    captures,
    citations,
    collected,
    coverage,
    desk,
    desk_accounts,
    desk_alerts,
    desk_article,
    desk_article_picture,
    desk_articles,
    desk_audit,
    desk_by_hand,
    desk_decide,
    desk_describe,
    desk_from_browser,
    desk_gone,
    desk_me,
    desk_people,
    desk_placements,
    desk_posts,
    desk_put_in,
    desk_queries,
    desk_quotes,
    desk_requests,
    desk_saved,
    desk_sites,
    desk_work,
    docs,
    embeds,
    exports,
    feeds,
    gallery,
    handed_in,
    login,
    login_provider,
    media,
    method,
    oembed,
    officials,
    ops,
    pages,
    placements,
    queues,
    quotes,
    refusals,
    reported,
    reports,
    saved,
    scans,
    search,
    setup,
    sources,
    static,
)
from embedder.web.auth import TOUCHED, guarding_changes, is_loopback, make_login_link
from embedder.web.cache import CACHE, PageCache
from embedder.web.context import (
    ARCHIVE,
    CARDS,
    SETTINGS,
    SITE,
    STOPPING,
    WORKERS,
    local_address,
    read_site,
)
from embedder.web.counted import COUNTED, Counted
from embedder.web.docs import DOCUMENT, Document
from embedder.web.operations import Operations
from embedder.web.problems import answering_problems, unrouted
from embedder.web.refusals import REFUSALS, noting_refusals
from embedder.web.static import STATIC, StaticFiles
from embedder.words import LANGUAGES, words_in

__all__ = ["make_app", "operations", "serve"]

log = logging.getLogger("onrecord.web")

MAX_BODY = 64 * 1024
"""Bytes that a request may have: the longest paste, and more than any address."""
POLL = 0.5
"""Seconds after which what another process wrote is seen, at the latest."""


_PARTS = (
    embeds,
    media,
    placements,
    queues,
    collected,
    reported,
    oembed,
    pages,
    citations,
    quotes,
    reports,
    search,
    saved,
    feeds,
    api,
    accounts,
    officials,
    bulk,
    captures,
    exports,
    articles,
    coverage,
    docs,
    method,
    login,
    login_provider,
    setup,
    desk,
    desk_accounts,
    desk_article,
    desk_article_picture,
    desk_articles,
    desk_put_in,
    desk_alerts,
    desk_audit,
    desk_by_hand,
    desk_decide,
    desk_describe,
    desk_from_browser,
    desk_gone,
    desk_me,
    desk_people,
    desk_placements,
    desk_posts,
    desk_queries,
    desk_quotes,
    desk_requests,
    desk_sites,
    desk_work,
    desk_saved,
    gallery,
    handed_in,
    scans,
    sources,
    asked,
    static,
    ops,
)
"""Each has its ``routes()``; those with addresses of the API say in ``OPERATIONS`` what these take
and answer; ``LARGE`` has those that take more than :data:`MAX_BODY` from editors.
"""


def operations() -> Operations:
    """What the addresses of the API take and answer, those of all parts."""
    return {
        name: operation
        for part in _PARTS
        for name, operation in getattr(part, "OPERATIONS", {}).items()
    }


def make_app(settings: Settings, archive: Archive | None = None) -> web.Application:
    """The service: embeds, oEmbed, desk, API, and the workers, as one application.

    ``archive`` is one that is open already, a test's or a script's, and stays open; without
    it the one that the settings name is opened at the start and closed at the end.
    """
    for css in (settings.embed.css, *(site.css for site in settings.sites)):
        site_css(css)  # a bad one stops the start
    configured(settings)  # so does a query that is none
    for lang in LANGUAGES:  # a catalogue that is not complete stops the start, no request
        words_in(lang), post_words_in(lang), card_words_in(lang)
    import_all()
    PageTemplate.compile_all()
    app = web.Application(client_max_size=MAX_BODY)
    app[SETTINGS] = settings
    app[CACHE] = PageCache()
    app[CARDS] = Cards(settings.card)
    app[STATIC] = StaticFiles()
    app[STOPPING] = asyncio.Event()
    app[SITE] = []
    app[WORKERS] = []
    app[TOUCHED] = {}
    app[login.PROVIDER] = login_provider.provider_of(settings)
    app[login.LOGINS] = login.Logins(settings.login)
    app[REFUSALS] = refusals.new_throttle()
    app[reports.THROTTLE] = reports.new_throttle()
    app[exports.SLOTS] = exports.at_once()

    async def with_archive(app: web.Application) -> AsyncIterator[None]:
        opened = contextlib.nullcontext(archive) if archive else open_archive(settings)
        async with opened as app[ARCHIVE]:
            drawings = Drawings(app[ARCHIVE], app[CARDS])
            app[ARCHIVE].render_with(Renderings(settings), drawings)
            await read_site(app)
            app[ARCHIVE].alerter.word_with(_alert_words(app))
            yield
            await app[CARDS].ended()  # while there is an archive that keeps them

    app.cleanup_ctx.extend([with_archive, _with_workers])
    app.on_shutdown.append(_stop_streams)
    for part in _PARTS:
        large: Mapping[str, int] = getattr(part, "LARGE", {})
        app.add_routes([_wrapped(route, large.get(route.path)) for route in part.routes()])
    app[DOCUMENT] = Document(operations())
    app[COUNTED] = Counted()
    app.router.add_route("*", "/{path:(?s:.*)}", answering_problems(unrouted))
    return app


def _alert_words(app: web.Application) -> Words:
    async def words(alert: Alert, holding: Holding, lang: str | None = None) -> Told:
        site, links = app[SITE][0][:2]
        whole = links if links.origin else Links(local_address(app[SETTINGS]))
        return told_of(alert, holding, site, whole, lang)

    return words


def _wrapped(route: web.RouteDef, most: int | None = None) -> web.RouteDef:
    """A route with what all of its kind share: errors are answers, and changes are guarded."""
    handler = route.handler if route.method == "GET" else guarding_changes(route.handler, most)
    noted = answering_problems(noting_refusals(handler))
    return web.RouteDef(route.method, route.path, noted, route.kwargs)


async def _stop_streams(app: web.Application) -> None:
    app[CARDS].close()
    app[STOPPING].set()


async def _with_workers(app: web.Application) -> AsyncIterator[None]:
    """What runs beside the requests: the captures, and the look for what others wrote."""
    for work in (app[ARCHIVE].run(), _watch_writes(app)):
        task = asyncio.create_task(_reported(work))
        app[WORKERS].append(task)
    yield
    for task in app[WORKERS]:
        task.cancel()
    await asyncio.gather(*app[WORKERS], return_exceptions=True)


async def _reported(work: Coroutine[Any, Any, None]) -> None:
    """A worker that dies says so in the log; ``/readyz`` tells machines."""
    try:
        await work
    except Exception:
        log.exception("a worker died; restart the service")
        raise


async def _watch_writes(app: web.Application) -> None:
    """Empties the cache of finished pages whenever anything was written, here or elsewhere.

    While the store does not answer, what is finished is still served: nothing newer is known.
    """
    version: int | None = None
    while True:
        try:
            now = await app[ARCHIVE].storage.data_version()
            if now != version:
                app[CACHE].clear()
                await read_site(app)
                version = now
        except StorageError as error:
            log.warning("the store does not say whether anything changed: %s", error)
        await asyncio.sleep(POLL)


def serve(
    settings: Settings,
    *,
    host: str | None = None,
    port: int | None = None,
    with_samples: bool = False,
) -> None:
    """Runs the service until it is stopped, and prints how to log in to the desk.

    ``host`` and ``port`` take the place of those of the settings. The stand-in for the
    platforms answers for the host of the example; ``with_samples`` for every host, and the
    archive is filled with the sample posts at the start.
    """
    server = msgspec.structs.replace(
        settings.server,
        host=settings.server.host if host is None else host,
        port=settings.server.port if port is None else port,
    )
    settings = msgspec.structs.replace(settings, server=server)
    asyncio.run(_serve(settings, with_samples=with_samples))


async def _serve(settings: Settings, *, with_samples: bool) -> None:
    stop = stop_event()
    platforms = standin.make_standin()
    async with standin.running(platforms) as origin:
        hosts = "*" if with_samples else samples.HOST
        app = make_app(standin.with_routes(settings, origin, hosts))
        async with logging_access(settings.log, utc_now) as options:
            runner = web.AppRunner(app, **options)
            await runner.setup()
            try:
                if with_samples:
                    await demo.fill(app[ARCHIVE], platforms)
                await _listen(runner, settings.server)
                await _say_how_to_log_in(app)
                await stop.wait()
            finally:
                await runner.cleanup()


async def _listen(runner: web.AppRunner, server: ServerSettings) -> None:
    try:
        await web.TCPSite(runner, server.host, server.port).start()
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else str(error)
        raise UsageError(
            f"The service cannot listen on {server.host}:{server.port}: {why}.",
            next_step="Stop what uses it, or choose another with --host and --port.",
        ) from error


async def _say_how_to_log_in(app: web.Application) -> None:
    """A login link on the terminal: at the first start, and to whoever sits at this machine.

    A service that others reach writes its output to logs, and a link there would be a key
    left in the door: once it has a user, it prints none.
    """
    archive, settings = app[ARCHIVE], app[SETTINGS]
    users = await archive.storage.users()
    print(f"onrecord is at {local_address(settings)}/")  # noqa: T201  the command's output
    admins = [user.name for user in users if user.role == "admin"]
    name = next(iter([*admins, *(user.name for user in users)]), "admin")
    if not users or is_loopback(settings.server.host):
        link = await make_login_link(archive, name)
        print(f"Log in to the desk, once, within a day: {link}", flush=True)  # noqa: T201
    else:
        print(f"`onrecord users link {name}` makes a login link.", flush=True)  # noqa: T201
    alerts = settings.alerts
    if alerts.webhooks and settings.secret(alerts.secret_env) is None:
        print(  # noqa: T201  the command's output
            f"Webhooks go out unsigned: {alerts.secret_env} is not set. `openssl rand -base64 32` "
            "makes a secret.",
            flush=True,
        )
