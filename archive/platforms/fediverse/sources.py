"""The ways to a post at its own server: the client API, ActivityPub, and oEmbed."""

import asyncio
import re
from urllib.parse import urlsplit

from archive.errors import FetchError
from archive.outcome import Answer, Failed, Found, Gone, Refused
from archive.platforms.base import Fetcher, Response
from archive.platforms.fediverse.activitypub_parse import is_public as object_is_public
from archive.platforms.fediverse.activitypub_parse import object_of, object_ref, parse_object
from archive.platforms.fediverse.activitypub_parts import account_of
from archive.platforms.fediverse.answers import (
    ACTIVITY_JSON,
    answers_others,
    json_object,
    json_value,
    object_in,
    server_error,
)
from archive.platforms.fediverse.envelope import read_envelope
from archive.platforms.fediverse.mastodon_parse import goes_on, parse_status
from archive.platforms.fediverse.mastodon_parts import is_for_followers, is_public, status_ref
from archive.platforms.fediverse.urls import LocalId, local_id, server_of
from archive.platforms.oembed import read_oembed
from archive.platforms.shape import Json, mapping, mappings, string
from archive.records import PostRef, Snapshot

__all__ = ["ActivityPub", "ClientApi", "OEmbed"]


class ClientApi:
    """``/api/v1/statuses/ID`` of the origin, with the history of an edited post and the
    context of an answer (https://docs.joinmastodon.org/methods/statuses/). How the author of a
    post with answers went on is told afterwards.

    A 404 with Mastodon's JSON error, from a server that answers for others, is *gone, cause
    unknown*: the post may as well be for followers only, or the server may block us.
    """

    name = "client-api"

    async def look(self, ref: PostRef, fetcher: Fetcher) -> Answer:
        local = local_id(ref)
        if local is None:
            return Failed(reason="off", detail=f"The client API has no id for {ref.native_id}.")
        host = local.base.partition("://")[2]
        response = await fetcher.get(f"{local.base}/api/v1/statuses/{local.id}")
        if response.status in {404, 410}:
            return await self._not_found(response, ref, local, fetcher)
        status = object_in(response, host)
        if not isinstance(status, dict):
            return status
        try:
            wrong = _is_other(status, ref, local)
            if wrong is not None:
                return wrong
            edited = bool(status.get("edited_at"))
            answers = bool(status.get("in_reply_to_id"))
            history, context = await asyncio.gather(
                self._extra(local, "history", fetcher, edited),
                self._extra(local, "context", fetcher, answers),
            )
            ancestors = mapping(context).get("ancestors")
            descendants = mapping(context).get("descendants")
            parsed = parse_status(
                status,
                local.base,
                history=mappings(history) if isinstance(history, list) else None,
                ancestors=mappings(ancestors) if isinstance(ancestors, list) else None,
                descendants=mappings(descendants),
            )
        except ValueError as error:
            return Failed(reason="malformed", detail=f"{host} answered, but {error}.")
        return Found(
            ref=parsed.snapshots[-1].ref,
            snapshots=parsed.snapshots,
            along=parsed.along,
            below=parsed.below,
            may_go_on=not answers
            and not status.get("reblog")
            and bool(status.get("replies_count")),
        )

    async def below(self, post: Snapshot, fetcher: Fetcher) -> tuple[Snapshot, ...] | None:
        """See :class:`~archive.platforms.base.Threaded`: from the context of the post."""
        local = local_id(post.ref)
        if local is None:
            return ()
        response = await fetcher.get(f"{local.base}/api/v1/statuses/{local.id}/context")
        if response.status >= 500:
            return None
        context = json_value(response) if response.status == 200 else None
        descendants = mappings(mapping(context).get("descendants"))
        try:
            return goes_on(post, local.id, descendants, local.base)
        except ValueError:  # nor will it make sense when it is asked for again
            return ()

    @staticmethod
    async def _extra(local: LocalId, what: str, fetcher: Fetcher, wanted: bool) -> object:
        """What else is told of the status; ``None``, which becomes a warning of the snapshot,
        where no answer came. The post itself is at hand, and is not lost for that.
        """
        if not wanted:
            return None
        try:
            response = await fetcher.get(f"{local.base}/api/v1/statuses/{local.id}/{what}")
        except FetchError:
            return None
        return json_value(response) if response.status == 200 else None

    @staticmethod
    async def _not_found(
        response: Response, ref: PostRef, local: LocalId, fetcher: Fetcher
    ) -> Answer:
        host = local.base.partition("://")[2]
        words = server_error(response)
        if words and await answers_others(local.base, fetcher):
            if suspended := await _suspension(ref, local, fetcher):
                return suspended
            return Gone(cause="unknown", basis=f"{host} answered HTTP {response.status}: “{words}”")
        return Refused(
            reason="not shown",
            detail=f"{host} answered HTTP {response.status}, and not as a server of the "
            "fediverse that knows its posts.",
        )


