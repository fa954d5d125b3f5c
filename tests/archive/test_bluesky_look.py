"""What a look at a Bluesky post tells, by what its AppView, directory and host answer."""

import asyncio
from typing import Any

import pytest

from archive.errors import ConfigError, Throttled, TimedOut, Unreachable
from archive.outcome import Answer, Failed, Found, Gone, Refused
from archive.platforms import terms_of
from archive.platforms.base import Platform
from archive.records import PostRef, Snapshot
from archive.testing import FakeAnswer, FakeFetcher, FakeResponse
from tests.archive.bluesky_posts import (
    BLOB,
    CAR,
    CAR_OF_ABSENCE,
    CDN,
    CID,
    DID,
    HANDLE,
    OTHER,
    PDS,
    REF,
    RKEY,
    URI,
    Servers,
    author,
    blob,
    bluesky,
    document,
    given,
    look,
    post_view,
    record,
    uri_of,
    xrpc_error,
)

EMPTY = given({"posts": []})
NOT_FOUND = xrpc_error("NotFound", "Post not found: x")
NO_RECORD = xrpc_error("RecordNotFound", f"Could not locate record: {URI}")
NO_PLC: FakeAnswer = (404, {}, "not recorded")
DOWN = Unreachable("No connection to it could be made.")


def absent(**changed: FakeAnswer) -> Servers:
    """The AppView does not show the post."""
    return Servers(**{"getPosts": EMPTY, "getPostThread": NOT_FOUND, **changed})


async def found(servers: FakeFetcher, ref: PostRef = REF) -> Snapshot:
    answer = await look(servers, ref)
    assert isinstance(answer, Found), answer
    return answer.snapshots[-1]


def test_the_platform_is_one() -> None:
    platform: Platform = bluesky()
    assert (platform.name, platform.title) == ("bluesky", "Bluesky")
    assert [(s.name, terms_of(platform.name, s.name)) for s in platform.chosen.sources] == [
        ("appview", "public endpoint"),
        ("pds", "public endpoint"),
        ("web-archive", "web archive"),
    ]


def test_what_is_switched_off_is_not_tried() -> None:
    assert bluesky(enabled=False).chosen.sources == ()
    assert bluesky(sources=[]).chosen.sources == ()


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ({"sources": ["firehose"]}, "firehose"),
        ({"appveiw": "https://a.example"}, "appveiw"),
        ({"appview": "public.api.bsky.app"}, "public.api.bsky.app"),
        ({"plc": 7}, "plc"),
    ],
)
def test_a_bad_setting_is_named(section: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigError, match=r"platforms\.bluesky") as caught:
        bluesky(**section)
    assert words in str(caught.value)


async def test_other_servers_may_be_set() -> None:
    servers = Servers()
    source = bluesky(appview="http://localhost:2584/", plc="http://localhost:2582").chosen.sources[
        0
    ]
    assert isinstance(await source.look(REF, servers), Found)
    assert f"http://localhost:2582/{DID}" in servers.urls
    assert any(u.startswith("http://localhost:2584/xrpc/app.bsky.feed.g") for u in servers.urls)


async def test_a_post_that_is_there_is_found_and_its_proof_is_fetched() -> None:
    servers = Servers()
    answer = await look(servers)
    assert isinstance(answer, Found)
    assert answer.ref == REF
    assert answer.aliases == (f"{HANDLE}/{RKEY}",)
    (snapshot,) = answer.snapshots
    assert (snapshot.text, snapshot.warnings) == ("Council votes today.", ())
    assert sorted(servers.names) == ["did", "getPostThread", "getPosts", "repo", "sync"]
    assert servers.query("getPosts") == {"uris": URI}
    assert servers.query("getPostThread") == {"uri": URI, "depth": "6", "parentHeight": "20"}
    key = {"collection": "app.bsky.feed.post", "rkey": RKEY}
    assert servers.query("repo") == {"repo": DID, **key}
    assert servers.query("sync") == {"did": DID, **key}
    assert all(u.startswith(PDS) for u in servers.urls if "com.atproto" in u)


