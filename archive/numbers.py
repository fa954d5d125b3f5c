"""Whole numbers out of programs that write all numbers as fractions. Pure."""

import re

__all__ = ["whole_number"]

_NUMBER = re.compile(r"([0-9]+)(?:\.([0-9]*))?(?:[eE]\+?([0-9]{1,3}))?")
_MOST_DIGITS = 40


def whole_number(written: str) -> str | None:
    """The digits of a whole number that went through a program which writes all as fractions:
    ``29324.0``, ``2.9324E+4``. ``None`` if it is none, or below 2^53 a digit may be lost: of
    ``1.26E+18`` nobody can tell those behind the third.

    >>> whole_number("29324.0"), whole_number("2.9324E+4"), whole_number("1.26E+5")
    ('29324', '29324', None)
    """
    found = _NUMBER.fullmatch(written) if len(written) <= _MOST_DIGITS else None
    if found is None:
        return None
    whole, fraction, exponent = found[1], found[2] or "", int(found[3] or 0)
    if exponent > len(fraction) or fraction[exponent:].strip("0"):
        return None
    digits = (whole + fraction[:exponent]).lstrip("0") or "0"
    return digits if int(digits) < 2**53 else None
