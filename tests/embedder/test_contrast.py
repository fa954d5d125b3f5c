"""Every pair of colours that the stylesheet puts together is told apart by everybody."""

import re
from pathlib import Path

import embedder

SHEET = (Path(embedder.__file__).parent / "static" / "embed-v1.css").read_text(encoding="utf-8")
COLOURS = {
    name: (light, dark)
    for name, light, dark in re.findall(r"--onrecord-([\w-]+): light-dark\((#\w+), (#\w+)\)", SHEET)
}
PAIRS = [
    *((text, ground) for text in ("text", "muted", "link") for ground in ("ground", "tint")),
    ("edited", "edited-ground"),
    ("gone", "gone-ground"),
]


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_measure_is_that_of_wcag() -> None:
    assert contrast("#000", "#fff") == 21
    assert round(contrast("#777", "#ffffff"), 2) == 4.48


def test_every_text_has_a_contrast_of_four_and_a_half_in_light_and_dark() -> None:
    assert len(COLOURS) == 10
    poor = {
        (text, ground, theme): round(found, 2)
        for text, ground in PAIRS
        for theme in (0, 1)
        if (found := contrast(COLOURS[text][theme], COLOURS[ground][theme])) < 4.5
    }
    assert poor == {}
