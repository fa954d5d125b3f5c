"""What an answer of a fediverse server tells when it is not the post."""

from msgspec.structs import replace

from archive.errors import FetchError
from archive.outcome import Failed, Refused
from archive.platforms import answers
from archive.platforms.base import Fetcher, Response
from archive.platforms.shape import Json, string

__all__ = [
    "ACTIVITY_JSON",
    "answers_others",
    "json_object",
    "json_value",
    "object_in",
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


def server_error(response: Response) -> str | None:
    """The server's own words, where it gave Mastodon's ``{"error": …}``
    (https://docs.joinmastodon.org/entities/Error/).
    """
    words = string((json_object(response) or {}).get("error"))
    return words[:200] if words else None


def refusal(response: Response, host: str) -> Refused | Failed | None:
    """What status and address alone say, with the server's own words. Nothing of the post;
    ``None``: the body is to be read.
    """
    refused = answers.refusal(response, host)
    words = server_error(response) if refused else None
    if refused is None or words is None:
        return refused
    return replace(refused, detail=f"{refused.detail} It said: “{words}”.")


def object_in(response: Response, host: str) -> Json | Refused | Failed:
    """The JSON object of an answer, or what is said by an answer that has none: a login wall or
    a JavaScript shell is a refusal, other JSON a failure.
    """
    found = refusal(response, host) or answers.data_of(response, host)
    if isinstance(found, (dict, Refused, Failed)):
        return found
    return Failed(reason="malformed", detail=f"{host} answered with JSON that is no post.")


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
