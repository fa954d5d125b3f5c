"""How a snapshot is cited: as precisely as it is known, in words and for programs."""

import json
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from archive.cite import ENGLISH, cite, plain, posting
from archive.records import Author, Snapshot, Stored
from tests.archive.storage_posts import at, snapshot

HASH = "ab" * 32


class OurLinks:
    def post(self, post: str, n: int | None = None) -> str:
        return f"https://record.example.org/post/{post}{'' if n is None else f'#snapshot-{n}'}"


def stored(of: Snapshot | None = None, n: int = 1, **fields: Any) -> Stored:
    content = of or snapshot()
    defaults: dict[str, Any] = {
        "post": content.id,
        "n": n,
        "snapshot": content,
        "captured_at": at(5),
        "as_of": at(5),
        "reason": "first",
        "source": "tweet-result",
        "sha256": HASH,
        "log_index": 7,
    }
    return Stored(**{**defaults, **fields})


def as_json(kept: Stored, text: str = "The wall is closed.", **more: Any) -> dict[str, Any]:
    told = posting(cite(kept, OurLinks(), newsroom="Border News", **more), text)
    found: dict[str, Any] = json.loads(msgspec.json.encode(told))
    return found


def test_people_read_who_where_when_and_who_keeps_it() -> None:
    kept = stored(n=3)
    assert plain(cite(kept, OurLinks(), newsroom="Border News")) == (
        "An Official (@official), post on X, 29 March 2025, 17:02 UTC. "
        f"Archived by Border News, 1 April 2025: https://record.example.org/post/{kept.post} "
        "(snapshot 3). Original post: https://x.com/i/status/1."
    )


def test_without_links_and_a_name_it_says_what_there_is() -> None:
    kept = stored()
    assert f"Archived 1 April 2025: {kept.post} (snapshot 1)." in plain(cite(kept, None))
    assert "archivedAt" not in posting(cite(kept, None), "")


@pytest.mark.parametrize(
    ("time", "precision", "said", "published"),
    [
        (datetime(2025, 3, 29, 17, 2, tzinfo=UTC), "day", "29 March 2025", "2025-03-29"),
        (datetime(2025, 3, 29, 0, 0, tzinfo=UTC), "unknown", "29 March 2025", "2025-03-29"),
        (
            datetime(2025, 3, 29, 17, 2, tzinfo=UTC),
            "minute",
            "29 March 2025, 17:02 UTC",
            "2025-03-29T17:02:00.000Z",
        ),
        (None, "unknown", "date unknown", None),
    ],
)
def test_the_time_is_as_precise_as_it_is_known(
    time: datetime | None, precision: Any, said: str, published: str | None
) -> None:
    kept = stored(snapshot(created_at=time, created_precision=precision))
    assert f"post on X, {said}. Archived" in plain(cite(kept, None))
    assert as_json(kept).get("datePublished") == published


@pytest.mark.parametrize(
    ("author", "said"),
    [
        (Author(name="A", handle="@a", native_id=None), "A (@a), post"),
        (Author(name="A", handle=None, native_id=None), "A, post"),
        (Author(name=None, handle="a", native_id=None), "@a, post"),
        (Author(name=None, handle=None, native_id=None), "X, post"),
    ],
)
def test_an_author_of_whom_little_is_known(author: Author, said: str) -> None:
    assert plain(cite(stored(snapshot(author=author)), None)).startswith(said)


def test_the_words_and_dates_of_another_language() -> None:
    spanish = replace(
        ENGLISH,
        post="{author}, publicación en {platform}, {date}.",
        archived="Archivada el {date}: {page} (captura {n}).",
        original="Original: {url}.",
        day=lambda moment: f"{moment.day} de abril",
        minute=lambda moment: f"{moment:%H} horas",
    )
    kept = stored()
    assert plain(cite(kept, None), spanish) == (
        "An Official (@official), publicación en X, 17 horas. "
        f"Archivada el 1 de abril: {kept.post} (captura 1). Original: https://x.com/i/status/1."
    )


def test_programs_read_a_social_media_posting() -> None:
    kept = stored(snapshot(edited_at=at(1), author=Author(
        name="An Official", handle="official", native_id="77", url="https://x.com/official"
    )), n=2)  # fmt: skip
    assert as_json(kept) == {
        "@context": "https://schema.org",
        "@type": "SocialMediaPosting",
        "url": "https://x.com/i/status/1",
        "author": {
            "@type": "Person",
            "name": "An Official",
            "alternateName": "@official",
            "url": "https://x.com/official",
        },
        "datePublished": "2025-03-29T17:02:11.000Z",
        "dateModified": "2025-04-01T12:01:00.000Z",
        "inLanguage": "en",
        "publisher": {"@type": "Organization", "name": "X"},
        "text": "The wall is closed.",
        "archivedAt": {
            "@type": "WebPage",
            "url": f"https://record.example.org/post/{kept.post}#snapshot-2",
            "version": "2",
            "dateCreated": "2025-04-01T12:05:00.000Z",
            "identifier": {"@type": "PropertyValue", "propertyID": "SHA-256", "value": HASH},
            "publisher": {"@type": "Organization", "name": "Border News"},
        },
    }


def test_what_is_unknown_is_left_out_and_no_address_runs_anything() -> None:
    evil = Author(name="A", handle=None, native_id=None, url="javascript:alert(1)")
    told = as_json(stored(snapshot(url="data:text/html,x", author=evil, lang=None)), "")
    assert {"url", "text", "dateModified", "inLanguage", "sharedContent"}.isdisjoint(told)
    assert told["author"] == {"@type": "Person", "name": "A"}
    assert "null" not in json.dumps(told)


def test_a_repost_shares_the_post_inside() -> None:
    outer = stored(snapshot("2", "", kind="repost"))
    told = as_json(outer, shared=stored())
    assert "text" not in told
    assert told["sharedContent"]["text"] == "The wall is closed."
    assert "@context" not in told["sharedContent"]
    assert "repost on X" in plain(cite(outer, None))
