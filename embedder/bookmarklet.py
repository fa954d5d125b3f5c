"""The bookmark "From my browser": ``bookmarklet.js`` as one ``javascript:`` address."""

import re
from functools import cache
from importlib.resources import files
from urllib.parse import quote

__all__ = ["bookmarklet"]

_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
_SAFE = "!'()*,;:@&=+$/?[]{}|~"
_COMMENT = re.compile(r"^//.*\n", re.MULTILINE)


@cache
def bookmarklet(desk: str, blocked: str) -> str:
    """The address of a bookmark that hands over what a page shows to the window at ``desk``;
    ``blocked`` is said where the browser opens no window.

    Both are ours: neither has a quotation mark or a backslash in it.
    """
    source = files("embedder").joinpath("templates", "bookmarklet.js").read_text("utf-8")
    plain = _COMMENT.sub("", _INDENT.sub("", source)).strip()
    said = plain.replace("@DESK@", _in_string(desk)).replace("@BLOCKED@", _in_string(blocked))
    return f"javascript:{quote(said, safe=_SAFE)}"


def _in_string(text: str) -> str:
    """As it stands between two quotation marks of JavaScript."""
    return re.sub(r"[^ !#-\[\]-~]", lambda found: f"\\u{{{ord(found[0]):x}}}", text)
