"""Draws on a card: lines of text, pictures with round corners, boxes."""

import io
from collections.abc import Mapping

from PIL import Image, ImageDraw, ImageOps

from embedder.render.card.fonts import Fonts
from embedder.render.card.sheet import Box, Corners, Photo, Step, Words
from embedder.render.card.typeset import Piece

__all__ = ["Canvas"]

MAX_PIXELS = 40_000_000
"""Of a derivative of ours; the largest has 1280 × 16,383."""


_OPAQUE = len("#rrggbb")


class Canvas:
    """What the records of a sheet are drawn on. ``undrawn`` are the pictures that it could not."""

    def __init__(
        self, size: tuple[int, int], ground: str, fonts: Fonts, pictures: Mapping[str, bytes]
    ) -> None:
        self.image = Image.new("RGB", size, ground)
        self.undrawn: list[str] = []
        self._draw = ImageDraw.Draw(self.image)
        self._fonts = fonts
        self._pictures = pictures

    def draw(self, step: Step) -> None:
        if isinstance(step, Words):
            self._words(step)
        elif isinstance(step, Box):
            self._box(step)
        elif not self._photo(step):
            self.undrawn.append(step.path)

    def _box(self, box: Box) -> None:
        x, y = round(box.x), round(box.y)
        right, bottom = round(box.x + box.width), round(box.y + box.height)
        if right <= x or bottom <= y:
            return
        if box.fill is not None and len(box.fill) > _OPAQUE:
            mask = _mask((right - x, bottom - y), box.radius, box.corners)
            share = int(box.fill[_OPAQUE:], 16)
            self.image.paste(box.fill[:_OPAQUE], (x, y), mask.point(lambda v: v * share // 255))
            return
        at = (x, y, right - 1, bottom - 1)
        self._draw.rounded_rectangle(
            at, box.radius, fill=box.fill, outline=box.line, width=2, corners=box.corners
        )

    def _words(self, words: Words) -> None:
        """One line of text in its row, at the side where its paragraph begins."""
        line, size = words.line, words.size
        left = words.x + words.width - line.width if line.right_to_left else words.x
        up, down = self._fonts.faces[0].at(size).getmetrics()
        baseline = words.y + (words.height - up - down) / 2 + up
        for piece in line.pieces:
            self._piece(piece, left + piece.x, baseline, size)

    def _piece(self, piece: Piece, x: float, baseline: float, size: int) -> None:
        span = piece.span
        if span.picture is not None:
            side = round(size * 1.2)
            self._photo(Photo(span.picture, x, baseline - side * 0.82, side, side, ""))
        elif piece.face is None:
            self._code(piece, x, baseline, size)
        elif piece.face.is_colour:
            self._in_colour(piece, x, baseline, size)
        else:
            self._draw.text(
                (x, baseline), piece.text, fill=span.colour, anchor="ls",
                font=piece.face.at(size, bold=span.bold),
                direction="rtl" if piece.right_to_left else "ltr",
            )  # fmt: skip
            if span.underline:
                under = round(baseline + size * 0.14)
                self._draw.line((x, under, x + piece.width, under), fill=span.colour, width=2)

    def _in_colour(self, piece: Piece, x: float, baseline: float, size: int) -> None:
        if piece.face is None:
            return
        font = piece.face.at(size)
        wide = max(1, round(font.getlength(piece.text)))
        high = 128
        glyphs = Image.new("RGBA", (min(wide, 20_000), high), (0, 0, 0, 0))
        ImageDraw.Draw(glyphs).text(
            (0, 101), piece.text, font=font, anchor="ls", embedded_color=True
        )
        scale = size / font.size
        glyphs = glyphs.resize(
            (max(1, round(wide * scale)), max(1, round(high * scale))), Image.Resampling.LANCZOS
        )
        self.image.paste(glyphs, (round(x), round(baseline - 101 * scale)), glyphs)

    def _code(self, piece: Piece, x: float, baseline: float, size: int) -> None:
        """A box with the code of a character that no font here has: 4E, 2D."""
        code = f"{ord(piece.text[0]):04X}"
        half = (len(code) + 1) // 2
        small = max(8, round(size * 0.4))
        top = baseline - size * 0.86
        self._draw.rectangle(
            (x + 1, top, x + size * 1.1, baseline + size * 0.16), outline=piece.span.colour
        )
        font = self._fonts.faces[0].at(small)
        for row, digits in enumerate((code[:half], code[half:])):
            self._draw.text(
                (x + size * 0.56, top + size * (0.27 + 0.48 * row)), digits, fill=piece.span.colour,
                font=font, anchor="mm",
            )  # fmt: skip

    def _photo(self, photo: Photo) -> bool:
        """A picture that fills its place; says whether it could be drawn."""
        at = (round(photo.x), round(photo.y))
        size = (max(1, round(photo.width)), max(1, round(photo.height)))
        mask = _mask(size, photo.radius, photo.corners)
        if photo.ground:
            self.image.paste(photo.ground, at, mask)
        data = self._pictures.get(photo.path)
        if data is None:
            return False
        try:
            with Image.open(io.BytesIO(data), formats=["JPEG", "WEBP", "PNG"]) as opened:
                if opened.width * opened.height > MAX_PIXELS:
                    return False
                opened.draft("RGB", (size[0] * 2, size[1] * 2))
                fitted = ImageOps.fit(opened.convert("RGBA"), size, Image.Resampling.LANCZOS)
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            return False
        mask = Image.composite(mask, Image.new("L", size, 0), fitted.getchannel("A"))
        self.image.paste(fitted.convert("RGB"), at, mask)
        return True


def _mask(size: tuple[int, int], radius: int, corners: Corners) -> Image.Image:
    """A place with round corners: what is drawn there shows where it is white."""
    if not radius:
        return Image.new("L", size, 255)
    large = Image.new("L", (size[0] * 2, size[1] * 2), 0)
    ImageDraw.Draw(large).rounded_rectangle(
        (0, 0, large.width - 1, large.height - 1), radius * 2, fill=255, corners=corners
    )
    return large.resize(size, Image.Resampling.BOX)
