"""A local stand-in for the platforms, which answers the invented sample posts.

It makes the whole service visible without a network: the desk's example, `onrecord demo`,
benchmarks. Requests reach it through ``[fetch.routes]``, so that everything between is real.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
from aiohttp import web

from archive.settings import Settings
from embedder import samples

__all__ = ["delete", "make_standin", "running", "with_routes"]

_GONE = web.AppKey("gone", set[str])


def make_standin(*, delay: float = 0.0) -> web.Application:
    """The platforms' endpoints, answered from :mod:`embedder.samples` after ``delay`` seconds.

    ``DELETE /api/v1/statuses/ID`` makes its author delete a post.
    """

    @web.middleware
    async def slow(request: web.Request, handler: Any) -> web.StreamResponse:
        if delay:
            await asyncio.sleep(delay)
        answer: web.StreamResponse = await handler(request)
        return answer

    app = web.Application(middlewares=[slow])
    app[_GONE] = set()
    app.add_routes(
        [
            web.get("/api/v1/statuses/{id}", _status),
            web.get("/api/v1/statuses/{id}/history", _history),
            web.get("/api/v1/statuses/{id}/context", _context),
            web.delete("/api/v1/statuses/{id}", _delete),
            web.get("/api/v2/instance", _instance),
            web.get("/tweet-result", _tweet),
            web.get("/xrpc/app.bsky.feed.getPosts", _posts),
            web.get("/xrpc/app.bsky.feed.getPostThread", _thread),
            web.get("/xrpc/com.atproto.identity.resolveHandle", _handle),
            web.get("/xrpc/com.atproto.repo.getRecord", _record),
            web.get(f"/{samples.DID}", _did),
            web.get("/{path:.+}.jpg", _picture),
        ]
    )
    return app


def delete(app: web.Application, url: str) -> None:
    """Makes its author delete a Mastodon post, as ``DELETE`` does."""
    app[_GONE].add(url.rsplit("/", 1)[-1])


@asynccontextmanager
async def running(app: web.Application) -> AsyncIterator[str]:
    """Runs the stand-in on a free port of loopback; gives its origin."""
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def with_routes(settings: Settings, origin: str, host: str = samples.HOST) -> Settings:
    """The settings with a route to the stand-in for its own host, or ``*`` for every host."""
    routes = {host: origin} | settings.fetch.routes
    return msgspec.structs.replace(
        settings, fetch=msgspec.structs.replace(settings.fetch, routes=routes)
    )


async def _status(request: web.Request) -> web.Response:
    ident = request.match_info["id"]
    if ident not in samples.MASTODON or ident in request.app[_GONE]:
        return web.json_response({"error": "Record not found"}, status=404)
    return web.json_response(samples.MASTODON[ident])


async def _history(request: web.Request) -> web.Response:
    ident = request.match_info["id"]
    return web.json_response(samples.history(ident) if ident in samples.MASTODON else [])


async def _context(_: web.Request) -> web.Response:
    return web.json_response({"ancestors": [], "descendants": []})


async def _delete(request: web.Request) -> web.Response:
    request.app[_GONE].add(request.match_info["id"])
    return web.json_response({})


async def _instance(_: web.Request) -> web.Response:
    return web.json_response({"domain": samples.HOST, "title": "Sample", "version": "4.5.0"})


async def _tweet(request: web.Request) -> web.Response:
    tweet = samples.X.get(request.query.get("id", ""))
    return web.json_response(tweet or {}, status=200 if tweet else 404)


def _view(rkey: str) -> dict[str, Any]:
    record = samples.BLUESKY[rkey]
    return {
        "uri": f"at://{samples.DID}/app.bsky.feed.post/{rkey}",
        "cid": "bafyreisample",
        "author": {
            "did": samples.DID,
            "handle": samples.HANDLE,
            "displayName": "Sample Governor (invented)",
            "avatar": "https://cdn.bsky.app/img/avatar-governor.jpg",
        },
        "record": record,
        "replyCount": 3,
        "repostCount": 5,
        "likeCount": 8,
        "indexedAt": record["createdAt"],
        "labels": [],
    }


async def _posts(request: web.Request) -> web.Response:
    rkeys = [uri.rsplit("/", 1)[-1] for uri in request.query.getall("uris", [])]
    return web.json_response({"posts": [_view(r) for r in rkeys if r in samples.BLUESKY]})


async def _thread(request: web.Request) -> web.Response:
    rkey = request.query.get("uri", "").rsplit("/", 1)[-1]
    if rkey not in samples.BLUESKY:
        return web.json_response({"error": "NotFound", "message": "Post not found"}, status=400)
    kind = "app.bsky.feed.defs#threadViewPost"
    return web.json_response({"thread": {"$type": kind, "post": _view(rkey), "replies": []}})


async def _handle(request: web.Request) -> web.Response:
    if request.query.get("handle") != samples.HANDLE:
        error = {"error": "InvalidRequest", "message": "Unable to resolve handle"}
        return web.json_response(error, status=400)
    return web.json_response({"did": samples.DID})


async def _did(_: web.Request) -> web.Response:
    service = {
        "id": "#atproto_pds",
        "type": "AtprotoPersonalDataServer",
        "serviceEndpoint": f"https://pds.{samples.HOST}",
    }
    return web.json_response(
        {"id": samples.DID, "alsoKnownAs": [f"at://{samples.HANDLE}"], "service": [service]}
    )


async def _record(request: web.Request) -> web.Response:
    rkey = request.query.get("rkey", "")
    if rkey not in samples.BLUESKY:
        error = {"error": "RecordNotFound", "message": "Could not locate record"}
        return web.json_response(error, status=400)
    uri = f"at://{samples.DID}/app.bsky.feed.post/{rkey}"
    value = {"uri": uri, "cid": "bafyreisample", "value": samples.BLUESKY[rkey]}
    return web.json_response(value)


async def _picture(request: web.Request) -> web.Response:
    name = request.match_info["path"].rsplit("/", 1)[-1]
    return web.Response(body=samples.picture(name), content_type="image/jpeg")
