r"""The 3,207 posts of ../shared/statements: their times, texts and broken encoding, and what forty
queries find among them.

What is expected was counted on the file itself, by the command beside each number, in a shell with:

    F=../shared/statements/BarackObama-2008-2017.csv
    export LC_ALL=C
    T() { sed -E '1d; s/^[^,]*,(.*),https:\/\/twitter\.com\/\w+\/status\/[0-9]+,.*$/\1/' $F; }

``T`` is the column of texts. Words in addresses are words of the text, too.
"""

import asyncio
import csv
import io
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from archive.clock import utc_now
from archive.importer import Import, Imported
from archive.importing import NOTHING_ASKED, Problem, Row, batches, opened, reader, recognise
from archive.query import Query, from_params
from archive.storage import open_storage
from tests.fresh import fresh_database

COUNTED = [
    # query, statements that it finds, how they were counted
    ("climate", 197, "T | grep -i -w -c climate"),
    ("climate change", 176, "T | grep -i -w climate | grep -i -w -c change"),
    ('"climate change"', 175, "T | grep -i -w -c 'climate change'"),
    ("“climate change”", 175, "T | grep -i -w -c 'climate change'"),
    ("climate OR energy", 247, "T | grep -i -w -c -E 'climate|energy'"),
    ("climate -change", 21, "T | grep -i -w climate | grep -i -w -c -v change"),
    (
        "climate OR energy -change",
        71,
        "T | grep -i -w -E 'climate|energy' | grep -i -w -c -v change",
    ),
    (
        '"president obama" -"climate change"',
        1080,
        "T | grep -i -w 'president obama' | grep -i -w -c -v 'climate change'",
    ),
    (
        'health OR healthcare OR "health care"',
        170,
        "T | grep -i -w -c -E 'health|healthcare|health care'",
    ),
    ('"affordable care act"', 13, "T | grep -i -w -c 'affordable care act'"),
    ("clímate CHÀNGE", 176, "T | grep -i -w climate | grep -i -w -c change"),
    ("cuídense", 1, "T | grep -i -w -c cuidense"),
    ("immigra*", 102, r"T | grep -i -c '\bimmigra'"),
    ('"immigration ref*"', 10, r"T | grep -i -c '\bimmigration ref'"),
    ("vote* -voter*", 57, r"T | grep -i '\bvote' | grep -i -c -v '\bvoter'"),
    ("obamacare", 103, "T | grep -i -w -c obamacare"),
    ("#obamacare", 79, r"T | grep -i -c '#obamacare\b'"),
    ("obamacare -#obamacare", 24, r"T | grep -i -w obamacare | grep -i -c -v '#obamacare\b'"),
    ("#ActOnClimate -climate", 184, r"T | grep -i '#actonclimate\b' | grep -i -w -c -v climate"),
    ("#SOTU OR #GetCovered", 244, r"T | grep -i -c -E '#(sotu|getcovered)\b'"),
    ("@OFA", 144, r"T | grep -i -c '@ofa\b'"),
    ("@WhiteHouse -@POTUS", 123, r"T | grep -i '@whitehouse\b' | grep -i -c -v '@potus\b'"),
    ("it's", 243, 'T | grep -i -w -c -E "it\'s|its"'),
    ("its", 243, 'T | grep -i -w -c -E "it\'s|its"'),
    ('"it’s time"', 93, 'T | grep -i -w -c -E "(it\'s|its) time"'),
    ("don't", 74, 'T | grep -i -w -c -E "don\'t|dont"'),
    ('"Michelle & I"', 1, r"T | grep -i -c 'Michelle &amp; I\b'"),
    ("300,000", 4, "T | grep -w -c '300,000'"),
    ("300000 OR 223000", 7, "T | grep -w -c -E '300,000|223,000'"),
    ("97%", 8, "T | grep -c -P '(?<![0-9])97(?![0-9])'"),
    ("1.2", 2, r"T | grep -w -c '1\.2'"),
    ("https://t.co/hOfccyKlH1", 1, r"T | grep -c 't\.co/hOfccyKlH1\b'"),
    (
        "has:link climate",
        179,
        r"""T | grep -i -w climate | grep -c -P 'https?://[^\s<>"\x80-\xff]+([\s<>"]|$)'""",
    ),
    (
        "obama -has:link",
        539,
        r"""T | grep -i -w obama | grep -c -v -P 'https?://[^\s<>"\x80-\xff]+([\s<>"]|$)'""",
    ),
    (
        '"president obama" since:2016',
        240,
        "awk -F'[/ ,]' 'NR>1 && $3>=16' $F | grep -i -w -c 'president obama'",
    ),
    ("until:2014", 647, "awk -F'[/ ,]' 'NR>1 && $3<=14' $F | wc -l"),
    (
        "since:2015-06 until:2015-08",
        448,
        "awk -F'[/ ,]' 'NR>1 && $3==15 && $1>=6 && $1<=8' $F | wc -l",
    ),
    (
        "since:2014-08-15 until:2014-08-15",
        4,
        "awk -F'[/ ,]' 'NR>1 && $3==14 && $1==8 && $2==15' $F | wc -l",
    ),
    (
        "#SOTU since:2016-01-12T20:00 until:2016-01-13",
        55,
        r"awk -F'[/ ,:]' '$3==16 && $1==1 && ($2==13 || $2==12 && $4>19)' $F|grep -i -c '#sotu\b'",
    ),
    (
        "jobs OR economy since:2015 until:2015",
        86,
        "awk -F'[/ ,]' 'NR>1 && $3==15' $F | sed 's/,https:.*//' | grep -i -w -c -E 'jobs|economy'",
    ),
    ("from:@barackobama abrazo", 2, "T | grep -i -w -c abrazo"),
    ("from:@whitehouse", 0, "awk -F, '$NF==\"WhiteHouse\"' $F | wc -l"),
    ("status:unknown reason:import lgbt", 15, "T | grep -i -w -c lgbt"),
    (
        "rt -@whitehouse",
        158,
        r"T | grep -i -P '(?<![a-z])rt(?![a-z])' | grep -i -c -v '@whitehouse\b'",
    ),
]