async def test_what_does_not_wait_for_another_answer_runs_at_once() -> None:
    class Counting(Servers):
        running = most = 0

        async def get(self, url: str, **options: Any) -> FakeResponse:
            self.running += 1
            self.most = max(self.most, self.running)
            for _ in range(3):
                await asyncio.sleep(0)
            self.running -= 1
            return await super().get(url, **options)

    servers = Counting()
    await look(servers)
    assert servers.most >= 3


async def test_pictures_are_had_from_the_host_first() -> None:
    view = post_view(
        record=record(embed={"$type": "app.bsky.embed.images", "images": [{"image": blob()}]}),
        embed={
            "$type": "app.bsky.embed.images#view",
            "images": [{"fullsize": f"{CDN}/{DID}/{BLOB}"}],
        },
    )
    snapshot = await found(Servers(getPosts=given({"posts": [view]})))
    assert snapshot.media[0].urls == (
        f"{PDS}/xrpc/com.atproto.sync.getBlob?did={DID}&cid={BLOB}",
        f"{CDN}/{DID}/{BLOB}",
    )


@pytest.mark.parametrize("plc", [NO_PLC, DOWN, (500, {}, ""), given("no json"), given({})])
async def test_without_a_document_the_appview_is_enough_and_a_warning_says_so(
    plc: FakeAnswer,
) -> None:
    servers = Servers(did=plc)
    snapshot = await found(servers)
    assert snapshot.author.handle == HANDLE
    assert len(snapshot.warnings) == 1
    assert "PDS) was not asked" in snapshot.warnings[0]
    assert "repo" not in servers.names


async def test_a_document_without_a_host_is_told() -> None:
    snapshot = await found(Servers(did=given(document(pds=None))))
    assert "names no host" in snapshot.warnings[0]


@pytest.mark.parametrize("answer", [DOWN, (502, {}, ""), NO_RECORD, xrpc_error("RepoDeactivated")])
async def test_a_host_that_does_not_give_the_record_is_a_warning(answer: FakeAnswer) -> None:
    snapshot = await found(Servers(repo=answer))
    assert len(snapshot.warnings) == 1
    assert "pds.example" in snapshot.warnings[0]


@pytest.mark.parametrize("answer", [TimedOut("Too slow."), (500, {}, ""), (404, {}, "")])
async def test_a_proof_that_is_not_to_be_had_is_a_warning(answer: FakeAnswer) -> None:
    snapshot = await found(Servers(sync=answer))
    assert len(snapshot.warnings) == 1
    assert "signs" in snapshot.warnings[0]


@pytest.mark.parametrize("thread", [DOWN, (500, {}, ""), given("junk"), given({"thread": 7})])
async def test_without_the_thread_the_post_is_found(thread: FakeAnswer) -> None:
    assert (await found(Servers(getPostThread=thread))).text == "Council votes today."


@pytest.mark.parametrize("posts", [DOWN, (500, {}, ""), given("junk"), EMPTY])
async def test_the_thread_alone_shows_the_post(posts: FakeAnswer) -> None:
    assert (await found(Servers(getPosts=posts))).counts["likes"] == 3


async def test_the_hosts_newer_version_is_the_post() -> None:
    old = post_view(
        embed={"$type": "app.bsky.embed.external#view", "external": {"uri": "https://old.example"}}
    )
    newer = {"uri": URI, "cid": CID[:-1] + "z", "value": record("Council votes tomorrow.")}
    snapshot = await found(Servers(getPosts=given({"posts": [old]}), repo=given(newer)))
    assert (snapshot.text, snapshot.link_card) == ("Council votes tomorrow.", None)
    assert snapshot.author.name == "The Mayor"
    assert "newer" in snapshot.warnings[0]


