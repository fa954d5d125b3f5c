"""The permanent page of a post says of which thread it is a part, and leads to the other posts."""

import re

from msgspec.structs import replace

from archive.archive import Archive
from archive.storage.base import PostWrite
from embedder.web.cache import CACHE
from tests.archive.storage_posts import at, capture, id_of
from tests.archive.test_storage_threads import part
from tests.embedder.conftest import Client

TITLE = "Part of a thread"


async def page(client: Client, n: str) -> tuple[str, str]:
    app = client.app
    assert app is not None
    app[CACHE].clear()
    answer = await client.get(f"/post/{id_of(n)}")
    return await answer.text(), answer.headers.get("Surrogate-Key", "")


async def test_a_page_leads_to_the_other_public_posts_of_its_thread(
    client: Client, archive: Archive
) -> None:
    draft = part("2", "1", visibility="draft")
    context = part("4", "3", reason="context")
    await archive.storage.keep(capture(part("1"), draft, part("3", "2"), context))
    first, key = await page(client, "1")
    listed = first[first.index(TITLE) : first.index("</ol>", first.index(TITLE))]
    assert re.findall(r'href="/post/(\w+)"', listed) == [id_of("3")]
    assert "this post</strong>" in listed
    assert listed.index("1/ And more.") < listed.index("3/ And more.")
    assert "2/" not in listed
    assert "4/" not in listed
    assert key.split() == [f"post-{id_of('1')}", f"post-{id_of('3')}"]
    await archive.storage.set_visibility(
        id_of("3"), "withheld", by="ana", at=at(2), reason="court order"
    )
    alone, _ = await page(client, "1")
    assert TITLE not in alone
    withheld, _ = await page(client, "3")
    assert TITLE not in withheld
    assert "1/ And more." not in withheld


async def test_the_words_of_the_list_are_cut_and_stay_text(
    client: Client, archive: Archive
) -> None:
    def saying(n: str, **content: str) -> PostWrite:
        write = part(n, "1")
        (new,) = write.snapshots
        new = replace(new, snapshot=replace(new.snapshot, **content))
        return replace(write, snapshots=(new,))

    hostile = saying("2", text="<script>alert(1)</script> " + "wall " * 100)
    warned = saying("3", text="The words behind it", content_warning="Of a fight")
    await archive.storage.keep(capture(part("1"), hostile, warned))
    said, _ = await page(client, "1")
    assert "&lt;script&gt;alert(1)" in said
    assert "<script>alert" not in said
    assert said.count("wall ") < 30
    assert "…</span>" in said
    assert "Of a fight</span>" in said
    assert "The words behind it" not in said
