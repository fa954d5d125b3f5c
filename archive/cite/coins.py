"""A post as an OpenURL ContextObject in a span (COinS), by which Zotero reads our page. Pure."""

from urllib.parse import quote, urlencode

from archive.cite.citation import Citation
from archive.cite.reference import reference
from archive.clock import rfc3339

__all__ = ["coins"]


def coins(citation: Citation) -> str:
    """What stands in the ``title`` of ``<span class="Z3988">``: ANSI/NISO Z39.88, Dublin Core.

    Zotero asks nobody else then: it reads the span alone. There, ``rft.type`` is its own name of a
    post, ``rft.aucorp`` keeps the account's name whole, and ``rft.source`` is the platform.
    """
    of = reference(citation)
    by = f"Archived by {of.archive}" if of.archive else "Archived"
    pairs = (
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"),
        ("rft.type", "forumPost"),
        ("rft.title", of.title),
        ("rft.aucorp", of.name),
        ("rft.source", of.platform),
        ("rft.date", of.created and of.created.date().isoformat()),
        ("rft.language", of.lang),
        ("rft.identifier", of.url or of.page),
        ("rft.description", f"{by} {rfc3339(of.captured)}: {of.page} ({of.kept})"),
    )
    return urlencode([(key, value) for key, value in pairs if value], quote_via=quote)
