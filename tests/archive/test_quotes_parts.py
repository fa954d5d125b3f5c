"""The parts by which quotations are found and compared: marks, speakers, words, languages, days."""

import time
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.quotes.compare import Likeness, compare, quotation_words, text_words
from archive.quotes.evidence import span_around
from archive.quotes.marks import masked, quoted
from archive.quotes.quotations import Quotation, lines_of, quotations
from archive.quotes.speakers import Known, People
from archive.quotes.translating import language_of, likelihood
from tests.archive.quoting import body_of

KNOWN = (
    Known(slug="rosa", names=("Rosa Delgado",), heads=frozenset({"secretary"}), in_office=True),
    Known(slug="ines", names=("Inés Montalvo",), heads=frozenset({"president", "leader"})),
    Known(slug="dan", names=("Dan Whitlock",), heads=frozenset({"senator"}), in_office=True),
    Known(slug="ana-paz", names=("Ana Paz",), heads=frozenset({"senator"}), in_office=True),
    Known(slug="leo-paz", names=("Leo Paz",), heads=frozenset({"senator"}), in_office=True),
)


def read(text: str, *known: Known) -> list[Quotation]:
    lines = lines_of(body_of(text))
    return list(quotations(lines, People(known or KNOWN, [line.text for line in lines])))


@pytest.mark.parametrize(
    ("paragraphs", "inside"),
    [
        (["„Wir bauen“, sagte er."], ["Wir bauen"]),
        (["‘We build,’ he said, and it’s the farmers’ wall."], ["We build,"]),
        (["“He said ‘no’ and «sí»,” she wrote."], ["He said ‘no’ and «sí»,"]),
        (["“One.", "“Two,” she said."], ["One.\n\nTwo,"]),
        (["“One.", "Two,” she said."], []),
        (["“Lost and “found,” she said."], ["found,"]),
        (['A 6" pipe and "a well," she said.'], ["a well,"]),
        (["«Uno «dos» tres», dijo."], ["Uno «dos» tres"]),
        (["‘Twas “here,” she said."], ["here,"]),
        ([""], []),
    ],
)
def test_marks_are_paired_as_a_reader_pairs_them(paragraphs: list[str], inside: list[str]) -> None:
    assert [one.text for one in quoted(paragraphs)] == inside


@given(st.lists(st.text(alphabet="“”„«»\"'‘’ aA.,:\n—", max_size=60), max_size=4))
def test_no_text_raises_and_what_is_masked_is_as_long_as_it_was(paragraphs: list[str]) -> None:
    found = quoted(paragraphs)
    assert [len(text) for text in masked(paragraphs, found)] == [len(text) for text in paragraphs]
    for one in found:
        for piece in one.pieces:
            text = paragraphs[piece.paragraph]
            assert text[piece.start : piece.end].rstrip() == piece.text.rstrip()
    read("\n\n".join(paragraphs))


@pytest.mark.parametrize(
    ("text", "slug", "claim"),
    [
        ("Rosa Delgado on X: “We will build it.”", "rosa", "posted"),
        ("“We will build it” — Rosa Delgado, on Threads", "rosa", "posted"),
        ("Rosa Delgado (D-Texas) tweeted that “we will build it.”", "rosa", "posted"),
        ("Delgado, who met Montalvo, wrote on X that “we will build it.”", "rosa", "posted"),
        ("Rosa Delgado posted a map. “We will build it,” the post read.", "rosa", "posted"),
        ("Delgado called on Paz and met with Montalvo but wrote that “we build.”", "rosa", "said"),
        ("According to a post on X by Montalvo, “we will build it.”", "ines", "posted"),
        ("In May Delgado posted “We will build it” on X.", "rosa", "posted"),
        ("“We will build it,” Delgado’s office said on X.", None, "posted"),
        ("«Lo vamos a hacer», escribió en X la oficina de Inés Montalvo.", None, "posted"),
        ("«Lo vamos a hacer», se lee en el tuit de Montalvo.", "ines", "posted"),
        ("“We will build it,” Delgado said in a video posted on X.", "rosa", "elsewhere"),
        ("Delgado wrote in her memoir: “We will build it.”", "rosa", "elsewhere"),
        ("Delgado wrote: “We will build it.”", "rosa", "said"),
        ("“We will build it,” said Luke Delgado on X.", None, "posted"),
        ("Ana Paz and Dan Whitlock met. “We will build it,” Paz said on X.", "ana-paz", "posted"),
        ("“We will build it,” Paz said on X.", None, "posted"),
        ("Ana Paz met Leo Paz. “We will build it,” the senator said on X.", None, "posted"),
    ],
)
def test_a_speaker_is_whoever_a_reader_takes_it_for(
    text: str, slug: str | None, claim: str
) -> None:
    (one,) = read(text)
    assert (one.official, one.claim) == (slug, claim)


def test_two_verbs_of_one_subject_have_one_speaker() -> None:
    called, said = read(
        "Rosa Delgado called it a “first step” after a talk with President Inés Montalvo but "
        "firmly said that “there is still work to do.”"
    )
    assert called.official == said.official == "rosa"


