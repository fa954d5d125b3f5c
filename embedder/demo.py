"""An archive with the invented posts in every look, for whoever has no network."""

from datetime import date

from aiohttp import web

from archive.archive import Archive
from archive.records import Annotation
from archive.register.facts import Office
from archive.storage.register import Answer
from embedder import samples, standin

__all__ = ["fill"]

_BY = "demo"
_OFFICES = {
    "/@mayor/": ("Sample Mayor (invented)", "Mayor", "Sampleville"),
    "/Sample_Senator/": ("Sample Senator (invented)", "Senator", "Sampleland"),
    samples.HANDLE: ("Sample Governor (invented)", "Governor", "Sample Coast"),
}
"""By a part of a post's address: who it is, and what they have been since 2024."""


async def fill(archive: Archive, platforms: web.Application) -> None:
    """Captures and releases the sample posts; then it is said who posted them, one has a
    translation, and one is deleted by its author and looked at again. ``platforms`` is the stand-in
    that answers.
    """
    kept = {url: (await archive.capture(url, by=_BY, release=True)).post for url in samples.URLS}
    translated, deleted = kept[samples.ARABIC_URL], kept[samples.DELETED_URL]
    if translated is not None:
        body = {"text": samples.TRANSLATION, "lang": "en"}
        await archive.annotate(
            Annotation(post=translated, kind="translation", body=body, by=_BY, at=archive.clock())
        )
    standin.delete(platforms, samples.DELETED_URL)
    if deleted is not None:
        await archive.recheck(deleted, by=_BY)
    for part, (name, title, place) in _OFFICES.items():
        post = next(kept[url] for url in samples.URLS if part in url)
        if post is not None:
            office = Office(title=title, jurisdiction=place, since=date(2024, 1, 1))
            answer = Answer(name=name, office=office, kind="official")
            await archive.naming.confirm(post, answer, by=_BY)
