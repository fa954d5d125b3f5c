"""What an HTTP answer says of a post before anybody has read it: the table that every source
shares. Pure.

A refusal says something about the platform and us, not about the post: so are read a 404 and a
410 without the platform's own words, an empty answer, a page where data were asked for, a login
wall and a rate limit. A source that knows more of its platform's answers reads those first.
"""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from archive.outcome import Failed, Refused
from archive.platforms.base import Response

__all__ = ["data_of", "leads_to_login", "refusal"]

_LOGIN = re.compile(
    r"/(?:[a-z]{2}(?:[-_][a-z]{2})?/)?"
    r"(?:accounts/|i/flow/|users/|uas/|session/|auth/)?"
    r"(?:log[-_]?in|sign[-_]?in|signup|authwall|checkpoint|consent)(?:[/.?]|$)",
    re.IGNORECASE,
)
# Below a name, what platforms write before the id of a post. No login page has it there.
_POST = re.compile(
    r"/(?:status(?:es)?|posts?|p|reels?|tv|photos?|videos?|notes?|notice|objects?|comments)/[^/]"
)


def refusal(
    response: Response, who: str, is_post: Callable[[str], object] | None = None
) -> Refused | Failed | None:
    """What status and address alone say; ``None`` when the body is to be read. ``who`` answered:
    a platform's name, or a host. ``is_post`` as for :func:`leads_to_login`.
    """
    said = f"HTTP {response.status}"
    if leads_to_login(response.url, is_post):
        return Refused(reason="login", detail=f"{who} led us to its login page.")
    match response.status:
        case 200:
            return None
        case 401:
            return Refused(reason="login", detail=f"{who} wants a login first ({said}).")
        case 402 | 429:
            return Refused(
                reason="limited", detail=f"{who} was asked more than it allows for now ({said})."
            )
        case 404 | 410:
            return Refused(
                reason="not shown",
                detail=f"{who} answered {said}, which is no word about the post.",
            )
        case 451:
            return Refused(reason="blocked here", detail=f"{who} may not show it here ({said}).")
        case status if status >= 500:
            return Failed(reason="unreachable", detail=f"{who} is out of order ({said}).")
        case status if 300 <= status < 500:
            return Refused(reason="not shown", detail=f"{who} would not show it to us ({said}).")
        case _:
            return Failed(reason="malformed", detail=f"{who} answered {said}, and no post.")


def data_of(response: Response, who: str) -> object | Refused | Failed:
    """The JSON of an answer, or what is said by an answer that has none."""
    refused = refusal(response, who)
    if refused is not None:
        return refused
    try:
        value: object = response.json()
    except (ValueError, RecursionError):  # no JSON, or nested past all sense
        return _no_data(response, who)
    if not value and not isinstance(value, (int, float)):
        return Refused(reason="not shown", detail=f"{who} answered with nothing about this post.")
    return value


def leads_to_login(url: str, is_post: Callable[[str], object] | None = None) -> bool:
    """Whether an address is that of a login page: where a refused reader is led to.

    People may be called ``login``, ``signup`` or ``checkpoint``. What has the shape of a post's
    address below such a name is one; ``is_post`` knows a platform's shapes that no others have
    (Telegram's ``/checkpoint/42``).
    """
    path = urlsplit(url).path
    led = _LOGIN.match(path)
    if led is None or _POST.match(path, led.end() - 1):
        return False
    return is_post is None or not is_post(url)


def _no_data(response: Response, who: str) -> Refused | Failed:
    body = response.body.lstrip()
    if not body:
        return Refused(reason="not shown", detail=f"{who} answered with nothing about this post.")
    if body.startswith(b"<") or "html" in response.headers.get("content-type", "").lower():
        return Refused(
            reason="not shown", detail=f"{who} answered with a web page without the post."
        )
    return Failed(reason="malformed", detail=f"{who} answered with something that is no JSON.")
