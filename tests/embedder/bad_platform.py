"""A platform on loopback that answers badly, or with posts that are hard to show.

It stands in the place of a Mastodon server (``bad.example``), of X's embed endpoint and of
Bluesky's servers. What a post's id says is what happens when it is asked for.
"""

import asyncio
import io
import json
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiohttp import web
from PIL import Image

from tests.beside import beside

HOST = "bad.example"
DID = "did:plc:badbadbadbadbadbadbadbad"
ROUTED = (
    HOST,
    f"pds.{HOST}",
    "cdn.syndication.twimg.com",
    "public.api.bsky.app",
    "plc.directory",
)

MISBEHAVING = {
    "500": "out of order",
    "501": "slow bytes",
    "502": "a body without an end",
    "503": "a body of 5 GB",
    "504": "broken JSON",
    "505": "JSON of another shape",
    "506": "a list in place of a post",
    "507": "another post",
    "508": "to a private address",
    "509": "nested without an end",
    "510": "to another scheme",
    "511": "a compressed bomb",
    "512": "words that steer a terminal",
}

HARD = {
    "600": "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; &lt;b&gt;bold&lt;/b&gt;</p>",
    "601": "<p>The invoice is in \u202egnp.exe\u202c, \u2066so\u2069 on</p>",
    "602": "<p>Before \ud83d after</p>",
    "603": "<p>Before \x00 after</p>",
    "604": "<p></p></blockquote></figure><script>alert(2)</script><p>after</p>",
}
"""Content of Mastodon posts that come whole."""

PICTURES = {"700": "bomb.png", "701": "cut.jpg", "702": "page.jpg"}

TWEET = {
    "__typename": "Tweet",
    "id_str": "600",
    "created_at": "2026-03-02T09:30:00.000Z",
    "text": "Another one.",
    "display_text_range": [0, 12],
    "user": {"id_str": "1", "name": "Mayor", "screen_name": "mayor"},
    "entities": {"hashtags": [], "urls": [], "user_mentions": [], "symbols": []},
}

FAMILY, FLAG = "👩\u200d👩\u200d👧", "🏳️\u200d🌈"
JOINED = f"{FAMILY}@mayor.{HOST}{FLAG} and a link{FAMILY}"
OVERLAP = "read the whole notice today"


def _bytes(text: str, part: str) -> dict[str, int]:
    start = len(text[: text.index(part)].encode())
    return {"byteStart": start, "byteEnd": start + len(part.encode())}


def _link(index: dict[str, int], uri: str) -> dict[str, Any]:
    kind = "app.bsky.richtext.facet#link"
    return {"index": index, "features": [{"$type": kind, "uri": uri}]}


_JOINER = len("👩".encode())
RECORDS: dict[str, dict[str, Any]] = {
    "3lbadjoined222": {
        "text": JOINED,
        "facets": [
            {
                "index": _bytes(JOINED, f"@mayor.{HOST}"),
                "features": [{"$type": "app.bsky.richtext.facet#mention", "did": DID}],
            },
            _link(_bytes(JOINED, "a link"), "https://notice.example/joined"),
            # Begins between a person and the joiner after it, ends inside a code point.
            _link({"byteStart": _JOINER, "byteEnd": _JOINER + 5}, "https://notice.example/inside"),
        ],
    },
    "3lbadoverlap22": {
        "text": OVERLAP,
        "facets": [
            _link(_bytes(OVERLAP, "the whole notice"), "https://notice.example/outer"),
            _link(_bytes(OVERLAP, "whole"), "https://notice.example/inner"),
            _link(_bytes(OVERLAP, "notice today"), "https://notice.example/across"),
            _link({"byteStart": 9, "byteEnd": 4000}, "https://notice.example/beyond"),
            _link({"byteStart": 9, "byteEnd": 3}, "https://notice.example/backwards"),
        ],
    },
}

BAD_VIEWS = {
    "3lbadjson22222": '{"posts": [{"uri',
    "3lbadshape2222": '{"posts": {"uri": 7}, "thread": [7]}',
    "3lbadother2222": json.dumps(
        {
            "posts": [{"uri": f"at://{DID}/app.bsky.feed.post/3lbadjoined222"}],
            "thread": {"post": {"uri": f"at://{DID}/app.bsky.feed.post/3lbadjoined222"}},
        }
    ),
}
"""What the AppView says of posts whose host is out of order."""


def mastodon_url(number: str) -> str:
    return f"https://{HOST}/@mayor/{number}"


def x_url(number: str) -> str:
    return f"https://x.com/mayor/status/{number}"


def bluesky_url(rkey: str) -> str:
    return f"https://bsky.app/profile/{DID}/post/{rkey}"


@contextmanager
def running() -> Iterator[str]:
    """The platform's origin; it runs in a thread, beside whatever loop a test has."""
    with beside(lambda: web.ServerRunner(web.Server(_answer), shutdown_timeout=0.1)) as origin:
        yield origin


async def _answer(request: web.BaseRequest) -> web.StreamResponse:
    path, query = request.path, request.rel_url.query
    if path.startswith("/pictures/"):
        return _picture(path.rsplit("/", 1)[1])
    if "/xrpc/" in path or path == f"/{DID}":
        return _bluesky(path, query.get("uris") or query.get("uri") or query.get("rkey") or "")
    number = query.get("id") or path.rsplit("/", 1)[-1]
    if number in HARD or number in PICTURES:
        return _json(status(number))
    return await _misbehave(request, number)


