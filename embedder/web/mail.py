"""A pasted text, or a whole e-mail -> what stands in it, with its links. Pure.

What comes by mail is broken in many ways: soft breaks (``=`` at the end of a line), ``>`` before
each line of an answer, an address over two lines, HTML with the address in an attribute alone.
"""

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage
from html import unescape
from quopri import decodestring

__all__ = ["readable"]

_HEADERS = re.compile(
    r"\A\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+?(?:MIME-Version|Content-Type|Message-ID):",
    re.IGNORECASE,
)
_SOFT = re.compile(r"=[ \t]*\r?\n(?!\s*(?:https?|at)://)", re.IGNORECASE)
_ESCAPED = re.compile(r"=(?:3D|2E|[A-F89][0-9A-F])")
_QUOTED = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_IN_ANGLES = re.compile(r"<\s*((?:https?|at)://[^<>\"]{1,8192}?)\s*>", re.IGNORECASE)
_HREF = re.compile(
    r"""<[a-z][^<>]{0,4096}?\s(?:href|cite|data-url)\s*=\s*(?:"([^"<>]{1,8192})"|'([^'<>]{1,8192})')""",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[a-z][^<>]{0,8192}>", re.IGNORECASE)
MAX_PARTS = 100


def readable(pasted: str) -> str:
    r"""The text with each address on one piece; the links of HTML stand in it.

    >>> readable("> See https://x.com/jack/st=\n> atus/20?s=3D20")
    'See https://x.com/jack/status/20?s=20'
    >>> readable('<p><a href="https://x.com/a/status/1?a=1&amp;b=2">here</a></p>').split()
    ['https://x.com/a/status/1?a=1&b=2', 'here']
    """
    parts = list(_parts(pasted)) if _HEADERS.match(pasted) else [_unbroken(pasted)]
    return "\n".join(_with_links(part) for part in parts)


def _parts(source: str) -> Iterator[str]:
    """The texts of a mail as its source has them; a mail inside a mail, too."""
    message = email.message_from_string(source.lstrip(), policy=email.policy.default)
    for count, part in enumerate(message.walk()):
        if count >= MAX_PARTS:
            return
        if not isinstance(part, EmailMessage) or part.get_content_maintype() != "text":
            continue
        try:
            yield _unbroken(str(part.get_content()))
        except (LookupError, ValueError):  # a charset that nobody knows: what it is in ASCII
            payload = part.get_payload(decode=True)
            yield payload.decode("ascii", "replace") if isinstance(payload, bytes) else ""


def _unbroken(text: str) -> str:
    """Without quotation marks of answers and soft breaks, as far as there are any."""
    text = _QUOTED.sub("", text)
    if not _SOFT.search(text):
        return text
    if _ESCAPED.search(text):
        # Quoted-printable as it came: its bytes are ASCII, whatever stands beside them stays.
        raw = decodestring(text.encode("utf-8", "surrogateescape"))
        return raw.decode("utf-8", "replace")
    return _SOFT.sub("", text)


def _with_links(text: str) -> str:
    """With an address in angle brackets on one piece, and the links of HTML before its words."""
    text = _IN_ANGLES.sub(lambda found: f" {''.join(found[1].split())} ", text)
    if not _TAG.search(text):
        return text
    text = _HREF.sub(lambda found: f" {found[1] or found[2]} {found[0]}", text)
    return unescape(_TAG.sub(" ", text))
