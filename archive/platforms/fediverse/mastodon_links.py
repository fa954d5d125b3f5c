"""The posts that a Mastodon status quotes, answers or reposts. Pure."""

from typing import NamedTuple

from archive.platforms.fediverse.mastodon_parts import (
    is_for_followers,
    is_public,
    is_whole,
    status_ref,
)
from archive.platforms.shape import Json, mapping, string
from archive.records import PostLink, Unavailable
from archive.text import web_address

__all__ = ["Quote", "link_to", "parent_link", "quote_of"]

# https://docs.joinmastodon.org/entities/Quote/#state
_STATES: dict[str, Unavailable] = {
    "pending": "refused",  # the quoted author has not agreed yet; nobody is shown it
    "rejected": "refused",  # the quoted author did not agree
    "revoked": "revoked",
    "deleted": "gone",
    "unauthorized": "protected",
    "blocked_account": "blocked",
    "blocked_domain": "blocked",
    "muted_account": "blocked",
}


class Quote(NamedTuple):
    """``link`` is ``None`` where nothing is quoted; ``status`` is the quoted one if it came."""

    link: PostLink | None = None
    status: Json | None = None
    warning: str | None = None


def link_to(status: Json, *, followers: bool = False) -> PostLink:
    """A link to a post that the server gave in full; not to one that is not for everybody, or
    not for ``followers``.
    """
    if not (is_public(status) or (followers and is_for_followers(status))):
        return PostLink(unavailable="protected")
    if not is_whole(status):
        return PostLink(unavailable="failed")
    ref = status_ref(status)
    return PostLink(url=ref.url, platform=ref.platform, native_id=ref.native_id)


def parent_link(status: Json, base: str, ancestors: list[Json] | None) -> PostLink | None:
    """The answered post.

    Without the context (``None``) only its id at this server is known; where the context
    does not hold it, the server would not show it to us.
    """
    answers = string(status.get("in_reply_to_id"))
    if answers is None:
        return None
    for above in ancestors or []:
        if above.get("id") == answers:
            return link_to(above)
    return PostLink(
        url=f"{base}/statuses/{answers}",
        unavailable="not taken" if ancestors is None else "refused",
    )


def quote_of(status: Json, base: str) -> Quote:
    """What a status quotes.

    Mastodon wraps it with its state, or gives its id alone when it is itself quoted
    (https://docs.joinmastodon.org/entities/ShallowQuote/). Fedibird, Pleroma and Akkoma
    give the quoted status itself; Pleroma may give its address alone.
    """
    pleroma = mapping(status.get("pleroma"))
    quote = mapping(status.get("quote")) or mapping(pleroma.get("quote"))
    if not quote:
        url = web_address(pleroma.get("quote_url"))
        return Quote(PostLink(url=url, unavailable="not taken")) if url else Quote()
    if "state" not in quote:
        return _shown(quote)
    state = string(quote.get("state")) or "unknown"
    if state == "accepted":
        if inner := mapping(quote.get("quoted_status")):
            return _shown(inner)
        shallow = string(quote.get("quoted_status_id"))
        url = f"{base}/statuses/{shallow}" if shallow else None
        return Quote(PostLink(url=url, unavailable="not taken"))
    if state in _STATES:
        return Quote(PostLink(unavailable=_STATES[state]))
    return Quote(
        PostLink(unavailable="failed"),
        warning=f"The server says of the quoted post {state[:40]!r}, which is not known here.",
    )


def _shown(quoted: Json) -> Quote:
    return Quote(link_to(quoted), quoted)
