"""Bluesky posts of our own making, in the shapes of the AppView, a host and a directory."""

from collections.abc import Callable
from html import escape
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from archive.outcome import Answer
from archive.platforms.bluesky import Bluesky
from archive.records import PostRef
from archive.settings import WebArchivesSettings
from archive.testing import FakeAnswer, FakeFetcher

DID = "did:plc:mayoraaaaaaaaaaaaaaaaaaa"
OTHER = "did:plc:otherbbbbbbbbbbbbbbbbbbb"
HANDLE = "mayor.example"
RKEY = "3lzk2mayor22a"
URI = f"at://{DID}/app.bsky.feed.post/{RKEY}"
PDS = "https://pds.example"
APPVIEW = "https://public.api.bsky.app/xrpc"
PLC = "https://plc.directory"
REF = PostRef(
    platform="bluesky",
    native_id=f"{DID}/{RKEY}",
    url=f"https://bsky.app/profile/{DID}/post/{RKEY}",
)
CID = "bafyreig" + "a" * 51
BLOB = "bafkreia" + "b" * 51
CDN = "https://cdn.bsky.app/img/feed_fullsize/plain"


def record(text: str = "Council votes today.", **more: Any) -> dict[str, Any]:
    return {
        "$type": "app.bsky.feed.post",
        "text": text,
        "createdAt": "2026-01-02T03:04:05.678Z",
        **more,
    }


def author(did: str = DID, handle: str = HANDLE, **more: Any) -> dict[str, Any]:
    return {"did": did, "handle": handle, "displayName": "The Mayor", **more}


def post_view(text: str = "Council votes today.", **more: Any) -> dict[str, Any]:
    """A ``postView``; what is given replaces or adds."""
    return {
        "uri": URI,
        "cid": CID,
        "author": author(),
        "record": record(text),
        "replyCount": 1,
        "repostCount": 2,
        "likeCount": 3,
        "quoteCount": 4,
        "indexedAt": "2026-01-02T03:04:06.000Z",
        "labels": [],
        **more,
    }


def uri_of(did: str, rkey: str) -> str:
    return f"at://{did}/app.bsky.feed.post/{rkey}"


def blob(cid: str = BLOB, mime: str = "image/jpeg") -> dict[str, Any]:
    return {"$type": "blob", "ref": {"$link": cid}, "mimeType": mime, "size": 9}


def document(did: str = DID, *handles: str, pds: str | None = PDS) -> dict[str, Any]:
    """A DID document as the directory answers it today (Multikey)."""
    return {
        "id": did,
        "alsoKnownAs": [f"at://{handle}" for handle in handles or (HANDLE,)],
        "verificationMethod": [
            {
                "id": f"{did}#atproto",
                "type": "Multikey",
                "controller": did,
                "publicKeyMultibase": "zQ3sh",
            }
        ],
        "service": [
            {
                "id": "#atproto_pds",
                "type": "AtprotoPersonalDataServer",
                "serviceEndpoint": pds,
            }
        ]
        if pds
        else [],
    }


def given(body: Any) -> FakeAnswer:
    return 200, {}, body


def xrpc_error(name: str, message: str = "", status: int = 400) -> FakeAnswer:
    return status, {}, {"error": name, "message": message or f"{name} it is"}


REPOST = PostRef(
    platform="bluesky",
    native_id=f"{DID}/app.bsky.feed.repost/{RKEY}",
    url=f"at://{DID}/app.bsky.feed.repost/{RKEY}",
)
CAR_OF_REPOST = b"\x3a\xa2eroots commit and tree nodes e$typetapp.bsky.feed.repost and its subject"


def repost(**more: Any) -> dict[str, Any]:
    """The record of a repost of ``URI`` of another account."""
    return {
        "$type": "app.bsky.feed.repost",
        "subject": {"uri": uri_of(OTHER, RKEY), "cid": CID},
        "createdAt": "2026-01-02T03:04:05.678Z",
        **more,
    }


