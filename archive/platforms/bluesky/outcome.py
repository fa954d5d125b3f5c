"""What the answers of Bluesky's servers mean for a post. Pure.

Two are asked, and they know different things. The account's host (PDS) keeps the record;
the AppView shows it, and may choose not to. So a post is *gone* only where the host says so
and the AppView does not show it, and a post that the host has and the AppView has not is
*unlisted*.

A repost is a record, too, and the AppView can be asked for none: it shows them in feeds, without
end. So what the host says of one counts with the account's key behind it: see
:func:`conclude_repost`.
"""

from typing import Any, Literal
from urllib.parse import urlsplit

import msgspec

from archive.errors import FetchError
from archive.outcome import Failed, Gone, Refused
from archive.platforms.answers import data_of
from archive.platforms.bluesky.address import POST, REPOST, split_uri
from archive.platforms.bluesky.identity import Identity, Reply, error_of, json_of, refusal
from archive.platforms.shape import mapping, mappings, string

__all__ = [
    "Absent",
    "Repository",
    "Shown",
    "conclude",
    "conclude_repost",
    "not_had",
    "read_appview",
    "read_repository",
    "takedown",
]

APPVIEW = "Bluesky's AppView"

RepositoryState = Literal[
    "record",  # the host gives it
    "no record",  # the host has no such record
    "withheld",  # the host does not give what its own signed repository holds
    "suspended",
    "deactivated",
    "no account",
    "unknown",
]

_STATES: dict[str, RepositoryState] = {
    "RepoTakendown": "suspended",
    "RepoSuspended": "suspended",
    "AccountTakedown": "suspended",
    "AccountSuspended": "suspended",
    "RepoDeactivated": "deactivated",
    "AccountDeactivated": "deactivated",
    "RepoNotFound": "no account",
}

# How DAG-CBOR writes {"$type": "app.bsky.feed.post"}, each text behind its length. A proof holds
# the commit, the nodes of the tree on the way to the key, and the record if there is one: no other.
_IN_CAR = {kind: b"e$type" + bytes([0x60 + len(kind)]) + kind.encode() for kind in (POST, REPOST)}
_CAR_HEADER = b"eroots"
"""Stands in the first bytes of a CAR (https://ipld.io/specs/transport/car/carv1/)."""


class Shown(msgspec.Struct, frozen=True):
    """The AppView shows the post: its view, and its node in the thread (or an empty one)."""

    view: dict[str, Any]
    node: dict[str, Any]


class Absent(msgspec.Struct, frozen=True):
    """The AppView does not show the post. Alone it says nothing about the post."""


class Repository(msgspec.Struct, frozen=True, kw_only=True):
    """What the account's host says of the record."""

    state: RepositoryState
    host: str = "The account's host"
    """Its name."""
    words: str = ""
    """Its own words, or why there are none."""
    value: dict[str, Any] | None = None
    """The record, where it was given."""
    cid: str | None = None
    proof: bool = False
    """Whether the signed proof was had: of the record, or of its absence."""
    warnings: tuple[str, ...] = ()


def read_appview(posts: Reply, thread: Reply | None, uri: str) -> Shown | Absent | Refused | Failed:
    """What ``getPosts`` and ``getPostThread`` say of a post together.

    ``getPosts`` leaves out what it does not show and answers 200; ``getPostThread`` answers
    400 ``NotFound`` or a node that says so. Where one fails the other's answer counts; ``None``:
    it was not asked.
    """
    listed = _listed(posts, uri)
    if thread is None:
        return listed
    node = mapping(mapping(json_of(thread)).get("thread"))
    if isinstance(listed, Shown):
        return Shown(listed.view, node if _is_of(node.get("post"), uri) else {})
    if isinstance(listed, Failed) and listed.reason in {"another post", "another account"}:
        return listed
    if "post" in node:
        return _shown(node["post"], uri, node)
    if node.get("blocked") is True:
        return Refused(reason="blocked here", detail=f"{APPVIEW} says that the post is blocked.")
    if error_of(thread)[0] == "NotFound" or node.get("notFound") is True:
        return Absent()
    return listed


