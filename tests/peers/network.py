"""The real Bluesky network on loopback, driven by its own API: accounts, posts, moderation."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec

from archive.clock import rfc3339

__all__ = ["APPVIEW", "PDS", "PDS_HOST", "PLC", "ROUTES", "Account", "appview", "eventually"]

PLC = "http://127.0.0.1:2582"
PDS = "http://127.0.0.1:2583"
APPVIEW = "http://127.0.0.1:2584"
PDS_HOST = "localhost:2583"
"""As the accounts' documents name their host."""
ROUTES = {
    "plc.directory": PLC,
    "public.api.bsky.app": APPVIEW,
    PDS_HOST: PDS,
    "localhost:2584": APPVIEW,  # avatars, as the AppView names them
}
_ADMIN = "Basic " + base64.b64encode(b"admin:admin-pass").decode()


def ask(
    origin: str,
    call: str,
    params: dict[str, str] | None = None,
    *,
    body: bytes | dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
) -> tuple[int, bytes]:
    """One XRPC call: a POST where there is a body."""
    kinds = {"Content-Type": "application/json"} if isinstance(body, dict) else {}
    data = json.dumps(body).encode() if isinstance(body, dict) else body
    connection = HTTPConnection(urlsplit(origin).netloc, timeout=20)
    try:
        path = f"/xrpc/{call}" + (f"?{urlencode(params)}" if params else "")
        connection.request("GET" if body is None else "POST", path, data, kinds | (headers or {}))
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def told(
    origin: str,
    call: str,
    params: dict[str, str] | None = None,
    *,
    body: bytes | dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
) -> dict[str, Any]:
    """The JSON of a call that must go well."""
    status, answer = ask(origin, call, params, body=body, headers=headers)
    assert status == 200, f"{call}: {status} {answer[:300]!r}"
    value: dict[str, Any] = json.loads(answer) if answer else {}
    return value


def appview(call: str, **params: str) -> dict[str, Any]:
    """What the AppView answers to anybody."""
    return told(APPVIEW, f"app.bsky.{call}", params)


def eventually(holds: Callable[[], bool], what: str, seconds: float = 20.0) -> None:
    """Waits for what the network does in its own time: the AppView follows the hosts."""
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, f"not in {seconds:.0f} s: {what}"
        time.sleep(0.1)


class Account(msgspec.Struct, kw_only=True):
    """An account at the local host, and what its owner and its moderators can do."""

    did: str
    handle: str
    token: str

    @classmethod
    def made(cls, name: str) -> Account:
        wanted = {
            "email": f"{name}@example.test",
            "handle": f"{name}.test",
            "password": "a-local-password",
        }
        made = told(PDS, "com.atproto.server.createAccount", body=wanted)
        return cls(did=made["did"], handle=made["handle"], token=made["accessJwt"])

    def _do(self, call: str, body: bytes | dict[str, Any], kind: str | None = None) -> Any:
        headers = {"Authorization": f"Bearer {self.token}"}
        if kind:
            headers["Content-Type"] = kind
        return told(PDS, f"com.atproto.{call}", body=body, headers=headers)

    def upload(self, data: bytes, kind: str) -> dict[str, Any]:
        blob: dict[str, Any] = self._do("repo.uploadBlob", data, kind)["blob"]
        return blob

    def name(self, display: str, avatar: dict[str, Any]) -> None:
        record = {"$type": "app.bsky.actor.profile", "displayName": display, "avatar": avatar}
        key = {"repo": self.did, "collection": "app.bsky.actor.profile", "rkey": "self"}
        self._do("repo.putRecord", {**key, "record": record})
        eventually(lambda: self._is_known_as(display), f"the AppView knows {display}")

    def _is_known_as(self, display: str) -> bool:
        status, answer = ask(APPVIEW, "app.bsky.actor.getProfile", {"actor": self.handle})
        return status == 200 and json.loads(answer).get("displayName") == display

    def post(self, record: dict[str, Any]) -> str:
        """Makes a post and waits until Bluesky shows it; gives its key."""
        made = self._do(
            "repo.createRecord",
            {
                "repo": self.did,
                "collection": "app.bsky.feed.post",
                "record": {"$type": "app.bsky.feed.post", **record},
            },
        )
        rkey: str = made["uri"].rsplit("/", 1)[1]
        eventually(lambda: self.shows(rkey), f"the AppView shows {made['uri']}")
        return rkey

    def repost(self, subject: dict[str, str]) -> str:
        """Passes a post on, given its uri and cid; gives the repost's own address."""
        record = {
            "$type": "app.bsky.feed.repost",
            "subject": subject,
            "createdAt": rfc3339(datetime.now(UTC)),
        }
        body = {"repo": self.did, "collection": "app.bsky.feed.repost", "record": record}
        uri: str = self._do("repo.createRecord", body)["uri"]
        return uri

    def undo(self, uri: str) -> None:
        """Takes a record of any kind back."""
        _, _, repo, collection, rkey = uri.split("/")
        self._do("repo.deleteRecord", {"repo": repo, "collection": collection, "rkey": rkey})

    def shows(self, rkey: str) -> bool:
        return bool(appview("feed.getPosts", uris=self.uri(rkey))["posts"])

    def uri(self, rkey: str) -> str:
        return f"at://{self.did}/app.bsky.feed.post/{rkey}"

    def url(self, rkey: str) -> str:
        """As a reader copies it from the address bar."""
        return f"https://bsky.app/profile/{self.handle}/post/{rkey}"

    def proof(self, rkey: str, collection: str = "app.bsky.feed.post") -> bytes:
        """The signed proof of a record, or of its absence (a CAR)."""
        key = {"did": self.did, "collection": collection, "rkey": rkey}
        status, car = ask(PDS, "com.atproto.sync.getRecord", key)
        assert status == 200
        return car

    def delete(self, rkey: str) -> None:
        key = {"repo": self.did, "collection": "app.bsky.feed.post", "rkey": rkey}
        self._do("repo.deleteRecord", key)
        eventually(lambda: not self.shows(rkey), f"the AppView shows {rkey} no longer")

    def rename(self, handle: str) -> None:
        self._do("identity.updateHandle", {"handle": handle})
        self.handle = handle
        eventually(
            lambda: appview("actor.getProfile", actor=self.did)["handle"] == handle,
            f"the AppView knows {self.did} as {handle}",
        )

    def deactivate(self, rkey: str) -> None:
        self._do("server.deactivateAccount", {})
        eventually(lambda: not self.shows(rkey), "the AppView hides a deactivated account")

    def take_down(self, rkey: str) -> None:
        """As the host's moderators do it, to the whole account."""
        subject = {"$type": "com.atproto.admin.defs#repoRef", "did": self.did}
        _moderate(PDS, subject)
        eventually(lambda: not self.shows(rkey), "the AppView hides an account taken down")

    def hide(self, rkey: str) -> None:
        """As the AppView's moderators do it, to one post; its host keeps it."""
        uri = self.uri(rkey)
        (view,) = appview("feed.getPosts", uris=uri)["posts"]
        kind = "com.atproto.repo.strongRef"
        _moderate(APPVIEW, {"$type": kind, "uri": uri, "cid": view["cid"]})
        eventually(lambda: not self.shows(rkey), "the AppView hides a post taken down")


def _moderate(origin: str, subject: dict[str, Any]) -> None:
    told(
        origin,
        "com.atproto.admin.updateSubjectStatus",
        body={"subject": subject, "takedown": {"applied": True, "ref": "test"}},
        headers={"Authorization": _ADMIN},
    )
