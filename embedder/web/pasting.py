"""What an editor pasted -> addresses. Pure."""

import re

from embedder.web.mail import readable
from embedder.web.wrappers import unwrapped

__all__ = ["addresses_in"]

# Bounded: a text of dashes, or an address of closing brackets, must not cost time.
_REST = r"[^\s<>\"“”„«»]{1,8192}"
_ADDRESS = re.compile(rf"(?:https?|at)://{_REST}", re.IGNORECASE)
_BARE = re.compile(rf"(?<![\w@/.-])(?:[\w-]{{1,63}}\.){{1,9}}[a-z]{{2,63}}/{_REST}", re.IGNORECASE)
_AFTER = ".,;:!?'’‘*_"


def addresses_in(text: str) -> list[str]:
    """The addresses in a text or a whole e-mail, each once, in their order; without the
    punctuation after them and the wrappers that mail programs put around them.

    A text without a scheme anywhere may still have addresses (``x.com/jack/status/20``),
    and one word alone is taken for an address, so that it is said what is wrong with it.

    >>> addresses_in("See (https://x.com/jack/status/20), and https://x.com/jack/status/20.")
    ['https://x.com/jack/status/20']
    >>> addresses_in("mobile.twitter.com/jack/status/20")
    ['mobile.twitter.com/jack/status/20']
    """
    text = readable(text)
    found = _ADDRESS.findall(text) or _BARE.findall(text)
    if not found and len(text.split()) == 1:
        found = [text.strip()]
    return list(dict.fromkeys(unwrapped(_trim(address)) for address in found))


def _trim(address: str) -> str:
    while True:
        trimmed = address.rstrip(_AFTER)
        for opening, closing in ("()", "[]", "{}"):
            if trimmed.endswith(closing) and trimmed.count(closing) > trimmed.count(opening):
                trimmed = trimmed[:-1]
        if trimmed == address:
            return address
        address = trimmed
