"""A post as an OpenURL ContextObject in a span (COinS), by which Zotero reads our page. Pure."""

from urllib.parse import quote, urlencode

from archive.cite.citation import Citation
from archive.cite.reference import reference

__all__ = ["coins"]


def coins(citation: Citation) -> str:
    """What stands in the ``title`` of ``<span class="Z3988">``: ANSI/NISO Z39.88, Dublin Core.

    Zotero asks nobody else then: it reads the span alone. There, ``rft.type`` is its own name of a
    post, ``rft.aucorp`` keeps the account's name whole, ``rft.source`` is the platform, and
    ``rft.date`` is kept to the minute, where that is known.
    """
    of = reference(citation)
    day = of.created and of.created.date().isoformat()
    minute = of.created.strftime("T%H:%MZ") if of.created is not None and of.timed else ""
    pairs = (
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"),
        ("rft.type", "forumPost"),
        ("rft.title", of.title),
        ("rft.aucorp", of.name),
        ("rft.source", of.platform),
        ("rft.date", day and day + minute),
        ("rft.language", of.lang),
        ("rft.identifier", of.url or of.page),
        ("rft.description", of.archived),
    )
    return urlencode([(key, value) for key, value in pairs if value], quote_via=quote)
