"""Where an author was: left out with a note, unless the newsroom asked for it."""

from pathlib import Path
from typing import Any

import pytest

from archive.bounds import within_bounds
from archive.platforms.fediverse.activitypub_parse import parse_object
from archive.platforms.place import place_of
from archive.platforms.x.v2 import parse_v2
from archive.platforms.x.v11 import parse_v11
from archive.post_json import post_json
from archive.records import Place, Snapshot
from tests.archive.acting import Stage, found, on_stage, url
from tests.archive.fediverse_data import note
from tests.archive.storage_posts import id_of, snapshot
from tests.archive.v11_payloads import v11
from tests.archive.x_payloads import FIRST, v2

BRIDGE = Place(name="Border City", latitude="31.7619", longitude="-106.485")


def of_v11() -> Snapshot:
    told = v11(
        "Here.",
        geo={"type": "Point", "coordinates": [31.7619, -106.485]},
        coordinates={"type": "Point", "coordinates": [-106.485, 31.7619]},
        place={"full_name": "Border City", "country": "X"},
    )
    (version,) = parse_v11(told).versions.values()
    return version


def of_v2() -> Snapshot:
    point = {"type": "Point", "coordinates": [-106.485, 31.7619]}
    payload = v2("Here.", geo={"place_id": "p1", "coordinates": point})
    payload["includes"]["places"] = [{"id": "p1", "full_name": "Border City"}]
    return parse_v2(payload).versions[FIRST]


def of_activitypub() -> Snapshot:
    where = {"name": "Border City", "latitude": 31.7619, "longitude": -106.485}
    return parse_object(note(location={"type": "Place", **where}))


@pytest.mark.parametrize("told", [of_v11, of_v2, of_activitypub])
def test_the_place_of_a_payload_is_read_and_left_out_with_a_note(told: Any) -> None:
    answer = found(told())
    assert answer.snapshots[0].place == BRIDGE
    (kept,) = within_bounds(answer).snapshots
    assert kept.place is None
    assert kept.warnings[-1] == "The post names a place; it is left out here, as the settings say."
    assert "31.7" not in str(kept)
    (wanted,) = within_bounds(answer, coordinates=True).snapshots
    assert wanted.place == BRIDGE
    assert wanted.warnings == told().warnings


def test_what_is_no_place_is_none() -> None:
    assert place_of(" ", 91, 0) is None
    assert place_of(None, "nan", "0") is None
    assert place_of(None, True, 1) is None
    assert place_of(["a"], {}, 1e999) is None
    assert place_of("Here", 91, 0) == Place(name="Here")
    assert place_of(None, "0", -180) == Place(latitude="0", longitude="-180")


@pytest.mark.parametrize("asked", [False, True])
async def test_a_capture_keeps_the_place_only_when_it_is_switched_on(
    tmp_path: Path, asked: bool
) -> None:
    stage = Stage()
    stage.posts["1"] = found(
        snapshot("1", place=BRIDGE), along=(snapshot("2", place=BRIDGE),), below=()
    )
    async with on_stage(tmp_path, stage, coordinates=asked) as archive:
        await archive.capture(url("1"), by="ana")
        holding = await archive.storage.holding(id_of("1"))
        assert holding is not None
        place = post_json(holding, None)["place"]
    where = {"name": "Border City", "latitude": "31.7619", "longitude": "-106.485"}
    assert place == (where if asked else None)
