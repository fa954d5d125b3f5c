"""The page of outcomes is that of the table that every source is held to."""

from tests.archive.test_matrix import CASES
from tests.outcomes_page import PAGE, page_of


def test_the_page_says_what_the_table_says() -> None:
    assert PAGE.read_text("utf-8") == page_of(CASES), "`python -m tests.outcomes_page`"
