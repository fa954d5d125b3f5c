"""Credentials out of what is recorded and said. Pure."""

import re
from collections.abc import Iterable

__all__ = ["MARKER", "Pairs", "Redactor"]

MARKER = "[redacted]"

_ALWAYS = frozenset({"authorization", "cookie", "proxy-authorization", "set-cookie"})
_USERINFO = re.compile(r"(?<=//)[^/?#@\s]*@")

Pairs = tuple[tuple[str, str], ...]
"""Header fields, in their order."""


class Redactor:
    """Replaces secrets, however they are written, by :data:`MARKER`.

    A secret is found as it is and percent-encoded, in any mixture of the two, since a
    server may send it back in another form than it was sent in.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        # The longest first, so that a secret that contains another goes as a whole.
        known = sorted({secret for secret in secrets if secret}, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(_any_form, known))) if known else None

    def text(self, text: str) -> str:
        return text if self._pattern is None else self._pattern.sub(MARKER, text)

    def url(self, url: str) -> str:
        """As :meth:`text`, and without the user name and password of the address."""
        return self.text(_USERINFO.sub(f"{MARKER}@", url))

    def headers(self, pairs: Pairs) -> Pairs:
        """Header fields, in their order; those that are credentials lose their value.

        Plain strings, whatever kind of string the client writes names as.
        """
        return tuple(
            (str(name), MARKER if name.lower() in _ALWAYS else self.text(str(value)))
            for name, value in pairs
        )


def _any_form(secret: str) -> str:
    return "".join(_character(character) for character in secret)


def _character(character: str) -> str:
    encoded = "".join(f"%{byte:02X}" for byte in character.encode())
    forms = {re.escape(character), f"(?i:{encoded})"}
    if character == " ":
        forms.add(r"\+")
    # Headers are kept in Latin-1, where other characters stand as their bytes.
    forms.add(re.escape(character.encode().decode("latin-1")))
    return f"(?:{'|'.join(sorted(forms))})"