def _listed(posts: Reply, uri: str) -> Shown | Absent | Refused | Failed:
    if isinstance(posts, FetchError):
        return refusal(posts, APPVIEW)
    answered = data_of(posts, APPVIEW)
    if isinstance(answered, (Refused, Failed)):
        return refusal(posts, APPVIEW)
    found = mapping(answered).get("posts")
    if not isinstance(found, list):
        return _malformed("no list of posts")
    if not found:
        return Absent()
    for view in mappings(found):
        if view.get("uri") == uri:
            return _shown(view, uri, {})
    return _shown(found[0], uri, {})


def _shown(view: object, uri: str, node: dict[str, Any]) -> Shown | Failed:
    post = mapping(view)
    if not isinstance(post.get("uri"), str):
        return _malformed("a post without its address")
    if post["uri"] != uri:
        return Failed(
            reason="another post",
            detail=f"{APPVIEW} was asked for {uri} and gave {post['uri'][:200]}.",
        )
    author = mapping(post.get("author")).get("did")
    did = uri.split("/")[2]
    if author != did:
        return Failed(
            reason="another account",
            detail=f"{APPVIEW} shows {uri} as a post of {str(author)[:200]}.",
        )
    if not _is_record(post.get("record"), POST):
        return _malformed("a post without its text")
    return Shown(post, node)


def _is_of(view: object, uri: str) -> bool:
    return mapping(view).get("uri") == uri


def _is_record(record: object, collection: str) -> bool:
    body = mapping(record)
    says = body.get("text") if collection == POST else mapping(body.get("subject")).get("uri")
    return isinstance(says, str) and body.get("$type", collection) == collection


def _collection(uri: str) -> str:
    return uri.split("/")[3]


def _malformed(what: str) -> Failed:
    return Failed(
        reason="malformed", detail=f"{APPVIEW} answered something that we cannot read: {what}."
    )


def read_repository(
    identity: Identity, record: Reply | None, proof: Reply | None, uri: str
) -> Repository:
    """What the host's ``repo.getRecord`` and ``sync.getRecord`` say together.

    ``sync.getRecord`` knows the state of the account, which ``repo.getRecord`` does not
    tell (the reference server passes the question on for an account that it does not
    serve), so an account's state counts first, from either. A host answers
    ``RecordNotFound`` also for a record that it withholds; the record is then still in the
    proof, which is its repository as signed. ``None``: there was no host to ask.
    """
    if record is None or proof is None or identity.pds is None:
        why = identity.problem or "its document names no host."
        return Repository(
            state="unknown",
            words=why,
            warnings=(f"The account's own host (PDS) was not asked: {why}",),
        )
    host = urlsplit(identity.pds).netloc
    value, cid = _value(record, uri)
    signed = _body(proof)
    name, words = error_of(record)
    account = next(
        (error for error in (error_of(proof), (name, words)) if error[0] in _STATES), None
    )
    state: RepositoryState
    if account is not None:
        state, words = _STATES[account[0]], account[1]
    elif value is not None:
        state = "record"
    elif name != "RecordNotFound":
        state, words = "unknown", _unknown(record, host, uri).detail
    elif signed is not None and _IN_CAR[_collection(uri)] in signed:
        state = "withheld"
    else:
        state = "no record"
    warnings = []
    if state != "record":
        warnings.append(f"{host}, the account's host, did not give the record: {words}")
    if signed is None:
        said = refusal(proof, host).detail
        warnings.append(f"The copy that the account's host signs was not to be had: {said}")
    return Repository(
        state=state,
        host=host,
        words=words,
        value=value,
        cid=cid,
        proof=signed is not None and _CAR_HEADER in signed[:64],
        warnings=tuple(warnings),
    )


def _body(reply: Reply) -> bytes | None:
    return reply.body if not isinstance(reply, FetchError) and reply.status == 200 else None


def _value(record: Reply, uri: str) -> tuple[dict[str, Any] | None, str | None]:
    body = mapping(json_of(record))
    if body.get("uri") != uri or not _is_record(body.get("value"), _collection(uri)):
        return None, None
    return body["value"], string(body.get("cid"))


def not_had(
    identity: Identity, repository: Repository, record: Reply | None, uri: str
) -> Refused | Failed:
    """Why the host alone did not give the post. That it is gone, the host does not say alone."""
    if record is None:
        return Failed(
            reason="unreachable", detail=f"The account's host was not asked: {repository.words}"
        )
    if repository.state == "unknown":
        return _unknown(record, repository.host, uri)
    return Refused(
        reason="not shown",
        detail=f"{repository.host}, the account's host, does not give {_record_of(uri)} of "
        f"{identity.did}, and says: “{repository.words}”",
    )


