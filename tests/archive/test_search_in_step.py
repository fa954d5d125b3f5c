"""Whatever is done to what is kept, in whatever order, search finds what a slow look at all of it
finds: the same statements, the same facts of each, the same counts. And the archive of a moment
that is over answers as it answered then.
"""

import random
import sqlite3
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from archive.clock import rfc3339
from archive.errors import Conflict, UsageError
from archive.marking import found_in
from archive.query import Query, from_params
from archive.records import Account, Annotation, Author, CaptureReason, Post, Stored, Visibility
from archive.status import State, status_of
from archive.storage import Storage, open_storage
from archive.storage.base import Holding
from archive.storage.search import Hit
from tests.archive.storage_posts import NOON, capture, id_of, look, new, snapshot, write
from tests.fresh import fresh_database

POSTS = [str(number) for number in range(1, 7)]
WORDS = ("wall", "border", "flood", "#Now")
NAMES = ("Ana Example", "Bo Sample")
OFFICES = ("Senator", "Mayor of Oakton")
SITES = ("news.example", "other.example")
SEEN: tuple[Visibility, ...] = ("draft", "public", "withheld")
QUERIES = (
    "",
    "wall",
    "wall OR flood",
    "platform:x -border",
    '"wall border"',
    "#now",
    "bor*",
    "status:gone",
    "-status:live wall",
    'from:"ana example"',
    "from:second",
    "office:mayor",
    "platform:x -office:senator",
    "in:news.example",
    "kind:post -in:other.example",
    "reason:follow",
    "lang:es",
)


def query(text: str, **params: str) -> Query:
    read = from_params({"q": text, "limit": "200", **params})
    assert isinstance(read, Query), read
    return read


class Fact(NamedTuple):
    """What a hit must say."""

    post: str
    snapshot: int
    text: str
    posted: str
    visibility: Visibility
    state: State
    reason: CaptureReason
    official: tuple[str, str | None] | None


def told(hit: Hit) -> Fact:
    held = hit.official
    return Fact(
        post=hit.post,
        snapshot=hit.snapshot,
        text=hit.text,
        posted=rfc3339(hit.created_at),
        visibility=hit.visibility,
        state=hit.state,
        reason=hit.reason,
        official=None if held is None else (held.name, held.office),
    )


