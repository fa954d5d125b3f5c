"""What a person types -> what is looked for, or what to write instead; and never an exception."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.filters import FILTERS, NAMES, Filter
from archive.query import (
    HELP,
    MAX_LIMIT,
    MAX_QUERY,
    Mistake,
    Query,
    from_params,
    parse,
    to_params,
    to_text,
)
from tests.archive.test_tokens import PIECES as TEXT_PIECES
from tests.docs_pages import ROOT, fences, table_names

GRAMMAR = st.sampled_from(
    [
        *(" ", "  ", "-", "−", '"', "“", "”", "«", "*", "OR", " OR ", "AND", "NOT", "(", ")", ":"),
        *(f"{name}:" for name in NAMES),
        *("@a", "x", "twitter", "es", "en-US", "gone", "image", "repost", "import", "2025-04"),
        *("2025-04-03T12:30", "1999", "2025-02-30", "9999", "border", "wall*", "#tag", "frm:x"),
        *('"Secretary of State"', "https://www.example.org/a", "running", "İ:", "since:2025"),
    ]
)
TYPED = st.one_of(
    st.text(alphabet=st.characters(), max_size=40),
    st.lists(st.one_of(GRAMMAR, TEXT_PIECES), max_size=12).map("".join),
    st.lists(GRAMMAR, max_size=12).map(" ".join),
)


def query(text: str, *, stems: bool = False) -> Query:
    found = parse(text, stems=stems)
    assert isinstance(found, Query), found
    return found


def mistakes(text: str) -> tuple[Mistake, ...]:
    found = parse(text)
    assert not isinstance(found, Query), found
    return found


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("", ""),
        ("Wall BORDER border", "border wall"),
        ("“Border  Wall”", '"border wall"'),
        ("„Straße frei“", '"strasse frei"'),
        ("covid-19", '"covid 19"'),
        ("covid19", '"covid 19"'),
        ("b OR a OR B c", "a OR b c"),
        ("a AND b", "a b"),
        ("or and not", "and not or"),
        ('border -Wall −"x y" -#Tag', 'border -"x y" -#tag -wall'),
        ('deport* "border wal*"', '"border wal*" deport*'),
        ("#MAGA @Jane_Doe, @A@B.example", "#maga @a@b.example @jane_doe"),
        ("It’s U.S. policy!", "its policy us"),
        ("東京都 京*", "京 東京都"),
        ("Breaking: news at 12:30", '"12 30" at breaking news'),
        ("https://www.x.com/a", '"x com a"'),
        ("FROM:@SecName from:b", "from:b from:secname"),
        ("from:a OR from:b", "from:a from:b"),
        (
            'office:"Secretary  of State" party:Independent',
            'office:"secretary of state" party:independent',
        ),
        ("platform:Twitter platform:Mastodon", "platform:fediverse platform:x"),
        ("lang:en_US -lang:ES", "lang:en-us -lang:es"),
        ("since:2025-4-3 until:2025", "since:2025-04-03 until:2025"),
        ("since:2025-04-03T12:30+02:00", "since:2025-04-03T10:30Z"),
        ('until:"2025-04-03 12:30:05"', "until:2025-04-03T12:30:05Z"),
        (
            "has:image has:link status:gone kind:repost",
            "status:gone has:image has:link kind:repost",
        ),
        ("in:https://www.news.example/ reason:hand", "in:news.example reason:hand"),
        ("since:2025 -kind:repost", "-kind:repost since:2025"),
        ("a & b — (c)", "a b c"),
    ],
)
def test_what_is_typed_has_one_canonical_form(typed: str, canonical: str) -> None:
    assert to_text(query(typed)) == canonical
    assert query(canonical) == query(typed)


@pytest.mark.parametrize(
    ("typed", "place", "what", "instead"),
    [
        ("a since:yesterdayy", (2, 18), "takes a date such as 2025-04-03", "since:2025-04-03"),
        ("until:4/13/2025", (0, 15), "takes a date", "until:2025-04-13"),
        ("since:2025-02-30", (0, 16), "no such day", "since:2025"),
        ("frm:x", (0, 5), "no filter frm:", "from:x"),
        ("-author:x", (0, 9), "no filter author:", "-from:x"),
        ("zzzzzz:x", (0, 8), "no filter zzzzzz:", '"zzzzzz:x"'),
        ("from:", (0, 5), "no value", "from:@example"),
        ("from:@", (0, 6), "takes an account", "from:@name"),
        ("status:deleted", (0, 14), "live, gone or unknown", "status:gone"),
        ("has:vidoe", (0, 9), "image, video, link, quote or reply", "has:video"),
        ("kind:retweet", (0, 12), "post or repost", "kind:repost"),
        ("platform:blueski", (0, 16), "bluesky", "platform:bluesky"),
        ("lang:spanish", (0, 12), "code such as es", "lang:es"),
        ("reason:asked", (0, 12), "article, request, follow, import or hand", "reason:article"),
        ("reason:context", (0, 14), "reason: takes", "reason:article"),
        ('a "border wall', (2, 14), "no partner", '"border wall"'),
        ('a "', (2, 3), "no partner", ""),
        ('a ""', (2, 4), "no word between", ""),
        ("OR a", (0, 2), "OR stands between", ""),
        ("a OR", (2, 4), "OR stands between", ""),
        ("a OR OR b", (5, 7), "OR stands between", ""),
        ("a OR -b", (2, 4), "what is left out", ""),
        ("a OR from:b", (2, 4), "OR joins words with words", ""),
        ("has:image OR has:video", (10, 12), "has all", ""),
        ("(a b) OR c", (0, 1), "Brackets", ""),
        ("NOT a", (0, 3), "minus", "-"),
        ("-a -b", (0, 5), "only what to leave out", "since:2025 -a -b"),
        ("-from:a", (0, 7), "only what to leave out", "since:2025 -from:a"),
        ("!!!", (0, 3), "no word", ""),
        ("a*b", (0, 3), "only at the end", "a*"),
        ("a *", (2, 3), "only at the end", ""),
        ("a*", (0, 2), "At least two", ""),
        ("since:2025 until:2024", (11, 21), "Nothing lies between", "until:2025"),
        ("since:2025 since:2024", (11, 21), "second since:", ""),
        ("a -since:2025", (2, 13), "opposite is until:", "until:2025"),
        ("a" * 1001, (MAX_QUERY, 1001), "at most 1,000", ""),
        ("ab " * 51, (150, 153), "at most 50", ""),
    ],
)
def test_a_mistake_says_where_it_is_and_what_to_write_instead(
    typed: str, place: tuple[int, int], what: str, instead: str
) -> None:
    found = mistakes(typed)[0]
    assert what in found.what
    assert (found.start, found.end, found.instead) == (*place, instead)


def test_all_mistakes_are_told_at_once() -> None:
    assert [m.start for m in mistakes('frm:x has:y OR "z')] == [0, 6, 15]


def test_a_day_is_one_of_the_site_s_zone() -> None:
    zone = ZoneInfo("America/Denver")
    found = parse("since:2025-03-09 until:2025-03-09", zone=zone)
    assert isinstance(found, Query)
    assert found.since is not None
    assert found.until is not None
    assert found.since.start == datetime(2025, 3, 9, 7, tzinfo=UTC)
    assert found.until.end == datetime(2025, 3, 10, 6, tzinfo=UTC)  # the clocks went forward
    december = parse("until:2024-12", zone=zone)
    assert isinstance(december, Query)
    assert december.until is not None
    assert december.until.end == datetime(2025, 1, 1, 7, tzinfo=UTC)


def test_stems_are_of_bare_words_alone() -> None:
    found = query('crossings "crossings" cross* "two crossings" #crossings', stems=True)
    terms = {term.text: term for (term,) in found.words}
    assert terms["crossings"].forms == ("ecross", "scrossings")
    assert not terms['"crossings"'].forms
    assert not terms["cross*"].forms
    assert not terms['"two crossings"'].forms
    assert parse(to_text(found), stems=True) == found
    assert query('crossings "crossings"') == query("crossings")


def test_the_parameters_of_a_url_are_the_query() -> None:
    params = {
        "q": "wall border",
        "stems": "1",
        "from": "@a",
        "since": "2025",
        "party": "",
        "sort": "best",
        "archive_at": "2025-06-01",
        "limit": "50",
        "cursor": "abc-1",
        "utm_source": "x",
    }
    found = from_params(params)
    assert isinstance(found, Query)
    assert found.filters == (Filter("from", "a"),)
    canonical = to_params(found)
    assert list(canonical) == ["q", "stems", "sort", "archive_at", "limit", "cursor"]
    assert canonical["q"] == "border wall from:a since:2025"
    assert from_params(canonical) == found
    assert to_params(query("")) == {}
    newest = from_params({"sort": "best", "q": "from:a"})
    assert isinstance(newest, Query)
    assert newest.sort == "newest"


@pytest.mark.parametrize(
    ("params", "parameter", "instead"),
    [
        ({"limit": "0"}, "limit", "25"),
        ({"limit": "99999999999"}, "limit", str(MAX_LIMIT)),
        ({"limit": "x"}, "limit", "25"),
        ({"sort": "newst"}, "sort", "newest"),
        ({"archive_at": "now"}, "archive_at", "2025-04-03"),
        ({"cursor": "a b'"}, "cursor", ""),
        ({"status": "deleted"}, "status", "gone"),
        ({"q": "since:2025", "since": "2024"}, "since", ""),
        ({"q": "frm:x"}, "q", "from:x"),
    ],
)
def test_a_mistake_in_a_parameter_names_it(
    params: dict[str, str], parameter: str, instead: str
) -> None:
    found = from_params(params)
    assert not isinstance(found, Query)
    assert (found[0].parameter, found[0].instead) == (parameter, instead)


@given(TYPED, st.booleans())
def test_no_text_raises_and_the_canonical_form_is_the_same_query(text: str, stems: bool) -> None:
    found = parse(text, stems=stems)
    if isinstance(found, Query):
        params = to_params(found)
        again = from_params(params)
        assert again == found
        assert to_params(found) == params
        assert len(params.get("q", "")) <= 12 * len(text) + 20
    else:
        for mistake in found:
            assert 0 <= mistake.start <= mistake.end <= len(text)
            assert mistake.what


@given(
    st.dictionaries(st.sampled_from([*NAMES, "q", "sort", "limit", "archive_at", "cursor"]), TYPED)
)
def test_no_parameters_raise_and_their_canonical_form_is_the_same(params: dict[str, str]) -> None:
    found = from_params(params)
    if isinstance(found, Query):
        assert from_params(to_params(found)) == found
    else:
        assert all(0 <= m.start <= m.end <= len(params.get(m.parameter, "")) for m in found)


def test_the_help_has_every_part_of_the_grammar() -> None:
    parts = {part.part for part in HELP}
    assert {f"{name}:" for name in (*FILTERS, "since", "until")} <= parts
    for part in HELP:
        assert isinstance(parse(part.example), Query), part


def test_the_page_of_the_docs_has_what_the_help_has_and_its_examples_parse() -> None:
    page = (ROOT / "docs" / "reference" / "search.md").read_text(encoding="utf-8")
    assert {part.example for part in HELP} <= set(table_names(page))
    for name in NAMES:
        assert f"`{name}:" in page
    examples = [line for f in fences(page) if f.lang == "text" for line in f.body.splitlines()]
    assert len(examples) > 5
    for example in examples:
        assert isinstance(parse(example), Query), example
