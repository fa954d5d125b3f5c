"""Every template version in every state, output and language, held by golden files.

``golden_looks/v1.es.txt`` has each look of the desk's gallery as plain text, in Spanish, and
before it the SHA-256 of each other output (its first 16 digits), in which the stylesheets and the
script of the version stand as their names: a change of theirs is one line at the head of a file.
So a changed word is read in the diff as it will be read; a changed hash alone means that markup or
data changed, of which ``golden/`` has the bytes in full. Written anew by::

    ONRECORD_UPDATE_GOLDEN=1 .venv/bin/pytest tests/embedder/test_golden_looks.py

Once a version is released, a change of its files is a fault: a new version is made beside it.
"""

import hashlib
import os
import re
from pathlib import Path

import pytest

from embedder.links import Links
from embedder.looks import LOOKS
from embedder.options import VERSIONS, Options
from embedder.outputs import TEXT_OUTPUTS, Material
from embedder.view import Site, build_view
from embedder.words import LANGUAGES

GOLDEN = Path(__file__).parent / "golden_looks"
LINKS = Links("https://record.example.org")
SITE = Site(name="Border News", timezone="America/Chicago")
_CONSTANT = re.compile("<(style|script)>(.*?)</", re.DOTALL)
_OWN = ".onrecord"
"""How the rules of one embed begin (its width, its pictures' colours): they are no constant."""


def told(version: int, lang: str) -> str:
    """The text of a golden file."""
    constants: dict[str, str] = {}
    states = []
    for name, look in LOOKS.items():
        holding = look()
        options = Options(lang=lang, parent=True, counts=name == "poll", t=version)
        of = Material(holding, build_view(holding, options, SITE, LINKS), LINKS, LINKS.origin)
        made = {output: kind.render(of).decode() for output, kind in TEXT_OUTPUTS.items()}
        plain = made.pop("email.txt")
        hashes = "".join(f"{output} {_hash(_named(text, output, constants))}\n"
                         for output, text in made.items())  # fmt: skip
        states.append(f"==== {name}\n{hashes}\n{plain}")
    head = "".join(f"{name} {digest}\n" for name, digest in constants.items())
    return head + "\n" + "\n".join(states)


def _named(text: str, output: str, constants: dict[str, str]) -> str:
    """With names in the place of what is the same in all states; those are noted."""

    def name(found: re.Match[str]) -> str:
        if found[1] == "style" and found[2].startswith(_OWN):
            return found[0]
        known = f"{output} {found[1]}"
        digest = _hash(found[2])
        assert constants.setdefault(known, digest) == digest, f"{known} is no constant"
        return f"<{found[1]}>{known}</"

    return _CONSTANT.sub(name, text)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("version", VERSIONS)
def test_a_version_gives_what_it_always_gave_in_every_state_and_language(
    version: int, lang: str
) -> None:
    path, now = GOLDEN / f"v{version}.{lang}.txt", told(version, lang)
    if os.environ.get("ONRECORD_UPDATE_GOLDEN"):
        path.write_text(now, encoding="utf-8", newline="")
    assert now == path.read_bytes().decode(), f"{path.name} is not what it was"


def test_there_is_a_golden_file_of_each_version_and_language_and_no_other() -> None:
    names = {f"v{version}.{lang}.txt" for version in VERSIONS for lang in LANGUAGES}
    assert {path.name for path in GOLDEN.iterdir()} == names


def test_a_golden_file_has_every_output_of_every_look() -> None:
    text = (GOLDEN / "v1.en.txt").read_text(encoding="utf-8")
    assert re.findall("^==== (.*)$", text, re.MULTILINE) == list(LOOKS)
    for output in TEXT_OUTPUTS:
        if output != "email.txt":
            hashes = re.findall(f"^{re.escape(output)} [0-9a-f]{{16}}$", text, re.MULTILINE)
            assert len(hashes) == len(LOOKS), output
