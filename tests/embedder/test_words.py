"""The catalogues are complete, with the same blanks in every language; dates are written out."""

import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from archive.errors import ConfigError
from embedder.card_words import CARD_ENGLISH
from embedder.catalogues import LOCALES, languages, phrases, translated
from embedder.dates import dates_in
from embedder.extract import TEMPLATE, template
from embedder.post_words import POST_ENGLISH, post_words_in
from embedder.words import ENGLISH, LANGUAGES, words_in

ALL = (
    *phrases("box", ENGLISH),
    *phrases("post", POST_ENGLISH),
    *phrases("card", CARD_ENGLISH),
)

MOMENT = datetime(2025, 7, 3, 15, 5, tzinfo=UTC)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_catalogue_is_complete(lang: str) -> None:
    assert words_in(lang).lang == lang
    assert post_words_in(lang).report


@pytest.mark.parametrize("lang", LANGUAGES[1:])
def test_no_catalogue_holds_a_phrase_that_is_not_used(lang: str) -> None:
    path = LOCALES / lang / "LC_MESSAGES" / "embed.po"
    with path.open("rb") as file:
        held = {message.context for message in read_po(file) if message.id}
    assert held == {phrase.place for phrase in ALL}


def test_the_template_for_translators_is_of_today() -> None:
    today, kept = (
        {(m.context, m.id) for m in read_po(file)}
        for file in (io.BytesIO(template()), io.BytesIO(TEMPLATE.read_bytes()))
    )
    assert today == kept, "run python -m embedder.extract"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('msgstr "Fin de la publicación"', 'msgstr ""', "box.end is missing"),
        ("{name} en {platform}", "{nombre} en {platform}", "box.post_by has the blanks"),
        ("{name} en {platform}", "{name.x} en {platform}", "box.post_by has the blanks"),
        ("Fin de la publicación", "<b>Fin</b>", "box.end has markup"),
        ("Fin de la publicación", "Fin\u202e", "box.end has markup"),
        ("plural=(n != 1)", "plural=(n > 1)", "Plural-Forms are not those of es"),
        ("End of post", "End of this post", "box.end is missing"),
    ],
)
def test_a_catalogue_that_is_not_right_is_refused_and_says_where(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    text = (LOCALES / "es" / "LC_MESSAGES" / "embed.po").read_text("utf-8")
    assert old in text
    path = tmp_path / "es" / "LC_MESSAGES" / "embed.po"
    path.parent.mkdir(parents=True)
    path.write_text(text.replace(old, new), encoding="utf-8")
    assert languages(tmp_path) == ("en", "es")
    with pytest.raises(ConfigError, match=re.escape(said)):
        translated("box", ENGLISH, "es", tmp_path)


def test_a_counted_phrase_takes_the_form_of_its_number() -> None:
    said = {n: words_in("ar").votes.of(n, str(n)) for n in (1, 2, 3, 11, 100)}
    assert said == {1: "صوت واحد", 2: "صوتان", 3: "3 أصوات", 11: "11 صوتًا", 100: "100 صوت"}
    assert words_in("en").votes.of(1, "1") == "1 vote"
    assert words_in("fr").votes.of(0, "0") == "0 vote"


def test_a_language_without_words_is_english() -> None:
    assert words_in("tlh") is words_in("en")


@pytest.mark.parametrize(
    ("lang", "zone", "written"),
    [
        ("en", "UTC", "3 July 2025, 15:05 UTC"),
        ("en", "America/Chicago", "3 July 2025, 10:05 Central Daylight Time"),
        ("es", "Europe/Madrid", "3 de julio de 2025, 17:05 hora de verano de Europa central"),
        ("en", "Asia/Tokyo", "4 July 2025, 00:05 Japan Standard Time"),
        ("en", "Asia/Kolkata", "3 July 2025, 20:35 India Standard Time"),
        ("en", "Asia/Kathmandu", "3 July 2025, 20:50 Nepal Time"),
        ("fr", "Europe/Paris", "3 juillet 2025, 17:05 heure d’été d’Europe centrale"),
        ("pt", "America/Sao_Paulo", "3 de julho de 2025, 12:05 Horário Padrão de Brasília"),
        ("ar", "Asia/Riyadh", "3 يوليو 2025، 18:05 التوقيت العربي الرسمي"),
        ("ar", "UTC", "3 يوليو 2025، 15:05 UTC"),
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
