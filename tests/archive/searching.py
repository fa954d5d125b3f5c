"""What the tests of searching share: an archive made by hand, and ways to ask it."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

from archive.query import Query, from_params
from archive.records import Account, Annotation, Author, Facet
from archive.storage import Storage
from archive.storage.search import Facets
from tests.archive.storage_posts import (
    NOON,
    PICTURE,
    POSTED,
    VARIANTS,
    at,
    capture,
    first,
    id_of,
    linking,
    look,
    new,
    picture,
    snapshot,
    with_picture,
    write,
)


def query(text: str = "", **params: str) -> Query:
    read = from_params({"q": text, **params})
    assert isinstance(read, Query), read
    return read


async def found(
    storage: Storage, text: str = "", *, drafts: bool = False, **params: str
) -> set[str]:
    results = await storage.search(query(text, **params), drafts=drafts)
    assert results.cursor is None
    texts = {hit.text for hit in results.hits}
    assert (
        results.total
        == len(results.hits)
        == await storage.count(query(text, **params), drafts=drafts)
    )
    return texts


def whole(file: Path) -> None:
    """The index holds what the statements say, neither more nor less."""
    with closing(sqlite3.connect(file)) as db:
        check = (
            "INSERT INTO statements_search (statements_search, rank) VALUES ('integrity-check', 1)"
        )
        db.execute(check)
        sides = [
            db.execute(f"SELECT id FROM {table} ORDER BY id").fetchall()  # noqa: S608  names from here
            for table in ("statements", "statement_facets", "statement_signs")
        ]
        assert sides[0] == sides[1] == sides[2]


def official(native: str, **body: Any) -> Annotation:
    said = {"name": "Ana Example", "slug": "ana-example", **body}
    return Annotation(post=id_of(native), kind="official", body=said, by="ana", at=at(1))


BO = Account(platform="bluesky", native_id="did:bo", handle="bo.example", name="Bo")


def of_bo(native: str, text: str, **fields: Any) -> Any:
    author = Author(name="Bo", handle="bo.example", native_id="did:bo")
    about = {"platform": "bluesky", "lang": "es", "author": author, **fields}
    # The tests' posts are all x's by their ids; only the snapshot says otherwise.
    return write(
        native,
        new(1, snapshot(native, text, **about)),
        account=BO,
        visibility="public",
        reason="follow",
    )


async def fill(storage: Storage) -> None:
    link = Facet(
        start=0, end=4, kind="link", target="https://www.agency.example/reports/2025?x=flood"
    )
    await storage.keep(
        capture(
            first("1", "The border wall is closed.", visibility="public"),
            write(
                "1b",
                new(1, snapshot("1b", "Read agency.example #Border", facets=(link,), lang="en-US")),
                account=Account(platform="x", native_id="77", handle="oldname", name="An Official"),
                visibility="public",
            ),
            with_picture("2", visibility="public", reason="article"),
            of_bo("3", "La frontera está cerrada", created_at=POSTED + timedelta(days=400)),
            of_bo("4", "Reposted border words", kind="repost", lang=None),
            linking("5", "quoted", "1", visibility="public", reason="hand"),
            first("6", "A draft about the border"),
            first("7", "Context about the border", reason="context", visibility="public"),
            first(
                "8",
                "A neighbour at the border",
                visibility="public",
                account=Account(platform="x", native_id="5", private_person=True),
            ),
            media=(picture(),),
            looks=(
                look("1", snapshot=1),
                look("2", snapshot=1),
                look("2", minutes=5, outcome="gone"),
            ),
        )
    )
    await storage.set_variants(PICTURE, VARIANTS)
    await storage.annotate(
        official("1", office="Secretary of State", party="Independent", jurisdiction="US")
    )
    await storage.annotate(official("2", slug=None, name="José Sample", office="Mayor"))
    await storage.reference(id_of("1"), "https://news.example/a", by="ana", at=at(1))
    await storage.reference(id_of("2"), "https://www.news.example/b", by="ana", at=at(1))
    await storage.name_article("https://www.news.example/b", True, by="ana", at=at(2))


WALL, LINK, PICTURED = (
    "The border wall is closed.",
    "Read agency.example #Border",
    "The wall is closed.",
)
CERRADA, REPOST, QUOTING = "La frontera está cerrada", "Reposted border words", "As said before, 5."
DRAFT = "A draft about the border"
ALL = {WALL, LINK, PICTURED, CERRADA, REPOST, QUOTING}


PIECES = (
    *(
        "border",
        "Border's",
        "bordé",
        "the",
        "wall",
        "covid-19",
        "covid",
        "19",
        "it's",
        "its",
        "U.S.",
    ),
    *(
        "#maga",
        "#MAGA2024",
        "@a_b",
        "@name",
        "東京都",
        "京都",
        "deport",
        "deporting",
        "mujeres",
        "1,204",
    ),
    *("https://www.cdc.gov/flu", "cdc", "👍🏽", "Straße", "l'État", "ff", "d'", "…", "--", "a.b"),
)


def counts(facets: Facets) -> dict[str, dict[str, int]]:
    return {f.name: {v.value: v.count for v in f.values} for f in facets.facets}


def moment(minutes: float) -> str:
    return (NOON + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%MZ")
