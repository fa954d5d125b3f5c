"""The reference pages name all that there is, and nothing else."""

import json
import re
import sqlite3
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import click
import msgspec
import pytest
from msgspec.structs import replace
from sqlite_utils import Database

from archive import errors
from archive.canonical import canonical
from archive.clock import utc_now
from archive.export import COLUMNS as EXPORTED
from archive.export import About, Tally
from archive.export.about import describe
from archive.platforms.base import OnDeleted, Terms
from archive.post_json import post_json
from archive.query import Query
from archive.records import (
    Annotation,
    LinkCard,
    Place,
    Poll,
    PollOption,
    PostLink,
    Snapshot,
    Variant,
)
from archive.settings import Settings, default_config
from archive.storage.sqlite.schema import migrate
from embedder.app import make_app, operations
from embedder.cli import cli
from embedder.hit_json import COLUMNS as HIT_COLUMNS
from embedder.hit_json import hit_json
from embedder.links import Links
from embedder.web.openapi import openapi
from embedder.web.problems import problem_of
from tests.docs_pages import ROOT, fences, table_names
from tests.embedder.holdings import hold, image, row, snapshot
from tests.embedder.making import facet, there
from tests.embedder.statements import hit

REFERENCE = ROOT / "docs" / "reference"


def _section(text: str, heading: str) -> str:
    """A page's part under a heading, up to the next of its rank or of a higher one."""
    rank = heading.split()[0]
    _, _, after = text.partition(f"\n{heading}\n")
    assert after, f"no heading {heading}"
    return re.split(rf"^#{{1,{len(rank)}}} ", after, maxsplit=1, flags=re.MULTILINE)[0]


# Commands


def _commands(command: click.Command, *path: str) -> Iterator[str]:
    yield " ".join(path)
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None, name
            yield from _commands(inner, *path, name)


def test_every_command_has_its_help_in_the_reference() -> None:
    examples = [f.body for f in fences((REFERENCE / "cli.md").read_text()) if f.lang == "console"]
    shown = {body.splitlines()[0] for body in examples}
    assert shown == {f"$ {command} --help" for command in _commands(cli, "onrecord")}


# Addresses


def test_every_route_stands_in_the_reference_and_no_other() -> None:
    routes = {
        f"{route.method} {route.resource.canonical}"
        for route in make_app(Settings()).router.routes()
        if route.resource is not None and route.method not in {"HEAD", "*"}
    }
    named = table_names((REFERENCE / "http.md").read_text())
    assert {name for name in named if re.match("[A-Z]+ /", name)} == routes


# Settings


def test_every_setting_stands_in_the_reference_with_its_default() -> None:
    page = (REFERENCE / "config.md").read_text()
    shown = dict(re.findall(r"^\| `([\w.]+)` \| `(.*?)` \| .+ \|$", page, re.MULTILINE))
    settings = dict(_settings(tomllib.loads(default_config())))
    assert {k: tomllib.loads(f"x = {v}")["x"] for k, v in shown.items()} == settings


