"""A post as BibTeX, which BibLaTeX, JabRef and Zotero read, too. Pure."""

from archive.cite.citation import Citation
from archive.cite.reference import reference
from archive.clock import rfc3339

__all__ = ["bibtex"]

_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\~{}",
        "^": r"\^{}",
        **{sign: f"\\{sign}" for sign in "&%$#_"},
    }
)
"""BibTeX counts braces even behind a backslash, so each has a name here. An accent on nothing is
what LaTeX sets for ``\\textasciitilde``, too, whose letters Zotero would leave in the title.
"""


def bibtex(citation: Citation) -> str:
    r"""One ``@online`` entry, in UTF-8.

    Classic styles, which know no ``@online``, print it as ``@misc``. Name and title stand in a
    second pair of braces: they are one name, and keep their capitals. ``archive``, ``archiveurl``,
    ``archivetime`` and ``sha256`` are for programs; ``note`` says the same to readers.
    ``journaltitle``, which styles do not print here, is where Zotero looks for the name of a site.
    """
    of = reference(citation)
    fields = {
        "author": f"{{{_escaped(of.name)}}}",
        "title": f"{{{_escaped(of.title)}}}",
        "organization": _escaped(of.platform),
        "journaltitle": _escaped(of.platform),
        "type": of.label,
        **_dates(of.created.date().isoformat() if of.created else None),
        "url": of.url,
        "urldate": of.captured.date().isoformat(),
        "language": of.lang and _escaped(of.lang),
        "note": _escaped(of.archived),
        "archive": _escaped(of.archive),
        "archiveurl": of.page,
        "archivetime": rfc3339(of.captured),
        "sha256": of.sha256,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join((f"@online{{{of.key},", *lines, "}", ""))


def _dates(day: str | None) -> dict[str, str]:
    """``date`` is BibLaTeX's, ``year`` and ``month`` are BibTeX's.

    ``date`` comes last: Zotero puts a month that follows it in front of it (``3 2025-03-29``).
    """
    return {} if day is None else {"year": day[:4], "month": day[5:7].lstrip("0"), "date": day}


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)
