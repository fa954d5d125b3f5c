"""Real Datasette on an archive's own file: tables, labels of foreign keys, facets and `_search`,
without any set-up.
"""

from pathlib import Path
from typing import Any

import pytest

from archive.records import Annotation
from archive.register.facts import Facts, Person
from archive.storage import open_storage
from archive.storage.register import RegisterFile
from tests.archive.storage_posts import NOON, at, capture, first, id_of


@pytest.mark.slow
async def test_datasette_searches_an_archive_as_it_is(tmp_path: Path) -> None:
    from datasette.app import Datasette  # here, since it is slow to import where nobody runs it

    file = tmp_path / "archive.db"
    storage = await open_storage(f"sqlite:{file}")
    person = Person(ids=(("slug", "ana-example"),), name="Ana Example")
    register = RegisterFile(source="test:a", facts=Facts(people=(person,)))
    await storage.import_register([register], by="ana", at=NOON)
    await storage.keep(
        capture(first("1", "The border wall is closed."), first("2", "Covid-19, she said"))
    )
    body = {"slug": "ana-example", "name": "Ana Example"}
    await storage.annotate(
        Annotation(post=id_of("1"), kind="official", body=body, by="ana", at=at(1))
    )
    await storage.close()
    datasette = Datasette([file], settings={"num_sql_threads": 0})
    await datasette.invoke_startup()
    try:

        async def rows(asked: str) -> list[dict[str, Any]]:
            answer = await datasette.client.get(f"/archive/{asked}&_shape=objects")
            assert answer.status_code == 200, answer.text
            found: list[dict[str, Any]] = answer.json()["rows"]
            return found

        (wall,) = await rows("statements.json?_search=border+wall&_labels=on")
        assert wall["text"] == "The border wall is closed."
        assert wall["official"] == {"value": "ana-example", "label": "Ana Example"}
        assert [row["post"] for row in await rows("statements.json?_search=COVID+19")] == [
            id_of("2")
        ]
        assert await rows("statements.json?_search=nothing") == []
        assert len(await rows("posts.json?_facet=platform")) == 2
        for page in ("", "/statements?_facet=official&_search=border", "/statements_search"):
            answer = await datasette.client.get(f"/archive{page}")
            assert answer.status_code == 200, page
        page = await datasette.client.get("/archive/statements?_facet=official&_search=border")
        assert "facet-results" in page.text
        assert 'name="_search"' in page.text
    finally:
        for database in datasette.databases.values():
            database.close()
