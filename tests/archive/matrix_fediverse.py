"""The sources of the fediverse under every answer."""

from collections.abc import Callable

from archive.platforms.fediverse import Fediverse
from archive.platforms.fediverse.sources import ActivityPub, ClientApi, OEmbed
from archive.platforms.memento import WebArchive
from archive.records import PostRef
from archive.settings import WebArchivesSettings
from archive.testing import FakeAnswer
from tests.archive.fediverse_data import (
    BASE,
    COPIES,
    ID,
    INDEX,
    MEMENTO,
    POSTED,
    account,
    actor,
    envelope,
    listed,
    note,
    page,
    snowflake,
    status,
)
from tests.archive.matrix import Case

PAGE = f"{BASE}/@ann/{ID}"
REF = PostRef(platform="fediverse", native_id=f"m.example/{ID}", url=PAGE)
OTHER = snowflake(POSTED, 2)
STATUS = f"{BASE}/api/v1/statuses/{ID}"
ENVELOPE = f"{BASE}/api/oembed"
IN_INDEX, LISTED = listed(PAGE)
COPY = f"{COPIES}{PAGE}"
# Asked when a status is not found: the server answers for others, and the account is there.
SERVER: dict[str | Callable[[str], bool], FakeAnswer] = {
    f"{BASE}/api/v2/instance": (200, {}, {"domain": "m.example", "version": "4.5.0"}),
    f"{BASE}/api/v1/accounts/lookup": (200, {}, account()),
}


def archived() -> WebArchive:
    (source,) = Fediverse(
        {"sources": ["web-archive"]}, lambda _: None, WebArchivesSettings()
    ).chosen.sources
    assert isinstance(source, WebArchive)
    return source


CASES: tuple[Case, ...] = (
    Case(
        "fediverse",
        ClientApi,
        REF,
        {STATUS: (200, {}, status()), **SERVER},
        STATUS,
        (200, {}, status(OTHER)),
    ),
    Case(
        "fediverse",
        ActivityPub,
        REF,
        {PAGE: (200, {}, note()), f"{BASE}/users/ann": (200, {}, actor())},
        PAGE,
        (200, {}, note(id=f"{BASE}/users/ann/statuses/{OTHER}", url=f"{BASE}/@ann/{OTHER}")),
    ),
    Case(
        "fediverse",
        OEmbed,
        REF,
        # Of a server that writes the text, unlike Mastodon.
        {ENVELOPE: (200, {}, envelope(html="<p>Words of the mayor</p>", url=PAGE))},
        ENVELOPE,
        (200, {}, envelope(html="<p>Other words</p>", url=f"{BASE}/@ann/{OTHER}")),
    ),
    Case(
        "fediverse",
        archived,
        REF,
        {IN_INDEX: LISTED, INDEX: (200, {}, []), COPY: (200, MEMENTO, page())},
        COPY,
        (200, MEMENTO, page(**{"og:url": f"{BASE}/@ann/{OTHER}"})),
    ),
)
