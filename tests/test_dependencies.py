"""What the packages import is declared in pyproject.toml, and nothing else is."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[1]

UNSEEN = {"tzdata"}
"""Asked for by no import: zoneinfo reads it where the system has no time zones."""


def imported() -> set[str]:
    """The distributions that the packages import something of."""
    found: set[str] = set()
    for path in (*(ROOT / "archive").rglob("*.py"), *(ROOT / "embedder").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.split(".")[0])
    names = packages_distributions()
    ours = {"archive", "embedder", *sys.stdlib_module_names}
    return {name.lower() for module in found - ours for name in names[module]}


def test_every_dependency_is_declared_with_the_oldest_version_that_will_do_and_used() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = [re.fullmatch(r"([a-z0-9-]+)>=[0-9.]+", d) for d in project["dependencies"]]
    assert None not in declared, project["dependencies"]
    assert {match[1] for match in declared if match} - UNSEEN == imported()
