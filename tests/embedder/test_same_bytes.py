"""The bytes of an embed on other machines: in another real locale, and on other Pythons."""

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
GOLDEN_TESTS = "tests/embedder/test_render_v1.py"
TOOLS = ("pytest", "pytest-asyncio", "hypothesis")

IN_TURKISH = """
import locale, sys, time
assert locale.setlocale(locale.LC_ALL, "") == "tr_TR.UTF-8", locale.setlocale(locale.LC_ALL)
assert locale.localeconv()["decimal_point"] == ",", locale.localeconv()
assert time.strftime("%A", time.gmtime(0)) == "Perşembe"
assert time.timezone == -(5 * 3600 + 45 * 60), time.tzname
import pytest
sys.exit(pytest.main(["-v", "-p", "no:cacheprovider", "TESTS", "-k", "always_gave"]))
"""


def _pythons() -> list[str]:
    """Every Python from 3.11 on of this machine but the running one's version, one a version."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    asked = [str(path) for path in sorted(pyenv.glob("3.*/bin/python3"))]
    asked += [found for n in range(11, 20) if (found := shutil.which(f"python3.{n}"))]
    by_version: dict[tuple[int, int], str] = {}
    for path in asked:
        said = subprocess.run(
            [path, "-c", "import sys, venv, ensurepip; print(*sys.version_info[:2])"],
            capture_output=True,
            text=True,
            check=False,
        )
        if said.returncode == 0:  # a name of pyenv's leads nowhere where no version is chosen
            major, minor = map(int, said.stdout.split())
            by_version.setdefault((major, minor), path)
    return [
        path
        for version, path in sorted(by_version.items())
        if version >= (3, 11) and version != sys.version_info[:2]
    ]


def test_the_golden_bytes_come_in_turkish_in_kathmandu(tmp_path: Path) -> None:
    """In Turkish an I in lower case is no i, and a decimal has a comma."""
    made = shutil.which("localedef") and subprocess.run(
        ["localedef", "-i", "tr_TR", "-f", "UTF-8", tmp_path / "tr_TR.UTF-8"],
        capture_output=True,
        text=True,
        check=False,
    )
    if not made or made.returncode != 0:
        pytest.skip("no source of locales: apt-get install -y --no-install-recommends locales")
    environment = {"LOCPATH": str(tmp_path), "LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Kathmandu"}
    done = subprocess.run(
        [sys.executable, "-c", IN_TURKISH.replace("TESTS", GOLDEN_TESTS)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"[1-9]\d* passed", done.stdout), done.stdout


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Looks for Pythons where they are wanted only: each is started to ask for its version."""
    if "python" in metafunc.fixturenames:
        wanted = "not slow" not in metafunc.config.getoption("markexpr")
        metafunc.parametrize("python", (_pythons() if wanted else []) or [None])


def test_the_golden_bytes_come_from_every_python_of_this_machine(
    python: str | None, tmp_path: Path
) -> None:
    """With the same versions of what they are made with: Jinja, Babel, Pillow and so on."""
    if python is None:
        pytest.skip("no second Python from 3.11 on: apt-get install python3.13, or pyenv")
    versions = tmp_path / "versions.txt"
    versions.write_text(
        "".join(
            f"{one.metadata['Name']}=={one.version}\n"
            for one in importlib.metadata.distributions()
            if one.metadata["Name"] not in {"onrecord", "pip", "setuptools"}
        )
    )
    wanted = [w for w in importlib.metadata.requires("onrecord") or [] if "extra ==" not in w]
    subprocess.run([python, "-m", "venv", tmp_path / "venv"], check=True)
    there = tmp_path / "venv" / "bin" / "python"
    pip = [str(there), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    installed = subprocess.run(
        [*pip, "--constraint", str(versions), *wanted, *TOOLS],
        capture_output=True,
        text=True,
        check=False,
    )
    if installed.returncode != 0:
        pytest.skip(f"{python}: pip has no package index, or not these packages")
    done = subprocess.run(
        [there, "-m", "pytest", "-q", "-p", "no:cacheprovider", GOLDEN_TESTS],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
