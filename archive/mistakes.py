"""What can be wrong with what was typed: its kinds, and the English sentence of each. Pure.

Who speaks another language words the kind and its values anew.
"""

from collections.abc import Callable, Mapping
from typing import Literal, TypeAlias

import msgspec

__all__ = ["SENTENCES", "Kind", "Mistake", "Value", "Wrong", "worded"]

Kind = Literal[
    "too_long",
    "too_many",
    # Words and signs
    "no_word",
    "only_left_out",
    "not",
    "brackets",
    "lone_quotation_mark",
    "nothing_quoted",
    "star_inside",
    "star_too_early",
    "or_between",
    "or_left_out",
    "or_all_of",
    "or_mixed",
    # Filters
    "near_filter",
    "unknown_filter",
    "no_value",
    "no_account",
    "no_words",
    "no_site",
    "no_choice",
    "no_language",
    "no_date",
    "no_such_day",
    "negated_period",
    "second_period",
    "nothing_between",
    # Parameters
    "no_sort",
    "no_limit",
    "no_cursor",
    "foreign_cursor",
]
"""Stable; programs may tell mistakes apart by it."""

Value: TypeAlias = str | int | tuple[str, ...]
"""What a sentence names: what was typed, a number, or what there is to choose from."""

SENTENCES: Mapping[Kind, str] = {
    "too_long": "A query has at most {most} characters, this one {length}",
    "too_many": "A query has at most {most} words and filters",
    "no_word": "There is no word here that could be looked for",
    "only_left_out": "This says only what to leave out; say also what to look for, or since when",
    "not": "NOT is written as a minus right before the word",
    "brackets": "Brackets group nothing; OR joins just the words beside it",
    "lone_quotation_mark": "This quotation mark has no partner",
    "nothing_quoted": "There is no word between these quotation marks",
    "star_inside": "A star stands only at the end of a word",
    "star_too_early": "At least two characters stand before a star",
    "or_between": "OR stands between two words",
    "or_left_out": "OR does not join what is left out; leave out one after the other",
    "or_all_of": "OR does not join {name}:, of which a post has all that are named",
    "or_mixed": "OR joins words with words, and filters of one name",
    "near_filter": "There is no filter {name}:, but {near}:",
    "unknown_filter": "There is no filter {name}:; words with a colon stand in quotation marks",
    "no_value": "{name}: has no value; it follows without a space",
    "no_account": "from: takes an account or a name, not '{value}'",
    "no_words": "{name}: takes words, not '{value}'",
    "no_site": "in: takes a site's name or host, not '{value}'",
    "no_choice": "{name}: takes {choices}, not '{value}'",
    "no_language": "lang: takes a language's code such as es, not '{value}'",
    "no_date": "{name}: takes a date such as 2025-04-03, not '{value}'",
    "no_such_day": "{name}: there is no such day or time as '{value}'",
    "negated_period": "{name}: is not negated; its opposite is {other}:",
    "second_period": "There is a second {name}:",
    "nothing_between": "Nothing lies between these two times: since: comes after until:",
    "no_sort": "sort takes {choices}, not '{value}'",
    "no_limit": "limit takes a number from 1 to {most}, not '{value}'",
    "no_cursor": "cursor takes what a page before gave, as it stood there",
    "foreign_cursor": "This is no cursor of ours, or one of another search",
}


class Wrong(msgspec.Struct, frozen=True):
    """Why something cannot be looked for, and what to write instead."""

    kind: Kind
    instead: str
    """To be written in its place; empty: leave it out."""
    values: Mapping[str, Value] = msgspec.field(default_factory=dict[str, Value])
    """What its sentence names."""

    @property
    def what(self) -> str:
        """In English, without a full stop."""
        return worded(SENTENCES[self.kind], self.values, number="{:,}".format, last="or")


class Mistake(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was typed and cannot be looked for."""

    start: int
    end: int
    """Code points of what was typed."""
    wrong: Wrong
    parameter: str = "q"
    """Of the URL, if it was no query that was typed."""

    @property
    def what(self) -> str:
        """In English, without a full stop."""
        return self.wrong.what

    @property
    def instead(self) -> str:
        """What to write in that place; empty: leave it out."""
        return self.wrong.instead


def worded(
    sentence: str, values: Mapping[str, Value], *, number: Callable[[int], str], last: str
) -> str:
    """A sentence with its values. ``last`` is the word before the last of those to choose from.

    >>> worded("takes {choices}", {"choices": ("a", "b", "c")}, number=str, last="or")
    'takes a, b or c'
    """

    def said(value: Value) -> str:
        if isinstance(value, int):
            return number(value)
        if isinstance(value, str):
            return value
        return f"{', '.join(value[:-1])} {last} {value[-1]}"

    return sentence.format(**{name: said(value) for name, value in values.items()})
