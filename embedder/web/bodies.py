"""What a program sends us: JSON into a struct, or a problem that says what is wrong with it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeAlias, TypeVar

import msgspec
from aiohttp import web
from multidict import MultiDictProxy

from archive.text import clean_text
from embedder.web.problems import Problem

__all__ = [
    "HEADERS",
    "answer_json",
    "close_files",
    "in_time",
    "one_line",
    "plain_text",
    "read_form",
    "read_json",
]

_T = TypeVar("_T")
_Form: TypeAlias = MultiDictProxy[str | bytes | bytearray | web.FileField]
_READ = web.RequestKey("form", MultiDictProxy)

PATIENCE = 300.0
"""Seconds in which a body has to be there: 32 MB at 1 Mbit/s take them."""
HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def one_line(written: object) -> str:
    """What somebody wrote as a name: in one line, with single spaces."""
    return " ".join(clean_text(str(written))[0].split())


def plain_text(written: object) -> str:
    """What somebody wrote as a text. Browsers send a line break as two characters."""
    return clean_text(str(written).replace("\r\n", "\n").strip())[0]


@asynccontextmanager
async def in_time() -> AsyncIterator[None]:
    """A body that is sent drop by drop holds a connection no longer than the slowest upload does.

    Raises:
        web.HTTPRequestTimeout: it takes more than :data:`PATIENCE` seconds.
    """
    try:
        async with asyncio.timeout(PATIENCE):
            yield
    except TimeoutError as error:
        raise web.HTTPRequestTimeout from error


async def read_json(request: web.Request, kind: type[_T]) -> _T:
    """The body as ``kind``.

    Raises:
        Problem: 415 for another type, 400 for no JSON, 422 for JSON of another shape; the
            detail names the field.
        web.HTTPRequestEntityTooLarge: over 64 KB.
    """
    if request.content_type != "application/json":
        raise Problem(
            415,
            "not-json",
            "The body is not declared as JSON.",
            next_step="Send it with Content-Type: application/json.",
        )
    async with in_time():
        body = await request.read()
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.ValidationError as error:
        raise Problem(
            422,
            "wrong-shape",
            f"The JSON is not what this address takes: {str(error).replace('$', 'the body')}.",
            next_step="Mend the field that is named.",
        ) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Problem(
            400,
            "bad-json",
            "The body is no valid JSON.",
            next_step="Send one JSON object, in UTF-8.",
        ) from error


async def read_form(request: web.Request) -> _Form:
    """The fields of a form, of either type that browsers send.

    Raises:
        Problem: 400 where the body is not what its Content-Type says.
        web.HTTPRequestEntityTooLarge: over the limit of the address.
    """
    try:
        async with in_time():
            form = await request.post()
    except ValueError as error:
        raise Problem(
            400,
            "bad-form",
            "The body is no valid form.",
            next_step="Send it as browsers do: multipart/form-data with its boundary.",
        ) from error
    request[_READ] = form
    return form


def close_files(request: web.Request) -> None:
    """Closes the files of a form that was read: those that are not small lie on the disk."""
    form = request.get(_READ)
    for field in () if form is None else form.values():
        if isinstance(field, web.FileField):
            field.file.close()


def answer_json(
    value: object, *, status: int = 200, headers: dict[str, str] | None = None
) -> web.Response:
    """An answer to whoever is logged in: kept by no cache."""
    return web.Response(
        status=status,
        body=msgspec.json.encode(value),
        content_type="application/json",
        headers={**HEADERS, **(headers or {})},
    )
