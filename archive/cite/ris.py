"""A post as RIS, which EndNote, Mendeley, RefWorks and Zotero read. Pure."""

from archive.cite.citation import Citation
from archive.cite.reference import reference

__all__ = ["ris"]


def ris(citation: Citation) -> str:
    """One record of type ``ELEC``, in UTF-8, its lines ended as the format asks for.

    RIS has no escapes: every value is one line, and nothing else can go wrong. ``UR`` is the
    platform's address; ``L2`` and ``AV`` are ours, ``DB`` is who keeps it, ``Y2`` the capture: with
    its seconds, as Zotero takes a time without any for a day where its reader lives.
    """
    of = reference(citation)
    day = None if of.created is None else of.created.strftime("/%m/%d/")
    year = None if of.created is None else f"{of.created.year:04d}"
    time = of.created.strftime("%H:%M UTC") if of.created is not None and of.timed else ""
    lines = (
        ("TY", "ELEC"),
        ("ID", of.key),
        ("AU", of.name),
        ("TI", of.title),
        ("T2", of.platform),
        ("M3", of.label),
        ("PY", year),
        ("DA", year and f"{year}{day}{time}"),
        ("LA", of.lang),
        ("UR", of.url),
        ("Y2", of.captured.strftime("%Y/%m/%d/%H:%M:%S UTC")),
        ("DB", of.archive),
        ("AV", of.page),
        ("L2", of.page),
        ("N1", of.archived),
    )
    body = "".join(f"{tag}  - {value}\r\n" for tag, value in lines if value)
    return f"{body}ER  - \r\n"