async def test_the_post_that_is_answered_comes_along() -> None:
    parent = post_view("First!", uri=uri_of(OTHER, "3lp"), author=author(OTHER, "o.example"))
    view = post_view(record=record(reply={"parent": {"uri": uri_of(OTHER, "3lp")}}))
    answer = await look(
        Servers(
            getPosts=given({"posts": [view]}),
            getPostThread=given({"thread": {"post": view, "parent": {"post": parent}}}),
        )
    )
    assert isinstance(answer, Found)
    (parent_kept,) = answer.along
    assert parent_kept.text == "First!"
    assert parent_kept.warnings == (
        "The account's own host (PDS) was not asked: this came along with "
        f"{answer.snapshots[0].url}.",
    )


@pytest.mark.parametrize("appview", [DOWN, (503, {}, ""), given("<html>"), (429, {}, "")])
async def test_the_host_alone_gives_the_post(appview: FakeAnswer) -> None:
    value = record(embed={"$type": "app.bsky.embed.images", "images": [{"image": blob()}]})
    servers = Servers(
        getPosts=appview,
        getPostThread=appview,
        repo=given({"uri": URI, "cid": CID, "value": value}),
        site=given(DID),
    )
    snapshot = await found(servers)
    assert snapshot.text == "Council votes today."
    assert snapshot.author.handle == HANDLE
    assert snapshot.media[0].native_id == BLOB
    assert snapshot.counts == {}
    assert "host alone" in snapshot.warnings[0]


@pytest.mark.parametrize("site", [DOWN, (404, {}, ""), given(OTHER)])
async def test_from_the_host_alone_an_unconfirmed_handle_is_left_out(site: FakeAnswer) -> None:
    answer = await look(Servers(getPosts=DOWN, getPostThread=DOWN, site=site))
    assert isinstance(answer, Found)
    assert answer.snapshots[0].author.handle is None
    assert answer.aliases == ()


async def test_a_handle_that_the_document_does_not_name_is_left_out() -> None:
    answer = await look(Servers(did=given(document(DID, "new.example"))))
    assert isinstance(answer, Found)
    assert answer.snapshots[0].author.handle is None
    assert f"@{HANDLE}" in answer.snapshots[0].warnings[0]
    assert answer.aliases == ()


async def test_a_handle_that_now_leads_to_another_account_is_a_failure() -> None:
    ref = PostRef(
        platform="bluesky",
        native_id=REF.native_id,
        url=f"https://bsky.app/profile/{HANDLE}/post/{RKEY}",
    )
    answer = await look(Servers(resolve=given({"did": OTHER})), ref)
    assert isinstance(answer, Failed)
    assert answer.reason == "another account"
    assert OTHER in answer.detail
    assert (await found(Servers(resolve=given({"did": DID})), ref)).text
    assert (await found(Servers(resolve=DOWN, site=DOWN), ref)).text


def cause(answer: Answer) -> tuple[type, str]:
    assert not isinstance(answer, Found), answer
    return type(answer), answer.cause if isinstance(answer, Gone) else answer.reason


