"""The pages of the web side: Jinja2 with autoescape, and the words of the catalogue."""

from collections.abc import Callable
from functools import cache, partial
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from embedder.own_sentences import apart, told
from embedder.web.texts import text

__all__ = ["render"]


def render(
    name: str, *, lang: str = "en", words: Callable[..., str] | None = None, **values: Any
) -> bytes:
    """A page as UTF-8 bytes. Templates say ``t("key")`` for every word that a person reads; the
    desk's words are meant, unless others are handed in. ``tell(sentence)`` is for what the archive
    says of itself, see :func:`~embedder.own_sentences.told`; ``apart`` takes what a server answered
    out of it, for details on demand.
    """
    t = words or partial(text, lang)
    tell = partial(told, lang)
    page = _environment().get_template(name)
    return page.render(t=t, tell=tell, apart=apart, lang=lang, **values).encode()


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("embedder", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
