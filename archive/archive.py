"""The parts of an archive, joined: the one object that a script, a notebook or a server holds."""

import asyncio
import hashlib
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from archive.alerting import Alerter, Sender
from archive.annotations import check_body, cleaned
from archive.articles.reading import Article, article_at, picture_at, scan_followed
from archive.articles.references import Reference
from archive.articles.scan import Scanned
from archive.by_hand import Typed
from archive.capture import Captured, Capturer
from archive.cards import CardShelf
from archive.clock import Clock, utc_now
from archive.damage import Damage, damage_of
from archive.deciding import Deciding, ErasureReport
from archive.deleted import Deleted
from archive.deriving import Deriver
from archive.enclosed import Enclosures
from archive.errors import UnknownPost
from archive.fetch import Client
from archive.freezing import Draws, Freezer, Renders
from archive.from_browser import Handed
from archive.handing import Handing
from archive.health import Tally
from archive.importer import Import, Imported, Tell
from archive.importing import NOTHING_ASKED, Asked, in_batches, opened, pack_of, recognise
from archive.jobs import TRIES, WAIT, Ended, Jobs, Progress, Wait
from archive.keeping import Errand, Keeper
from archive.late import LATE_SECONDS, LateMedia
from archive.looking import Attempt, Looker, Recording, Watcher
from archive.media import Decoder
from archive.media.ffmpeg import Ffmpeg
from archive.naming import Naming
from archive.ocr import Reader
from archive.placing import Placing, article_address
from archive.platforms import Platform, Saved, identify, load_platforms
from archive.quotes.holding import Quotes
from archive.recheck import Rechecks
from archive.records import Annotation, CaptureReason, Format, NeedsLookup, PostRef
from archive.referenced import Known, known_posts, link_known
from archive.settings import Settings
from archive.sites import BY as READS
from archive.sites import Reading
from archive.sources import LATELY, SourceState, states_of
from archive.storage import open_blobs, open_storage
from archive.storage.base import Blobs, Holding, Job, Storage
from archive.storage.blobs import content_name
from archive.targets import parse_target
from archive.thread import ThreadBelow
from archive.upkeep import Upkeep

__all__ = ["Archive", "ErasureReport", "open_archive"]


