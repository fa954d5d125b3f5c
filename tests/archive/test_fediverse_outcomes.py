"""What each answer of a server becomes: found, gone, refused or failed."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import pytest

from archive.errors import ConfigError, FetchError, Unreachable
from archive.looking import Looker, best
from archive.outcome import Answer, Failed, Found, Gone, Refused
from archive.platforms import terms_of
from archive.platforms.base import Platform
from archive.platforms.fediverse import Fediverse
from archive.platforms.fediverse.sources import ClientApi
from archive.records import NeedsLookup, PostRef, Snapshot
from archive.settings import WebArchivesSettings
from archive.testing import FakeAnswer, FakeFetcher
from tests.archive.fediverse_data import (
    BASE,
    ID,
    POSTED,
    account,
    actor,
    note,
    snowflake,
    stamp,
    status,
)

REF = PostRef(platform="fediverse", native_id=f"m.example/{ID}", url=f"{BASE}/@ann/{ID}")
STATUS = f"{BASE}/api/v1/statuses/{ID}"
INSTANCE: FakeAnswer = (200, {}, {"domain": "m.example", "version": "4.5.0"})
ERROR = {"error": "Record not found"}
NOT_FOUND: FakeAnswer = (404, {}, ERROR)
LOOKUP = f"{BASE}/api/v1/accounts/lookup?acct=ann"
ANSWERS_OTHERS = {f"{BASE}/api/v2/instance": INSTANCE, LOOKUP: (200, {}, account())}
SHELL: FakeAnswer = (200, {"content-type": "text/html"}, "<!DOCTYPE html><div id=mastodon></div>")
ULID = "01HBRJXBPS4SGT06HSBV9CFJPQ"
Answers = Mapping[Any, FakeAnswer]


def no_secret(variable: str) -> None:
    raise AssertionError(f"no source needs {variable}")


def fediverse(**section: Any) -> Fediverse:
    return Fediverse(section, no_secret, WebArchivesSettings())


async def look(source: str, answers: Answers, ref: PostRef = REF) -> tuple[Answer, FakeFetcher]:
    fetcher = FakeFetcher(answers)
    (found,) = fediverse(sources=[source]).chosen.sources
    assert found.name == source
    return await found.look(ref, fetcher), fetcher


async def below_of(post: Snapshot, context: FakeAnswer) -> tuple[Snapshot, ...] | None:
    """How its author went on, by what the server answers at the post's context."""
    return await ClientApi().below(post, FakeFetcher({f"{STATUS}/context": context}))


async def by_client_api(answers: Answers, ref: PostRef = REF) -> Answer:
    return (await look("client-api", answers, ref))[0]


async def by_activitypub(answers: Answers, ref: PostRef = REF) -> Answer:
    return (await look("activitypub", answers, ref))[0]


def only(url: str) -> Any:
    return lambda asked: asked == url


async def test_a_plain_status_takes_one_request() -> None:
    answer, fetcher = await look("client-api", {STATUS: (200, {}, status(replies_count=0))})
    assert isinstance(answer, Found)
    assert answer.ref == REF
    assert [s.text for s in answer.snapshots] == ["Hello"]
    assert fetcher.urls == [STATUS]


async def test_of_a_status_with_answers_it_is_asked_afterwards_how_its_author_went_on() -> None:
    answer, fetcher = await look("client-api", {STATUS: (200, {}, status())})
    assert isinstance(answer, Found)
    assert answer.may_go_on
    assert fetcher.urls == [STATUS]
    on = status("114246794041425922", in_reply_to_id=ID, content="<p>And on</p>")
    other = status("114246794041425923", "eve", in_reply_to_id=ID)
    context = {"ancestors": [], "descendants": [other, on]}
    below = await below_of(answer.snapshots[0], (200, {}, context))
    assert below is not None
    assert [s.text for s in below] == ["And on"]
    assert below[0].parent is not None
    assert below[0].parent.ref == REF


