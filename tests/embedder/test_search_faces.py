"""The same search as JSON, CSV, Atom and JSON Feed: for programs, whatever was written."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any
from xml.etree import ElementTree as ET

import msgspec
import pytest
from msgspec.structs import replace

from archive.export import for_spreadsheets
from archive.query import Query
from archive.storage.search import Bar, Histogram, Hit, Results
from embedder.feeds import Feed, atom, json_feed
from embedder.hit_json import (
    COLUMNS,
    csv_head,
    csv_rows,
    histogram_csv,
    hit_json,
    results_json,
)
from embedder.links import Links
from embedder.search_links import Asked
from tests.embedder.statements import HOSTILE, POSTED, hit, picture
from tests.embedder.test_search_page import SPEAKING

LINKS = Links("https://record.example.org")
ATOM = "{http://www.w3.org/2005/Atom}"
EMPTY_SINCE = datetime(2026, 1, 1, tzinfo=UTC)


def feed(*hits: Hit, following: str | None = None) -> Feed:
    asked = Asked(Query(), LINKS)
    return Feed(
        title="wall & <border>",
        home=asked.page(),
        itself=asked.feed("atom", "c2"),
        first=asked.feed("atom"),
        following=following,
        hits=hits,
        empty_since=EMPTY_SINCE,
        publisher="Border News",
    )


def read(made: Feed) -> ET.Element:
    return ET.fromstring(atom(made, LINKS, SPEAKING))  # noqa: S314  our own


def of(element: ET.Element, name: str) -> str:
    found = element.find(ATOM + name)
    assert found is not None, name
    return found.text or ""


def rows(*hits: Hit) -> list[dict[str, str]]:
    text = (csv_head() + csv_rows(hits, LINKS)).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


# CSV


def test_a_row_says_all_of_a_hit_and_every_id_is_text() -> None:
    (row,) = rows(hit('The wall,\n"quoted"'))
    assert tuple(row) == COLUMNS
    assert row["text"] == 'The wall,\n"quoted"'
    assert row["id"] == "0000000000000000"
    assert row["page"] == "https://record.example.org/post/0000000000000000#snapshot-1"
    assert (row["official_slug"], row["official_office"]) == ("ana-sample", "Mayor of Sampleville")
    assert (row["created_at"], row["edited_away"]) == ("2025-04-03T15:52:00.000Z", "false")
    unknown = rows(hit(time_unknown=True, official=None, lang=None))[0]
    assert (unknown["created_at"], unknown["official_slug"], unknown["lang"]) == ("", "", "")
    assert unknown["placed_at"] == "2025-04-03T15:52:00.000Z"


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠a"]
)
def test_no_cell_begins_as_a_formula(text: str) -> None:
    row = rows(hit(text, author_name=text, author_handle=text))[0]
    for name in ("text", "author_name", "author_handle"):
        assert row[name] == f"'{text}"


def test_a_feed_says_the_warning_and_not_what_is_behind_it() -> None:
    covered = hit("What is behind", content_warning="border politics")
    made = atom(feed(covered), LINKS, SPEAKING) + json_feed(feed(covered), LINKS, SPEAKING)
    assert b"What is behind" not in made
    assert made.count(b"Content warning: border politics") >= 4
    assert hit_json(covered, LINKS)["text"] == "What is behind"
    assert rows(covered)[0]["content_warning"] == "border politics"


def test_a_text_can_be_had_back_from_its_cell() -> None:
    for length in range(4):
        for letters in product("'=+-@\t\r\n＝a", repeat=length):
            text = "".join(letters)
            made = for_spreadsheets(text)
            back = made.removeprefix("'")
            assert back == text
            assert not re.match("[=+\\-@\t\r\n＝＋－＠]", made)


def test_the_histogram_has_a_row_for_each_bar() -> None:
    found = Histogram(
        unit="month",
        bars=(Bar(start="2025-04-01", count=2), Bar(start="2025-05-01", count=0)),
        total=2,
    )
    assert histogram_csv(found) == (
        b"start,unit,count\r\n2025-04-01,month,2\r\n2025-05-01,month,0\r\n"
    )


# JSON


def test_a_hit_as_json_has_null_for_what_is_unknown() -> None:
    facts = hit_json(hit(time_unknown=True, official=None, author_name=None), LINKS)
    assert facts["created_at"] is None
    assert facts["official"] is None
    assert facts["thumbnail"] is None
    assert facts["author"] == {"name": None, "handle": "ana_sample"}
    assert facts["status"]["state"] == "live"


def test_a_page_as_json_says_where_the_next_one_is() -> None:
    found = Results(hits=(hit(thumbnail=picture(1)),), first=1, total=2, exact=True, cursor="c2")
    facts = msgspec.json.decode(msgspec.json.encode(results_json(found, Asked(Query(), LINKS))))
    assert facts["next"] == "https://record.example.org/search.json?cursor=c2"
    assert facts["links"]["atom"] == "https://record.example.org/feeds/search.atom"
    assert facts["hits"][0]["thumbnail"]["url"].startswith("https://record.example.org/media/")
    last = results_json(replace(found, cursor=None), Asked(Query(), LINKS))
    assert last["next"] is None


# Atom


def test_the_feed_has_what_atom_asks_for() -> None:
    root = read(feed(hit(number=2), hit(number=1), following="https://record.example.org/n"))
    assert root.tag == f"{ATOM}feed"
    assert of(root, "title") == "wall & <border>"
    assert of(root, "id") == "https://record.example.org/feeds/search.atom"
    assert of(root, "updated") == "2025-04-05T15:52:00.000Z"
    rels = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert rels["self"] == "https://record.example.org/feeds/search.atom?cursor=c2"
    assert rels["next"] == "https://record.example.org/n"
    entries = root.findall(f"{ATOM}entry")
    assert [of(entry, "id") for entry in entries] == [
        "urn:onrecord:0000000000000002@1",
        "urn:onrecord:0000000000000001@1",
    ]
    for entry in entries:
        for name in ("id", "title", "updated", "published", "author", "content"):
            assert entry.find(ATOM + name) is not None, name


def test_an_entry_is_changed_when_its_post_is_found_gone() -> None:
    gone = hit(state="gone", first_seen_gone=POSTED + timedelta(days=2))
    (entry,) = read(feed(gone)).findall(f"{ATOM}entry")
    assert of(entry, "updated") == "2025-04-05T15:52:00.000Z"
    assert of(entry, "published") == "2025-04-03T15:52:00.000Z"
    assert "Not available on X when checked on 5 April 2025" in of(entry, "content")


def test_an_unknown_time_is_not_published_at_any() -> None:
    (entry,) = read(feed(hit(time_unknown=True))).findall(f"{ATOM}entry")
    assert entry.find(f"{ATOM}published") is None


def test_an_empty_feed_is_valid_too() -> None:
    root = read(feed())
    assert of(root, "updated") == "2026-01-01T00:00:00.000Z"


def test_what_is_hostile_is_text_in_a_feed_and_xml_stays_xml() -> None:
    bad = hit(HOSTILE, author_name=HOSTILE, url='https://x.com/a b"<>', lang='en" x="')
    (entry,) = read(feed(bad)).findall(f"{ATOM}entry")
    content = of(entry, "content")
    assert "<script" not in content
    assert "&lt;script&gt;" in content
    related = next(link for link in entry.findall(f"{ATOM}link") if link.get("rel") == "related")
    assert related.get("href") == "https://x.com/a%20b%22%3C%3E"
    bad_link = hit(url="javascript:alert(1)")
    (entry,) = read(feed(bad_link)).findall(f"{ATOM}entry")
    assert [link.get("rel") for link in entry.findall(f"{ATOM}link")] == ["alternate"]


def test_no_character_breaks_the_xml() -> None:
    text = "".join(map(chr, (*range(0x100), 0xFFFE, 0xFFFF, 0x1F600, 0x2028))) + "]]>"
    hostile = hit(text, author_name=text, author_handle=text, platform=text, lang=None)
    (entry,) = read(replace(feed(hostile), title=text)).findall(f"{ATOM}entry")
    assert "\ufffd" in of(entry, "title")
    assert "😀" in of(entry, "content")


# JSON Feed


def items(made: Feed) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    facts = msgspec.json.decode(json_feed(made, LINKS, SPEAKING))
    return facts, facts["items"]


def test_the_json_feed_has_what_its_version_asks_for() -> None:
    facts, (item,) = items(feed(hit(thumbnail=picture(1)), following="https://r.example/n"))
    assert facts["version"] == "https://jsonfeed.org/version/1.1"
    assert facts["next_url"] == "https://r.example/n"
    assert item["id"] == "urn:onrecord:0000000000000000@1"
    assert item["url"] == "https://record.example.org/post/0000000000000000#snapshot-1"
    assert item["external_url"] == "https://x.com/ana_sample/status/0"
    assert item["date_published"] == "2025-04-03T15:52:00.000Z"
    assert item["authors"] == [{"name": "Ana Sample"}]
    assert item["language"] == "en"
    assert item["image"].endswith(".webp")
    assert "next_url" not in items(feed(hit()))[0]


def test_markup_in_a_text_is_text_in_a_json_feed() -> None:
    _, (item,) = items(feed(hit(HOSTILE, time_unknown=True)))
    assert item["content_text"] == HOSTILE
    assert "<script" not in item["content_html"]
    assert "date_published" not in item
