"""Every recorded answer is read, or says why not; the marked spans of each are what they should be.

What a span should be is looked up in the recording itself, by plain look-ups.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from archive.records import Facet, Snapshot
from tests.no_post import NO_POST
from tests.recordings import Recording, read_all, snapshots_of
from tests.recordings_page import ALL_SOURCES, PAGE, page_of, source_of

BEGINNINGS = {"hashtag": "#＃", "mention": "@＠", "cashtag": "$＄", "emoji": ":"}
BARE_MENTIONS = ("Liwott@lemmy.ml", "Malde Arqueoloxía")
"""Accounts that a page shows by name, without an @: Facebook does, and Friendica may."""


@pytest.fixture(scope="module")
def recordings(payloads: Path) -> list[Recording]:
    return read_all(payloads)


def test_the_spans_of_every_recording_are_whole_and_do_not_overlap(
    recordings: list[Recording],
) -> None:
    kinds = Counter[str]()
    for recording in recordings:
        for snapshot in snapshots_of(recording):
            last = 0
            for facet in snapshot.facets:
                assert last <= facet.start < facet.end <= len(snapshot.text), recording.file
                last = facet.end
                words = shown(snapshot, facet)
                kinds[facet.kind] += 1
                assert words == words.strip(), (recording.file, words)
                if words not in BARE_MENTIONS:
                    assert words.startswith(tuple(BEGINNINGS.get(facet.kind, words[0]))), (
                        recording.file,
                        facet.kind,
                        words,
                    )
    assert min(kinds["hashtag"], kinds["link"], kinds["mention"]) > 100


def test_a_link_is_shown_as_the_recording_shows_it(
    recordings: list[Recording], payloads: Path
) -> None:
    """As its anchor, its ``display_url``, or what stands at its bytes; one that is its own address
    needs no more.
    """
    looked_at = 0
    for recording in recordings:
        links = [
            words
            for snapshot in snapshots_of(recording)
            for facet in snapshot.facets
            if facet.kind == "link" and (words := shown(snapshot, facet)) != facet.target
        ]
        if links:
            there = shown_links((payloads / recording.file).read_text("utf-8", "replace"))
            for words in links:
                assert any(is_shown_as(words, one) for one in there), (recording.file, words, there)
                looked_at += 1
    assert looked_at > 100


def test_of_marked_bytes_all_are_there_or_named_in_a_warning(
    recordings: list[Recording], payloads: Path
) -> None:
    """Bluesky marks spans by bytes: what is not among the facets is counted in the warnings."""
    looked_at = 0
    for recording in recordings:
        if recording.platform != "bluesky" or not recording.answers:
            continue
        by_text = {snapshot.text: snapshot for snapshot in snapshots_of(recording)}
        for record in mappings_of(json.loads((payloads / recording.file).read_bytes())):
            snapshot = by_text.get(str(record.get("text")))
            if snapshot is None or not isinstance(record.get("facets"), list):
                continue
            marked = [at_bytes(record["text"], facet["index"]) for facet in record["facets"]]
            kept = Counter(shown(snapshot, facet) for facet in snapshot.facets)
            lost = Counter(marked) - kept
            assert kept <= Counter(marked), recording.file
            assert lost.total() == left_out(snapshot), (recording.file, lost)
            looked_at += len(marked)
    assert looked_at >= 20


def shown(snapshot: Snapshot, facet: Facet) -> str:
    return snapshot.text[facet.start : facet.end]


def left_out(snapshot: Snapshot) -> int:
    """How many spans the warnings say were left out."""
    told = (re.match(r"(\d+) marked span", warning) for warning in snapshot.warnings)
    return sum(int(found[1]) for found in told if found)


def is_shown_as(words: str, there: str) -> bool:
    """Whole, with or without its scheme; or shortened by the page, which says so by "…"."""
    bare = re.sub(r"^https?://(?:www\.)?", "", there)
    return words in {there, bare} or (words[-1:] == "…" and bare.startswith(words[:-1]))


def shown_links(text: str) -> set[str]:
    """The words of every link in a file."""
    try:
        value = json.loads(text)
    except ValueError:
        return set(anchors(text))
    found = set(anchors(unescape(text)))
    for mapping in mappings_of(value):
        found |= {
            str(mapping[key])
            for key in ("display_url", "expanded_url", "url")
            if isinstance(mapping.get(key), str)
        }
        if isinstance(mapping.get("facets"), list) and isinstance(mapping.get("text"), str):
            found |= {at_bytes(mapping["text"], facet["index"]) for facet in mapping["facets"]}
        for string in mapping.values():
            if isinstance(string, str) and "<a" in string:
                found |= set(anchors(string))
    return found


def anchors(markup: str) -> Iterator[str]:
    for inside in re.findall(r"<a\b[^>]*>(.*?)</a>", markup, re.DOTALL):
        yield unescape(re.sub(r"<[^>]*>", "", inside)).strip()


def at_bytes(text: str, index: dict[str, int]) -> str:
    return text.encode()[index["byteStart"] : index["byteEnd"]].decode("utf-8", "replace")


def mappings_of(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from mappings_of(inner)


def test_every_recording_gives_a_post_or_stands_in_the_list_with_its_reason(
    recordings: list[Recording],
) -> None:
    """Why one gives none is not the parser's word alone."""
    silent = [
        one.file for one in recordings if one.file not in NO_POST and not list(snapshots_of(one))
    ]
    assert silent == []


def test_what_is_listed_without_a_post_is_there_and_has_none(recordings: list[Recording]) -> None:
    by_file = {one.file: one for one in recordings}
    assert sorted(NO_POST.keys() - by_file.keys()) == []
    assert [file for file in NO_POST if list(snapshots_of(by_file[file]))] == []


def test_the_page_says_what_is_read(recordings: list[Recording]) -> None:
    assert PAGE.read_text("utf-8") == page_of(recordings), "`python -m tests.recordings_page`"


def test_the_page_names_sources_that_there_are(recordings: list[Recording]) -> None:
    named = {source_of(recording.endpoint) for recording in recordings}
    assert named - {None, "web archives"} <= set(ALL_SOURCES)
    assert len(named) > 20
