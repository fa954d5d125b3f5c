"""Errors in Spanish: each that a form of the desk can meet is told, and in its own words."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.errors import NotAPost, UsageError
from archive.platforms import identify
from embedder.errors_es import GENERAL, PHRASES, SENTENCES, in_spanish, spanish
from embedder.web.problem_texts import SPANISH

ROOT = Path(__file__).parent.parent.parent
ERRORS = {
    *("UsageError", "NotAPost", "FetchError", "AddressRefused", "Unreachable", "TimedOut"),
    *("TooLarge", "TooManyRedirects", "Throttled", "UnknownPost", "HoldError", "MediaError"),
    "BadPicture",
}
REACHED = (
    *("archive/annotations.py", "archive/answering.py", "archive/capture.py"),
    *("archive/deciding.py", "archive/deleted.py", "archive/errors.py", "archive/from_browser.py"),
    "archive/handing.py",
    *("archive/naming.py", "archive/ocr.py", "archive/placing.py", "archive/sites.py"),
    *("archive/targets.py", "embedder/passwords.py", "embedder/people.py"),
    *("archive/articles/listings.py", "archive/articles/reading.py"),
    *("archive/media/filetype.py", "archive/media/picture.py"),
    *("archive/fetch", "archive/platforms", "archive/storage/sqlite", "embedder/web"),
)
"""What a form of the desk leads into."""
NOT_AT_THE_DESK = {
    "In every quality the video has more than {} bytes.": "a medium's own row tells it",
    "{}.": "the sentence is another's, of the grammar of searches",
    "{} {}.": "of a picture, with why: both sentences of it are here",
    "No {} {} is kept here.": "of a post, or a snapshot: both are here",
}
NO_FORMS = {
    *("format", "no-url", "unknown-template", "key-needed", "unknown-medium", "bad-limit", "busy"),
    *("range-not-satisfiable", "bad-format", "role", "not-ready", "bad-cursor", "no-query"),
    *("unknown-official", "capture-under-way", "two-targets", "no-reason", "bad-date"),
    *("wrong-fields", "capture-{}", "{}", "no-name", "taken"),
}
"""Kinds of problems of the API and of public pages, which are told in English; `wrong-fields` has
words of its own at the desk.
"""


def words(node: ast.expr) -> str | None:
    """A sentence of the code, with ``{}`` where it names something."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = [str(v.value) if isinstance(v, ast.Constant) else "{}" for v in node.values]
        return re.sub(r"'(\{\})+'|(\{\})+", "{}", "".join(parts))
    return None


def calls(*places: str) -> Iterator[tuple[str, ast.Call]]:
    for place in places:
        path = ROOT / place
        for file in sorted(path.rglob("*.py") if path.is_dir() else [path]):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    yield node.func.id, node


def told_by_the_code() -> set[str]:
    found = {str(error.next_step) for error in (UsageError, NotAPost)}
    for name, call in calls(*REACHED):
        if name in ERRORS:
            given = [*call.args, *(k.value for k in call.keywords if k.arg == "next_step")]
            found |= {said for node in given if (said := words(node)) is not None}
    return found - NOT_AT_THE_DESK.keys()


def test_every_error_that_a_form_can_meet_is_told_in_spanish() -> None:
    untold = [said for said in told_by_the_code() if spanish(said.replace("{}", "7")) is None]
    # "X is PHRASE.", by the phrases that there are
    assert sorted(set(untold) - {"{} is {}.", "tg://{} is {}."}) == []


def test_no_two_errors_are_told_alike_but_for_those_that_are() -> None:
    """What a sentence names stands in its Spanish, too: which person, which field."""
    for said, told in SENTENCES.items():
        if said.startswith("{}") and said.count("{}") == 1 and "{0}" not in told:
            pytest.fail(said)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("https://x.com/jack", "es el perfil de @jack, no una publicación."),
        ("https://www.tiktok.com/tag/a", "es la página de una etiqueta."),
        ("https://www.linkedin.com/in/ana", "es el perfil de una persona, no una publicación."),
        ("https://t.me/c/1/2", "es una publicación de un canal o grupo privado. Solo la leen"),
        ("https://www.instagram.com/stories/a/1", "es una historia, que se muestra un día"),
        ("https://www.facebook.com/events/1", "es un evento, no una publicación."),
        ("https://www.youtube.com/feed/x", "es una lista de vídeos, no uno."),
        ("https://bsky.app/profile/a.example", "Es el perfil de a.example en Bluesky"),
        ("https://bsky.app/search", "Es una búsqueda de Bluesky, no una publicación."),
        ("https://www.reddit.com/r/texas", "es la comunidad r/texas, no una publicación."),
        ("https://www.threads.com/@ana", "es el perfil de @ana, no una publicación."),
        ("ftp://a.example/1", "no es una dirección de la web: empieza por «ftp»."),
        ("", "No se indicó ninguna dirección. Pegue la dirección de una publicación."),
        ("https://[", "no es una dirección."),
    ],
)
def test_what_is_wrong_with_an_address_is_told_in_its_own_words(address: str, told: str) -> None:
    with pytest.raises(NotAPost) as caught:
        identify(address)
    said = in_spanish(caught.value)
    assert told in said
    assert GENERAL not in said
    assert not re.search(r"\b(is|not|the|a post)\b", said), said


def test_every_kind_of_address_has_its_words() -> None:
    """Each value of the platforms' tables of what is no post."""
    kinds = set()
    for file in (ROOT / "archive/platforms").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name == "_what":
                returned = [r.value for r in ast.walk(node) if isinstance(r, ast.Return)]
                kinds |= {said for value in returned if value and (said := words(value))}
            if isinstance(node, ast.AnnAssign | ast.Assign):
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                name = target.id if isinstance(target, ast.Name) else ""
                if name in {"_PAGES", "_NOT_POSTS"} and node.value is not None:
                    kinds |= {
                        v.value
                        for v in ast.walk(node.value)
                        if isinstance(v, ast.Constant)
                        and isinstance(v.value, str)
                        and re.match("(a|an|the) ", v.value)
                    }
    assert len(kinds) > 60
    in_words = {kind: spanish(f"x is {kind.replace('{}', 'y')}.") for kind in kinds}
    assert [kind for kind, told in in_words.items() if told is None] == []
    assert [phrase for phrase, spoken in PHRASES.items() if phrase == spoken] == []


def test_every_problem_that_a_form_can_meet_has_its_spanish() -> None:
    kinds = {
        said
        for name, call in calls("embedder/web")
        if name == "Problem" and len(call.args) > 1 and (said := words(call.args[1]))
    }
    assert sorted(kinds - NO_FORMS - SPANISH.keys()) == []
