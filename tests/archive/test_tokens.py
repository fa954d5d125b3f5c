"""Text -> tokens: what a person means is found, whatever the spelling; and no text raises."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.folding import CLASSES, fold
from archive.tokens import form_of, forms, index, phrase, stems, tokens, written

PIECES = st.sampled_from(
    [
        *("covid-19", "#maga", "#Stop_It", "@a_b.c", "@a@b.example", "it's", "it’s", "Trump's"),
        *(
            "l'État",
            "U.S.",
            "U.S.A",
            "EE. UU.",
            "is. It.",
            "1,204",
            "1.204,5",
            "3.5",
            "½",
            "²",
            "Ⅻ",
        ),
        *("https://www.example.org/a/b-c?d=1#e", "www.", "http://", "x.co", "www.x.co/y"),
        *("東京都", "東", "ガ", "ｶﾞ", "서울에서", "\u1100\u1161", "ภาษาไทย", "น้ำ", "हिन्दी", "қазақ"),
        *("مُحَمَّد", "العـــربية", "ﷺ", "\ufe70", "٣", "й", "ї", "İ", "ı", "ß", "ŉ", "ǰ", "ΐ", "ﬃ"),
        *("👍🏽", "👩‍👩‍👧", "🇲🇽", "🇲", "1️⃣", "❤️", "™", "Ⓐ", "🅰", "𝐁𝐨𝐥𝐝", "Ｆ", "＃ｔ", "＠ｔ"),
        *("\u0301", "\u0345", "\u200b", "\u00ad", "\u202e", "\ud800", "\x00", "\ufe0f", "ʼ", "`"),
        *(
            " ",
            "\n",
            "\u00a0",
            "'",
            "’",
            '"',
            "“",
            "*",
            ":",
            ".",
            ",",
            "-",
            "_",
            "/",
            "(",
            "#",
            "@",
        ),
        *("a", "b", "s", "S", "1", "000", "ñ", "the", "running"),
    ]
)
TEXTS = st.one_of(
    st.text(alphabet=st.characters(), max_size=60),
    st.lists(st.one_of(PIECES, st.text(alphabet=st.characters(), max_size=3)), max_size=12).map(
        "".join
    ),
)


def words(text: str) -> list[str]:
    return [token.text for token in tokens(text)]


def in_a_row(row: tuple[str, ...], prefix: bool, among: list[str]) -> bool:
    """Whether the words stand in a row among those of a text."""
    count = len(row)

    def is_last(word: str) -> bool:
        return word.startswith(row[-1]) if prefix else word == row[-1]

    return any(
        among[at : at + count - 1] == list(row[:-1]) and is_last(among[at + count - 1])
        for at in range(len(among) - count + 1)
    )


def finds(query: str, text: str) -> bool:
    row = phrase(query)
    return in_a_row(row.tokens, row.prefix, words(text))


@pytest.mark.parametrize(
    ("text", "queries"),
    [
        ("The COVID-19 rules", ["covid", "covid 19", "covid19", "covid-19", "Covid–19"]),
        ("The COVID19 rules", ["covid", "covid 19", "covid19", "covid-19"]),
        ("An H-1B visa", ["h1b", "H1-B", "h-1b"]),
        ("Vote #MAGA now", ["maga", "#maga"]),
        ("Thanks @Jane_Doe!", ["jane_doe", "@jane_doe", "jane doe"]),
        ("It’s over", ["its", "it's", "it’s"]),
        ("DON'T", ["dont", "don’t"]),
        ("Trump’s wall", ["trump", "trump's", "Trump's wall"]),
        ("L’État, c’est moi", ["etat", "l'etat", "est"]),
        ("Gov. O'Brien of Hawaiʻi", ["obrien", "O’Brien", "hawaii", "Hawai'i"]),
        ("the U.S. said", ["us", "US", "U.S.", "u.s", "U.S. said"]),
        ("J.D. Vance", ["jd vance", "JD Vance"]),
        ("el gobierno de EE. UU. y EE.UU.", ["eeuu", "EE.UU.", "EE. UU.", "EEUU"]),
        ("1,204 people", ["1204", "1,204", "1.204", "1,204 people"]),
        ("on 2025-04-03", ["2025-04-03", "2025", "2025/04/03"]),
        (
            "https://www.nytimes.com/2025/03/29/us/border-wall.html?x=1",
            ["nytimes.com", "www.nytimes.com", "https://nytimes.com", "border wall", "border-wall"],
        ),
        (
            "see nytimes.com/2025/border-wall",
            ["https://www.nytimes.com/2025/border-wall", "http://nytimes.com", "wall"],
        ),
        ("well done 👍🏽", ["👍", "👍🏿", "done 👍"]),
        ("❤️ from 🇲🇽", ["❤", "🇲🇽"]),
        ("قال مُحَمَّدٌ في القاهـــرة", ["محمد", "القاهرة", "القاهره"]),
        ("أعلن الرئيس ٢٠٢٥", ["اعلن", "2025"]),
        ("東京都知事は会見した", ["東京", "東京都", "都", "知事", "た", "会見"]),
        ("サーバー", ["サーバ", "ｻｰﾊﾞｰ"]),
        ("서울에서 만났다", ["서울", "서울에서", "만났"]),
        ("ประเทศไทยน้ำ", ["ไทย", "ประเทศ", "น้ำ"]),
        ("İSTANBUL ve Iğdır", ["istanbul", "ıstanbul", "igdir", "iğdır"]),
        ("Die Straße in Köln", ["strasse", "STRASSE", "koln", "Köln"]),
        ("Man\u0303ana en España", ["manana", "mañana", "espana"]),
        ("Ｆｕｌｌ 𝐁𝐨𝐥𝐝 ﬁne", ["full", "bold", "fine"]),
        ("co\u00adop\u200bera\u200dtion", ["cooperation"]),
        ("हिन्दी में", ["हिन्दी"]),
        ("Мой Київ, ещё", ["мой", "київ", "еще"]),
    ],
)
def test_what_a_person_means_is_found(text: str, queries: list[str]) -> None:
    for query in queries:
        assert finds(query, text), (query, words(text))


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Covid in 2019", "covid 19"),
        ("1,204 people", "204"),
        ("the wall of Trump", "trump wall"),
        ("netflix.com", "x.com"),
        ("しか", "しが"),
        ("कु", "क"),
        ("мои", "мой"),
        ("京都", "東京"),
        ("t.company", "tc"),
        ("It is. So. it was", "isso"),
    ],
)
def test_what_is_something_else_is_not(text: str, query: str) -> None:
    assert not finds(query, text)


def test_a_point_before_a_mention_shows_it_to_everybody_and_is_no_part_of_an_address() -> None:
    assert {token.text for token in forms(".@OFA's plan, said .@jane", "fr")} == {"mofa", "mjane"}
    assert forms("write to jane.@example or x.y@example", "fr") == []


def test_a_hashtag_and_a_mention_are_forms_of_their_own() -> None:
    found = {token.text for token in forms("#MAGA_24 by @a.b, @c@d.example; x@y.org/#no #1", "fr")}
    assert {written(form) for form in found} == {"#maga_24", "@a.b", "@c", "@c@d.example"}
    assert form_of("maga") is None
    assert form_of("#Maga!") == form_of("＃ＭＡＧＡ")
    names = [form_of(f"@{name}") for name in ("a_b", "a.b", "a-b", "ab")]
    assert len({token.text for token in names if token}) == 4


def test_stems_stand_beside_the_words_in_the_text_s_language() -> None:
    assert index("Borders", "en").forms == "eborder"
    assert index("las mujeres", "es-MX").forms.split()[-1] in stems("mujer")
    assert set(index("deportaciones").forms.split()) == set(stems("deportaciones"))
    assert index("Grenzen", "de").forms == ""
    assert index("Borders", "en").words == "borders"


def test_the_words_of_an_index_are_the_tokens() -> None:
    assert index("It’s #1, at 東京").words.split() == words("It’s #1, at 東京")


def is_plain(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNM" or character.translate(CLASSES) in "ER"


@given(TEXTS)
def test_every_token_lies_in_the_text_and_is_plain(text: str) -> None:
    row = tokens(text)
    for token in [*row, *forms(text)]:
        assert 0 <= token.start < token.end <= len(text)
        assert token.text
        assert all(map(is_plain, token.text))
    assert [t.start for t in row] == sorted(t.start for t in row)
    assert index(text).words.split() == [t.text for t in row]


@given(TEXTS)
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    for token in tokens(text):
        assert fold(token.text) == token.text


@given(TEXTS, st.data())
def test_a_part_between_two_tokens_is_found(text: str, data: st.DataObject) -> None:
    row = tokens(text)
    if not row:
        return
    first = data.draw(st.integers(0, len(row) - 1))
    last = data.draw(st.integers(first, len(row) - 1))
    part = text[row[first].start : row[last].end]
    assert finds(part, text), (part, words(text))


@given(TEXTS)
def test_a_phrase_is_written_so_that_it_is_the_same(text: str) -> None:
    row = phrase(text)
    assert phrase(row.text) == row


@given(TEXTS)
def test_a_form_is_written_so_that_it_is_the_same(text: str) -> None:
    for token in forms(text, "fr"):
        again = form_of(written(token.text))
        assert again is not None
        assert again.text == token.text
