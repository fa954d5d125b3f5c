"""Alerts: written with the look that showed something new of a post in use, and only then."""

import pytest

from archive.errors import UsageError
from archive.storage import Storage
from archive.storage.alerts import Alert, AlertKind, UsedAt
from archive.storage.editors import QuotedPost
from archive.storage.people import User
from tests.archive.storage_posts import NOON, at, capture, first, id_of, look, new, snapshot, write

ARTICLE = "https://news.example/wall"


async def in_use(storage: Storage, native: str = "1") -> None:
    await storage.keep(capture(first(native), looks=(look(native),)))
    await storage.reference(id_of(native), ARTICLE, by="ana", at=NOON)


async def told(storage: Storage) -> tuple[Alert, ...]:
    return (await storage.alerts(limit=10)).alerts


async def kinds(storage: Storage) -> list[str]:
    return [alert.kind for alert in await told(storage)]


async def looks(storage: Storage, *outcomes: str, minutes: float) -> None:
    seen = [
        look(
            minutes=minutes,
            outcome=outcome,
            cause={"gone": "deleted by the author", "refused": "not shown"}.get(outcome),
        )
        for outcome in outcomes
    ]
    await storage.keep(capture(at=at(minutes), action="recheck", looks=tuple(seen)))


async def test_a_post_that_goes_and_comes_back_is_told_once_each(storage: Storage) -> None:
    await in_use(storage)
    await looks(storage, "found", minutes=1)
    await looks(storage, "refused", minutes=2)
    assert await told(storage) == ()
    await looks(storage, "refused", "gone", minutes=3)
    await looks(storage, "gone", minutes=4)
    await looks(storage, "found", minutes=5)
    await looks(storage, "found", minutes=6)
    assert await told(storage) == (
        _alert(2, "back", 5),
        _alert(1, "gone", 3, cause="deleted by the author"),
    )


def _alert(number: int, kind: AlertKind, minutes: float, *, cause: str | None = None) -> Alert:
    return Alert(
        id=number,
        at=at(minutes),
        post=id_of(),
        kind=kind,
        snapshot=None,
        cause=cause,
        articles=(UsedAt(url=ARTICLE, title=None, site=None),),
        placed_by=(),
    )


async def test_a_new_text_is_told_with_its_snapshot_and_its_job(storage: Storage) -> None:
    await in_use(storage)
    edited = write("1", new(2, snapshot("1", "The wall is open.")))
    await storage.keep(capture(edited, at=at(3), looks=(look(minutes=3),)))
    (alert,) = await told(storage)
    assert (alert.kind, alert.snapshot) == ("changed", 2)
    (job,) = await storage.list_jobs(kind="alert", limit=9)
    assert job.key == str(alert.id)
    assert await storage.alert(alert.id) == alert


async def test_an_older_version_that_is_found_later_is_no_alert(storage: Storage) -> None:
    await in_use(storage)
    older = write("1", new(2, snapshot("1", "The wall may open."), as_of=at(-60)))
    await storage.keep(capture(older, at=at(3), looks=(look(minutes=3),)))
    assert await told(storage) == ()


async def test_of_a_post_that_nobody_uses_there_is_no_alert(storage: Storage) -> None:
    await storage.keep(capture(first(), looks=(look(),)))
    await looks(storage, "gone", minutes=3)
    assert await told(storage) == ()


def quoted(native: str = "1", text: str = "The wall", n: int = 1) -> QuotedPost:
    return QuotedPost(post=id_of(native), text=text, snapshot=n, result="fragment")


async def test_a_post_that_is_quoted_in_words_is_in_use_until_it_is_quoted_no_more(
    storage: Storage,
) -> None:
    await storage.keep(capture(first(), looks=(look(),)))
    await storage.set_quotations(ARTICLE, [quoted(), quoted(text="wall")], by="ana", at=NOON)
    await looks(storage, "gone", minutes=3)
    (alert,) = await told(storage)
    used = UsedAt(url=ARTICLE, title=None, site=None, quotes=("The wall", "wall"))
    assert (alert.kind, alert.articles) == ("gone", (used,))
    await storage.set_quotations(ARTICLE, [], by="ana", at=NOON)
    await looks(storage, "found", minutes=4)
    assert await kinds(storage) == ["gone"]


