"""What an error of Meta's Graph API and Threads API says. Pure.

The codes are those of https://developers.facebook.com/docs/graph-api/guides/error-handling. None
says that a post is gone: code 100 is the same for what was deleted, what we may not see, and what
there never was.
"""

from archive.outcome import Failed, Refused
from archive.platforms.base import Response
from archive.platforms.shape import count, mapping, string

__all__ = ["graph_error"]

_LIMITED = {4, 17, 32, 341, 368, 613, *range(80000, 80015)}
_OUT_OF_ORDER = {1, 2}
_NO_TOKEN = {102, 104, 190, 463, 467}


def graph_error(response: Response, who: str) -> Refused | Failed | None:
    """What the error in an answer means; ``None``: it holds none that is known, and the status
    says what there is to say.
    """
    try:
        error = mapping(mapping(response.json()).get("error"))
    except (ValueError, RecursionError):
        return None
    code = count(error.get("code"))
    if code is None:
        return None
    words = f"{who} answered with error {code}"
    message = string(error.get("message"))
    words += f": “{message[:300]}”" if message else ""
    if code in _NO_TOKEN:
        return Refused(reason="login", detail=f"{words} The token is not accepted.")
    if code in _LIMITED:
        return Refused(reason="limited", detail=words)
    if code in _OUT_OF_ORDER:
        return Failed(reason="unreachable", detail=words)
    if response.status == 200 or response.status == 400:
        return Refused(reason="not shown", detail=f"{words} That is no word about the post.")
    return None
