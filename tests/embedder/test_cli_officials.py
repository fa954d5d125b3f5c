"""``onrecord officials``: what a person is told, and how it ends."""

import json
from pathlib import Path

from tests.archive.registers import HANDLES, OWN
from tests.embedder.doors import Newsroom


def test_a_table_comes_in_once_and_is_listed_and_shown(tmp_path: Path) -> None:
    newsroom, file = Newsroom(tmp_path), tmp_path / "own.csv"
    file.write_text(OWN)
    dry = newsroom.run("officials import", "csv", str(file), "--dry-run")
    assert (dry.code, dry.out) == (0, "")
    assert "Nothing was written" in dry.err
    assert newsroom.run("officials list", "--json").out == ""
    first = newsroom.run("officials import", "csv", str(file))
    assert "1 people read, 1 of them new; 6 facts added, 0 removed." in first.err
    again = newsroom.run("officials import", "csv", str(file))
    assert "1 people read, 0 of them new; 0 facts added, 0 removed." in again.err
    assert json.loads(newsroom.run("officials list", "--json").out)["slug"] == "fay-ito"
    shown = newsroom.run("officials show", "fay-ito").out
    assert "Mayor El Paso, TX" in shown
    assert "2025-01-07" in shown
    assert json.loads(newsroom.run("officials show", "fay-ito", "--json").out)["wikidata"] == "Q66"
    assert newsroom.run("officials show", "nobody").code == 2


def test_rows_that_are_none_and_conflicts_are_told_with_both_sides(tmp_path: Path) -> None:
    newsroom, file = Newsroom(tmp_path), tmp_path / "handles.csv"
    file.write_text(HANDLES + "B000002,twitter,REPRIO,2014-01-01T00:00:00Z,c,,\nX,twitter,x,,,,\n")
    ran = newsroom.run("officials import", "congress-handles", str(file))
    assert ran.code == 1
    assert "congress-handles:handles.csv, row 7: " in ran.err
    assert "a000001 (congress-handles:handles.csv) and b000002" in ran.err
    broken = newsroom.run("officials import", "csv", str(file))
    assert broken.code == 2
    assert "lacks the column slug" in broken.err