class ActivityPub:
    """The object at the post's own address, as other servers fetch it.

    A Tombstone there is the origin's word that the post was deleted
    (https://www.w3.org/TR/activitypub/#delete-activity-outbox). It does not say by whom, the
    author or a moderator, so the cause is unknown.
    """

    name = "activitypub"

    async def look(self, ref: PostRef, fetcher: Fetcher) -> Answer:
        url = ref.native_id if "://" in ref.native_id else ref.url
        host = server_of(url) or url
        response = await fetcher.get(url, headers=ACTIVITY_JSON)
        payload = json_object(response) or {}
        if response.status not in {404, 410} or payload.get("type") != "Tombstone":
            told = object_in(response, host)
            if not isinstance(told, dict):
                return told
            payload = told
        try:
            found = object_of(payload)
            actual = object_ref(found)
            if actual.native_id != ref.native_id:
                return _another(actual, ref, host)
            if found["type"] == "Tombstone":
                return Gone(cause="unknown", basis=_tombstone(found, response.status, host))
            if not object_is_public(found):
                return _protected(host)
            account = account_of(found)
            if server_of(account) != server_of(string(found.get("id"))):
                return Failed(
                    reason="another account",
                    detail=f"{host} gave a post in the name of {account or 'nobody'}.",
                )
            snapshot = parse_object(found, await self._actor(account, fetcher))
        except ValueError as error:
            return Failed(reason="malformed", detail=f"{host} answered, but {error}.")
        return Found(ref=snapshot.ref, snapshots=(snapshot,))

    @staticmethod
    async def _actor(account: str | None, fetcher: Fetcher) -> Json | None:
        """The author's own object; ``None``, which becomes a warning, if it was not given."""
        if account is None:
            return None
        try:
            response = await fetcher.get(account, headers=ACTIVITY_JSON)
        except FetchError:
            return None
        actor = json_object(response) if response.status == 200 else None
        return actor if actor and actor.get("id") == account else None


class OEmbed:
    """``/api/oembed`` of the origin (https://docs.joinmastodon.org/methods/oembed/): who posted,
    and hardly ever what. It answers some who get nothing else.
    """

    name = "oembed"

    async def look(self, ref: PostRef, fetcher: Fetcher) -> Answer:
        page = urlsplit(ref.url)
        response = await fetcher.get(
            f"{page.scheme}://{page.netloc}/api/oembed", params={"url": ref.url}
        )
        host = server_of(ref.url) or page.netloc
        envelope = read_oembed(response, host)
        if isinstance(envelope, (Refused, Failed)):
            return envelope
        return read_envelope(envelope, ref)


async def _suspension(ref: PostRef, local: LocalId, fetcher: Fetcher) -> Gone | None:
    """The account is asked about first: a suspended one takes its posts with it, and says so
    (https://docs.joinmastodon.org/entities/Account/#suspended).
    """
    name = re.search(r"/(?:@|users/)([\w.-]+)", urlsplit(ref.url).path, re.ASCII)
    if name is None:
        return None
    try:
        response = await fetcher.get(
            f"{local.base}/api/v1/accounts/lookup", params={"acct": name[1]}
        )
    except FetchError:  # nothing is known of the account, and the post's own answer stands
        return None
    account = json_object(response) if response.status == 200 else None
    if account is None or account.get("suspended") is not True:
        return None
    host = local.base.partition("://")[2]
    return Gone(
        cause="account suspended", basis=f"{host} says of the account @{name[1]}: “suspended”: true"
    )


def _is_other(status: Json, ref: PostRef, local: LocalId) -> Answer | None:
    """Why this status is not the one that was asked for, or not for everybody."""
    host = local.base.partition("://")[2]
    actual = status_ref(status)
    if actual.native_id != ref.native_id or status.get("id") != local.id:
        return _another(actual, ref, host)
    # We ask without a login: what a server gives us, it gives to anybody. It is kept with the
    # label that its author meant it otherwise; what is direct is between people, and never kept.
    return None if is_public(status) or is_for_followers(status) else _protected(host)


def _another(actual: PostRef, ref: PostRef, host: str) -> Failed:
    return Failed(
        reason="another post",
        detail=f"{host} answered with {actual.url}, and was asked for {ref.url}. "
        "If that one is meant, paste its address.",
    )


def _protected(host: str) -> Refused:
    return Refused(
        reason="protected", detail=f"{host} says that the post is not for everybody to read."
    )


def _tombstone(found: Json, status: int, host: str) -> str:
    deleted = string(found.get("deleted"))
    when = f", deleted {deleted[:40]}" if deleted else ""
    return f"{host} answered HTTP {status} with a Tombstone{when}"
