"""The same post, reached in two ways, is the same post: text, facets, author, and time to the
precision of each. A better copy that comes later completes; a poorer one is only a check.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import combinations, permutations
from pathlib import Path
from typing import Any, cast

import pytest

from archive import from_browser, saved
from archive.archive import Archive
from archive.history import RANK, compare, plan
from archive.outcome import Found
from archive.platforms import PLATFORMS, read_saved
from archive.platforms.base import Chosen, Fetcher, Platform, Saved
from archive.records import NeedsLookup, PostRef, Snapshot, Stored
from archive.settings import CaptureSettings, MediaSettings, Settings
from archive.storage import open_blobs, open_storage
from archive.testing import FakeAnswer
from tests.archive.acting import Clock, StageDecoder
from tests.archive.matrix import Case
from tests.archive.same_posts import FORMS, Form, as_bytes
from tests.archive.test_matrix import CASES, Recorder, look
from tests.fresh import fresh_database

PLAIN = "it gives plain text: what stands behind the words is not in it"
NO_TIME = "it tells no time"
HEAD = "the page's head may sum the text up"
CANNOT: dict[str, dict[str, str]] = {
    "x/browser": {"facets": "X's page leads through its short links, and hides where to"},
    "bluesky/web-archive": {"facets": PLAIN},
    "bluesky/browser": {"facets": PLAIN},
    "fediverse/oembed": {"text": "Mastodon's envelope holds a frame, and no word of the post"},
    "fediverse/web-archive": {"text": HEAD, "facets": PLAIN},
    "truth/page": {"text": HEAD, "facets": PLAIN},
    "truth/web-archive": {"text": HEAD, "facets": PLAIN},
    "truth/browser": {"facets": PLAIN},
    "threads/oembed": {"time": NO_TIME},
    "threads/page": {"time": NO_TIME},
    "threads/page, cut": {"time": NO_TIME},
    "threads/web-archive": {"time": NO_TIME},
    "threads/a file of the page": {"time": NO_TIME},
    "threads/browser": {"facets": PLAIN},
    "instagram/browser": {"facets": PLAIN},
    "facebook/oembed": {"time": "it tells the day in words, in any language", "facets": PLAIN},
    "facebook/page, its head": {"time": NO_TIME, "facets": PLAIN},
    "facebook/browser": {"facets": PLAIN},
    "youtube/oembed": {"time": NO_TIME},
    "youtube/browser": {"facets": PLAIN},
    "tiktok/page, its head": {"facets": "which names in the text are accounts is not told there"},
    "tiktok/browser": {"time": "the page tells it in words", "facets": PLAIN},
    "telegram/browser": {"facets": PLAIN},
    "reddit/oembed": {"time": NO_TIME},
    "reddit/web-archive": {"time": NO_TIME},
    "reddit/browser": {"facets": PLAIN},
    "page/Open Graph": {"text": "its description is a summary"},
    "page/oembed": {"text": "it may hold the title alone, which the site chose", "time": NO_TIME},
    "page/oembed, with its words": {"text": "an envelope may hold a part", "time": NO_TIME},
    "page/browser": {"facets": PLAIN},
}
"""What a form of a post does not carry, and why: there it cannot agree with any other."""

PRECISION = {"ms": 0.001, "s": 1.0, "minute": 60.0, "day": 86_400.0}


def ref_of(platform: str) -> PostRef:
    return next(case.ref for case in CASES.values() if case.platform == platform)


def case_of(platform: str, name: str) -> Case:
    """The source that gives this form, with the form as its answer."""
    form = FORMS[platform][name]
    case = CASES[f"{platform}/{form.source or name}"]
    good = case.answers[case.main]
    assert isinstance(good, tuple)
    assert not isinstance(form.body, from_browser.Handed)
    return case._replace(answers={**case.answers, case.main: (good[0], good[1], form.body)})


def file_of(platform: str, form: Form) -> Saved:
    assert not isinstance(form.body, from_browser.Handed)
    url = ref_of(platform).url if platform == "page" else None
    return Saved(body=as_bytes(form.body), url=url)


@cache
def kept() -> dict[str, dict[str, Snapshot]]:
    return {}


async def snapshots_of(platform: str) -> dict[str, Snapshot]:
    """What each form of a platform's post is read as."""
    known = kept().setdefault(platform, {})
    for name, form in FORMS[platform].items():
        if name in known:
            continue
        if isinstance(form.body, from_browser.Handed):
            page = from_browser.read_page(form.body)
            assert isinstance(page, from_browser.ReadPage)
            known[name] = from_browser.snapshot_of(page, ref_of(platform))
            continue
        if form.by == "file":
            answer = saved.read_file(file_of(platform, form))[1]
        else:
            looked = await look(case_of(platform, name))
            answer = looked.answer
        assert isinstance(answer, Found), f"{platform}/{name}: {answer}"
        known[name] = answer.snapshots[-1]
    return known


