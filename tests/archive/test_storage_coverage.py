"""How much is kept, since when, and what is missing; nothing that is not public is counted."""

from typing import Any

from archive.records import Account, Author, Visibility
from archive.storage import Storage
from archive.storage.coverage import Coverage, DayCoverage, Figures
from tests.archive.storage_posts import (
    NOON,
    POSTED,
    at,
    capture,
    first,
    id_of,
    look,
    new,
    ref,
    snapshot,
    write,
)

DAY = 24 * 60


async def show(
    storage: Storage, state: Visibility, native: str = "1", n: int | None = None
) -> None:
    await storage.set_visibility(
        id_of(native), state, by="ana", at=at(60), reason="privacy", snapshot=n
    )


async def keep(storage: Storage, native: str, **fields: Any) -> None:
    looks = (look(native, minutes=1, snapshot=1),)
    await storage.keep(capture(first(native, **fields), looks=looks))


async def public(storage: Storage, native: str, **fields: Any) -> None:
    await keep(storage, native, **fields)
    await show(storage, "public", native)


def other(number: str) -> Account:
    return Account(platform="x", native_id=number, handle=f"other{number}", name="Other")


async def test_nothing_is_kept_and_that_is_said(storage: Storage) -> None:
    nothing = Coverage(total=Figures(), platforms={}, accounts=(), days=())
    assert await storage.coverage() == nothing
    assert await storage.list_articles(limit=5) == ()


async def test_what_is_public_is_counted_by_platform_by_account_and_by_day(
    storage: Storage,
) -> None:
    await public(storage, "1")
    timeless = new(1, snapshot("2", created_at=None), captured_at=at(5), as_of=at(5))
    await storage.keep(
        capture(write("2", timeless, account=other("88")), looks=(look("2", minutes=5),))
    )
    await show(storage, "public", "2")
    edited = new(2, snapshot("1", "The wall is open."), captured_at=at(DAY), as_of=at(DAY))
    looks = (
        look("1", minutes=DAY, snapshot=2),
        look("2", minutes=DAY, outcome="refused", cause="limited"),
        look("2", minutes=2 * DAY, outcome="failed", cause="unreachable"),
        look("2", minutes=2 * DAY, outcome="gone", cause="unknown"),
    )
    await storage.keep(capture(write("1", edited), looks=looks))

    found = await storage.coverage()
    assert found.total == found.platforms["x"]
    assert found.total == Figures(
        posts=2,
        snapshots=3,
        gone=1,
        found_checks=3,
        gone_checks=1,
        refused_checks=1,
        failed_checks=1,
        first_captured_at=at(1),
        last_captured_at=at(DAY),
        last_checked_at=at(2 * DAY),
        first_posted_at=POSTED,
        last_posted_at=POSTED,
    )
    assert [(a.native_id, a.figures.posts, a.figures.gone) for a in found.accounts] == [
        ("88", 1, 1),
        ("77", 1, 0),
    ], "the one that was captured longest ago first"
    assert found.accounts[0].figures.first_posted_at is None
    assert found.days == (
        DayCoverage(day="2025-04-03", gone=1, failed=1),
        DayCoverage(day="2025-04-02", found=1, refused=1),
        DayCoverage(day="2025-04-01", found=2),
    )


async def test_a_post_that_came_back_is_not_gone(storage: Storage) -> None:
    await public(storage, "1")
    gone = {"outcome": "gone", "cause": "unknown"}
    await storage.keep(capture(looks=(look("1", minutes=5, **gone),)))
    assert (await storage.coverage()).total.gone == 1
    await storage.keep(capture(looks=(look("1", minutes=5.5, source="web-archive"),)))
    assert (await storage.coverage()).total.gone == 1
    looks = (look("1", minutes=6, **gone), look("1", minutes=6))
    await storage.keep(capture(looks=looks))
    assert (await storage.coverage()).total.gone == 0


async def test_no_figure_and_no_name_tells_of_what_is_not_public(storage: Storage) -> None:
    await public(storage, "1")
    await storage.reference(id_of("1"), "https://news.example/a", by="ana", at=NOON)
    await storage.name_article("https://news.example/a", True, by="ana", at=NOON)
    before, articles = await storage.coverage(), await storage.list_articles(limit=9)
    assert (before.total.posts, len(articles)) == (1, 1)

    renamed = Author(name="Renamed", handle="renamed", native_id="77")
    draft = new(1, snapshot("2", author=renamed), captured_at=at(DAY), as_of=at(DAY))
    looks = (look("2", minutes=DAY), look("2", minutes=DAY, outcome="refused"))
    account = Account(platform="x", native_id="77", handle="renamed", name="Renamed")
    await storage.keep(capture(write("2", draft, account=account), looks=looks))
    await keep(storage, "3", account=other("88"))
    await public(storage, "4", reason="context")
    await public(storage, "5", account=Account(platform="x", native_id="99", private_person=True))
    await public(storage, "6")
    await show(storage, "withheld", "6")
    await public(storage, "7")
    await storage.erase(id_of("7"), by="ana", at=at(9), reason="privacy")
    await public(storage, "8")
    await show(storage, "withheld", "8", n=1)
    for native in ("2", "4", "5", "6", "7", "8"):
        article = f"https://news.example/{native}"
        await storage.reference(id_of(native), article, by="ana", at=NOON)
        await storage.name_article(article, True, by="ana", at=NOON)
    await storage.reference(id_of("2"), "https://news.example/a", by="ana", at=NOON)
    await storage.reference(id_of("1"), "https://news.example/not-yet", by="ana", at=NOON)

    assert await storage.coverage() == before
    assert await storage.list_articles(limit=9) == articles

    drafts = await storage.coverage(drafts=True)
    assert drafts.total.posts == 3
    assert {account.handle for account in drafts.accounts} == {"renamed", "official"}
    assert drafts.total.refused_checks == 1
    listed = await storage.list_articles(limit=9, drafts=True)
    assert [article.url.rpartition("/")[2] for article in listed] == ["not-yet", "2", "a"]
    assert listed[-1].posts == (id_of("1"), id_of("2"))


async def test_a_withheld_snapshot_and_a_merged_post_are_not_counted(storage: Storage) -> None:
    await public(storage, "1")
    renamed = snapshot("1", "Mine.", author=Author(name="B", handle="b", native_id="77"))
    await storage.keep(capture(write("1", new(2, renamed))))
    assert (await storage.coverage()).accounts[0].handle == "b"
    await show(storage, "withheld", n=2)
    found = await storage.coverage()
    assert (found.total.snapshots, found.accounts[0].handle) == (1, "official")
    await public(storage, "2")
    await storage.keep(capture(write("1", merges=(ref("2").id,))))
    found = await storage.coverage()
    assert (found.total.posts, found.total.snapshots) == (1, 2)


async def test_articles_are_listed_newest_first_page_by_page(storage: Storage) -> None:
    await public(storage, "1")
    for number in range(3):
        url = f"https://news.example/{number}"
        await storage.reference(id_of("1"), url, by="ana", at=at(number))
        await storage.name_article(url, True, by="ana", at=NOON)
    page = await storage.list_articles(limit=2)
    rest = await storage.list_articles(limit=2, before=page[-1].number)
    assert [article.added_at for article in (*page, *rest)] == [at(2), at(1), at(0)]
