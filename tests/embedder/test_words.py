"""The catalogues are complete, with the same blanks in every language; dates are written out."""

import string
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from embedder.dates import dates_in
from embedder.post_words import post_words_in
from embedder.words import LANGUAGES, words_in

MOMENT = datetime(2025, 7, 3, 15, 5, tzinfo=UTC)


def phrases(words: object) -> Iterator[tuple[str, str]]:
    for field in words.__struct_fields__:  # type: ignore[attr-defined]
        value = getattr(words, field)
        for key, text in value.items() if isinstance(value, dict) else [("", value)]:
            yield f"{field}.{key}", text


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("catalogue", [words_in, post_words_in])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_phrase_is_there_with_the_same_blanks(catalogue: object, lang: str) -> None:
    assert callable(catalogue)
    english, other = dict(phrases(catalogue("en"))), dict(phrases(catalogue(lang)))
    assert english.keys() == other.keys()
    for key, text in other.items():
        assert text, key
        assert blanks(text) == blanks(english[key]), key


def test_a_language_without_words_is_english() -> None:
    assert words_in("tlh") is words_in("en")


@pytest.mark.parametrize(
    ("lang", "zone", "written"),
    [
        ("en", "UTC", "3 July 2025, 15:05 UTC"),
        ("en", "America/Chicago", "3 July 2025, 10:05 Central Daylight Time"),
        ("es", "Europe/Madrid", "3 de julio de 2025, 17:05 hora de verano de Europa central"),
        ("en", "Asia/Tokyo", "4 July 2025, 00:05 Japan Standard Time"),
    ],
)
def test_a_date_names_its_zone_in_the_language(lang: str, zone: str, written: str) -> None:
    assert dates_in(lang, zone).minute(MOMENT) == written


def test_winter_has_its_own_name() -> None:
    dates = dates_in("en", "America/Chicago")
    assert dates.clock(MOMENT).endswith("Central Daylight Time")
    assert dates.clock(MOMENT.replace(month=1)).endswith("Central Standard Time")


def test_the_year_is_left_out_only_where_it_is_the_same() -> None:
    dates = dates_in("en", "UTC")
    assert dates.day_of(MOMENT, MOMENT.replace(month=9)) == "3 July"
    assert dates.day_of(MOMENT.replace(year=2024), MOMENT) == "3 July 2024"


@pytest.mark.parametrize(
    ("zone", "moment", "written"),
    [
        ("America/Chicago", datetime(1, 1, 1, tzinfo=UTC), "1 January 1, 00:00 UTC"),
        ("Pacific/Auckland", datetime(9999, 12, 31, 23, tzinfo=UTC), "31 December 9999, 23:00 UTC"),
    ],
)
def test_a_time_at_the_end_of_the_calendar_is_written_in_utc(
    zone: str, moment: datetime, written: str
) -> None:
    dates = dates_in("en", zone)
    assert dates.minute(moment) == written
    assert dates.same_day(moment, moment)