@pytest.mark.parametrize(
    ("answered", "below"),
    [
        ((500, {}, ""), None),
        ((401, {}, {"error": "x"}), ()),
        ((200, {}, "no json"), ()),
        ((200, {}, {"descendants": [{**status("5", in_reply_to_id=ID), "content": 7}]}), ()),
    ],
)
async def test_what_is_said_of_no_thread_is_none_and_what_was_not_to_be_had_is_asked_again(
    answered: FakeAnswer, below: tuple[Snapshot, ...] | None
) -> None:
    answer = await by_client_api({STATUS: (200, {}, status())})
    assert isinstance(answer, Found)
    assert await below_of(answer.snapshots[0], answered) == below


async def test_of_an_answer_both_ways_come_in_one_request() -> None:
    on = status("114246794041425922", in_reply_to_id=ID, content="<p>And on</p>")
    parent = status("7", "bob", content="<p>Parent</p>")
    context = {"ancestors": [parent], "descendants": [on]}
    answer, _ = await look(
        "client-api",
        {
            f"{STATUS}/context": (200, {}, context),
            STATUS: (200, {}, status(in_reply_to_id="7")),
        },
    )
    assert isinstance(answer, Found)
    assert [s.text for s in answer.below] == ["And on"]
    assert not answer.may_go_on


async def test_history_and_context_are_asked_where_there_are_any() -> None:
    edited = status(edited_at=stamp(POSTED), in_reply_to_id="7", content="<p>Two</p>")
    versions = [{**status(), "content": f"<p>{n}</p>"} for n in ("One", "Two")]
    parent = status("7", "bob", content="<p>Parent</p>")
    answer, fetcher = await look(
        "client-api",
        {
            only(STATUS): (200, {}, edited),
            f"{STATUS}/history": (200, {}, versions),
            f"{STATUS}/context": (200, {}, {"ancestors": [parent], "descendants": [status("9")]}),
        },
    )
    assert isinstance(answer, Found)
    assert [s.text for s in answer.snapshots] == ["One", "Two"]
    assert [s.text for s in answer.along] == ["Parent"]
    assert sorted(fetcher.urls) == [STATUS, f"{STATUS}/context", f"{STATUS}/history"]


@pytest.mark.parametrize(
    "lost", [(401, {}, {"error": "x"}), (404, {}, ""), (200, {}, "no json"), Unreachable("broke.")]
)
async def test_a_lost_history_or_context_is_a_warning_and_not_a_lost_post(lost: FakeAnswer) -> None:
    answer = await by_client_api(
        {
            only(STATUS): (200, {}, status(edited_at=stamp(POSTED), in_reply_to_id="7")),
            f"{STATUS}/": lost,
        }
    )
    assert isinstance(answer, Found)
    assert len(answer.snapshots[-1].warnings) == 2


@pytest.mark.parametrize("code", [404, 410])
async def test_a_404_with_mastodons_error_from_a_server_that_answers_others_is_gone(
    code: int,
) -> None:
    answer = await by_client_api({STATUS: (code, {}, ERROR), **ANSWERS_OTHERS})
    assert isinstance(answer, Gone)
    assert answer.cause == "unknown"
    assert answer.basis == f"m.example answered HTTP {code}: “Record not found”"


async def test_a_suspended_account_is_named_before_its_post() -> None:
    suspended: FakeAnswer = (200, {}, account(suspended=True))
    answer = await by_client_api({STATUS: NOT_FOUND, **ANSWERS_OTHERS, LOOKUP: suspended})
    assert answer == Gone(
        cause="account suspended", basis="m.example says of the account @ann: “suspended”: true"
    )


@pytest.mark.parametrize("lookup", [(401, {}, ""), SHELL, NOT_FOUND, Unreachable("broke.")])
async def test_an_account_that_nothing_is_told_of_leaves_the_posts_own_answer(
    lookup: FakeAnswer,
) -> None:
    answer = await by_client_api({STATUS: NOT_FOUND, **ANSWERS_OTHERS, LOOKUP: lookup})
    assert isinstance(answer, Gone)
    assert answer.cause == "unknown"