def held(quotation: str, text: str) -> Likeness:
    found = compare(quotation_words(quotation), text_words(text))
    assert found is not None
    return found


def test_dress_does_not_count_and_words_do() -> None:
    text = "We’ll open the café at 9 — promise! 🎉 #Opening https://example.org/a"
    same = held("WE'LL OPEN THE CAFE AT 9, PROMISE", text)
    assert (same.differs, same.whole) == (0, True)
    assert held("We’ll open the café at nine — promise!", text).differs == 1
    assert held("open the café at 9", text).whole is False
    assert compare(quotation_words("Nobody said that"), text_words(text)) is None


def test_what_the_writer_put_in_or_left_out_is_no_difference() -> None:
    text = "They cost less than planned, and they will not wait for Washington."
    for written in (
        "They cost less […] and they will not wait",
        "[T]hey cost less than planned",
        "They cost less [the pumps] than planned",
        "They cost less (sic) than planned",
        "and [the pumps] will not wait for Washington",
    ):
        found = held(written, text)
        assert (found.differs, found.marked) == (0, True), written
    assert held("… they will not wait for Washington …", text).marked is False
    assert held("They cost more [the pumps] than planned", text).differs == 1


def test_words_are_shown_as_they_are_written_and_those_that_differ_without_marks() -> None:
    asked = quotation_words("It’s “our” U.S.-Mexico line, costs $14, and opens on Tuesday, 4 p.m.")
    found = compare(
        asked, text_words("It’s “our” U.S.-Mexico line, costs $14, and opens on Monday: 4 p.m.\n")
    )
    assert found is not None
    assert [(step.quoted, step.kept) for step in found.steps if step.way != "same"] == [
        ("Tuesday", "Monday")
    ]
    assert [step.quoted for step in found.steps if step.way == "same"] == [
        "It’s “our” U.S.-Mexico line, costs $14, and opens on",
        "4 p.m.",
    ]
    assert quotation_words("\u2026 [sic] \U0001f4a7").written == ()


def test_a_language_is_told_by_small_words_before_what_is_declared() -> None:
    assert language_of("The water is for all of us", "es") == "en"
    assert language_of("Laredo", "es-MX") == "es"
    assert language_of("Laredo", "und") is None


def test_a_translation_needs_more_than_a_name_that_every_post_has() -> None:
    text = "San Lucas cumple sus acuerdos. Tuvimos 3 reuniones en Laredo."
    of_speaker = ("San Lucas",)
    assert likelihood("We had three meetings in Laredo.", text, of_speaker=of_speaker) > 0
    assert likelihood("We had four meetings in Laredo.", text, of_speaker=of_speaker) == 0
    assert likelihood("San Lucas is a happy place.", text, of_speaker=of_speaker) == 0


SPANISH = (
    "El agua es de todos los pueblos. No vamos a entregar ni una gota sin el acuerdo de las "
    "comunidades.",
    "Los niños de la frontera merecen escuelas nuevas, no muros.",
    "No firmaré un decreto que deje sin agua a una sola familia de la sierra.",
)


@pytest.mark.parametrize(
    ("quotation", "post"),
    [
        (
            "Water belongs to all the peoples. We will not hand over a single drop without the "
            "agreement of the communities",
            0,
        ),
        ("Children on the border deserve new schools, not walls", 1),
        ("I will not sign a decree that leaves a single mountain family without water", 2),
        ("We will not raise the water tariff this year", None),
        ("The wall is a bad idea for everyone on the border", None),
        ("Nobody will be left without a school in the mountains", None),
        ("Every community deserves clean water", None),
        ("No family should pay for the war", None),
    ],
)
def test_words_that_mean_the_same_propose_a_translation(quotation: str, post: int | None) -> None:
    likely = [likelihood(quotation, text) for text in SPANISH]
    assert (likely.index(max(likely)) if max(likely) else None) == post


def test_the_days_around_an_article_are_days_anywhere_on_earth() -> None:
    span = span_around(date(2025, 3, 29), 2, 1)
    assert (span.first, span.last) == (date(2025, 3, 27), date(2025, 3, 30))
    assert span.holds(datetime(2025, 3, 26, 11, tzinfo=UTC))
    assert not span.holds(datetime(2025, 3, 26, 9, tzinfo=UTC))
    assert span.holds(datetime(2025, 3, 31, 11, tzinfo=UTC))
    assert not span.holds(None)
    assert span_around(date.max, 1, 9).last == date.max


@pytest.mark.parametrize(
    "text",
    [
        "“" * 6_000,
        "‘a " * 4_000,
        "« " * 6_000,
        "A. " * 5_000 + "“We build,” Delgado said on X.",
        "Rosa Delgado said “a b c d” and " * 60,
        "the secretary of the " * 1_000,
        '"a b," said ' * 500,
    ],
    ids=["curly", "single", "guillemets", "sentences", "quotations", "offices", "straight"],
)
def test_the_time_that_a_text_takes_grows_with_its_length(text: str) -> None:
    begin = time.process_time()
    read(text)
    assert time.process_time() - begin < 1
