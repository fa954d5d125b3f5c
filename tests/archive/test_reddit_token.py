"""An app of ours at Reddit: its token is asked for once, held, and asked for again when refused."""

import asyncio
from collections.abc import Mapping

import pytest

from archive.outcome import Failed, Found, Refused
from archive.platforms.reddit import OAuth, Reddit
from archive.platforms.reddit.token import AppToken
from archive.settings import WebArchivesSettings
from archive.testing import FakeAnswer, FakeFetcher, FakeResponse
from tests.archive.reddit_posts import POST, page, post

GATE = "https://www.reddit.com/api/v1/access_token"
API = "https://oauth.reddit.com/comments/abc123"


class Gate(FakeFetcher):
    """Gives tokens that are numbered, and takes those of ``taken`` alone."""

    def __init__(self, taken: set[str], *, holds: int | None = 86_400) -> None:
        super().__init__({GATE: (200, {}, {})})
        self.taken = taken
        self.given = 0
        self._holds = holds

    async def post(
        self,
        url: str,
        *,
        form: Mapping[str, str],
        headers: Mapping[str, str] | None = None,
        secrets: tuple[str, ...] = (),
    ) -> FakeResponse:
        await asyncio.sleep(0)
        self.given += 1
        told = {"access_token": f"token-{self.given}", "expires_in": self._holds}
        self.answers[GATE] = (200, {}, told)
        return await super().post(url, form=form, headers=headers, secrets=secrets)

    def _answer(self, url: str) -> FakeAnswer:
        if url == GATE:
            return super()._answer(url)
        token = self.asked[-1].headers["Authorization"].removeprefix("Bearer ")
        return (200, {}, page(post())) if token in self.taken else (401, {}, {"error": 401})


async def test_the_token_is_asked_for_once_and_until_it_expires() -> None:
    now = 1_000.0
    source = OAuth(AppToken("app", "s3cret", clock=lambda: now))
    fetcher = Gate({"token-1", "token-2"})
    looks = await asyncio.gather(*(source.look(POST, fetcher) for _ in range(3)))
    assert [type(look) for look in looks] == [Found] * 3
    (asked,) = [one for one in fetcher.asked if one.form is not None]
    assert asked.form == {"grant_type": "client_credentials"}
    assert asked.headers == {"Authorization": "Basic YXBwOnMzY3JldA=="}
    assert asked.secrets == ("app", "s3cret", "YXBwOnMzY3JldA==")
    assert fetcher.asked[-1].secrets == ("token-1",)
    now += 86_400 - 61
    await source.look(POST, fetcher)
    assert fetcher.given == 1
    now += 2
    assert isinstance(await source.look(POST, fetcher), Found)
    assert fetcher.given == 2, "a minute before its end there is another"


async def test_a_token_that_is_refused_is_asked_for_again_once() -> None:
    source = OAuth(AppToken("app", "s3cret"))
    fetcher = Gate({"token-2"})
    assert isinstance(await source.look(POST, fetcher), Found)
    assert fetcher.urls == [GATE, fetcher.urls[1], GATE, fetcher.urls[3]]
    refusing = Gate(set())
    told = await OAuth(AppToken("app", "s3cret")).look(POST, refusing)
    assert isinstance(told, Refused)
    assert told.reason == "login"
    assert refusing.given == 2


@pytest.mark.parametrize(
    ("answer", "reason", "words"),
    [
        ((401, {}, {"error": 401}), "login", "id and secret"),
        ((200, {}, {"error": "unsupported_grant_type"}), "login", "unsupported_grant_type"),
        ((200, {}, {"access_token": 7}), "login", "gave no token"),
        ((429, {}, ""), "limited", "asked for a token"),
        ((307, {"Location": "https://elsewhere.example/"}, ""), "not shown", "HTTP 307"),
        ((503, {}, ""), "unreachable", "out of order"),
        ((200, {}, "<html>"), "not shown", "web page"),
    ],
)
async def test_no_token_is_a_refusal_and_says_nothing_of_the_post(
    answer: FakeAnswer, reason: str, words: str
) -> None:
    fetcher = FakeFetcher({GATE: answer})
    told = await OAuth(AppToken("app", "s3cret")).look(POST, fetcher)
    assert isinstance(told, Refused | Failed)
    assert told.reason == reason
    assert words in told.detail
    assert fetcher.urls == [GATE], "the form goes nowhere else"


@pytest.mark.parametrize(
    ("environ", "asked", "off"),
    [
        ({}, False, "no app in ONRECORD_REDDIT_CLIENT_ID"),
        ({"ONRECORD_REDDIT_CLIENT_ID": "app"}, False, "nothing in ONRECORD_REDDIT_CLIENT_SECRET"),
        ({"ONRECORD_REDDIT_CLIENT_SECRET": "s"}, False, "nothing in ONRECORD_REDDIT_CLIENT_ID"),
        ({"ONRECORD_REDDIT_CLIENT_ID": "a", "ONRECORD_REDDIT_CLIENT_SECRET": "s"}, True, ""),
        ({"ONRECORD_REDDIT_TOKEN": "t"}, True, ""),
    ],
)
def test_an_app_needs_both_its_id_and_its_secret(
    environ: dict[str, str], asked: bool, off: str
) -> None:
    section = {"source": {"oauth": {"accept_terms": "2026-11-28"}}}
    chosen = Reddit(section, environ.get, WebArchivesSettings()).chosen
    assert ("oauth" in {source.name for source in chosen.sources}) is asked
    assert off in chosen.off.get("oauth", "")
