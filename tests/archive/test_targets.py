"""ID, ID@N and ID#SHA256."""

import pytest

from archive.errors import UsageError
from archive.records import post_id
from archive.targets import parse_target

ID = post_id("x", "20")


def test_each_kind_of_target() -> None:
    assert parse_target(ID).post == ID
    assert parse_target(f"{ID}@12").snapshot == 12
    assert parse_target(f"{ID}#{'a' * 64}").media == "a" * 64


@pytest.mark.parametrize(
    "text", ["", "x", f"{ID}@0", f"{ID}@", f"{ID}#abc", f"{ID}@1#2", ID.upper()]
)
def test_anything_else_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(UsageError, match="ID@N"):
        parse_target(text)
