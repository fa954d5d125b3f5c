"""Addresses of Bluesky posts: every form of a URL -> the post, and the post -> its URLs.

A post is a record in its author's repository, ``at://DID/app.bsky.feed.post/RKEY``. The
DID stays when the handle changes, so the native id is ``DID/RKEY`` and the canonical URL
has the DID in it. A repost is a record of another collection: its native id has the collection in
it, ``DID/app.bsky.feed.repost/RKEY``, and its URL is the at:// address, since no page shows it.
Syntax: https://atproto.com/specs/did, /handle, /record-key, /at-uri-scheme.
"""

import re
from urllib.parse import SplitResult, quote, unquote

from archive.errors import NotAPost
from archive.records import NeedsLookup, PostRef

__all__ = [
    "INVALID_HANDLE",
    "NAME",
    "POST",
    "REPOST",
    "handle_in",
    "hashtag_url",
    "identify",
    "is_did",
    "is_handle",
    "is_repost",
    "post_ref",
    "profile_url",
    "record_key",
    "record_ref",
    "record_url",
    "split_native_id",
    "split_uri",
    "uri_of",
]

NAME = "bluesky"
POST = "app.bsky.feed.post"
REPOST = "app.bsky.feed.repost"
INVALID_HANDLE = "handle.invalid"
"""What the AppView writes in place of a handle that does not lead back to the account."""

FRONTS = (
    # Bluesky's own: bsky.app, staging.bsky.app, embed.bsky.app …
    *("bsky.app", "main.bsky.dev"),
    # previews for chats, with the same paths
    *("fxbsky.app", "vxbsky.app", "bskx.app", "bskyx.app", "bskye.app", "bsyy.app", "psky.app"),
    # other clients that keep Bluesky's paths
    *("deer.social", "blacksky.community"),
)
"""Sites, with their subdomains, whose ``/profile/WHO/post/RKEY`` is a Bluesky post."""

_HOST = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HANDLE = re.compile(_HOST)
_DID = re.compile(rf"did:(?:plc:[a-z2-7]{{24}}|web:{_HOST})")
_RKEY = re.compile(r"(?!\.{1,2}\Z)[A-Za-z0-9._:~-]{1,512}")
_CANONICAL = re.compile(r"https://bsky\.app/profile/([^/]+)/post/.+")
_URI = re.compile(r"at://([^/?#]+)/([A-Za-z0-9.-]+)/([^/?#]+)")

_PATHS = {
    "app.bsky.feed.generator": "feed",
    "app.bsky.graph.list": "lists",
}
_NOT_POSTS = {
    "feed": "a feed",
    "lists": "a list",
    "app.bsky.feed.generator": "a feed",
    "app.bsky.graph.list": "a list",
    "app.bsky.graph.starterpack": "a starter pack",
    "app.bsky.actor.profile": "a profile",
    "app.bsky.feed.like": "a like",
    "app.bsky.labeler.service": "a moderation service",
}
_PAGES = {
    "starter-pack": "a starter pack",
    "start": "a starter pack",
    "search": "a search",
    "hashtag": "a hashtag",
    "topic": "a topic",
    "intent": "a share button",
    "feeds": "a list of feeds",
    "notifications": "a list of notifications",
    "messages": "a private conversation",
    "settings": "a settings page",
}


def identify(url: SplitResult) -> PostRef | NeedsLookup | None:
    """The post that a URL names, without any network; ``None``: not one of Bluesky's.

    A handle in the URL must be looked up: it belongs to one account today and may belong
    to another tomorrow. An at:// address has no host and no port; what stands there is the
    account.

    Raises:
        NotAPost: it is Bluesky's, and a profile, a feed, a list, a search.
    """
    if url.scheme == "at":
        who = unquote(url.netloc)
        match [unquote(part) for part in url.path.split("/") if part]:
            case [collection, rkey, *_] if collection in {POST, REPOST}:
                return _record(who, collection, rkey)
            case [collection, *_]:
                kind = _NOT_POSTS.get(collection, f"a record of the kind {collection[:80]}")
                raise NotAPost(f"That is {kind} on Bluesky, not a post.")
        raise NotAPost(f"at://{who[:200]} is an account on Bluesky, not a post.")
    host = (url.hostname or "").rstrip(".")
    if not any(host == front or host.endswith(f".{front}") for front in FRONTS):
        return None
    match [unquote(part) for part in url.path.split("/") if part]:
        case ["profile", who, "post", rkey, *_]:
            return _record(who, POST, rkey)
        case ["embed", who, collection, rkey, *_] if collection == POST:
            return _record(who, POST, rkey)
        case ["profile", _, kind, *_] if kind in _NOT_POSTS:
            raise NotAPost(f"That is {_NOT_POSTS[kind]} on Bluesky, not a post.")
        case ["profile", who, *_]:
            raise NotAPost(f"That is the profile of {who[:200]} on Bluesky, not a post.")
        case [page, *_] if page in _PAGES:
            raise NotAPost(f"That is {_PAGES[page]} on Bluesky, not a post.")
    if host == "go.bsky.app":
        raise NotAPost("That is a short link to a starter pack on Bluesky, not a post.")
    raise NotAPost(f"There is no post in {host}{url.path[:80]}, an address of Bluesky.")


