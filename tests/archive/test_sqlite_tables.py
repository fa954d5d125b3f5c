"""What stands in SQLite's tables: log, statements, audit; and that what was erased does not."""

import asyncio
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.canonical import leaf_hash
from archive.clock import milliseconds, rfc3339
from archive.records import Account, Annotation
from archive.storage import open_storage
from archive.storage.base import Key, User
from archive.storage.sqlite import SqliteStorage
from archive.storage.sqlite import erase as erase_part
from tests.archive.sqlite_files import ask, open_file, traces
from tests.archive.storage_posts import (
    POSTED,
    at,
    capture,
    exchange,
    first,
    id_of,
    linking,
    look,
    new,
    picture,
    snapshot,
    with_picture,
    write,
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


async def test_a_log_leaf_is_the_salted_hash_and_dies_with_the_salt(file: Path) -> None:
    storage = await open_file(file)
    (stored,) = await storage.keep(capture(write("1", new(1, salt=b"s" * 32))))
    leaf = leaf_hash(b"s" * 32, stored.sha256)
    assert ask(file, "SELECT idx, leaf FROM log") == [(0, leaf)]
    await storage.erase(id_of(), by="ana", at=at(1), reason="privacy")
    assert ask(file, "SELECT idx, leaf FROM log") == [(0, leaf)]
    assert ask(file, "SELECT content, salt, sha256 FROM snapshots") == [(None, None, None)]
    assert ask(file, "SELECT count(*) FROM statements") == [(0,)]
    await storage.close()


async def test_handles_of_an_account_are_kept_with_their_times(file: Path) -> None:
    storage = await open_file(file)
    for minutes, handle, name in (
        (0, "old", "A"),
        (5, "new", "B"),
        (9, "old", "C"),
        (3, "old", "D"),
    ):
        account = Account(platform="x", native_id="77", handle=handle, name=name)
        await storage.keep(capture(write("1", account=account), at=at(minutes)))
    await storage.close()
    assert ask(file, "SELECT handle, name, first_seen, last_seen FROM account_handles") == [
        ("old", "C", rfc3339(at(0)), rfc3339(at(9))),
        ("new", "B", rfc3339(at(5)), rfc3339(at(5))),
    ]


async def test_an_article_knows_the_posts_that_it_references(file: Path) -> None:
    storage = await open_file(file)
    for native in ("1", "2", "2"):
        await storage.keep(
            capture(first("9", reason="context") if native == "1" else write("9"), write(native))
        )
        await storage.reference(id_of(native), "https://news.example/a", by="ana", at=at(1))
    await storage.close()
    assert ask(
        file, "SELECT a.url, p.post FROM articles a JOIN article_posts p ON p.article = a.id"
    ) == [("https://news.example/a", id_of("1")), ("https://news.example/a", id_of("2"))]


async def test_a_certificate_is_stored_once(file: Path) -> None:
    storage = await open_file(file)
    await storage.keep(capture(first(), exchanges=(exchange(), exchange()), looks=(look("1", 0),)))
    await storage.close()
    assert ask(file, "SELECT der FROM certificates ORDER BY der") == [(b"issuer",), (b"leaf",)]


async def test_everything_that_somebody_changes_is_in_the_audit_log(file: Path) -> None:
    storage = await open_file(file)
    who: dict[str, Any] = {"by": "ana", "at": at(1)}
    note = Annotation(post=id_of(), kind="note", body={"text": "secret words"}, **who)
    await storage.keep(capture(with_picture(), media=(picture(),)))
    for _ in range(2):
        await storage.reference(id_of(), "https://news.example/a", **who)
    await storage.keep(capture(looks=(look(),), action="recheck", by="watch"))
    await storage.annotate(note)
    await storage.set_visibility(id_of(), "public", reason=None, **who)
    await storage.set_visibility(id_of(), "withheld", reason="court order", snapshot=1, **who)
    await storage.set_hold(id_of(), True, reason="court order", **who)
    await storage.set_hold(id_of(), False, reason="over", **who)
    await storage.erase(id_of(), reason="privacy", media=picture().sha256, **who)
    await storage.erase(id_of(), reason="privacy", **who)
    await storage.add_user(User(name="bo", role="editor"), at=at(1), by="ana")
    await storage.add_login_link("11" * 32, "bo", until=at(5))
    await storage.use_login_link("11" * 32, at=at(1))
    await storage.add_key(Key(name="k", role="reader", made_by="ana", made_at=at(1)), "22" * 32)
    await storage.revoke_key("k", **who)
    await storage.set_site_settings({"name": "The Post"}, **who)
    await storage.close()
    entries = ask(file, "SELECT by, action, target, reason FROM audit ORDER BY id")
    assert entries == [
        ("ana", "capture", f"{id_of()}@1", None),
        ("ana", "reference", id_of(), None),
        ("watch", "recheck", id_of(), None),
        ("ana", "annotate", id_of(), None),
        ("ana", "release", id_of(), None),
        ("ana", "withhold", f"{id_of()}@1", "court order"),
        ("ana", "hold", id_of(), "court order"),
        ("ana", "lift hold", id_of(), "over"),
        ("ana", "erase", f"{id_of()}#{picture().sha256}", "privacy"),
        ("ana", "erase", id_of(), "privacy"),
        ("ana", "add user", "user:bo", None),
        ("bo", "log in", "user:bo", "link"),
        ("ana", "add key", "key:k", None),
        ("ana", "revoke key", "key:k", None),
        ("ana", "set", "site", None),
    ]
    details = "".join(detail for (detail,) in ask(file, "SELECT detail FROM audit"))
    assert "https://news.example/a" in details
    assert "secret words" not in details


# Statements

STATEMENTS = "SELECT id, snapshot, text, time_unknown, created_at FROM statements ORDER BY id"


async def test_each_version_of_a_post_is_a_statement(file: Path) -> None:
    storage = await open_file(file)
    versions = (new(1), new(2, snapshot(text="Edited")))
    await storage.keep(capture(write("1", *versions)))
    await storage.close()
    ms = milliseconds(POSTED)
    assert ask(file, STATEMENTS) == [
        (ms * 1000, 1, "The wall is closed.", 0, rfc3339(POSTED)),
        (ms * 1000 + 1, 2, "Edited", 0, rfc3339(POSTED)),
    ]
    assert ask(
        file,
        "SELECT DISTINCT kind, platform, lang, author_name, author_handle, official "
        "FROM statements",
    ) == [("post", "x", "en", "An Official", "official", None)]


async def test_a_statement_of_unknown_time_has_the_time_of_its_capture(file: Path) -> None:
    storage = await open_file(file)
    far = datetime(9999, 1, 1, tzinfo=UTC)
    await storage.keep(
        capture(
            *(write(n, new(1, snapshot(n, created_at=t))) for n, t in (("1", None), ("2", far)))
        )
    )
    await storage.close()
    ids = [(row[0], row[3]) for row in ask(file, STATEMENTS)]
    ms = milliseconds(at(1))
    assert ids == [(ms * 1000, 1), (ms * 1000 + 1, 1)]


async def test_context_and_private_persons_make_no_statement(file: Path) -> None:
    storage = await open_file(file)
    private = Account(platform="x", native_id="5", private_person=True)
    await storage.keep(capture(first("1", reason="context"), first("2", account=private)))
    assert ask(file, STATEMENTS) == []
    # Captured for its own sake, what is kept already becomes statements, too.
    await storage.keep(capture(write("1", new(2, snapshot(text="Edited")))))
    assert [text for _, _, text, *_ in ask(file, STATEMENTS)] == ["The wall is closed.", "Edited"]
    await storage.close()


async def test_statements_of_a_merged_post_move_with_it(file: Path) -> None:
    storage = await open_file(file)
    await storage.keep(capture(first("9", "old id"), first("1", "first id")))
    await storage.keep(capture(write("1", merges=(id_of("9"),))))
    await storage.close()
    found = ask(file, "SELECT post, snapshot, text FROM statements ORDER BY snapshot")
    assert found == [(id_of("1"), 1, "first id"), (id_of("1"), 2, "old id")]


async def test_a_full_millisecond_flows_over_into_the_next(file: Path) -> None:
    storage = await open_file(file)
    await storage.keep(capture(*(first(str(i)) for i in range(1001))))
    await storage.close()
    ids = [row[0] for row in ask(file, STATEMENTS)]
    base = milliseconds(POSTED) * 1000
    assert ids == list(range(base, base + 1001))
    assert base + 1000 == (milliseconds(POSTED) + 1) * 1000


async def test_a_gap_is_filled_first(file: Path) -> None:
    storage = await open_file(file)
    await storage.keep(capture(*(first(str(i)) for i in range(3))))
    await storage.erase(id_of("1"), by="ana", at=at(1), reason="privacy")
    await storage.keep(capture(first("9")))
    await storage.close()
    base = milliseconds(POSTED) * 1000
    assert ask(file, "SELECT id FROM statements WHERE post = ?", id_of("9")) == [(base + 1,)]


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.integers(-5000, 5000), min_size=1, max_size=20))
def test_statements_stream_in_the_order_of_posting(tmp_path_factory: Any, ms: list[int]) -> None:
    file = tmp_path_factory.mktemp("statements") / "archive.db"
    times = [datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=i) for i in ms]

    async def fill() -> None:
        storage = await open_storage(f"sqlite:{file}")
        posts = (write(str(i), new(1, snapshot(str(i), created_at=t))) for i, t in enumerate(times))
        await storage.keep(capture(*posts))
        await storage.close()

    asyncio.run(fill())
    rows = ask(file, STATEMENTS)
    assert [created for *_, created in rows] == [rfc3339(t) for t in sorted(times)]
    assert [row[0] // 1000 for row in rows] == sorted(ms)
    assert all(abs(row[0]) < 2**53 for row in rows)


# Erased for good


async def test_no_trace_of_an_erased_post_is_left_in_the_files(file: Path) -> None:
    storage = await open_file(file)
    secret = "Calle Secreta 7"
    await storage.keep(
        capture(
            first("1", f"I live at {secret}"),
            linking("2", "quoted", "1"),
            exchanges=(
                exchange(f"https://x.example/?q={secret}", response_headers=(("X-Note", secret),)),
            ),
            looks=(look("1", 0, snapshot=1),),
        )
    )
    await storage.annotate(
        Annotation(post=id_of(), kind="note", body={"t": secret}, by="ana", at=at(1))
    )
    assert traces(file, secret)
    await storage.holding(id_of("2"))
    erasure = await storage.erase(id_of(), by="ana", at=at(2), reason="privacy")
    assert erasure.left == ()
    assert traces(file, secret) == []
    assert await storage.holding(id_of("2")) is not None
    await storage.close()


async def test_no_copy_is_left_where_pages_were_split(file: Path) -> None:
    """SQLite's secure_delete misses copies in pages that it rebalanced: hence the VACUUM."""
    storage = await SqliteStorage.open(file)
    secret = "Calle Secreta 7"
    posts = []
    for i in ((i * 7919) % 400 for i in range(400)):
        text = (secret if i % 10 == 0 else "harmless") + "x" * (i % 97 * 9)
        posts.append(write(str(i), new(1, snapshot(str(i), text, created_at=at(i)))))
    await storage.keep(capture(*posts))
    for i in range(0, 400, 10):
        await storage._lanes.write(
            erase_part.erase, id_of(str(i)), by="ana", at=at(1), reason="privacy"
        )
    assert traces(file, secret)
    await storage._lanes.writer.run(erase_part.wipe)
    assert traces(file, secret) == []
    await storage.close()


async def test_an_erasure_stands_when_its_traces_cannot_be_wiped(file: Path) -> None:
    storage = await SqliteStorage.open(file)
    await storage.keep(capture(with_picture(), media=(picture(),)))
    await storage._lanes.writer.run(lambda db: db.execute("PRAGMA busy_timeout = 10"))
    reader = sqlite3.connect(file, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM posts").fetchone()
    erasure = await storage.erase(id_of(), by="ana", at=at(1), reason="privacy")
    reader.close()
    assert len(erasure.blobs) == 1
    assert len(erasure.left) == 1
    assert str(file) in erasure.left[0]
    assert "VACUUM" in erasure.left[0]
    await storage.close()
