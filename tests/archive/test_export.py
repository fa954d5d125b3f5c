"""Exports: what is in each format, what is in none, and the same bytes twice."""

import csv
import hashlib
import io
import json
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
from datasette.app import Datasette
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import UsageError
from archive.export import COLUMNS, FORMATS, parquet_file
from archive.export.csv_file import for_spreadsheets
from archive.post_json import post_json
from archive.query import Query, from_params
from archive.storage import Storage
from archive.storage.blobs import FolderBlobs
from tests.archive.exports import JPEG, LONG, WORDS, Found, OurLinks, exported, filled
from tests.archive.storage_posts import NOON, PICTURE, at, id_of

IN_ORDER = [(id_of("2"), 2), (id_of("2"), 1), (id_of(LONG), 1), (id_of("1"), 1)]
"""What is public of all that is found."""


@pytest.fixture
async def found(storage: Storage, blobs: FolderBlobs) -> Found:
    return await filled(storage, blobs)


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


async def test_csv_is_one_flat_row_a_post_and_alters_no_text(
    found: Found, blobs: FolderBlobs, tmp_path: Path
) -> None:
    data = await exported(found, blobs, "csv", tmp_path / "s")
    rows = table(data)
    assert [(row["id"], int(row["snapshot"])) for row in rows] == IN_ORDER
    assert list(rows[0]) == [column.name for column in COLUMNS]
    assert rows[0]["quoted_text"] == "See #border"
    assert rows[0]["quoted_id"] == id_of("1")
    hostile = rows[2]
    assert (hostile["text"], hostile["author_name"]) == (WORDS, '=cmd|"x"')
    assert (hostile["native_id"], hostile["likes"], hostile["views"]) == (LONG, "7", "")
    told = rows[3]
    assert told["page"] == f"https://record.example.org/post/{id_of('1')}"
    assert (told["hashtags"], told["media_alts"]) == ("#border", '["A\\nmap"]')
    assert (told["official_name"], told["official_office"]) == ("An Official", "Mayor")
    assert (told["state"], told["sensitive"]) == ("live", "false")
    assert not data.startswith(b"\xef\xbb\xbf")


async def test_csv_for_spreadsheets_has_a_mark_and_no_formula(
    found: Found, blobs: FolderBlobs, tmp_path: Path
) -> None:
    data = await exported(found, blobs, "csv", tmp_path / "s", bom=True)
    assert data.startswith(b"\xef\xbb\xbf")
    plain = table(await exported(found, blobs, "csv", tmp_path / "t"))
    for row, exact in zip(table(data), plain, strict=True):
        assert {name: value.removeprefix("'") for name, value in row.items()} == exact
        assert not any(value.startswith(("=", "+", "-", "@")) for value in row.values())
    assert table(data)[2]["native_id"] == f"'{LONG}"


@given(st.text(st.sampled_from("=+-@'\t\r\n＝＋09.,eE a\U0001f469"), max_size=8))
@settings(max_examples=60)
def test_what_a_spreadsheet_gets_is_given_back(text: str) -> None:
    guarded = for_spreadsheets(text)
    assert guarded.removeprefix("'") == text
    assert not guarded.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋"))
    try:
        float(guarded)
    except ValueError:
        return
    pytest.fail(f"{guarded!r} is a number to a spreadsheet")


async def test_json_lines_are_posts_as_everywhere(
    found: Found, storage: Storage, blobs: FolderBlobs, tmp_path: Path
) -> None:
    lines = (await exported(found, blobs, "jsonl", tmp_path / "s")).splitlines()
    told = []
    for ref in IN_ORDER:
        holding = await storage.holding(*ref)
        assert holding is not None
        told.append(post_json(holding, OurLinks()))
    assert [json.loads(line) for line in lines] == told


async def test_ids_alone(found: Found, blobs: FolderBlobs, tmp_path: Path) -> None:
    data = await exported(found, blobs, "ids", tmp_path / "s")
    assert data.decode() == f"x:2\nx:{LONG}\nx:1\n"


async def test_parquet_is_typed_and_tells_itself(
    found: Found, blobs: FolderBlobs, tmp_path: Path
) -> None:
    data = await exported(found, blobs, "parquet", tmp_path / "s")
    file = pyarrow.parquet.ParquetFile(io.BytesIO(data))
    rows = file.read().to_pylist()
    assert [(row["id"], row["snapshot"]) for row in rows] == IN_ORDER
    assert rows[0]["requested_at"] == NOON
    assert rows[2]["text"] == WORDS
    assert rows[2]["sensitive"] is False
    told = json.loads(file.metadata.metadata[b"datapackage"])
    assert told["onrecord"]["rows"] == 4
    assert file.schema_arrow.field("text").metadata