class World:
    """An archive, what happens to it, and how it is looked through without an index."""

    def __init__(self, storage: Storage, seed: int, *, simple: bool = False) -> None:
        self.storage = storage
        self.simple = simple
        """Nothing is merged, and decided of whole posts only."""
        self.random = random.Random(seed)  # noqa: S311  the same each time
        self.minutes = 0
        self.articles: dict[str, set[str]] = {}
        """Those that may be named, by post as it was referenced."""
        self.named: set[str] = set()
        self.accounts: dict[str, str] = {}
        """By post: that which it was first captured of."""
        self.handles: dict[str, set[str]] = {}
        many = (self.capture, self.capture, self.capture, self.look, self.decide, self.say)
        few = (self.publish, self.hide_account, self.erase) + (() if simple else (self.merge,))
        self.acts: tuple[Callable[[], Awaitable[None]], ...] = (*many, *few)

    @property
    def now(self) -> datetime:
        return NOON + timedelta(minutes=self.minutes)

    # What happens

    async def capture(self) -> None:
        native = self.random.choice(POSTS)
        kept = await self.storage.versions(id_of(native))
        text = " ".join(self.random.choices(WORDS, k=self.random.randint(1, 2)))
        handle = self.random.choice(("official", "second"))
        account = self.random.choice(("77", "78"))
        made = snapshot(
            native,
            text,
            lang=self.random.choice(("en", "es", None)),
            created_at=self.random.choice(
                (None, NOON - timedelta(days=9), NOON - timedelta(days=int(native)))
            ),
            author=Author(name=handle, handle=handle, native_id=account),
        )
        written = write(
            native,
            new(len(kept) + 1, made, captured_at=self.now),
            reason=self.random.choice(("context", "request", "follow")),
            requested_at=self.now,
            visibility=self.random.choice(("draft", "public")),
            account=Account(platform="x", native_id=account, handle=handle),
        )
        await self.storage.keep(capture(written, at=self.now))
        post = await self.storage.post(id_of(native))
        assert post is not None
        self.accounts.setdefault(post.id, account)
        self.handles.setdefault(account, set()).add(handle)

    async def look(self) -> None:
        native = self.random.choice(POSTS)
        if await self.storage.post(id_of(native)) is not None:
            seen = look(
                native,
                minutes=self.minutes,
                outcome=self.random.choice(("found", "gone", "refused")),
            )
            await self.storage.keep(capture(looks=(seen,), at=self.now, action="recheck"))

    async def decide(self) -> None:
        kept = await self._any()
        if kept is None:
            return
        who: dict[str, Any] = {"by": "ana", "at": self.now, "reason": "x"}
        n = None if self.simple else await self._number(kept)
        await self.storage.set_visibility(kept, self.random.choice(SEEN), snapshot=n, **who)

    async def erase(self) -> None:
        kept = await self._any()
        if kept is not None and self.random.random() < 0.3:
            n = None if self.simple else await self._number(kept)
            await self.storage.erase(kept, by="ana", at=self.now, reason="x", snapshot=n)

    async def say(self) -> None:
        kept = await self._any()
        if kept is None:
            return
        n = await self._number(kept)
        office = self.random.choice((*OFFICES, None))
        removed = self.random.random() < 0.2
        note = Annotation(
            post=kept,
            snapshot=n,
            kind="official",
            body={} if removed else {"name": self.random.choice(NAMES), "office": office},
            by="ana",
            at=self.now,
            removed=removed,
        )
        await self.storage.annotate(note)

    async def merge(self) -> None:
        into, other = self.random.sample(POSTS, 2)
        posts = [await self.storage.post(id_of(native)) for native in (into, other)]
        if self.random.random() < 0.5 and None not in posts:
            written = write(into, merges=(id_of(other),), requested_at=self.now, account=None)
            await self.storage.keep(capture(written, at=self.now))

    async def publish(self) -> None:
        kept = await self._any()
        if kept is None:
            return
        url = f"https://{self.random.choice(SITES)}/{self.random.randint(1, 2)}"
        await self.storage.reference(kept, url, by="ana", at=self.now)
        self.articles.setdefault(url, set()).add(kept)
        name = self.random.random() < 0.7
        await self.storage.name_article(url, name, by="ana", at=self.now)
        (self.named.add if name else self.named.discard)(url)

    async def hide_account(self) -> None:
        if self.random.random() < 0.2:
            private = Account(platform="x", native_id="78", private_person=True)
            native = self.random.choice(POSTS)
            kept = await self.storage.post(id_of(native))
            if kept is not None and kept.visibility != "erased":
                written = write(native, account=private, requested_at=self.now)
                await self.storage.keep(capture(written, at=self.now))

    async def _any(self) -> str | None:
        """A post that something is kept of."""
        kept = [await self.storage.post(id_of(native)) for native in POSTS]
        return self.random.choice([None, *(p.id for p in kept if p and p.visibility != "erased")])

    async def _number(self, post: str) -> int | None:
        """Of one of its snapshots, or of none: all of it is meant."""
        numbers = [stored.n for stored in await self.storage.versions(post)]
        return self.random.choice((None, self.random.choice(numbers)))

    # Looking through all of it

    async def holdings(self) -> list[Holding]:
        """Each post once, merged ones where they went."""
        found: dict[str, Holding] = {}
        for native in POSTS:
            held = await self.storage.holding(id_of(native))
            if held is not None:
                found[held.post.id] = held
        return list(found.values())

    async def all_facts(self) -> list["Kept"]:
        """Of every statement that should be there, drafts among them."""
        return [
            Kept(fact, stored, sites, self.handles[self.accounts[held.post.id]])
            for held in await self.holdings()
            for sites in [await self._sites(held.post)]
            for stored, fact in self._facts(held)
        ]

    def _facts(self, held: Holding) -> list[tuple[Stored, Fact]]:
        shown = [s for s in held.versions if s.visibility in {"draft", "public"}]
        listed = held.post.capture_reason != "context" and not held.account_private
        if not listed or held.post.visibility not in {"draft", "public"}:
            return []
        newest = {stored.snapshot.text: stored for stored in shown}
        first = {stored.snapshot.text: stored for stored in reversed(shown)}
        return [
            (stored, self._fact(held, stored, first[text].captured_at))
            for text, stored in newest.items()
        ]

    def _fact(self, held: Holding, stored: Stored, first: datetime) -> Fact:
        notes = [n for n in held.annotations if n.kind == "official"]
        of_it = [n for n in notes if n.snapshot == stored.n] or [
            n for n in notes if n.snapshot is None
        ]
        return Fact(
            post=held.post.id,
            snapshot=stored.n,
            text=stored.snapshot.text,
            posted=rfc3339(stored.snapshot.created_at or first),
            visibility="draft"
            if "draft" in {held.post.visibility, stored.visibility}
            else "public",
            state=status_of(held.checks).state,
            reason=held.post.capture_reason,
            official=(of_it[-1].body["name"], of_it[-1].body["office"]) if of_it else None,
        )

    async def _sites(self, post: Post) -> set[str]:
        found = set()
        for url, posts in self.articles.items():
            kept = [await self.storage.post(each) for each in posts]
            if url in self.named and post.id in {each.id for each in kept if each}:
                found.add(url.split("/")[2])
        return found


