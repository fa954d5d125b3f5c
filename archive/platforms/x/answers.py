"""What an HTTP answer of X says of a post: a post, or why there is none. Pure.

A refusal says something about X and us, not about the post: so read are 404, an empty
object, a page of JavaScript, a login wall and a rate limit.

A 403 is "valid auth but no permission for this resource or action"
(https://docs.x.com/x-api/fundamentals/response-codes-and-errors, read 2026-11-28): X does not let
us in, and it does not ask for a login. Only where it names the app of our token as what lacks
something (``client-forbidden``: not enrolled; ``unsupported-authentication``) is it *login*. That a
post is not for us to see it says of protected accounts and of others alike: *not shown*.
"""

from msgspec.structs import replace

from archive.outcome import Failed, Gone, Refused
from archive.platforms.base import Response
from archive.platforms.oembed import read_oembed
from archive.platforms.shape import mapping
from archive.platforms.x.oembed import parse_oembed
from archive.platforms.x.page import parse_page
from archive.platforms.x.parse import parse_tweet_result
from archive.platforms.x.post import Parsed
from archive.platforms.x.tombstone import tombstone
from archive.platforms.x.v2 import parse_v2, problem

__all__ = ["read_embed", "read_page", "read_status", "read_tweet_result", "read_v2"]


_NOTHING = Refused(reason="not shown", detail="X answered with nothing about this post.")


def read_tweet_result(response: Response, asked: str) -> Parsed | Gone | Refused | Failed:
    """An answer of the syndication endpoint about the post with the id ``asked``."""
    payload = _payload(response)
    if isinstance(payload, (Refused, Failed)):
        return payload
    answer = mapping(payload)
    if answer.get("__typename") == "TweetTombstone" or "tombstone" in answer:
        return tombstone(answer)
    try:
        parsed = parse_tweet_result(payload)
    except ValueError as error:
        return _not_understood(error)
    return _asked_for(parsed, asked)


def read_v2(response: Response, asked: str) -> Parsed | Gone | Refused | Failed:
    """An answer of the API about the post with the id ``asked``."""
    payload = _payload(response)
    if isinstance(payload, (Refused, Failed)):
        return payload
    if "data" not in mapping(payload):
        told = problem(payload)
        if told is not None:
            return told
    try:
        parsed = parse_v2(payload)
    except ValueError as error:
        return _not_understood(error)
    return _asked_for(parsed, asked)


def read_embed(response: Response, asked: str) -> Parsed | Refused | Failed:
    """An oEmbed answer about the post with the id ``asked``. X answers 404 about what it does
    not show, and 403 about private accounts, and says no more.
    """
    envelope = read_oembed(response, "X")
    if isinstance(envelope, (Refused, Failed)):
        return envelope
    try:
        parsed = parse_oembed(envelope)
    except ValueError as error:
        return _not_understood(error)
    return _asked_for(parsed, asked)


def read_page(response: Response, asked: str) -> Parsed | Refused | Failed:
    """A page of the post with the id ``asked``, as a web archive holds it."""
    return parse_page(response.text(), response.url, asked) or _NOTHING


def read_status(response: Response) -> Refused | Failed | None:
    """What the status alone says; ``None`` when the body is to be read."""
    status = response.status
    told = f"X answered {status}"
    if status >= 500:
        return Failed(reason="unreachable", detail=f"{told}: it is out of order just now.")
    if status == 401:
        return Refused(reason="login", detail=f"{told}: it wants a login.")
    if status == 403:
        return Refused(reason="not shown", detail=f"{told}: it does not let us in.")
    if status in {402, 429}:
        return Refused(reason="limited", detail=f"{told}: we asked more than it allows for now.")
    if status == 451:
        return Refused(reason="blocked here", detail=f"{told}: it may not show this here.")
    if status in {404, 410}:
        return Refused(
            reason="not shown",
            detail=f"{told}, which it does for posts that are there, too.",
        )
    if not 200 <= status < 300:
        return Failed(reason="malformed", detail=f"{told}, and no post.")
    return None


def _payload(response: Response) -> object:
    """The answer's JSON, or what is said by an answer that has none."""
    refusal = read_status(response)
    try:
        payload = response.json()
    except (ValueError, RecursionError):  # no JSON, or nested past all sense
        if refusal is not None:
            return refusal
        return _no_json(response)
    if isinstance(refusal, Refused):
        told = problem(payload)
        # A suspension named in a refusal may be that of our own account.
        if told is None or isinstance(told, Gone):
            return refusal
        if response.status == 403 and isinstance(told, Refused):
            return told  # it says whether our credential lacks something
        return replace(refusal, detail=told.detail)
    if refusal is not None:
        return refusal
    return _NOTHING if payload == {} else payload


def _no_json(response: Response) -> Refused | Failed:
    body = response.body.lstrip()
    if not body:
        return _NOTHING
    if body.startswith(b"<") or "html" in response.headers.get("content-type", "").lower():
        if "login" in response.url:
            return Refused(reason="login", detail="X led us to its login page.")
        return Refused(reason="not shown", detail="X answered with a web page without the post.")
    return Failed(reason="malformed", detail="X answered with something that is no JSON.")


def _not_understood(error: ValueError) -> Failed:
    return Failed(
        reason="malformed", detail=f"X's answer has a shape that is not known here: {error}."
    )


def _asked_for(parsed: Parsed, asked: str) -> Parsed | Failed:
    if asked in parsed.chain:
        return parsed
    return Failed(
        reason="another post",
        detail=f"X was asked for post {asked} and answered with post {parsed.native_id}.",
    )
