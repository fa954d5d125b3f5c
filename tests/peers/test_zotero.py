"""What Zotero's own translators make of a permanent page, and of the citations to take along."""

import json
import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from archive.cite import FILES
from archive.records import Author
from archive.storage.base import Holding
from embedder.citing import citation_of
from embedder.links import Links
from embedder.options import Options
from embedder.render.post_page import post_page
from embedder.view import Site, build_view
from tests.docs_pages import ROOT
from tests.embedder import holdings
from tests.embedder.making import POSTED

pytestmark = pytest.mark.peers

HERE = Path(__file__).parent / "zotero"
SOFTWARE = ROOT / ".venv" / "peers" / "zotero"
LINKS = Links("https://record.example.org")
SITE = Site(name="Border News", contact="")
IMPORTED = ("bib", "ris", "csl.json")

ELSEWHERE = "Pacific/Auckland"
"""Where Zotero runs: the day there is not the day in UTC."""

Item = dict[str, Any]


def in_office() -> Holding:
    """Of an account whose name is an office, in two words that look like a person's."""
    author = Author(name="Mayor Sampleville", handle="mayor", native_id="7")
    live = holdings.hold(holdings.snapshot("The bridge opens on Monday.", author=author))
    official = holdings.note("official", live, office="Mayor of Sampleville", name="Robin Sample")
    return replace(live, annotations=(official,))


def of_signs() -> Holding:
    author = Author(name="Bridges, Roads & Co.", handle="a_b", native_id="8")
    text = "See example.org/~mayor: 100% of $5 ^up #tag snake_case"
    return holdings.hold(holdings.snapshot(text, author=author))


def of_a_day() -> Holding:
    midnight = POSTED.replace(hour=0, minute=0, second=0, microsecond=0)
    return holdings.hold(
        holdings.snapshot("Typed in.", created_at=midnight, created_precision="day")
    )


CASES: dict[str, Holding] = {
    "text": holdings.post_text(),
    "office": in_office(),
    "first": holdings.edited(),
    "edited": holdings.edited_newest(),
    "gone": holdings.gone(),
    "day": of_a_day(),
    "signs": of_signs(),
    "withheld": holdings.withheld(),
}
TITLES = {
    "text": "Today I met @ana_sample to discuss the border bridge. The plan is at "
    "example.org/plans/bridge… and the hearing is on Monday.",
    "office": "The bridge opens on Monday.",
    "first": "The bridge costs 20 million.",
    "edited": "The bridge costs 30 million.",
    "day": "Typed in.",
}
TITLES["gone"] = TITLES["text"]
SHOWN = tuple(TITLES)


class Read(msgspec.Struct, frozen=True):
    """What Zotero made of one case."""

    page: list[tuple[str, list[Item]]]
    """What each translator saves of the page, the one of Zotero's button first."""
    files: dict[str, list[Item]]


def told(live: Holding) -> dict[str, Any]:
    """The page and the files, as the service sends them."""
    view = build_view(live, Options(), SITE, LINKS)
    cited = citation_of(live, view, SITE, LINKS)
    return {
        "url": LINKS.post(live.post.id),
        "page": post_page(live, view, SITE, LINKS),
        "files": {} if cited is None else {kind: FILES[kind].write(cited) for kind in IMPORTED},
    }


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Read]:
    node, modules = shutil.which("node"), SOFTWARE / "node_modules"
    if node is None or not (modules / "zotero-translators").is_dir():
        pytest.skip(f"no Zotero translators: {HERE.relative_to(ROOT)}/install.sh {SOFTWARE}")
    out = tmp_path_factory.mktemp("zotero") / "read.json"
    done = subprocess.run(
        [node, HERE / "read.js", out],
        input=json.dumps({name: told(live) for name, live in CASES.items()}),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "NODE_PATH": str(modules), "TZ": ELSEWHERE},
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return msgspec.json.decode(out.read_bytes(), type=dict[str, Read])


def captured(name: str) -> str:
    """The day of the capture, in UTC."""
    stored = CASES[name].stored
    assert stored is not None
    return stored.captured_at.date().isoformat()


def archived(name: str) -> str:
    """The line that tells of the capture, whole."""
    stored = CASES[name].stored
    assert stored is not None
    handle = stored.snapshot.author.handle
    return (
        f"Archived by Border News {captured(name)}T18:40:03.000Z: "
        f"https://record.example.org/post/{stored.post}#snapshot-{stored.n} "
        f"(@{handle}, snapshot {stored.n}, SHA-256 {stored.sha256})"
    )