def repost_servers(**changed: FakeAnswer) -> "Servers":
    """The servers of an account that passed a post on; the AppView knows the account."""
    told: dict[str, FakeAnswer] = {
        "profile": given(author()),
        "did": given(document()),
        "repo": given({"uri": REPOST.url, "cid": CID, "value": repost()}),
        "sync": (200, {"Content-Type": "application/vnd.ipld.car"}, CAR_OF_REPOST),
    }
    return Servers({**told, **changed})


CAR = b"\x3a\xa2eroots commit and tree nodes e$typerapp.bsky.feed.post and the text"
CAR_OF_ABSENCE = b"\x3a\xa2eroots commit and tree nodes app.bsky.feed.post/3lzk2mayor22a"

ALL_WELL: dict[str, FakeAnswer] = {
    "getPosts": given({"posts": [post_view()]}),
    "getPostThread": given(
        {"thread": {"$type": "app.bsky.feed.defs#threadViewPost", "post": post_view()}}
    ),
    "did": given(document()),
    "repo": given({"uri": URI, "cid": CID, "value": record()}),
    "sync": (200, {"Content-Type": "application/vnd.ipld.car"}, CAR),
}
"""The answers to all requests of one look, by a short name of each."""

_PATHS = {
    "/xrpc/app.bsky.feed.getPosts": "getPosts",
    "/xrpc/app.bsky.feed.getPostThread": "getPostThread",
    "/xrpc/app.bsky.actor.getProfile": "profile",
    "/xrpc/com.atproto.repo.getRecord": "repo",
    "/xrpc/com.atproto.sync.getRecord": "sync",
    "/xrpc/com.atproto.identity.resolveHandle": "resolve",
    "/.well-known/atproto-did": "site",
    "/.well-known/did.json": "did",
}


class Servers(FakeFetcher):
    """AppView, directory and host at once; each answer is named as in :data:`ALL_WELL`."""

    def __init__(
        self, answers: dict[str, FakeAnswer] | None = None, /, **changed: FakeAnswer
    ) -> None:
        by_name = {**(ALL_WELL if answers is None else answers), **changed}
        super().__init__({_asks(name): answer for name, answer in by_name.items()})

    @property
    def names(self) -> list[str]:
        return [_name(url) for url in self.urls]

    def query(self, name: str) -> dict[str, str]:
        """The parameters of the one request of that name."""
        (url,) = (url for url in self.urls if _name(url) == name)
        return {key: values[0] for key, values in parse_qs(urlsplit(url).query).items()}


def _name(url: str) -> str:
    path = urlsplit(url).path
    return _PATHS.get(path, "did" if path.startswith("/did:plc:") else path)


def _asks(name: str) -> Callable[[str], bool]:
    return lambda url: _name(url) == name


def bluesky(**section: Any) -> Bluesky:
    return Bluesky(section, lambda _: None, WebArchivesSettings())


async def look(servers: FakeFetcher, ref: PostRef = REF, *, source: str = "appview") -> Answer:
    (asked,) = bluesky(sources=[source]).chosen.sources
    return await asked.look(ref, servers)


def page(text: str = "Council votes today.", uri: str = URI, extra: str = "") -> str:
    """The head of bsky.app's page of a post, as a robot is given it."""
    oembed = f"https://embed.bsky.app/oembed?format=json&amp;url={quote(uri, safe='')}"
    return (
        '<html><head><meta property="og:type" content="article">'
        f'<meta property="og:title" content="The Mayor (@{HANDLE})">'
        f'<meta property="og:description" content="{escape(text)}">{extra}'
        '<meta property="article:published_time" content="2026-01-02T03:04:06.000Z">'
        f'<link rel="alternate" type="application/json+oembed" href="{oembed}" />'
        "</head><body><div id=root></div></body></html>"
    )