@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        ({"repo": NO_RECORD, "sync": (200, {}, CAR_OF_ABSENCE)}, (Gone, "deleted by the author")),
        (
            {"repo": xrpc_error("RecordNotFound", status=404), "sync": DOWN},
            (Gone, "deleted by the author"),
        ),
        # the host withholds the record, and its signed repository has it still
        ({"repo": NO_RECORD, "sync": (200, {}, CAR)}, (Refused, "not shown")),
        ({}, (Refused, "unlisted")),
        ({"did": NO_PLC}, (Refused, "unlisted")),
        ({"did": DOWN}, (Refused, "unlisted")),
        ({"repo": DOWN, "sync": DOWN}, (Refused, "unlisted")),
        ({"repo": (503, {}, ""), "sync": (503, {}, "")}, (Refused, "unlisted")),
        ({"repo": (404, {}, "nginx"), "sync": (404, {}, "nginx")}, (Refused, "unlisted")),
        ({"repo": xrpc_error("InvalidRequest", "Could not locate record")}, (Refused, "unlisted")),
        ({"repo": xrpc_error("RecordNotFound", status=500)}, (Refused, "unlisted")),
        (
            {"repo": given({"uri": uri_of(DID, "3lother"), "value": record()})},
            (Refused, "unlisted"),
        ),
        ({"repo": xrpc_error("RepoTakendown")}, (Gone, "account suspended")),
        # the reference server tells the account's state by sync.getRecord only
        ({"repo": NO_RECORD, "sync": xrpc_error("RepoTakendown")}, (Gone, "account suspended")),
        ({"repo": NO_RECORD, "sync": xrpc_error("RepoSuspended")}, (Gone, "account suspended")),
        ({"repo": xrpc_error("AccountTakedown", status=401)}, (Gone, "account suspended")),
        ({"repo": NO_RECORD, "sync": xrpc_error("RepoDeactivated")}, (Refused, "not shown")),
        ({"repo": NO_RECORD, "sync": xrpc_error("RepoNotFound")}, (Refused, "not shown")),
        ({"did": (410, {}, {"message": f"DID not available: {DID}"})}, (Gone, "account deleted")),
    ],
)
async def test_a_post_that_the_appview_does_not_show(
    changed: dict[str, FakeAnswer], outcome: tuple[type, str]
) -> None:
    assert cause(await look(absent(**changed))) == outcome


async def test_gone_quotes_the_hosts_own_words() -> None:
    answer = await look(absent(repo=NO_RECORD, sync=(200, {}, CAR_OF_ABSENCE)))
    assert isinstance(answer, Gone)
    assert f"Could not locate record: {URI}" in answer.basis
    assert "pds.example" in answer.basis


async def test_gone_quotes_the_directorys_own_words() -> None:
    answer = await look(absent(did=(410, {}, {"message": f"DID not available: {DID}"})))
    assert isinstance(answer, Gone)
    assert f"DID not available: {DID}" in answer.basis


@pytest.mark.parametrize(
    ("label", "outcome"),
    [
        ({"src": OTHER, "val": "!takedown"}, (Gone, "removed by the platform")),
        ({"src": DID, "val": "!takedown"}, None),
        ({"src": OTHER, "val": "!takedown", "neg": True}, None),
    ],
)
async def test_a_moderators_takedown_label_is_a_removal(
    label: dict[str, Any], outcome: tuple[type, str] | None
) -> None:
    answer = await look(Servers(getPosts=given({"posts": [post_view(labels=[label])]})))
    assert isinstance(answer, Found) if outcome is None else cause(answer) == outcome


@pytest.mark.parametrize(("uri", "gone"), [(DID, True), (f"at://{DID}/x/self", False)])
async def test_a_takedown_label_on_the_account_is_a_suspension(uri: str, gone: bool) -> None:
    label = {"src": OTHER, "uri": uri, "val": "!takedown"}
    view = post_view(author=author(labels=[label]))
    answer = await look(Servers(getPosts=given({"posts": [view]})))
    assert (cause(answer) == (Gone, "account suspended")) if gone else isinstance(answer, Found)


@pytest.mark.parametrize(
    ("appview", "outcome"),
    [
        (DOWN, (Failed, "unreachable")),
        ((500, {}, ""), (Failed, "unreachable")),
        ((429, {}, ""), (Refused, "limited")),
        (Throttled("Wait 300 s."), (Refused, "limited")),
        (xrpc_error("AuthMissing", status=401), (Refused, "login")),
        ((403, {}, "<html>"), (Refused, "not shown")),
        ((451, {}, ""), (Refused, "blocked here")),
        (given("<html>"), (Refused, "not shown")),
        (given([]), (Refused, "not shown")),
        (TimedOut("Too slow."), (Failed, "too slow")),
        (given({"posts": 7}), (Failed, "malformed")),
        (given({"posts": [7]}), (Failed, "malformed")),
        (given({"posts": [{}]}), (Failed, "malformed")),
        (given({"posts": [post_view(record={"text": 7})]}), (Failed, "malformed")),
        (given("[" * 100_000), (Failed, "malformed")),
        (xrpc_error("InvalidRequest"), (Refused, "not shown")),
    ],
)
@pytest.mark.parametrize("host", [NO_RECORD, DOWN])
async def test_an_appview_that_does_not_answer_says_nothing_about_the_post(
    appview: FakeAnswer, outcome: tuple[type, str], host: FakeAnswer
) -> None:
    servers = Servers(getPosts=appview, getPostThread=appview, repo=host)
    assert cause(await look(servers)) == outcome


