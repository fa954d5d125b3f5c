"""The fonts of a card: which one has the glyphs of a cluster of characters.

Those for Latin, Greek, Cyrillic, Arabic, Hebrew, Indic scripts and more come with the service
(Noto, SIL Open Font License). CJK and emoji in colour are looked for on the system, and may be
named in ``[card] fonts``.
"""

import re
import struct
from collections.abc import Iterable
from functools import cached_property, lru_cache
from pathlib import Path

import manimgx_fonts
from PIL import ImageFont, features

__all__ = ["Face", "Fonts", "find_fonts", "lacks"]

_FOLDERS = (
    "/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts",
    "/System/Library/Fonts", "/Library/Fonts", "C:/Windows/Fonts",
)  # fmt: skip
# What is looked for where the system has its fonts, best first; a whole folder is too much.
_SYSTEM = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"NotoColorEmoji.*\.ttf",
        r"NotoSansCJK.*(Regular|VF).*\.(ttc|otf)|SourceHanSans.*(Regular|VF).*\.(ttc|otf)",
        r"NotoSans(JP|KR|SC|TC).*\.(otf|ttf)",
        r"(wqy-\w+|DroidSansFallback\w*|PingFang|Hiragino Sans GB|STHeiti Light)\.(ttc|ttf)",
        r"(AppleSDGothicNeo|Arial Unicode|msyh|YuGothR|malgun)\.(ttc|ttf)",
        r"DejaVuSans\.ttf",
        r"NotoSans[A-Z]\w*-Regular\.ttf",
    )
)
_GLYPHS = {"glyf", "CFF ", "CFF2", "CBDT"}
_EMOJI_SIZE = 109
"""Pixels: the one size in which Noto Color Emoji has its pictures."""


class Face:
    """One font file: what it has glyphs of, and itself at a size and weight."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._tables = _tables(path)
        if "cmap" not in self._tables or not _GLYPHS & self._tables.keys():
            raise ValueError("it has no glyphs that can be drawn here")
        self.is_colour = "CBDT" in self._tables
        if not self.is_colour and self._is_painted():
            raise ValueError(
                "its emoji are in a format that cannot be drawn here (COLRv1, sbix or SVG); "
                "Noto Color Emoji with bitmaps (CBDT) can be"
            )
        self._at = lru_cache(maxsize=64)(self._open)

    def _is_painted(self) -> bool:
        """Whether its glyphs are paintings, and what would be drawn of them is nothing."""
        if "sbix" in self._tables or "SVG " in self._tables:
            return True
        if "COLR" not in self._tables:
            return False
        with self.path.open("rb") as file:
            file.seek(self._tables["COLR"][0])
            return file.read(2) != b"\0\0"

    @cached_property
    def characters(self) -> frozenset[int]:
        offset, length = self._tables["cmap"]
        with self.path.open("rb") as file:
            file.seek(offset)
            return frozenset(_mapped(file.read(length)))

    def at(self, size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
        return self._at(_EMOJI_SIZE if self.is_colour else size, bold)

    def _open(self, size: int, bold: bool) -> ImageFont.FreeTypeFont:
        font = ImageFont.truetype(self.path, size, layout_engine=ImageFont.Layout.RAQM)
        if "fvar" in self._tables:
            wanted = 700 if bold else 400
            font.set_variation_by_axes(
                [
                    max(a["minimum"] or 0, min(wanted, a["maximum"] or wanted))
                    if a["name"] == b"Weight"
                    else a["default"] or 0
                    for a in font.get_variation_axes()
                ]
            )
        return font


class Fonts:
    """Font files in the order in which they are asked. Made by :func:`find_fonts`."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self.faces: list[Face] = []
        self.unusable: list[str] = []
        """What could not be opened, and why."""
        for path in paths:
            try:
                self.faces.append(Face(path))
            except (OSError, struct.error, KeyError, ValueError) as error:
                self.unusable.append(f"{path}: {error}")
        self._known = lru_cache(maxsize=8192)(self._find)

    @property
    def names(self) -> str:
        """What a stored card was drawn with: another set of fonts draws another card."""
        return " ".join(f"{face.path.name}:{face.path.stat().st_size}" for face in self.faces)

    def find(self, cluster: str, *, emoji: bool) -> Face | None:
        """The first font that has all of a cluster; one in colour first for an emoji."""
        return self._known(cluster, emoji)

    def _find(self, cluster: str, emoji: bool) -> Face | None:
        needed = [ord(c) for c in cluster if not _is_ignorable(ord(c))]
        if not needed:
            return self.faces[0] if self.faces else None
        faces = sorted(self.faces, key=lambda face: face.is_colour != emoji)
        for face in faces:
            try:
                if face.characters.issuperset(needed):
                    return face
            except (OSError, struct.error, KeyError, IndexError):
                continue
        return None