def marks(snapshot: Snapshot) -> set[tuple[str, str, str | None]]:
    return {
        (f.kind, snapshot.text[f.start : f.end], f.target if f.kind == "link" else None)
        for f in snapshot.facets
    }


def begins(snapshot: Snapshot) -> bool:
    """Whether it is marked as a copy that has the beginning of the text only."""
    return snapshot.completeness == "cut" or "end" in snapshot.lacks


def missing(snapshot: Snapshot, whole: Snapshot) -> set[str]:
    """What a copy does not carry of what the fullest one does."""
    found = set()
    if "words" in snapshot.lacks:
        found.add("text")
    there = (
        {mark for mark in marks(whole) if mark[1] in snapshot.text}
        if not begins(snapshot)
        else set()
    )
    if there - marks(snapshot):
        found.add("facets")
    if snapshot.created_at is None:
        found.add("time")
    return found


def disagreements(a: Snapshot, b: Snapshot, cannot: set[str]) -> Iterator[str]:
    if "text" not in cannot:
        one, other = " ".join(a.text.split()), " ".join(b.text.split())
        if begins(a) or begins(b):
            shorter, longer = sorted((one.rstrip("…."), other.rstrip("….")), key=len)
            marked = begins(a if shorter == one.rstrip("….") else b)
            if not (longer.startswith(shorter) and marked):
                yield f"text: {a.text!r} / {b.text!r}"
        elif a.text != b.text:
            yield f"text: {a.text!r} / {b.text!r}"
    if "facets" in cannot:
        words = [{mark[:2] for mark in marks(one)} for one in (a, b)]
        if "text" not in cannot and not (words[0] <= words[1] or words[1] <= words[0]):
            yield f"facets: {words}"
    elif "text" not in cannot:
        within = begins(a) or begins(b)
        if not (marks(a) <= marks(b) or marks(b) <= marks(a)) if within else marks(a) != marks(b):
            yield f"facets: {marks(a) ^ marks(b)}"
    if a.created_at is not None and b.created_at is not None:
        apart = abs((a.created_at - b.created_at).total_seconds())
        if apart >= max(PRECISION[a.created_precision], PRECISION[b.created_precision]):
            yield f"time: {a.created_at} / {b.created_at}"
    for name in ("native_id", "handle", "name"):
        known = {getattr(a.author, name), getattr(b.author, name)} - {None}
        if len(known) > 1:
            yield f"author's {name}: {known}"
    if (a.platform, a.native_id) != (b.platform, b.native_id):
        yield f"they are two posts: {a.native_id} / {b.native_id}"


@pytest.mark.parametrize("platform", FORMS)
async def test_two_forms_of_a_post_agree_in_what_both_carry(platform: str) -> None:
    snapshots = await snapshots_of(platform)
    told = [
        f"{one} / {other}: {what}"
        for one, other in combinations(snapshots, 2)
        for what in disagreements(
            snapshots[one],
            snapshots[other],
            CANNOT.get(f"{platform}/{one}", {}).keys()
            | CANNOT.get(f"{platform}/{other}", {}).keys(),
        )
    ]
    assert not told, "\n".join(told)


@pytest.mark.parametrize("platform", FORMS)
async def test_what_a_form_does_not_carry_stands_by_name(platform: str) -> None:
    snapshots = await snapshots_of(platform)
    whole = max(snapshots.values(), key=lambda one: (RANK[one.completeness], -len(one.lacks)))
    lacking = {
        f"{platform}/{name}": found
        for name, snapshot in snapshots.items()
        if (found := missing(snapshot, whole))
    }
    named = {k: set(v) for k, v in CANNOT.items() if k.startswith(f"{platform}/")}
    assert lacking == named


def completes(old: Snapshot, new: Snapshot) -> bool:
    """Whether the new copy has more than the old one of what it may have."""
    more = len(new.media) > len(old.media) or len(new.lacks) < len(old.lacks)
    rank = RANK[new.completeness] - RANK[old.completeness]
    return rank > 0 or (rank == 0 and more)


