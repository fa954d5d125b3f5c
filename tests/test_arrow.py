"""The arrow of imports: tests → embedder → archive, and inside archive from high to low."""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

LAYERS = (
    {
        *("records", "canonical", "outcome", "errors", "clock", "text", "soup"),
        "numbers",
        *("folding", "tokens"),
        *("variants", "alike"),
    },
    {
        *("settings", "bounds", "status", "history", "targets", "telling", "annotations"),
        *("register", "officials", "tenures"),
    },
    {
        "platforms",
        "importing",
        "articles",
        "media",
        "mistakes",
        "filters",
        "grammar",
        "query",
        "marking",
        "cite",
        "originals",
        "looking",
        "company",
        "by_hand",
        "from_browser",
        "saved",
        "ocr",
        "webhooks",
    },
    {"fetch", "mailing"},
    {"storage", "attachments", "post_json", "post_shape", "shown", "by_name"},
    {"quotes", "evidence", "search", "export"},
    {
        "ledger",
        "referenced",
        "health",
        "sources",
        "late",
        "thread",
        "damage",
        "deleted",
        "deciding",
        "deriving",
        "cards",
        "freezing",
        "placing",
        "naming",
        "answering",
        "keeping",
        "enclosed",
        "importer",
        "capture",
        "handing",
        "recheck",
        "jobs",
        "alerting",
        "sites",
        "sweeping",
        "upkeep",
    },
    {"archive", "testing"},
)
"""Low to high: a module may import from its own layer and those below."""


def modules(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


@cache
def imports(path: Path) -> set[str]:
    """Modules, and the names from them: ``from aiohttp import web`` is ``aiohttp.web``."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def layer(name: str) -> int | None:
    return next((i for i, names in enumerate(LAYERS) if name in names), None)


def test_archive_never_imports_embedder() -> None:
    for path in modules("archive"):
        assert not {i for i in imports(path) if i.split(".")[0] in {"embedder", "tests"}}, path


def test_archive_knows_no_http_server_and_no_template() -> None:
    for path in modules("archive"):
        banned = {"jinja2", "aiohttp.web"}
        assert not imports(path) & banned, path


def test_inside_archive_imports_point_down(subtests: pytest.Subtests) -> None:
    for path in modules("archive"):
        with subtests.test(str(path.relative_to(ROOT))):
            _point_down(path)


def _point_down(path: Path) -> None:
    own = path.relative_to(ROOT / "archive").parts[0].removesuffix(".py")
    if own == "__init__":
        return
    mine = layer(own)
    assert mine is not None, f"{own} stands in no layer"
    for name in imports(path):
        parts = name.split(".")
        if parts[0] != "archive" or len(parts) < 2 or parts[1] == own:
            continue
        theirs = layer(parts[1])
        assert theirs is not None, f"{parts[1]} stands in no layer"
        assert theirs <= mine, f"{own} imports {parts[1]}, which lies above it"


SHARED = {
    *(
        "base",
        "shape",
        "answers",
        "cdx",
        "choosing",
        "memento",
        "oembed",
        "page_facts",
        "plain",
        "place",
    ),
}
"""What every platform may use of its own folder."""

LENDS = {"truth": "fediverse"}
"""A platform that may use another's files, and whose. Truth Social's API, pages and ids are
Mastodon's, with fields more: they are put into Mastodon's shape and read by its parser.
"""


def test_a_platform_imports_neither_fetch_nor_storage_nor_another_platform() -> None:
    for path in modules("archive/platforms"):
        inside = path.relative_to(ROOT / "archive" / "platforms").parts
        for name in imports(path):
            assert not name.startswith(("archive.fetch", "archive.storage")), path
            if len(inside) > 1 and name.startswith("archive.platforms."):
                other = name.split(".")[2]
                lent = {LENDS[inside[0]]} if inside[0] in LENDS else set()
                assert other in {inside[0], *SHARED, *lent}, f"{path} imports {name}"


def test_only_fetch_opens_connections() -> None:
    for path in modules("archive"):
        if path.relative_to(ROOT / "archive").parts[0] == "fetch":
            continue
        banned = {"aiohttp", "socket", "urllib.request", "http.client"}
        assert not {i for i in imports(path) if i in banned or i.startswith("aiohttp")}, path
