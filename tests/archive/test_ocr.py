"""What a screenshot seems to say: lines and their places -> what an editor is offered."""

import io
from pathlib import Path

import manimgx_fonts
import pytest
from PIL import Image, ImageDraw, ImageFont

from archive import ocr
from archive.errors import MediaError, UsageError
from archive.ocr import Line, Proposal, Reader, propose

HEIGHT, GAP = 30.0, 12.0


def lines(*texts: str, right: float = 700.0) -> list[Line]:
    """One under the other; an empty one is a gap."""
    return [
        Line(text, 30.0, n * (HEIGHT + GAP), right, n * (HEIGHT + GAP) + HEIGHT)
        for n, text in enumerate(texts)
        if text
    ]


def test_name_handle_words_and_time_are_told_apart() -> None:
    seen = propose(
        lines(
            "O",
            "Alcaldesa de Muestra",
            "@alcaldesa_muestra",
            "Hoy reabrimos",
            "el puente con @ana.",
            "5:02 PM · Mar 29, 2025 · 1,204 Views",
            "12 Reposts 340 Likes",
        )
    )
    assert seen == Proposal(
        text="Hoy reabrimos el puente con @ana.",
        name="Alcaldesa de Muestra",
        handle="@alcaldesa_muestra",
        time="2025-03-29 17:02",
    )


def test_name_and_handle_may_stand_in_one_line_or_in_two_pieces() -> None:
    one = propose(lines("Sample Mayor @mayor@sample.example · 2h", "Hello"))
    assert (one.name, one.handle, one.text) == ("Sample Mayor", "@mayor@sample.example", "Hello")
    pieces = [Line("@mayor", 300, 2, 400, 30), Line("Sample Mayor", 30, 0, 280, 30)]
    two = propose([*pieces, Line("Hello", 30, 60, 700, 90)])
    assert (two.name, two.handle, two.text) == ("Sample Mayor", "@mayor", "Hello")


def test_a_gap_sets_paragraphs_apart_and_a_short_line_ends_one() -> None:
    long = [Line("A line that the screen broke", 30, 0, 700, 30)]
    rest = [Line("in two.", 30, 40, 200, 70), Line("Short.", 30, 80, 180, 110)]
    far = [Line("Far away.", 30, 190, 300, 220)]
    assert propose([*far, *rest, *long]).text == (
        "A line that the screen broke in two.\nShort.\n\nFar away."
    )


@pytest.mark.parametrize(
    ("line", "time"),
    [
        ("5:02 p. m. · 29 mar. 2025", "2025-03-29 17:02"),
        ("29 de diciembre de 2025, 17:02", "2025-12-29 17:02"),
        ("12:30 AM · Aug 3, 2024", "2024-08-03 00:30"),
        ("2025-03-29 09:05", "2025-03-29 09:05"),
        ("March 29, 2025", "2025-03-29"),
        ("25:99 · Mar 29, 2025", "2025-03-29"),
        ("Mar 31, 2025 is not Feb 31, 2025", "2025-03-31"),
        ("Feb 31, 2025", ""),
        ("03/04/2025", ""),
        ("2h ago", ""),
    ],
)
def test_a_time_is_read_only_where_it_can_mean_one_thing(line: str, time: str) -> None:
    assert propose(lines("@mayor", "Hello", line)).time == time


def test_nothing_gives_nothing() -> None:
    assert propose([]) == Proposal()


async def test_without_the_extra_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    reader = Reader()
    with pytest.raises(UsageError, match=r"onrecord\[ocr\]"):
        await reader.read(b"")
    reader.close()


@pytest.mark.ocr
async def test_a_screenshot_is_read_on_this_machine_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object) -> None:
        raise AssertionError("it asked the network")

    monkeypatch.setattr("socket.socket.connect", refuse)
    reader = Reader()
    seen = await reader.read(_screenshot())
    with pytest.raises(MediaError):
        await reader.read(b"no picture")
    reader.close()
    assert seen.name == "Alcaldesa de Muestra"
    assert seen.handle == "@alcaldesa_muestra"
    assert seen.time == "2025-03-29 17:02"
    assert "Mañana a las 9 habrá una reunión con vecinos, ¿vienen?" in seen.text.replace("\n", " ")


def _screenshot() -> bytes:
    image = Image.new("RGB", (900, 400), "white")
    draw = ImageDraw.Draw(image)
    font = Path(manimgx_fonts.__path__[0]) / "NotoSans[wght].ttf"
    for top, size, text in (
        (36, 34, "Alcaldesa de Muestra"),
        (80, 26, "@alcaldesa_muestra"),
        (150, 34, "Hoy reabrimos el puente. Mañana a las 9"),
        (200, 34, "habrá una reunión con vecinos, ¿vienen?"),
        (290, 26, "5:02 PM · Mar 29, 2025 · 1,204 Views"),
    ):
        draw.text((30, top), text, font=ImageFont.truetype(str(font), size), fill="black")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
