"""The schedule of looks at posts in use: whose turn it is, how often, and how many at once."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from archive.jobs import Ended, Jobs
from archive.recheck import Rechecks, next_look
from archive.settings import WatchSettings
from archive.storage import Storage
from archive.storage.base import Job
from archive.storage.editors import QuotedPost
from archive.storage.published import Placement
from tests.archive.storage_posts import NOON, at, capture, first, id_of, look

WALL = "https://news.example/wall"


class Newsroom:
    """A schedule at a time that is set, and what it asked for."""

    def __init__(self, storage: Storage, *, per_hour: int = 60, hours: float = 1.0) -> None:
        self.now = at(1)
        self.looked: list[str] = []
        self.storage = storage
        self.rechecks = Rechecks(
            settings=WatchSettings(per_hour=per_hour, first_hours=hours),
            storage=storage,
            clock=lambda: self.now,
            enqueue=self._enqueue,
            look=self._look,
            asked=lambda platform: platform == "x",
        )
        self.jobs = Jobs(storage, self.rechecks.handlers, clock=lambda: self.now, slots=1)

    async def _enqueue(self, kind: str, key: str, payload: dict[str, Any], *, by: str) -> Job:
        return await self.jobs.enqueue(kind, key, payload, by=by)

    async def _look(self, post: str, by: str) -> Ended:
        self.looked.append(post)
        return "done", (), {}

    async def after(self, **time: float) -> list[str]:
        """What is looked at when so much time has passed."""
        self.now += timedelta(**time)
        self.looked = []
        await self.rechecks.ask_due()
        await self.jobs.run_due()
        return self.looked


async def kept(storage: Storage, *natives: str) -> None:
    for native in natives:
        await storage.keep(capture(first(native), looks=(look(native),)))


def placed(native: str, made_at: datetime = NOON) -> Placement:
    return Placement(
        key=f"k{native}", post=id_of(native), mode="newest", snapshot=1, options={},
        article=None, made_by="ana", made_at=made_at, changed_at=made_at,
    )  # fmt: skip


async def test_posts_in_use_are_looked_at_less_often_as_time_goes_by(storage: Storage) -> None:
    await kept(storage, "1", "2", "3", "4")
    await storage.add_placement(placed("1"))
    await storage.reference(id_of("2"), WALL, by="ana", at=NOON)
    quoted = QuotedPost(post=id_of("3"), text="The wall", snapshot=1, result="fragment")
    await storage.set_quotations(WALL, [quoted], by="ana", at=NOON)
    room, all_three = Newsroom(storage), {id_of(n) for n in "123"}
    assert await room.after(minutes=30) == [], "they were just captured"
    assert set(await room.after(minutes=40)) == all_three, "what nobody uses is not looked at"
    assert await room.after(minutes=30) == []
    looks = 0
    for _ in range(24):
        looks += len(await room.after(hours=1))
    assert looks == 3 * 9, "in the first day"
    for _ in range(2 * 30):
        looks += len(await room.after(hours=12))
    assert 3 * 20 <= looks <= 3 * 26, "in the first month"
    assert set(await room.after(days=20)) == all_three


async def test_a_platform_is_asked_for_no_more_than_its_share_and_nobody_is_forgotten(
    storage: Storage,
) -> None:
    many = [str(n) for n in range(1, 31)]
    await kept(storage, *many)
    for native in many:
        await storage.add_placement(placed(native))
    room = Newsroom(storage, per_hour=12, hours=6)
    await room.after(hours=7)
    seen = [await room.after(minutes=5) for _ in range(40)]
    assert max(map(len, seen)) == 1
    assert max(sum(map(len, seen[n : n + 12])) for n in range(len(seen))) <= 12
    looked = [post for posts in seen for post in posts]
    assert len(set(looked)) == len(looked) >= 29


async def test_a_look_of_somebody_counts_and_what_is_typed_in_or_erased_has_no_turn(
    storage: Storage,
) -> None:
    await kept(storage, "1", "2")
    for native in ("1", "2"):
        await storage.add_placement(placed(native))
    await storage.erase(id_of("2"), by="ana", at=at(2), reason="privacy")
    room = Newsroom(storage)
    room.now += timedelta(hours=3)
    assert [one.post for one in await room.rechecks.due()] == [id_of("1")]
    await storage.keep(capture(at=room.now, action="recheck", looks=(look(minutes=180),)))
    assert await room.rechecks.due() == ()
    assert await room.after() == []


async def test_zero_is_no_schedule(storage: Storage) -> None:
    await kept(storage, "1")
    await storage.add_placement(placed("1"))
    room = Newsroom(storage, per_hour=0)
    await room.rechecks.run()
    assert await room.after(days=9) == []


MOMENTS = st.integers(0, 2**32).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@hypothesis_settings(max_examples=60)
@given(MOMENTS, MOMENTS, st.floats(0.1, 9000), st.floats(0.1, 3000))
def test_the_next_look_is_always_to_come_and_never_further_than_is_said(
    used: datetime, after: datetime, first_hours: float, longest_days: float
) -> None:
    settings = WatchSettings(first_hours=first_hours, longest_days=longest_days)
    wait = next_look(used, after, settings) - after
    least = timedelta(hours=first_hours)
    assert least <= wait <= max(least, timedelta(days=longest_days))


async def test_the_schedule_is_no_change_that_a_finished_page_would_be_made_anew_for(
    storage: Storage,
) -> None:
    await kept(storage, "1", "2")
    for native in ("1", "2"):
        await storage.add_placement(placed(native))
    newsroom = Newsroom(storage)
    newsroom.now = NOON + timedelta(minutes=1)
    before = await storage.data_version()
    assert await newsroom.rechecks.ask_due() == 0, "both were just captured"
    assert await storage.due_looks(at=newsroom.now, limit=9) == (), "their turns are known now"
    assert await storage.data_version() == before
