"""What is wrong with a query, and the grammar's help, in the language of the page."""

import re
from collections.abc import Mapping
from string import Formatter
from typing import get_args

import pytest
from hypothesis import given, settings

from archive.filters import NAMES
from archive.mistakes import SENTENCES, Kind, Mistake
from archive.query import HELP, Query, from_params, parse
from embedder import grammar_words
from embedder.grammar_words import grammar_in, wrong_in
from tests.archive.test_query import TYPED

SPANISH: Mapping[Kind, str] = grammar_words._ES

SIGNS = re.compile(rf"\b(?:(?:{'|'.join(NAMES)}):|OR|NOT|[0-9-]{{10}})")
"""What is typed so in every language."""

WRONG: dict[Kind, tuple[Mapping[str, str], str]] = {
    "too_long": ({"q": "a" * 12_000}, "como máximo 1.000 caracteres, y esta tiene 12.000"),
    "too_many": ({"q": "ab " * 51}, "como máximo 50 palabras y filtros"),
    "no_word": ({"q": "!!!"}, "ninguna palabra que se pueda buscar"),
    "only_left_out": ({"q": "-a"}, "solo dice qué excluir"),
    "not": ({"q": "NOT a"}, "un signo menos"),
    "brackets": ({"q": "(a) OR b"}, "Los paréntesis no agrupan nada"),
    "lone_quotation_mark": ({"q": 'a "b'}, "comillas les falta su pareja"),
    "nothing_quoted": ({"q": 'a ""'}, "ninguna palabra entre estas comillas"),
    "star_inside": ({"q": "a*b"}, "solo va al final de una palabra"),
    "star_too_early": ({"q": "a*"}, "al menos dos caracteres"),
    "or_between": ({"q": "a OR"}, "OR va entre dos palabras"),
    "or_left_out": ({"q": "a OR -b"}, "OR no une lo que se excluye"),
    "or_all_of": ({"q": "has:image OR has:video"}, "OR no une has:, porque"),
    "or_mixed": ({"q": "a OR from:b"}, "filtros del mismo nombre"),
    "near_filter": ({"q": "frm:x"}, "No existe el filtro frm:, pero sí from:"),
    "unknown_filter": ({"q": "zzzzzz:{value}"}, "No existe el filtro zzzzzz:; las palabras"),
    "no_value": ({"q": "from:"}, "from: no tiene valor"),
    "no_account": ({"q": "from:@"}, "from: admite una cuenta o un nombre, no «@»"),
    "no_words": ({"q": "party:!"}, "party: admite palabras, no «!»"),
    "no_site": ({"in": "!"}, "el dominio de un sitio, no «!»"),
    "no_choice": ({"q": "status:{x}"}, "status: admite live, gone o unknown, no «{x}»"),
    "no_language": ({"q": "lang:spanish"}, "por ejemplo «es», no «spanish»"),
    "no_date": ({"archive_at": "now"}, "archive_at: admite una fecha como 2025-04-03, no «now»"),
    "no_such_day": ({"q": "since:2025-02-30"}, "since: el día o la hora «2025-02-30» no existe"),
    "negated_period": ({"q": "a -since:2025"}, "since: no se niega; su contrario es until:"),
    "second_period": ({"q": "since:2025 since:2024"}, "Hay un segundo since:"),
    "nothing_between": ({"q": "since:2025 until:2024"}, "since: es posterior a until:"),
    "no_sort": ({"sort": "newst"}, "sort admite newest, oldest o best, no «newst»"),
    "no_limit": ({"limit": "0"}, "limit admite un número de 1 a 200, no «0»"),
    "no_cursor": ({"cursor": "a b"}, "cursor admite lo que dio una página anterior"),
}
"""Of each kind a wrong query, and a part of what is said of it."""


def wrong(params: Mapping[str, str]) -> tuple[Mistake, ...]:
    found = from_params(params)
    assert not isinstance(found, Query), found
    return found


def named(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_every_kind_has_a_sentence_in_each_language_that_names_the_same() -> None:
    assert set(SENTENCES) == set(SPANISH) == set(get_args(Kind))
    for kind, sentence in SENTENCES.items():
        assert named(SPANISH[kind]) == named(sentence), kind
        assert set(SIGNS.findall(SPANISH[kind])) == set(SIGNS.findall(sentence)), kind


@pytest.mark.parametrize("kind", WRONG)
def test_a_mistake_is_said_in_spanish_with_what_it_names(kind: Kind) -> None:
    params, said = WRONG[kind]
    first = wrong(params)[0]
    assert first.wrong.kind == kind
    assert said in wrong_in("es", first.wrong)
    assert wrong_in("en", first.wrong) == wrong_in("fr", first.wrong) == first.what
    assert set(first.wrong.values) == named(SENTENCES[kind])


def test_there_is_a_wrong_query_of_every_kind() -> None:
    assert set(get_args(Kind)) - set(WRONG) == {"foreign_cursor"}  # the storage tells that one


@settings(max_examples=60)
@given(TYPED)
def test_whatever_is_typed_what_is_wrong_is_said_in_spanish(text: str) -> None:
    found = parse(text)
    for mistake in () if isinstance(found, Query) else found:
        said = wrong_in("es", mistake.wrong)
        assert said != mistake.what
        for name in named(SENTENCES[mistake.wrong.kind]):
            value = mistake.wrong.values[name]
            assert not isinstance(value, str) or value in said


def test_the_help_has_the_same_parts_in_spanish_and_its_examples_parse() -> None:
    spanish = grammar_in("es")
    assert [part.part for part in spanish] == [part.part for part in HELP]
    for part, english in zip(spanish, HELP, strict=True):
        assert isinstance(parse(part.example), Query), part
        assert part.what != english.what, part
        if ":" in part.part:
            assert part.example == english.example
    assert grammar_in("en") == HELP