class Archive:
    """An open archive: capture, look again, read, annotate, show and hide.

    Made by :func:`open_archive`. ``storage`` reads; what changes something goes through the
    methods here, so that it is in the audit log.
    """

    def __init__(
        self,
        *,
        settings: Settings,
        storage: Storage,
        blobs: Blobs,
        decoder: Decoder,
        platforms: Mapping[str, Platform],
        recording: Callable[[float], Recording],
        sender: Callable[[], Sender] | None = None,
        clock: Clock = utc_now,
        salt: Callable[[int], bytes] = secrets.token_bytes,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self.settings = settings
        self.storage = storage
        self.blobs = blobs
        self.clock = clock
        self.platforms = platforms
        self._salt = salt
        self._recording = recording
        self._decoder = decoder
        tally = Tally(storage)
        self._deciding = Deciding(storage, blobs, clock, self.find)
        self.deleted = Deleted(storage, platforms, clock)
        tool = Ffmpeg(settings.media.max_video_bytes)
        ffmpeg = tool if tool.is_there else None
        self._deriver = Deriver(storage=storage, blobs=blobs, decoder=decoder, stripper=ffmpeg)
        looker = Looker(
            platforms,
            recording,
            clock,
            settings.capture.timeout,
            tally.count,
            coordinates=settings.capture.coordinates,
        )
        keeper = Keeper(storage=storage, blobs=blobs, clock=clock, salt=salt, sleep=sleep)
        self._capturer = Capturer(
            settings=settings.capture,
            looker=looker,
            recording=recording,
            storage=storage,
            keeper=keeper,
            inspector=decoder,
            deleted=self.deleted,
            clock=clock,
        )
        self._below = ThreadBelow(
            looker=looker,
            keeper=keeper,
            storage=storage,
            inspector=decoder,
            most=settings.capture.thread_max,
        )
        self._handing = Handing(
            capturer=self._capturer, looker=looker, inspector=decoder, clock=clock
        )
        self.ocr = Reader()
        self._late = LateMedia(
            storage=storage,
            blobs=blobs,
            inspector=decoder,
            recording=lambda: recording(max(settings.capture.timeout, LATE_SECONDS)),
            clock=clock,
            joiner=ffmpeg,
            max_video=settings.media.max_video_bytes,
        )
        self.placing = Placing(storage, clock, salt)
        self.naming = Naming(storage, clock)
        self.quotes = Quotes(storage, clock, settings.quotes)
        self.cards = CardShelf(storage, blobs, clock)
        self.upkeep = Upkeep(
            storage=storage,
            blobs=blobs,
            cards=self.cards,
            tally=tally,
            clock=clock,
            enqueue=self._queue,
            streams=ffmpeg is not None,
        )
        self.alerter = Alerter(
            settings=settings,
            storage=storage,
            sender=sender,
            clock=clock,
        )
        self._freezer: Freezer | None = None
        self.reading = Reading(
            settings=settings,
            storage=storage,
            recording=recording,
            clock=clock,
            enqueue=self._queue,
            capture=self._capture_for,
            quotes=self.quotes,
        )
        self.rechecks = Rechecks(
            settings=settings.watch,
            storage=storage,
            clock=clock,
            enqueue=self._queue,
            look=self._look_again,
            asked=lambda platform: platform in platforms,
        )
        self._jobs = Jobs(
            storage,
            {
                "capture": self._capture_job,
                "derive": self._derive_job,
                "media": self._media_job,
                "thread": self._thread_job,
                "freeze": self._freeze_job,
                **self.alerter.handlers,
                **self.reading.handlers,
                **self.rechecks.handlers,
            },
            clock=clock,
            slots=settings.server.workers * settings.capture.parallel,
        )

    # Capture

    async def capture(
        self,
        url: str,
        *,
        by: str,
        reason: CaptureReason = "request",
        article: str | None = None,
        release: bool = False,
        force: bool = False,
        watch: Watcher | None = None,
    ) -> Captured:
        """Keeps the post of a URL now, or says why not; a draft unless it is released.

        A post that was found within ``[capture] fresh`` seconds is not asked for again, unless
        ``force`` says so.

        Raises:
            NotAPost: the URL names no post.
            UsageError: ``article`` is no web address; or the post was erased here.
            StorageError: what came could not be kept.
        """
        errand = self._errand(by, reason, article, release=release, force=force)
        return await self._done(errand, await self._capturer.capture(url, errand, watch))

    async def capture_by_hand(
        self,
        typed: Typed,
        *,
        by: str,
        screenshots: Sequence[bytes] = (),
        article: str | None = None,
        release: bool = False,
    ) -> Captured:
        """Keeps what somebody typed in, with the screenshots that it was read off: see
        :mod:`archive.by_hand`. It never takes the place of what a platform gave.

        Raises:
            WrongFields: something is missing, or none of what it should be.
            UsageError: a screenshot is no picture, ``article`` no web address; or the post was
                erased here.
            StorageError: it could not be kept.
        """
        errand = self._errand(by, "hand", article, release=release)
        captured = await self._handing.by_hand(typed, screenshots, errand)
        await self._describe(captured, typed.of_screenshots(), screenshots, by)
        return await self._done(errand, captured)

    async def _describe(
        self, captured: Captured, lines: Sequence[str], screenshots: Sequence[bytes], by: str
    ) -> None:
        """Annotates screenshots with what somebody says of them: it is theirs, not the author's."""
        if captured.post is None or not any(lines):
            return
        held = await self.storage.holding(captured.post, captured.snapshot)
        for line, data in zip(lines, screenshots, strict=False):
            sha256 = hashlib.sha256(data).hexdigest()
            # The same entry again may have brought other copies of its screenshots: none is kept.
            if line and held is not None and sha256 in held.media:
                note = Annotation(
                    post=captured.post,
                    kind="alt",
                    body={"text": line},
                    by=by,
                    at=self.clock(),
                    media=sha256,
                )
                await self.annotate(note)

    async def capture_from_browser(
        self, handed: Handed, *, by: str, article: str | None = None, release: bool = False
    ) -> Captured:
        """Keeps what an editor's browser shows of a post: see :mod:`archive.from_browser`.

        Raises:
            NotAPost: the address is that of no post.
            UsageError: what was handed over is no post, ``article`` no web address; or the post
                was erased here.
            StorageError: it could not be kept.
        """
        errand = self._errand(by, "request", article, release=release)
        return await self._done(errand, await self._handing.from_browser(handed, errand))

    async def capture_saved(
        self,
        file: Saved,
        *,
        by: str,
        name: str,
        saved_at: datetime | None = None,
        article: str | None = None,
        release: bool = False,
    ) -> Captured:
        """Keeps the post of a response that somebody saved: see :mod:`archive.saved`. ``name`` is
        the file's, ``saved_at`` when it was saved, if that is known.

        Raises:
            NotAPost: the file's address is that of no post.
            UsageError: no platform knows the file, it is not clear which post is meant or when it
                looked so, ``article`` is no web address; or the post was erased here.
            StorageError: it could not be kept.
        """
        errand = self._errand(by, "request", article, release=release)
        captured = await self._handing.saved(file, errand, name=name, saved_at=saved_at)
        return await self._done(errand, captured)

    async def set_aside(self, picture: bytes) -> str:
        """Puts a picture among the originals for a day, and gives its SHA-256: for a form that is
        sent again. It is swept unless something refers to it then.
        """
        sha256 = hashlib.sha256(picture).hexdigest()
        await self.blobs.put_all({content_name(sha256): picture})
        return sha256

    def _errand(
        self,
        by: str,
        reason: CaptureReason,
        article: str | None,
        *,
        release: bool,
        force: bool = False,
    ) -> Errand:
        article = article_address(article)
        return Errand(
            by=by,
            reason="article" if article and reason == "request" else reason,
            article=article,
            release=release or self.settings.publish.release == "capture",
            force=force,
        )

    async def _done(self, errand: Errand, captured: Captured) -> Captured:
        """What a capture leaves to be done: the frozen form that its release names, the jobs."""
        if errand.release and captured.post is not None:
            await self._freeze_current(captured.post, captured.snapshot, by=errand.by)
        self._jobs.wake()
        return captured

    async def request_capture(
        self, url: str, *, by: str, article: str | None = None, release: bool = False
    ) -> Job:
        """A durable job that captures, or the one under way for the same post if it does all
        that is asked.

        Raises:
            NotAPost: the URL names no post.
            UsageError: ``article`` is no web address.
        """
        key, article = _key(url), article_address(article)
        payload = {"url": url, "article": article, "release": release}
        job = await self._jobs.enqueue("capture", key, payload, by=by)
        same_article = article is None or job.payload.get("article") == article
        if same_article and (job.payload.get("release") or not release):
            return job
        # The one under way does less than is asked here: this one joins its capture, not it.
        more = f"{key} {'release' if release else ''} {article or ''}"
        return await self._jobs.enqueue("capture", more, payload, by=by)

    # Articles

    async def article(self, url: str) -> Article:
        """The article at an address, fetched as posts are.

        Raises:
            UsageError: it is no web address, or there is no page at it.
            FetchError: no answer came, or the guard did not let the request out.
        """
        return await article_at(url, self._recording(self.settings.capture.timeout))

    async def scan(self, article: Article) -> Scanned:
        """The posts that an article references; links of shorteners are followed."""
        return await scan_followed(article, self._recording)

    async def picture(self, url: str) -> bytes:
        """A picture of an article, as it is shown there: nothing of it is kept.

        Raises:
            UsageError: it is no web address, or there is nothing at it.
            MediaError: what came is no picture.
            FetchError: no answer came, or the guard did not let the request out.
        """
        return await picture_at(url, self._recording(self.settings.capture.timeout))

    async def known(self, references: Iterable[Reference]) -> tuple[Known, ...]:
        """What is kept of the posts that an article references, in their order."""
        return await known_posts(references, self.storage)

    async def link(self, known: Iterable[Known], article: str | None, *, by: str) -> int:
        """Links what is kept of an article's references with it, and gives how many: their pages
        say where they are used, and they are looked at again.

        Raises:
            UsageError: ``article`` is no web address.
        """
        address = article_address(article)
        return await link_known(known, self.storage, article=address, by=by, at=self.clock())

    async def _queue(self, kind: str, key: str, payload: dict[str, Any], *, by: str) -> Job:
        return await self._jobs.enqueue(kind, key, payload, by=by)

    async def _capture_for(self, url: str, article: str, release: bool) -> None:
        """A capture for a published article that was read by itself."""
        await self.request_capture(url, by=READS, article=article, release=release)

    def watch(self, job: str) -> AsyncIterator[Job]:
        """A job at once, and again on each change, until it has ended."""
        return self._jobs.watch(job)

    async def recheck(self, post: str, *, by: str) -> Captured:
        """Looks at a kept post again now: a check, and a new snapshot if it changed.

        Raises:
            UnknownPost: nothing is kept under that id.
        """
        kept = await self._deciding.post(post)
        ref = PostRef(platform=kept.platform, native_id=kept.native_id, url=kept.url)
        errand = Errand(by=by, reason=kept.capture_reason, action="recheck", force=True)
        captured = await self._capturer.capture_post(ref, errand)
        if captured.post is not None and captured.snapshot is not None and not captured.new:
            await self._late.renew(captured.post, captured.snapshot, captured.media, by=by)
        await self.upkeep.fetch_again(kept.id)
        self._jobs.wake()
        return captured

    async def _look_again(self, post: str, by: str) -> Ended:
        """A look of the schedule."""
        captured = await self.recheck(post, by=by)
        return captured.state, (), {"sentence": captured.sentence}

    async def run(self) -> None:
        """Works through the queue until cancelled, and does what else is to be done by itself:
        upkeep, the newsroom's feeds, looks at what is kept.
        """
        beside = [
            asyncio.create_task(self.upkeep.run()),
            asyncio.create_task(self.reading.run()),
            asyncio.create_task(self.rechecks.run()),
        ]
        try:
            await self._jobs.run()
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)

    async def run_due_jobs(self) -> int:
        """Does the jobs that are due now, and gives their number."""
        return await self._jobs.run_due()

    async def close(self) -> None:
        """Stops captures and derivations that are under way; :func:`open_archive` calls it."""
        self.ocr.close()
        await self._capturer.close()
        await self._deriver.close()
        await self.upkeep.write_tally()

    async def import_file(
        self,
        path: Path,
        *,
        by: str,
        format: str | None = None,
        asked: Asked = NOTHING_ASKED,
        release: bool | None = None,
        dry_run: bool = False,
        tell: Tell = lambda _item: None,
        watch: Callable[[int], None] = lambda _position: None,
    ) -> Imported:
        """Takes in the posts of a file, or of the folder of a data archive, that others made: see
        :mod:`archive.importing`.

        Without ``format`` the file's content tells it. New posts are drafts, unless ``release`` or
        ``[publish] release`` says otherwise. ``tell`` is told of each row with something wrong
        about it, ``watch`` of the byte that was come to.

        Raises:
            UsageError: there is no such file or format, or the file is none of it.
            StorageError: what was read could not be kept; what was kept before stays.
        """
        if release is None:
            release = self.settings.publish.release == "capture"
        with opened(path) as stream:
            named = format or recognise(stream, asked.encoding)
            with in_batches(path, stream, named, asked) as found, pack_of(path) as pack:
                enclosures = None
                if pack is not None:
                    enclosures = Enclosures(
                        pack=pack,
                        inspector=self._decoder,
                        storage=self.storage,
                        blobs=self.blobs,
                        most=self.settings.fetch.max_media,
                        dry_run=dry_run,
                    )
                return await Import(
                    storage=self.storage,
                    clock=self.clock,
                    salt=self._salt,
                    source=f"import:{named}",
                    file=path.name,
                    by=by,
                    visibility="public" if release else "draft",
                    dry_run=dry_run,
                    enclosures=enclosures,
                ).run(found, tell, watch)

    # Reading

    async def find(self, post: str) -> str:
        """The id of a kept post by its id or by any URL of it.

        Raises:
            NotAPost: it is neither an id nor the URL of a post.
            UnknownPost: it is not kept.
        """
        if "/" not in post and ":" not in post and "." not in post:
            return (await self._deciding.post(parse_target(post).post)).id
        named = identify(post)
        if isinstance(named, NeedsLookup):
            known = await self.storage.resolve(named.platform, named.key)
        else:
            known = named.id
        if known is None:
            raise UnknownPost(f"No post of {post} is kept here.")
        return (await self._deciding.post(known)).id

    async def sources(self) -> tuple[SourceState, ...]:
        """Every source of every platform: whether it is asked, on what terms, how it fares."""
        counted = await self.storage.looks_counted(self.clock() - LATELY)
        return states_of(self.platforms, counted)

    async def variant(self, sha256: str, width: int, kind: Format) -> bytes | None:
        """A derivative of an original: stored, else made now and stored; ``None``: no such."""
        return await self._deriver.variant(sha256, width, kind)

    async def original(self, sha256: str) -> bytes | None:
        """An original as it came; ``None`` when it is not kept."""
        return await self.blobs.get(content_name(sha256))

    async def damage(self, holding: Holding) -> tuple[Damage, ...]:
        """What is wrong with the stored files that a snapshot shows: see :mod:`archive.damage`."""
        return await damage_of(holding, self.blobs, self._decoder)

    # Frozen forms

    def render_with(self, renders: Renders, draws: Draws | None = None) -> None:
        """Hands the archive who renders: from now on it freezes what is named. ``draws`` is who
        draws the cards of what is frozen; without it they are drawn when they are asked for.
        """
        self._freezer = Freezer(
            storage=self.storage,
            blobs=self.blobs,
            deriver=self._deriver,
            clock=self.clock,
            renders=renders,
            draws=draws,
        )

    async def freeze(self, post: str, n: int, options: str = "", *, by: str) -> None:
        """Names an option set of a snapshot, ``~dark.es.t1``: its bytes are stored by a job,
        as soon as nothing of it is late or withheld, however long that takes, and served ever
        after. Empty are the defaults.
        """
        if self._freezer is not None:
            payload = {"post": post, "n": n, "options": options}
            await self._jobs.enqueue("freeze", f"{post}@{n}/{options}", payload, by=by)

    async def _freeze_current(self, post: str, n: int | None, *, by: str) -> None:
        """What a release names: the defaults of the snapshot that stands for the post."""
        if n is None:
            n = (await self._deciding.post(post)).current
        if n is not None:
            await self.freeze(post, n, by=by)

    # Visibility

    async def release(self, target: str, *, by: str, reason: str | None = None) -> None:
        """Makes a draft public, or undoes a withhold. See :mod:`archive.targets`.

        Raises:
            UsageError: it is withheld, and no reason says why it is shown again.
        """
        what = await self._deciding.set("public", target, by=by, reason=reason)
        await self._jobs.hurry("freeze")
        if what.media is None:
            await self._freeze_current(what.post, what.snapshot, by=by)

    async def withhold(self, target: str, *, by: str, reason: str) -> None:
        """Hides what stays kept; the box says that it is not shown."""
        await self._deciding.set("withheld", target, by=by, reason=reason)

    async def hold(self, target: str, *, by: str, reason: str, lift: bool = False) -> None:
        """Puts a legal hold on a post, or lifts it: a held post cannot be erased."""
        await self._deciding.hold(target, by=by, reason=reason, lift=lift)

    async def erase(self, target: str, *, by: str, reason: str) -> ErasureReport:
        """Takes out text, media, derivatives, exchanges and index; nothing brings it back.

        Raises:
            HoldError: a legal hold stands.
        """
        return await self._deciding.erase(target, by=by, reason=reason)

    async def annotate(self, annotation: Annotation) -> Annotation:
        """Adds the next version of an annotation; gives it as stored.

        Raises:
            UnknownPost: nothing is kept under that id.
            UsageError: the body lacks what the kind needs.
        """
        annotation = cleaned(annotation)
        check_body(annotation)
        return await self.storage.annotate(annotation)

    # Jobs

    async def _capture_job(self, job: Job, progress: Progress) -> Ended:
        async def watch(attempts: Sequence[Attempt]) -> None:
            await progress([msgspec.to_builtins(a) for a in attempts])

        captured = await self.capture(
            job.payload["url"],
            by=job.by,
            article=job.payload.get("article"),
            release=job.payload.get("release", False),
            watch=watch,
        )
        result: dict[str, Any] = {
            "post": captured.post,
            "snapshot": captured.snapshot,
            "sentence": captured.sentence,
            "next": captured.next_step,
            "told": msgspec.to_builtins(captured.told),
            "offers": captured.offers,
        }
        article = job.payload.get("article")
        if article is not None:
            await self.storage.end_reference(article, _key(job.payload["url"]), captured.state)
        return captured.state, [msgspec.to_builtins(a) for a in captured.attempts], result

    async def _derive_job(self, job: Job, _progress: Progress) -> Ended:
        await self._deriver.derive(job.key)
        return "done", (), {}

    async def _thread_job(self, job: Job, _progress: Progress) -> Ended | None:
        became = await self._below.take(job.key, by=job.by)
        self._jobs.wake()
        return None if became == "late" else (became, (), {})

    async def _freeze_job(self, job: Job, _progress: Progress) -> Ended | Wait | None:
        if self._freezer is None:
            return None
        what = job.payload
        froze = await self._freezer.freeze(what["post"], what["n"], what["options"], by=job.by)
        if froze.state == "wait":
            return WAIT
        return froze.state, (), {"undrawn": froze.undrawn} if froze.undrawn else {}

    async def _media_job(self, job: Job, _progress: Progress) -> Ended | None:
        what = parse_target(job.key)
        last = job.tries >= TRIES
        became = await self._late.fetch(what.post, what.snapshot or 1, by=job.by, last=last)
        self._jobs.wake()
        if became == "late":
            return None
        # What waits to be frozen may have waited for this.
        await self._jobs.hurry("freeze")
        return became, (), {}


