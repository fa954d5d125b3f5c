"""Numbers that went through a spreadsheet."""

import pytest

from archive.numbers import whole_number


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        *(("29324.0", "29324"), ("29324.", "29324"), ("29324", "29324"), ("0.0", "0")),
        *(
            ("2.9324E4", "29324"),
            ("2.93240e+4", "29324"),
            ("1.641086480675225E+15", "1641086480675225"),
        ),
        *(("9007199254740991.0", "9007199254740991"), ("9007199254740992.0", None)),
        *(("1.26E+18", None), ("1.5E+3", None), ("1641086480675225600.0", None)),
        *(("29324.5", None), ("2.93241E4", None), ("-1.0", None), ("1e999", None), ("", None)),
        *(("1_0", None), ("\u0661", None), ("1" * 5000, None), ("1.0\n", None), (".0", None)),
    ],
)
def test_a_whole_number_is_believed_where_no_digit_of_it_can_be_lost(
    written: str, digits: str | None
) -> None:
    assert whole_number(written) == digits
