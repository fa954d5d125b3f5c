"""The examples in the docstrings do what they show."""

import doctest
import importlib

import pytest

from tests.docs_pages import ROOT

WITH_EXAMPLES = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for package in ("archive", "embedder")
    for path in sorted((ROOT / package).rglob("*.py"))
    if ">>> " in path.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_the_examples_of_a_module_hold(name: str) -> None:
    assert not doctest.testmod(importlib.import_module(name)).failed
