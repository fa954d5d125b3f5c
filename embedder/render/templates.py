"""The environment of all templates: what comes from data is escaped, a missing name is a bug."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import markupsafe
from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

__all__ = ["TEMPLATES", "PageTemplate"]

# What escape() calls, and then makes Markup of: a text with nothing to escape comes back as it
# is. The name is MarkupSafe's own; where it should go, escape() gives the same, only slower.
_inner: Callable[[str], str] = getattr(markupsafe, "_escape_inner", escape)


def _escaped(value: object) -> str:
    """The value as HTML: what is markup already, as it is."""
    return value if type(value) is Markup else escape(value)


def _is_plain(frame: Frame, finalize: Any) -> bool:
    """Whether it is known here already that what is put out is to be escaped, and nothing else."""
    context = frame.eval_ctx
    return context.autoescape and not context.volatile and finalize.src is None


class _Writer(CodeGenerator):
    """Writes templates that put out what needs no escaping as it is, and reads attributes.

    A page has forty values, and Jinja2 has a ``Markup`` made of each, which takes ten times as
    long as to see that nothing in it is to be escaped. A text, as nearly all of them are, is
    looked through where it stands. ``a.b`` is the attribute, as in Python, and never also an item:
    a name that is not there is an ``AttributeError``. The methods are Jinja2's own; a test holds
    that it calls them.
    """

    def write_commons(self) -> None:
        super().write_commons()
        self.writeline("inner, escaped = environment.inner, environment.escaped")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if _is_plain(frame, finalize):
            self.write("(inner(value) if type(value := ")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if _is_plain(frame, finalize):
            self.write(") is str else escaped(value))")
        else:
            super()._output_child_post(node, frame, finalize)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802  Jinja2's
        self.visit(node.node, frame)
        self.write(f".{node.attr}")


class _Environment(Environment):
    code_generator_class = _Writer
    inner = staticmethod(_inner)
    escaped = staticmethod(_escaped)


TEMPLATES = _Environment(
    loader=FileSystemLoader(Path(__file__).parents[1] / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)


class PageTemplate:
    """A template by its name, which is compiled when it is first rendered.

    To compile those of pages takes a tenth of a command's start, and no command renders one. A
    service calls :meth:`compile_all` at its start, so that no reader waits for it.
    """

    _names: ClassVar[list[str]] = []

    def __init__(self, name: str) -> None:
        self._name = name
        self._names.append(name)

    def render(self, **values: object) -> str:
        return TEMPLATES.get_template(self._name).render(**values)

    @classmethod
    def compile_all(cls) -> None:
        """Twice costs nothing: what is compiled stays."""
        for name in cls._names:
            TEMPLATES.get_template(name)
