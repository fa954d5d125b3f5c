"""The OpenAPI document -> what a person reads of it: finished plain values. Pure."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

__all__ = ["Group", "Shown", "curl", "groups_of", "schemas_of", "type_of"]


class Shown(NamedTuple):
    """One operation. ``answers`` are (status, when, name of the schema or empty)."""

    id: str
    method: str
    path: str
    summary: str
    what: str
    parameters: tuple[tuple[str, str, str], ...]
    fields: tuple[tuple[str, str], ...]
    """Of the body: name, and what it takes."""
    answers: tuple[tuple[str, str, str], ...]
    curl: str


class Group(NamedTuple):
    tag: str
    operations: tuple[Shown, ...]


def groups_of(document: Mapping[str, Any], *, server: str) -> tuple[Group, ...]:
    """The operations by tag, as the document has them."""
    shown: dict[str, list[Shown]] = {tag["name"]: [] for tag in document["tags"]}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            shown[operation["tags"][0]].append(
                Shown(
                    id=operation["operationId"],
                    method=method.upper(),
                    path=path,
                    summary=operation["summary"],
                    what=operation.get("description", ""),
                    parameters=tuple(_parameters(operation)),
                    fields=tuple(_body(document, operation)),
                    answers=tuple(_answers(operation)),
                    curl=curl(document, path, method, server=server),
                )
            )
    return tuple(Group(tag, tuple(operations)) for tag, operations in shown.items())


def _parameters(operation: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for parameter in operation.get("parameters", ()):
        needed = ", needed" if parameter["required"] and parameter["in"] != "path" else ""
        where = f"{parameter['in']}{needed}: {type_of(parameter['schema'])}"
        yield parameter["name"], where, parameter["description"]


def _body(document: Mapping[str, Any], operation: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if "requestBody" in operation:
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        yield from _fields(document["components"]["schemas"][_name(schema)])


def _fields(schema: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    needed = set(schema.get("required", ()))
    for name, inner in schema.get("properties", {}).items():
        said = type_of(inner)
        if inner.get("description"):
            said += f". {inner['description']}"
        yield name, said if name in needed else f"{said}; may be left out"


def _answers(operation: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for status, answer in operation["responses"].items():
        names = (_name(media.get("schema", {})) for media in answer.get("content", {}).values())
        yield status, answer["description"], next(filter(None, names), "")


def _name(schema: Mapping[str, Any]) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]


def schemas_of(
    document: Mapping[str, Any],
) -> tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]:
    """Every schema: its name, what it is, its fields."""
    return tuple(
        (name, schema.get("description", ""), tuple(_fields(schema)))
        for name, schema in document["components"]["schemas"].items()
    )


def type_of(schema: Mapping[str, Any]) -> str:
    """In words what a value is.

    >>> type_of({"type": "integer", "minimum": 1, "maximum": 200})
    'integer from 1 to 200'
    >>> type_of({"anyOf": [{"type": "array", "items": {"$ref": "#/a/Post"}}, {"type": "null"}]})
    'list of Post or null'
    """
    if "$ref" in schema:
        return _name(schema)
    if "anyOf" in schema:
        return " or ".join(type_of(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " or ".join(f"“{value}”" for value in schema["enum"])
    kind = str(schema.get("type", "anything"))
    if kind == "array":
        most = f", at most {schema['maxItems']}" if "maxItems" in schema else ""
        return f"list of {type_of(schema.get('items', {}))}{most}"
    kind = str(schema.get("format", kind))
    return kind + _limits(schema)


def _limits(schema: Mapping[str, Any]) -> str:
    if "minimum" in schema and "maximum" in schema:
        return f" from {schema['minimum']} to {schema['maximum']}"
    if "exclusiveMinimum" in schema and "exclusiveMaximum" in schema:
        return f" from {schema['exclusiveMinimum'] + 1} to {schema['exclusiveMaximum'] - 1}"
    if "maxLength" in schema:
        return f", at most {schema['maxLength']} characters"
    return f" like {schema['pattern']}" if "pattern" in schema else ""


def curl(document: Mapping[str, Any], path: str, method: str, *, server: str) -> str:
    """A command line that asks for it, with the examples of the document.

    >>> path = {"get": {"parameters": [{"name": "a", "in": "query", "example": 2}], "security": []}}
    >>> curl({"paths": {"/x": path}}, "/x", "get", server="https://a.example")
    "curl 'https://a.example/x?a=2'"
    """
    operation = document["paths"][path][method]
    query: dict[str, Any] = {}
    for parameter in operation.get("parameters", ()):
        if "example" not in parameter:
            continue
        if parameter["in"] == "path":
            written = quote(str(parameter["example"]), safe="@")
            path = path.replace(f"{{{parameter['name']}}}", written)
        elif parameter["in"] == "query":
            query[parameter["name"]] = parameter["example"]
    words = ["curl"]
    if method not in {"get", "post"}:
        words += ["-X", method.upper()]
    if {} not in operation["security"] and operation["security"]:
        words += ["-H", '"Authorization: Bearer $KEY"']
    body = operation.get("requestBody")
    if body is not None:
        example = json.dumps(body["content"]["application/json"]["example"], ensure_ascii=False)
        words += ["--json", f"'{example}'"]
    address = f"{server}{path}{'?' if query else ''}{urlencode(query)}"
    return " ".join([*words, f"'{address}'" if query else address])
