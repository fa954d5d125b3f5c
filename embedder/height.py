"""How high a box will be at a width, without a browser: for the code of an iframe. Pure.

Without a listener on the host's page the published height must already be right. Widths of
characters are those of common system fonts; browser tests hold the result to ±10 % where
``system-ui`` is Noto Sans, whose letters are among the widest. With a narrower font (Segoe UI,
Roboto) a long text may take a line in twenty less, and the frame is rather too high.
"""

import re
import unicodedata
from functools import lru_cache

from embedder.parts import (
    AuthorView,
    CardView,
    EmbedView,
    MediaView,
    Notice,
    Other,
    PollView,
    PostView,
    Unavailable,
)

__all__ = ["BOX_WIDTH", "estimate"]

BOX_WIDTH = 600
"""Greatest width of a box in pixels."""

_SPARE = 8
"""Of a frame that is a little too high nothing is seen; one too low cuts the box and scrolls."""
_NARROW = 380
_GAP = 12
_BOX = 26
"""What an inner box has at its two sides: padding and lines."""

# In thousandths of the font's size, between Noto Sans and Inter, which San Francisco is close to.
_CLASSES = (
    ("'’‘ijl", 250),
    (" .,:;!·", 270),
    ("I()", 315),
    ("ft[]-/J", 355),
    ('r“”"', 405),
    ("?_•|", 450),
    ("sz–c", 500),
    ("vykxFL*", 532),
    ("aeES", 563),
    ("0123456789T+=oYZ", 585),
    ("bdghnpquPXKRV", 618),
    ("ABC#→↑&", 660),
    ("DGHU", 735),
    ("NOQw…", 780),
    ("%mM@", 900),
    ("W—", 960),
)
_OTHER, _ARABIC, _WIDE, _EMOJI, _MARK = 565, 465, 1000, 1300, 0
_FIT = 1015
"""Thousandths of a line that are taken to fit on it: Segoe UI, Roboto and Arial are narrower."""
_BOLD = 106
"""Per cent of the width of the same letters that are not bold."""
_SKIN_TONES = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
_KNOWN = {character: width for characters, width in _CLASSES for character in characters}
_JOINED = re.compile("\u200d[\u2190-\U0001faff]")
"""What a family or a profession is made of after its first emoji: all are drawn as one."""
_UNSPACED = "\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\U0001f300-\U0003ffff"
_PIECES = re.compile(f" |[{_UNSPACED}]|[^ {_UNSPACED}?-]*[?-]+|[^ {_UNSPACED}?-]+")
"""Between these a line may end: at a space, after a hyphen or a question mark, and around each
character of a script without spaces."""


def estimate(view: EmbedView, width: int) -> int:
    """The height in pixels of the embed's page in a frame of ``width`` pixels."""
    box = min(width, view.frame.width or BOX_WIDTH)
    inner = box - 2
    padding = 12 if box < _NARROW else 16
    text = inner - 2 * padding
    height = 2 + sum(_notice(notice, inner - 2 * padding - 4) + 1 for notice in view.notices)
    parts = []
    if view.reposted_by is not None:
        parts.append(_lines(f"{view.reposted_by.name} reposted {view.repost_time}", 14, text) * 20)
    if view.replying_to is not None:
        parts.append(20)
    if view.parent is not None:
        parts.append(_nested(view.parent, text))
    if view.post is not None:
        parts += _post(view.post, text, outer=True)
    parts += [_translation(t.text, t.by, text) for t in view.translations]
    if view.post is None:
        return height + (view.heights or (0, 0))[box < 480]
    height += 2 * padding + sum(parts) + _GAP * (len(parts) - 1)
    words = view.frame.words
    return height + _foot((view.archived or "", words.copy, words.original), text) + _SPARE


def _foot(items: tuple[str, ...], width: int) -> int:
    """Three items that wrap as wholes, then in themselves."""
    height, at = 0, 0.0
    for item in items:
        length = sum(map(_width, item)) * 13 / 1000
        lines = _lines(item, 13, width)
        if at == 0 or at + 12 + length > width:
            height += 6 + 18 * lines
            at = length if lines == 1 else width
        else:
            at += 12 + length
    return height + 13


def _notice(notice: Notice, width: int) -> int:
    text = f"{notice.text} {notice.link_text}"
    return (
        20 + (_lines(text, 14, width) + (_lines(notice.body, 14, width) if notice.body else 0)) * 20
    )