async def test_an_older_server_describes_itself_elsewhere() -> None:
    answer = await by_client_api(
        {
            STATUS: NOT_FOUND,
            f"{BASE}/api/v2/instance": (404, {}, {"error": "Not Found"}),
            f"{BASE}/api/v1/instance": (200, {}, {"uri": "m.example", "version": "3.5.3"}),
            LOOKUP: NOT_FOUND,
        }
    )
    assert isinstance(answer, Gone)


@pytest.mark.parametrize(
    "instance",
    [
        (404, {}, {"error": "Not Found"}),
        (401, {}, {"error": "This API requires an authenticated user"}),
        (200, {}, {"domain": "m.example"}),
        SHELL,
        Unreachable("broke."),
    ],
)
async def test_a_404_from_a_server_that_answers_nobody_is_a_refusal(instance: FakeAnswer) -> None:
    answer = await by_client_api({STATUS: NOT_FOUND, f"{BASE}/api/": instance})
    assert isinstance(answer, Refused)
    assert answer.reason == "not shown"


@pytest.mark.parametrize("body", ["", "<h1>Not found</h1>", "{}", '{"error": null}', "[]"])
async def test_a_404_without_mastodons_error_is_a_refusal(body: str) -> None:
    answer = await by_client_api({STATUS: (404, {}, body), f"{BASE}/api/v2/instance": INSTANCE})
    assert isinstance(answer, Refused)
    assert answer.reason == "not shown"


@pytest.mark.parametrize("source", ["client-api", "activitypub"])
@pytest.mark.parametrize(
    ("code", "outcome", "reason"),
    [
        (401, Refused, "login"),
        (403, Refused, "not shown"),
        (406, Refused, "not shown"),
        (429, Refused, "limited"),
        (451, Refused, "blocked here"),
        (500, Failed, "unreachable"),
        (503, Failed, "unreachable"),
    ],
)
async def test_other_answers_say_nothing_of_the_post(
    source: str, code: int, outcome: type[Refused | Failed], reason: str
) -> None:
    answer, _ = await look(source, {BASE: (code, {}, {"error": "Because"})})
    assert isinstance(answer, outcome)
    assert answer.reason == reason
    assert "m.example" in answer.detail
    assert f"HTTP {code}" in answer.detail
    assert "“Because”" in answer.detail


@pytest.mark.parametrize("source", ["client-api", "activitypub"])
async def test_a_page_in_place_of_data_is_a_refusal(source: str) -> None:
    answer, _ = await look(source, {BASE: SHELL})
    assert isinstance(answer, Refused)
    assert answer.reason == "not shown"


@pytest.mark.parametrize("source", ["client-api", "activitypub"])
@pytest.mark.parametrize("body", ['"x"', '["x"]', '{"id": []}', '{"type": "Person"}', '{"id'])
async def test_json_of_another_shape_is_a_failure(source: str, body: str) -> None:
    answer, _ = await look(source, {BASE: (200, {}, body)})
    assert isinstance(answer, Failed)
    assert answer.reason == "malformed"


@pytest.mark.parametrize("source", ["client-api", "activitypub"])
async def test_json_nested_beyond_reason_is_not_read(source: str) -> None:
    answer, _ = await look(source, {BASE: (200, {}, "[" * 100_000)})
    assert isinstance(answer, Failed)
    assert answer.reason == "malformed"


@pytest.mark.parametrize("missing", ["content", "account"])
async def test_a_status_without_its_essentials_is_a_failure(missing: str) -> None:
    answer = await by_client_api({STATUS: (200, {}, {**status(), missing: None})})
    assert isinstance(answer, Failed)
    assert answer.reason == "malformed"


@pytest.mark.parametrize(
    "other",
    [
        status(snowflake(POSTED, 2)),
        status(server="other.example"),
        {**status(), "id": "7"},
    ],
)
async def test_another_posts_json_is_a_failure(other: dict[str, Any]) -> None:
    answer = await by_client_api({STATUS: (200, {}, other)})
    assert isinstance(answer, Failed)
    assert answer.reason == "another post"


