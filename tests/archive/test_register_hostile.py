"""Broken and hostile registers get a clear answer by row, and never cost the rows beside."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import UsageError
from archive.register import FORMATS, read
from tests.archive.registers import HANDLES, LEGISLATORS, OWN, POLITWOOPS, SAMPLES, TERMS, parsed

BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"


@pytest.mark.parametrize(
    ("format", "data", "told"),
    [
        ("legislators", BOMB, "alias in line 2"),
        ("legislators", "[" * 50_000, "nest"),
        ("legislators", "[" * 30 + "]" * 30, "levels deep"),
        ("openstates", "{a: " * 50_000, "nest"),
        ("legislators", "just words", "no list of people"),
        ("legislators", "- id: [", "no YAML"),
        ("legislators", "- \x00", "no YAML"),
        ("csv", "name,slugg\n", "lacks the column slug"),
        ("csv", "slug,name,name\n", "twice"),
        ("csv", "", "lacks the column"),
        ("congress-terms", "bioguide\n", "lacks the column"),
        ("wikidata", "[", "no JSON"),
        ("wikidata", "[" * 100_000, "no JSON"),
        ("wikidata", "{}", "no result of a SPARQL query"),
        ("nonsense", "", "no format of a register"),
    ],
)
def test_a_file_that_is_none_of_its_format_is_refused(format: str, data: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        read(format, data.encode())


def test_what_is_not_utf_8_is_refused() -> None:
    with pytest.raises(UsageError, match=r"not UTF-8 \(byte 5\)"):
        read("csv", b"slug,\xff\n")
    with pytest.raises(UsageError, match="no YAML"):
        read("legislators", b"- \xff\xfe\xff")


def test_a_tag_of_yaml_makes_no_object() -> None:
    facts = parsed("legislators", "- !!python/object/apply:os.system ['true']\n- 5\n")
    assert facts.people == ()
    assert [p.row for p in facts.problems] == [1, 2]


@pytest.mark.parametrize(
    ("format", "data", "row", "told"),
    [
        ("legislators", LEGISLATORS.replace("'2013-01-03'", "'2013-02-31'"), 1, "no day"),
        ("legislators", LEGISLATORS.replace("type: rep", "type: king"), 1, "no type of term"),
        ("legislators", LEGISLATORS.replace("A000001", "A1"), 1, "no bioguide id"),
        (
            "legislators",
            LEGISLATORS.replace("{first: Ben", "{first: [x]"),
            2,
            "a list where a text",
        ),
        ("legislators", LEGISLATORS.replace("'2021-01-20'", "'2026-01-20'"), 2, "before it begins"),
        ("congress-terms", TERMS + "C000003,,C\n", 4, "3 cells where the header has 15"),
        ("congress-terms", TERMS.replace("Democrat:2015", "2015"), 3, "Party:DAY..DAY"),
        ("congress-handles", HANDLES.replace("RepRio", "Rep Rio"), 2, "no handle on x"),
        ("congress-handles", HANDLES.replace("2013-01-09T21:26:44-05:00", "then"), 2, "no time"),
        (
            "congress-handles",
            HANDLES.replace("twitter_id", "myspace"),
            4,
            "no account that we know",
        ),
        ("politwoops", POLITWOOPS.replace("Personal", "Secret"), 2, "no account type"),
        ("csv", OWN.replace("2025-01-07,x", "2020-01-07,x"), 2, "is before since"),
        ("csv", OWN.replace("office-wide", "nice"), 2, "no kind of account"),
        ("csv", OWN.replace("bluesky", "myspace"), 3, "no platform"),
        ("csv", OWN + '"open', 4, "no CSV from here on"),
        ("csv", OWN + "x" * 200_000, 4, "no CSV from here on"),
        ("wikidata", SAMPLES["wikidata"].replace('"55"', '"5x"'), 1, "no id on x"),
        ("wikidata", SAMPLES["wikidata"].replace('"55"', '"5.5E+17"'), 1, "a spreadsheet rounded"),
    ],
)
def test_a_bad_row_is_told_and_the_others_are_kept(
    format: str, data: str, row: int, told: str
) -> None:
    facts = parsed(format, data)
    (problem,) = facts.problems
    assert problem.row == row
    assert told in problem.what
    assert facts.people


def test_controls_become_spaces_and_long_texts_are_refused() -> None:
    ((name,),) = [[p.name for p in parsed("csv", "slug,name\na,A\x1b[31m\x00B\n").people]]
    assert name == "A [31m B"
    (problem,) = parsed("csv", f"slug,name\na,{'A' * 501}\n").problems
    assert "501 characters" in problem.what


@given(st.sampled_from(sorted(FORMATS)), st.binary(max_size=300), st.integers(0, 400))
def test_whatever_the_bytes_the_answer_is_facts_or_a_sentence(
    format: str, noise: bytes, at: int
) -> None:
    sample = SAMPLES[format].encode()
    for data in (noise, sample[:at] + noise + sample[at:], sample[:at]):
        with suppress(UsageError):
            read(format, data)
