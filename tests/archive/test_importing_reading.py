"""Reading files of any size, and of anybody's making, a piece at a time."""

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import UsageError
from archive.importing import reading
from archive.importing.reading import decode, elements, json_values, lines, table
from archive.importing.rows import Problem, Unreadable

NAMES = ("id", "text")


def file(content: str | bytes) -> io.BytesIO:
    return io.BytesIO(content.encode() if isinstance(content, str) else content)


def rows(content: str | bytes, encoding: str | None = None) -> list[Any]:
    return list(table(file(content), NAMES, encoding))


def texts(content: str | bytes, encoding: str | None = None) -> list[str]:
    return [item[1]["text"] for item in rows(content, encoding)]


_json = st.recursive(
    st.text('a"\\[]{},é\n', max_size=8) | st.integers(0, 9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text('"\\]}', max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=20)
@given(st.lists(st.dictionaries(st.text(max_size=3), _json, max_size=3), max_size=5), st.booleans())
def test_an_array_is_cut_into_its_objects_however_its_pieces_come(
    values: list[Any], spread: bool
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "_CHUNK", 3)
        patch.setattr(reading, "HEAD", 12)
        text = json.dumps(values, indent=1 if spread else None, ensure_ascii=False)
        found = list(elements(file(f"window.a = {text}")))
    assert [json.loads(item[1]) for item in found if isinstance(item, tuple)] == values
    assert [item[0] for item in found if isinstance(item, tuple)] == list(range(1, len(found) + 1))


def test_what_is_too_long_is_passed_over_and_told_and_the_rest_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading, "MAX_ITEM", 100)
    monkeypatch.setattr(reading, "_CHUNK", 7)
    monkeypatch.setattr(reading, "HEAD", 9)
    long = 'x\\"[' * 60
    in_lines = list(lines(file(f'{{"a": 1}}\n"{long}"\n\n{{"a": 2}}\n')))
    assert [item[0] if isinstance(item, tuple) else -item.row for item in in_lines] == [1, -2, 4]
    in_array = list(elements(file(f'[{{"a": "{long}"}}, {{"a": "{long}"}}, {{"b": 2}}]')))
    assert [item[0] if isinstance(item, tuple) else -item.row for item in in_array] == [-1, -2, 3]
    in_table = rows("id,text\n1,one\n2," + "x" * 300 + "\n3,three\n")
    assert [item[0] if isinstance(item, tuple) else -item.row for item in in_table] == [2, -3, 4]


def test_a_long_line_takes_no_more_memory_than_what_may_be_kept_of_it() -> None:
    class Endless(io.RawIOBase):
        asked = 0

        def readline(self, size: int | None = -1, /) -> bytes:
            self.asked = max(self.asked, size or 0)
            self.given = getattr(self, "given", 0) + 1
            return b"x" * (size or 0) if self.given < 40 else b""

    endless = Endless()
    assert [type(item) for item in lines(endless)] == [Problem]  # type: ignore[arg-type]
    assert endless.asked == reading.MAX_ITEM


def test_an_array_that_ends_in_the_middle_says_so() -> None:
    first, broken = elements(file('[{"a": 1}, {"b": '))
    assert first == (1, b'{"a": 1}')
    assert isinstance(broken, Problem)
    assert (broken.row, broken.what) == (2, "the file ends in the middle of its list")


def test_a_value_that_is_no_object_is_told() -> None:
    found = list(elements(file('[1, {"a": 1}, null]')))
    assert [type(item) for item in found] == [Problem, tuple, Problem]
    with pytest.raises(UsageError, match="no list"):
        list(elements(file("nothing here")))


def test_hostile_json_is_told_by_its_line_and_costs_nothing_beside_it() -> None:
    deep = "[" * 100_000
    content = f'{{"a": {deep}\n{{"a": 1}}\nnot json\n{{"n": {"9" * 5000}}}\n'
    found = list(json_values(file(content)))
    assert [item.row if isinstance(item, Problem) else item[1] for item in found] == [
        1,
        {"a": 1},
        3,
        4,
    ]


def test_lone_surrogates_and_broken_bytes_are_read_and_told() -> None:
    assert decode(b'{"t": "a\\ud800b"}') == ({"t": "a\ud800b"}, ())
    value, notes = decode(b'{"t": "a\xe4\xf3b\xe4"}')
    assert value == {"t": "a\udce4\udcf3b\udce4"}
    assert notes == ("3 bytes are no UTF-8 (E4 F3, E4); in their place stands U+FFFD",)
    with pytest.raises(Unreadable, match="no JSON"):
        decode(b"{")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_table_has_the_delimiter_that_its_first_line_tells(delimiter: str) -> None:
    content = 'id,text\n1,"one, two; three|\t"\n'.replace(",", delimiter)
    assert texts(content) == ["one, two; three|\t".replace(",", delimiter)]


def test_a_table_may_have_a_mark_and_other_ends_of_line() -> None:
    plain = 'Id,Text\r\n1,"two\nlines"\r\n2,más\r\n'
    assert texts(plain) == ["two\nlines", "más"]
    for encoding in ("utf-8-sig", "utf-16"):
        assert texts(plain.encode(encoding)) == ["two\nlines", "más"]
    assert texts("id,text\r1,one\r2,two\r") == ["one", "two"]
    assert texts(plain.encode("mac-roman"), "mac-roman") == ["two\nlines", "más"]


def test_a_row_is_named_by_the_line_that_it_begins_on() -> None:
    found = rows('id,text\n1,"a\nb"\n\n2,c\n3,d,e\n')
    assert [item[0] if isinstance(item, tuple) else -item.row for item in found] == [2, 5, -6]
    assert found[-1].what == "3 cells where the first line has 2"


def test_a_quotation_mark_that_is_not_closed_names_the_lines_that_it_took() -> None:
    lines_ = "".join(f'{n},"text {n} {"x" * 90}"\n' for n in range(3, 2000))
    found = rows(f'id,text\n1,one\n2,"open\n{lines_.replace(chr(34), "")}')
    assert found[0][1]["text"] == "one"
    assert isinstance(found[1], Problem)
    assert found[1].row == 3
    assert "a quotation mark is not closed" in found[1].what
    assert isinstance(found[-1], tuple)


def test_no_columns_and_a_text_without_its_encodings_mark_are_refused() -> None:
    with pytest.raises(UsageError, match="lacks a column"):
        rows("a b c\n1 2 3\n")
    with pytest.raises(UsageError, match="UTF-16 without"):
        rows("id,text\n1,one\n".encode("utf-16-le"))
    assert texts("id,text\n1,one\n".encode("utf-16-le"), "utf-16-le") == ["one"]


def test_nul_and_broken_bytes_stay_in_the_cell_for_whoever_reads_it() -> None:
    assert texts(b"id,text\n1,a\0b\n2,c\xffd\n") == ["a\0b", "c\udcffd"]
