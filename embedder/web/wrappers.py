"""Addresses that lead through somebody's counter or filter -> the address that they carry. Pure.

Mail programs put them around every link: Outlook's Safe Links, Proofpoint's URL Defense, and
others. Those that carry nothing of the address (a number that their maker knows) stay as they are.
"""

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from urllib.parse import parse_qs, unquote, urlsplit

__all__ = ["unwrapped"]

MOST = 5
"""Wrappers inside one another: a mail that was passed on has several."""


def unwrapped(url: str) -> str:
    """The address behind the wrappers that we know; any other as it is.

    >>> unwrapped("https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fx.com%2Fa&d=1")
    'https://x.com/a'
    >>> unwrapped("https://urldefense.com/v3/__https://x.com/jack/status/20__;!!Abc!de$")
    'https://x.com/jack/status/20'
    """
    for _ in range(MOST):
        inner = _inner(url)
        if inner is None:
            break
        url = inner
    return url


def _inner(url: str) -> str | None:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    for ending, read in _WRAPPERS.items():
        if host == ending.lstrip(".") or (ending.startswith(".") and host.endswith(ending)):
            found = read(url)
            return found if found and re.match("(?i)https?://", found) else None
    return None


def _parameter(*names: str, path: str = "") -> Callable[[str], str | None]:
    """What reads the first of these parameters, of addresses whose path begins so."""

    def read(url: str) -> str | None:
        parts = urlsplit(url)
        if not parts.path.startswith(path):
            return None
        values = parse_qs(parts.query, max_num_fields=50)
        return next((values[name][0] for name in names if name in values), None)

    return read


def _proofpoint(url: str) -> str | None:
    parts = urlsplit(url)
    version = parts.path.lstrip("/").partition("/")[0]
    if version == "v3":
        return _proofpoint_v3(url)
    given = parse_qs(parts.query, max_num_fields=50).get("u", [""])[0]
    if version == "v2":
        given = unquote(given.replace("-", "%").replace("_", "/"))
    return given or None


def _proofpoint_v3(url: str) -> str | None:
    """``…/v3/__URL__;BASE64!!…``: characters of the address that mail may break stand in the
    BASE64, and a ``*`` marks the place of one, ``**`` and a letter those of several.
    """
    found = re.search(r"/v3/__(.+?)__;([\w-]*)!", url)
    if found is None:
        return None
    try:
        left_out = base64.urlsafe_b64decode(found[2] + "=" * (-len(found[2]) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None
    taken = iter(left_out)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

    def put_back(mark: re.Match[str]) -> str:
        count = letters.index(mark[1]) + 2 if mark[1] else 1
        return "".join(next(taken, "") for _ in range(count))

    inner = re.sub(r"\*(?:\*([\w-]))?", put_back, found[1])
    # Two slashes are one after some mail servers.
    return re.sub("(?i)^(https?):/(?!/)", r"\1://", inner)


def _sophos(url: str) -> str | None:
    given = _parameter("u")(url)
    if given is None:
        return None
    try:
        return base64.b64decode(given + "=" * (-len(given) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None


def _cisco(url: str) -> str | None:
    found = re.search(r"/(https?%3a.+)$", urlsplit(url).path, re.IGNORECASE)
    return unquote(found[1]) if found else None


_WRAPPERS: Mapping[str, Callable[[str], str | None]] = {
    ".safelinks.protection.outlook.com": _parameter("url"),
    ".safelinks.protection.office365.us": _parameter("url"),
    "statics.teams.cdn.office.net": _parameter("url", path="/evergreen-assets/safelinks"),
    "urldefense.proofpoint.com": _proofpoint,
    "urldefense.us": _proofpoint,
    "urldefense.com": _proofpoint,
    "secure-web.cisco.com": _cisco,
    ".protection.sophos.com": _sophos,
    "linkprotect.cudasvc.com": _parameter("a"),
    "clicktime.symantec.com": _parameter("u"),
    "www.google.com": _parameter("q", "url", path="/url"),
    "slack-redir.net": _parameter("url", path="/link"),
    "l.facebook.com": _parameter("u", path="/l.php"),
    "lm.facebook.com": _parameter("u", path="/l.php"),
    "l.instagram.com": _parameter("u"),
    "l.threads.com": _parameter("u"),
    "l.messenger.com": _parameter("u"),
    "www.linkedin.com": _parameter("url", path="/safety/go"),
    "www.youtube.com": _parameter("q", path="/redirect"),
    "vk.com": _parameter("to", path="/away.php"),
    "href.li": lambda url: url.partition("?")[2] or None,
}
"""By host; one that begins with a dot means every host under it."""