def _record_of(uri: str) -> str:
    return "the post" if _collection(uri) == POST else "the repost"


def _unknown(record: Reply, host: str, uri: str) -> Refused | Failed:
    given = mapping(json_of(record)).get("uri")
    if split_uri(given) is not None and given != uri:
        return Failed(reason="another post", detail=f"{host} was asked for {uri} and gave {given}.")
    return refusal(record, host)


def takedown(view: dict[str, Any]) -> Gone | None:
    """A moderator's ``!takedown`` on the post or its account, where the AppView still shows it.

    An author may put any label on a post of their own; that one would mean nothing.
    (https://atproto.com/specs/label)
    """
    author = mapping(view.get("author"))
    did = author.get("did")
    for label in mappings(view.get("labels")):
        if _takes_down(label, did):
            return Gone(cause="removed by the platform", basis=_label_in_words(label))
    for label in mappings(author.get("labels")):
        if _takes_down(label, did) and label.get("uri") == did:  # else it is on the profile
            return Gone(cause="account suspended", basis=_label_in_words(label))
    return None


def _takes_down(label: dict[str, Any], author: object) -> bool:
    return (
        label.get("val") == "!takedown"
        and label.get("neg") is not True
        and label.get("src") != author
    )


def _label_in_words(label: dict[str, Any]) -> str:
    src, cts = string(label.get("src")), string(label.get("cts"))
    return f"{APPVIEW} shows the label !takedown, set by {src} at {cts}"


def conclude(identity: Identity, repository: Repository) -> Gone | Refused:
    """What became of a post that the AppView does not show.

    ``no record`` is the host's answer for a record that was deleted, and for one that never
    was: whoever shows the basis shows the host's own words.
    """
    host, words = repository.host, repository.words
    basis = f"{host}, the account's host, says: “{words}”"
    match repository.state:
        case "no record":
            return Gone(cause="deleted by the author", basis=basis)
        case "suspended":
            return Gone(cause="account suspended", basis=basis)
        case "deactivated":
            return Refused(
                reason="not shown",
                detail=f"The account is deactivated, and may come back. {basis}.",
            )
        case "no account":
            return Refused(
                reason="not shown",
                detail=f"The account is not at the host that its document names. {basis}.",
            )
        case "withheld":
            return Refused(
                reason="not shown",
                detail=f"The host does not give a record that its repository still holds. {basis}.",
            )
        case "record":
            return Refused(
                reason="unlisted",
                detail=f"{host}, the account's host, has the post; {APPVIEW} does not show it.",
            )
        case "unknown":
            if identity.tombstone is not None:
                return Gone(
                    cause="account deleted",
                    basis=f"The PLC directory says: “{identity.tombstone}”",
                )
            return Refused(
                reason="unlisted",
                detail=f"{APPVIEW} does not show the post, and the account's host told nothing: "
                f"{words}",
            )


def conclude_repost(
    identity: Identity, repository: Repository, profile: Reply, record: Reply | None, uri: str
) -> Gone | Refused | Failed | None:
    """What became of a repost, by its host and by the AppView's answer for the account
    (``profile``); ``None``: it is there.

    The AppView cannot be asked for the repost itself. In place of its word stands, for *deleted*,
    the proof that the account's key signed: its repository holds no such record. That the account
    is *suspended*, both must say; where the AppView alone does not show the account, what the host
    has is unlisted. One word alone is a refusal.
    """
    name, words = error_of(profile)
    state = _STATES.get(name)
    match repository.state:
        case "record" if state is None:
            return None
        case "record":
            return Refused(
                reason="unlisted",
                detail=f"{repository.host}, the account's host, has the repost; {APPVIEW} does not "
                f"show the account, and says: “{words}”",
            )
        case "no record" if not repository.proof:
            return not_had(identity, repository, record, uri)
        case "suspended" if state != "suspended":
            return not_had(identity, repository, record, uri)
        case "unknown" if identity.tombstone is None:
            return not_had(identity, repository, record, uri)
    return conclude(identity, repository)
