"""The sources of Truth Social under every answer."""

from collections.abc import Callable

from archive.platforms.memento import WebArchive
from archive.platforms.truth import Api, Page, Truth
from archive.records import PostRef
from archive.settings import WebArchivesSettings
from archive.testing import FakeAnswer
from tests.archive.fediverse_data import COPIES, INDEX, MEMENTO, POSTED, listed, snowflake
from tests.archive.matrix import Case
from tests.archive.truth_data import API, BASE, ID, PAGE, page, truth

REF = PostRef(platform="truth", native_id=ID, url=PAGE)
OTHER = snowflake(POSTED, 2)
HTML = {"content-type": "text/html"}
IN_INDEX, LISTED = listed(PAGE)
COPY = f"{COPIES}{PAGE}"


# Asked when a status is not found: whether the API answers for others.
SERVER: dict[str | Callable[[str], bool], FakeAnswer] = {
    f"{BASE}/api/v2/instance": (404, {}, ""),
    f"{BASE}/api/v1/instance": (200, {}, {"uri": "truthsocial.com", "version": "3.4.1"}),
}


def archived() -> WebArchive:
    (source,) = Truth(
        {"sources": ["web-archive"]}, lambda _: None, WebArchivesSettings()
    ).chosen.sources
    assert isinstance(source, WebArchive)
    return source


def shown(number: str) -> FakeAnswer:
    return (200, HTML, page(og_url=f"{BASE}/@ann/{number}"))


CASES: tuple[Case, ...] = (
    Case("truth", Api, REF, {API: (200, {}, truth()), **SERVER}, API, (200, {}, truth(OTHER))),
    Case("truth", Page, REF, {PAGE: shown(ID)}, PAGE, shown(OTHER)),
    Case(
        "truth",
        archived,
        REF,
        {IN_INDEX: LISTED, INDEX: (200, {}, []), COPY: (200, MEMENTO, page())},
        COPY,
        (200, MEMENTO, page(og_url=f"{BASE}/@ann/{OTHER}")),
    ),
)