def _post(post: Other, width: int, *, outer: bool) -> list[int]:
    """The heights of its parts, between which there is a gap."""
    if isinstance(post, Unavailable):
        return [_nested(post, width)]
    if post.warning is not None:
        return [_author(post.author, post.platform, width), 40, _meta(post, width)]
    size, line = (18, 27) if outer and width >= _NARROW - 24 else (16, 24)
    text = "".join(run.text for run in post.runs)
    parts = [_author(post.author, post.platform, width)]
    if text:
        parts.append(_lines(text, size, width) * line)
    if post.poll is not None:
        parts.append(_poll(post.poll, width))
    if post.media is not None:
        parts.append(_media(post.media, width))
    if post.quoted is not None:
        parts.append(_nested(post.quoted, width))
    if post.card is not None:
        parts.append(_card(post.card, width))
    parts.append(_meta(post, width))
    return parts


def _meta(post: PostView, width: int) -> int:
    said = f"{post.time} · {post.more}" if post.more else post.time
    if post.original_in:
        said = f"{said} · {post.original_in}"
    if post.original_in and post.exact:
        said = f"{said} · {post.exact_words}"
    return _lines(said, 14, width) * 20


def _author(author: AuthorView, platform: str, width: int) -> int:
    beside = width - (56 if author.avatar else 0)
    who = f"{author.handle or ''} · {platform}"
    lines = _lines(author.name, 16, beside * 100 // _BOLD) * 21 + _lines(who, 14, beside) * 20
    lines += _lines(author.office, 14, beside) * 20 if author.office else 0
    return max(lines, 44 if author.avatar else 0)


def _nested(other: Other, width: int) -> int:
    inside = width - _BOX
    if isinstance(other, Unavailable):
        return _BOX + _lines(other.message, 14, inside) * 20 + (28 if other.href else 0)
    parts = _post(other, inside, outer=False)
    return _BOX + sum(parts) + 8 * (len(parts) - 1)


def _media(media: MediaView, width: int) -> int:
    if media.warning is not None:
        return 40
    first = media.tiles[0]
    if media.layout > 1:
        return round(width * 9 / 16)
    box = _BOX if media.edged and first.picture is not None else 0
    return box + round(min(first.width, width - box) * first.height / first.width)


def _card(card: CardView, width: int) -> int:
    beside = width - _BOX - (116 if card.picture is not None else 0)
    lines = min(2, _lines(card.title, 15, beside)) * 21
    if card.description:
        lines += min(2, _lines(card.description, 14, beside)) * 20
    return max(lines + (20 if card.host else 0) + _BOX, 106 if card.picture is not None else 0)


def _poll(poll: PollView, width: int) -> int:
    return sum(_lines(text, 16, width - _BOX) * 24 + 22 for text, _ in poll.options) + 24


def _translation(text: str, by: str, width: int) -> int:
    inside = width - _BOX
    return 30 + _lines(text, 16, inside) * 24 + _lines(by, 13, inside) * 19


def _lines(text: str, size: int, width: int) -> int:
    """How many lines a text takes, broken between words."""
    room = max(width, 40) * _FIT / size
    return sum(_wrapped(line, room) for line in _JOINED.sub("", text).split("\n"))


def _wrapped(line: str, room: float) -> int:
    lines, at, gap = 1, 0.0, 0
    for piece in _PIECES.findall(line):
        if piece == " ":
            gap += _KNOWN[" "]
            continue
        length = sum(map(_width, piece))
        if at and at + gap + length > room:
            lines, at = lines + 1, 0.0
        at += length + (gap if at else 0)
        gap = 0
        while at > room:  # a word longer than the line
            lines, at = lines + 1, at - room
    return lines


@lru_cache(maxsize=4096)
def _width(character: str) -> int:
    """Of one character, in thousandths of the font's size."""
    known = _KNOWN.get(character) or _KNOWN.get(unicodedata.normalize("NFD", character)[0])
    if known is not None:
        return known
    if unicodedata.category(character) in {"Mn", "Me", "Cf"} or character in _SKIN_TONES:
        return _MARK
    if unicodedata.east_asian_width(character) in {"W", "F"}:
        return _EMOJI if ord(character) >= 0x1F000 else _WIDE
    return _ARABIC if "\u0600" <= character <= "\u08ff" else _OTHER