class Kept(NamedTuple):
    fact: Fact
    stored: Stored
    sites: set[str]
    handles: set[str]
    """Those that the account ever had."""

    def is_found(self, asked: Query) -> bool:
        content = self.stored.snapshot
        name, office = self.fact.official or ("", None)
        values: dict[str, set[str | None]] = {
            "platform": {"x"},
            "kind": {"post"},
            "status": {self.fact.state},
            "reason": {self.fact.reason},
            "lang": {content.lang},
            "from": {name.lower(), content.author.handle, *self.handles},
            "office": set((office or "").lower().split()),
            "in": {*self.sites},
        }
        return found_in(content.text, asked, content.lang) and all(
            (part.value in values[part.name]) != part.negated for part in asked.filters
        )


async def in_step(world: World) -> None:
    """Search finds what the slow look finds, and counts the same."""
    kept = await world.all_facts()
    for text in ("", *world.random.sample(QUERIES, 3)):
        asked = query(text)
        drafts = world.random.random() < 0.5
        seen = {"draft", "public"} if drafts else {"public"}
        due = {k.fact for k in kept if k.fact.visibility in seen and k.is_found(asked)}
        found = await world.storage.search(asked, drafts=drafts)
        assert {told(hit) for hit in found.hits} == due, text
        assert found.total == len(found.hits) == len(due)
        if not text:
            facets = (await world.storage.facets(asked, drafts=drafts)).facets
            states = next(facet for facet in facets if facet.name == "status")
            counted = Counter(fact.state for fact in due)
            assert {value.value: value.count for value in states.values} == counted
            assert (await world.storage.histogram(asked, drafts=drafts)).total == len(due)


def whole(file: Path) -> None:
    """The index holds what the statements say, neither more nor less."""
    with closing(sqlite3.connect(file)) as db:
        db.execute(
            "INSERT INTO statements_search (statements_search, rank) VALUES ('integrity-check', 1)"
        )


@pytest.mark.parametrize("seed", range(2))
async def test_search_finds_what_is_there_whatever_was_done_before(
    seed: int, tmp_path: Path
) -> None:
    storage = await open_storage(fresh_database(tmp_path))
    world = World(storage, seed)
    try:
        for world.minutes in range(1, 31):
            act = world.random.choice(world.acts)
            # An erased post takes nothing more: to be told so is an answer, too.
            with suppress(Conflict, UsageError):
                await act()
            await in_step(world)
    finally:
        await storage.close()
    whole(tmp_path / "archive.db")


def as_then(hit: Hit) -> tuple[object, ...]:
    fact = told(hit)
    return (fact.post, fact.text, fact.visibility, fact.state, fact.official)


@pytest.mark.parametrize("seed", range(3))
async def test_a_moment_that_is_over_answers_as_it_did_less_what_was_taken_away_since(
    seed: int, tmp_path: Path
) -> None:
    storage = await open_storage(fresh_database(tmp_path))
    world = World(storage, seed, simple=True)
    moments: list[tuple[str, bool, str, set[tuple[object, ...]]]] = []
    try:
        for world.minutes in range(1, 31):
            with suppress(Conflict, UsageError):
                await world.random.choice(world.acts)()
            text, drafts = world.random.choice(QUERIES), world.random.random() < 0.5
            if "reason:" in text:  # told as it is today
                continue
            found = await storage.search(query(text), drafts=drafts)
            minute = world.now.strftime("%Y-%m-%dT%H:%MZ")
            moments.append((minute, drafts, text, set(map(as_then, found.hits))))
        today = {
            drafts: {
                (hit.post, hit.text)
                for hit in (await storage.search(query(""), drafts=drafts)).hits
            }
            for drafts in (False, True)
        }
        for minute, drafts, text, then in moments:
            found = await storage.search(query(text, archive_at=minute), drafts=drafts)
            due = {each for each in then if each[:2] in today[drafts]}
            assert set(map(as_then, found.hits)) == due, (minute, text)
    finally:
        await storage.close()
