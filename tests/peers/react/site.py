"""A small React site whose component is the one that docs/how-to/embed-in-react.md shows."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.docs_pages import ROOT, fences

__all__ = ["react_site"]

_HERE = Path(__file__).parent
_SOFTWARE = ROOT / ".venv" / "peers" / "react"
_PAGE = ROOT / "docs" / "how-to" / "embed-in-react.md"


@contextmanager
def react_site(folder: Path, archive: str) -> Iterator[str]:
    """The site's origin; its embeds come from the archive of this origin.

    React's development build: it is the one that tells of a mismatch.
    """
    node, modules = shutil.which("node"), _SOFTWARE / "node_modules"
    if node is None or not (modules / "react-dom").is_dir():
        pytest.skip(f"no React: {_HERE.relative_to(ROOT)}/install.sh {_SOFTWARE}")
    for file in _HERE.glob("*.jsx"):
        shutil.copy(file, folder)
    (folder / "embed.jsx").write_text(_shown_component(archive), encoding="utf-8")
    (folder / "node_modules").symlink_to(modules)
    for name, platform in (("client", "browser"), ("server", "node")):
        _bundle(folder, name, platform)
    process = subprocess.Popen(
        [node, folder / "built" / "server.js", folder / "built" / "client.js"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "NODE_ENV": "development"},
    )
    try:
        assert process.stdout is not None
        origin = process.stdout.readline().strip()
        assert origin, "the React site did not start"
        yield origin
    finally:
        process.terminate()
        process.communicate(timeout=20)


def _shown_component(archive: str) -> str:
    """What the how-to shows, with this archive's origin in the place of the example's."""
    (shown,) = (f.body for f in fences(_PAGE.read_text("utf-8")) if f.lang == "jsx")
    assert shown.count("https://record.example.org") == 1
    return shown.replace("https://record.example.org", archive)


def _bundle(folder: Path, name: str, platform: str) -> None:
    done = subprocess.run(
        [
            folder / "node_modules" / ".bin" / "esbuild",
            f"{name}.jsx",
            "--bundle",
            f"--platform={platform}",
            "--jsx=automatic",
            '--define:process.env.NODE_ENV="development"',
            f"--outfile=built/{name}.js",
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
