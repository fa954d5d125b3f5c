"""What readers ask about posts: kept whole, listed newest first, with an audit entry."""

from datetime import date

import pytest

from archive.errors import UnknownPost, UsageError
from archive.storage import Storage
from archive.storage.requests import REQUEST_KINDS, Request, RequestKind
from tests.archive.storage_posts import NOON, at, capture, first, id_of, write


async def ask(
    storage: Storage, text: str, native: str = "1", kind: RequestKind = "privacy"
) -> Request:
    return await storage.add_request(
        id_of(native), kind=kind, text=text, contact=None, by="anonymous", at=NOON
    )


async def test_a_request_is_kept_as_it_was_written(storage: Storage) -> None:
    await storage.keep(capture(first()))
    text = "My child is in it.\n<b>Take it down</b> 🙏"
    asked = await storage.add_request(
        id_of(), kind="privacy", text=text, contact="ana@example.org", by="anonymous", at=at(5)
    )
    assert (asked.post, asked.kind, asked.text) == (id_of(), "privacy", text)
    assert (asked.contact, asked.at) == ("ana@example.org", at(5))
    assert (await storage.requests(limit=10)).requests == (asked,)


@pytest.mark.parametrize("kind", REQUEST_KINDS)
async def test_every_kind_is_taken(storage: Storage, kind: RequestKind) -> None:
    await storage.keep(capture(first()))
    assert (await ask(storage, "This.", kind=kind)).kind == kind


async def test_pages_go_back_from_the_newest_and_miss_none(storage: Storage) -> None:
    await storage.keep(capture(first()))
    # All of one moment: a page must not end between two of them.
    asked = [await ask(storage, f"Number {i}.") for i in range(7)]
    seen: list[Request] = []
    cursor = None
    while True:
        page = await storage.requests(limit=3, cursor=cursor)
        seen += page.requests
        if page.cursor is None:
            break
        cursor = page.cursor
    assert seen == asked[::-1]


@pytest.mark.parametrize("cursor", ["", "no", "-1", "f" * 17, "1_0", "１"])
async def test_a_cursor_that_is_none_of_ours_is_refused(storage: Storage, cursor: str) -> None:
    with pytest.raises(UsageError, match="no cursor"):
        await storage.requests(limit=3, cursor=cursor)


async def test_nothing_is_asked_about_a_post_that_is_not_kept(storage: Storage) -> None:
    with pytest.raises(UnknownPost):
        await ask(storage, "What?")
    assert (await storage.requests(limit=3)).requests == ()


async def test_requests_about_hidden_posts_are_taken_and_stay(storage: Storage) -> None:
    await storage.keep(capture(first(visibility="public")))
    before = await ask(storage, "Take it down.")
    await storage.set_visibility(id_of(), "withheld", by="ana", at=at(1), reason="privacy")
    during = await ask(storage, "Why is it hidden?")
    await storage.erase(id_of(), by="root", at=at(2), reason="court order")
    after = await ask(storage, "Why is it erased?")
    assert (await storage.requests(limit=9)).requests == (after, during, before)


async def test_a_merged_posts_requests_go_with_it(storage: Storage) -> None:
    await storage.keep(capture(first("2")))
    await ask(storage, "About the later id.", "2")
    await storage.keep(capture(write("1", merges=(id_of("2"),))))
    assert (await ask(storage, "By the old address.", "2")).post == id_of("1")
    assert {r.post for r in (await storage.requests(limit=9)).requests} == {id_of("1")}


async def test_who_decided_a_request_stays_while_the_decision_does(storage: Storage) -> None:
    await storage.keep(capture(first()))
    asked = await ask(storage, "This.")
    day, then, later = date(2025, 4, 1), at(1), at(2)
    decided = await storage.decide_request(
        asked.id, deadline=day, decision="declined", answer="No.", by="ana", at=then
    )
    assert (decided.deadline, decided.decision, decided.decided_by) == (day, "declined", "ana")
    again = await storage.decide_request(
        asked.id, deadline=None, decision="declined", answer="No, sir.", by="bea", at=later
    )
    assert (again.decided_by, again.decided_at, again.answer) == ("ana", then, "No, sir.")
    opened = await storage.decide_request(
        asked.id, deadline=None, decision=None, answer=None, by="bea", at=later
    )
    assert opened == asked == await storage.request(asked.id)
    with pytest.raises(UnknownPost):
        await storage.decide_request(
            99, deadline=None, decision=None, answer=None, by="bea", at=later
        )
