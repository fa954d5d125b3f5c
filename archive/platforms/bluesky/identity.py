"""Who a Bluesky account is: handle -> DID -> document -> the host that keeps its posts."""

from typing import Any
from urllib.parse import urlsplit

import msgspec

from archive.errors import FetchError, Throttled, TimedOut
from archive.outcome import Failed, Refused
from archive.platforms.answers import data_of
from archive.platforms.base import Fetcher, Response
from archive.platforms.bluesky.address import is_did, is_handle
from archive.platforms.shape import mapping, mappings, string

__all__ = [
    "Identity",
    "Reply",
    "error_of",
    "fetch",
    "fetch_identity",
    "handle_at_its_site",
    "json_of",
    "read_document",
    "refusal",
    "resolve_handle",
]

Reply = Response | FetchError
"""What a request led to, as a value: one of several that run at once must not stop the rest."""

_PDS = "#atproto_pds"
_SCHEMES = {"http", "https"}


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """What an account's DID document says."""

    did: str
    handles: tuple[str, ...] = ()
    """The names that the account claims, the one it goes by first."""
    pds: str | None = None
    """Origin of the host that keeps its repository (the personal data server)."""
    problem: str | None = None
    """Why the document could not be read; then nothing else is known."""
    tombstone: str | None = None
    """The directory's words, where it says that the account was ended for good."""


async def fetch(fetcher: Fetcher, url: str, params: dict[str, str] | None = None) -> Reply:
    """The answer, or the error in its place."""
    try:
        return await fetcher.get(url, params=params)
    except FetchError as error:
        return error


def json_of(reply: Reply) -> Any:
    """The JSON of a good answer; ``None`` for any other."""
    if isinstance(reply, FetchError) or reply.status != 200:
        return None
    return _json(reply)


def _json(response: Response) -> Any:
    try:
        return response.json()
    except (ValueError, RecursionError):  # no JSON, or nested to break the reader
        return None


def error_of(reply: Reply) -> tuple[str, str]:
    """Name and words of an XRPC error: ``{"error": NAME, "message": WORDS}``; else empty.

    Servers answer 400, 401, 403 or 404 with the same names. A 5xx has words only: whoever
    is in trouble knows nothing of the post. (https://atproto.com/specs/xrpc#error-responses)
    """
    if isinstance(reply, FetchError) or reply.status < 400:
        return "", ""
    body = mapping(_json(reply))
    name = string(body.get("error")) or ""
    words = string(body.get("message")) or name
    return name[:100] if reply.status < 500 else "", words[:300]


def refusal(reply: Reply, who: str) -> Refused | Failed:
    """What an answer without the thing asked for means. Never that the thing is gone."""
    match reply:
        case Throttled():
            return Refused(reason="limited", detail=f"{who} asks us to wait: {reply.what}")
        case TimedOut():
            return Failed(reason="too slow", detail=f"{who} did not answer in time: {reply.what}")
        case FetchError():
            return Failed(reason="unreachable", detail=f"{who} was not reached: {reply.what}")
    answered = data_of(reply, who)
    if not isinstance(answered, (Refused, Failed)):
        return Failed(reason="malformed", detail=f"{who} answered something that we cannot read.")
    words = error_of(reply)[1]
    if not words:
        return answered
    return msgspec.structs.replace(answered, detail=f"{answered.detail} It says: “{words}”.")


async def resolve_handle(handle: str, appview: str, fetcher: Fetcher) -> str | Refused | Failed:
    """The DID that a handle leads to now: by the AppView, failing that by the handle's site."""
    reply = await fetch(
        fetcher, f"{appview}/xrpc/com.atproto.identity.resolveHandle", {"handle": handle}
    )
    did = mapping(json_of(reply)).get("did")
    if is_did(did):
        return str(did)
    at_site = await handle_at_its_site(handle, fetcher)
    if at_site is not None:
        return at_site
    if isinstance(reply, FetchError) or reply.status not in {400, 404}:
        return refusal(reply, "Bluesky's AppView")
    return Refused(
        reason="unknown name",
        detail=f"@{handle} leads to no Bluesky account now; the account may have another "
        "name today. An address with its DID (did:plc:…) would still lead to it.",
    )


async def handle_at_its_site(handle: str, fetcher: Fetcher) -> str | None:
    """The DID that the handle's own site names.

    One of the two ways in which a handle is bound to an account; the other is a DNS record,
    which the AppView asks for us. (https://atproto.com/specs/handle#handle-resolution)
    """
    reply = await fetch(fetcher, f"https://{handle}/.well-known/atproto-did")
    if isinstance(reply, FetchError) or reply.status != 200:
        return None
    did = reply.text()[:2100].strip()
    return did if is_did(did) else None


async def fetch_identity(did: str, plc: str, fetcher: Fetcher) -> Identity:
    """The account's document, from the PLC directory or, for ``did:web``, its own site."""
    if did.startswith("did:web:"):
        url, who = f"https://{did.removeprefix('did:web:')}/.well-known/did.json", "Its site"
    else:
        url, who = f"{plc}/{did}", "The PLC directory"
    reply = await fetch(fetcher, url)
    document = json_of(reply)
    if document is not None:
        return read_document(did, document)
    if not isinstance(reply, FetchError) and reply.status == 410 and did.startswith("did:plc:"):
        words = error_of(reply)[1] or reply.text()[:300].strip() or "410 Gone"
        return Identity(did=did, problem=f"{who} says: “{words}”.", tombstone=words)
    return Identity(did=did, problem=refusal(reply, who).detail)


def read_document(did: str, document: object) -> Identity:
    """What a DID document says of the account's names and host. Pure; never raises.

    Both forms of a document are in use: the older (keys as
    ``EcdsaSecp256k1VerificationKey2019``) and the newer (``Multikey``). They differ in the
    keys, and in whether ids are whole (``DID#atproto_pds``) or begin at the fragment.
    (https://atproto.com/specs/did#did-documents)
    """
    body = mapping(document)
    if body.get("id") != did:
        return Identity(did=did, problem="The document that was given is another account's.")
    names = body.get("alsoKnownAs")
    handles = [
        name.removeprefix("at://").lower()
        for name in (names if isinstance(names, list) else [])
        if isinstance(name, str) and name.startswith("at://")
    ]
    hosts = [
        origin
        for service in mappings(body.get("service"))
        if string(service.get("id")) in {_PDS, did + _PDS}
        and service.get("type") == "AtprotoPersonalDataServer"
        and (origin := _origin(service.get("serviceEndpoint"))) is not None
    ]
    return Identity(
        did=did,
        handles=tuple(handle for handle in handles if is_handle(handle)),
        pds=hosts[0] if hosts else None,
    )


def _origin(endpoint: object) -> str | None:
    """A service's address, which has a scheme and a host and, by the specification, no path."""
    if not isinstance(endpoint, str):
        return None
    try:
        parts = urlsplit(endpoint)
        named = parts.hostname and parts.port != 0 and "@" not in parts.netloc
    except ValueError:  # brackets without an IPv6 number, a port beyond 65535
        return None
    return f"{parts.scheme}://{parts.netloc}" if named and parts.scheme in _SCHEMES else None
