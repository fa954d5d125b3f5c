"""What the Nu checker of HTML (vnu) finds wrong in our documents: nothing, in any state."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from embedder.words import LANGUAGES
from tests.browser.attacked import LOOKS, look, shown

pytestmark = pytest.mark.browser

ARTICLES, PAGES = ("fragment", "shadow"), ("page", "post page")
"""All looks together in an article, and each as a whole document."""
_VNU = Path(__file__).parents[2] / ".venv/browser/node_modules/vnu-jar/build/dist/vnu.jar"
BEHIND = ("“container-type”", "“@container”")
"""What its reader of CSS does not know, and every browser since 2023 does (CSS Containment 3)."""
AS_IT_CAME = 'Bad value “https://example.org/"><script>alert(6)</script>” for attribute “href”'
"""The address that the author of a hostile post wrote: escaped, and as wrong as it came."""


def errors(folder: Path) -> list[str]:
    """The errors in all files of a folder, from one process."""
    if not _VNU.exists():
        pytest.skip("no vnu: tests/browser/install.sh .venv/browser")
    if shutil.which("java") is None:
        pytest.skip("no java: apt-get install -y --no-install-recommends default-jre-headless")
    done = subprocess.run(
        ["java", "-jar", str(_VNU), "--errors-only", "--format", "json", "--exit-zero-always",
         str(folder)],
        capture_output=True, text=True, timeout=300, check=True,
    )  # fmt: skip
    return [
        f"{Path(told['url']).name}: {told['message']} ({told.get('extract', '')[:120]!r})"
        for told in json.loads(done.stderr)["messages"]
        if not any(known in told["message"] for known in (*BEHIND, AS_IT_CAME))
    ]


class Styles:
    """Empties every style sheet that it has seen: the same text is as valid as it was."""

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def once(self, text: str) -> str:
        return re.sub("<style>(.*?)</style>", self._once, text, flags=re.DOTALL)

    def _once(self, found: re.Match[str]) -> str:
        new = found[1] not in self.seen
        self.seen.add(found[1])
        return found[0] if new else "<style></style>"


def test_every_look_in_every_language_is_valid(tmp_path: Path) -> None:
    styles = Styles()
    for lang in LANGUAGES:
        documents = {f"all.{output}": shown(output, LOOKS, lang) for output in ARTICLES}
        for name in LOOKS:
            documents |= {f"{name}.{output}": look(output, name, lang).body for output in PAGES}
        for name, text in documents.items():
            (tmp_path / f"{name}.{lang}.html").write_text(styles.once(text), encoding="utf-8")
    assert len(list(tmp_path.iterdir())) == len(LANGUAGES) * (2 + 2 * len(LOOKS))
    assert errors(tmp_path) == []


def test_a_post_that_stands_twice_on_a_page_is_as_valid_as_once(tmp_path: Path) -> None:
    twice = ["gallery by hand, from a screenshot", "four-photos"]
    for output in ARTICLES:
        text = Styles().once(shown(output, [*twice, *twice]))
        (tmp_path / f"{output}.html").write_text(text, encoding="utf-8")
    assert errors(tmp_path) == []


def test_what_is_wrong_would_be_found(tmp_path: Path) -> None:
    wrong = {
        "page": look("page", "one-photo").body.replace("<figure ", "<figure id=end ", 1),
        "fragment": shown("fragment", ["text", "one-photo"]).replace('alt="A', 'size="A'),
        "shadow": shown("shadow", ["text", "one-photo"]).replace("<template ", "<p><ul><template "),
        "post": look("post page", "one-photo").body.replace("</dl>", "<dt>No more</dt></dl>"),
        "style": look("page", "one-photo").body.replace("max-width:", "maximal-width:", 1),
    }
    for name, text in wrong.items():
        (tmp_path / f"{name}.html").write_text(text, encoding="utf-8")
    assert {told.partition(".")[0] for told in errors(tmp_path)} == set(wrong)
