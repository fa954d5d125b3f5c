"""A fediverse server's answer that somebody saved, or a web archive holds, by its shape. Pure.

No status comes with it, and no server to ask: what it says is taken for what it is, a copy.
"""

from urllib.parse import urlsplit

from msgspec.structs import replace

from archive.errors import NotAPost
from archive.outcome import Answer, Failed, Found, Gone, Refused
from archive.platforms.base import Response, Saved
from archive.platforms.fediverse.activitypub_parse import is_public as object_is_public
from archive.platforms.fediverse.activitypub_parse import object_of, parse_object
from archive.platforms.fediverse.activitypub_parts import account_of, address
from archive.platforms.fediverse.answers import object_in
from archive.platforms.fediverse.envelope import is_mastodons, posts_in, read_envelope
from archive.platforms.fediverse.mastodon_parse import parse_status
from archive.platforms.fediverse.mastodon_parts import is_for_followers, is_public
from archive.platforms.fediverse.page import post_of, read_page
from archive.platforms.fediverse.urls import identify, local_id, server_of
from archive.platforms.oembed import Oembed, oembed_of
from archive.platforms.page_facts import facts_of
from archive.platforms.shape import Json, mapping, mappings, string
from archive.records import FOR_FOLLOWERS, PostRef
from archive.text import web_address

__all__ = ["read_archived", "read_saved"]

_OBJECTS = {"Note", "Question", "Article", "Page", "Video", "Audio", "Image", "Event"}
_NO_POSTS = {
    *("Person", "Organization", "Group", "Service", "Application"),
    *("Like", "Dislike", "Undo", "Follow", "Accept", "Reject", "Add", "Remove", "Block", "Flag"),
    *("Move", "EmojiReact", "Collection", "OrderedCollection", "CollectionPage"),
    "OrderedCollectionPage",
}
_MARK = b"<html"


def read_saved(saved: Saved) -> tuple[Answer, ...]:
    """What a saved answer says of each of its posts; empty: it is no fediverse server's.

    Known are a status, several of them, a context, a history (which does not say whose it is:
    it needs the post's address), an error; an ActivityPub object or activity; an oEmbed answer
    and a page of Mastodon's.
    """
    value = saved.json()
    if value is None:
        return _page(saved)
    if isinstance(value, list):
        return _list(mappings(value), saved)
    found = mapping(value)
    if _is_status(found):
        return (_status(found, _base_of([found], saved)),)
    if found.keys() >= {"ancestors", "descendants"}:
        above = [one for one in mappings(found["ancestors"]) if _is_status(one)]
        below = [one for one in mappings(found["descendants"]) if _is_status(one)]
        base = _base_of([*above, *below], saved)
        told = tuple(_status(one, base, [*above, *below]) for one in [*above, *below])
        return told or (Failed(reason="malformed", detail="It is a context without any post."),)
    if found and found.keys() <= {"error", "error_description"} and string(found.get("error")):
        return (Refused(reason="not shown", detail=f"A server said: “{found['error'][:200]}”."),)
    return _activity(found) or _envelope(found, saved)


def read_archived(response: Response, ref: PostRef) -> Answer:
    """What a web archive's copy of a post's page, object or client-API answer says of it."""
    host = server_of(ref.url) or ref.url
    if response.body.lstrip()[:1] == b"<":
        return read_page(response.text(), ref.url, ref)
    found = object_in(response, host)
    if not isinstance(found, dict):
        return found
    base = f"{urlsplit(ref.url).scheme}://{host}"
    answers = (_status(found, base),) if _is_status(found) else _activity(found)
    answer = next(iter(answers), None)
    if answer is None:
        return Failed(reason="malformed", detail=f"{host} answered with JSON that is no post.")
    if isinstance(answer, Found) and answer.ref.native_id != ref.native_id:
        return Failed(reason="another post", detail=f"It is a copy of {answer.ref.url}.")
    return answer


def _is_status(found: Json) -> bool:
    return (
        isinstance(found.get("content"), str)
        and isinstance(found.get("account"), dict)
        and isinstance(found.get("id"), str)
        and bool(web_address(found.get("uri")) or web_address(found.get("url")))
    )


def _list(values: list[Json], saved: Saved) -> tuple[Answer, ...]:
    statuses = [one for one in values if _is_status(one)]
    if statuses:
        base = _base_of(statuses, saved)
        return tuple(_status(one, base) for one in statuses)
    if values and all(
        isinstance(one.get("content"), str)
        and isinstance(one.get("account"), dict)
        and "spoiler_text" in one
        and "id" not in one
        for one in values
    ):
        return (_history(values, saved),)
    return ()


def _base_of(statuses: list[Json], saved: Saved) -> str | None:
    """The server that gave these statuses, whose own accounts alone bear no server's name."""
    for status in statuses:
        for one in (status, mapping(status.get("reblog"))):
            acct = string(mapping(one.get("account")).get("acct"))
            url = web_address(one.get("url")) or web_address(one.get("uri"))
            if acct and "@" not in acct and url:
                return _origin(url)
    page = web_address(saved.url)
    return _origin(page) if page else None


def _origin(url: str) -> str | None:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else None