async def test_a_post_for_followers_that_is_given_to_anybody_says_what_it_is() -> None:
    answer = await by_client_api({STATUS: (200, {}, status(visibility="private"))})
    assert isinstance(answer, Found)
    (snapshot,) = answer.snapshots
    assert snapshot.for_followers
    assert snapshot.warnings == (
        "It says that it is for followers only; m.example gave it to anybody.",
    )


async def test_a_repost_for_followers_brings_the_post_for_followers_along() -> None:
    inner = status("3", visibility="private")
    for outer, came in (("private", 1), ("public", 0)):
        answer = await by_client_api(
            {STATUS: (200, {}, status(visibility=outer, content="", reblog=inner))}
        )
        assert isinstance(answer, Found)
        assert len(answer.along) == came
        reposted = answer.snapshots[-1].reposted
        assert reposted is not None
        assert (reposted.unavailable is None) == bool(came)


@pytest.mark.parametrize("visibility", ["direct", "limited"])
async def test_what_is_between_people_is_never_kept(visibility: str) -> None:
    answer = await by_client_api({STATUS: (200, {}, status(visibility=visibility))})
    assert isinstance(answer, Refused)
    assert answer.reason == "protected"


class Recorder(FakeFetcher):
    """A fetcher for :class:`Looker`, without exchanges."""

    exchanges = ()


async def test_a_server_that_wants_a_login_is_asked_for_its_activitypub_form() -> None:
    """As a capture asks: the real looker, with all sources in their order."""
    answers: Answers = {
        f"{BASE}/api/": (401, {}, {"error": "This method requires an authenticated user"}),
        NOTE: (200, {}, note()),
        ACTOR: (200, {}, actor()),
    }
    opened: list[Recorder] = []

    def recording(_: float) -> Recorder:
        opened.append(Recorder(answers))
        return opened[-1]

    looker = Looker({"fediverse": fediverse()}, recording, lambda: POSTED, 60.0)
    refused, found = await looker.ask(REF)
    assert refused.answer == Refused(
        reason="login",
        detail="m.example wants a login first (HTTP 401). "
        "It said: “This method requires an authenticated user”.",
    )
    assert (refused.source, refused.attempt.outcome, refused.attempt.cause) == (
        *("client-api", "refused", "login"),
    )
    assert isinstance(found.answer, Found)
    assert found.source == "activitypub"
    snapshot = found.answer.snapshots[-1]
    assert (snapshot.text, snapshot.author.name, snapshot.completeness) == ("Hello", "Ann", "full")
    assert best([refused, found]) is found
    assert [fetcher.urls for fetcher in opened] == [[STATUS], [NOTE, ACTOR]]


async def test_a_server_that_wants_a_login_for_all_is_told_as_such() -> None:
    answers: Answers = {BASE: (401, {}, ""), "https://web.archive.org/": (200, {}, "[]")}
    looker = Looker({"fediverse": fediverse()}, lambda _: Recorder(answers), lambda: POSTED, 60.0)
    looks = await looker.ask(REF)
    assert [(one.source, one.attempt.cause) for one in looks] == [
        ("client-api", "login"),
        ("activitypub", "login"),
        ("oembed", "login"),
        ("web-archive", "not shown"),
    ]


async def test_a_fetch_error_is_let_through() -> None:
    for source in ("client-api", "activitypub"):
        with pytest.raises(FetchError):
            await look(source, {BASE: Unreachable("broke.")})


async def test_a_post_of_gotosocial_is_asked_for_by_its_ulid() -> None:
    uri = f"{BASE}/users/ann/statuses/{ULID}"
    ref = PostRef(platform="fediverse", native_id=uri, url=uri)
    page = f"{BASE}/@ann/statuses/{ULID}"
    answer = await by_client_api(
        {f"{BASE}/api/v1/statuses/{ULID}": (200, {}, status(ULID, url=page))}, ref
    )
    assert isinstance(answer, Found)
    assert (answer.ref.native_id, answer.ref.url) == (uri, page)


async def test_a_post_that_the_client_api_cannot_name_is_not_asked_for_there() -> None:
    uri = "https://p.example/objects/1-2"
    answer = await by_client_api({}, PostRef(platform="fediverse", native_id=uri, url=uri))
    assert isinstance(answer, Failed)
    assert answer.reason == "off"


