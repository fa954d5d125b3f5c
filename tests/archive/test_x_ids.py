"""Tokens and times that X ids give."""

import doctest
from datetime import UTC, datetime

import pytest

from archive import testing
from archive.platforms.x import ids, text, tombstone
from archive.platforms.x.ids import is_id, snowflake_time, syndication_token


@pytest.mark.parametrize(
    ("native_id", "token"),
    [
        ("20", "6dq1a2xwd93"),
        ("1641086480675225601", "3z7miaszni8"),
        ("1703436713362870723", "44ni5iyte19"),
        ("2023357708301455483", "4wkkd5uwebk"),
        ("1684218600456876032", "42z4mwgp9h8"),
        ("1", "bhi2ay3f28n"),
        ("4360", "12n3nr1ta8r"),
        ("29700859247", "4cpz7ioa439"),
        ("318309886183790", "zzzzzzzzzs"),
        ("1000000000000000", "353i5ab8p5f"),
        ("99999999999999999999", "6qen9jwl6qt"),
    ],
)
def test_the_token_is_what_v8_makes_of_it_to_the_last_digit(native_id: str, token: str) -> None:
    assert syndication_token(native_id) == token


def test_an_ids_time_is_the_servers_to_the_millisecond() -> None:
    assert snowflake_time("1641086480675225601") == datetime(
        2023, 3, 29, 14, 34, 41, 562000, tzinfo=UTC
    )


def test_ids_from_before_november_2010_carry_no_time() -> None:
    assert snowflake_time("20") is None
    assert snowflake_time("29700859246") is None
    first = snowflake_time("29700859247")
    assert first is not None
    assert first.date().isoformat() == "2010-11-04"


@pytest.mark.parametrize("text", ["", "0", "012", "1a", "١", " 1", "1\n", "9" * 21, None, 20])
def test_what_is_no_id_is_told_apart(text: object) -> None:
    assert not is_id(text)
    assert snowflake_time(str(text)) is None or text == 20


@pytest.mark.parametrize("module", [ids, text, tombstone, testing])
def test_the_examples_in_the_docstrings_are_true(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]
    assert result.attempted
    assert not result.failed
