"""A repost that is found is shown as what it is: who passed on whose words, and these marked."""

import csv
import io

from archive.archive import Archive
from tests.archive.storage_posts import capture, id_of
from tests.archive.test_storage_reposts import INSIDE, inner, repost
from tests.embedder.conftest import Client


async def test_every_face_of_a_search_says_whose_words_a_repost_has(
    client: Client, archive: Archive
) -> None:
    await archive.storage.keep(capture(inner(), repost()))
    page = await (await client.get("/search?q=bridge")).text()
    assert '<span class="tag">repost of Ada Mayor</span>' in page
    assert "The <mark>bridge</mark> opens on Monday." in page
    assert f"/post/{id_of('2')}" in page
    assert f"/post/{id_of('1')}" not in page, "the post inside has no page"

    (hit,) = (await (await client.get("/search.json?q=bridge")).json())["hits"]
    assert (hit["id"], hit["kind"], hit["text"]) == (id_of("2"), "repost", "")
    assert hit["reposted"] == {
        "text": INSIDE.text,
        "content_warning": None,
        "lang": "en",
        "author": {"name": "Ada Mayor", "handle": "ada_mayor"},
    }
    (row,) = csv.DictReader(io.StringIO(await (await client.get("/search.csv?q=bridge")).text()))
    assert (row["text"], row["reposted_text"]) == ("", INSIDE.text)
    assert (row["author_handle"], row["reposted_author_handle"]) == ("official", "ada_mayor")
    feed = await (await client.get("/feeds/search.json?q=bridge")).json()
    (item,) = feed["items"]
    assert item["content_text"] == INSIDE.text
    assert "<p>repost of Ada Mayor</p>" in item["content_html"]
    assert "<p>repost of Ada Mayor</p>" in (
        (await (await client.get("/feeds/search.atom?q=bridge")).text())
        .replace("&lt;", "<")
        .replace("&gt;", ">")
    )