async def _misbehave(request: web.BaseRequest, number: str) -> web.StreamResponse:
    match MISBEHAVING.get(number):
        case "out of order":
            return web.Response(status=500, text="Traceback (most recent call last): boom")
        case "slow bytes":
            return await _pour(request, b" ", 0.05)
        case "a body without an end":
            return await _pour(request, b" " * 65536, 0.0)
        case "a body of 5 GB":
            return await _pour(request, b" " * 65536, 0.0, length=5_000_000_000)
        case "broken JSON":
            return web.Response(text='{"id": "504", "conte', content_type="application/json")
        case "JSON of another shape":
            return _json({"id": 505, "content": ["x"], "account": None, "text": {"a": 1}})
        case "a list in place of a post":
            return _json(["one", "two"])
        case "another post":
            return _json(status("600") | TWEET)
        case "to a private address":
            return web.Response(status=302, headers={"Location": "http://10.0.0.1/secret"})
        case "to another scheme":
            return web.Response(status=302, headers={"Location": "file:///etc/passwd"})
        case "nested without an end":
            return web.Response(text="[" * 200_000, content_type="application/json")
        case "words that steer a terminal":
            return web.json_response({"error": "\x1b[2J\x1b]0;evil\x07\x9b2J"}, status=403)
        case "a compressed bomb":
            packed = zlib.compress(b" " * 4_000_000)
            return web.Response(body=packed, headers={"Content-Encoding": "deflate"})
    return web.Response(status=404, text="no such case")


async def _pour(
    request: web.BaseRequest, part: bytes, pause: float, length: int | None = None
) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Type": "application/json"})
    answer.content_length = length
    await answer.prepare(request)
    try:
        while True:
            await answer.write(part)
            await asyncio.sleep(pause)
    except ConnectionError:
        return answer  # Whoever asked has had enough, which is what is tested.


def _json(value: object) -> web.Response:
    """Lone surrogates go out as the escapes that JSON allows."""
    return web.Response(text=json.dumps(value), content_type="application/json")


def status(number: str) -> dict[str, Any]:
    """A Mastodon status; one with a picture where the id says so."""
    pictures = [
        {
            "id": name,
            "type": "image",
            "url": f"https://{HOST}/pictures/{name}",
            "description": "A chart",
            "meta": {"original": {"width": 800, "height": 600}},
        }
        for name in [PICTURES.get(number)]
        if name is not None
    ]
    return {
        "id": number,
        "created_at": "2026-03-02T09:30:00.000Z",
        "uri": f"https://{HOST}/users/mayor/statuses/{number}",
        "url": mastodon_url(number),
        "visibility": "public",
        "language": "en",
        "content": HARD.get(number, "<p>Sample: with a picture.</p>"),
        "account": {"id": "1", "username": "mayor", "acct": "mayor", "display_name": "Mayor"},
        "media_attachments": pictures,
    }


def _bluesky(path: str, about: str) -> web.Response:
    rkey = about.rsplit("/", 1)[-1]
    uri = f"at://{DID}/app.bsky.feed.post/{rkey}"
    if path == f"/{DID}":
        kind = "AtprotoPersonalDataServer"
        pds = {"id": "#atproto_pds", "type": kind, "serviceEndpoint": f"https://pds.{HOST}"}
        return _json({"id": DID, "alsoKnownAs": [f"at://mayor.{HOST}"], "service": [pds]})
    if path.rpartition(".")[2] in {"getPosts", "getPostThread"} and rkey in BAD_VIEWS:
        return web.Response(text=BAD_VIEWS[rkey], content_type="application/json")
    if rkey not in RECORDS:
        return web.Response(status=500, text="<h1>Traceback</h1>")
    record = RECORDS[rkey] | {
        "$type": "app.bsky.feed.post",
        "createdAt": "2026-02-20T07:15:00.000Z",
    }
    view = {
        "uri": uri,
        "cid": "bafyreisample",
        "author": {"did": DID, "handle": f"mayor.{HOST}", "displayName": "Mayor"},
        "record": record,
        "indexedAt": record["createdAt"],
    }
    if path.endswith("getPosts"):
        return _json({"posts": [view]})
    if path.endswith("getPostThread"):
        kind = "app.bsky.feed.defs#threadViewPost"
        return _json({"thread": {"$type": kind, "post": view}})
    if path.endswith("getRecord") and "repo" in path:
        return _json({"uri": uri, "cid": "bafyreisample", "value": record})
    return web.Response(status=404, text="no such case")


def _picture(name: str) -> web.Response:
    match name:
        case "bomb.png":
            body, kind = _bomb(), "image/png"
        case "cut.jpg":
            out = io.BytesIO()
            Image.effect_noise((800, 600), 60).convert("RGB").save(out, "JPEG")
            body, kind = out.getvalue()[: len(out.getvalue()) // 3], "image/jpeg"
        case _:
            body, kind = b"<!doctype html><title>Log in</title>", "image/jpeg"
    return web.Response(body=body, content_type=kind)


def _bomb() -> bytes:
    """A PNG of a few kilobytes that says it has 900 million pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", 30000, 30000, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 3751 * 100, 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )
