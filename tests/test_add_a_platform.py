"""The platform of docs/how-to/add-a-platform.md works: its code is run from there."""

import re
import subprocess
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import archive.platforms
from archive.outcome import Found
from archive.platforms import identify, load_platforms
from archive.platforms.base import Saved
from archive.settings import load_settings
from archive.sources import states_of
from tests.archive import test_matrix
from tests.docs_pages import ROOT, fences

PAGE = ROOT / "docs" / "how-to" / "add-a-platform.md"
MODULES = (
    "archive.platforms.square",
    "tests.archive.matrix_square",
    "tests.archive.test_square",
)
"""In the order in which they need each other."""


def blocks(lang: str) -> list[str]:
    return [fence.body for fence in fences(PAGE.read_text("utf-8")) if fence.lang == lang]


@pytest.fixture(scope="module")
def modules() -> Iterator[dict[str, types.ModuleType]]:
    """The page's files as modules, under the names that the page gives them."""
    platform, test, cases = blocks("python")
    made = {}
    for name, code in zip(MODULES, (platform, cases, test), strict=True):
        made[name] = sys.modules[name] = types.ModuleType(name)
        exec(compile(code, name, "exec"), made[name].__dict__)  # noqa: S102  it is ours
    yield made
    for name in MODULES:
        del sys.modules[name]


@pytest.fixture
def registered(
    modules: dict[str, types.ModuleType], monkeypatch: pytest.MonkeyPatch
) -> types.ModuleType:
    """The registry with the line that the page adds, at the place that it says."""
    (diff,) = blocks("diff")
    added = re.findall(r"^\+    (\w+),$", diff, re.MULTILINE)
    around = re.findall(r"^     (\w+),$", diff, re.MULTILINE)
    kinds = list(archive.platforms.PLATFORMS)
    names = [kind.__name__ for kind in kinds]
    assert added == ["Square"]
    shown = [name for name in names if name in around]
    assert shown == around, "the page shows the end of the registry"
    assert names[-2:] == around[-2:], "these know their posts by the shape of the path alone"
    lines = [line.strip(" +,") for line in diff.splitlines()]
    place = names.index(lines[lines.index("Square") + 1])
    kinds.insert(place, modules[MODULES[0]].Square)
    monkeypatch.setattr(archive.platforms, "PLATFORMS", tuple(kinds))
    return modules[MODULES[0]]


def test_the_pages_own_tests_pass(modules: dict[str, types.ModuleType]) -> None:
    tests = {n: f for n, f in vars(modules[MODULES[2]]).items() if n.startswith("test_")}
    assert len(tests) == 3
    for test in tests.values():
        test()


async def test_its_source_makes_of_each_answer_what_the_table_says(
    modules: dict[str, types.ModuleType], monkeypatch: pytest.MonkeyPatch
) -> None:
    (case,) = modules[MODULES[1]].CASES
    monkeypatch.setitem(test_matrix.CASES, "square/api", case)
    await test_matrix.test_a_source_makes_of_each_answer_what_the_table_says("square/api")
    await test_matrix.test_a_live_post_that_quotes_that_something_was_deleted_is_live("square/api")


def test_one_line_and_one_section_make_it_known(
    registered: types.ModuleType, tmp_path: Path
) -> None:
    ref = registered.Square.identify(urlsplit("https://square.example/p/42"))
    for url in ("https://m.square.example/@ada/42?utm_source=a", "oldsquare.example/embed/42/"):
        assert identify(url) == ref
    (section,) = blocks("ini")
    config = tmp_path / "config.toml"
    config.write_text(section, "utf-8")
    platforms = load_platforms(load_settings(config, {}))
    (state,) = [one for one in states_of(platforms) if one.platform == "square"]
    assert (state.place, state.on_deleted) == (1, "ask")


def test_the_json_that_the_page_shows_is_a_post(registered: types.ModuleType) -> None:
    (shown,) = blocks("json")
    told = archive.platforms.read_saved(Saved(body=shown.encode()))
    assert told is not None
    name, (answer,) = told
    assert (name, isinstance(answer, Found)) == ("square", True)
    for other in (b"{}", b"[]", b'{"id": "1", "body": "a"}', b"<html>"):
        assert registered.Square.read_saved(Saved(body=other)) == ()


def test_the_pages_code_is_as_ours_is(tmp_path: Path) -> None:
    names = ("square.py", "test_square.py", "matrix_square.py")
    for name, code in zip(names, blocks("python"), strict=True):
        (tmp_path / name).write_text(code, "utf-8")
    config = ("--config", str(ROOT / "pyproject.toml"))
    for job in (("check", "--ignore", "D,S101,I001"), ("format", "--check")):
        ran = subprocess.run(
            [sys.executable, "-m", "ruff", job[0], *config, *job[1:], str(tmp_path)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stdout
