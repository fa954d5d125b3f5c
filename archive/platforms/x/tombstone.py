"""What X says in a post's place, read: the only evidence that X gives of a post's end. Pure.

The wordings are X's own English ones of 2019 to today, with "Tweet" and later "Post". One
("deleted by") is recorded; the others are documented by clients that meet them. A wording
that is not known here says nothing about the post.
"""

import re
from collections.abc import Mapping
from typing import Any

from archive.outcome import Gone, GoneCause, Refused, RefusedReason
from archive.platforms.shape import mapping, string

__all__ = ["tombstone"]

_LEARN_MORE = re.compile(r"\s*(Learn more|\{learnmore\})\.?\s*$", re.IGNORECASE)

# A post of public interest stays behind a notice that it broke the rules: it is not gone.
_STAYS = re.compile(r"remain accessible|public.s interest", re.IGNORECASE)
_GONE: tuple[tuple[str, GoneCause], ...] = (
    (r"deleted by the \w+ author", "deleted by the author"),
    (r"from a suspended account", "account suspended"),
    (r"account that no longer exists", "account deleted"),
    (r"violat\w+ the (\w+ )?rules", "removed by the platform"),
)
_REFUSED: tuple[tuple[str, RefusedReason], ...] = (
    (r"owner limits who can view|from a (private|protected) account", "protected"),
    (r"withheld|age.restricted|adult content|under 18|your (age|country)", "blocked here"),
    (r"log in", "login"),
)


def tombstone(payload: Mapping[str, Any]) -> Gone | Refused:
    """What a ``TweetTombstone`` says of its post, in X's words.

    >>> words = {"text": {"text": "This Post is from a suspended account. Learn more"}}
    >>> tombstone({"__typename": "TweetTombstone", "tombstone": words})
    Gone(cause='account suspended', basis='This Post is from a suspended account.')
    """
    told = string(mapping(mapping(payload.get("tombstone")).get("text")).get("text"))
    if told is None:
        return Refused(reason="not shown", detail="X answered with a notice that has no words.")
    words = _LEARN_MORE.sub("", told).strip()
    if not _STAYS.search(words):
        for pattern, cause in _GONE:
            if re.search(pattern, words, re.IGNORECASE):
                return Gone(cause=cause, basis=words)
    detail = f"X would not show it to us: “{words}”"
    for pattern, reason in _REFUSED:
        if re.search(pattern, words, re.IGNORECASE):
            return Refused(reason=reason, detail=detail)
    return Refused(reason="not shown", detail=detail)
