"""The kinds of post, and how each is known in what was found.

Beside this file, ``kinds_NAME.py``, stand an answer of each platform that has the kind, or why
there is none. It goes through the door of ``onrecord capture --payload``.
"""

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from archive.outcome import Found
from archive.platforms import read_saved
from archive.platforms.base import Saved
from archive.records import Snapshot

__all__ = [
    "ARABIC",
    "FILE",
    "KINDS",
    "LONG",
    "NONE",
    "NO_POLLS",
    "NO_QUOTES",
    "UNSEEN",
    "Kind",
    "NoSource",
    "read",
]

ARABIC = "يفتح الجسر يوم الاثنين"
LONG = "The bridge opens on Monday. " * 60
FILE = "https://files.example"
UNSEEN = "no documentation and no recording that we know shows it"
NONE = "none"
"""The platform has no such posts."""


NO_POLLS = dict.fromkeys(("open poll", "closed poll"), NONE)
NO_QUOTES = dict.fromkeys(
    (
        "quote",
        "quote of a post that is gone",
        "quote of one by somebody who blocks",
        "quote of a private one",
    ),
    NONE,
)


class NoSource(NamedTuple):
    """The platform has such posts, and no source gives them."""

    why: str


class Kind(NamedTuple):
    """``found`` tells whether an answer has it."""

    name: str
    found: Callable[[Found], bool]


def _last(look: Callable[[Snapshot], object]) -> Callable[[Found], bool]:
    return lambda found: bool(look(found.snapshots[-1]))


def _media(kind: str, most: int = 1) -> Callable[[Found], bool]:
    return _last(
        lambda s: (
            [m.kind for m in s.media] == [kind] * most
            and len({m.urls or m.poster_url for m in s.media}) == most
        )
    )


def _quoted(why: str | None) -> Callable[[Found], bool]:
    return _last(lambda s: s.quoted and s.quoted.unavailable == why)


KINDS = (
    Kind("text", _last(lambda s: s.text and s.completeness != "cut")),
    Kind("1 image", _media("image")),
    Kind("20 images", _media("image", 20)),
    Kind("video", _media("video")),
    Kind("GIF", _media("gif")),
    Kind("audio", _media("audio")),
    Kind("open poll", _last(lambda s: s.poll and s.poll.options and s.poll.closed is not True)),
    Kind("closed poll", _last(lambda s: s.poll and s.poll.closed)),
    Kind("link card", _last(lambda s: s.link_card and s.link_card.url)),
    Kind("quote", _quoted(None)),
    Kind("quote of a post that is gone", _quoted("gone")),
    Kind("quote of one by somebody who blocks", _quoted("blocked")),
    Kind("quote of a private one", _quoted("protected")),
    Kind("repost", _last(lambda s: s.kind == "repost" and s.reposted and s.reposted.native_id)),
    Kind("reply", _last(lambda s: s.parent and s.parent.url)),
    Kind("edited: what it was before", lambda f: len({s.text for s in f.snapshots}) == 2),
    Kind("edited: that it was", _last(lambda s: s.edited_at or "dited" in str(s.warnings))),
    Kind("long, whole", _last(lambda s: len(s.text) > 1500 and s.completeness == "full")),
    Kind("long, cut: it says so", _last(lambda s: s.completeness == "cut")),
    Kind("article", _last(lambda s: s.text.count("\n\n") == 1)),
    Kind("content warning", _last(lambda s: s.content_warning)),
    Kind("sensitive", _last(lambda s: s.sensitive)),
    Kind("place, where it is switched on", _last(lambda s: s.place)),
    Kind("language with its region", _last(lambda s: s.lang and "-" in s.lang)),
    Kind("right to left", _last(lambda s: ARABIC in s.text)),
)


def read(answer: Any, url: str | None = None) -> Found:
    """What is found in an answer: JSON, a page at ``url``, or what its own platform read of it."""
    if isinstance(answer, Found):
        return answer
    body = answer if isinstance(answer, str) else json.dumps(answer)
    told = read_saved(Saved(body=body.encode(), url=url))
    assert told is not None, "no platform knows it"
    return next(one for one in told[1] if isinstance(one, Found))
