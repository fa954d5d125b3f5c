"""The card as it is served: drawn once, kept, and never of what is not shown."""

import asyncio
import io
import re
import shutil
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer
from PIL import Image

from archive.archive import Archive
from archive.errors import StorageError
from archive.settings import CardSettings, Settings
from archive.storage.blobs import card_name
from embedder.app import make_app
from embedder.cards import Cards, card_of
from embedder.forms import Drawings, Renderings
from embedder.links import Links
from embedder.options import Options
from embedder.parts import EmbedView
from embedder.render.card import Card, Fonts, Shape, find_fonts, lay_out
from embedder.view import build_view
from embedder.web.context import CARDS
from embedder.web.desk_card import lacks_of
from tests.embedder.conftest import Capture, Client
from tests.embedder.looks import SITE, view_of
from tests.embedder.test_web_frozen import body, current


class Painter:
    """Who draws in the tests: writes down what for, and makes other bytes each time."""

    def __init__(self) -> None:
        self.drew: list[str] = []
        self.missing: tuple[str, ...] = ()
        self.undrawn: tuple[str, ...] = ()
        self.breaks = False

    def __call__(
        self, view: EmbedView, pictures: Mapping[str, bytes], fonts: Fonts, shape: Shape
    ) -> Card:
        if self.breaks:
            raise RuntimeError("no paint")
        self.drew.append(f"{view.frame.theme} {shape}")
        said = view.description if view.post else view.title
        png = f"{len(self.drew)}: {said}".encode()
        return Card(png=png, width=1200, height=630, missing=self.missing, undrawn=self.undrawn)


@pytest.fixture
def painter() -> Painter:
    return Painter()


@pytest.fixture
async def client(settings: Settings, archive: Archive, painter: Painter) -> AsyncIterator[Client]:
    app = make_app(settings, archive)
    app[CARDS] = Cards(settings.card, painter)
    async with TestClient(TestServer(app)) as client:
        yield client


async def rows(archive: Archive, post: str, n: int, name: str) -> str | None:
    found = await archive.cards.find_pinned(post, n, name)
    return found.row.sha256 if found else None


async def settled(archive: Archive) -> None:
    """Waits until what was named is frozen, and its cards are drawn."""
    for job in await archive.storage.list_jobs(kind="freeze", limit=9):
        async for _ in archive.watch(job.id):
            pass


async def test_a_public_post_has_a_card_and_a_crop(
    archive: Archive, settings: Settings, capture: Capture
) -> None:
    post = await capture(release=True)
    async with TestClient(TestServer(make_app(settings, archive))) as client:
        for name, height in (("card.png", None), ("~dark/card-og.png", 630)):
            answer = await client.get(f"/e/{post}/{name}")
            assert answer.status == 200
            assert answer.headers["Content-Type"] == "image/png"
            assert f"post-{post}" in answer.headers["Surrogate-Key"]
            assert answer.headers["ETag"]
            with Image.open(io.BytesIO(await answer.read())) as image:
                assert image.width == 1200
                assert height is None or image.height == height


async def test_a_draft_has_no_card(client: Client, capture: Capture) -> None:
    post = await capture()
    assert (await client.get(f"/e/{post}/card.png")).status == 404


async def test_a_card_is_drawn_once_and_kept_whoever_draws_later(
    client: Client, capture: Capture, painter: Painter, archive: Archive
) -> None:
    post = await capture()
    await archive.storage.set_visibility(
        post, "public", by="test", at=archive.clock(), reason=None
    )  # and names no form, whose card would be drawn
    path = f"/e/{post}/card.png"
    first = await asyncio.gather(*(body(client, path) for _ in range(5)))
    assert set(first) == {first[0]}
    assert await body(client, path) == first[0]
    assert painter.drew == ["auto card"], "five at once, and one later"
    assert await body(client, f"/e/{post}/~dark/card.png") != first[0]
    assert await body(client, f"/e/{post}/card-og.png") != first[0]
    assert painter.drew == ["auto card", "dark card", "auto og"]
    await archive.recheck(post, by="test")
    assert await body(client, path) == first[0], "a look that changed nothing to see"


async def test_a_card_that_is_kept_leaves_the_finished_pages_where_they_are(
    client: Client, capture: Capture, archive: Archive
) -> None:
    post = await capture(release=True)
    for kind in ("derive", "freeze"):
        for job in await archive.storage.list_jobs(kind=kind, limit=9):
            async for _ in archive.watch(job.id):
                pass
    before = await archive.storage.data_version()
    kept = [name async for name in archive.blobs.names("cards")]
    assert (await client.get(f"/e/{post}/~dark/card.png")).status == 200
    assert len([name async for name in archive.blobs.names("cards")]) == len(kept) + 1
    assert await archive.storage.data_version() == before
    await archive.withhold(post, by="test", reason="privacy")
    assert await archive.storage.data_version() != before


