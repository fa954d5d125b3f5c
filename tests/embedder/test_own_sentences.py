"""The archive's own sentences in Spanish: each that the desk can show is known, and none is known
that nobody says.
"""

import ast
import re
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

from embedder import answers_es, warnings_es
from embedder.own_sentences import in_spanish, known, told
from embedder.web.sources_es import FACTS
from tests.embedder.test_errors_es import ERRORS, words

ROOT = Path(__file__).parent.parent.parent
SAID = (
    "archive/platforms",
    *("archive/bounds.py", "archive/text.py", "archive/looking.py", "archive/from_browser.py"),
    *("archive/articles/scan.py", "archive/articles/listings.py"),
    *("archive/importing/politwoops.py", "archive/importing/trump_archive.py"),
)
"""Where what is told of a post, an article or a feed is worded."""
NO_SENTENCES = {
    "About",  # a source's facts: embedder.web.sources_es
    *("compile", "search", "sub", "match", "fullmatch", "select", "select_one"),
    *("warning", "info", "startswith", "NotImplementedError", "StorageError"),
    *ERRORS,  # tests/embedder/test_errors_es.py
}
"""What is handed to these the desk does not show, or it is looked after elsewhere."""
NOT_SHOWN: dict[str, str] = {
    "Post not found": "a server's word, which is looked for",
    "[ Removed by Reddit ]": "Reddit's word, which is looked for",
    "[ removed by moderator ]": "Reddit's word, which is looked for",
    "[deleted by user]": "Reddit's word, which is looked for",
    "A post shared by ": "Instagram's words, which are looked for",
    "account that no longer exists": "X's words, which are looked for",
    "from a suspended account": "X's words, which are looked for",
    "deleted by the \\w+ author": "a pattern of X's words",
    "owner limits who can view|from a (private|protected) account": "a pattern of X's words",
    "violat\\w+ the (\\w+ )?rules": "a pattern of X's words",
    "withheld|age.restricted|adult content|under 18|your (age|country)": "a pattern of X's words",
    "[data-testid=tweetText], .e-content, [itemprop~=articleBody], .status__content": "a selector",
    "deleted by the author": "a cause, which has words of its own",
    "removed by the platform": "a cause, which has words of its own",
    "lookup of the {}": "the name of an attempt",
    "X's place {}": "a place's name where X gives an id alone",
    "config.toml: platforms.bluesky.{} is {}; it takes an address like "
    "https://public.api.bsky.app.": "stops the service",
    "config.toml: platforms.{} is no platform; there are {}.": "stops the service",
    "{}.source.{}.accept_terms is {}; it takes the date on which you accepted them, like "
    '"2026-11-28".': "stops the service",
    "{}.sources has {}; it takes {}.": "stops the service",
    **dict.fromkeys(
        (
            "An access token of a Meta app with the feature “oEmbed Read”",
            "It is not among the sources that the settings name.",
            "The platform is switched off.",
            "There is no app in {} and {}, and no token in {}.",
            "There is no key in {}.",
            "There is no token in {}.",
            "{} It is off until accept_terms names a date.",
        ),
        "what a source needs and why it is off: embedder.web.sources_es",
    ),
}
"""What stands there by another reason than to be shown, with the reason."""


GLUED = {
    " It says: “{}”": "YouTube wants a login first. It says: “Sign in”",
    " and said “{}”": "Telegram answered without the post and said “Post not found”.",
    " It has, in words: “{}”.": "The source does not say when it was posted. It has, in words: "
    "“Monday”.",
    ", rejectionReason “{}”": "YouTube's API says: uploadStatus “rejected”, rejectionReason "
    "“legal”",
    "a Tombstone in place of {}": "m.example gave a Tombstone in place of https://m.example/1",
    "answered with an embed of no post": "Facebook answered with an embed of no post.",
}
"""Pieces of which the code makes a sentence, with one of these: that is known."""


def strings(node: ast.AST, docs: Collection[ast.AST]) -> Iterator[str]:
    """Every string below a node with two spaces or more in it, but for docs and what is handed to
    :data:`NO_SENTENCES`.
    """
    for child in ast.iter_child_nodes(node):
        if child in docs:
            continue
        if isinstance(child, ast.Call):
            name = child.func.attr if isinstance(child.func, ast.Attribute) else ""
            name = child.func.id if isinstance(child.func, ast.Name) else name
            if name in NO_SENTENCES:
                continue
        said = words(child) if isinstance(child, ast.expr) else None
        if said is None:
            yield from strings(child, docs)
        elif said.count(" ") > 1 and re.search("[A-Za-z]{2}", said):
            yield said


def said_by_the_code() -> set[str]:
    found: set[str] = set()
    for place in SAID:
        path = ROOT / place
        for file in sorted(path.rglob("*.py") if path.is_dir() else [path]):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            docs = {
                node.value
                for node in ast.walk(tree)
                if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            }
            found |= set(strings(tree, docs))
    return found


def known_to_the_desk(said: str) -> bool:
    """As a sentence, or as a part of one, with something in each place."""
    tried = said.replace("{}", "7").strip()
    return known().found(tried) is not None or known().part(tried) is not None


def test_every_sentence_that_the_desk_can_show_is_known_in_spanish() -> None:
    untold = said_by_the_code() - FACTS.keys() - NOT_SHOWN.keys() - GLUED.keys()
    assert sorted(said for said in untold if not known_to_the_desk(said)) == []


@pytest.mark.parametrize(("piece", "whole"), GLUED.items())
def test_a_sentence_of_pieces_is_known_as_a_whole(piece: str, whole: str) -> None:
    assert piece in said_by_the_code()
    assert in_spanish(whole) is not None


def test_no_excuse_outlives_its_reason() -> None:
    assert NOT_SHOWN.keys() - said_by_the_code() == set()


def test_no_sentence_is_known_that_nobody_says() -> None:
    code = "\n".join(
        said
        for file in sorted((ROOT / "archive").rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.expr) and (said := words(node)) is not None
    )
    glued = {found[0] for whole in GLUED.values() if (found := known().found(whole)) is not None}
    pieces = {
        said: [piece.strip(" .,:;()") for piece in re.split(r"\{\}|[“”]", said)]
        for said in {**answers_es.ANSWERS, **warnings_es.WARNINGS}.keys() - glued
    }
    assert [said for said, of in pieces.items() if not all(piece in code for piece in of)] == []


@pytest.mark.parametrize(
    ("said", "spanish"),
    [
        (
            "The text was longer than 9 characters of markup, or 8 tags, and was cut.",
            "El texto pasaba de 9 caracteres de código, o de 8 etiquetas, y se cortó.",
        ),
        (
            "x.example answered HTTP 404: “Record is not here”",
            "x.example respondió HTTP 404: “Record is not here”",
        ),
        ("native id 7: by Ana, county list (2024)", None),
        ("A sentence that nobody wrote.", None),
    ],
)
def test_a_known_sentence_is_told_and_another_is_marked(said: str, spanish: str | None) -> None:
    if spanish is not None:
        assert in_spanish(said) == spanish
        assert str(told("es", said)) == spanish
    elif in_spanish(said) is None:
        assert str(told("es", said)) == f'<span lang="en">{said}</span>'
    assert str(told("en", said)) == said
    assert told("es", "<b>").startswith('<span lang="en">&lt;b&gt;')
