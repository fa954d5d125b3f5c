"""Where a query's words stand in a text; what is found so is what SQLite finds by the tokens."""

import sqlite3
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.marking import found_in, marks, snippet
from archive.query import Query, Term, parse
from archive.tokens import index
from tests.archive.test_query import TYPED
from tests.archive.test_tokens import TEXTS


def query(text: str, *, stems: bool = False) -> Query:
    found = parse(text, stems=stems)
    assert isinstance(found, Query), found
    return found


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("A Wall, a wáll, walls", "wall", ["Wall", "wáll"]),
        ("The border wall, the wall", '"border wall"', ["border wall"]),
        ("Covid–19 and COVID19", "covid-19", ["Covid–19", "COVID19"]),
        ("the U.S. said. It’s", "us its", ["U.S.", "It’s"]),
        ("Maga? #MAGA!", "#maga", ["#MAGA"]),
        ("jane, @Jane@b.example", "@jane", ["@Jane"]),
        ("deported, deporting", "deport*", ["deported", "deporting"]),
        ("東京都知事", "京都", ["京都"]),
        ("東京都知事", "京", ["京"]),
        ("東京都知事", "東京都", ["東京都"]),
        ("a wall, no border", "wall -fence", ["wall"]),
        ("anything", "from:x", []),
    ],
)
def test_the_words_are_marked_as_they_stand(text: str, typed: str, marked: list[str]) -> None:
    assert [text[start:end] for start, end in marks(text, query(typed))] == marked


def test_stems_are_marked_where_they_are_asked_for_and_phrases_stay_exact() -> None:
    text = "Deported: they deport, deportations"
    found = marks(text, query("deporting", stems=True), "en")
    assert [text[s:e] for s, e in found] == ["Deported", "deport", "deportations"]
    assert not marks(text, query("deporting"), "en")
    assert not marks(text, query('"deporting"', stems=True), "en")


def test_a_snippet_shows_where_the_words_are_at_whole_words() -> None:
    text = "Lorem ipsum dolor. " * 30 + "The border wall stands. " + "Sit amet. " * 30
    part = snippet(text, query("border wall"), 80)
    assert [part.text[s:e] for s, e in part.marks] == ["border", "wall"]
    assert part.text.startswith("…")
    assert part.text.endswith("…")
    assert len(part.text) <= 82
    assert part.text.strip("…") in text
    words = set(text.split())
    assert set(part.text.strip("…").split()) <= words
    assert snippet("Short border.", query("border")).text == "Short border."
    assert snippet("a borderland", query("borderland"), 3).marks == ((1, 4),)
    assert snippet(text, query("nothing"), 20).text == "Lorem ipsum dolor.…"


@given(TEXTS, TYPED, st.integers(1, 40), st.booleans())
def test_marks_lie_in_the_text_and_snippets_in_their_length(
    text: str, typed: str, length: int, stems: bool
) -> None:
    found = parse(typed, stems=stems)
    if not isinstance(found, Query):
        return
    spans = marks(text, found)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    part = snippet(text, found, length)
    assert len(part.text) <= length + 2
    assert all(0 <= start < end <= len(part.text) for start, end in part.marks)
    if found.words:
        assert bool(spans) == found_in(text, Query(words=_any_of(found)))
    assert bool(part.marks) == bool(spans)


def _any_of(found: Query) -> tuple[tuple[Term, ...], ...]:
    """One group of all its terms."""
    terms = tuple(term for group in found.words for term in group)
    return (terms,) if terms else ()


# The same by an index


def in_fts(term: Term) -> str:
    """A term in the language of FTS5; a backend does the like."""
    star = " *" if term.prefix else ""
    ways = []
    if term.tokens:
        ways.append(f'words : "{" ".join(term.tokens)}"{star}')
    ways += [f'forms : "{form}"{star}' for form in term.forms]
    return f"({' OR '.join(ways)})"


@pytest.fixture(scope="module")
def fts() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(words, forms, tokenize = 'ascii')")
    yield connection
    connection.close()


@given(st.lists(TEXTS, min_size=1, max_size=4), TYPED, st.data())
def test_sqlite_finds_by_the_tokens_what_is_found_in_the_text(
    fts: sqlite3.Connection, texts: list[str], typed: str, data: st.DataObject
) -> None:
    stems = data.draw(st.booleans())
    found = parse(data.draw(st.sampled_from([typed, *texts])), stems=stems)
    if not isinstance(found, Query) or not found.words:
        return
    fts.execute("DELETE FROM t")
    for number, text in enumerate(texts):
        row = index(text, "es")
        fts.execute(
            "INSERT INTO t (rowid, words, forms) VALUES (?, ?, ?)", (number, row.words, row.forms)
        )
    match = " AND ".join(f"({' OR '.join(map(in_fts, group))})" for group in found.words)
    for term in found.without:
        match = f"({match}) NOT {in_fts(term)}"
    rows = {row[0] for row in fts.execute("SELECT rowid FROM t WHERE t MATCH ?", (match,))}
    assert rows == {n for n, text in enumerate(texts) if found_in(text, found, "es")}, match
