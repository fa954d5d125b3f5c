"""What an address of the API takes and answers, as its handler's file declares it. Pure.

Each file of :mod:`embedder.web` that has such addresses has a table beside its routes,
``OPERATIONS``; :mod:`embedder.web.openapi` makes the document from all of them.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeAlias

import msgspec
from msgspec import Meta

from embedder.web.public import ID

__all__ = ["POST_ID", "Answer", "Operation", "Operations", "Parameter", "Who"]

Who: TypeAlias = Literal["anybody", "research", "editor", "admin"]
"""Who may ask. ``research``: anybody, or key holders, as ``[access] research`` says."""


class _Part(msgspec.Struct, frozen=True):
    """Base of what a declaration is made of."""


class Parameter(_Part, frozen=True):
    """One parameter. ``type`` is what msgspec makes its schema of."""

    name: str
    type: Any
    what: str
    where: Literal["path", "query", "header"] = "query"
    example: Any = None
    """With one it stands in the example of the address."""
    required: bool = False


class Answer(_Part, frozen=True):
    """An answer that is no problem. ``type`` is that of its JSON; ``None``: it has no schema."""

    what: str
    type: Any = None
    media: tuple[str, ...] = ("application/json",)
    """Content types; the schema is that of the first. Empty: there is no body."""
    headers: Mapping[str, str] = {}
    """By name, what each says."""
    named: tuple[Any, ...] = ()
    """Types that the schema names by reference, where msgspec cannot tell them apart."""


class Operation(_Part, frozen=True, kw_only=True):
    """One method of one address.

    Problems that follow from the rest need not be told: of a bad key, of who may ask, of a body
    that cannot be read, of a parameter in the path that leads to nothing.
    """

    summary: str
    """Half a sentence: what one gets, or what is done."""
    what: str = ""
    """What else must be known; paragraphs."""
    tag: str
    who: Who
    answers: Mapping[int, Answer]
    problems: Mapping[int, str] = {}
    """By status, when it is answered with; these go before those that follow by themselves."""
    parameters: tuple[Parameter, ...] = ()
    body: Any = None
    """The struct that the JSON sent is read into."""
    most: str = "64 KB"
    """How much a body may have."""
    example: Mapping[str, Any] | None = None
    """Of a body."""


Operations: TypeAlias = Mapping[str, Operation]
"""By method and address, as routes write them, without their patterns: ``GET /api/v1/posts``."""

POST_ID = Parameter(
    "post",
    Annotated[str, Meta(pattern=f"^{ID}$")],
    "The post's id. One by which it was known once leads on.",
    where="path",
    example="mds3tvrq35200c0w",
)
