"""The thread with which an author goes on from a post of X, by the API's search."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from archive.errors import Unreachable
from archive.outcome import Found
from archive.platforms.x import ApiV2, snowflake_time
from archive.platforms.x.thread import NOT_HAD, TOO_OLD
from archive.records import PostRef
from archive.testing import FakeAnswer, FakeFetcher
from tests.archive.x_payloads import FIRST, v2

API = f"https://api.x.com/2/tweets/{FIRST}?"
SEARCH = "https://api.x.com/2/tweets/search/recent?"
REF = PostRef(platform="x", native_id=FIRST, url=f"https://x.com/ada_mayor/status/{FIRST}")
MADE = snowflake_time(FIRST) or datetime.now(UTC)


def later(n: int) -> str:
    return str(int(FIRST) + n * 1000)


def answer(n: int, to: str, *, by: str = "7000001", **fields: Any) -> dict[str, Any]:
    own = later(n)
    return {
        "id": own,
        "text": f"{n}/ It goes on.",
        "author_id": by,
        "edit_history_tweet_ids": [own],
        "referenced_tweets": [{"type": "replied_to", "id": to}],
        **fields,
    }


def page(*answers: dict[str, Any], following: str | None = None) -> dict[str, Any]:
    meta = {"result_count": len(answers)} | ({"next_token": following} if following else {})
    if not answers:
        return {"meta": meta}
    known = [*answers, {**v2()["data"]}]
    return {"data": list(answers), "includes": {**v2()["includes"], "tweets": known}, "meta": meta}


def post(**fields: Any) -> dict[str, Any]:
    return v2(conversation_id=FIRST, **fields)


async def look(
    *pages: FakeAnswer, told: dict[str, Any] | None = None, after: timedelta = timedelta(hours=1)
) -> tuple[Found, list[str]]:
    answers: dict[Any, FakeAnswer] = {API: (200, {}, told or post())}
    for n, one in enumerate(pages):
        token = f"next_token=t{n}"
        answers[
            lambda url, n=n, token=token: url.startswith(SEARCH) and (n == 0 or token in url)
        ] = one
    # A page that is asked for by its token comes before the first, which any search would fit.
    fetcher = FakeFetcher(dict(reversed(answers.items())))
    found = await ApiV2("t0ken", clock=lambda: MADE + after).look(REF, fetcher)
    assert isinstance(found, Found)
    return found, fetcher.urls


async def test_the_authors_own_answers_come_along_in_their_order() -> None:
    found, urls = await look(
        (
            200,
            {},
            page(
                answer(4, later(2), text="An aside to the second."),
                answer(3, later(2)),
                answer(9, later(8)),
                answer(2, later(1)),
                answer(1, FIRST),
            ),
        )
    )
    assert [one.native_id for one in found.below] == [later(1), later(2), later(3)]
    assert [one.text for one in found.below] == [f"{n}/ It goes on." for n in (1, 2, 3)]
    parents = [one.parent.native_id for one in found.below if one.parent]
    assert parents == [FIRST, later(1), later(2)]
    assert all(one.parent and one.parent.unavailable is None for one in found.below)
    assert found.snapshots[-1].warnings == ()
    asked = parse_qs(urlsplit(urls[1]).query)
    assert asked["query"] == [f"conversation_id:{FIRST} from:7000001"]
    assert (asked["since_id"], asked["max_results"]) == ([FIRST], ["100"])


async def test_an_answer_in_anothers_name_is_no_thread() -> None:
    found, _ = await look((200, {}, page(answer(1, FIRST, by="666"), answer(2, later(1)))))
    assert found.below == ()


async def test_a_long_thread_is_read_page_by_page() -> None:
    found, urls = await look(
        (200, {}, page(answer(2, later(1)), following="t1")), (200, {}, page(answer(1, FIRST)))
    )
    assert [one.native_id for one in found.below] == [later(1), later(2)]
    assert len(urls) == 3


@pytest.mark.parametrize(
    "told",
    [
        post(public_metrics={"reply_count": 0}),
        v2(),
        post(
            referenced_tweets=[{"type": "retweeted", "id": later(0)}],
        ),
    ],
)
async def test_where_there_is_nothing_to_find_nothing_is_asked(told: dict[str, Any]) -> None:
    found, urls = await look(told=told)
    assert len(urls) == 1
    assert not {TOO_OLD, NOT_HAD} & set(found.snapshots[-1].warnings)


async def test_of_a_post_older_than_the_search_it_is_said_that_nothing_is_known() -> None:
    found, urls = await look(after=timedelta(days=7))
    assert (found.below, found.snapshots[-1].warnings) == ((), (TOO_OLD,))
    assert len(urls) == 1


@pytest.mark.parametrize(
    "broken", [(403, {}, {}), (200, {}, "<html>"), (200, {}, ""), Unreachable("It broke.")]
)
async def test_the_post_is_kept_where_the_search_gives_no_answer(broken: FakeAnswer) -> None:
    found, _ = await look(broken)
    assert (found.below, found.snapshots[-1].warnings) == ((), (NOT_HAD,))


async def test_a_search_without_hits_is_no_gap() -> None:
    found, _ = await look((200, {}, page()))
    assert (found.below, found.snapshots[-1].warnings) == ((), ())