async def test_parquet_is_written_in_parts_by_their_bytes_for_posts_may_be_long(
    found: Found, blobs: FolderBlobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = []
    for at_most in (parquet_file._BYTES, 1):
        monkeypatch.setattr(parquet_file, "_BYTES", at_most)
        data = await exported(found, blobs, "parquet", tmp_path / str(at_most))
        parts.append(pyarrow.parquet.ParquetFile(io.BytesIO(data)))
    assert [part.num_row_groups > 1 for part in parts] == [False, True]
    assert parts[0].read().to_pylist() == parts[1].read().to_pylist()


async def test_parquet_without_pyarrow_says_what_to_install(
    found: Found, blobs: FolderBlobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> Any:
        raise ModuleNotFoundError(name)

    parquet_file.load.cache_clear()
    monkeypatch.setattr(parquet_file, "import_module", missing)
    with pytest.raises(UsageError, match=r"pip install 'onrecord\[parquet\]'"):
        await exported(found, blobs, "parquet", tmp_path / "s")


@pytest.mark.slow
async def test_datasette_opens_a_sqlite_export_and_searches_it(
    found: Found, blobs: FolderBlobs, tmp_path: Path
) -> None:
    path = tmp_path / "posts.db"
    path.write_bytes(await exported(found, blobs, "sqlite", tmp_path / "s"))
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        about = dict(db.execute("SELECT name, value FROM about"))
        assert db.execute("SELECT * FROM terms").fetchall() == [
            ("x", "tweet-result", "public endpoint")
        ]
        columns = db.execute("SELECT name FROM columns").fetchall()
        assert {name for (name,) in columns} == {column.name for column in COLUMNS}
        text = db.execute("SELECT text FROM posts WHERE native_id = ?", [LONG]).fetchone()
        assert text == (WORDS,)
    db.close()
    assert (about["rows"], about["archive_at"]) == ("4", None)
    datasette = Datasette([path], settings={"num_sql_threads": 0})
    await datasette.invoke_startup()
    try:
        rows = await _rows(datasette, "posts", "_search=border", "_labels=on")
        assert [row["id"] for row in rows] == [id_of("2"), id_of("2"), id_of("1")]
        assert rows[2]["account"] == {"value": "x:77", "label": "An Official"}
        assert rows[2]["official_slug"] == {"value": "an-official", "label": "An Official"}
        assert len(await _rows(datasette, "posts", "_search=YA")) == 1
        (medium,) = await _rows(datasette, "media")
        assert (medium["post"], medium["sha256"]) == (4, PICTURE)
        page = await datasette.client.get("/posts/posts?_facet=platform&_search=border")
        assert page.status_code == 200
        assert "facet-results" in page.text
    finally:
        for database in datasette.databases.values():
            database.close()


async def _rows(datasette: Datasette, table: str, *asked: str) -> list[dict[str, Any]]:
    url = f"/posts/{table}.json?{'&'.join(('_shape=objects', *asked))}"
    answer = await datasette.client.get(url)
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()["rows"]
    return rows


async def test_a_zip_is_a_data_package_with_the_pictures(
    found: Found, blobs: FolderBlobs, tmp_path: Path
) -> None:
    data = await exported(found, blobs, "zip", tmp_path / "s")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        inside = {name: package.read(name) for name in package.namelist()}
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    picture = f"media/{PICTURE}-640.jpg"
    assert sorted(inside) == [
        "README.md", "datapackage.json", "media.csv", picture, "posts.csv", "posts.jsonl",
    ]  # fmt: skip
    assert inside[picture] == JPEG
    told = json.loads(inside["datapackage.json"])
    for resource in told["resources"]:
        content = inside[resource["path"]]
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    assert [f["name"] for f in told["resources"][0]["schema"]["fields"]] == list(
        table(inside["posts.csv"])[0]
    )
    (row,) = table(inside["media.csv"])
    assert (row["path"], row["original_sha256"]) == (picture, PICTURE)
    assert b"no licence" in inside["README.md"]
    assert inside["posts.csv"] == await exported(found, blobs, "csv", tmp_path / "t")


async def test_an_export_says_what_was_asked_and_hashes_what_is_in_it(
    found: Found, storage: Storage, blobs: FolderBlobs, tmp_path: Path
) -> None:
    query = from_params({"q": "border since:2025", "archive_at": "2025-04-01T12:05Z"})
    assert isinstance(query, Query)
    data = await exported(found, blobs, "datapackage", tmp_path / "s", query=query)
    ours = json.loads(data)["onrecord"]
    assert ours["query"] == {"q": "border since:2025", "archive_at": query.archive_at.text}  # type: ignore[union-attr]
    assert ours["archive_at"] == "2025-04-01T12:06:00.000Z"
    rows = table(await exported(found, blobs, "csv", tmp_path / "t", query=query))
    lines = "".join(f"{row['id']}@{row['snapshot']} {row['sha256']}\n" for row in rows)
    assert ours["digest"] == f"sha256:{hashlib.sha256(lines.encode()).hexdigest()}"
    assert (ours["rows"], ours["newsroom"]) == (4, "Border News")
    assert ours["erased_since"] == 0
    assert rows[3]["official_name"] == "", "it was said at 12:09"
    assert rows[3]["state"] == "live", "it was looked at at 12:01"
    await storage.set_visibility(id_of("1"), "withheld", by="a", at=at(20), reason="x")
    later = await exported(found, blobs, "datapackage", tmp_path / "u", query=query)
    told = json.loads(later)["onrecord"]
    assert (told["rows"], told["erased_since"]) == (3, 1)


@pytest.mark.parametrize("name", FORMATS)
async def test_the_same_export_has_the_same_bytes_and_nothing_hidden(
    found: Found, storage: Storage, blobs: FolderBlobs, tmp_path: Path, name: str
) -> None:
    await storage.set_visibility(id_of("1"), "withheld", by="a", at=NOON, reason="x")
    data = await exported(found, blobs, name, tmp_path / "s")
    assert data == await exported(found, blobs, name, tmp_path / "t")
    readable = data
    if name == "zip":
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            readable = b"".join(package.read(one) for one in package.namelist())
            assert not any(one.startswith("media/") for one in package.namelist())
    if name == "parquet":
        rows = pyarrow.parquet.read_table(io.BytesIO(data)).to_pylist()
        readable = json.dumps(rows, default=str).encode()
    for hidden in (b"Words of", b"See #border", b"Mayor", PICTURE.encode()):
        assert hidden not in readable
    assert name in {"ids", "datapackage"} or b"Look!" in readable


async def test_drafts_are_there_for_those_who_ask(
    found: Found, blobs: FolderBlobs, tmp_path: Path
) -> None:
    data = await exported(found, blobs, "ids", tmp_path / "s", drafts=True)
    assert b"x:4\n" in data
