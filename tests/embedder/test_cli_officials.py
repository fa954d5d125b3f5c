"""``onrecord officials``: what a person is told, and how it ends."""

import json
from pathlib import Path

from embedder import samples
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


def test_an_account_is_confirmed_and_the_register_applied_to_past_posts(
    tmp_path: Path, origin: str
) -> None:
    newsroom, file = Newsroom.led_to(tmp_path, origin), tmp_path / "own.csv"
    post = json.loads(newsroom.run("capture", samples.EXAMPLE_URL, "--json").out)["id"]
    sql = "SELECT a.native_id FROM accounts a JOIN posts p ON p.account = a.id WHERE p.id = ?"
    ((native_id,),) = newsroom.rows(sql, post)
    head = "slug,name,office,since,platform,native_id\n"
    file.write_text(f"{head}jo,Jo Poe,Mayor,2001-01-01,mastodon,{native_id}\n")
    newsroom.run("officials import", "csv", str(file))
    dry = newsroom.run("officials apply", "--dry-run")
    assert dry.out.startswith(f"{post}: nobody -> Jo Poe, Mayor (by native id {native_id}")
    assert "1 named, 0 named otherwise, 0 no longer named. Nothing was written" in dry.err
    assert newsroom.rows("SELECT count(*) FROM annotations") == [(0,)]
    assert newsroom.run("officials apply").out == dry.out
    again = newsroom.run("officials apply")
    assert (again.code, again.out) == (0, "")
    assert newsroom.rows("SELECT by, version FROM annotations") == [("register", 1)]

    unclear = newsroom.run("officials confirm", post, "--official", "jo", "--not-an-official")
    assert (unclear.code, "not clear whose" in unclear.err) == (2, True)
    words = ("--office", "Governor", "--since", "2002-02-02", "--kind", "personal")
    done = newsroom.run("officials confirm", samples.EXAMPLE_URL, "--name", "Ky Lo", *words)
    assert "The account is of ky-lo." in done.err
    assert newsroom.run("officials apply", "--dry-run").out == ""
    shown = json.loads(newsroom.run("embed", post, "--as", "json").out)["official"]
    assert (shown["name"], shown["office"], shown["account_kind"]) == (
        "Ky Lo",
        "Governor",
        "personal",
    )
    assert newsroom.rows("SELECT action FROM audit ORDER BY id DESC LIMIT 2") == [
        ("apply register",),
        ("confirm account",),
    ]
