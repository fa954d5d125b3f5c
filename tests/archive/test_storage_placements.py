"""Placements: made at the desk, changed after publication, followed through a merge."""

from typing import Any

import pytest

from archive.errors import UnknownPost
from archive.storage import Storage
from archive.storage.published import Placement
from tests.archive.storage_posts import at, capture, first, id_of, write

ARTICLE = "https://news.example/wall"


def placed(key: str = "k1", **fields: Any) -> Placement:
    defaults: dict[str, Any] = {
        "key": key,
        "post": id_of(),
        "mode": "newest",
        "snapshot": 1,
        "made_by": "ana",
        "made_at": at(1),
        "changed_at": at(1),
    }
    return Placement(**(defaults | fields))


async def test_a_placement_is_kept_and_listed_newest_first(storage: Storage) -> None:
    await storage.keep(capture(first()))
    old = await storage.add_placement(placed(article=ARTICLE, options={"theme": "dark"}))
    assert old == placed(article=ARTICLE, options={"theme": "dark"})
    new = await storage.add_placement(placed("k2", made_at=at(2), changed_at=at(2)))
    assert await storage.placement("k1") == old
    assert await storage.placements(id_of()) == (new, old)
    assert await storage.placement("k3") is None
    assert await storage.placements(id_of("2")) == ()


async def test_a_change_is_written_and_what_made_it_stays(storage: Storage) -> None:
    await storage.keep(capture(first()))
    await storage.add_placement(placed())
    changed = placed(mode="pinned", article=ARTICLE, made_by="ben", changed_at=at(7))
    now = await storage.change_placement(changed, by="ben")
    assert (now.mode, now.article, now.changed_at) == ("pinned", ARTICLE, at(7))
    assert now.made_by == "ana"


async def test_no_placement_is_made_of_what_is_not_kept(storage: Storage) -> None:
    await storage.keep(capture(first()))
    with pytest.raises(UnknownPost):
        await storage.add_placement(placed(snapshot=2))
    with pytest.raises(UnknownPost):
        await storage.change_placement(placed(), by="ana")


async def test_a_placement_follows_its_snapshot_through_a_merge(storage: Storage) -> None:
    await storage.keep(capture(first("9"), first("1", "Fuller.")))
    await storage.add_placement(placed(post=id_of("9")))
    await storage.keep(capture(write("1", merges=(id_of("9"),))))
    (now,) = await storage.placements(id_of("9"))
    assert (now.post, now.snapshot) == (id_of("1"), 2)
