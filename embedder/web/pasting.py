"""What an editor pasted -> addresses. Pure."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice

from archive.errors import NotAPost
from archive.platforms import identify
from embedder.web.mail import readable
from embedder.web.wrappers import unwrapped

__all__ = ["addresses_in"]

# Bounded: a text of dashes, or an address of closing brackets, must not cost time.
_REST = r"[^\s<>\"“”„«»]{1,8192}"
_ADDRESS = re.compile(rf"(?:https?|at)://{_REST}", re.IGNORECASE)
_BARE = re.compile(rf"(?<![\w@/.-])(?:[\w-]{{1,63}}\.){{1,9}}[a-z]{{2,63}}/{_REST}", re.IGNORECASE)
_ANY = re.compile(rf"{_ADDRESS.pattern}|{_BARE.pattern}", re.IGNORECASE)
MOST = 5_000
"""Addresses of one paste that are looked at."""
_AFTER = ".,;:!?'’‘*_"
_CUT = ("...", "…")
"""How an address ends that is shown and not whole."""


def addresses_in(text: str) -> list[str]:
    """The addresses in a text or a whole e-mail, each once, in their order; without the
    punctuation after them and the wrappers that mail programs put around them.

    A text without a scheme anywhere may still have addresses (``x.com/jack/status/20``); beside
    others, one without a scheme is taken where it names a platform's post. One word alone is taken
    for an address, so that it is said what is wrong with it.

    >>> addresses_in("See (https://x.com/jack/status/20), and https://x.com/jack/status/20.")
    ['https://x.com/jack/status/20']
    >>> addresses_in("mobile.twitter.com/jack/status/20")
    ['mobile.twitter.com/jack/status/20']
    """
    text = readable(text)
    found = [match.group() for match in islice(_ANY.finditer(text), MOST)]
    if not found and len(text.split()) == 1:
        found = [text.strip()]
    whole = sorted(
        _trim(address).partition("://")[2].removeprefix("www.")
        for address in found
        if _ADDRESS.match(address)
    )
    if whole:
        found = [one for one in found if _ADDRESS.match(one) or _is_post(one, whole)]
    return list(dict.fromkeys(unwrapped(_trim(address)) for address in found))


def _is_post(bare: str, whole: Sequence[str]) -> bool:
    """Whether it names a post of a platform that no address with a scheme has, of which ``whole``
    are the rests, sorted: the words of a link are often its address, or the beginning of it, or
    ``pic.twitter.com/…``.
    """
    address = _trim(bare)
    if bare.endswith(_CUT) or bare.lower().startswith("pic."):
        return False
    place = bisect_left(whole, address)
    if place < len(whole) and whole[place].startswith(address):
        return False
    try:
        identify(address, pages=False)
    except NotAPost:
        return False
    return True


def _trim(address: str) -> str:
    while True:
        trimmed = address.rstrip(_AFTER)
        for opening, closing in ("()", "[]", "{}"):
            if trimmed.endswith(closing) and trimmed.count(closing) > trimmed.count(opening):
                trimmed = trimmed[:-1]
        if trimmed == address:
            return address
        address = trimmed
