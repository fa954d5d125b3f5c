"""The catalogues of the desk's and the research room's words: complete, and nothing in them that
nobody says.
"""

import re
import string
from pathlib import Path

import embedder
from embedder.web.coverage_texts import COVERAGE
from embedder.web.docs import DOCS
from embedder.web.method_texts import METHOD
from embedder.web.officials_texts import OFFICIALS
from embedder.web.research_texts import FRAME, Texts
from embedder.web.sources_texts import SOURCES
from embedder.web.texts import TEXTS, text

ROOT = Path(embedder.__file__).parent
ROOM: tuple[Texts, ...] = (FRAME, OFFICIALS, COVERAGE, METHOD, SOURCES, DOCS)


def said() -> str:
    """All that could name a key of the desk: its templates and the code of the web side."""
    files = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "web").glob("*.py")]
    others = {f"{part}.py" for part in ("officials", "coverage", "method", "docs", "sources")}
    others |= {"texts.py", "texts_es.py", "templating.py"}
    return "\n".join(
        f.read_text(encoding="utf-8")
        for f in files
        if f.name not in others and not f.name.endswith("_texts.py") and f.parent.name != "research"
    )


def said_in_research() -> str:
    files = [*(ROOT / "templates" / "research").glob("*.html")]
    files += [
        ROOT / "web" / f"{name}.py"
        for name in ("officials", "coverage", "method", "docs", "sources")
    ]
    return "\n".join(f.read_text(encoding="utf-8") for f in files)


def test_what_the_research_room_says_is_there_in_both_languages_and_nothing_else() -> None:
    words = said_in_research()
    there = {key for texts in ROOM for key in texts["en"]}
    keys = set(re.findall(r"""\bt\(\s*"([\w.]+)"[,)]""", words))
    assert keys <= there
    beginnings = tuple(set(re.findall(r'"([\w.]+\.)" ?~|f"([\w.]+\.)\{', words)))
    parts = tuple(part for pair in beginnings for part in pair if part)
    sought = there - set(METHOD["en"])  # whose page goes through all of them
    unsaid = {key for key in sought - keys if not key.startswith(parts) and f'"{key}"' not in words}
    assert unsaid == set()
    for texts in ROOM:
        if texts is DOCS:  # the API's document is English
            continue
        assert texts["en"].keys() == texts["es"].keys()


def test_every_key_that_is_said_is_there() -> None:
    keys = re.findall(r"""\bt\(\s*"([\w.]+)"[,)]""", said())
    assert len(keys) > 50
    assert not [key for key in keys if key not in TEXTS["en"]]


def test_every_key_that_is_there_is_said() -> None:
    words = said()
    beginnings = set(re.findall(r'"([\w.]+\.)" ~', words)) | {"capture.", "damage.", "setup.bad."}
    beginnings |= {"outcome.", "cause."}
    for key in TEXTS["en"]:
        named = f'"{key}"' in words or any(key.startswith(start) for start in beginnings)
        assert named, key


def test_every_language_says_the_same_with_the_same_names_in_it() -> None:
    def names(words: str | dict[str, str]) -> set[str]:
        one = words if isinstance(words, str) else words["other"]
        return {name for _, name, _, _ in string.Formatter().parse(one) if name}

    for lang, catalogue in TEXTS.items():
        assert catalogue.keys() == TEXTS["en"].keys(), lang
        for key, words in catalogue.items():
            # Why a picture cannot be shown is told in English alone.
            missing = names(TEXTS["en"][key]) ^ names(words)
            assert missing <= {"detail"}, (lang, key)


def test_a_language_that_is_not_there_speaks_english() -> None:
    assert text("xx", "setup.save") == "Save"
