"""What an answer of a fediverse server tells when it is not the post."""

from archive.errors import FetchError
from archive.outcome import Failed, Refused
from archive.platforms.base import Fetcher, Response
from archive.platforms.shape import Json, string

__all__ = [
    "ACTIVITY_JSON",
    "answers_others",
    "is_data",
    "json_object",
    "json_value",
    "refusal",
    "server_error",
]

ACTIVITY_JSON = {"Accept": "application/activity+json"}


def json_object(response: Response) -> Json | None:
    """The JSON object of an answer; ``None`` for a page, an empty answer, a list."""
    found = json_value(response)
    return found if isinstance(found, dict) else None


def json_value(response: Response) -> object:
    """The JSON of an answer, ``None`` where it is none."""
    try:
        value: object = response.json()
    except (ValueError, RecursionError):  # RecursionError: nested beyond what any post is
        return None
    return value


def is_data(response: Response) -> bool:
    """Whether an answer says that it is JSON, and is not simply empty."""
    return "json" in response.headers.get("content-type", "").lower() and bool(
        response.body.strip()
    )


def server_error(response: Response) -> str | None:
    """The server's own words, where it gave Mastodon's ``{"error": …}``
    (https://docs.joinmastodon.org/entities/Error/).
    """
    words = string((json_object(response) or {}).get("error"))
    return words[:200] if words else None


def refusal(response: Response, host: str) -> Refused | Failed:
    """What a status other than 200 says of the server and us. Nothing of the post."""
    words = server_error(response)
    said = f"HTTP {response.status}" + (f": {words}" if words else "")
    match response.status:
        case 401:
            return Refused(reason="login", detail=f"{host} wants a login first ({said}).")
        case 429:
            return Refused(reason="limited", detail=f"{host} was asked too often ({said}).")
        case 451:
            return Refused(reason="blocked here", detail=f"{host} blocks it here ({said}).")
        case status if status >= 500:
            return Failed(reason="unreachable", detail=f"{host} is out of order ({said}).")
        case _:
            return Refused(reason="not shown", detail=f"{host} would not show it to us ({said}).")


async def answers_others(base: str, fetcher: Fetcher) -> bool:
    """Whether this is a server of the fediverse that answers us at all: its description of
    itself can be had (https://docs.joinmastodon.org/methods/instance/).

    Only then is its *not found* an answer about the post.
    """
    for path in ("/api/v2/instance", "/api/v1/instance"):
        try:
            response = await fetcher.get(base + path)
        except FetchError:  # no answer is an answer here: it does not answer for others
            return False
        instance = (json_object(response) or {}) if response.status == 200 else {}
        named = string(instance.get("domain")) or string(instance.get("uri"))
        if named and string(instance.get("version")):
            return True
    return False
