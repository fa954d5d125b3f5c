"""Broken markup is read as far as it goes, whoever reads it."""

import pytest

from archive.platforms.page_facts import soup_of
from archive.platforms.telegram.page import read_page
from archive.soup import parse_html
from archive.text import html_to_text, sanitise_html


@pytest.mark.parametrize(
    "html",
    [
        "<p>Hi</p><![>",
        "<p>Hi</p><![what is it]>",
        "<p>Hi</p><<![a>![what is it]>",  # what is taken out here leaves the same behind
        "<p>Hi</p><!<![>[%x[>",
        "<p>Hi</p><!&lbrack;what is it]>",  # and so does what an entity stands for
        "<p>Hi</p><&excl;[what is it]>",
        f"<p>Hi</p>&#{'9' * 5000};",
        f"<p>Hi</p>&&num;{'9' * 5000};",
        "<p>Hi</p>&#x110000;&#xd800;",
    ],
)
def test_no_markup_raises_and_what_stands_before_it_is_read(html: str) -> None:
    assert html_to_text(html)[0].startswith("Hi")
    for soup in (parse_html(html), soup_of(html), read_page(html)):
        assert soup.p is not None
        assert soup.p.text == "Hi"
    assert sanitise_html(html).startswith("<p>Hi</p>")


def test_data_within_a_script_stay_what_they_are() -> None:
    html = '<script>{"text": "a <![b] c"}</script><![>'
    soup = parse_html(html.removesuffix("<![>"))
    assert soup.script is not None
    assert soup.script.text == '{"text": "a <![b] c"}'
    assert parse_html(html).script is not None
