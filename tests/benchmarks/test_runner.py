"""What `make bench` prints and fails on; nothing is measured here."""

import io

import pytest
from PIL import Image

from benchmarks import __main__ as runner
from benchmarks.cards import check
from benchmarks.flat import Flat
from benchmarks.measuring import Line, Missing, WrongAnswer, same, spread
from embedder.links import Links
from embedder.options import Options
from embedder.render import v1
from embedder.render.card import draw_card, find_fonts, pictures_of
from embedder.view import EmbedView, Site, build_view
from tests.embedder import holdings


def run(monkeypatch: pytest.MonkeyPatch, answer: Line | Exception) -> int:
    async def measure() -> list[Line]:
        if isinstance(answer, Exception):
            raise answer
        return [answer]

    monkeypatch.setattr(runner, "MEASUREMENTS", {"one": measure})
    return runner.main(["one"])


def test_a_bound_that_is_not_met_is_told_and_is_no_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, Line(name="speed", measured="0.4", bound="0.5", met=False)) == 0
    told = capsys.readouterr().out
    assert "NOT met" in told
    assert "cores" in told
    assert "load before" in told


@pytest.mark.parametrize("error", [WrongAnswer("a in place of b"), Missing("apt-get install x")])
def test_a_wrong_answer_and_a_missing_tool_are_failures(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception
) -> None:
    assert run(monkeypatch, error) == 1
    assert str(error) in capsys.readouterr().out


def test_an_unknown_measurement_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert runner.main(["nonsense"]) == 2
    assert "warm_page" in capsys.readouterr().out


def test_differing_bytes_are_shown_where_they_differ() -> None:
    with pytest.raises(WrongAnswer, match="'ab' in place of 'ac'"):
        same("x", "ab", "ac")


def test_a_spread_is_the_median_and_the_quarters() -> None:
    assert spread([1, 2, 3, 4, 5]) == "3.00 (1.50 to 4.50)"


def test_a_card_that_is_not_what_it_must_be_is_a_wrong_answer() -> None:
    fonts = find_fonts(system=False)
    seen = build_view(holdings.photos(1), Options(), Site(name="Border News"), Links())
    paths = pictures_of(seen)
    grey = io.BytesIO()
    Image.new("RGB", (64, 64), "#808080").save(grey, "PNG")
    pictures = dict.fromkeys(paths, grey.getvalue())
    card = draw_card(seen, pictures, fonts)
    with pytest.raises(WrongAnswer, match="no photograph"):
        check("one", card, seen, pictures, "card", fonts)
    with pytest.raises(WrongAnswer, match="the size"):
        check("one", card, seen, pictures, "og", fonts)
    with pytest.raises(WrongAnswer, match="lacks"):
        check("one", draw_card(seen, {}, fonts), seen, {}, "card", fonts)


def view(text: str) -> EmbedView:
    content = holdings.snapshot(text)
    return build_view(holdings.hold(content), Options(), Site(name="Border News"), Links())


def test_the_flat_template_emits_the_bytes_of_another_post() -> None:
    flat, other = Flat(view("One & <b>two</b>")), view('Three\'s "four" <script>')
    assert flat.render(flat.values(other)) == v1.page(other)
    assert "One" not in flat.render(flat.values(other))
