"""Draws on a card: lines of text, pictures with round corners, boxes."""

import io
from collections.abc import Mapping

from PIL import Image, ImageDraw, ImageOps

from embedder.render.card.fonts import Fonts
from embedder.render.card.typeset import Line, Piece

__all__ = ["Canvas"]

MAX_PIXELS = 40_000_000
"""Of a derivative of ours; the largest has 1280 × 16,383."""


class Canvas:
    def __init__(self, size: tuple[int, int], ground: str, fonts: Fonts) -> None:
        self.image = Image.new("RGB", size, ground)
        self._draw = ImageDraw.Draw(self.image)
        self._fonts = fonts

    def box(
        self, at: tuple[float, float, float, float], *, fill: str | None = None,
        line: str | None = None, radius: int = 0,
    ) -> None:  # fmt: skip
        x, y, right, bottom = (round(v) for v in at)
        if right > x and bottom > y:
            self._draw.rounded_rectangle(
                (x, y, right - 1, bottom - 1), radius, fill=fill, outline=line, width=2
            )

    def line(self, line: Line, x: float, y: float, size: int, height: int, width: float,
             pictures: Mapping[str, bytes]) -> None:  # fmt: skip
        """One line of text in its row, at the side where its paragraph begins."""
        left = x + width - line.width if line.right_to_left else x
        font = self._fonts.faces[0].at(size)
        up, down = font.getmetrics()
        baseline = y + (height - up - down) / 2 + up
        for piece in line.pieces:
            self._piece(piece, left + piece.x, baseline, size, pictures)

    def _piece(self, piece: Piece, x: float, baseline: float, size: int,
               pictures: Mapping[str, bytes]) -> None:  # fmt: skip
        span = piece.span
        if span.picture is not None:
            side = round(size * 1.2)
            self.picture(pictures.get(span.picture), (x, baseline - side * 0.82, side, side))
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

    def picture(
        self, data: bytes | None, at: tuple[float, float, float, float], *, radius: int = 0,
        ground: str | None = None, corners: tuple[bool, bool, bool, bool] = (True,) * 4,
    ) -> bool:  # fmt: skip
        """A picture that fills x, y, width, height; says whether it could be drawn."""
        x, y = round(at[0]), round(at[1])
        size = (max(1, round(at[2])), max(1, round(at[3])))
        mask = Image.new("L", (size[0] * 2, size[1] * 2), 0)
        ImageDraw.Draw(mask).rounded_rectangle(
            (0, 0, mask.width - 1, mask.height - 1), radius * 2, fill=255, corners=corners
        )
        mask = mask.resize(size, Image.Resampling.BOX)
        if ground is not None:
            self.image.paste(Image.new("RGB", size, ground), (x, y), mask)
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
        self.image.paste(fitted.convert("RGB"), (x, y), mask)
        return True
