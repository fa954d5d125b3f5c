"""The archive of tests/archive/quotations.toml: its officials and posts, kept in a SQLite file."""

import tomllib
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from archive.articles.body import Body, Paragraph
from archive.records import Author, Media, Snapshot
from archive.register.facts import Claim, Facts, Office, Person
from archive.storage.base import Keep, NewSnapshot, PostWrite, Storage
from archive.storage.register import RegisterFile
from tests.archive.storage_posts import ref

MADE = tomllib.loads((Path(__file__).parent / "quotations.toml").read_text(encoding="utf-8"))
MORE = tomllib.loads((Path(__file__).parent / "quotations_more.toml").read_text(encoding="utf-8"))
NOW = datetime(2025, 5, 12, 18, tzinfo=UTC)

_SOURCES: dict[str, tuple[str, dict[str, Any]]] = {
    "by hand": ("by hand", {"completeness": "by hand", "media": (Media(kind="image"),)}),
    "by hand without a screenshot": ("by hand", {"completeness": "by hand"}),
    "web-archive": ("web-archive", {"as_of_basis": "Memento-Datetime"}),
    "browser": ("browser", {}),
}


def register(*officials: dict[str, Any]) -> RegisterFile:
    people = tuple(
        Person(
            ids=(("slug", one["slug"]),),
            name=one["name"],
            aliases=tuple(one.get("aliases", ())),
            offices=(
                Office(
                    title=one["title"],
                    jurisdiction=one["jurisdiction"],
                    since=date(2024, 1, 1),
                ),
            ),
            claims=(
                Claim(platform="x", handle=one["handle"], since=datetime(2024, 1, 1, tzinfo=UTC)),
            ),
        )
        for one in officials
    )
    return RegisterFile(source="own:made", facts=Facts(people=people))


def written(number: int, post: dict[str, Any], handle: str, **fields: Any) -> PostWrite:
    """The post as it is kept; with ``before``, in two snapshots."""
    source, more = _SOURCES.get(post.get("source", ""), ("tweet-result", {}))
    native, at = str(9000 + number), datetime.fromisoformat(post["at"])

    def snapshot(text: str) -> Snapshot:
        told: dict[str, Any] = {
            "platform": "x",
            "native_id": native,
            "url": ref(native).url,
            "author": Author(name=None, handle=handle, native_id=None),
            "text": text,
            "created_at": at,
            "created_precision": "s",
            "lang": post["lang"],
        }
        return Snapshot(**{**told, **more})

    texts = [post["before"], post["text"]] if "before" in post else [post["text"]]
    return PostWrite(
        ref=ref(native),
        **{"reason": "request", "requested_at": NOW, "visibility": "public", **fields},
        snapshots=tuple(
            NewSnapshot(
                n=n,
                snapshot=snapshot(text),
                captured_at=at,
                as_of=at,
                reason="by hand" if source == "by hand" else "first" if n == 1 else "edited",
                source=source,
                salt=bytes([number]) * 32,
            )
            for n, text in enumerate(texts, start=1)
        ),
    )


async def keep_made(storage: Storage, more: Sequence[dict[str, Any]] = ()) -> dict[str, str]:
    """Keeps all of it with ``more`` posts, and one that is there only because another quotes it;
    gives the posts' keys by their ids.
    """
    officials = MADE["official"]
    await storage.import_register([register(*officials)], by="test", at=NOW)
    handles = {one["slug"]: one["handle"] for one in officials}
    keys: dict[str, str] = {}
    for number, post in enumerate([*MADE["post"], *more], start=1):
        write = written(number, post, handles[post["by"]])
        keys[write.ref.id] = post["key"]
        await storage.keep(Keep(at=NOW, by="ana", action="capture", posts=(write,)))
    quoted = {
        "at": "2025-05-11T18:00:00Z",
        "lang": "en",
        "text": "The Senate was never shown the map of the canals.",
    }
    context = written(99, quoted, "RayCoker", reason="context")
    await storage.keep(Keep(at=NOW, by="ana", action="capture", posts=(context,)))
    return keys


def body_of(text: str, lang: str | None = "en", day: str = "2025-05-12") -> Body:
    """An article of these paragraphs; one that begins with # is the headline, or a heading."""
    title: str | None = None
    heading: str | None = None
    paragraphs: list[Paragraph] = []
    for paragraph in text.strip().split("\n\n"):
        if paragraph.startswith("# "):
            if title is None and not paragraphs:
                title = paragraph[2:]
            else:
                heading = paragraph[2:]
        else:
            paragraphs.append(Paragraph(paragraph, heading))
    return Body(
        title=title, lang=lang, published=date.fromisoformat(day), paragraphs=tuple(paragraphs)
    )
