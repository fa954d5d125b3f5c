"""What all tests share."""

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[1].parent / "shared"


@pytest.fixture(scope="session")
def payloads() -> Path:
    """The recorded platform responses, which live beside the project, not in it."""
    folder = SHARED / "payloads"
    if not folder.is_dir():
        pytest.skip("no ../shared/payloads beside this checkout (recorded responses are not ours to ship)")
    return folder
