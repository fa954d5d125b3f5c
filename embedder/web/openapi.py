"""Operations -> the OpenAPI 3.1 document. Pure."""

import re
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import msgspec

from archive.post_shape import LinkJson
from embedder.web.names import SESSION_COOKIE
from embedder.web.operations import Answer, Operation, Operations, Parameter
from embedder.web.problems import ProblemDocument

__all__ = ["VERSION", "openapi"]

VERSION = "3.1.0"

_Schema: TypeAlias = Callable[[Any], dict[str, Any]]

_REF = "#/components/schemas/{name}"
_PROBLEM = {"$ref": "#/components/schemas/ProblemDocument"}
_WHO = {
    "research": "For anybody, or for key holders where `[access] research` is `key`.",
    "editor": "For editors.",
    "admin": "For admins.",
}
_SECURITY = {
    "key": {
        "type": "http",
        "scheme": "bearer",
        "description": "An API key: `onrecord keys add NAME` makes one.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": SESSION_COOKIE,
        "description": "A session of the desk; over https the cookie's name begins with `__Host-`.",
    },
    "form": {
        "type": "apiKey",
        "in": "header",
        "name": "X-CSRF-Token",
        "description": "The token that the forms of a session carry; only beside one.",
    },
}


def openapi(operations: Operations, *, version: str, server: str) -> dict[str, Any]:
    """The document: the same for the same operations. ``server`` is where our root is."""
    types = [ProblemDocument, LinkJson, *_types(operations)]
    schemas, components = msgspec.json.schema_components(types, ref_template=_REF)
    # As it is sent: a default that is an empty tuple is an empty array there.
    components = msgspec.json.decode(msgspec.json.encode(components), type=dict[str, Any])
    schema_of = dict(zip(map(id, types), schemas, strict=True))  # not all can be hashed

    def schema(type: Any) -> dict[str, Any]:
        return schema_of[id(type)]

    paths: dict[str, dict[str, Any]] = {}
    for name, operation in operations.items():
        method, path = name.split(" ")
        paths.setdefault(path, {})[method.lower()] = _operation(name, operation, schema)
    return {
        "openapi": VERSION,
        "info": {
            "title": "onrecord",
            "version": version,
            "description": "Posts of officials as they were. Errors are problem documents "
            "(RFC 9457); times are RFC 3339 in UTC; unknown is null. Fields may be added.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": server}],
        "tags": [{"name": tag} for tag in dict.fromkeys(o.tag for o in operations.values())],
        "paths": paths,
        "components": {
            "schemas": {name: _in_markdown(components[name]) for name in sorted(components)},
            "securitySchemes": _SECURITY,
        },
    }


def _in_markdown(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema whose description is a docstring, as the document's readers expect it."""
    if "description" not in schema:
        return schema
    return {**schema, "description": " ".join(schema["description"].replace("``", "`").split())}


def _types(operations: Operations) -> Iterator[Any]:
    for operation in operations.values():
        yield from (parameter.type for parameter in operation.parameters)
        for answer in operation.answers.values():
            yield from answer.named
            if answer.type is not None:
                yield answer.type
        if operation.body is not None:
            yield operation.body


def _operation(name: str, operation: Operation, schema: _Schema) -> dict[str, Any]:
    changes = not name.startswith("GET ")
    what = " ".join(part for part in (operation.what, _WHO.get(operation.who)) if part)
    told: dict[str, Any] = {
        "operationId": _id(name),
        "summary": f"{operation.summary[0].upper()}{operation.summary[1:]}",
        "tags": [operation.tag],
        "security": _security(operation, changes=changes),
    }
    if what:
        told["description"] = what
    if operation.parameters:
        told["parameters"] = [_parameter(one, schema) for one in operation.parameters]
    if operation.body is not None:
        media = {"schema": schema(operation.body), "example": operation.example}
        told["requestBody"] = {
            "description": f"At most {operation.most}.",
            "required": True,
            "content": {"application/json": media},
        }
    answers = {str(status): _answer(one, schema) for status, one in operation.answers.items()}
    problems = {str(status): said for status, said in _problems(operation, changes).items()}
    problems["5XX"] = "We are at fault, or the store does not answer."
    told["responses"] = answers | {
        status: _problem(said) for status, said in sorted(problems.items())
    }
    return told


def _id(name: str) -> str:
    """``GET /api/v1/posts/{post}`` is ``get_posts_post``; clients call their functions so."""
    words = re.findall("[A-Za-z]+", name.replace("/api/v1", ""))
    return "_".join(words).lower()


def _security(operation: Operation, *, changes: bool) -> list[dict[str, list[str]]]:
    session: dict[str, list[str]] = {"session": [], "form": []} if changes else {"session": []}
    known: list[dict[str, list[str]]] = [{"key": []}, session]
    return known if operation.who in {"editor", "admin"} else [{}, *known]


def _parameter(parameter: Parameter, schema: _Schema) -> dict[str, Any]:
    told = {
        "name": parameter.name,
        "in": parameter.where,
        "description": parameter.what,
        "required": parameter.required or parameter.where == "path",
        "schema": schema(parameter.type),
    }
    return told if parameter.example is None else {**told, "example": parameter.example}


def _answer(answer: Answer, schema: _Schema) -> dict[str, Any]:
    told: dict[str, Any] = {"description": answer.what}
    if answer.headers:
        told["headers"] = {
            name: {"description": said, "schema": {"type": "string"}}
            for name, said in answer.headers.items()
        }
    if answer.media:
        told["content"] = {media: dict[str, Any]() for media in answer.media}
        if answer.type is not None:
            told["content"][answer.media[0]] = {"schema": schema(answer.type)}
    return told


def _problems(operation: Operation, changes: bool) -> dict[int, str]:
    """What follows from the rest, then what the operation says itself."""
    followed = {401: "A key that is unknown or revoked."}
    if operation.who != "anybody":
        followed[401] = "No key or session, or one that is unknown or revoked."
    if operation.who in {"editor", "admin"}:
        followed[403] = "The role does not reach."
    if changes:
        followed[403] = "The role does not reach, or a session sent it without its form's token."
    if any(parameter.where == "path" for parameter in operation.parameters):
        followed[404] = "Nothing is kept there, or nothing that may be seen."
    if operation.body is not None:
        followed |= {
            400: "The body is no JSON, or asks for what cannot be.",
            413: f"The body has more than {operation.most}.",
            415: "The body is not declared as JSON.",
            422: "The JSON has another shape.",
        }
    return {**followed, **operation.problems}


def _problem(said: str) -> dict[str, Any]:
    return {
        "description": said,
        "content": {
            "application/problem+json": {"schema": _PROBLEM},
            "text/html": {"schema": {"type": "string"}},
        },
    }
