"""Cards: the first bytes stay, pinned ones for good, and erasing what they show takes them out."""

from pathlib import Path
from typing import Any

import pytest

from archive.cards import KEPT, CardShelf, Drawn
from archive.storage import Blobs, Storage, open_blobs
from archive.storage.blobs import card_name
from archive.storage.published import CARDS_A_POST, Shown
from archive.sweeping import sweep
from tests.archive.storage_posts import (
    PICTURE,
    at,
    capture,
    first,
    id_of,
    linking,
    picture,
    with_picture,
    write,
)
from tests.archive.test_storage_frozen import form, freeze

PINNED = "~t1/card.png"


def drawn(png: bytes = b"png", *warnings: str) -> Drawn:
    return Drawn(png=png, width=1200, height=630, warnings=warnings)


def key(number: int) -> str:
    return f"{number:064x}"


class Shelf(CardShelf):
    """A shelf whose day is set by hand."""

    def __init__(self, storage: Storage, blobs: Blobs) -> None:
        self.minutes = 0.0
        super().__init__(storage, blobs, lambda: at(self.minutes))

    async def put(self, number: int, card: Drawn, native: str = "1", **fields: Any) -> Drawn:
        defaults: dict[str, Any] = {
            "key": key(number),
            "post": id_of(native),
            "n": 1,
            "fonts": "few",
            "shown": Shown(snapshots=frozenset({(id_of(native), 1)})),
        }
        return await self.keep(card, **(defaults | fields))

    async def png(self, number: int) -> bytes | None:
        found = await self.find(key(number))
        return found.drawn.png if found and found.drawn else None

    async def pinned(self, native: str = "1", n: int = 1) -> bytes | None:
        found = await self.find_pinned(id_of(native), n, PINNED)
        return found.drawn.png if found and found.drawn else None


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return open_blobs(f"file:{tmp_path}/cards")


@pytest.fixture
async def shelf(storage: Storage, blobs: Blobs) -> Shelf:
    await storage.keep(capture(first("2"), linking("1", "quoted", "2"), first("3")))
    return Shelf(storage, blobs)


async def names(blobs: Blobs) -> set[str]:
    return {name async for name in blobs.names()}


async def test_the_first_bytes_of_a_card_stay(shelf: Shelf, blobs: Blobs) -> None:
    assert await shelf.find(key(1)) is None
    assert await shelf.put(1, drawn(b"first", "No font.")) == drawn(b"first", "No font.")
    assert await shelf.put(1, drawn(b"second")) == drawn(b"first", "No font.")
    assert await shelf.png(1) == b"first"
    assert len(await names(blobs)) == 1, "the bytes that nobody needs are gone"


async def test_one_that_lacks_something_gives_way_unless_it_is_pinned(shelf: Shelf) -> None:
    for number, pinned, stays in ((1, None, b"whole"), (2, PINNED, b"poor")):
        await shelf.put(number, drawn(b"poor"), pinned=pinned)
        found = await shelf.find(key(number))
        assert found is not None
        await shelf.put(number, drawn(b"whole"), instead_of=found.row.sha256)
        assert await shelf.png(number) == stays


async def test_a_pinned_name_leads_to_its_first_card(shelf: Shelf) -> None:
    await shelf.put(1, drawn(b"first"), pinned=PINNED)
    assert await shelf.put(2, drawn(b"another view"), pinned=PINNED) == drawn(b"first")
    assert await shelf.pinned() == b"first"
    assert await shelf.pinned("2") is None
    assert await shelf.pinned("1", 2) is None


async def test_a_form_that_is_made_anew_lets_its_card_go(shelf: Shelf, storage: Storage) -> None:
    await freeze(storage, form(origin=""))
    await shelf.put(1, drawn(b"no address"), pinned=PINNED)
    await freeze(storage, form())
    assert await shelf.pinned() is None
    await shelf.put(2, drawn(b"address"), pinned=PINNED)
    await freeze(storage, form())
    assert await shelf.pinned() == b"address"


async def test_of_a_post_the_newest_stay_and_the_pinned(shelf: Shelf, blobs: Blobs) -> None:
    await shelf.put(1, drawn(b"1"), pinned=PINNED)
    await shelf.put(2, drawn(b"2"), "3")
    for number in range(3, CARDS_A_POST + 5):
        await shelf.put(number, drawn(b"%d" % number))
    gone = [n for n in range(1, CARDS_A_POST + 5) if await shelf.png(n) is None]
    assert gone == [3, 4]
    assert len(await names(blobs)) == CARDS_A_POST + 2


