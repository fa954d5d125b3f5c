"""``onrecord search``: a table, JSON lines or CSV; mistakes at their place."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from embedder import samples
from embedder.cli import cli
from embedder.hit_json import COLUMNS
from tests.serving import write_config


@pytest.fixture(scope="module")
def config(origin: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two sample posts, one of them a draft."""
    config = write_config(tmp_path_factory.mktemp("search"), {"*": origin})
    for url, options in ((samples.EXAMPLE_URL, ["--release"]), (samples.URLS[-1], [])):
        kept = CliRunner().invoke(cli, ["capture", *options, url, "--config", str(config)])
        assert kept.exit_code == 0, kept.output
    return config


def search(config: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["search", "--config", str(config), *words])


def test_hits_are_a_table_json_lines_or_csv(config: Path) -> None:
    table = search(config)
    assert table.exit_code == 0, table.output
    head, *lines = table.stdout.splitlines()
    assert head.split() == ["posted", "account", "platform", "state", "snapshot", "text"]
    assert len(lines) == 1
    assert len(search(config, "--drafts").stdout.splitlines()) > 2
    facts = json.loads(search(config, "--json").stdout)
    assert f"{facts['id']}@{facts['snapshot']}" in lines[0]
    (row,) = csv.DictReader(io.StringIO(search(config, "--csv").stdout))
    assert tuple(row) == COLUMNS
    assert row["id"] == facts["id"]


def test_filters_are_options_or_words_and_a_limit_says_how_many_there_are(config: Path) -> None:
    word = json.loads(search(config, "--json").stdout)["text"].split()[0].strip(":.,")
    assert search(config, word, "--platform", "fediverse").stdout
    nothing = search(config, word, "platform:x")
    assert (nothing.exit_code, nothing.stdout) == (0, "")
    assert "Nothing found." in nothing.stderr
    one = search(config, "--drafts", "--limit", "1")
    assert "1 of " in one.stderr
    everything = search(config, "--drafts", "--all", "--json").stdout.splitlines()
    assert len(everything) == int(one.stderr.split(" of ")[1].strip().rstrip("."))


def test_a_mistake_is_shown_at_its_place(config: Path) -> None:
    said = search(config, "wall", "frm:x", "--since", "soon")
    assert said.exit_code != 0
    assert "  wall frm:x\n       ^^^^^ write from:x\n" in said.stderr
    assert "  --since soon\n          ^^^^ write 2025-04-03\n" in said.stderr


def test_two_forms_at_once_are_refused(config: Path) -> None:
    assert search(config, "--json", "--csv").exit_code != 0
