"""What people hand in of a post: typed in, seen in a browser, saved to a file.

Each becomes a snapshot by the same way as a capture: :meth:`archive.capture.Capturer.keep`.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime

from archive import by_hand, from_browser, saved
from archive.capture import Captured, Capturer
from archive.clock import Clock
from archive.errors import MediaError, UsageError
from archive.keeping import Errand
from archive.looking import Looked, LookedUp, Looker, looked
from archive.originals import Inspector, Original
from archive.outcome import Answer, Found, Refused
from archive.platforms import Saved, identify
from archive.records import Exchange, NeedsLookup, PostRef
from archive.telling import Told, offers_for, tell_file, tell_nothing

__all__ = ["BadPicture", "Handing"]


class BadPicture(UsageError):
    """One of the pictures that were handed in is none that we can use."""


class Handing:
    """Takes in what people hand in. Everything from outside is handed to it."""

    def __init__(
        self, *, capturer: Capturer, looker: Looker, inspector: Inspector, clock: Clock
    ) -> None:
        self._capturer = capturer
        self._looker = looker
        self._inspector = inspector
        self._clock = clock

    async def by_hand(
        self, typed: by_hand.Typed, screenshots: Sequence[bytes], errand: Errand
    ) -> Captured:
        """Keeps what somebody typed in, with the screenshots that it was read off.

        Raises:
            WrongFields: something is missing, or none of what it should be.
            BadPicture: a screenshot is no picture.
            UsageError: the post was erased here.
        """
        checked = by_hand.check(typed, len(screenshots), self._clock())
        ref = await self._known(checked.ref)
        if isinstance(ref, Captured):
            return ref
        given = await self._inspected(dict(enumerate(screenshots)))
        snapshot = by_hand.snapshot_of(checked, ref, len(screenshots))
        look = self._look(by_hand.SOURCE, Found(ref=ref, snapshots=(snapshot,)))
        aliases = (checked.ref.key,) if isinstance(checked.ref, NeedsLookup) else ()
        return await self._capturer.keep(look, errand, given=given, typed=True, aliases=aliases)

    async def from_browser(self, handed: from_browser.Handed, errand: Errand) -> Captured:
        """Keeps what an editor's browser shows of a post; what is for followers only, it does not.

        Raises:
            NotAPost: the address is that of no post.
            UsageError: what was handed over is no post; or the post was erased here.
        """
        page = await asyncio.to_thread(from_browser.read_page, handed)
        if isinstance(page, Refused):
            title = self._looker.title(identify(handed.url).platform)
            told = tell_nothing(title, [page], kept=False)
            return _told(told, self._look(from_browser.SOURCE, page))
        ref = await self._known(page.ref)
        if isinstance(ref, Captured):
            return ref
        pictures = page.handed.pictures
        given = await self._inspected(
            {i: picture.data for i, picture in enumerate(pictures) if picture.data is not None}
        )
        snapshot = from_browser.snapshot_of(page, ref)
        evidence = self._evidence("BROWSER", ref.url, page.evidence, redacted=True)
        look = self._look(from_browser.SOURCE, Found(ref=ref, snapshots=(snapshot,)), evidence)
        aliases = (page.ref.key,) if isinstance(page.ref, NeedsLookup) else ()
        return await self._capturer.keep(
            look, errand, given=given, giver="the browser", aliases=aliases
        )

    async def saved(
        self, file: Saved, errand: Errand, *, name: str, saved_at: datetime | None = None
    ) -> Captured:
        """Keeps the post of a response that somebody saved. One that says that the post is gone,
        or that it is not shown, is told and not kept: nobody knows when the platform said so, and
        a check is a look at a known time.

        Raises:
            NotAPost: the address is that of no post.
            UsageError: no platform knows the file, or it is not clear which post is meant, or when
                it looked so; or the post was erased here.
        """
        platform, answer = await asyncio.to_thread(saved.read_file, file)
        if not isinstance(answer, Found):
            told = tell_file(self._looker.title(platform), answer)
            return _told(told, self._look(saved.SOURCE, answer))
        found = saved.as_of_file(answer, saved_at)
        evidence = self._evidence("FILE", f"file:{name}", file.body)
        look = self._look(saved.SOURCE, found, evidence)
        return await self._capturer.keep(look, errand, giver="the file")

    async def _known(self, named: PostRef | NeedsLookup) -> PostRef | Captured:
        """The post that an address names, or what came of asking for it."""
        if isinstance(named, PostRef):
            return named
        found = await self._capturer.find(named)
        if isinstance(found, LookedUp):
            return found.ref
        told = tell_nothing(self._looker.title(named.platform), [found.answer], kept=False)
        return _told(told, found)

    async def _inspected(self, pictures: Mapping[int, bytes]) -> dict[int, Original]:
        given: dict[int, Original] = {}
        for position, data in pictures.items():
            try:
                row = await self._inspector.inspect(data)
            except MediaError as error:
                raise BadPicture(
                    f"Picture {position + 1} cannot be used: {error.what}",
                    next_step="Hand in a PNG, JPEG, WebP or GIF.",
                ) from error
            if not row.mime.startswith("image/"):
                raise BadPicture(
                    f"File {position + 1} is no picture.",
                    next_step="Hand in a PNG, JPEG, WebP or GIF.",
                )
            given[position] = Original(state="there", url=None, row=row, data=data)
        return given

    def _look(self, source: str, answer: Answer, *exchanges: Exchange) -> Looked:
        return looked(self._clock(), source, answer, exchanges)

    def _evidence(self, method: str, url: str, body: bytes, *, redacted: bool = False) -> Exchange:
        """What was handed in, as the exchange of its look: no request was made, so there is no
        status, no peer and no header.
        """
        return Exchange(
            method=method,
            url=url,
            requested_at=self._clock(),
            seconds=0.0,
            body=body,
            redacted=redacted,
        )


def _told(told: Told, look: Looked) -> Captured:
    return Captured(
        told=told,
        attempts=(look.attempt,),
        offers=offers_for([look.answer]),
    )
