"""Where a post is used: its page names the articles that are published, and no other."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from archive.archive import Archive
from embedder.web.cache import CACHE
from tests.embedder.conftest import Bearer, Capture, Client

API = "/api/v1/placements"
ARTICLE = "https://www.news.example/2025/wall?x=1"
TITLE = "Where it is used"


async def page(client: Client, post: str) -> str:
    app = client.app
    assert app is not None
    app[CACHE].clear()
    return await (await client.get(f"/post/{post}")).text()


async def test_an_article_is_named_once_it_is_public_and_only_then(
    client: Client, capture: Capture, bearer: Bearer
) -> None:
    headers = await bearer("editor")
    post = await capture(release=True)
    body = {"post": post, "article": ARTICLE}
    made = await (await client.post(API, json=body, headers=headers)).json()
    assert made["article_public"] is False
    before = await page(client, post)
    assert TITLE not in before
    assert "news.example" not in before

    async def patch(**asked: Any) -> dict[str, Any]:
        answer = await client.patch(f"{API}/{made['key']}", json=asked, headers=headers)
        assert answer.status == 200, await answer.text()
        told: dict[str, Any] = await answer.json()
        return told

    assert (await patch(article_public=True))["article_public"] is True
    named = await page(client, post)
    assert TITLE in named
    link = f'<a href="{ARTICLE}" rel="nofollow noopener noreferrer"><bdi>news.example/2025/wall<'
    assert named.count(link) == 1
    assert "named here since " in named
    assert (await patch(mode="pinned"))["article_public"] is True
    assert "news.example" not in await (await client.get(f"/e/{post}/")).text()
    assert (await patch(article_public=False))["article_public"] is False
    assert "news.example" not in await page(client, post)
    await patch(article_public=True)
    assert (await patch(article=None))["article_public"] is False
    assert "news.example" not in await page(client, post), "it shows the post no more"


async def test_of_a_withheld_post_no_article_is_named(
    client: Client, archive: Archive, capture: Capture
) -> None:
    post = await capture(release=True)
    for _ in range(2):
        await archive.placing.place(post, by="ana", article=ARTICLE, article_public=True)
    assert (await page(client, post)).count("news.example/2025/wall</bdi>") == 1
    await archive.withhold(post, by="ana", reason="privacy")
    assert "news.example" not in await page(client, post)


async def test_of_many_articles_the_newest_are_named_and_the_others_counted(
    client: Client, archive: Archive, capture: Capture
) -> None:
    post = await capture(release=True)
    for i in range(53):
        await archive.placing.place(
            post, by="ana", article=f"https://news.example/{i}", article_public=True
        )
    said = await page(client, post)
    assert said.count("<bdi>news.example/") == 50
    assert "news.example/52<" in said
    assert "news.example/2<" not in said
    assert "Articles beside these: 3" in said


@pytest.mark.parametrize(
    "address",
    [
        'https://news.example/"><script>alert(1)</script>',
        "https://news.example/" + "a" * 500,
        "https://news.example/\u202egpj.exe",
    ],
)
async def test_a_hostile_address_stays_text(
    client: Client, archive: Archive, capture: Capture, address: str
) -> None:
    post = await capture(release=True)
    await archive.placing.place(post, by="ana", article=address, article_public=True)
    said = await page(client, post)
    assert TITLE in said
    assert "<script>alert" not in said
    assert "a" * 200 not in said.split("<bdi>news.example")[1]


async def test_the_desk_says_that_an_article_is_published(
    client: Client, archive: Archive, capture: Capture, session: Callable[..., Awaitable[str]]
) -> None:
    csrf = await session("editor")
    post = await capture(release=True)
    key = (await archive.placing.place(post, by="ana", article=ARTICLE)).key
    form = {"csrf": csrf, "mode": "newest", "snapshot": "1", "article": ARTICLE, "media": "1"}
    where = f"/desk/posts/{post}/placements/{key}"
    desk = await (await client.post(where, data=form | {"article_public": "1"})).text()
    assert 'name="article_public" value="1" checked' in desk
    assert "news.example" in await page(client, post)
    await client.post(where, data=form)
    assert "news.example" not in await page(client, post)
    found = await archive.storage.placement(key)
    assert found is not None
    assert found.article == ARTICLE
