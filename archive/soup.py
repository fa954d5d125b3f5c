"""Markup as a tree, however broken it is. What goes in is hostile: no string raises."""

import re

from bs4 import BeautifulSoup
from bs4.exceptions import ParserRejectedMarkup

__all__ = ["parse_html"]

# Browsers read `<![` up to the next `>` as a comment; html.parser gives up on some of them.
_BOGUS_COMMENT = re.compile(r"<!\[[^>]*>?")
# Python reads no whole number of more than 4300 digits.
_ENDLESS_NUMBER = re.compile(r"&#\d{20,};?")


def parse_html(html: str) -> BeautifulSoup:
    """The tree of ``html``, as far as it can be read.

    How much is read is for the caller to bound: a parser's time grows with the square of the
    depth that a hostile page nests. Nothing may be done to the markup between this and whoever
    bounds it that could make of two harmless pieces one that is not.
    """
    html = _ENDLESS_NUMBER.sub("\ufffd", html)
    try:
        return BeautifulSoup(html, "html.parser")
    except ParserRejectedMarkup:
        # A comment in its place, and not nothing: else what stands around it becomes another.
        return BeautifulSoup(_BOGUS_COMMENT.sub("<!---->", html), "html.parser")
