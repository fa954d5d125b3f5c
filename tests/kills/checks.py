"""What must hold of an archive at every moment, whoever died in the middle of what.

Read from the files as another program sees them, not through the code that wrote them; only
what a hash is made of is asked of the archive.
"""

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import msgspec

from archive.canonical import canonical_hash, leaf_hash
from archive.originals import wanted
from archive.records import Snapshot
from archive.storage.blobs import content_name, variant_name

__all__ = ["faults", "orphans", "unfinished"]

Rows = list[sqlite3.Row]


@contextmanager
def reading(folder: Path) -> Iterator[Callable[..., Rows]]:
    db = sqlite3.connect(folder / "archive.db")
    db.row_factory = sqlite3.Row
    try:
        yield lambda sql, *values: db.execute(sql, values).fetchall()
    finally:
        db.close()


def faults(folder: Path) -> list[str]:
    """Everything that is not as promised, in words; empty when all is well."""
    with reading(folder) as ask:
        return [
            *(f"integrity_check: {r[0]}" for r in ask("PRAGMA integrity_check") if r[0] != "ok"),
            *(f"foreign_key_check: {tuple(r)}" for r in ask("PRAGMA foreign_key_check")),
            *_snapshots(ask),
            *_log(ask),
            *_posts(ask),
            *_looks(ask),
            *_blobs(ask, folder / "blobs"),
            *_jobs(ask),
        ]


def _snapshots(ask: Callable[..., Rows]) -> Iterator[str]:
    """Each has its content, hash, leaf, rows of media, look and audit entry."""
    leaves = {row["idx"]: row["leaf"] for row in ask("SELECT idx, leaf FROM log")}
    audited = {
        target
        for row in ask("SELECT detail FROM audit")
        for target in json.loads(row["detail"]).get("snapshots", [])
    }
    beside: dict[int, dict[tuple[str, int], sqlite3.Row]] = {}
    for row in ask("SELECT * FROM snapshot_media"):
        beside.setdefault(row["snapshot"], {})[row["role"], row["position"]] = row
    hashes: dict[str, list[str]] = {}
    for row in ask("SELECT * FROM snapshots ORDER BY post, n"):
        name = f"{row['post']}@{row['n']}"
        content = msgspec.json.decode(row["content"], type=Snapshot)
        hashes.setdefault(row["post"], []).append(row["sha256"])
        if canonical_hash(content) != row["sha256"]:
            yield f"{name}: the content does not hash to what is recorded"
        if leaves.get(row["log_index"]) != leaf_hash(row["salt"], row["sha256"]):
            yield f"{name}: its leaf of the log is another"
        if name not in audited:
            yield f"{name}: no audit entry"
        media = beside.get(row["id"], {})
        if set(media) != {(w.role, w.position) for w in wanted(content)}:
            yield f"{name}: rows of media are missing: {sorted(media)}"
        for (role, position), medium in media.items():
            if medium["state"] != "there":
                yield f"{name}: {role} {position} is {medium['state']}: {medium['detail']}"
        if [m.sha256 for m in content.media] != [
            media["media", i]["sha256"] for i in range(len(content.media)) if ("media", i) in media
        ]:
            yield f"{name}: its pictures are others than the rows say"
    for post, versions in hashes.items():
        if any(a == b for a, b in pairwise(versions)):
            yield f"{post}: a snapshot is stored twice"


def _log(ask: Callable[..., Rows]) -> Iterator[str]:
    """Numbered without a gap, one leaf for one snapshot."""
    places = [row["idx"] for row in ask("SELECT idx FROM log ORDER BY idx")]
    used = sorted(row["log_index"] for row in ask("SELECT log_index FROM snapshots"))
    if places != list(range(len(places))) or places != used:
        yield f"the log has {len(places)} leaves for {len(used)} snapshots"


