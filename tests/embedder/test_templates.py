"""The environment of all templates: everything from data is escaped, and nothing is twice."""

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup, escape

from archive.settings import Settings
from embedder.app import make_app
from embedder.render.templates import TEMPLATES


class Name(str):
    __slots__ = ()


@pytest.mark.parametrize(
    "value",
    [*"&<>'\"", "<b>", "plain", "a & b", "", Name("<i>"), Markup("<b>&amp;</b>"), 7, None, ["<"]],
)
def test_a_value_is_put_out_as_markupsafe_would_escape_it(value: object) -> None:
    template = TEMPLATES.from_string("{% macro m(x) %}[{{ x }}]{% endmacro %}{{ v }}{{ m(v) }}")
    escaped = str(escape(value))
    assert template.render(v=value) == f"{escaped}[{escaped}]"


def test_a_missing_name_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        TEMPLATES.from_string("{{ name }}").render()
    with pytest.raises(AttributeError):
        TEMPLATES.from_string("{{ v.name }}").render(v=object())
    with pytest.raises(AttributeError):
        TEMPLATES.from_string("{{ v.items.name }}").render(v={"name": "an item"})


def test_text_without_markup_takes_the_short_way() -> None:
    assert "(inner(value) if type(value := " in TEMPLATES.compile("{{ v }}", raw=True)


def test_a_service_compiles_the_templates_of_its_pages_before_anybody_asks_for_one() -> None:
    assert TEMPLATES.cache is not None
    TEMPLATES.cache.clear()
    make_app(Settings())
    compiled = {name for _, name in TEMPLATES.cache.keys()}  # noqa: SIM118  it is no dict
    assert {"post.html", "report.html", "research/_search.html"} <= compiled
