"""The environment of all templates: what comes from data is escaped, a missing name is a bug."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import markupsafe
from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

__all__ = ["TEMPLATES"]

# What escape() calls, and then makes Markup of: a text with nothing to escape comes back as it
# is. The name is MarkupSafe's own; where it should go, escape() gives the same, only slower.
_inner: Callable[[str], str] = getattr(markupsafe, "_escape_inner", escape)


class _Writer(CodeGenerator):
    """Writes templates that put out what needs no escaping as it is, and reads attributes.

    A page has forty values, and Jinja2 has a ``Markup`` made of each, which takes ten times as
    long as to see that nothing in it is to be escaped. ``a.b`` is the attribute, as in Python,
    and never also an item: a name that is not there is an ``AttributeError``. If Jinja2 should
    stop calling these methods, templates give the same, only slower.
    """

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        context = frame.eval_ctx
        if context.autoescape and not context.volatile and finalize.src is None:
            self.write("environment.escaped(")
        else:
            super()._output_child_pre(node, frame, finalize)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802  Jinja2's
        self.visit(node.node, frame)
        self.write(f".{node.attr}")


class _Environment(Environment):
    code_generator_class = _Writer

    @staticmethod
    def escaped(value: object) -> str:
        """The value as HTML: what is markup already, and text without any, as it is."""
        if type(value) is str:
            return _inner(value)
        return value if type(value) is Markup else escape(value)


TEMPLATES = _Environment(
    loader=FileSystemLoader(Path(__file__).parents[1] / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
