"""An archive with the invented posts in every look, for whoever has no network."""

from aiohttp import web

from archive.archive import Archive
from archive.records import Annotation
from embedder import samples, standin

__all__ = ["fill"]

_BY = "demo"


async def fill(archive: Archive, platforms: web.Application) -> None:
    """Captures and releases the sample posts; then one has a translation, and one is deleted by
    its author and looked at again. ``platforms`` is the stand-in that answers.
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
