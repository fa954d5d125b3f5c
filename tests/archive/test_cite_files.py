"""The forms that a reader takes away: what real readers of each format read back."""

import json
import re
import string
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

import rispy
from bibtexparser.entrypoint import parse_string
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from archive.cite import FILES, apa, bibtex, chicago, cite, coins, csl, mla, ris
from archive.cite.reference import reference
from archive.records import Author, LinkCard, Media
from tests.archive.storage_posts import snapshot
from tests.archive.test_cite import HASH, OurLinks, stored

KEPT = stored(n=3)
CITED = cite(KEPT, OurLinks(), newsroom="Border News")
PAGE = f"https://record.example.org/post/{KEPT.post}#snapshot-3"
TOLD = f"(snapshot 3, SHA-256 {HASH})"
ARCHIVED = (
    f"Archived by Border News 2025-04-01T12:05:00.000Z: {PAGE} "
    f"(@official, snapshot 3, SHA-256 {HASH})"
)

MACROS = {
    r"\textbackslash{}": "\\", r"\textbraceleft{}": "{", r"\textbraceright{}": "}",
    r"\~{}": "~", r"\^{}": "^",
    r"\&": "&", r"\%": "%", r"\$": "$", r"\#": "#", r"\_": "_",
}  # fmt: skip


def as_typeset(value: str) -> str:
    """What LaTeX sets for an escaped value."""
    return re.sub(r"\\(?:text[a-z]+|[~^])\{\}|\\[&%$#_]", lambda m: MACROS[m[0]], value)


def from_bibtex(text: str) -> dict[str, str]:
    library = parse_string(text)
    assert not library.failed_blocks
    (entry,) = library.entries
    assert entry.entry_type == "online"
    return {"ID": entry.key} | {f.key: str(f.value) for f in entry.fields}


def test_the_styles_are_written_as_their_manuals_say() -> None:
    assert apa(CITED) == (
        "An Official [@official]. (2025, March 29). The wall is closed. [Post]. X. "
        "https://x.com/i/status/1 Retrieved April 1, 2025, and archived by Border News at "
        f"{PAGE} {TOLD}."
    )
    assert chicago(CITED) == (
        "An Official (@official). “The wall is closed.” X, March 29, 2025, 5:02 p.m. UTC. "
        f"https://x.com/i/status/1. Archived April 1, 2025, by Border News at {PAGE} {TOLD}."
    )
    assert mla(CITED) == (
        "An Official [@official]. “The wall is closed.” X, 29 Mar. 2025, 5:02 p.m. UTC, "
        f"https://x.com/i/status/1. Border News, {PAGE} {TOLD}. Accessed 1 Apr. 2025."
    )


def test_a_long_text_is_cut_where_each_manual_cuts_it() -> None:
    words = [f"word{i:02d}" for i in range(60)]
    cited = cite(stored(snapshot(text="\n".join(words))), None)
    assert f". {' '.join(words[:20])} [Post]." in apa(cited)
    assert f"“{' '.join(words[:23])}…” X" in chicago(cited)  # 23 × 7 − 1 = 160 characters
    assert f"“{' '.join(words[:40])}…” X" in mla(cited)
    assert reference(cited).title == " ".join(words[:20])
    endless = cite(stored(snapshot(text="壁" * 900)), None)
    assert len(reference(endless).title) == 300


def test_a_post_of_pictures_alone_is_named_by_what_it_is() -> None:
    picture = cite(stored(snapshot(text="", media=(Media(kind="image"),))), None)
    assert "(2025, March 29). [Image attached]. X." in apa(picture)
    assert "Image attached. X, March" in chicago(picture)
    assert csl(picture)["title"] == "[Image attached]"
    linked = snapshot(link_card=LinkCard(url="https://a.example/"))
    assert "closed. [Thumbnail with link attached] [Post]." in apa(cite(stored(linked), None))


def test_what_is_unknown_is_said_or_left_out() -> None:
    content = snapshot(created_at=None, author=Author(name=None, handle="a", native_id=None))
    cited = cite(stored(replace(content, url="javascript:alert(1)")), None)
    assert apa(cited).startswith("@a. (n.d.). The wall is closed. [Post]. X. Retrieved April")
    assert "X, n.d. Archived April 1, 2025, at" in chicago(cited)
    assert "X, n.d. Archived at 1" in mla(cited)
    assert {"issued", "URL", "archive"}.isdisjoint(csl(cited))
    assert not re.search("^(DA|PY|UR|DB)", ris(cited), re.MULTILINE)
    assert {"date", "year", "url"}.isdisjoint(from_bibtex(bibtex(cited)))
    for file in FILES.values():
        assert "None" not in file.write(cited)


def test_a_day_without_an_hour_has_none() -> None:
    day = datetime(2025, 3, 29, tzinfo=UTC)
    cited = cite(stored(snapshot(created_at=day, created_precision="day")), None)
    assert "March 29, 2025. https" in chicago(cited)
    assert "DA  - 2025/03/29/\r\n" in ris(cited)
    assert parse_qs(coins(cited))["rft.date"] == ["2025-03-29"]