def common(name: str) -> Item:
    """What every way into Zotero keeps: the name as one, in its order; title, language, address."""
    stored = CASES[name].stored
    assert stored is not None
    return {
        "creators": [{"name": stored.snapshot.author.name, "creatorType": "author"}],
        "title": TITLES[name],
        "language": "en",
        "url": stored.snapshot.url,
        "tags": [],
    }


def without_keys(item: Item) -> Item:
    """Without what Zotero gives each item anew."""
    return {key: value for key, value in item.items() if key not in {"key", "version"}}


def with_note(items: list[Item]) -> tuple[Item, str]:
    item, note = items
    assert (note["itemType"], note["parentItem"]) == ("note", item["key"])
    return without_keys(item), note["note"]


@pytest.mark.parametrize("name", SHOWN)
def test_the_button_saves_the_page_as_a_forum_post(read: dict[str, Read], name: str) -> None:
    label, (item,) = read[name].page[0]
    assert label == "COinS"
    item = without_keys(item)
    # Zotero's own: the moment at which its reader pressed the button.
    pressed = datetime.fromisoformat(item.pop("accessDate"))
    assert abs((datetime.now(UTC) - pressed).total_seconds()) < 3600
    assert item == {
        **common(name),
        "itemType": "forumPost",
        "forumTitle": "X",
        "date": "2025-03-29" if name == "day" else "2025-03-29T17:02Z",
        "abstractNote": archived(name),
    }


@pytest.mark.parametrize("name", SHOWN)
def test_who_chooses_the_web_page_gets_ours(read: dict[str, Read], name: str) -> None:
    assert [label for label, _ in read[name].page] == ["COinS", "Embedded Metadata"]
    (item,) = read[name].page[1][1]
    assert item["itemType"] == "webpage"
    assert item["url"] == f"https://record.example.org/post/{CASES[name].post.id}"
    assert item["websiteTitle"] == "Border News"
    assert item["date"].startswith("2025-03-29")
    stored = CASES[name].stored
    assert stored is not None
    assert f"Post by {stored.snapshot.author.name} on X, 29 March 2025" in item["title"]


def test_a_page_that_shows_nothing_gives_nothing_of_the_post(read: dict[str, Read]) -> None:
    assert "COinS" not in dict(read["withheld"].page)
    stored = CASES["withheld"].stored
    assert stored is not None
    saved = json.dumps(read["withheld"].page)
    for secret in ("forumPost", "Robin", "figures", stored.sha256, "x.com"):
        assert secret not in saved


@pytest.mark.parametrize("name", SHOWN)
def test_csl_json_is_a_forum_post_with_the_capture_under_extra(
    read: dict[str, Read], name: str
) -> None:
    (item,) = read[name].files["csl.json"]
    assert without_keys(item) == {
        **common(name),
        "itemType": "forumPost",
        "forumTitle": "X",
        "postType": "Post",
        "date": "March 29, 2025",
        "accessDate": captured(name),
        "extra": archived(name),
    }


@pytest.mark.parametrize("name", SHOWN)
@pytest.mark.parametrize(
    ("kind", "day", "time"), [("ris", "March 29, 2025", "T18:40:03Z"), ("bib", "2025-03-29", "")]
)
def test_ris_and_bibtex_are_a_web_page_with_the_capture_in_a_note(
    read: dict[str, Read], name: str, kind: str, day: str, time: str
) -> None:
    item, note = with_note(read[name].files[kind])
    assert item == {
        **common(name),
        "itemType": "webpage",
        "websiteTitle": "X",
        "websiteType": "Post",
        "date": day,
        "accessDate": f"{captured(name)}{time}",
    }
    assert note == f"<p>{archived(name)}</p>"


def test_what_the_formats_cannot_say_is_known(read: dict[str, Read]) -> None:
    stored = CASES["signs"].stored
    assert stored is not None
    text, name = stored.snapshot.text, stored.snapshot.author.name
    files = read["signs"].files
    ris, bib, csl = (files[kind][0] for kind in ("ris", "bib", "csl.json"))
    page = read["signs"].page[0][1][0]
    for item in (page, csl, bib):
        assert item["creators"] == [{"name": name, "creatorType": "author"}]
    # RIS has no sign that keeps a name whole.
    assert (ris["creators"][0]["lastName"], ris["creators"][0]["firstName"]) == (
        "Bridges",
        "Roads & Co.",
    )
    for item in (page, csl, ris):
        assert item["title"] == text
    # Zotero has a mathematician's tilde for LaTeX's.
    assert bib["title"] == text.replace("~", "\N{TILDE OPERATOR}")
