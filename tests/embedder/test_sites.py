"""The newsroom's sites are read: by their feeds, by their sitemaps, at the desk, by command."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from aiohttp import web
from aiohttp.web import BaseRequest, StreamResponse

from archive.archive import Archive, open_archive
from archive.records import Check
from archive.settings import NewsSiteSettings, Settings, SiteSettings, StorageSettings
from archive.storage.base import Keep, Look
from archive.storage.sites import ReferenceCount
from embedder import samples, standin
from embedder.sites_told import told_sites
from tests.archive.quoting import keep_made
from tests.archive.servers import serving
from tests.embedder.conftest import Client
from tests.fresh import fresh_database

LogIn = Callable[..., Awaitable[str]]
SITE = "https://news.example"
PAGE = """<!doctype html><html lang="en"><head><title>{title}</title>
<script type="application/ld+json">{{"@type": "NewsArticle",
"datePublished": "2026-03-01T09:00:00Z"}}</script></head>
<body><article><h1>{title}</h1><p>The mayor said so on Thursday, in public.</p>
{embeds}</article></body></html>"""
FEED = """<rss version="2.0" xmlns:a="http://www.w3.org/2005/Atom"><channel><title>N</title>{items}</channel></rss>"""
SITEMAPS = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://news.example/2026.xml</loc></sitemap>
<sitemap><loc>https://elsewhere.example/2026.xml</loc></sitemap></sitemapindex>"""
GONE = f"https://{samples.HOST}/@mayor/999"
"""The stand-in has no such post."""


def embed(url: str) -> str:
    link = f'<a href="{url}">Post</a>'
    return f'<blockquote class="mastodon-embed" data-embed-url="{url}/embed">{link}</blockquote>'