def test_a_warning_stands_in_for_the_words_behind_it() -> None:
    cited = cite(stored(snapshot(content_warning="A body")), None)
    for file in FILES.values():
        assert "The wall" not in file.write(cited)
        assert "A body" in file.write(cited)


def test_a_repost_has_the_words_of_the_post_inside_where_they_are_told() -> None:
    outer = stored(snapshot("2", "", kind="repost"))
    assert "The wall is closed. [Repost]." in apa(cite(outer, None, shared=stored()))
    assert ". [Repost]. X." in apa(cite(outer, None))


def test_the_archived_copy_stands_whole_in_the_one_note_that_programs_keep() -> None:
    assert csl(CITED)["note"] == ARCHIVED
    assert from_bibtex(bibtex(CITED))["note"].replace("\\", "") == ARCHIVED
    (entry,) = rispy.loads(ris(CITED))
    assert entry["notes"] == [ARCHIVED]


def test_zotero_reads_the_span_of_the_page() -> None:
    # What Zotero's parser of ContextObjects takes: the format first, no plus for a space, and
    # values that are an address only where it expects one.
    told = coins(CITED)
    assert "+" not in told
    assert parse_qs(told, strict_parsing=True) == {
        "ctx_ver": ["Z39.88-2004"],
        "rft_val_fmt": ["info:ofi/fmt:kev:mtx:dc"],
        "rft.type": ["forumPost"],
        "rft.title": ["The wall is closed."],
        "rft.aucorp": ["An Official"],
        "rft.source": ["X"],
        "rft.date": ["2025-03-29T17:02Z"],
        "rft.language": ["en"],
        "rft.identifier": ["https://x.com/i/status/1"],
        "rft.description": [ARCHIVED],
    }


HOSTILE = st.text(
    st.one_of(
        st.sampled_from("{}\\\"%&#$_^~@,=-'\n\r\t \u2028\u0085\x0b\x1d\x00ER"),
        st.characters(codec="utf-8"),
    ),
    max_size=60,
)
RULES_OF_CSL: dict[str, Any] = {
    "id": str, "type": str, "title": str, "author": list, "container-title": str, "genre": str,
    "medium": str, "issued": dict, "accessed": dict, "URL": str, "archive": str,
    "archive_location": str, "language": str, "note": str, "custom": dict,
}  # fmt: skip
"""Of the schema of CSL 1.0.2: the properties that are used, and their types; no others."""


@given(text=HOSTILE, name=HOSTILE, handle=HOSTILE, newsroom=HOSTILE, lang=HOSTILE)
@example("\r\nER  - \r\nTY  - BOOK", "}}, title={x", 'a"b', "A & B, Ltd.", "@string{a={b}}")
@example("{", "}", "\\", "%", "#")
@settings(max_examples=50, deadline=None)
def test_hostile_words_are_read_back_as_they_are(
    text: str, name: str, handle: str, newsroom: str, lang: str
) -> None:
    author = Author(name=name or None, handle=handle or None, native_id="7")
    kept = stored(snapshot(text=text, author=author, lang=lang))
    cited = cite(kept, OurLinks(), newsroom=newsroom)
    of = reference(cited)
    known = {"name": of.name, "title": of.title, "archive": of.archive, "language": of.lang or ""}
    known = {key: value for key, value in known.items() if value}

    read = from_bibtex(bibtex(cited))
    told = {"name": as_typeset(read["author"][1:-1]), "title": as_typeset(read["title"][1:-1])}
    told |= {key: as_typeset(read[key]) for key in ("archive", "language") if key in read}
    assert told == known
    assert set(read["ID"]) <= {*string.ascii_letters, *string.digits, "_"}
    assert read["sha256"] == HASH
    assert read["archiveurl"] == f"https://record.example.org/post/{kept.post}#snapshot-1"

    (entry,) = rispy.loads(ris(cited))
    assert entry["type_of_reference"] == "ELEC"
    told = {
        "name": entry.get("authors", [""])[0],
        "title": entry.get("title", ""),
        "archive": entry.get("name_of_database", ""),
        "language": entry.get("language", ""),
    }
    assert {key: value for key, value in told.items() if value} == known
    assert HASH in entry["notes"][-1]
    assert ris(cited).count("\nTY") == 0

    (item,) = json.loads(FILES["csl.json"].write(cited))
    assert all(isinstance(value, RULES_OF_CSL[key]) for key, value in item.items())
    told = {"name": item["author"][0]["literal"], "title": item["title"]}
    told |= {key: item[key] for key in ("archive", "language") if key in item}
    assert told == known
    assert item["custom"]["sha256"] == HASH

    assert parse_qs(coins(cited))["rft.aucorp"] == [of.name]
    assert {text for style in (apa, chicago, mla) for text in style(cited) if text < " "} == set()
