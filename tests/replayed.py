"""Where what is kept of a recorded post differs from the index of the recordings, and why ours
is what a reader saw.
"""

from typing import NamedTuple

__all__ = ["DIFFERENCES", "MOST", "Difference"]

MOST = 10
"""Posts that may differ."""


class Difference(NamedTuple):
    post: str
    """As the index writes it."""
    field: str
    indexed: object
    ours: object
    why: str = ""
    """Why ours is what a reader saw."""


_SHORT = (
    "X shows a link as its display_url, and not at all the short link that it adds for the "
    "post's own pictures; the index has the short links as X stores them."
)
_HIDDEN = (
    "Mastodon hides the scheme of a link and what is too long of it (class invisible); the index "
    "took out the tags alone."
)
_QUOTED = (
    "Mastodon shows the quoted post in a box, in place of the line that names it for servers "
    "that know no quotes (class quote-inline); the index took out the tags alone."
)

DIFFERENCES = (
    Difference(
        "1641086480675225601",
        "words",
        "If you are interested about View Flattening in React Native, I wrote a short post about "
        "it: https://t.co/4G6RAMfrHy Let me know what you think! https://t.co/rQd6FIwZ0U",
        "If you are interested about View Flattening in React Native, I wrote a short post about "
        "it: github.com/reactwg/react-… Let me know what you think!",
        _SHORT,
    ),
    Difference(
        "1684218600456876032",
        "words",
        "For the first time in the world, researchers succeeded in synthesizing a room-temperature "
        "superconductor (Tc≥400 K, 127°C) working at ambient pressure with a modified lead-apatite "
        "(LK-99) structure [full paper: https://t.co/1kNB4GT8ut] https://t.co/1N4ogvaMPA",
        "For the first time in the world, researchers succeeded in synthesizing a room-temperature "
        "superconductor (Tc≥400 K, 127°C) working at ambient pressure with a modified lead-apatite "
        "(LK-99) structure [full paper: buff.ly/450N0Px]",
        _SHORT,
    ),
    Difference(
        "1703436713362870723",
        "words",
        "Senator @RonWyden is doing an AMA on r/technology on Monday. I hope someone asks if he "
        "supports Reddit's shadow bans: \"Reddit lets moderators shadow remove users' comments. Do "
        "you support this practice?\" https://t.co/JLoLiR5BcW… I'll be asleep at the time of the "
        "AMA. 1/2 🧵",
        "Senator @RonWyden is doing an AMA on r/technology on Monday. I hope someone asks if he "
        "supports Reddit's shadow bans: \"Reddit lets moderators shadow remove users' comments. Do "
        "you support this practice?\" reddit.com/r/technology/c…… I'll be asleep at the time of "
        "the AMA. 1/2 🧵",
        _SHORT,
    ),
    Difference(
        "localhost/117020609135389699", "words", "http://example.org/", "example.org/", _HIDDEN
    ),
    Difference(
        "localhost/102945524932891258", "words", "http://example.org/", "example.org/", _HIDDEN
    ),
    Difference(
        "localhost/117020583073249915",
        "words",
        "https://www.youtube.com/watch?v=FAEKjYroiME",
        "youtube.com/watch?v=FAEKjYroiME",
        _HIDDEN,
    ),
    Difference(
        "mastodon.social/110447098625216345",
        "words",
        "https://soundcloud.com/wakarangirl/popstars-dj-wakaran-girl-khard-bass-flex-1 link to "
        "soundcloud that should generate a card",
        "soundcloud.com/wakarangirl/pop… link to soundcloud that should generate a card",
        _HIDDEN,
    ),
    Difference(
        "localhost/117020582925004921",
        "words",
        "RE: http://localhost:3000/@mastodonpy_test/117020582917124092 yoooooooo",
        "yoooooooo",
        _QUOTED,
    ),
    Difference(
        "localhost/117020583080889590",
        "words",
        "RE: http://localhost:3000/@mastodonpy_test/117020583073249915 check this mother fucker "
        "out",
        "check this mother fucker out",
        _QUOTED,
    ),
    Difference(
        "localhost/117020583142008690",
        "words",
        "RE: http://localhost:3000/@mastodonpy_test/117020583121982310 @mastodonpy_test yoooo "
        "check this out",
        "@mastodonpy_test yoooo check this out",
        _QUOTED,
    ),
)
