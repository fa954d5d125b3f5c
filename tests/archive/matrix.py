"""A source under test: what :mod:`tests.archive.test_matrix` needs to feed it every answer."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from archive.platforms.base import Source
from archive.records import PostRef
from archive.testing import FakeAnswer

__all__ = ["Case"]


class Case(NamedTuple):
    """Each platform's cases stand as ``CASES`` in a file ``matrix_NAME.py`` beside this one."""

    platform: str
    make: Callable[[], Source]
    ref: PostRef
    answers: Mapping[str | Callable[[str], bool], FakeAnswer]
    """With which it finds the post, as :class:`~archive.testing.FakeFetcher` takes them."""
    main: Any
    """The key of ``answers`` that holds the post: its answer is the one that is replaced."""
    other: FakeAnswer
    """In place of the main one: the answer about another post."""
    expects: Mapping[str, tuple[str, str]] = {}
    """Where the platform's own documentation departs from the table: the name of a row ->
    ``(outcome, cause)``, with the source of it as a comment.
    """
