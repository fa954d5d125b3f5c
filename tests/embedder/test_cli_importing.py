"""``onrecord import``: what a person is told, how it ends, and what readers see of it."""

import json
import re
from pathlib import Path

import pytest

from archive.records import post_id
from tests.archive.import_files import SAMPLES, STATEMENTS, TRUMP
from tests.archive.v11_payloads import V11_ID
from tests.embedder.doors import Newsroom

POST = post_id("x", V11_ID)


def test_a_file_comes_in_once_and_says_what_it_did(tmp_path: Path) -> None:
    newsroom, file = Newsroom(tmp_path), tmp_path / "tweets.zip"
    file.write_bytes(SAMPLES["x-archive"])
    dry = newsroom.run("import", str(file), "--dry-run")
    assert (dry.code, dry.out) == (0, "")
    assert "1 posts read: 1 new" in dry.err
    assert "Nothing was written: a dry run." in dry.err
    assert newsroom.run("embed", POST).code == 2
    assert "1 new" in newsroom.run("import", str(file)).err
    assert "0 new, 0 changed, 1 known" in newsroom.run("import", str(file)).err
    page = newsroom.run("embed", POST, "--as", "page").out
    assert "The bridge opens on Monday." in page
    assert re.search("Taken from a file by [A-Z].+; not obtained from X[.]", page)


def test_bad_rows_are_named_with_what_is_wrong_and_what_to_do(tmp_path: Path) -> None:
    newsroom, file = Newsroom(tmp_path), tmp_path / "trump.csv"
    file.write_text(TRUMP.replace(V11_ID, "1.64E+18"), encoding="utf-8")
    ran = newsroom.run("import", str(file))
    assert ran.code == 1
    assert "Row 2: the id 1.64E+18 was rounded by a spreadsheet; left out. Export" in ran.err
    assert "Row 3: its id tells no time" in ran.err
    told = [
        json.loads(line) for line in newsroom.run("import", str(file), "--json").out.splitlines()
    ]
    assert [(row.get("row"), row.get("left_out")) for row in told[:2]] == [(2, True), (3, False)]
    assert told[-1]["sum"]["left_out"] == 1
    zoned = newsroom.run("import", str(file), "--timezone", "UTC", "--draft")
    assert "names no zone" not in zoned.err


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--format", "twarc2", "Did you mean twarc-v2?"),
        ("--format", "politwoops", "lacks a column"),
        ("--timezone", "Mars/Olympus", "no time zone"),
    ],
)
def test_wrong_use_ends_with_2_and_what_to_write_instead(
    tmp_path: Path, option: str, value: str, said: str
) -> None:
    newsroom, file = Newsroom(tmp_path), tmp_path / "own.csv"
    file.write_text(STATEMENTS, encoding="utf-8")
    ran = newsroom.run("import", str(file), option, value)
    assert ran.code == 2
    assert said in ran.err
