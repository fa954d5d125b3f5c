"""Where a recorded post is not kept as the recording says it, and why that is right."""

from typing import NamedTuple

__all__ = ["DIFFERENCES", "MOST", "Difference"]

MOST = 10
"""Differences that there may be."""


class Difference(NamedTuple):
    post: str
    """As the index writes it."""
    field: str
    indexed: object
    ours: object
    why: str = ""
    """Why ours is what a reader saw."""


_FOLLOWERS = (
    "The status says visibility: private. Mastodon shows such a post to the account's followers "
    "only (the recordings were made with the account's own token; to anybody else it answers "
    "404), and a post is one public post: no reader saw it, so it is refused as protected."
)

DIFFERENCES = tuple(
    Difference(post, "kept", words, None, _FOLLOWERS)
    for post, words in (
        ("localhost/117020585762235614", "bwooh! secret"),
        ("localhost/117020585769821293", "bwooh! secret"),
        ("mastodon.social/110446983178245440", "first status"),
        ("mastodon.social/110446984249325790", "final status"),
        ("mastodon.social/110447003454258227", "image post"),
        ("mastodon.social/110447001287656894", "video post"),
        (
            "mastodon.social/110447098625216345",
            "https://soundcloud.com/wakarangirl/popstars-dj-wakaran-girl-khard-bass-flex-1 "
            "link to soundcloud that should generate a card",
        ),
    )
)
