"""Reads what the newsroom's sites publish, so that posts are kept without anybody asking.

Feeds are read on a schedule: each new article is looked through, its quotations are held against
what is kept, and the posts that it references are captured for it. A feed's further pages are read
for as long as all on a page is new; of an index of sitemaps those are that changed last. Each page
is a job of its own: one that cannot be had holds up no other, and is asked for again with the next
look. The back catalogue, by sitemaps, is read when somebody asks for it, one article
after another; what was read stays read, so that it goes on where it broke off.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Protocol
from urllib.parse import urlsplit

import msgspec

from archive.articles.listings import Entry, Listing, read_listing
from archive.articles.reading import article_at, scan_followed
from archive.articles.scan import Scanned
from archive.clock import Clock
from archive.errors import ArchiveError, FetchError, StorageError, UsageError
from archive.jobs import TRIES, Ended, Handler, Progress
from archive.looking import Recording
from archive.platforms.base import Response
from archive.quotes.holding import Quotes, body_of
from archive.settings import NewsSiteSettings, Settings
from archive.storage.base import Job, Storage
from archive.storage.sites import ArticleRead, ListingRead, Referenced, SiteRead

__all__ = ["BY", "Reading"]

log = logging.getLogger(__name__)

BY = "onrecord"
"""Who reads by itself, in the audit log."""
LOOK = 60.0
"""Seconds between two looks at which feed is due."""
NEWEST = 200
"""New articles of one look at a feed."""
PAGES = 10
"""Pages of one look at a feed, and sitemaps of one at an index."""
_AGAIN = timedelta(hours=1)
"""An article that its feed says was changed is not read again before: some feeds say so always."""
_DEEPEST = 3
"""An index of sitemaps may name another, and no deeper."""
_MAX_LISTINGS = 5_000
_LATELY = 500
"""Jobs among which those of pages that failed are looked for."""
_FEEDS = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9"


class Queue(Protocol):
    """Puts a job into the queue, or joins the one under way for the same kind and key."""

    async def __call__(self, kind: str, key: str, payload: dict[str, Any], *, by: str) -> Job: ...


class Reading:
    """``capture`` asks for the capture of a post (URL, article, release)."""

    def __init__(
        self,
        *,
        settings: Settings,
        storage: Storage,
        recording: Callable[[float], Recording],
        clock: Clock,
        enqueue: Queue,
        capture: Callable[[str, str, bool], Awaitable[object]],
        quotes: Quotes,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self.sites: Mapping[str, NewsSiteSettings] = {site.url: site for site in settings.sites}
        self._release = settings.publish.release != "hand"
        self._seconds = settings.capture.timeout
        self._storage = storage
        self._recording = recording
        self._clock = clock
        self._enqueue = enqueue
        self._capture = capture
        self._quotes = quotes
        self._sleep = sleep

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """What the queue calls, by kind of job."""
        return {"listing": self._listing_job, "article": self._article_job}

    async def run(self) -> None:
        """Looks for feeds that are due until cancelled."""
        while self.sites:
            try:
                await self.ask_due()
            except StorageError as error:
                log.warning("the sites' feeds are not read just now: %s", error)
            await self._sleep(LOOK)

    async def ask_due(self) -> int:
        """Queues a look at each feed that is due, and gives their number."""
        await self.know_sites()
        asked = 0
        for site in self.sites.values():
            for feed in site.feeds:
                last = await self._storage.listing(feed)
                if last is None or self._clock() - last.read_at >= timedelta(minutes=site.every):
                    await self._ask(feed, site)
                    asked += 1
        return asked

    async def _ask(self, feed: str, site: NewsSiteSettings, *, by: str = BY) -> None:
        """Queues a look at a feed, and at those of its pages that could not be had last time."""
        await self._enqueue("listing", feed, {"site": site.url}, by=by)
        seen: set[str] = set()
        for job in await self._storage.list_jobs(kind="listing", limit=_LATELY):
            if job.payload.get("feed") != feed or job.key in seen:
                continue
            seen.add(job.key)
            if job.state == "failed" and job.result.get("again"):
                await self._enqueue("listing", job.key, job.payload, by=by)

    async def ask_now(self, sites: Sequence[NewsSiteSettings], *, by: str = BY) -> int:
        """Queues a look at each feed of these sites, due or not, and gives their number."""
        await self.know_sites()
        feeds = [(feed, site.url) for site in sites for feed in site.feeds]
        for feed, url in feeds:
            await self._ask(feed, self.sites[url], by=by)
        return len(feeds)

    async def pause(self, seconds: float) -> None:
        """Between two articles of a catalogue."""
        await self._sleep(seconds)

    async def know_sites(self) -> None:
        """Writes the sites of config.toml into the store."""
        known = [
            SiteRead(name=site.name, url=site.url, lang=site.lang or None)
            for site in self.sites.values()
        ]
        await self._storage.know_sites(known)

    async def _listing_job(self, job: Job, _progress: Progress) -> Ended | None:
        site = self.sites.get(job.payload["site"])
        if site is None:
            return "done", (), {"sentence": "The site is not in config.toml any more."}
        last = await self._storage.listing(job.key)
        try:
            listing, looked = await self._look(job.key, last)
        except ArchiveError as error:
            if isinstance(error, FetchError) and job.tries < TRIES:
                return None
            problem = ListingRead(url=job.key, read_at=self._clock(), problem=error.what)
            await self._storage.set_listing(problem)
            again = isinstance(error, FetchError)
            result = {"sentence": error.what, "next": error.next_step, "again": again}
            return "failed", (), result
        new = await self._new(site, listing.entries)
        changed, later = await self._changed(site, listing.entries)
        for entry in (*new[:NEWEST], *changed):
            await self._enqueue("article", entry.url, {"site": site.url}, by=BY)
        own = sum(_is_of(entry.url, site) for entry in listing.entries)
        await self._go_on(job, site, listing, is_all_new=0 < own == len(new))
        if len(new) > NEWEST or later:  # the rest is there the next time, too, if it is listed
            looked = msgspec.structs.replace(looked, etag=None, modified=None)
        # Last: what was not put into the queue is found again.
        await self._storage.set_listing(looked)
        return "done", (), {"articles": len(new) + len(changed)}

    async def _go_on(
        self, job: Job, site: NewsSiteSettings, listing: Listing, *, is_all_new: bool
    ) -> None:
        """Queues the further pages of a feed, or the sitemaps of an index."""
        feed, page = job.payload.get("feed", job.key), job.payload.get("page", 1)
        more = list(listing.more[:PAGES]) if page < _DEEPEST else []
        if listing.following is not None and is_all_new and page < PAGES:
            more.append(listing.following)
        for url in more:
            if url != feed and (_is_of(url, site) or _host(url) == _host(feed)):
                payload = {"site": site.url, "feed": feed, "page": page + 1}
                await self._enqueue("listing", url, payload, by=BY)

    async def _look(self, url: str, last: ListingRead | None) -> tuple[Listing, ListingRead]:
        """A listing as it is now, and what is to be kept of the look; an empty one where it has not
        changed since the last.

        Raises:
            FetchError: no answer came, or one that may be another later.
            UsageError: it lists nothing.
        """
        headers = {"Accept": _FEEDS}
        if last is not None and last.problem is None:
            headers |= {"If-None-Match": last.etag} if last.etag else {}
            headers |= {"If-Modified-Since": last.modified} if last.modified else {}
        answer = await self._recording(self._seconds).get(url, headers=headers)
        if answer.status == 304 and last is not None:
            return Listing(), self._noted(url, answer, last)
        if answer.status == 429 or answer.status >= 500:
            raise FetchError(f"{url} answered with status {answer.status}.")
        if answer.status != 200:
            raise UsageError(
                f"{url} answered with status {answer.status}.",
                next_step="Mend the address in [[sites]], or its server.",
            )
        listing = await asyncio.to_thread(read_listing, answer.body, answer.url)
        return listing, self._noted(url, answer, None)

    def _noted(self, url: str, answer: Response, last: ListingRead | None) -> ListingRead:
        etag = answer.headers.get("ETag") or (last.etag if last else None)
        modified = answer.headers.get("Last-Modified") or (last.modified if last else None)
        return ListingRead(url=url, read_at=self._clock(), etag=etag, modified=modified)

    async def _new(self, site: NewsSiteSettings, entries: Sequence[Entry]) -> list[Entry]:
        """Articles of the site that were not read yet: a feed may name other sites', too."""
        own = [entry for entry in entries if _is_of(entry.url, site)]
        read = await self._storage.read_articles([entry.url for entry in own])
        return [entry for entry in own if entry.url not in read]

    async def _changed(
        self, site: NewsSiteSettings, entries: Sequence[Entry]
    ) -> tuple[list[Entry], bool]:
        """Articles of the site that were changed since they were read, and whether others were read
        too short a time ago to be read again now.
        """
        told = {
            entry.url: entry.changed
            for entry in entries
            if entry.changed and _is_of(entry.url, site)
        }
        read = await self._storage.read_articles(list(told))
        changed = {url for url, at in read.items() if at < told[url]}
        due = {url for url in changed if self._clock() - read[url] >= _AGAIN}
        return [entry for entry in entries if entry.url in due][:NEWEST], changed != due

    async def _article_job(self, job: Job, _progress: Progress) -> Ended | None:
        try:
            read = await self.read(job.key, job.payload["site"], by=job.by)
        except FetchError as error:
            if job.tries < TRIES:
                return None
            await self._unread(job.key, job.payload["site"], error, by=job.by)
            return "failed", (), {"sentence": error.what, "next": error.next_step}
        if read.problem is not None:
            return "failed", (), {"sentence": read.problem}
        return "done", (), {"posts": len(read.posts)}

    async def read(self, url: str, site: str, *, by: str = BY, capture: bool = True) -> ArticleRead:
        """Looks an article through, holds its quotations against what is kept, and asks for the
        capture of the posts that it references, but for those that were captured for it before.

        It is published: with ``[publish] release = "copy"`` or ``"capture"`` its posts become
        public. One at whose address there is no page is kept with that problem.

        Raises:
            FetchError: no answer came.
        """
        try:
            article = await article_at(url, self._recording(self._seconds))
        except UsageError as error:
            return await self._unread(url, site, error, by=by)
        scanned = await scan_followed(article, self._recording)
        read = ArticleRead(
            url=url,
            site=site,
            at=self._clock(),
            title=scanned.title,
            published_at=_moment(scanned.published),
            posts=_posts(scanned),
        )
        waiting = await self._storage.add_article(read, by=by)
        body = await asyncio.to_thread(body_of, article)
        quoted = await self._quotes.of_article(body, drafts=True)
        await self._quotes.remember(url, quoted, by=by)
        if capture:
            for post in read.posts:
                if post.key in waiting:
                    await self._capture(post.url, url, self._release)
        return read

    async def ask_untried(self, site: NewsSiteSettings) -> int:
        """Asks for the captures of posts that were counted only, or whose capture has not ended,
        and gives their number.
        """
        waiting = await self._storage.untried(site.url)
        for post, article in waiting:
            await self._capture(post, article, self._release)
        return len(waiting)

    async def _unread(self, url: str, site: str, error: ArchiveError, *, by: str) -> ArticleRead:
        read = ArticleRead(url=url, site=site, at=self._clock(), problem=error.what)
        await self._storage.add_article(read, by=by)
        return read

    async def catalogue(self, site: NewsSiteSettings) -> AsyncIterator[Entry]:
        """The articles of a site's sitemaps that were not read yet, each once.

        Raises:
            FetchError: a sitemap was not to be had.
            UsageError: a sitemap is none.
        """
        await self.know_sites()
        waiting = [(url, 1) for url in site.sitemaps]
        met: set[str] = set()
        told: set[str] = set()
        while waiting and len(met) < _MAX_LISTINGS:
            url, depth = waiting.pop(0)
            if url in met:
                continue
            met.add(url)
            listing, looked = await self._look(url, None)
            await self._storage.set_listing(looked)
            if depth < _DEEPEST:
                waiting += [(more, depth + 1) for more in listing.more if _is_of(more, site)]
            if listing.following is not None and _is_of(listing.following, site):
                waiting.append((listing.following, depth))
            for entry in await self._new(site, listing.entries):
                if entry.url not in told:
                    told.add(entry.url)
                    yield entry


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _is_of(url: str, site: NewsSiteSettings) -> bool:
    """Whether an address is the site's: of its host, or of one under it."""
    mine, other = (urlsplit(each).hostname or "" for each in (site.url, url))
    mine = mine.removeprefix("www.")
    return other == mine or other.endswith(f".{mine}")


def _moment(published: datetime | date | None) -> datetime | None:
    """A day counts as its beginning, in UTC, and a time without a zone as one of UTC."""
    if published is None:
        return None
    if not isinstance(published, datetime):
        published = datetime.combine(published, time(), UTC)
    return published if published.tzinfo is not None else published.replace(tzinfo=UTC)


def _posts(scanned: Scanned) -> tuple[Referenced, ...]:
    return tuple(
        Referenced(key=one.key, platform=one.named.platform, url=one.named.url, how=one.how)
        for one in scanned.posts
    )