def _key(url: str) -> str:
    """The post's id; while only the platform can tell it, what it is to be asked for."""
    named = identify(url)
    return named.id if isinstance(named, PostRef) else f"{named.platform}:{named.key}"


@asynccontextmanager
async def open_archive(settings: Settings, *, clock: Clock = utc_now) -> AsyncIterator[Archive]:
    """An archive as the settings say, open until the block ends.

    >>> async with open_archive(load_settings(None)) as archive:  # doctest: +SKIP
    ...     captured = await archive.capture("https://x.com/jack/status/20", by="me")

    Raises:
        ConfigError: a setting has a bad value.
        StorageError: the database or the folder of blobs cannot be opened.
    """
    platforms = load_platforms(settings)
    async with AsyncExitStack() as stack:
        storage = await open_storage(settings.storage.database)
        stack.push_async_callback(storage.close)
        decoder = Decoder(settings.media)
        stack.callback(decoder.close)
        client = await stack.enter_async_context(
            Client(
                settings.fetch,
                public_url=settings.site.public_url,
                contact=settings.site.contact,
                proxy_password=settings.secret(settings.fetch.proxy_password_env),
                clock=clock,
            )
        )
        loop = asyncio.get_running_loop()

        def recording(seconds: float) -> Recording:
            return client.recording(loop.time() + seconds)

        archive = Archive(
            settings=settings,
            storage=storage,
            blobs=open_blobs(settings.storage.blobs),
            decoder=decoder,
            platforms=platforms,
            recording=recording,
            sender=lambda: client.recording(loop.time() + settings.fetch.timeout),
            clock=clock,
        )
        stack.push_async_callback(archive.close)
        yield archive
