"""What an annotation says, as it is stored."""

from datetime import UTC, datetime
from typing import Any

import pytest

from archive.annotations import cleaned
from archive.errors import UsageError
from archive.records import Annotation

AT = datetime(2025, 4, 3, tzinfo=UTC)


def note(body: dict[str, Any], reason: str | None = None) -> Annotation:
    return Annotation(post="p", kind="note", body=body, by="ana", at=AT, reason=reason)


def test_what_is_no_text_is_replaced_as_in_captured_text() -> None:
    made = cleaned(
        note({"text": "a\0b\ud800c", "x\0": ["\0", {"y": "\udfff"}, 5, None, True]}, "why\0")
    )
    assert made.body == {
        "text": "a\ufffdb\ufffdc",
        "x\ufffd": ["\ufffd", {"y": "\ufffd"}, 5, None, True],
    }
    assert made.reason == "why\ufffd"


def test_text_stays_as_it_was_written() -> None:
    said = note({"text": "One 👩‍🚀\nline\tmore \u202e", "lang": "es"}, "for readers")
    assert cleaned(said) == said


def test_a_body_without_end_is_told() -> None:
    body: dict[str, Any] = {}
    for _ in range(100_000):
        body = {"x": body}
    with pytest.raises(UsageError, match="nested too deep"):
        cleaned(note(body))