NOTE = f"{BASE}/@ann/{ID}"
ACTOR = f"{BASE}/users/ann"


async def test_the_object_and_its_author_are_asked_for_as_activitypub() -> None:
    answer, fetcher = await look(
        "activitypub", {NOTE: (200, {}, note()), ACTOR: (200, {}, actor())}
    )
    assert isinstance(answer, Found)
    (snapshot,) = answer.snapshots
    assert (snapshot.text, snapshot.author.name, snapshot.warnings) == ("Hello", "Ann", ())
    assert fetcher.urls == [NOTE, ACTOR]
    assert all(a.headers == {"Accept": "application/activity+json"} for a in fetcher.asked)


@pytest.mark.parametrize(
    "lost", [(401, {}, ""), SHELL, (200, {}, actor(id=f"{BASE}/users/eve")), Unreachable("broke.")]
)
async def test_a_lost_author_is_a_warning(lost: FakeAnswer) -> None:
    answer = await by_activitypub({NOTE: (200, {}, note()), ACTOR: lost})
    assert isinstance(answer, Found)
    assert answer.snapshots[0].author.name is None
    assert "name is unknown" in answer.snapshots[0].warnings[0]


async def test_an_object_uri_is_asked_for_itself() -> None:
    uri = "https://p.example/objects/1-2"
    found = note(
        id=uri, url="https://p.example/notice/A1", attributedTo="https://p.example/users/ann"
    )
    answer = await by_activitypub(
        {uri: (200, {}, found), "https://p.example/users/ann": (404, {}, "")},
        PostRef(platform="fediverse", native_id=uri, url="https://p.example/notice/A1"),
    )
    assert isinstance(answer, Found)


@pytest.mark.parametrize("code", [200, 404, 410])
async def test_a_tombstone_is_gone_with_cause_unknown(code: int) -> None:
    tombstone = {"type": "Tombstone", "id": note()["id"], "deleted": "2025-04-01T00:00:00Z"}
    answer = await by_activitypub({NOTE: (code, {}, tombstone)})
    assert isinstance(answer, Gone)
    assert answer.cause == "unknown"
    assert "Tombstone, deleted 2025-04-01T00:00:00Z" in answer.basis


@pytest.mark.parametrize("code", [404, 410])
@pytest.mark.parametrize("body", ["", '{"error": "Gone"}', '{"type": "Note"}'])
async def test_an_absence_without_a_tombstone_is_a_refusal(code: int, body: str) -> None:
    answer = await by_activitypub({NOTE: (code, {}, body)})
    assert isinstance(answer, Refused)


async def test_a_tombstone_of_another_post_says_nothing_of_this_one() -> None:
    tombstone = {"type": "Tombstone", "id": f"{BASE}/users/ann/statuses/7"}
    answer = await by_activitypub({NOTE: (410, {}, tombstone)})
    assert isinstance(answer, Failed)
    assert answer.reason == "another post"


@pytest.mark.parametrize(
    ("fields", "outcome", "reason"),
    [
        ({"id": f"{BASE}/users/ann/statuses/7"}, Failed, "another post"),
        ({"attributedTo": "https://evil.example/users/ann"}, Failed, "another account"),
        ({"attributedTo": None}, Failed, "another account"),
        ({"to": [f"{ACTOR}/followers"], "cc": []}, Refused, "protected"),
    ],
)
async def test_an_object_that_is_not_the_post_is_not_kept(
    fields: dict[str, Any], outcome: type[Refused | Failed], reason: str
) -> None:
    answer = await by_activitypub({NOTE: (200, {}, note(**fields)), ACTOR: (200, {}, actor())})
    assert isinstance(answer, outcome)
    assert answer.reason == reason


VIEW = "https://viewer.example/@ann@m.example/99"
SEEN = "https://viewer.example/api/v1/statuses/99"


async def lookup(url: str, answers: Answers) -> tuple[Any, FakeFetcher]:
    needs = Fediverse.identify(urlsplit(url))
    assert isinstance(needs, NeedsLookup)
    fetcher = FakeFetcher(answers)
    return await fediverse().lookup(needs, fetcher), fetcher


