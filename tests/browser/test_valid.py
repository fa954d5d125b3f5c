"""What the Nu checker of HTML (vnu) finds wrong in our documents: nothing, in any state."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from embedder.words import LANGUAGES
from tests.browser.attacked import look
from tests.embedder import holdings

pytestmark = pytest.mark.browser

_VNU = Path(__file__).parents[2] / ".venv/browser/node_modules/vnu-jar/build/dist/vnu.jar"
OUTPUTS = ("page", "fragment", "shadow", "post page")
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


def test_every_look_in_every_language_is_valid(tmp_path: Path) -> None:
    for name in holdings.HOLDINGS:
        for lang in LANGUAGES:
            for output in OUTPUTS:
                path = tmp_path / f"{name}.{lang}.{output}.html"
                path.write_text(look(output, name, lang).body, encoding="utf-8")
    assert errors(tmp_path) == []