def lacks() -> str | None:
    """What this build of Pillow lacks for a card, as a sentence; ``None``: nothing."""
    if features.check("raqm"):
        return None
    return (
        "This build of Pillow has no Raqm, which shapes Arabic and Indic scripts: no card is "
        "drawn. Install Pillow from its wheel, or build it with libraqm."
    )


def find_fonts(named: Iterable[str] = (), *, system: bool = True) -> Fonts:
    """The fonts that there are: those that came along, then the named ones, then the system's."""
    paths = [*_packaged(), *(Path(name).expanduser() for name in named)]
    if system:
        paths += _on_system()
    return Fonts(dict.fromkeys(paths))


def _packaged() -> list[Path]:
    found = [p for folder in manimgx_fonts.__path__ for p in sorted(Path(folder).glob("*.ttf"))]
    upright = [p for p in found if "Italic" not in p.name]
    # Latin first, whose figures and marks go with all; what only looks like an emoji last.
    return sorted(upright, key=lambda p: (p.name != "NotoSans[wght].ttf", "Emoji" in p.name))


def _on_system() -> list[Path]:
    folders = [Path(folder).expanduser() for folder in _FOLDERS]
    files = [path for folder in folders if folder.is_dir() for path in sorted(folder.rglob("*"))]
    return [p for pattern in _SYSTEM for p in files if pattern.fullmatch(p.name)]


def _is_ignorable(code: int) -> bool:
    """What is not drawn of itself: joiners, selectors, marks of direction, tags."""
    return (
        code < 32
        or code in {0xAD, 0x34F, 0x61C, 0xFEFF, 0x2028, 0x2029}
        or 0x7F <= code <= 0x9F
        or 0x200B <= code <= 0x200F
        or 0x202A <= code <= 0x202E
        or 0x2060 <= code <= 0x206F
        or 0xFE00 <= code <= 0xFE0F
        or 0xE0000 <= code <= 0xE0FFF
    )


def _tables(path: Path) -> dict[str, tuple[int, int]]:
    """The tables of a font file, or of the first font of a collection."""
    with path.open("rb") as file:
        start = 0
        if file.read(4) == b"ttcf":
            file.seek(12)
            start = struct.unpack(">I", file.read(4))[0]
        file.seek(start + 4)
        count = struct.unpack(">H", file.read(2))[0]
        file.seek(start + 12)
        rows = file.read(16 * count)
    found = {}
    for tag, _, offset, length in struct.iter_unpack(">4sIII", rows):
        found[tag.decode("latin-1")] = (offset, length)
    return found


def _mapped(cmap: bytes) -> set[int]:
    """The code points that a cmap table maps (OpenType, formats 4 and 12)."""
    found: set[int] = set()
    count = struct.unpack_from(">H", cmap, 2)[0]
    for i in range(count):
        platform, _, at = struct.unpack_from(">HHI", cmap, 4 + 8 * i)
        kind = struct.unpack_from(">H", cmap, at)[0]
        if platform not in {0, 3}:
            continue
        if kind == 12:
            groups = struct.unpack_from(">I", cmap, at + 12)[0]
            for start, end, _ in struct.iter_unpack(">III", cmap[at + 16 : at + 16 + 12 * groups]):
                found.update(range(start, min(end, 0x10FFFF) + 1))
        elif kind == 4:
            segments = struct.unpack_from(">H", cmap, at + 6)[0]
            ends = struct.unpack_from(f">{segments // 2}H", cmap, at + 14)
            starts = struct.unpack_from(f">{segments // 2}H", cmap, at + 16 + segments)
            for start, end in zip(starts, ends, strict=True):
                found.update(range(start, min(end, 0xFFFE) + 1))
    return found
