"""The posts of a thread that readers find: an author's answers to themselves, in their order."""

from datetime import timedelta
from typing import Any

from archive.records import Account, PostLink, Visibility
from archive.storage import Storage
from archive.storage.base import PostWrite
from tests.archive.storage_posts import (
    POSTED,
    at,
    capture,
    id_of,
    new,
    ref,
    snapshot,
    write,
)

OTHER = Account(platform="x", native_id="666", handle="eve")


def part(n: str, to: str | None = None, **fields: Any) -> PostWrite:
    link = None
    if to is not None:
        link = PostLink(url=ref(to).url, platform="x", native_id=to, post=id_of(to), snapshot=1)
    made = POSTED + timedelta(seconds=int(n))
    content = snapshot(n, f"{n}/ And more.", parent=link, created_at=made)
    return write(n, new(1, content), **{"visibility": "public", **fields})


async def of(storage: Storage, n: str) -> list[str]:
    return [stored.snapshot.native_id for stored in await storage.thread(id_of(n))]


async def test_a_thread_is_listed_both_ways_in_the_order_of_posting(storage: Storage) -> None:
    answered = part("9", "3", account=OTHER)
    await storage.keep(
        capture(part("1"), part("2", "1"), part("3", "2"), part("4", "2"), answered, part("5", "9"))
    )
    for n in ("1", "2", "3", "4"):
        assert await of(storage, n) == ["1", "2", "3", "4"]
    assert await of(storage, "9") == [], "an answer of somebody else"
    assert await of(storage, "5") == [], "and what is answered to that"


async def test_what_readers_do_not_find_is_not_listed_and_leads_on(storage: Storage) -> None:
    hidden: tuple[PostWrite, ...] = (
        part("2", "1", reason="context", visibility="draft"),
        part("3", "2", visibility="draft"),
        part("4", "3"),
    )
    beside = part("6", "5", reason="context")
    await storage.keep(capture(part("1"), *hidden, part("5", "4"), beside))
    await show(storage, "4", "withheld")
    assert await of(storage, "1") == ["1", "5"]
    for n in ("2", "3", "4", "6"):
        assert await of(storage, n) == [], "its page has no list"
    await show(storage, "4", "public")
    assert await of(storage, "5") == ["1", "4", "5"]
    await storage.erase(id_of("4"), by="ana", at=at(3), reason="privacy")
    assert await of(storage, "5") == []


async def test_posts_of_nobody_known_and_of_private_people_are_no_thread(storage: Storage) -> None:
    private = Account(platform="x", native_id="5", handle="someone", private_person=True)
    for one, two, account in (("1", "2", None), ("7", "8", private)):
        await storage.keep(capture(part(one, account=account), part(two, one, account=account)))
        assert await of(storage, one) == []


async def show(storage: Storage, n: str, state: Visibility) -> None:
    await storage.set_visibility(id_of(n), state, by="ana", at=at(2), reason="court order")
