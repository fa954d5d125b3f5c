"""Shortened links of an article: where they lead is asked, and a post behind one is found."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from archive.articles.reading import Article, scan_article, scan_followed
from archive.articles.scan import Scanned
from archive.articles.shortened import MOST
from archive.clock import utc_now
from archive.errors import FetchError
from archive.records import Exchange, NeedsLookup
from archive.testing import FakeFetcher

X = "https://x.com/a/status/20"
LOGIN = "https://x.com/i/flow/login"
NEWS = "https://news.example/b"


class Recorded(FakeFetcher):
    """A fetcher that remembers its exchanges."""

    @property
    def exchanges(self) -> Sequence[Exchange]:
        return [
            Exchange(method="GET", url=url, requested_at=utc_now(), seconds=0) for url in self.urls
        ]


def to(url: str) -> tuple[int, dict[str, str], str]:
    return 301, {"Location": url}, ""


ANSWERS: dict[str | Callable[[str], bool], Any] = {
    "https://bit.ly/post": to("https://ow.ly/post"),
    "https://ow.ly/post": to(X),
    "https://t.co/abcdefghij": to(X),
    "https://t.co/zyxwvutsrq": to(NEWS),
    "https://bit.ly/video": to("https://vm.tiktok.com/ZMabcdef/"),
    "https://vm.tiktok.com/ZMabcdef/": to("https://www.tiktok.com/@a/video/6718335390845095173"),
    "https://www.tiktok.com/": (200, {}, ""),
    "https://bit.ly/page": to(NEWS),
    "https://bit.ly/down": FetchError("No answer."),
    "https://bit.ly/dead": (404, {}, ""),
    X: to(LOGIN),
    LOGIN: (200, {}, ""),
    NEWS: (200, {}, ""),
}


def article(*links: str) -> Article:
    text = "<p>The mayor spoke at length about the wall, and about what came of it.</p>"
    said = "".join(f'<p>No. She <a href="{link}">wrote</a> so.</p>' for link in links)
    return Article(f"<h1>News</h1>{text}{said}", "html", "utf-8")


async def followed(source: Article) -> tuple[Scanned, list[Recorded]]:
    made: list[Recorded] = []

    def recording(_: float) -> Recorded:
        made.append(Recorded(ANSWERS))
        return made[-1]

    return await scan_followed(source, recording), made


@pytest.mark.parametrize("link", ["https://bit.ly/post", "https://t.co/abcdefghij"])
async def test_a_shortened_link_to_a_post_is_one_also_where_the_platform_leads_on(
    link: str,
) -> None:
    scanned, _ = await followed(article(link, X))
    (post,) = scanned.posts
    assert (post.key, post.how, post.sentence) == ("wx6r7dywr9jq39ga", "link", "She wrote so.")
    assert [place.url for place in post.places] == [link, X]
    assert scanned.warnings == ()


async def test_of_a_trail_the_surest_address_counts() -> None:
    scanned, _ = await followed(article("https://bit.ly/video"))
    assert [one.named.url for one in scanned.posts] == [
        "https://www.tiktok.com/@a/video/6718335390845095173"
    ]


async def test_in_a_plain_text_as_well() -> None:
    source = Article(
        "The mayor spoke.\n\nSee bit.ly/post and https://bit.ly/post.", "text", "utf-8"
    )
    scanned, made = await followed(source)
    assert [len(post.places) for post in scanned.posts] == [2]
    assert len(made) == 1, "each is asked once"


@pytest.mark.parametrize("link", ["https://bit.ly/page", "https://t.co/zyxwvutsrq"])
async def test_one_that_leads_elsewhere_references_no_post(link: str) -> None:
    scanned, _ = await followed(article(link))
    assert (scanned.posts, scanned.shortened) == ((), ())


async def test_where_one_leads_that_cannot_be_followed_is_told_as_not_known() -> None:
    scanned, _ = await followed(article("https://bit.ly/down", "https://bit.ly/dead"))
    assert scanned.posts == ()
    assert any("https://bit.ly/down, https://bit.ly/dead." in told for told in scanned.warnings)


async def test_no_article_makes_us_follow_more_than_some() -> None:
    _, made = await followed(article(*(f"https://bit.ly/page?{n}" for n in range(3 * MOST))))
    assert len(made) == MOST


async def test_without_any_nobody_is_asked() -> None:
    _, made = await followed(article(X, "https://bit.ly.example/a", "https://bit.ly/"))
    assert made == []


def test_while_nobody_is_asked_only_a_platforms_own_is_named() -> None:
    scanned = scan_article(article("https://t.co/abcdefghij", "https://bit.ly/post"))
    (post,) = scanned.posts
    assert isinstance(post.named, NeedsLookup)
    assert scanned.shortened == ("https://t.co/abcdefghij", "https://bit.ly/post")
