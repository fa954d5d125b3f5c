"""Frozen forms: first bytes stay, erasing anything that they show takes them out."""

from pathlib import Path
from typing import Any

import pytest

from archive.errors import Conflict, UnknownPost
from archive.storage import Blobs, Storage, open_blobs
from archive.storage.blobs import frozen_name
from archive.storage.published import Frozen, FrozenOutput, NewFrozen, Shown
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

ONE, TWO = "01" * 32, "02" * 32


def page(sha256: str = ONE, **fields: Any) -> FrozenOutput:
    defaults = {"output": "page", "sha256": sha256, "content_type": "text/html", "csp": "x"}
    return FrozenOutput(**(defaults | fields))


def form(native: str = "1", *outputs: FrozenOutput, **fields: Any) -> NewFrozen:
    defaults: dict[str, Any] = {
        "post": id_of(native),
        "n": 1,
        "options": "~t1",
        "origin": "https://record.example",
        "outputs": outputs or (page(),),
        "shown": Shown(snapshots=frozenset({(id_of(native), 1)})),
    }
    return NewFrozen(**(defaults | fields))


async def freeze(storage: Storage, new: NewFrozen | None = None) -> tuple[str, ...]:
    return await storage.freeze(new or form(), by="ana", at=at(5))


async def found(storage: Storage, native: str = "1", n: int = 1) -> Frozen:
    kept = await storage.frozen(id_of(native), n, "~t1")
    assert kept is not None
    return kept


async def test_the_first_bytes_of_an_option_set_stay(storage: Storage) -> None:
    await storage.keep(capture(first()))
    await freeze(storage)
    assert await freeze(storage, form("1", page(TWO))) == ()
    kept = await found(storage)
    assert kept.outputs == (page(),)
    assert (kept.options, kept.made_at) == ("~t1", at(5))
    assert kept.shown == form().shown
    assert await storage.frozen_options(id_of()) == ((1, "~t1"),)
    assert await storage.frozen(id_of(), 1, "~dark.t1") is None
    assert await storage.frozen(id_of(), 2, "~t1") is None


async def test_an_output_that_there_was_not_yet_is_added(storage: Storage) -> None:
    await storage.keep(capture(first()))
    await freeze(storage)
    letter = page(TWO, output="email.html")
    await freeze(storage, form("1", page("03" * 32), letter))
    assert set((await found(storage)).outputs) == {page(), letter}


async def test_a_form_without_our_address_is_made_once_more_when_it_is_known(
    storage: Storage,
) -> None:
    await storage.keep(capture(first()))
    await freeze(storage, form(origin=""))
    assert await freeze(storage, form("1", page(TWO))) == (frozen_name(ONE),)
    assert (await found(storage)).outputs == (page(TWO),)
    await freeze(storage, form("1", page(ONE), origin="https://elsewhere.example"))
    assert (await found(storage)).outputs == (page(TWO),)


async def test_only_a_snapshot_that_is_kept_is_frozen(storage: Storage) -> None:
    await storage.keep(capture(first()))
    with pytest.raises(UnknownPost):
        await freeze(storage, form(n=2))
    await storage.erase(id_of(), by="ana", at=at(1), reason="privacy")
    with pytest.raises(Conflict, match="erased meanwhile"):
        await freeze(storage)


async def test_erasing_a_post_takes_out_its_forms_and_those_of_who_quotes_it(
    storage: Storage,
) -> None:
    await storage.keep(capture(first("2"), linking("1", "quoted", "2"), first("3")))
    shown = Shown(snapshots=frozenset({(id_of("1"), 1), (id_of("2"), 1)}))
    await freeze(storage, form("1", shown=shown))
    await freeze(storage, form("2", page(TWO)))
    await freeze(storage, form("3", page("03" * 32)))
    erasure = await storage.erase(id_of("2"), by="ana", at=at(9), reason="privacy", snapshot=1)
    assert {frozen_name(ONE), frozen_name(TWO)} <= set(erasure.blobs)
    assert await storage.frozen(id_of("1"), 1, "~t1") is None
    assert await storage.frozen(id_of("2"), 1, "~t1") is None
    assert await storage.frozen(id_of("3"), 1, "~t1") is not None
    assert frozen_name("03" * 32) not in erasure.blobs


async def test_erasing_a_picture_takes_out_the_forms_that_show_it(storage: Storage) -> None:
    await storage.keep(capture(with_picture(), first("2"), media=(picture(),)))
    shown = Shown(snapshots=frozenset({(id_of(), 1)}), media=frozenset({PICTURE}))
    await freeze(storage, form(shown=shown))
    await freeze(storage, form("2"))
    erasure = await storage.erase(id_of(), by="ana", at=at(9), reason="privacy", media=PICTURE)
    assert await storage.frozen(id_of(), 1, "~t1") is None
    assert await storage.frozen(id_of("2"), 1, "~t1") is not None
    assert frozen_name(ONE) not in erasure.blobs, "another form has the same bytes"
    with pytest.raises(Conflict, match="medium"):
        await freeze(storage, form(shown=shown))


async def test_a_form_is_found_under_the_number_that_its_snapshot_got_in_a_merge(
    storage: Storage,
) -> None:
    await storage.keep(capture(first("9"), first("1", "Fuller.")))
    await freeze(storage, form("9"))
    await storage.keep(capture(write("1", merges=(id_of("9"),))))
    kept = await found(storage, "1", 2)
    assert kept.outputs == (page(),)
    assert kept.shown.snapshots == {(id_of("1"), 2)}


async def test_the_bytes_of_a_frozen_form_are_not_swept(storage: Storage, tmp_path: Path) -> None:
    blobs: Blobs = open_blobs(f"file:{tmp_path}/blobs")
    await storage.keep(capture(first()))
    for sha256 in (ONE, TWO):
        await blobs.put(frozen_name(sha256), b"x")
    await freeze(storage)
    assert set(await storage.unreferenced([frozen_name(ONE), frozen_name(TWO)])) == {
        frozen_name(TWO)
    }
    assert await blobs.get(frozen_name(ONE)) == b"x"
    assert await sweep(storage, blobs) == 0, "younger than a day"
