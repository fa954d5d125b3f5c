"""What newsrooms wrote: the posts that 40 recorded pages reference, against what a reader found.

The pages and their list lie beside the project, in ../shared/payloads/news.
"""

import csv
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from archive.articles.scan import Scanned, scan, scan_text
from archive.platforms import identify
from archive.records import NeedsLookup

AT_LEAST = 0.98

MISSES: dict[tuple[str, str, str], str] = {}
"""(page, platform, native id) that is in the list and not found, or found and not in the list,
and why. There is none today; one that comes must be explained here, or mended.
"""


class Row(NamedTuple):
    """A post, of a page: compared by platform and native id, whatever form its URL has."""

    file: str
    platform: str
    native_id: str


@pytest.fixture(scope="module")
def scanned(payloads: Path) -> dict[str, Scanned]:
    pages = sorted((payloads / "news").glob("*.html"))
    return {path.name: scan(read(path)) for path in pages}


def read(path: Path) -> str:
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        return file.read()


def found_in(scanned: dict[str, Scanned]) -> list[Row]:
    return [
        Row(
            file,
            one.named.platform,
            one.named.key if isinstance(one.named, NeedsLookup) else one.named.native_id,
        )
        for file, result in scanned.items()
        for one in result.posts
    ]


def listed(payloads: Path) -> list[Row]:
    with (payloads / "news" / "TRUTH.tsv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["canonical_url"]]
    named = [(row["file"], identify(row["canonical_url"])) for row in rows]
    return [
        Row(file, one.platform, one.key if isinstance(one, NeedsLookup) else one.native_id)
        for file, one in sorted(named, key=lambda pair: pair[0])
    ]


def test_of_the_posts_of_forty_pages_nearly_all_are_found_and_nearly_nothing_else(
    payloads: Path, scanned: dict[str, Scanned], capsys: pytest.CaptureFixture[str]
) -> None:
    wanted, found = listed(payloads), found_in(scanned)
    both = set(wanted) & set(found)
    precision, recall = len(both) / len(found), len(both) / len(wanted)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{len(scanned)} pages, {len(wanted)} posts listed, {len(found)} found: "
            f"precision {precision:.3f}, recall {recall:.3f}\n"
        )
    assert len(scanned) == 40
    assert precision >= AT_LEAST
    assert recall >= AT_LEAST
    assert set(wanted) ^ set(found) == {Row(*miss) for miss in MISSES}


def test_they_come_in_the_order_in_which_a_reader_met_them(
    payloads: Path, scanned: dict[str, Scanned]
) -> None:
    explained = {Row(*miss) for miss in MISSES}
    kept = [row for row in found_in(scanned) if row not in explained]
    assert sorted(kept, key=lambda row: row.file) == [
        row for row in listed(payloads) if row not in explained
    ]


def test_each_says_where_it_stands_in_the_page(payloads: Path, scanned: dict[str, Scanned]) -> None:
    for file, result in scanned.items():
        source = read(payloads / "news" / file)
        for one in result.posts:
            for place in one.places:
                code = source[place.start : place.end]
                inside = place.url in code if place.how == "text" else code[:1] + code[-1:] == "<>"
                assert inside or (place.how in {"json", "json-ld"} and not code), (file, one.url)
    with_sentence = [one.sentence for result in scanned.values() for one in result.posts]
    assert sum(sentence is not None for sentence in with_sentence) > 0.95 * len(with_sentence)


def test_the_border_meetings_pictures_are_two_and_the_second_is_the_secretarys(
    border_meeting: str,
) -> None:
    scanned = scan_text(border_meeting)
    assert scanned.posts == ()
    assert str(scanned.published) == "2025-03-29"
    lead, below = scanned.pictures
    assert (lead.kind, lead.credited, lead.speaker) == ("picture", "X", None)
    assert lead.text.startswith("The meeting, held at Mexico’s National Palace, marked")
    assert (below.kind, below.credited, below.speaker) == ("screenshot", "X", "The Secretary")
    assert below.heading == "See The Secretary’s Posts from X Below:"