FILE = "BarackObama-2008-2017.csv"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
KEPT = """
    SELECT p.native_id, t.created_at, t.text FROM statements t JOIN posts p ON p.id = t.post
"""


class Brought(NamedTuple):
    database: str
    done: Imported
    told: list[Row | Problem]


@pytest.fixture(scope="module")
def brought(statements: Path, tmp_path_factory: pytest.TempPathFactory) -> Brought:
    """All of them in one archive, as the importer brings them in."""
    database = fresh_database(tmp_path_factory.mktemp("statements"))
    told: list[Row | Problem] = []

    async def bring() -> Imported:
        storage = await open_storage(database)
        try:
            with opened(statements / FILE) as file:
                return await Import(
                    storage=storage,
                    clock=utc_now,
                    salt=bytes,
                    source=f"import:{recognise(file)}",
                    file=FILE,
                    by="ana",
                    visibility="public",
                ).run(batches(reader("statements")(file, NOTHING_ASKED)), told.append)
        finally:
            await storage.close()

    return Brought(database, asyncio.run(bring()), told)


def test_all_of_them_come_in_and_the_broken_ones_are_named(brought: Brought) -> None:
    # T | wc -l, one more for the last line has no end; T | grep -c -P '[\x80-\xff]'
    assert (brought.done.new, brought.done.left_out) == (3207, 0)
    assert brought.done.noted == len(brought.told) == 1378
    # grep -n -m3 -P '[\x80-\xff]' $F | cut -d: -f1
    assert [item.row for item in brought.told[:3]] == [5, 6, 9]
    first = brought.told[0]
    assert isinstance(first, Row)
    # sed -n 5p $F | grep -o -P '[\x80-\xff]+' | xxd
    assert first.notes == ("2 bytes are no UTF-8 (E4 F3); in their place stands U+FFFD",)


def test_each_has_the_time_of_its_id_to_the_millisecond_and_its_text_unescaped(
    brought: Brought, statements: Path
) -> None:
    with closing(sqlite3.connect(brought.database.removeprefix("sqlite:"))) as db:
        kept = {row[0]: row[1:] for row in db.execute(KEPT)}
    raw = (statements / FILE).read_bytes().decode("utf-8", "surrogateescape")
    text = re.sub("[\udc80-\udcff]", "\ufffd", raw)
    for row in list(csv.reader(io.StringIO(text, newline="")))[1:]:
        native_id = row[2].rpartition("/")[2]
        created_at, said = kept.pop(native_id)
        # As X's engineers have it: the bits above the lowest 22 count from this millisecond.
        made = EPOCH + timedelta(milliseconds=(int(native_id) >> 22) + 1_288_834_974_657)
        assert created_at == made.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        month, day, *_ = row[0].split("/")
        assert (made.month, made.day) == (int(month), int(day))
        assert f"{made:%H:%M}".lstrip("0") == row[0].split()[1].lstrip("0")
        unescaped = row[1].replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&")
        assert said.replace("\n", "") == unescaped.replace("\r", "").replace("\n", "")
    assert kept == {}


async def test_forty_queries_find_what_was_counted_by_hand(brought: Brought) -> None:
    storage = await open_storage(brought.database)
    try:
        ours = {}
        for query, _, _ in COUNTED:
            read = from_params({"q": query})
            assert isinstance(read, Query), read
            ours[query] = await storage.count(read)
            results = await storage.search(read)
            assert (results.total, results.exact) == (ours[query], True)
    finally:
        await storage.close()
    assert ours == {query: count for query, count, _ in COUNTED}