def _status(status: Json, base: str | None, around: list[Json] | None = None) -> Answer:
    """One status; ``around`` are those of the same context."""
    if not (is_public(status) or is_for_followers(status)):
        return Refused(reason="protected", detail="That post is not for everybody.")
    if base is None:  # which post it answers is said by an id of a server that nobody named
        status = {**status, "in_reply_to_id": None}
    try:
        parsed = parse_status(status, base or "", ancestors=around)
    except ValueError as error:
        return Failed(reason="malformed", detail=f"It looks like a status, but {error}.")
    return Found(ref=parsed.snapshots[-1].ref, snapshots=parsed.snapshots, along=parsed.along)


def _history(entries: list[Json], saved: Saved) -> Answer:
    """The versions of a post: its history names no post, and its address does."""
    page = web_address(saved.url)
    try:
        ref = identify(urlsplit(page)) if page else None
    except NotAPost:
        ref = None
    local = local_id(ref) if isinstance(ref, PostRef) else None
    if not isinstance(ref, PostRef) or local is None:
        return Failed(
            reason="malformed",
            detail="A history of edits does not say of which post it is; name the post's address.",
        )
    last = entries[-1]
    status = {
        **last,
        "id": local.id,
        "uri": ref.native_id if "://" in ref.native_id else ref.url,
        "url": ref.url,
        "created_at": entries[0].get("created_at"),
        "edited_at": last.get("created_at") if len(entries) > 1 else None,
    }
    try:
        parsed = parse_status(status, local.base, history=entries)
    except ValueError as error:
        return Failed(reason="malformed", detail=f"It looks like a history, but {error}.")
    lacks = "Its history tells neither quote, nor answered post, nor counts."
    versions = tuple(
        replace(one, completeness="partial", warnings=(*one.warnings, lacks))
        for one in parsed.snapshots
    )
    return Found(ref=ref, snapshots=versions)


def _activity(found: Json) -> tuple[Answer, ...]:
    """What an object or an activity of ActivityPub says."""
    kind = found.get("type")
    if not isinstance(kind, str) or not ("@context" in found or web_address(found.get("id"))):
        return ()
    if kind == "Delete":
        return (_deletion(found),)
    if kind == "Tombstone":
        words = f"a Tombstone in place of {found.get('id')}"
        return (Gone(cause="unknown", basis=f"{server_of(address(found))} gave {words[:300]}"),)
    if kind in _OBJECTS or kind in {"Create", "Update", "Announce"}:
        return (_object(found),)
    if kind in _NO_POSTS:
        return (Failed(reason="malformed", detail=f"It is no post, but of type “{kind}”."),)
    return ()


def _object(payload: Json) -> Answer:
    try:
        found = object_of(payload)
        if found["type"] == "Tombstone":
            return _activity(found)[0]
        account, uri = account_of(found), string(found.get("id"))
        if server_of(account) != server_of(uri):
            return Failed(
                reason="another account",
                detail=f"{server_of(uri)} gave a post in the name of {account or 'nobody'}.",
            )
        public = object_is_public(found)
        if not public and not _is_for_own(found, account):
            return Refused(reason="protected", detail="That post is not for everybody.")
        snapshot = parse_object(found)
    except ValueError as error:
        return Failed(reason="malformed", detail=f"This is ActivityPub, but {error}.")
    if not public:
        snapshot = replace(
            snapshot,
            labels=(*snapshot.labels, FOR_FOLLOWERS),
            warnings=(*snapshot.warnings, f"It says that it is {FOR_FOLLOWERS}."),
        )
    return Found(ref=snapshot.ref, snapshots=(snapshot,))


def _is_for_own(found: Json, account: str | None) -> bool:
    """Whether it is addressed to its author and the author's collections (followers) alone."""
    named = [found.get(key) for key in ("to", "cc")]
    addressed = [one for entry in named for one in (entry if isinstance(entry, list) else [entry])]
    return account is not None and all(
        one is None or (isinstance(one, str) and (one == account or one.startswith(f"{account}/")))
        for one in addressed
    )


def _deletion(found: Json) -> Answer:
    """A Delete: the account takes back what it posted. Whoever is of another server cannot
    (https://www.w3.org/TR/activitypub/#delete-activity-inbox).
    """
    actor, target = address(found.get("actor")), address(found.get("object"))
    if actor is None or target is None:
        return Failed(reason="malformed", detail="It is a Delete that does not say of what.")
    if server_of(actor) != server_of(target):
        return Failed(
            reason="another account", detail=f"{actor} cannot delete what is at {target}."
        )
    return Gone(
        cause="account deleted" if actor == target else "deleted by the author",
        basis=f"{server_of(target)} gave a Delete of {target} by {actor}",
    )


def _envelope(found: Json, saved: Saved) -> tuple[Answer, ...]:
    """Mastodon's oEmbed answer; those of others are not known by their shape."""
    envelope = oembed_of(found, "The file")
    if not isinstance(envelope, Oembed) or not is_mastodons(envelope):
        return ()
    named = posts_in(envelope.html or "")
    if saved.url is None and not named:
        return (Failed(reason="malformed", detail="The oEmbed answer does not name its post."),)
    return (read_envelope(envelope, named[0]),) if named else ()


def _page(saved: Saved) -> tuple[Answer, ...]:
    if _MARK not in saved.body[:100_000].lower():
        return ()
    url = saved.url or "https://page.invalid/"
    text = saved.text()
    if post_of(facts_of(text, url)) is None:
        return ()
    answer = read_page(text, url)
    return (answer,) if isinstance(answer, Found) else ()
