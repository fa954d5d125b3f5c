"""Short links of X, followed to the post they lead to."""

import json
from typing import Any

import pytest

from archive.outcome import Failed, Refused
from archive.platforms.x import X
from archive.records import NeedsLookup, PostRef
from archive.settings import WebArchivesSettings
from archive.testing import FakeFetcher
from tests.archive.x_payloads import FIRST

HTML = {"Content-Type": "text/html"}
NEEDS = NeedsLookup(
    platform="x", kind="share link", key="t.co/abcdefghij", url="https://t.co/abcdefghij"
)
POST = f"https://x.com/ada_mayor/status/{FIRST}"
SHELL = "<html><meta http-equiv='refresh' content='0; url = https://twitter.com/x/migrate?tok=7b'>"


def refreshing(target: str) -> str:
    return (
        f'<head><noscript><META http-equiv="refresh" content="0;URL={target}"></noscript>'
        f"<title>{target}</title></head><script>location.replace({json.dumps(target)})</script>"
    )


@pytest.mark.parametrize(
    "answers",
    [
        {"https://t.co/": (301, {"location": f"{POST}?s=20"}, ""), POST: (200, HTML, SHELL)},
        {"https://t.co/": (200, HTML, refreshing(f"{POST}/photo/1?a=1&amp;b=2"))},
        {
            "https://t.co/abcdefghij": (200, HTML, refreshing("https://t.co/klmnopqrst")),
            "https://t.co/klmnopqrst": (200, HTML, refreshing(POST)),
        },
        {
            "https://t.co/": (302, {"location": POST}, ""),
            POST: (302, {"location": f"/i/flow/login?redirect_after_login={POST[13:]}"}, ""),
            "https://x.com/i/flow/login": (200, HTML, "<html>Sign in</html>"),
        },
        {"https://t.co/": (301, {"location": POST}, ""), POST: (403, HTML, "")},
    ],
)
async def test_a_short_link_is_followed_to_its_post(answers: Any) -> None:
    assert await X({}, lambda _: None, WebArchivesSettings()).lookup(
        NEEDS, FakeFetcher(answers)
    ) == PostRef(platform="x", native_id=FIRST, url=POST)


@pytest.mark.parametrize(
    ("answers", "kind", "words"),
    [
        ({"https://t.co/": (200, HTML, refreshing("https://example.org/"))}, Failed, "example.org"),
        (
            {"https://t.co/": (200, HTML, refreshing("https://x.com/ada_mayor"))},
            Failed,
            "ada_mayor",
        ),
        ({"https://t.co/": (200, HTML, refreshing("https://[x.com/"))}, Failed, "no post"),
        ({"https://t.co/": (200, HTML, "<html>")}, Failed, "no post"),
        ({"https://t.co/": (404, HTML, "")}, Refused, "404"),
        ({"https://t.co/": (429, HTML, "")}, Refused, "429"),
        ({"https://t.co/": (503, HTML, "")}, Failed, "503"),
        (
            {
                "https://t.co/a": (200, HTML, refreshing("https://t.co/b")),
                "https://t.co/b": (200, HTML, refreshing("https://t.co/a")),
            },
            Failed,
            "one short link to the next",
        ),
    ],
)
async def test_a_short_link_that_leads_to_no_post_says_where_it_leads(
    answers: Any, kind: type[Failed | Refused], words: str
) -> None:
    answer = await X({}, lambda _: None, WebArchivesSettings()).lookup(NEEDS, FakeFetcher(answers))
    assert isinstance(answer, kind)
    assert words in answer.detail


async def test_the_recorded_page_of_a_short_link_leads_on(payloads: Any) -> None:
    page = (payloads / "x" / "embedlib-page-t_co_4dk3jc2btt.html").read_bytes()
    fetcher = FakeFetcher({"https://t.co/": (200, HTML, page)})
    answer = await X({}, lambda _: None, WebArchivesSettings()).lookup(NEEDS, fetcher)
    assert isinstance(answer, Failed)
    assert "buff.ly/2uSOHDs" in answer.detail
