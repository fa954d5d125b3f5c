"""What all tests share: the recorded payloads, and that nothing is skipped unseen in CI."""

import contextlib
import gc
import os
import shutil
from collections.abc import Generator, Iterator
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# No test is timed: a busy machine finds nothing wrong. CI looks twice as long as people wait.
settings.register_profile(
    "onrecord",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    max_examples=100 if os.environ.get("ONRECORD_CI") == "1" else 50,
)
settings.load_profile("onrecord")

# Every capture waits for the disk several times. Memory has the same files, and no waiting.
_MEMORY = Path("/dev/shm")  # noqa: S108  pytest makes a folder of its own in there
if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > 2**30:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))

SHARED = Path(__file__).parents[1].parent / "shared"

MAY_SKIP_IN_CI: dict[str, str] = {}
"""Under ONRECORD_CI=1 a skip is a failure, but for these names, each with its reason."""


LONGEST_FIRST = (
    *("test_replay.py", "test_docs.py", "test_who_wins.py", "test_cli_service.py"),
    *("test_web_api.py", "test_web_card.py", "test_attacks_desk.py", "test_recordings.py"),
    *("test_render_v1.py", "test_web_frozen.py", "test_attacks.py", "test_statements_file.py"),
    "test_x_text.py",
)
"""Where several processes share the files, none is left with a long one at the end."""


@pytest.hookimpl(optionalhook=True)  # the other Pythons have no xdist
def pytest_xdist_auto_num_workers() -> int:
    """Two for each processor: half of the time a test waits for a process, a server or a thread."""
    return 2 * (os.cpu_count() or 1)


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """Nothing of what is collected goes away again: to look for what does took a tenth of it."""
    gc.disable()
    if _is_second(session.config):
        _import_from_the_end()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def _is_second(config: pytest.Config) -> bool:
    """Whether this is the second of several processes that collect all tests."""
    everything = [Path(arg).resolve() for arg in config.args] == [Path(__file__).parent]
    return everything and os.environ.get("PYTEST_XDIST_WORKER") == "gw1"


def _import_from_the_end() -> None:
    """In a fresh checkout each file is to be compiled, which takes longer than all else of the
    collection: two processes that begin at its two ends compile half of them each.
    """
    root = Path(__file__).parents[1]
    for file in sorted(root.glob("tests/**/test_*.py"), reverse=True):
        # What cannot be imported is told when the collection comes to it.
        with contextlib.suppress(Exception, pytest.skip.Exception):
            import_module(".".join(file.relative_to(root).with_suffix("").parts))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The order of whole files: what is in one stays in its order."""
    place = {name: number for number, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: place.get(item.path.name, len(place)))


@pytest.fixture(scope="session")
def payloads() -> Path:
    """The recorded platform responses, which live beside the project, not in it."""
    folder = SHARED / "payloads"
    if not folder.is_dir():
        pytest.skip(
            "no ../shared/payloads beside this checkout (recorded responses are not ours to ship)"
        )
    return folder


@pytest.fixture(scope="session")
def border_meeting() -> str:
    """The article that this archive is made for, as text; it lives beside the project, too."""
    file = SHARED / "article" / "border-meeting-2025-03-29.txt"
    if not file.is_file():
        pytest.skip(
            "no ../shared/article beside this checkout (others' article is not ours to ship)"
        )
    return file.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def registers() -> Path:
    """The registers of officials, which live beside the project, not in it."""
    folder = SHARED / "officials"
    if not folder.is_dir():
        pytest.skip("no ../shared/officials beside this checkout (registers are not ours to ship)")
    return folder


@pytest.fixture(scope="session")
def statements() -> Path:
    """A table of one account's posts, which lives beside the project, not in it."""
    folder = SHARED / "statements"
    if not folder.is_dir():
        pytest.skip("no ../shared/statements beside this checkout (posts are not ours to ship)")
    return folder


@pytest.fixture(scope="session", autouse=True)
def _each_picture_derived_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    # Not above: the process that hands out the tests has no use for the archive.
    from tests.derived import derived_once

    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # of all workers
    with derived_once(folder / "derived"):
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    skipped = report.skipped and not hasattr(report, "wasxfail")
    if skipped and os.environ.get("ONRECORD_CI") == "1" and item.name not in MAY_SKIP_IN_CI:
        report.outcome = "failed"
        report.longrepr = f"skipped in CI: {report.longrepr}"
    return report