def _posts(ask: Callable[..., Rows]) -> Iterator[str]:
    """Each has its snapshots, numbered from 1, one of them current, a look and its statements."""
    for row in ask(
        """
        SELECT p.*, (SELECT group_concat(n) FROM
                      (SELECT n FROM snapshots WHERE post = p.id ORDER BY n)) AS numbers,
          (SELECT count(*) FROM checks WHERE post = p.id AND outcome = 'found') AS looks,
          (SELECT count(*) FROM statements WHERE post = p.id) AS statements,
          (SELECT count(DISTINCT json_extract(content, '$.text'))
            FROM snapshots WHERE post = p.id) AS texts
        FROM posts p
        """
    ):
        numbers = [int(n) for n in (row["numbers"] or "").split(",") if n]
        if not numbers or numbers != list(range(1, len(numbers) + 1)):
            yield f"{row['id']}: snapshots {numbers}"
        if row["current"] not in numbers:
            yield f"{row['id']}: current is {row['current']} of {numbers}"
        if row["account"] is None:
            yield f"{row['id']}: no account"
        if not row["looks"]:
            yield f"{row['id']}: no look found it"
        if row["statements"] != (0 if row["capture_reason"] == "context" else row["texts"]):
            yield f"{row['id']}: {row['statements']} statements of {row['texts']} texts"
    for row in ask(
        """
        SELECT s.post, s.n, l.relation FROM snapshot_links l JOIN snapshots s ON s.id = l.snapshot
        WHERE NOT EXISTS (SELECT 1 FROM snapshots t WHERE t.post = l.post AND t.n = l.n)
        """
    ):
        yield f"{row['post']}@{row['n']}: its {row['relation']} post is not there"


def _looks(ask: Callable[..., Rows]) -> Iterator[str]:
    """Each rests on exchanges, and each answer that came is stored once."""
    for row in ask(
        """
        SELECT id, post FROM checks c
        WHERE NOT EXISTS (SELECT 1 FROM check_exchanges WHERE check_id = c.id)
        """
    ):
        yield f"{row['post']}: check {row['id']} rests on nothing"
    for row in ask(
        "SELECT id FROM exchanges WHERE id NOT IN (SELECT exchange FROM check_exchanges)"
    ):
        yield f"exchange {row['id']} belongs to no check"
    answers = Counter(
        value
        for row in ask("SELECT response_headers FROM exchanges")
        for name, value in json.loads(row["response_headers"])
        if name == "X-Answer"
    )
    stored = ask("SELECT count(*) AS n FROM exchanges")[0]["n"]
    if answers.total() != stored:
        yield f"{stored} exchanges and {answers.total()} marked answers"
    for answer, times in answers.items():
        if times > 1:
            yield f"answer {answer} is stored {times} times"


def named(ask: Callable[..., Rows]) -> dict[str, int | None]:
    """The blobs that rows name, with the size that they say."""
    names: dict[str, int | None] = {}
    for row in ask("SELECT body_sha256, body_bytes FROM exchanges WHERE body_sha256 IS NOT NULL"):
        names[content_name(row["body_sha256"])] = row["body_bytes"]
    for row in ask("SELECT sha256, bytes, variants FROM media"):
        names[content_name(row["sha256"])] = row["bytes"]
        for variant in json.loads(row["variants"]):
            name = variant_name(row["sha256"], variant["width"], variant["format"])
            names[name] = variant["bytes"]
    return names


def _blobs(ask: Callable[..., Rows], blobs: Path) -> Iterator[str]:
    """What is named is there; and no file, named or not, has less than all of its bytes."""
    for name, size in named(ask).items():
        path = blobs / name
        if not path.is_file():
            yield f"the blob {name} is missing"
        elif path.stat().st_size != size:
            yield f"the blob {name} has {path.stat().st_size} bytes of {size}"
    for path in (blobs / "content").rglob("*"):
        if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() != path.name:
            yield f"the blob {path.name} does not hash to its name"


def _jobs(ask: Callable[..., Rows]) -> Iterator[str]:
    """A picture has its derivatives, or a job that will make them."""
    for row in ask(
        """
        SELECT sha256 FROM media WHERE variants = '[]' AND sha256 NOT IN (
            SELECT key FROM jobs WHERE kind = 'derive' AND state IN ('queued', 'running'))
        """
    ):
        yield f"the picture {row['sha256']} has no derivatives and no job that makes them"
    for row in ask("SELECT kind, key, result FROM jobs WHERE state = 'failed'"):
        yield f"the job {row['kind']} {row['key']} failed: {row['result']}"
    for row in ask("SELECT key FROM jobs WHERE state = 'running' AND leased_until IS NULL"):
        yield f"the job {row['key']} runs without a lease: nobody will take it up"


def unfinished(folder: Path) -> list[str]:
    """After the last run of the workers: jobs that did not end in a result."""
    with reading(folder) as ask:
        found = ask("SELECT * FROM jobs WHERE state != 'done'")
        return [f"{row['kind']} {row['key']} is {row['state']}" for row in found]


def orphans(folder: Path) -> list[str]:
    """Files of blobs that no row names: written before a commit that never came."""
    blobs = folder / "blobs"
    with reading(folder) as ask:
        known = named(ask)
    files = (str(f.relative_to(blobs)) for f in blobs.rglob("*") if f.is_file())
    return [name for name in files if name not in known]
