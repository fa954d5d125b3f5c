"""X's sources: every answer, and what is made of it. Settings."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from archive.errors import ConfigError, FetchError, Unreachable
from archive.outcome import Answer, Failed, Found, Gone, Refused
from archive.platforms import terms_of
from archive.platforms.x import X
from archive.records import PostRef
from archive.settings import WebArchivesSettings
from archive.testing import FakeFetcher
from tests.archive.x_payloads import (
    FIRST,
    PARENT,
    QUOTED,
    SECOND,
    THIRD,
    chain,
    tombstone,
    tweet,
    v2,
)

TWEET_RESULT = "https://cdn.syndication.twimg.com/tweet-result?"
API = "https://api.x.com/2/tweets/"
REF = PostRef(platform="x", native_id=FIRST, url=f"https://x.com/i/status/{FIRST}")
JSON = {"Content-Type": "application/json; charset=utf-8"}
HTML = {"Content-Type": "text/html"}


ACCEPTED = {"api-v2": {"accept_terms": "2026-11-28"}}


def x(section: dict[str, Any] | None = None, **secrets: str) -> X:
    """X whose developer agreement was accepted, where the section does not say otherwise."""
    return X({"source": ACCEPTED, **(section or {})}, secrets.get, WebArchivesSettings())


async def look(
    status: int, body: Any, headers: dict[str, str] = JSON, ref: PostRef = REF
) -> Answer:
    source, *_ = x().chosen.sources
    return await source.look(ref, FakeFetcher({TWEET_RESULT: (status, headers, body)}))


async def look_v2(status: int, body: Any, ref: PostRef = REF) -> Answer:
    _, source, *_ = x(ONRECORD_X_BEARER_TOKEN="t0ken").chosen.sources
    return await source.look(ref, FakeFetcher({API: (status, JSON, body)}))


def version(id_: str) -> str:
    """The beginning of the address that asks for one version."""
    return f"{TWEET_RESULT}id={id_}&"


async def test_a_post_is_found_with_what_came_along() -> None:
    quoted = tweet("The bridge is safe.", id_str=QUOTED, edit_control={})
    parent = tweet("Is it?", id_str=PARENT, edit_control={})
    answer = await look(200, tweet(quoted_tweet=quoted, parent=parent))
    assert isinstance(answer, Found)
    assert answer.ref == PostRef(
        platform="x", native_id=FIRST, url=f"https://x.com/ada_mayor/status/{FIRST}"
    )
    assert [s.text for s in answer.snapshots] == ["The bridge opens on Monday."]
    assert [s.native_id for s in answer.along] == [QUOTED, PARENT]
    assert answer.aliases == ()


async def test_the_request_is_the_one_that_xs_own_embeds_make() -> None:
    source, *_ = x().chosen.sources
    fetcher = FakeFetcher({TWEET_RESULT: (200, JSON, tweet(id_str="20", edit_control={}))})
    await source.look(PostRef(platform="x", native_id="20", url=""), fetcher)
    (asked,) = fetcher.asked
    values = parse_qs(urlsplit(asked.url).query)
    assert values["id"] == ["20"]
    assert values["token"] == ["6dq1a2xwd93"]
    assert values["lang"] == ["en"]
    assert "tfw_tweet_edit_backend:on" in values["features"][0].split(";")


@pytest.mark.parametrize(
    ("status", "body", "headers", "reason"),
    [
        (404, {}, JSON, "not shown"),
        (404, "Not found", {}, "not shown"),
        (200, {}, JSON, "not shown"),
        (200, "", {}, "not shown"),
        (200, "<!DOCTYPE html><script>boot()</script>", HTML, "not shown"),
        (200, "window.boot()", HTML, "not shown"),
        (200, tombstone("This Post is unavailable. Learn more"), JSON, "not shown"),
        (200, tombstone("This account owner limits who can view their Posts."), JSON, "protected"),
        (200, tombstone("This Post has been withheld in Spain."), JSON, "blocked here"),
        (401, "", {}, "login"),
        (403, "<html>Forbidden</html>", HTML, "not shown"),
        (429, "<html>Too many requests</html>", HTML, "limited"),
        (429, {"errors": [{"message": "Rate limit exceeded", "code": 88}]}, JSON, "limited"),
        (410, "", {}, "not shown"),
        (451, "", {}, "blocked here"),
    ],
)
async def test_what_is_no_evidence_is_a_refusal(
    status: int, body: Any, headers: dict[str, str], reason: str
) -> None:
    answer = await look(status, body, headers)
    assert isinstance(answer, Refused)
    assert answer.reason == reason
    assert answer.detail.startswith(("X ", "X's "))
    assert answer.detail.endswith((".", "”"))


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (500, "", "unreachable"),
        (503, "<html>Over capacity</html>", "unreachable"),
        (502, {}, "unreachable"),
        (400, "", "malformed"),
        (304, "", "malformed"),
        (200, "{", "malformed"),
        (200, "null", "malformed"),
        (200, "[" * 100_000, "malformed"),
        (200, "not json", "malformed"),
        (200, [tweet()], "malformed"),
        (200, {"data": {"id": FIRST}}, "malformed"),
        (200, tweet(user=None), "malformed"),
        (200, tweet(id_str=QUOTED, edit_control={}), "another post"),
    ],
)
async def test_what_is_no_usable_answer_is_a_failure(status: int, body: Any, reason: str) -> None:
    answer = await look(status, body)
    assert isinstance(answer, Failed)
    assert answer.reason == reason


async def test_only_a_tombstone_makes_a_post_gone() -> None:
    answer = await look(200, tombstone("This Post was deleted by the Post author. Learn more"))
    assert answer == Gone(
        cause="deleted by the author", basis="This Post was deleted by the Post author."
    )


async def test_words_of_a_tombstone_in_a_post_do_not_make_it_gone() -> None:
    assert isinstance(await look(200, tweet("This Post was deleted by the Post author.")), Found)


async def test_a_login_page_at_the_end_of_a_redirect_is_a_login() -> None:
    source, *_ = x().chosen.sources
    fetcher = FakeFetcher(
        {
            TWEET_RESULT: (302, {"Location": "https://x.com/i/flow/login"}, ""),
            "https://x.com/i/flow/login": (200, HTML, "<html>Sign in</html>"),
        }
    )
    answer = await source.look(REF, fetcher)
    assert isinstance(answer, Refused)
    assert answer.reason == "login"


async def test_a_fetch_error_is_let_through() -> None:
    source, *_ = x().chosen.sources
    with pytest.raises(FetchError):
        await source.look(REF, FakeFetcher({TWEET_RESULT: Unreachable("No connection.")}))


MONDAY = (200, JSON, chain(version=FIRST, stale=True, text="It opens on Monday."))
TUESDAY = (200, JSON, chain(version=SECOND, stale=True, text="It opens on Tuesday."))
NEVER = (200, JSON, chain(version=THIRD, stale=False, text="It does not open."))


@pytest.mark.parametrize("asked", [FIRST, SECOND, THIRD])
async def test_an_edited_post_is_found_with_all_its_versions(asked: str) -> None:
    source, *_ = x().chosen.sources
    fetcher = FakeFetcher({version(FIRST): MONDAY, version(SECOND): TUESDAY, version(THIRD): NEVER})
    answer = await source.look(PostRef(platform="x", native_id=asked, url=""), fetcher)
    assert isinstance(answer, Found)
    assert answer.ref.native_id == FIRST
    assert answer.aliases == (SECOND, THIRD)
    assert [s.text for s in answer.snapshots] == [
        "It opens on Monday.",
        "It opens on Tuesday.",
        "It does not open.",
    ]
    assert [s.as_of_basis for s in answer.snapshots] == ["edit history", "edit history", "now"]
    assert answer.snapshots[0].edited_at is None
    assert answer.snapshots[1].edited_at == answer.snapshots[1].as_of
    assert all(s.warnings == () for s in answer.snapshots)


@pytest.mark.parametrize(
    "lost", [(404, JSON, {}), Unreachable("No connection."), (200, JSON, {"id_str": THIRD})]
)
async def test_a_newest_version_that_is_not_to_be_had_does_not_cost_the_others(lost: Any) -> None:
    source, *_ = x().chosen.sources
    fetcher = FakeFetcher({version(FIRST): MONDAY, version(SECOND): TUESDAY, version(THIRD): lost})
    answer = await source.look(REF, fetcher)
    assert isinstance(answer, Found)
    assert [s.text for s in answer.snapshots] == ["It opens on Monday.", "It opens on Tuesday."]
    assert answer.snapshots[-1].as_of_basis == "edit history"
    assert "newer version" in answer.snapshots[-1].warnings[0]


async def test_versions_that_only_a_newer_one_names_are_found_too() -> None:
    source, *_ = x().chosen.sources
    early = tweet("Monday", edit_control={"edit_tweet_ids": [FIRST, SECOND]}, isStaleEdit=True)
    fetcher = FakeFetcher(
        {version(FIRST): (200, JSON, early), version(SECOND): TUESDAY, version(THIRD): NEVER}
    )
    answer = await source.look(REF, fetcher)
    assert isinstance(answer, Found)
    assert len(answer.snapshots) == 3
    assert answer.snapshots[-1].text == "It does not open."
    assert all(s.warnings == () for s in answer.snapshots)


async def test_an_endless_edit_chain_is_not_followed_to_its_end() -> None:
    source, *_ = x().chosen.sources
    ids = [str(int(FIRST) + n) for n in range(500)]
    fetcher = FakeFetcher(
        {
            version(FIRST): (200, JSON, tweet(edit_control={"edit_tweet_ids": ids})),
            TWEET_RESULT: (404, JSON, {}),
        }
    )
    assert isinstance(await source.look(REF, fetcher), Found)
    assert len(fetcher.asked) <= 12


async def test_a_later_version_of_another_post_is_not_taken_in() -> None:
    source, *_ = x().chosen.sources
    stranger = tweet("Buy now", id_str=THIRD, edit_control={"edit_tweet_ids": [THIRD]})
    fetcher = FakeFetcher(
        {version(FIRST): MONDAY, version(SECOND): TUESDAY, version(THIRD): (200, JSON, stranger)}
    )
    answer = await source.look(REF, fetcher)
    assert isinstance(answer, Found)
    assert "Buy now" not in [s.text for s in answer.snapshots]


async def test_the_api_is_asked_with_the_token_as_a_secret() -> None:
    _, source, *_ = x(ONRECORD_X_BEARER_TOKEN="t0ken").chosen.sources
    fetcher = FakeFetcher({API: (200, JSON, v2())})
    answer = await source.look(REF, fetcher)
    assert isinstance(answer, Found)
    (asked,) = fetcher.asked
    assert asked.url.startswith(f"{API}{FIRST}?")
    assert asked.headers["Authorization"] == "Bearer t0ken"
    assert asked.secrets == ("t0ken",)
    assert "t0ken" not in asked.url


def errors(detail: str, kind: str, **fields: str) -> dict[str, Any]:
    """As X documents its partial errors: status 200, no ``data``."""
    problem = {"detail": detail, "title": "Error", "resource_type": "tweet", "parameter": "id"}
    return {"errors": [{**problem, "type": f"https://api.twitter.com/2/problems/{kind}", **fields}]}


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (
            200,
            errors(f"Could not find tweet with id: [{FIRST}].", "resource-not-found"),
            "not shown",
        ),
        (
            200,
            errors(
                "Sorry, you are not authorized to see the Tweet with id: [1].",
                "not-authorized-for-resource",
            ),
            "not shown",
        ),
        (
            200,
            errors(
                "User has been suspended: [bob_clerk].",
                "resource-not-found",
                parameter="entities.mentions.username",
                resource_type="user",
            ),
            "not shown",
        ),
        (200, {}, "not shown"),
        (404, "", "not shown"),
        (401, {"title": "Unauthorized", "status": 401, "detail": "Unauthorized"}, "login"),
        (
            403,
            {
                "title": "Client Forbidden",
                "detail": "Enrol first.",
                "type": "https://api.twitter.com/2/problems/client-forbidden",
            },
            "login",
        ),
        (403, {"title": "Forbidden", "detail": "User has been suspended: [us]."}, "not shown"),
        (403, errors("Not authorized to view.", "not-authorized-for-resource"), "not shown"),
        (403, errors("Use OAuth 2.0.", "unsupported-authentication"), "login"),
        (403, errors("Usage cap exceeded.", "usage-capped"), "limited"),
        (402, {"title": "CreditsDepleted", "detail": "No credits."}, "limited"),
        (429, {"title": "Too Many Requests", "detail": "Too Many Requests"}, "limited"),
        (200, errors("Usage cap exceeded: Monthly product cap", "usage-capped"), "limited"),
    ],
)
async def test_what_the_api_does_not_show_is_a_refusal(status: int, body: Any, reason: str) -> None:
    answer = await look_v2(status, body)
    assert isinstance(answer, Refused)
    assert answer.reason == reason


async def test_the_api_names_a_suspension() -> None:
    words = "User has been suspended: [ada_mayor]."
    answer = await look_v2(200, errors(words, "resource-not-found", title="Forbidden"))
    assert answer == Gone(cause="account suspended", basis=words)


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (503, {"title": "Service Unavailable"}, "unreachable"),
        (400, errors("Invalid request", "invalid-request"), "malformed"),
        (200, errors("Invalid request", "invalid-request"), "malformed"),
        (200, "nonsense", "malformed"),
        (200, {"data": [v2()["data"]]}, "malformed"),
        (200, v2(id=QUOTED, edit_history_tweet_ids=[QUOTED]), "another post"),
    ],
)
async def test_what_the_api_fails_to_give_is_a_failure(status: int, body: Any, reason: str) -> None:
    answer = await look_v2(status, body)
    assert isinstance(answer, Failed)
    assert answer.reason == reason


async def test_the_recorded_shell_of_a_post_says_nothing_about_it(payloads: Any) -> None:
    name = "embedlib-page-twitter_com_pepephone-status-436461658601713664.html"
    answer = await look(200, (payloads / "x" / name).read_bytes(), HTML)
    assert isinstance(answer, Refused)
    assert answer.reason == "not shown"


def test_the_api_is_a_source_only_with_a_token() -> None:
    assert [source.name for source in x().chosen.sources] == [
        "tweet-result",
        "oembed",
        "web-archive",
    ]
    assert [source.name for source in x(ONRECORD_X_BEARER_TOKEN="t").chosen.sources] == [
        "tweet-result",
        "api-v2",
        "oembed",
        "web-archive",
    ]
    unread = x({"source": {}}, ONRECORD_X_BEARER_TOKEN="t").chosen
    assert [source.name for source in unread.sources] == ["tweet-result", "oembed", "web-archive"]
    assert unread.off["api-v2"].endswith("It is off until accept_terms names a date.")
    other = x({"bearer_token_env": "MY_TOKEN", "sources": ["api-v2"]}, MY_TOKEN="t")
    assert [(s.name, terms_of(other.name, s.name)) for s in other.chosen.sources] == [
        ("api-v2", "developer agreement")
    ]


def test_sources_come_in_the_order_of_the_settings_and_none_when_off() -> None:
    both = x({"sources": ["api-v2", "tweet-result"]}, ONRECORD_X_BEARER_TOKEN="t")
    assert [source.name for source in both.chosen.sources] == ["api-v2", "tweet-result"]
    assert x({"enabled": False}).chosen.sources == ()


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ({"sources": ["tweet-result", "api-v3"]}, "platforms.x.sources has 'api-v3'"),
        ({"source": []}, "at `source`"),
        ({"enabled": "yes"}, "platforms.x: Expected `bool`"),
    ],
)
def test_a_bad_setting_is_named(section: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        x(section)