def _record(who: str, collection: str, rkey: str) -> PostRef | NeedsLookup:
    who = who.removeprefix("@").lower()
    if not _RKEY.fullmatch(rkey):
        raise NotAPost(f"{rkey[:80]!r} is no key of a Bluesky post.")
    if is_did(who):
        return record_ref(who, collection, rkey)
    if who == INVALID_HANDLE:
        raise NotAPost(
            f"{INVALID_HANDLE} is what Bluesky shows where an account's handle does not hold.",
            next_step="Paste an address with the account's DID: bsky.app/profile/did:plc:…",
        )
    if not is_handle(who):
        raise NotAPost(f"{who[:200]!r} is neither a handle nor a DID of a Bluesky account.")
    return NeedsLookup(
        platform=NAME,
        kind="handle",
        key=record_key(who, collection, rkey),
        url=_url(who, collection, rkey),
    )


def is_did(text: object) -> bool:
    """Whether this is a DID of a kind that atproto allows: ``did:plc`` or ``did:web``."""
    return isinstance(text, str) and len(text) <= 2048 and _DID.fullmatch(text) is not None


def is_handle(text: object) -> bool:
    """Whether this is a handle, in lower case. :data:`INVALID_HANDLE` is one by its syntax."""
    return isinstance(text, str) and len(text) <= 253 and _HANDLE.fullmatch(text) is not None


def post_ref(did: str, rkey: str) -> PostRef:
    """The post, with its canonical URL."""
    return record_ref(did, POST, rkey)


def record_ref(did: str, collection: str, rkey: str) -> PostRef:
    """The post or repost, with its URL: of a repost the at:// address."""
    return PostRef(
        platform=NAME,
        native_id=record_key(did, collection, rkey),
        url=_url(did, collection, rkey),
    )


def record_key(who: str, collection: str, rkey: str) -> str:
    """The native id of a post or repost by its account's DID, its other key by a handle."""
    return f"{who}/{rkey}" if collection == POST else f"{who}/{collection}/{rkey}"


def split_native_id(native_id: str) -> tuple[str, str, str]:
    """DID, collection and record key of a post or repost; the same of a key with a handle."""
    who, _, rest = native_id.partition("/")
    collection, slash, rkey = rest.partition("/")
    return (who, collection, rkey) if slash else (who, POST, rest)


def is_repost(ref: PostRef) -> bool:
    """Whether it is a repost, by its native id."""
    return split_native_id(ref.native_id)[1] == REPOST


def _url(who: str, collection: str, rkey: str) -> str:
    if collection == POST:
        return f"{profile_url(who)}/post/{rkey}"
    return f"at://{who}/{collection}/{rkey}"


def handle_in(url: str) -> str | None:
    """The handle in a canonical URL; ``None`` where the DID stands there, as it should."""
    match = _CANONICAL.fullmatch(url)
    return match[1] if match and is_handle(match[1]) else None


def uri_of(ref: PostRef) -> str:
    """The at:// address under which the APIs know the post or repost."""
    return "at://{}/{}/{}".format(*split_native_id(ref.native_id))


def profile_url(who: str) -> str:
    """The page of an account, by DID or handle."""
    return f"https://bsky.app/profile/{who}"


def hashtag_url(tag: str) -> str:
    """Where Bluesky leads from a hashtag, given without its sign."""
    return f"https://bsky.app/hashtag/{quote(tag, safe='')}"


def record_url(did: str, collection: str, rkey: str) -> str:
    """The page of a record of any kind: a feed, a list, a starter pack, else its account."""
    if collection == POST:
        return post_ref(did, rkey).url
    if collection == "app.bsky.graph.starterpack":
        return f"https://bsky.app/starter-pack/{did}/{rkey}"
    if collection in _PATHS:
        return f"{profile_url(did)}/{_PATHS[collection]}/{rkey}"
    return profile_url(did)


def split_uri(uri: object) -> tuple[str, str, str] | None:
    """DID, collection and record key of an at:// address; ``None`` if it is none with a DID."""
    match = _URI.fullmatch(uri) if isinstance(uri, str) else None
    if match is None or not is_did(match[1]) or not _RKEY.fullmatch(match[3]):
        return None
    return match[1], match[2], match[3]