@pytest.mark.parametrize("platform", FORMS)
async def test_a_better_copy_completes_and_a_poorer_one_is_only_a_check(platform: str) -> None:
    snapshots = await snapshots_of(platform)
    began = datetime(2026, 11, 1, tzinfo=UTC)
    wrong = []
    for one, other in permutations(snapshots, 2):
        old, new = snapshots[one], snapshots[other]
        held = Stored(
            post=old.id,
            n=1,
            snapshot=old,
            captured_at=began,
            as_of=old.as_of or began,
            reason="first",
            source=one,
            sha256="",
            log_index=0,
        )
        planned, met = plan((held,), (new,), began + timedelta(days=1), str.__eq__)
        got = ([p.reason for p in planned], met)
        if got != ((["completed"], 2) if completes(old, new) else ([], 1)):
            wrong.append(f"{one}, then {other}: {got}")
    assert not wrong, "\n".join(wrong)


def through_the_archive() -> list[tuple[str, str, str]]:
    """Every two sources of each platform; and its best source with a file and with a browser."""
    pairs = []
    for platform, forms in FORMS.items():
        sources: dict[str, str] = {}
        for name, form in forms.items():
            if form.by == "source":
                sources.setdefault(form.source or name, name)
        pairs += [(platform, *pair) for pair in combinations(sources.values(), 2)]
        best = next(name for name in sources.values() if name != "oembed")
        for by in ("file", "browser"):
            pairs += [(platform, best, n) for n, form in forms.items() if form.by == by][:1]
    return pairs


@pytest.mark.parametrize("platform", FORMS)
async def test_the_archive_completes_what_it_holds_and_keeps_nothing_twice(
    platform: str, tmp_path: Path
) -> None:
    snapshots = await snapshots_of(platform)
    for number, (_, *pair) in enumerate(p for p in through_the_archive() if p[0] == platform):
        for one, other in (pair, reversed(pair)):
            old, new = snapshots[one], snapshots[other]
            async with opened(tmp_path / f"{number}-{one}", platform) as capture:
                await capture(one)
                archive = await capture(other)
                holding = await archive.storage.holding(old.id)
            assert holding is not None
            reasons = [version.reason for version in holding.versions]
            fuller = completes(old, new)
            assert reasons == (["first", "completed"] if fuller else ["first"]), f"{one}, {other}"
            assert len(holding.checks) == 2
            # Of two that are as complete, an old copy that is found later does not replace today's.
            older = new.as_of is not None and old.as_of is None
            replaced = fuller and (RANK[new.completeness] > RANK[old.completeness] or not older)
            assert holding.post.current == (2 if replaced else 1), f"{one}, {other}"


@asynccontextmanager
async def opened(folder: Path, platform: str) -> AsyncIterator[Callable[[str], Awaitable[Archive]]]:
    """Captures a post of a platform in one of its forms, into an archive of its own."""
    ref = ref_of(platform)
    now: list[Case] = []

    class Sources:
        name = title = platform

        @property
        def chosen(self) -> Chosen:
            return Chosen(sources=(now[-1].make(),), off={}, on_deleted={})

        async def lookup(self, needs: NeedsLookup, fetcher: Fetcher) -> PostRef:
            return ref

    def recording(_seconds: float) -> Recorder:
        answers: dict[Any, FakeAnswer] = dict(now[-1].answers) if now else {}
        return Recorder({**answers, (lambda _url: True): (200, {}, "a file of the post")})

    storage = await open_storage(fresh_database(folder))
    clock, decoder = Clock(), StageDecoder(MediaSettings())
    archive = Archive(
        settings=Settings(capture=CaptureSettings(fresh=0.0)),
        storage=storage,
        blobs=open_blobs(f"file:{folder}/blobs"),
        decoder=decoder,
        platforms={platform: cast(Platform, Sources())},
        recording=recording,
        clock=clock,
    )

    async def capture(name: str) -> Archive:
        form = FORMS[platform][name]
        clock.go(3600)
        if isinstance(form.body, from_browser.Handed):
            await archive.capture_from_browser(form.body, by="ana")
        elif form.by == "file":
            await archive.capture_saved(
                file_of(platform, form), by="ana", name="saved", saved_at=clock()
            )
        else:
            now.append(case_of(platform, name))
            await archive.capture(ref.url, by="ana")
        return archive

    try:
        yield capture
    finally:
        await archive.close()
        decoder.close()
        await storage.close()