async def test_a_remote_view_leads_to_the_origin() -> None:
    found, fetcher = await lookup(VIEW, {SEEN: (200, {}, {**status(), "id": "99"})})
    assert found == REF
    assert fetcher.urls == [SEEN]


async def test_a_view_leads_to_the_object_where_ids_are_no_numbers() -> None:
    uri = "https://p.example/objects/1-2"
    payload = {**status(), "id": "99", "uri": uri, "url": "https://p.example/notice/A1"}
    found, _ = await lookup("https://viewer.example/statuses/99", {SEEN: (200, {}, payload)})
    assert found.native_id == uri


@pytest.mark.parametrize(
    ("answer", "outcome", "reason"),
    [
        (NOT_FOUND, Refused, "not shown"),
        ((410, {}, ""), Refused, "not shown"),
        ((401, {}, {"error": "x"}), Refused, "login"),
        ((429, {}, ""), Refused, "limited"),
        ((502, {}, ""), Failed, "unreachable"),
        (SHELL, Refused, "not shown"),
        ((200, {}, status("98")), Failed, "another post"),
        ((200, {}, {"id": "99"}), Failed, "malformed"),
        ((200, {}, {**status(visibility="private"), "id": "99"}), Refused, "protected"),
    ],
)
async def test_a_lookup_is_never_gone(
    answer: FakeAnswer, outcome: type[Refused | Failed], reason: str
) -> None:
    found, _ = await lookup(VIEW, {SEEN: answer})
    assert isinstance(found, outcome)
    assert found.reason == reason


async def test_a_page_of_gotosocial_is_looked_up_by_its_object() -> None:
    page = f"https://g.example/@ann/statuses/{ULID}"
    uri = f"https://g.example/users/ann/statuses/{ULID}"
    api: FakeAnswer = (401, {}, {"error": "Unauthorized: token not supplied"})
    found, fetcher = await lookup(
        page, {"https://g.example/api/": api, page: (200, {}, note(id=uri, url=page))}
    )
    assert found == PostRef(platform="fediverse", native_id=uri, url=page)
    assert fetcher.asked[-1].headers == {"Accept": "application/activity+json"}


@pytest.mark.parametrize(
    "answer", [SHELL, (404, {}, ""), (200, {}, actor()), (200, {}, note(id=f"{BASE}/objects/1"))]
)
async def test_a_page_that_gives_no_object_of_its_own_leaves_the_first_refusal(
    answer: FakeAnswer,
) -> None:
    found, _ = await lookup(
        f"https://g.example/@ann/statuses/{ULID}",
        {"https://g.example/api/": (401, {}, ""), "https://g.example/": answer},
    )
    assert isinstance(found, Refused)
    assert found.reason == "login"


def test_it_is_a_platform_with_its_sources_in_the_order_of_the_settings() -> None:
    platform: Platform = fediverse()
    assert (platform.name, platform.title) == ("fediverse", "Mastodon")
    assert [s.name for s in platform.chosen.sources] == [
        *("client-api", "activitypub", "oembed", "web-archive"),
    ]
    turned = fediverse(sources=["activitypub", "client-api"])
    assert [s.name for s in turned.chosen.sources] == ["activitypub", "client-api"]
    assert all(terms_of(turned.name, s.name) for s in turned.chosen.sources)
    assert fediverse(enabled=False).chosen.sources == ()


@pytest.mark.parametrize(
    ("section", "named"),
    [
        ({"sources": ["telepathy"]}, "sources has 'telepathy'; it takes client-api, activitypub"),
        ({"source": []}, "source"),
        ({"enabled": "yes"}, "enabled"),
    ],
)
def test_a_bad_setting_is_named(section: dict[str, Any], named: str) -> None:
    with pytest.raises(ConfigError, match=r"platforms\.fediverse") as caught:
        fediverse(**section)
    assert named in str(caught.value)


def test_the_test_data_is_json() -> None:
    assert json.loads(json.dumps([status(), note(), actor()]))
