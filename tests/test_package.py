"""What `pipx install .` installs: a wheel with everything that the service reads."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("archive", "embedder")


@pytest.mark.slow
def test_the_wheel_has_every_file_of_the_packages_and_the_default_config(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir"]
    made = subprocess.run(
        [*command, str(tmp_path), str(ROOT)], capture_output=True, text=True, check=False
    )
    if "hatchling" in made.stderr:
        pytest.skip("no build backend: pip download hatchling, or a network")
    assert made.returncode == 0, made.stderr
    (wheel,) = tmp_path.glob("onrecord-*.whl")
    with zipfile.ZipFile(wheel) as opened:
        held = set(opened.namelist())
        scripts = next(name for name in held if name.endswith("entry_points.txt"))
        assert "onrecord = embedder.cli:main" in opened.read(scripts).decode()
    there = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert there <= held
    assert any(name.endswith("config.toml") for name in held)
    assert not {name.partition("/")[0] for name in held} & {"tests", "benchmarks", "docs"}