async def test_a_better_source_with_other_words_is_told_and_one_with_more_is_not(
    storage: Storage,
) -> None:
    for native in "12":
        hand = snapshot(native, "The wall is …", completeness="cut")
        await storage.keep(capture(write(native, new(1, hand)), looks=(look(native),)))
        await storage.set_quotations(f"{ARTICLE}/{native}", [quoted(native)], by="ana", at=NOON)
    for native, text in (("1", "The wall is  open."), ("2", "The wall was open.")):
        better = new(2, snapshot(native, text), as_of=at(3), reason="completed")
        await storage.keep(capture(write(native, better), at=at(3), looks=(look(native),)))
    (alert,) = await told(storage)
    assert (alert.kind, alert.post, alert.snapshot) == ("corrected", id_of("2"), 2)


async def test_what_is_erased_is_quoted_nowhere(storage: Storage) -> None:
    await storage.keep(capture(first(), looks=(look(),)))
    await storage.set_quotations(ARTICLE, [quoted()], by="ana", at=NOON)
    await storage.erase(id_of(), by="ana", at=at(2), reason="privacy")
    article = await storage.edited_article(ARTICLE)
    assert article is not None
    assert article.quotations == ()


async def test_yours_are_those_of_your_articles_and_of_what_you_are_on(storage: Storage) -> None:
    await in_use(storage)
    for name in ("ana", "bo", "cy"):
        await storage.add_user(User(name=name, role="editor"), at=NOON)
    for title in (None, "The wall", "The wall, again"):
        await storage.join_article(ARTICLE, "ana", "scanned", by="ana", at=NOON, title=title)
    await storage.join_article(ARTICLE, "bo", "left", by="bo", at=NOON)
    await looks(storage, "gone", minutes=3)
    (alert,) = await told(storage)
    assert alert.editors == ("ana",)
    await storage.assign(id_of(), "bo", by="ana", at=NOON)
    for name, number in (("ana", 1), ("bo", 1), ("cy", 0)):
        assert len((await storage.alerts(limit=9, by=name)).alerts) == number, name
    with pytest.raises(UsageError, match="Nobody"):
        await storage.join_article(ARTICLE, "nobody", "named", by="ana", at=NOON)
    article = await storage.edited_article(ARTICLE)
    assert article is not None
    assert [(one.who, one.how) for one in article.editors] == [("ana", "scanned"), ("bo", "left")]
    assert not article.public
    assert article.title == "The wall", "until its site says another"


async def test_a_merged_posts_alerts_go_with_it(storage: Storage) -> None:
    await in_use(storage, "2")
    await storage.keep(
        capture(at=at(3), looks=(look("2", minutes=3, outcome="gone", cause="unknown"),))
    )
    await storage.keep(capture(write("1", new(2), merges=(id_of("2"),)), at=at(4)))
    assert {alert.post for alert in await told(storage)} == {id_of("1")}


async def test_pages_go_back_from_the_newest_and_miss_none(storage: Storage) -> None:
    await in_use(storage)
    for minute in range(1, 8):
        await looks(storage, "gone" if minute % 2 else "found", minutes=minute)
    seen: list[int] = []
    cursor = None
    while True:
        page = await storage.alerts(limit=3, cursor=cursor)
        seen += [alert.id for alert in page.alerts]
        if page.cursor is None:
            break
        cursor = page.cursor
    assert seen == [7, 6, 5, 4, 3, 2, 1]
    with pytest.raises(UsageError, match="no cursor"):
        await storage.alerts(limit=3, cursor="no")
