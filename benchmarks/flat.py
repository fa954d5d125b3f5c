"""A page taken apart: one flat Jinja2 template that emits the same bytes, and its variables.

The template is derived from our own page, so that it is always of today's look: a page is
rendered in which each value that differs from post to post is a mark, and the marks become
variables. All the rest is literal text: markup, stylesheet, script, our own words.
"""

import re
from typing import Any

import msgspec
from jinja2 import Environment

from embedder.parts import EmbedView, Run
from embedder.render import v1
from embedder.render.facts import facts
from embedder.words import Words

__all__ = ["Flat"]

_SAME_ON_EVERY_PAGE = {
    "lang",
    "theme",
    "sheet",
    "version",
    "origin",
    "site_name",
    "words",
    "n",
    "css",
}
_MARK = re.compile("⟦([a-z_0-9]+)⟧")
_FACTS = re.compile(r'(?<=<script type="application/ld\+json">)[^<]*(?=</script>)')


class Flat:
    """The flat template of all pages that are made like the one of ``view``.

    A bare environment, but with autoescape on; the facts for search engines (JSON) are one
    variable that is finished markup.
    """

    def __init__(self, view: EmbedView) -> None:
        page = _FACTS.sub("⟦facts⟧", v1.page(_marked(view, "v", [])))
        pieces = _MARK.split(page)
        self.names = frozenset(pieces[1::2])
        source = "".join(
            f"{{{{ {piece} }}}}" if place % 2 else f"{{% raw %}}{piece}{{% endraw %}}"
            for place, piece in enumerate(pieces)
        )
        self.render = Environment(autoescape=True).from_string(source).render

    def values(self, view: EmbedView) -> dict[str, Any]:
        """The variables of the template for a post."""
        values: list[tuple[str, str]] = []
        _marked(view, "v", values)
        told = facts(view.citation, view.description)
        found = dict(values) | {"facts": told, "v_preview": view.description}
        return {name: found[name] for name in self.names}


def _marked(value: Any, name: str, values: list[tuple[str, str]]) -> Any:
    """``value`` with a mark in place of each text in it; collects names and texts."""
    if isinstance(value, str):
        values.append((name, value))
        return f"⟦{name}⟧"
    if isinstance(value, Run):
        texts = (value.text, value.href, value.src)
        marked = (_marked(t, f"{name}_{i}", values) for i, t in enumerate(texts))
        return Run(value.kind, *marked)
    if isinstance(value, tuple):
        return tuple(_marked(one, f"{name}_{i}", values) for i, one in enumerate(value))
    if isinstance(value, msgspec.Struct) and not isinstance(value, Words):
        changed = {
            field: _marked(getattr(value, field), f"{name}_{field}", values)
            for field in value.__struct_fields__
            if field not in _SAME_ON_EVERY_PAGE or name != "v_frame"
        }
        return msgspec.structs.replace(value, **changed)
    return value
