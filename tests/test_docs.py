"""The docs are under test: every link leads somewhere, every example does what it shows."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.platforms import load_platforms
from archive.settings import load_settings
from tests.docs_pages import PAGES, ROOT, Fence, anchors, fences, links
from tests.docs_world import FILES, World, at_the_standin, matches

NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
NOT_RUN = {"make", "pipx", "datasette", "python3", "git", "sudo", "systemctl", "cd"}
"""Programs that a block of `sh` may name; what is ours stands in a `console` block, and runs."""

TESTED_APART = {"docs/how-to/add-a-platform.md": "test_add_a_platform.py"}
"""Pages whose blocks are files, not scripts: which test runs them."""


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with at_the_standin() as (origin, wait):
        world = World(tmp_path, origin, wait, monkeypatch)
        yield world
        world.end()


def _read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _of(*languages: str) -> list[str]:
    return [
        name
        for name in NAMES
        if name not in TESTED_APART and any(f.lang in languages for f in fences(_read(name)))
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_link_leads_somewhere(name: str) -> None:
    page = ROOT / name
    for link in links(_read(name)):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{name} leads to {link}, and there is no such file"
        if anchor:
            assert anchor in anchors(target.read_text("utf-8")), f"{name}: no heading for {link}"


def test_every_page_of_the_docs_can_be_found_from_their_index() -> None:
    seen, ahead = set[Path](), [ROOT / "docs" / "README.md"]
    while ahead:
        page = ahead.pop()
        if page in seen:
            continue
        seen.add(page)
        inside = [
            (page.parent / link.partition("#")[0]).resolve()
            for link in links(page.read_text("utf-8"))
        ]
        ahead += [found for found in inside if found.suffix == ".md" and found.exists()]
        ahead += [file for found in inside if found.is_dir() for file in found.glob("*.md")]
    missing = {page for page in PAGES if page.is_relative_to(ROOT / "docs")} - seen
    assert not missing


@pytest.mark.parametrize("name", _of("console", "python"))
def test_every_example_says_what_the_page_shows(name: str, world: World) -> None:
    printed = ""
    for fence in fences(_read(name)):
        if fence.lang == "standin":
            world.delete_at_the_standin(fence.body.removeprefix("delete "))
        elif fence.lang == "run":
            world.run(fence.body)
        elif fence.lang == "console":
            for line, shown in _commands(fence):
                said = world.run(line, shown)
                assert matches(shown, said), (
                    f"{name}, in the block of line {fence.line}:\n$ {line}\n{said}"
                )
        elif fence.lang == "python":
            printed = world.python(fence.body)
        elif fence.lang == "text":
            assert matches(fence.body, printed), f"{name}, line {fence.line}:\n{printed}"
        elif fence.lang == "toml":
            (world.folder / "config.toml").write_text(fence.body, "utf-8")


def _commands(fence: Fence) -> list[tuple[str, str]]:
    """Each command line of a block, a continued one as one, with the output under it."""
    found = re.split(r"^\$ ", fence.body.replace("\\\n", ""), flags=re.MULTILINE)
    assert not found[0].strip(), f"a console block begins with a command: {fence.body}"
    halves = [command.partition("\n") for command in found[1:]]
    return [(line, shown) for line, _, shown in halves]


@pytest.mark.parametrize("name", _of("toml"))
def test_every_setting_that_is_shown_loads(name: str, tmp_path: Path) -> None:
    for fence in fences(_read(name)):
        if fence.lang == "toml":
            path = tmp_path / "config.toml"
            path.write_text(fence.body, "utf-8")
            load_platforms(load_settings(path, {}))


@pytest.mark.parametrize("name", NAMES)
def test_what_is_ours_is_shown_where_it_runs(name: str) -> None:
    for fence in fences(_read(name)):
        assert fence.lang, f"{name}, line {fence.line}: the block names no language"
        if fence.lang == "sh":
            programs = {line.split()[0] for line in fence.body.splitlines() if line[:1].isalpha()}
            assert programs <= NOT_RUN | FILES, f"{name}, line {fence.line}: {programs}"