async def test_another_state_has_another_card(
    client: Client, capture: Capture, archive: Archive, painter: Painter
) -> None:
    post = await capture(release=True)
    await settled(archive)
    path = f"/e/{post}/card.png"
    before = await body(client, path)
    await archive.withhold(post, by="test", reason="privacy")
    hidden = await body(client, path)
    assert b"classrooms" not in hidden
    assert painter.drew == ["auto card", "auto og", "auto card"], "two were drawn at the release"
    await archive.release(post, by="test", reason="it may be shown")
    assert await body(client, path) == before
    await archive.erase(post, by="test", reason="privacy")
    assert await body(client, path) not in {before, hidden}
    assert [name async for name in archive.blobs.names("cards")] == []


async def test_the_card_of_a_frozen_form_stays_for_good(
    client: Client, capture: Capture, archive: Archive, painter: Painter
) -> None:
    post = await capture(release=True)
    n = await current(archive, post)
    await settled(archive)
    assert painter.drew == ["auto card", "auto og"], "drawn when it was frozen"
    path = f"/e/{post}@{n}/~t1/card.png"
    before = await body(client, path)
    await body(client, f"/e/{post}@{n}/~t1/card-og.png")
    assert len(painter.drew) == 2, "and not when it was asked for"
    kept = await rows(archive, post, n, "~t1/card.png")
    assert kept is not None
    await archive.freeze(post, n, by="test")
    await settled(archive)
    assert len(painter.drew) == 2, "named again: it stays"
    await archive.storage.forget_cards(archive.clock())
    assert await body(client, path) == before
    rules = (await client.get(path)).headers["Cache-Control"]
    assert rules.startswith("public, max-age=60")
    await archive.withhold(post, by="test", reason="privacy")
    assert await body(client, path) != before
    await archive.release(post, by="test", reason="it may be shown")
    assert await body(client, path) == before
    await body(client, f"/e/{post}@{n}/~dark.t1/card.png")
    assert await rows(archive, post, n, "~dark.t1/card.png") is None, "nobody named this one"
    await archive.erase(post, by="test", reason="privacy")
    assert await archive.blobs.get(card_name(kept)) is None


async def test_a_card_that_lacks_something_does_not_stay(
    client: Client, capture: Capture, archive: Archive, painter: Painter
) -> None:
    painter.undrawn = ("/media/x",)
    post = await capture(release=True)
    n = await current(archive, post)
    await settled(archive)
    path = f"/e/{post}@{n}/~t1/card.png"
    assert await body(client, path) != await body(client, path), "the picture may come"
    painter.undrawn, painter.missing = (), ("中",)
    poor = await body(client, path)
    assert await body(client, path) == poor, "the same fonts draw it no better"
    assert await rows(archive, post, n, "~t1/card.png") is None


async def test_a_card_that_cannot_be_drawn_costs_nobody_the_form_and_is_told(
    client: Client,
    capture: Capture,
    archive: Archive,
    painter: Painter,
    session: Callable[..., Awaitable[str]],
    caplog: pytest.LogCaptureFixture,
) -> None:
    await session()
    painter.breaks = True
    post = await capture(release=True)
    n = await current(archive, post)
    await settled(archive)
    assert await archive.storage.frozen(post, n, "~t1") is not None
    [job] = await archive.storage.list_jobs(kind="freeze", limit=9)
    assert (job.state, job.tries) == ("done", 1)
    assert job.result == {"undrawn": ["RuntimeError: no paint"]}
    assert f"a card of {post}@{n}/~t1 is not kept: RuntimeError: no paint" in caplog.text
    page = await (await client.get(f"/desk/posts/{post}")).text()
    assert "The picture of the frozen form ~t1 of version 1 is not stored" in page
    painter.breaks = False
    assert await body(client, f"/e/{post}@{n}/~t1/card.png")
    page = await (await client.get(f"/desk/posts/{post}")).text()
    assert "is not stored" not in page, "the request's own drawing is the one that stays"


