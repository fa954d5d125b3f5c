"""A small archive to export: every kind of row, on a real store."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from archive.export import FORMATS, About, Tally, export
from archive.query import Query
from archive.records import Annotation, Author, Facet, Media, PostLink
from archive.storage import Blobs, Storage
from archive.storage.blobs import variant_name
from tests.archive.storage_posts import (
    NOON,
    PICTURE,
    VARIANTS,
    at,
    attachment,
    capture,
    id_of,
    look,
    new,
    picture,
    snapshot,
    write,
)

JPEG = b"\xff\xd8 invented"
LONG = "1906000000000000001"
WORDS = 'He said "no",\n=1+1; ¡ya! \U0001f469‍\U0001f4bb'


class OurLinks:
    """As embedder's, of which the archive knows nothing."""

    def __getattr__(self, name: str) -> Callable[..., str]:
        def link(*args: object, **_: object) -> str:
            return "/".join(["https://record.example.org", name, *map(str, args)])

        return link


class Found:
    """A storage whose search finds what it was told to, in that order."""

    def __init__(self, storage: Storage, refs: Sequence[tuple[str, int]], size: int = 2) -> None:
        self._storage, self._refs, self._size = storage, refs, size

    def __getattr__(self, name: str) -> Any:
        return getattr(self._storage, name)

    async def statements(
        self, query: Query, *, drafts: bool = False
    ) -> AsyncIterator[tuple[tuple[str, int], ...]]:
        for start in range(0, len(self._refs), self._size):
            yield tuple(self._refs[start : start + self._size])

    async def count(self, query: Query, *, drafts: bool = False) -> int:
        return len(self._refs)


async def filled(storage: Storage, blobs: Blobs) -> Found:
    """Public: 1 (a picture), 2 (quotes 1; edited), 5 (hostile words). 3 is withheld, 4 a draft,
    6 has a withheld snapshot, 7 is erased.
    """
    author = Author(
        name='=cmd|"x"', handle="official", native_id="77", url="https://x.com/official"
    )
    shown = snapshot("1", "See #border", media=(Media(kind="image", sha256=PICTURE, alt="A\nmap"),))
    facets = (Facet(start=4, end=11, kind="hashtag"),)
    quoting = snapshot("2", "Look.", quoted=PostLink(post=id_of("1"), snapshot=1))
    words = snapshot("5", WORDS, author=author, counts={"likes": 7}, native_id=LONG)
    words_post = write(LONG, new(1, words))
    plain = [write(n, new(1, snapshot(n, f"Words of {n}."))) for n in ("3", "4", "6", "7")]
    await storage.keep(
        capture(
            write("1", new(1, replace(shown, facets=facets), attachments=(attachment(),))),
            write("2", new(1, quoting), new(2, replace(quoting, text="Look!"))),
            words_post,
            *plain,
            media=(picture(variants=VARIANTS),),
            looks=(look("1", snapshot=1, minutes=1),),
        )
    )
    for native in ("1", "2", LONG, "3", "6", "7"):
        await storage.set_visibility(id_of(native), "public", by="a", at=NOON, reason=None)
    await storage.annotate(
        Annotation(
            post=id_of("1"), kind="official", by="ana", at=at(9),
            body={"slug": "an-official", "name": "An Official", "office": "Mayor"},
        )
    )  # fmt: skip
    for native, n in (("3", None), ("6", 1)):
        await storage.set_visibility(
            id_of(native), "withheld", by="a", at=NOON, reason="x", snapshot=n
        )
    await storage.erase(id_of("7"), by="a", at=NOON, reason="x")
    for one in VARIANTS:
        await blobs.put(variant_name(PICTURE, one.width, one.format), JPEG)
    natives = (("2", 2), ("2", 1), ("3", 1), (LONG, 1), ("4", 1), ("1", 1))
    return Found(storage, [*((id_of(n), k) for n, k in natives), (id_of("6"), 1), (id_of("7"), 1)])


async def exported(found: Found, blobs: Blobs, name: str, scratch: Path, **more: Any) -> bytes:
    """The whole of an export."""
    query = more.pop("query", Query())
    about = About(query=query, newsroom="Border News", drafts=more.pop("drafts", False))
    await asyncio.to_thread(scratch.mkdir)
    parts = [
        part
        async for part in export(
            found,
            blobs,
            FORMATS[name],
            about,
            links=OurLinks(),
            scratch=scratch,
            tally=Tally(),
            **more,
        )
    ]
    return b"".join(parts)