class Site:
    """A site as its server has it; ``asked`` is what it was asked for."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        self.broken: set[str] = set()
        self.asked: list[str] = []
        self.per_page = 0
        """Articles of one page of the feed, the newest first; 0: all on one."""
        self.down: set[str] = set()
        self.changed: dict[str, str] = {}
        """When an article was changed, as the feed says."""

    def publish(self, path: str, *urls: str) -> None:
        self.pages[path] = PAGE.format(title=path[1:], embeds="".join(map(embed, urls)))

    async def answer(self, request: BaseRequest) -> StreamResponse:
        path = request.path
        self.asked.append(path)
        if path in self.broken:
            return web.Response(status=404)
        if path in self.down:
            return web.Response(status=503)
        if self.per_page and path.startswith("/feed"):
            return self._page(int(path.removeprefix("/feed").strip("/") or 1))
        if path == "/feed":
            tag = f'"{len(self.pages)}{self.changed}"'
            if request.headers.get("If-None-Match") == tag:
                return web.Response(status=304)
            items = [*self.pages, "https://elsewhere.example/a"]
            links = "".join(
                f"<item><link>{at if at[0] != '/' else SITE + at}</link>"
                f"<a:updated>{self.changed.get(at, '')}</a:updated></item>"
                for at in items
            )
            return web.Response(
                text=FEED.format(items=links),
                content_type="application/rss+xml",
                headers={"ETag": tag},
            )
        if path == "/sitemap.xml":
            return web.Response(text=SITEMAPS, content_type="application/xml")
        if path == "/2026.xml":
            urls = "".join(f"<url><loc>{SITE}{at}</loc></url>" for at in self.pages)
            return web.Response(text=f"<urlset>{urls}</urlset>", content_type="application/xml")
        return web.Response(text=self.pages[path], content_type="text/html")

    def _page(self, number: int) -> StreamResponse:
        newest = [*reversed(self.pages)]
        first = self.per_page * (number - 1)
        items = "".join(
            f'<entry><link href="{SITE}{at}"/></entry>'
            for at in newest[first : first + self.per_page]
        )
        after = f'<link rel="next" href="/feed/{number + 1}"/>'
        return web.Response(
            text=f'<feed xmlns="http://www.w3.org/2005/Atom">{after}{items}</feed>',
            content_type="application/atom+xml",
        )


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
async def settings(tmp_path: Path, site: Site) -> AsyncIterator[Settings]:
    """As elsewhere, with a site whose server answers on loopback."""
    plain = Settings(
        site=SiteSettings(name="Border News"),
        storage=StorageSettings(database=fresh_database(tmp_path), blobs=f"file:{tmp_path}/blobs"),
        sites=(
            NewsSiteSettings(
                name="Border News",
                url=SITE,
                feeds=(f"{SITE}/feed",),
                sitemaps=(f"{SITE}/sitemap.xml",),
            ),
        ),
    )
    async with standin.running(standin.make_standin()) as origin, serving(site.answer) as port:
        routed = standin.with_routes(plain, origin, "*")
        routes = routed.fetch.routes | {"news.example": f"http://127.0.0.1:{port}"}
        fetch = msgspec.structs.replace(routed.fetch, routes=routes, retries=0)
        yield msgspec.structs.replace(routed, fetch=fetch)


async def settled(archive: Archive, *, tries: bool = False) -> None:
    """All is read and captured, by the workers of a running service, too; with ``tries`` what waits
    for another one is hurried.
    """
    async with asyncio.timeout(20):
        while True:
            if tries:
                await archive.storage.hurry("listing", at=archive.clock())
            await archive.run_due_jobs()
            jobs = [
                job
                for kind in ("listing", "article", "capture")
                for job in await archive.storage.list_jobs(kind=kind, limit=99)
            ]
            if not any(job.state in {"queued", "running"} for job in jobs):
                return
            await asyncio.sleep(0.02)


async def counted(archive: Archive) -> str:
    (told,) = told_sites(
        await archive.storage.count_articles(), await archive.storage.count_references()
    )
    return told.sentence("en")


async def test_a_new_article_keeps_its_posts_and_is_named_on_their_pages(
    archive: Archive, client: Client, site: Site
) -> None:
    site.publish("/wall", samples.EXAMPLE_URL)
    await archive.reading.ask_due()
    await settled(archive)
    post = await archive.find(samples.EXAMPLE_URL)
    page = await (await client.get(f"/post/{post}")).text()
    assert "news.example/wall" in page, "the post is public, and says where it is used"
    assert (await client.get(f"/e/{post}/")).status == 200
    site.asked.clear()
    assert await archive.reading.ask_due() == 0, "it was read a moment ago"
    await archive.reading.ask_now(tuple(archive.reading.sites.values()))
    await settled(archive)
    assert site.asked == ["/feed"], "what was read is not read again"
    site.publish("/wall-2", samples.EXAMPLE_URL, GONE)
    await archive.reading.ask_now(tuple(archive.reading.sites.values()))
    await settled(archive)
    assert site.asked == ["/feed", "/feed", "/wall-2"]
    assert await counted(archive) == (
        "Border News shows posts of Mastodon 3 times in 2 articles; "
        "1 of these is not available there any more."
    )


async def test_a_post_by_hand_stays_a_draft_where_the_newsroom_wants_that(
    settings: Settings, site: Site
) -> None:
    by_hand = msgspec.structs.replace(settings.publish, release="hand")
    site.publish("/wall", samples.EXAMPLE_URL)
    async with open_archive(msgspec.structs.replace(settings, publish=by_hand)) as archive:
        await archive.reading.ask_due()
        await settled(archive)
        holding = await archive.storage.holding(await archive.find(samples.EXAMPLE_URL))
    assert holding is not None
    assert holding.post.visibility == "draft"


async def test_what_cannot_be_read_is_told_and_read_again_next_time(
    archive: Archive, client: Client, site: Site, session: LogIn
) -> None:
    site.publish("/wall", samples.EXAMPLE_URL)
    site.broken = {"/wall"}
    await archive.reading.ask_due()
    await settled(archive)
    assert await archive.storage.count_articles() == {"Border News": (0, 1)}
    site.broken = {"/feed"}
    csrf = await session("editor")
    await client.post("/desk/sites", data={"csrf": csrf})
    await settled(archive)
    page = await (await client.get("/desk/sites")).text()
    assert "answered with status 404" in page
    assert "1 article could not be read." in page
    site.broken.clear()
    await client.post("/desk/sites", data={"csrf": csrf})
    await settled(archive)
    assert await archive.storage.count_articles() == {"Border News": (1, 0)}


async def test_a_catalogue_goes_on_where_it_broke_off(archive: Archive, site: Site) -> None:
    for number in range(5):
        site.publish(f"/{number}", samples.EXAMPLE_URL)
    (of,) = archive.reading.sites.values()
    entries = [entry.url async for entry in archive.reading.catalogue(of)]
    assert entries == [f"{SITE}/{number}" for number in range(5)]
    for url in entries[:2]:
        await archive.reading.read(url, of.url, capture=False)
    rest = [entry.url async for entry in archive.reading.catalogue(of)]
    assert rest == entries[2:]
    assert "elsewhere" not in "".join(site.asked)
    assert "posts of Mastodon 2 times in 2 articles" in await counted(archive)
    assert "2 were not looked at yet." in await counted(archive)
    assert await archive.reading.ask_untried(of) == 2, "those that were counted only"
    await settled(archive)
    assert "not looked at yet" not in await counted(archive)
    assert await archive.reading.ask_untried(of) == 0


async def test_what_is_found_gone_after_it_was_kept_counts_until_it_is_back(
    archive: Archive, site: Site
) -> None:
    site.publish("/wall", samples.EXAMPLE_URL)
    site.publish("/wall-2", samples.EXAMPLE_URL)
    await archive.reading.ask_due()
    await settled(archive)
    assert "none was found gone" in await counted(archive)
    post = await archive.find(samples.EXAMPLE_URL)
    for outcome, told in (("gone", "2 of these are not available"), ("found", "none was found")):
        at = archive.clock() + timedelta(seconds=1 + (outcome == "found"))
        look = Look(check=Check(post=post, at=at, source="client-api", outcome=outcome))
        await archive.storage.keep(Keep(at=at, by="ana", action="recheck", looks=(look,)))
        assert told in await counted(archive)


async def test_an_article_that_is_withdrawn_keeps_what_it_referenced(
    archive: Archive, site: Site
) -> None:
    site.publish("/wall", samples.EXAMPLE_URL)
    await archive.reading.know_sites()
    await archive.reading.read(f"{SITE}/wall", SITE)
    await settled(archive)
    site.broken = {"/wall"}
    assert (await archive.reading.read(f"{SITE}/wall", SITE)).problem is not None
    assert "a post of Mastodon once in 1 article" in await counted(archive)


async def test_a_feeds_pages_are_read_while_all_on_them_is_new_and_again_where_one_broke_off(
    archive: Archive, site: Site
) -> None:
    for number in range(24):
        site.publish(f"/a{number:02}")
    site.per_page = 2
    site.down = {"/feed/3"}
    await archive.reading.ask_due()
    await settled(archive, tries=True)
    read = await archive.storage.read_articles([SITE + at for at in site.pages])
    assert len(read) == 4, "two pages of the three that were asked for"
    site.down = set()
    site.asked.clear()
    await archive.reading.ask_now(tuple(archive.reading.sites.values()))
    await settled(archive)
    feeds = [path for path in site.asked if path.startswith("/feed")]
    assert sorted(feeds) == ["/feed", *sorted(f"/feed/{n}" for n in range(3, 11))], "10 at most"
    read = await archive.storage.read_articles([SITE + at for at in site.pages])
    assert len(read) == 20
    site.asked.clear()
    site.publish("/new")
    await archive.reading.ask_now(tuple(archive.reading.sites.values()))
    await settled(archive)
    assert site.asked == ["/feed", "/new"], "the rest of the first page is known"


async def test_an_article_that_was_changed_is_read_again_for_what_is_new_in_it(
    archive: Archive, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def look() -> list[str]:
        site.asked.clear()
        await archive.reading.ask_now(tuple(archive.reading.sites.values()))
        await settled(archive)
        return site.asked

    site.publish("/wall", samples.EXAMPLE_URL)
    assert await look() == ["/feed", "/wall"]
    site.publish("/wall", samples.EXAMPLE_URL, GONE)
    site.changed = {"/wall": "2999-01-01T00:00:00Z"}
    assert await look() == ["/feed"], "it was read a moment ago"
    captures = await archive.storage.list_jobs(kind="capture", limit=9)
    monkeypatch.setattr("archive.sites._AGAIN", timedelta(0))
    assert await look() == ["/feed", "/wall"], "though the feed is as it was"
    more = await archive.storage.list_jobs(kind="capture", limit=9)
    new = [job for job in more if job.id not in {one.id for one in captures}]
    assert [job.payload["url"] for job in new] == [GONE], "the other was captured before"
    site.changed = {"/wall": "2000-01-01T00:00:00Z"}
    assert await look() == ["/feed"], "it was changed before it was read"


async def test_an_index_of_sitemaps_may_stand_for_a_feed(archive: Archive, site: Site) -> None:
    site.publish("/wall", samples.EXAMPLE_URL)
    (newsroom,) = archive.reading.sites.values()
    feeds = msgspec.structs.replace(newsroom, feeds=(f"{SITE}/sitemap.xml",))
    archive.reading.sites = {SITE: feeds}
    await archive.reading.ask_due()
    await settled(archive)
    assert site.asked == ["/sitemap.xml", "/2026.xml", "/wall"], "and no other site's"


async def test_what_an_article_quotes_is_known_once_it_was_read(
    archive: Archive, site: Site
) -> None:
    keys = await keep_made(archive.storage)
    said = "The new pumps at Anzalduas start on Tuesday"
    quoting = f"<p>“{said},” Rosa Delgado said on social media.</p>"
    page = PAGE.format(title="quoting", embeds=quoting)
    site.pages["/quoting"] = page.replace("2026-03-01", "2025-05-12")
    await archive.reading.ask_due()
    await settled(archive)
    article = await archive.storage.edited_article(f"{SITE}/quoting")
    assert article is not None
    (quoted,) = article.quotations
    assert (keys[quoted.post], quoted.result, quoted.text) == ("pumps", "differs", f"{said},")
    due = await archive.storage.due_looks(at=archive.clock() + timedelta(days=1), limit=9)
    assert [one.post for one in due] == [quoted.post], "it is looked at from now on"


def test_a_sentence_counts_all_platforms_and_says_what_is_gone() -> None:
    counts = [
        ("N", "fediverse", "done", 3),
        ("N", "x", None, 2),
        ("N", "x", "done", 1300),
        ("N", "x", "gone", 41),
        ("N", "x", "refused", 4),
    ]
    fields = ("site", "platform", "state", "count")
    read = json.dumps([dict(zip(fields, each, strict=True)) for each in counts])
    (told,) = told_sites({"N": (7, 1)}, msgspec.json.decode(read, type=list[ReferenceCount]))
    assert told.sentence("en") == (
        "N shows posts of X 1,347 times in 7 articles, and posts of other platforms 3 times; "
        "41 of these are not available there any more. 2 were not looked at yet."
    )
    first = told.platforms[0]
    assert (first.title, first.kept, first.refused) == ("X", 1300, 4)