async def test_a_service_that_stops_keeps_the_card_that_is_being_drawn(
    settings: Settings, archive: Archive, capture: Capture
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(view: EmbedView, pictures: Mapping[str, bytes], fonts: Fonts, shape: Shape) -> Card:
        begun.set()
        go_on.wait(10)
        return Card(png=b"drawn", width=1200, height=630)

    app = make_app(settings, archive)
    app[CARDS] = Cards(settings.card, slow)
    async with TestClient(TestServer(app)) as client:
        post = await capture(release=True)
        await asyncio.to_thread(begun.wait, 10)
        stopping = asyncio.create_task(client.close())
        await asyncio.sleep(0)
        go_on.set()
        await stopping
    found = await archive.cards.find_pinned(post, 1, "~t1/card.png")
    assert found is not None
    assert found.drawn is not None
    assert found.drawn.png == b"drawn"
    assert await archive.cards.find_pinned(post, 1, "~t1/card-og.png") is None, "none was begun"


async def test_a_store_that_fails_while_a_card_is_kept_is_asked_again(
    capture: Capture, archive: Archive, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise StorageError("The disk is full.", next_step="Free space on it.")

    cards = Cards(settings.card, Painter())
    archive.render_with(Renderings(settings), Drawings(archive, cards))
    post = await capture(release=True)
    with monkeypatch.context() as patched:
        patched.setattr(archive.storage, "keep_card", broken)
        await archive.run_due_jobs()
    [job] = await archive.storage.list_jobs(kind="freeze", limit=9)
    assert job.state == "queued"
    assert await archive.storage.frozen(post, 1, "~t1") is not None
    cards.close()


async def test_with_other_fonts_a_poor_card_is_drawn_again_and_a_whole_one_is_not(
    capture: Capture, archive: Archive, painter: Painter, tmp_path: Path
) -> None:
    holding = await archive.storage.holding(await capture())
    assert holding is not None
    view = build_view(holding, Options(), SITE, Links())
    more = shutil.copy(find_fonts(system=False).faces[0].path, tmp_path)
    few, many = Cards(CardSettings(), painter), Cards(CardSettings(fonts=(str(more),)), painter)
    painter.missing = ("中",)
    poor = await few.card(archive, holding, view)
    assert await few.card(archive, holding, view) == poor
    painter.missing = ()
    whole = await many.card(archive, holding, view)
    assert whole.warnings == ()
    assert await few.card(archive, holding, view) == whole
    assert len(painter.drew) == 2
    for cards in (few, many):
        cards.close()


async def test_a_command_gets_the_card_that_is_kept(capture: Capture, archive: Archive) -> None:
    holding = await archive.storage.holding(await capture())
    assert holding is not None
    view = build_view(holding, Options(), SITE, Links())
    first = await card_of(archive, holding, view, "og")
    assert await card_of(archive, holding, view, "og") == first
    assert len([name async for name in archive.blobs.names("cards")]) == 1


async def test_the_desk_offers_the_picture_its_addresses_and_its_text_in_words(
    client: Client, capture: Capture, archive: Archive, session: Callable[..., Awaitable[str]]
) -> None:
    await session()
    post = await capture()
    page = await (await client.get(f"/desk/posts/{post}")).text()
    picture = re.search(r'<img src="([^"]+)" width="1200" height="(\d+)" alt="([^"]+)"', page)
    assert picture is not None
    assert (await client.get(picture[1])).content_type == "image/png", "a draft, for its editor"
    assert 240 <= int(picture[2]) <= 1500
    assert picture[3].startswith("Image of the post. Post by ")
    copied = dict(re.findall(r'<textarea id="card-(\w+)"[^>]*>([^<]*)</textarea>', page))
    assert copied["alt"] == picture[3]
    assert copied["address"].endswith(f"/e/{post}/card.png")
    assert copied["address"].startswith("http://")
    assert copied["crop"].endswith(f"/e/{post}/card-og.png")
    assert "is not as it should be" not in page
    await archive.withhold(post, by="test", reason="privacy")
    assert 'id="card"' not in await (await client.get(f"/desk/posts/{post}")).text()


def test_what_a_card_lacks_is_told_with_what_to_do() -> None:
    fonts = find_fonts(system=False)
    few, many = (
        lacks_of(lay_out(view_of(text), (), fonts))
        for text in ("中 👍", "".join(map(chr, range(0x4E00, 0x4E00 + 40))))
    )
    assert [said.split(":")[0] for said in few] == [
        "No font here has the character 中 (U+4E2D)",
        "The emoji are drawn in one colour",
    ]
    assert all("[card] fonts" in said for said in few)
    assert many[0].startswith("No font here has 40 of the characters: 一 (U+4E00), ")
    assert "…" in many[0]
    assert lacks_of(lay_out(view_of("Fine."), (), fonts)) == ()