async def test_what_is_old_goes_and_a_pinned_card_does_not(shelf: Shelf, blobs: Blobs) -> None:
    await shelf.put(1, drawn(b"1"), pinned=PINNED)
    await shelf.put(2, drawn(b"2"))
    shelf.minutes = KEPT.total_seconds() / 60 - 1
    assert await shelf.forget() == 0
    await shelf.put(3, drawn(b"3"))
    shelf.minutes += 2
    assert await shelf.forget() == 1
    assert [await shelf.png(n) for n in (1, 2, 3)] == [b"1", None, b"3"]
    assert len(await names(blobs)) == 2


async def test_erasing_a_post_takes_out_its_cards_and_those_of_who_quotes_it(
    shelf: Shelf, storage: Storage
) -> None:
    shown = Shown(snapshots=frozenset({(id_of("1"), 1), (id_of("2"), 1)}))
    await shelf.put(1, drawn(b"1"), shown=shown, pinned=PINNED)
    await shelf.put(2, drawn(b"2"), "2")
    await shelf.put(3, drawn(b"3"), "3")
    erasure = await storage.erase(id_of("2"), by="ana", at=at(9), reason="privacy", snapshot=1)
    assert len([name for name in erasure.blobs if name.startswith("cards/")]) == 2
    assert await shelf.pinned() is None
    assert [await shelf.png(n) for n in (1, 2, 3)] == [None, None, b"3"]


async def test_a_box_that_shows_nothing_goes_with_its_post(shelf: Shelf, storage: Storage) -> None:
    await shelf.put(1, drawn(b"not shown"), "3", shown=Shown())
    await storage.erase(id_of("3"), by="ana", at=at(9), reason="privacy")
    assert await shelf.png(1) is None


async def test_erasing_a_picture_takes_out_the_cards_that_show_it(
    storage: Storage, blobs: Blobs
) -> None:
    await storage.keep(capture(with_picture(), first("2"), media=(picture(),)))
    shelf = Shelf(storage, blobs)
    shown = Shown(snapshots=frozenset({(id_of(), 1)}), media=frozenset({PICTURE}))
    await shelf.put(1, drawn(b"same"), shown=shown)
    await shelf.put(2, drawn(b"same"), "2")
    erasure = await storage.erase(id_of(), by="ana", at=at(9), reason="privacy", media=PICTURE)
    assert [await shelf.png(n) for n in (1, 2)] == [None, b"same"]
    assert not any(name.startswith("cards/") for name in erasure.blobs), "another has these bytes"
    assert await shelf.put(3, drawn(b"late"), shown=shown) == drawn(b"late")
    assert await shelf.png(3) is None, "what was erased meanwhile is not kept"
    assert len([name async for name in blobs.names("cards")]) == 1


async def test_a_card_is_found_under_the_number_that_its_snapshot_got_in_a_merge(
    storage: Storage, blobs: Blobs
) -> None:
    await storage.keep(capture(first("9"), first("1", "Fuller.")))
    shelf = Shelf(storage, blobs)
    await shelf.put(1, drawn(b"1"), "9", pinned=PINNED)
    await storage.keep(capture(write("1", merges=(id_of("9"),))))
    assert await shelf.pinned("1", 2) == b"1"


async def test_the_bytes_of_a_card_are_not_swept(
    shelf: Shelf, storage: Storage, blobs: Blobs
) -> None:
    await shelf.put(1, drawn())
    await blobs.put(card_name(key(7)), b"x")
    kept = [name for name in await names(blobs) if name != card_name(key(7))]
    assert await storage.unreferenced([*kept, card_name(key(7))]) == (card_name(key(7)),)
    assert await sweep(storage, blobs) == 0, "younger than a day"


async def test_damaged_bytes_are_told_and_mended_by_the_same_ones(
    shelf: Shelf, blobs: Blobs, caplog: pytest.LogCaptureFixture
) -> None:
    await shelf.put(1, drawn(), pinned=PINNED)
    (name,) = await names(blobs)
    await blobs.delete(name)
    await blobs.put(name, b"something else")
    assert await shelf.png(1) is None
    assert "restore the blobs from a backup" in caplog.text
    damaged = await shelf.find(key(1))
    assert damaged is not None
    await shelf.put(1, drawn(), instead_of=damaged.row.sha256)
    assert await shelf.pinned() == b"png"
