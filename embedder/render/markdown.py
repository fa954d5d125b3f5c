"""Template version 1 as Markdown, for blogs and notes that take no HTML. Pure.

A quotation with its source under it: what a reader is told of the post, each line marked as quoted,
and nothing in the post's words can become markup.
"""

import re

from embedder.parts import EmbedView
from embedder.render.text import pieces

__all__ = ["markdown"]

_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~&!])")
_LISTS = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))", re.MULTILINE)


def markdown(view: EmbedView) -> str:
    """The quotation; the line with the link stands last."""
    said = [_plain(piece.text) for piece in pieces(view) if piece.kind != "image"]
    address = f"{view.frame.origin}{view.frame.permalink}"
    said.append(f"— [{_plain(view.title)}](<{address}>)")
    lines = "\n\n".join(said).split("\n")
    return "\n".join(f"> {line}".rstrip() for line in lines) + "\n"


def _plain(text: str) -> str:
    """Text with every sign that Markdown knows taken as itself; a line break stays one."""
    escaped = _SIGNS.sub(r"\\\1", text)
    escaped = _LISTS.sub(lambda found: f"{found[1]}{_unlisted(found[2])}", escaped)
    return re.sub(r"(?<!\n)\n(?!\n)", "\\\\\n", escaped)


def _unlisted(sign: str) -> str:
    """``1`` before a full stop begins a list, ``-`` too; neither does with a backslash about it."""
    return f"{sign}\\" if sign.isdecimal() else f"\\{sign}"
