"""Reposts are found by what they pass on, as reposts, and as long as readers see those words."""

from typing import Any

from archive.records import Account, Author, PostLink, Visibility
from archive.storage import Storage
from archive.storage.base import PostWrite
from archive.storage.search import Hit, PassedOn
from tests.archive.searching import query
from tests.archive.storage_posts import at, capture, id_of, look, new, ref, snapshot, write

ADA = Account(platform="x", native_id="5", handle="ada_mayor", name="Ada Mayor")
INSIDE = PassedOn(
    text="The bridge opens on Monday.",
    content_warning=None,
    lang="en",
    author_name="Ada Mayor",
    author_handle="ada_mayor",
)


def inner(**fields: Any) -> PostWrite:
    author = Author(name=ADA.name, handle=ADA.handle, native_id=ADA.native_id)
    content = snapshot("1", INSIDE.text, author=author)
    defaults: dict[str, Any] = {"account": ADA, "reason": "context"}
    return write("1", new(1, content), **{**defaults, **fields})


def repost(**fields: Any) -> PostWrite:
    link = PostLink(url=ref("1").url, platform="x", native_id="1", post=id_of("1"), snapshot=1)
    content = snapshot("2", "", kind="repost", reposted=link)
    return write("2", new(1, content), **{"visibility": "public", **fields})


async def hits(storage: Storage, text: str) -> list[Hit]:
    return [*(await storage.search(query(text), drafts=False)).hits]


async def show(storage: Storage, state: Visibility, snapshot: int | None = None) -> None:
    await storage.set_visibility(
        id_of("1"), state, by="ana", at=at(1), reason="privacy", snapshot=snapshot
    )


async def posts(storage: Storage, text: str) -> list[str]:
    found = await hits(storage, text)
    assert len(found) == await storage.count(query(text))
    return [hit.post for hit in found]


async def test_a_repost_is_found_by_the_words_and_the_author_inside_as_a_repost(
    storage: Storage,
) -> None:
    await storage.keep(capture(inner(), repost()))
    for text in (
        "bridge",
        '"bridge opens on Monday"',
        "open* kind:repost",
        "ada",
        '"Ada Mayor"',
        "@ada_mayor",
        "from:official monday",
        "kind:repost",
    ):
        assert await posts(storage, text) == [id_of("2")], text
    for text in ("bridge kind:post", "from:ada_mayor", "bridge -monday", "-ada bridge", "tuesday"):
        assert await posts(storage, text) == [], text
    (hit,) = await hits(storage, "bridge")
    assert (hit.kind, hit.text, hit.author_handle) == ("repost", "", "official")
    assert hit.reposted == INSIDE


async def test_a_post_that_is_captured_for_its_own_sake_is_found_beside_its_repost(
    storage: Storage,
) -> None:
    await storage.keep(capture(inner(), repost()))
    await storage.keep(capture(inner(reason="request", visibility="public", snapshots=())))
    assert {*await posts(storage, "bridge")} == {id_of("1"), id_of("2")}
    assert await posts(storage, "bridge kind:post") == [id_of("1")]


async def test_what_is_withheld_or_erased_inside_finds_nothing(storage: Storage) -> None:
    await storage.keep(capture(inner(), repost()))
    await show(storage, "withheld")
    assert await posts(storage, "bridge") == []
    await show(storage, "draft")
    assert await posts(storage, "bridge") == [id_of("2")]
    (hit,) = await hits(storage, "kind:repost")
    assert hit.reposted == INSIDE
    await show(storage, "withheld", snapshot=1)
    assert await posts(storage, "bridge") == []
    await show(storage, "public", snapshot=1)
    assert await posts(storage, "bridge") == [id_of("2")]
    await storage.erase(id_of("1"), by="ana", at=at(2), reason="privacy")
    assert await posts(storage, "bridge") == await posts(storage, "ada") == []
    (hit,) = await hits(storage, "kind:repost")
    assert hit.reposted is None


async def test_what_is_no_longer_public_and_here_for_the_repost_alone_finds_nothing(
    storage: Storage,
) -> None:
    gone = [look("1", minutes=n, outcome="gone") for n in (10, 20, 2000)]
    await storage.keep(capture(inner(), repost(), looks=(look("1", snapshot=1),)))
    assert await posts(storage, "bridge") == [id_of("2")]
    await storage.keep(capture(looks=tuple(gone)))
    assert await posts(storage, "bridge") == []
    assert [hit.reposted for hit in await hits(storage, "kind:repost")] == [None]
    await storage.keep(capture(inner(reason="request", visibility="public", snapshots=())))
    assert {*await posts(storage, "bridge")} == {id_of("1"), id_of("2")}


async def test_the_repost_itself_is_withheld_with_all_that_it_passes_on(storage: Storage) -> None:
    await storage.keep(capture(inner(), repost(visibility="draft")))
    assert await posts(storage, "bridge") == []
    assert (await storage.search(query("bridge"), drafts=True)).hits[0].reposted == INSIDE
