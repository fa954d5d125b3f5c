"""What may happen to a post, told as stories, on a platform that has whatever is asked for."""

import asyncio
import io
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from PIL import Image

from archive.archive import Archive
from tests.embedder.doors import Service

HOST = "sample.example"
REASON = "a reason"
NEVER_SEEN = "0" * 16


# The platform: whatever is asked for is there, in two versions, with a picture of its own.
# A post whose number begins with 9 quotes the one with the rest of the number.


def _status(number: str, words: str = "second words") -> dict[str, Any]:
    quotes = number.startswith("9")
    status: dict[str, Any] = {
        "id": number,
        "created_at": "2026-03-02T09:30:00.000Z",
        "edited_at": None if quotes else "2026-03-03T09:30:00.000Z",
        "uri": f"https://{HOST}/users/mayor/statuses/{number}",
        "url": url_of(number),
        "visibility": "public",
        "content": f"<p>{'outer' if quotes else words} of {number}.</p>",
        "account": {"id": "1", "username": "mayor", "acct": "mayor", "display_name": "Mayor"},
        "media_attachments": [] if quotes else [_picture_of(number)],
    }
    if quotes:
        status["quote"] = {"state": "accepted", "quoted_status": _status(number[1:])}
    return status


def _picture_of(number: str) -> dict[str, Any]:
    return {"id": number, "type": "image", "url": f"https://{HOST}/pictures/{number}.png"}


def url_of(number: str) -> str:
    return f"https://{HOST}/@mayor/{number}"


