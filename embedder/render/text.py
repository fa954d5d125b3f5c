"""A view -> plain text: what a reader is told, in the order of the box. Pure.

It is the text alternative of the email, and what the email is made of: where there is no
stylesheet and no click, each thing is a line that stands on its own.
"""

import unicodedata
from collections.abc import Iterator
from typing import Literal, NamedTuple

from embedder.parts import EmbedView, MediaTile, Other, PostView, Run

__all__ = ["Piece", "direction", "pieces", "text"]

PieceKind = Literal["band", "name", "small", "words", "image"]


class Piece(NamedTuple):
    """One line or paragraph."""

    kind: PieceKind
    text: str
    lang: str | None = None
    runs: tuple[Run, ...] = ()
    """Of ``words`` with links in them: joined, they are ``text``."""
    tile: MediaTile | None = None
    kept: str | None = None
    """What stands behind it and no page translator may change: which language the original is."""
    inner: bool = False
    """Of a post inside this one, or of a translation."""


def text(view: EmbedView) -> str:
    """The embed as plain text, paragraphs apart, the address of the archived copy last."""
    said = []
    for piece in pieces(view):
        words = "".join(map(_spelt, piece.runs)) if piece.runs else piece.text
        if piece.kind == "image":
            words = f"[{words}]"
        if piece.kept is not None:
            words += f" · {piece.kept}"
        if piece.inner:
            words = "\n".join(f"> {line}".rstrip() for line in words.split("\n"))
        said.append(words)
    where = f"{view.frame.words.copy}: {view.frame.origin}{view.frame.permalink}"
    if view.original is not None:
        where += f"\n{view.frame.words.original}: {view.original}"
    said.append(f"{view.archived}\n{where}" if view.archived else where)
    return "\n\n".join(said) + "\n"


def pieces(view: EmbedView) -> Iterator[Piece]:
    """All but the footer. What stands behind a click stays there: its warning is told, and the
    archived copy has it.
    """
    for notice in view.notices:
        yield Piece("band", notice.text if notice.body is None else f"{notice.text}: {notice.body}")
    words = view.frame.words
    if view.reposted_by is not None:
        yield Piece("small", f"{view.reposted_by.name} {words.reposted} · {view.repost_time}")
    if view.replying_to is not None:
        yield Piece("small", f"{words.in_reply_to} {view.replying_to}")
    if view.parent is not None:
        yield from _post(view.parent, inner=True)
    if view.post is not None:
        yield from _post(view.post, inner=not view.post.is_shown)
    behind = isinstance(view.post, PostView) and view.post.warning is not None
    for translation in () if behind else view.translations:
        yield Piece("words", translation.text, translation.lang, inner=True)
        yield Piece("small", translation.by, inner=True)


def _post(post: Other, *, inner: bool) -> Iterator[Piece]:
    if not isinstance(post, PostView):
        where = f" {post.link_text}: {post.href}" if post.href else ""
        yield Piece("small", f"{post.message}{where}", inner=inner)
        return
    who = post.author
    handle = f" ({who.handle})" if who.handle else ""
    office = f", {who.office}" if who.office else ""
    yield Piece("name", f"{who.name}{handle} · {post.platform}{office}", inner=inner)
    if post.warning is not None:
        yield Piece("band", post.warning, inner=inner)
    else:
        yield from _content(post, inner=inner)
    beside = f" · {post.more}" if post.more else ""
    yield Piece("small", f"{post.time}{beside}", kept=post.original_in, inner=inner)


def _content(post: PostView, *, inner: bool) -> Iterator[Piece]:
    if post.runs:
        joined = "".join(run.text for run in post.runs)
        yield Piece("words", joined, post.lang, post.runs, inner=inner)
    if post.poll is not None:
        options = (
            f"{option} ({votes})" if votes else option for option, votes in post.poll.options
        )
        yield Piece("words", "\n".join(f"– {option}" for option in options), inner=inner)
        yield Piece("small", post.poll.note, inner=inner)
    if post.media is not None:
        if post.media.warning is not None:
            yield Piece("band", post.media.warning, inner=inner)
        else:
            for tile in post.media.tiles:
                yield Piece("image", _described(tile), tile=tile, inner=inner)
    if post.quoted is not None:
        yield from _post(post.quoted, inner=True)
    card = post.card
    if card is not None:
        where = f"\n{card.href}" if card.href else ""
        about = f"\n{card.description}" if card.description else ""
        yield Piece("small", f"{card.title}{about}{where}", inner=True)


def _described(tile: MediaTile) -> str:
    said = (tile.caption, tile.message, tile.alt if tile.picture else tile.description, tile.more)
    return " · ".join(part for part in said if part)


def _spelt(run: Run) -> str:
    """A link with its target, where its words do not tell it."""
    if run.kind != "link" or run.href is None or run.text in run.href or run.text[:1] in "#$":
        return run.text
    return f"{run.text} ({run.href})"


def direction(words: str) -> Literal["ltr", "rtl"]:
    """The direction of a text, by its first letter that has one: HTML 4 knows no ``auto``.

    >>> direction("10:30 — نموذج"), direction("Sample نموذج")
    ('rtl', 'ltr')
    """
    for character in words:
        kind = unicodedata.bidirectional(character)
        if kind in {"L", "R", "AL"}:
            return "ltr" if kind == "L" else "rtl"
    return "ltr"