def test_no_source_of_any_platform_and_no_pair_is_missing() -> None:
    given = {
        f"{platform}/{form.source or name}"
        for platform, forms in FORMS.items()
        for name, form in forms.items()
        if form.by == "source"
    }
    assert given == {f"{kind.name}/{one.source}" for kind in PLATFORMS for one in kind.about}
    for kind in PLATFORMS:
        ways = {form.by for form in FORMS[kind.name].values()}
        assert ways == {"source", "file", "browser"}, kind.name
        sources = [one.source for one in kind.about]
        taken = {
            frozenset(FORMS[p][name].source or name for name in pair)
            for p, *pair in through_the_archive()
            if p == kind.name
        }
        assert {frozenset(pair) for pair in combinations(sources, 2)} <= taken, kind.name


RECORDED = [
    (
        "bluesky/dart-getPosts.json",
        "bluesky/dart-searchPosts.json",
        "did:plc:d3zpokjdspr22chfrc427eis/3ju4p6u2i3a2g",
    ),
    (
        "facebook/embedlib-oembed-www_facebook_com_plugins-video-oembed_json_e07110fe67e49a07d387c774dc0.json",
        "facebook/embedlib-page-www_facebook_com_acolono-videos-10154107990797381.html",
        "10154107990797381",
    ),
    (
        "instagram/embedlib-oembed-api_instagram_com_oembed_d64939d2f9aead9da3877ba2a24dafb0.json",
        "instagram/embedlib-page-instagram_com_p-ysl7g9to_q.html",
        "ySl7G9tO_q",
    ),
    (
        "tiktok/embedlib-oembed-www_tiktok_com_oembed_901352644d63ef08f7546c3394cf07bb.json",
        "tiktok/embedlib-page-www_tiktok_com_a3noticias-video-6806030056956251397.html",
        "6806030056956251397",
    ),
    (
        "reddit/praw-TestComment.test_parent__submission-2.json",
        "reddit/praw-TestSubmission.test_comments-1.json",
        "t3_2gmzqe",
    ),
    (
        "activitypub/lemmy-mastodon-activities-create_note.json",
        "activitypub/lemmy-mastodon-objects-note_1.json",
        "mastodon.madrid/107224289116410645",
    ),
    (
        "activitypub/rebased-tesla_mock-mk.absturztau.be-93e7nm8wqg-activity.json",
        "activitypub/rebased-tesla_mock-mk.absturztau.be-93e7nm8wqg.json",
        "https://mk.absturztau.be/notes/93e7nm8wqg",
    ),
    (
        "mastodon/mastodonpy-c-status_card-0.json",
        "mastodon/mastodonpy-c-status_card-1.json",
        "localhost:3000/117020609135389699",
    ),
    (
        "x/graphql-TweetDetail-1902059299591090335.json",
        "x/graphql-TweetResultsByIds-1902059299591090335.json",
        "1902059299591090335",
    ),
    ("x/v11-sferik-oembed.json", "x/v11-sferik-status.json", "540897316908331009"),
    (
        "x/v11-official-compatibility_classic_hidden_13797.json",
        "x/v11-official-compatibility_extended_13996.json",
        "708067963060916224",
    ),
    (
        "x/v11-pytwitter-extended_tweet_in_compat_mode.json",
        "x/v11-pytwitter-extended_tweet_in_extended_mode.json",
        "782737772490600448",
    ),
    (
        "x/v11-xray-967046438822674432.json",
        "x/v11-xray-streaming-tweet-reply.json",
        "967046438822674432",
    ),
    (
        "x/v2-academictwitter-tweetdata-data_1402939532849319939.json",
        "x/v2-academictwitter-tweetdata-users_1402939532849319939.json",
        "1402939532849319939",
    ),
]
"""Recordings of one post in two forms, the poorer one first where one is poorer; and its id."""


@pytest.mark.parametrize(("one", "other", "id"), RECORDED)
def test_a_post_that_was_recorded_in_two_forms_is_one_post(
    payloads: Path, one: str, other: str, id: str
) -> None:
    old, new = (
        next(
            s
            for answer in read_saved(Saved(body=(payloads / file).read_bytes()))[1]  # type: ignore[index]
            if isinstance(answer, Found)
            for s in (*answer.snapshots, *answer.along)
            if s.native_id == id
        )
        for file in (one, other)
    )
    assert list(disagreements(old, new, set())) == []
    fuller = completes(old, new) or (old.link_card is None and new.link_card is not None)
    assert compare(old, new, str.__eq__) == ("completed" if fuller else "same")
    if new.link_card == old.link_card:
        assert compare(new, old, str.__eq__) == "same"
