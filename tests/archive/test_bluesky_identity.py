"""Handle -> DID -> document -> host. The documents follow the DID specification of atproto."""

from typing import Any

import pytest

from archive.errors import Throttled, Unreachable
from archive.outcome import Failed, Refused
from archive.platforms.bluesky.identity import Identity, read_document
from archive.records import NeedsLookup, PostRef
from archive.testing import FakeAnswer
from tests.archive.bluesky_posts import (
    DID,
    HANDLE,
    OTHER,
    PDS,
    REF,
    RKEY,
    Servers,
    bluesky,
    document,
    given,
    xrpc_error,
)

NEEDS = NeedsLookup(
    platform="bluesky",
    kind="handle",
    key=f"{HANDLE}/{RKEY}",
    url=f"https://bsky.app/profile/{HANDLE}/post/{RKEY}",
)
UNKNOWN = xrpc_error("InvalidRequest", "Unable to resolve handle")


def legacy(did: str = DID) -> dict[str, Any]:
    """A document in the older form: other keys, ids that begin at the fragment or are whole."""
    return {
        "@context": ["https://www.w3.org/ns/did/v1"],
        "id": did,
        "alsoKnownAs": [f"at://{HANDLE}"],
        "authentication": None,
        "verificationMethod": [
            {
                "id": "#atproto",
                "type": "EcdsaSecp256k1VerificationKey2019",
                "controller": did,
                "publicKeyMultibase": "zQYEB",
            }
        ],
        "service": [
            {"id": "#bsky_fg", "type": "BskyFeedGenerator", "serviceEndpoint": "https://f.example"},
            {
                "id": f"{did}#atproto_pds",
                "type": "AtprotoPersonalDataServer",
                "serviceEndpoint": f"{PDS}/",
            },
        ],
    }


@pytest.mark.parametrize("form", [document(), legacy()])
def test_both_forms_of_a_document_name_handle_and_host(form: dict[str, Any]) -> None:
    assert read_document(DID, form) == Identity(did=DID, handles=(HANDLE,), pds=PDS)


def test_the_handle_that_stands_first_is_first_and_what_is_none_is_left_out() -> None:
    body = document() | {
        "alsoKnownAs": ["at://B.example", "https://x", 7, "at://a.example", "at://"]
    }
    assert read_document(DID, body).handles == ("b.example", "a.example")


def test_the_document_of_another_account_is_no_document() -> None:
    assert read_document(DID, document(OTHER)).problem is not None


@pytest.mark.parametrize(
    "endpoint",
    [None, 7, {}, "", "ftp://pds.example", "https://", "https://[", "https://u@pds.example"],
)
def test_a_host_without_a_web_address_is_no_host(endpoint: Any) -> None:
    body = document()
    body["service"][0]["serviceEndpoint"] = endpoint
    assert read_document(DID, body) == Identity(did=DID, handles=(HANDLE,))


@pytest.mark.parametrize("endpoint", ["http://localhost:2583", "https://pds.example:8443/"])
def test_a_host_may_have_a_port(endpoint: str) -> None:
    body = document(pds=endpoint)
    assert read_document(DID, body).pds == endpoint.rstrip("/")


@pytest.mark.parametrize(
    "junk",
    [
        None,
        7,
        [],
        {"id": DID, "service": 7, "alsoKnownAs": {}},
        {"id": DID, "service": [{"id": []}]},
    ],
)
def test_no_document_raises(junk: Any) -> None:
    assert read_document(DID, junk).pds is None


async def test_a_handle_is_looked_up_and_the_document_confirms_it() -> None:
    servers = Servers({"resolve": given({"did": DID}), "did": given(document())})
    assert await bluesky().lookup(NEEDS, servers) == REF
    assert servers.query("resolve") == {"handle": HANDLE}


async def test_the_handles_own_site_is_asked_where_the_appview_does_not_know() -> None:
    servers = Servers(
        {"resolve": UNKNOWN, "site": given(f"{DID}\n"), "did": given(document())},
    )
    assert await bluesky().lookup(NEEDS, servers) == REF
    assert f"https://{HANDLE}/.well-known/atproto-did" in servers.urls


async def test_a_handle_that_the_document_does_not_name_is_another_accounts() -> None:
    servers = Servers({"resolve": given({"did": DID}), "did": given(document(DID, "x.example"))})
    answer = await bluesky().lookup(NEEDS, servers)
    assert isinstance(answer, Failed)
    assert answer.reason == "another account"
    assert "@x.example" in answer.detail


@pytest.mark.parametrize(
    "answer",
    [Unreachable("No connection to plc.directory."), (500, {}, "oops"), (404, {}, "no"), given([])],
)
async def test_a_directory_that_fails_does_not_stop_a_lookup(answer: FakeAnswer) -> None:
    servers = Servers({"resolve": given({"did": DID}), "did": answer})
    assert isinstance(await bluesky().lookup(NEEDS, servers), PostRef)


@pytest.mark.parametrize(
    ("answer", "kind", "reason"),
    [
        (UNKNOWN, Refused, "unknown name"),
        (given({"did": "nonsense"}), Failed, "malformed"),
        (given("<html>"), Refused, "not shown"),
        ((429, {}, ""), Refused, "limited"),
        (Throttled("Wait 300 s."), Refused, "limited"),
        ((403, {}, ""), Refused, "not shown"),
        ((451, {}, ""), Refused, "blocked here"),
        ((502, {}, "<html>"), Failed, "unreachable"),
        (Unreachable("No connection."), Failed, "unreachable"),
    ],
)
async def test_a_handle_that_leads_nowhere_says_why(
    answer: FakeAnswer, kind: type, reason: str
) -> None:
    servers = Servers({"resolve": answer, "site": (404, {}, "<html>not here")})
    found = await bluesky().lookup(NEEDS, servers)
    assert isinstance(found, kind)
    assert isinstance(found, Refused | Failed)
    assert found.reason == reason


async def test_the_document_of_a_did_web_is_at_its_site() -> None:
    did = "did:web:example.org"
    servers = Servers({"resolve": given({"did": did}), "did": given(document(did))})
    answer = await bluesky().lookup(NEEDS, servers)
    assert isinstance(answer, PostRef)
    assert answer.native_id == f"{did}/{RKEY}"
    assert servers.urls[-1] == "https://example.org/.well-known/did.json"