def platform() -> web.AppRunner:
    gone: set[str] = set()

    async def status(request: web.Request) -> web.Response:
        number = request.match_info["id"]
        if number in gone:
            return web.json_response({"error": "Record not found"}, status=404)
        return web.json_response(_status(number))

    async def history(request: web.Request) -> web.Response:
        today = _status(request.match_info["id"])
        first = _status(today["id"], "first words") | {"created_at": "2026-03-02T09:30:00.000Z"}
        return web.json_response([first, today | {"created_at": today["edited_at"]}])

    async def delete(request: web.Request) -> web.Response:
        gone.add(request.match_info["id"])
        return web.json_response({})

    async def instance(_: web.Request) -> web.Response:
        return web.json_response({"domain": HOST, "version": "4.5.0"})

    async def picture(request: web.Request) -> web.Response:
        shade = int(request.match_info["id"])
        out = io.BytesIO()
        Image.new("RGB", (40, 30), (shade % 251, shade // 251 % 251, 99)).save(out, "PNG")
        return web.Response(body=out.getvalue(), content_type="image/png")

    app = web.Application()
    app.router.add_get("/api/v1/statuses/{id}", status)
    app.router.add_get("/api/v1/statuses/{id}/history", history)
    app.router.add_delete("/api/v1/statuses/{id}", delete)
    app.router.add_get("/api/v2/instance", instance)
    app.router.add_get("/pictures/{id}.png", picture)
    return web.AppRunner(app, access_log=None)


# The stories


class Story:
    """What happens to one post, and to the public post that quotes it."""

    def __init__(self, service: Service, number: int) -> None:
        self.service = service
        self.archive: Archive = service.archive
        self.number = str(number)
        self.post = NEVER_SEEN
        self.quoting: str | None = None
        self.picture: str | None = None
        self.newest = self.pinned = "0" * 24

    async def kept(self, *, release: bool = False, quoted: bool = True) -> None:
        self.post = await self._captured(self.number, release=release)
        if quoted:
            await self.quoted()
        holding = await self.archive.storage.holding(self.post)
        assert holding is not None
        assert holding.stored is not None
        self.picture = holding.stored.snapshot.media[0].sha256
        await self.published()

    async def published(self) -> None:
        """Frozen and placed in every way, before anything happens to it."""
        place = self.archive.placing.place
        kept = await self.archive.storage.post(self.post)
        assert kept is not None
        assert kept.current is not None
        self.newest = (await place(self.post, by="test")).key
        self.pinned = (await place(self.post, by="test", mode="pinned", snapshot=kept.current)).key
        await self._frozen(self.post, kept.current)
        card = f"/e/{self.post}@{kept.current}/~t1/card.png"
        await self.service.client.get(card, headers=await self.service.key())
        if self.quoting is not None:
            await self._frozen(self.quoting, 1)

    async def _frozen(self, post: str, n: int) -> None:
        await self.archive.freeze(post, n, by="test")
        for _ in range(600):
            if await self.archive.storage.frozen(post, n, "~t1") is not None:
                return
            await asyncio.sleep(0.05)
        raise AssertionError("it was not frozen")

    async def quoted(self) -> None:
        self.quoting = await self._captured(f"9{self.number}", release=True)
        holding = await self.archive.storage.holding(self.quoting)
        assert holding is not None
        assert holding.quoted is not None
        assert holding.quoted.stored is not None
        self.post = holding.quoted.post.id
        self.picture = holding.quoted.stored.snapshot.media[0].sha256
        assert self.picture is not None

    async def _captured(self, number: str, *, release: bool) -> str:
        captured = await self.archive.capture(url_of(number), by="test", release=release)
        assert captured.state == "done", captured.sentence
        assert captured.post is not None
        return captured.post

    async def withhold(self, part: str = "") -> None:
        await self.archive.withhold(self.post + part, by="test", reason=REASON)

    async def erase(self, part: str = "") -> None:
        await self.archive.erase(self.post + part, by="test", reason=REASON)

    async def hold(self) -> None:
        await self.archive.hold(self.post, by="test", reason=REASON)

    async def gone(self) -> None:
        origin = self.archive.settings.fetch.routes["*"]
        path = f"{origin}/api/v1/statuses/{self.number}"
        (await self.service.client.session.delete(path)).close()
        assert (await self.archive.recheck(self.post, by="test")).state == "gone"


async def _never_seen(_: Story) -> None:
    pass


async def _draft(story: Story) -> None:
    await story.kept(quoted=False)


async def _draft_quoted(story: Story) -> None:
    await story.kept()


async def _draft_on_hold(story: Story) -> None:
    await story.kept(quoted=False)
    await story.hold()


async def _public(story: Story) -> None:
    await story.kept(release=True)


async def _public_on_hold(story: Story) -> None:
    await story.kept(release=True)
    await story.hold()


async def _public_and_gone(story: Story) -> None:
    await story.kept(release=True)
    await story.gone()


async def _withheld(story: Story) -> None:
    await story.kept(release=True)
    await story.withhold()


async def _withheld_on_hold(story: Story) -> None:
    await _withheld(story)
    await story.hold()


async def _withheld_draft(story: Story) -> None:
    await story.kept()
    await story.withhold()


async def _erased_draft(story: Story) -> None:
    await story.kept()
    await story.erase()


async def _released_again(story: Story) -> None:
    await _withheld(story)
    await story.archive.release(story.post, by="test", reason="it may be shown")


async def _erased(story: Story) -> None:
    await story.kept(release=True)
    await story.erase()


async def _withheld_then_erased(story: Story) -> None:
    await _withheld(story)
    await story.erase()


async def _older_withheld(story: Story) -> None:
    await story.kept(release=True)
    await story.withhold("@1")


async def _newest_withheld(story: Story) -> None:
    await story.kept(release=True)
    await story.withhold("@2")


async def _all_withheld(story: Story) -> None:
    await _newest_withheld(story)
    await story.withhold("@1")


async def _newest_erased(story: Story) -> None:
    await story.kept(release=True)
    await story.erase("@2")


async def _older_released_of_withheld(story: Story) -> None:
    await _withheld(story)
    await story.archive.release(f"{story.post}@1", by="test", reason="it may be shown")


async def _newest_withheld_of_draft(story: Story) -> None:
    await story.kept()
    await story.withhold("@2")


async def _picture_withheld(story: Story) -> None:
    await story.kept(release=True)
    await story.withhold(f"#{story.picture}")


async def _picture_erased(story: Story) -> None:
    await story.kept(release=True)
    await story.erase(f"#{story.picture}")


async def _context(story: Story) -> None:
    await story.quoted()
    await story.published()


async def _context_gone(story: Story) -> None:
    await _context(story)
    await story.gone()


async def _context_withheld(story: Story) -> None:
    await _context(story)
    await story.withhold()


async def _context_erased(story: Story) -> None:
    await _context(story)
    await story.erase()


STORIES: dict[str, Callable[[Story], Awaitable[None]]] = {
    "never seen": _never_seen,
    "draft": _draft,
    "draft, quoted by a public post": _draft_quoted,
    "draft, on hold": _draft_on_hold,
    "public": _public,
    "public, on hold": _public_on_hold,
    "public, gone from its platform": _public_and_gone,
    "withheld": _withheld,
    "withheld, on hold": _withheld_on_hold,
    "draft, then withheld": _withheld_draft,
    "draft, then erased": _erased_draft,
    "withheld, then released": _released_again,
    "erased": _erased,
    "withheld, then erased": _withheld_then_erased,
    "public, snapshot 1 withheld": _older_withheld,
    "public, snapshot 2 withheld": _newest_withheld,
    "public, both snapshots withheld": _all_withheld,
    "public, snapshot 2 erased": _newest_erased,
    "withheld, snapshot 1 released": _older_released_of_withheld,
    "draft, snapshot 2 withheld": _newest_withheld_of_draft,
    "public, picture withheld": _picture_withheld,
    "public, picture erased": _picture_erased,
    "context": _context,
    "context, gone from its platform": _context_gone,
    "context, withheld": _context_withheld,
    "context, erased": _context_erased,
}