@pytest.mark.parametrize(
    ("view", "reason"),
    [
        (post_view(uri=uri_of(DID, "3lother")), "another post"),
        (post_view(author=author(OTHER)), "another account"),
    ],
)
async def test_somebody_elses_answer_is_a_failure(view: dict[str, Any], reason: str) -> None:
    both = {
        "getPosts": given({"posts": [view]}),
        "getPostThread": given({"thread": {"post": view}}),
    }
    assert cause(await look(Servers(**both))) == (Failed, reason)


async def test_a_blocked_thread_is_a_refusal() -> None:
    blocked = given({"thread": {"uri": URI, "blocked": True}})
    answer = await look(Servers(getPosts=EMPTY, getPostThread=blocked))
    assert cause(answer) == (Refused, "blocked here")


async def test_a_bug_is_not_swallowed() -> None:
    class Broken(Servers):
        async def get(self, url: str, **options: Any) -> FakeResponse:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await look(Broken())


def chain(*rkeys: str, deep: int = 99) -> dict[str, Any]:
    """A thread's node whose author goes on, each record answering the one before."""
    node: dict[str, Any] = {}
    above = [RKEY, *rkeys]
    for rkey, parent in reversed([*zip(rkeys, above, strict=False)][:deep]):
        reply = {"parent": {"uri": uri_of(DID, parent)}, "root": {"uri": URI}}
        view = post_view(uri=uri_of(DID, rkey), record=record(f"and {rkey}", reply=reply))
        node = {"post": view, "replies": [node] if node else []}
    stranger = {"post": post_view(uri=uri_of(OTHER, "3l0"), author=author(OTHER, "o.example"))}
    return {
        "post": post_view(),
        "replies": [stranger, {"notFound": True}, *([node] if node else [])],
    }


async def test_the_authors_thread_comes_along_downwards() -> None:
    aside = {"post": post_view(uri=uri_of(DID, "3lzz"), record=record("An aside"))}
    node = chain("3lza", "3lzb")
    node["replies"].insert(0, aside)
    answer = await look(Servers(getPostThread=given({"thread": node})))
    assert isinstance(answer, Found)
    assert [s.text for s in answer.below] == ["and 3lza", "and 3lzb"]
    assert [s.parent and s.parent.native_id for s in answer.below] == [
        REF.native_id,
        f"{DID}/3lza",
    ]
    assert "was not asked" in answer.below[0].warnings[-1]
    assert answer.along == ()


async def test_a_long_thread_is_asked_for_in_steps_and_up_to_a_limit() -> None:
    rkeys = [f"3lz{n:02}" for n in range(40)]

    class Stepping(Servers):
        async def get(self, url: str, **options: Any) -> FakeResponse:
            asked = str((options.get("params") or {}).get("uri", ""))
            if "getPostThread" not in url:
                return await super().get(url, **options)
            at = 0 if asked == URI else rkeys.index(asked.rpartition("/")[2]) + 1
            self.steps = getattr(self, "steps", 0) + 1
            return FakeResponse(url, body={"thread": chain(*rkeys[at:], deep=6)})

    servers = Stepping()
    answer = await look(servers)
    assert isinstance(answer, Found)
    assert [s.text for s in answer.below] == [f"and {rkey}" for rkey in rkeys[:20]]
    assert servers.steps == 4