def _settings(values: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in values.items():
        if isinstance(value, dict) and value:
            yield from _settings(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


# Errors


def test_every_error_stands_in_the_reference_with_its_codes() -> None:
    page = (REFERENCE / "errors.md").read_text()
    shown = re.findall(r"^\| `(\w+)` \| .+ \| (\d+) \| (\d+) \|$", page, re.MULTILINE)
    kinds = [getattr(errors, name) for name in errors.__all__]
    there_are = set()
    for kind in kinds:
        problem = problem_of(kind("What."))
        assert problem is not None
        there_are.add((kind.__name__, str(kind.exit_code), str(problem.status)))
    assert set(shown) == there_are


# The look


def test_the_variables_that_a_site_may_set_are_those_of_the_stylesheet() -> None:
    page = (ROOT / "docs" / "how-to" / "a-sites-own-look.md").read_text()
    css = (ROOT / "embedder" / "static" / "embed-v1.css").read_text()
    used = set(re.findall(r"--onrecord-[a-z-]+", css))
    assert set(table_names(_section(page, "## Variables"))) == used


# Data


@pytest.fixture(scope="module")
def dictionary() -> str:
    return (ROOT / "docs" / "data-dictionary.md").read_text()


def test_every_table_and_column_stands_in_the_data_dictionary(
    dictionary: str, tmp_path: Path
) -> None:
    database = _section(dictionary, "## The database")
    tables = {
        table: set(table_names(_section(database, f"### {table}")))
        for table in re.findall(r"^### (\w+)$", database, re.MULTILINE)
    }
    path = tmp_path / "archive.db"
    connection = sqlite3.connect(path)
    live = Database(connection)
    migrate(live, path)
    # What FTS5 makes for itself is no table of ours.
    ours = [name for name in live.table_names() if not name.startswith("statements_search")]
    assert tables == {name: set(live[name].columns_dict) for name in ours}
    connection.close()


def _full() -> Snapshot:
    """A snapshot of which no part is empty."""
    text = "Look at @ana"
    link = PostLink(url="https://x.com/a/status/9", platform="x", native_id="9", unavailable="gone")
    return snapshot(
        text,
        facets=(facet(text, "@ana", "mention", "https://x.com/ana"),),
        media=(image("a"),),
        link_card=LinkCard(url="https://e.example/"),
        poll=Poll(options=(PollOption(text="Yes"),)),
        quoted=link,
        parent=link,
        reposted=link,
        place=Place(name="A bridge"),
        counts={"likes": 1},
    )


def _fields(value: Any, name: str = "") -> Iterator[str]:
    """The names of all leaves: ``author.name``, ``media[].sha256``."""
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from _fields(inner, f"{name}.{key}" if name else key)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        yield from _fields(value[0], f"{name}[]")
    else:
        yield name


def test_every_field_of_the_post_as_json_stands_in_the_data_dictionary(dictionary: str) -> None:
    note = Annotation(post="", kind="note", body={"text": "So."}, by="ana", at=utc_now())
    made = Variant(width=320, height=240, format="avif", bytes=1000)
    picture = replace(row("a"), variants=(made,))
    holding = hold(_full(), [picture], attachments=there("media", picture))
    official = replace(note, kind="official", body={"name": "A"})
    translation = replace(note, kind="translation", body={"text": "Sí.", "lang": "es"})
    facts = post_json(replace(holding, annotations=(note, official, translation)), Links())
    found = set(_fields(facts))
    for other in ("parent", "reposted"):
        found = {f for f in found if not f.startswith(f"{other}.")}
    found = {f for f in found if not f.startswith("translations[]")} - {"counts.likes"}
    found |= {"quoted", "parent", "reposted", "translations", "notes"}
    assert set(table_names(_section(dictionary, "## The post as JSON"))) == found


def test_every_column_of_an_export_stands_in_the_data_dictionary(dictionary: str) -> None:
    columns = _section(dictionary, "### Columns of the flat row").partition("\n\nThe SQLite")[0]
    assert sorted(table_names(columns)) == sorted(column.name for column in EXPORTED)
    told = describe(About(query=Query()), Tally(), [])["onrecord"]
    shown = table_names(_section(dictionary, "### What an export says of itself"))
    assert set(shown) == {f"onrecord.{name}" for name in told}


def test_every_field_of_the_coverage_stands_in_the_data_dictionary(dictionary: str) -> None:
    schemas = openapi(operations(), version="1", server="/")["components"]["schemas"]

    def fields(schema: str) -> set[str]:
        return set(schemas[schema]["properties"])

    whole, checks = fields("CoverageFacts"), fields("CheckCounts")
    found = whole - {"checks", "days", "platforms", "by_account"}
    found |= {f"checks.{name}" for name in checks} | {"platforms[]", "by_account[]"}
    for part, schema in (("platforms", "PlatformFacts"), ("by_account", "CoveredAccount")):
        found |= {f"{part}[].{name}" for name in fields(schema) - whole}
    found |= {f"days[].{name}" for name in fields("DayFacts")}
    assert set(table_names(_section(dictionary, "## Coverage"))) == found


def test_every_field_of_the_canonical_form_stands_in_the_data_dictionary(dictionary: str) -> None:
    found = set(_fields(json.loads(canonical(_full()))))
    assert set(table_names(_section(dictionary, "## The canonical form"))) == found


def test_every_column_of_a_search_as_csv_stands_in_the_data_dictionary(dictionary: str) -> None:
    assert tuple(table_names(_section(dictionary, "## A search as CSV"))) == HIT_COLUMNS


def test_every_field_of_a_hit_stands_in_the_data_dictionary(dictionary: str) -> None:
    facts = msgspec.to_builtins(hit_json(hit(official=None), Links()))
    assert set(table_names(_section(dictionary, "## A hit of a search"))) == set(_fields(facts))


def test_every_field_of_an_official_stands_in_the_data_dictionary(dictionary: str) -> None:
    schemas = openapi(operations(), version="1", server="/")["components"]["schemas"]
    found = set(schemas["OfficialJson"]["properties"]) - {"offices", "accounts", "seen"}
    found = (found - {"parties", "articles", "statements"}) | {"parties[]", "articles[]"}
    for part, schema in (("offices", "Tenure"), ("accounts", "HeldAccount"), ("seen", "Seen")):
        found |= {f"{part}[].{name}" for name in schemas[schema]["properties"]}
    found |= {"statements.total", "statements.exact", "statements.latest[]"}
    section = _section(dictionary, "## An official")
    whole, _, listed = section.partition("| field of a list |")
    assert set(table_names(whole)) == found
    assert set(table_names(listed)) == set(schemas["Listed"]["properties"])


# What to ask a lawyer


def test_the_page_for_ones_lawyer_has_each_class_of_terms_and_each_way_of_a_deletion() -> None:
    page = (ROOT / "docs" / "legal.md").read_text("utf-8")
    classes = table_names(_section(page, "## The terms of each source"))
    assert set(classes) == set(get_args(Terms))
    for way in get_args(OnDeleted):
        assert f'`"{way}"`' in _section(page, "## When a post is deleted")
