"""A snapshot -> how it is cited. Pure; one file a form.

:func:`cite` gathers what every form needs, once; each form is a function of that alone.
:data:`FILES` are those that a reader takes away, by the name that ends their address. Where a form
names our own page, its address was built by the ``links`` that :func:`cite` was handed; without
any, the post's id stands there, or nothing.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from archive.cite.bibtex import bibtex
from archive.cite.citation import Citation, CiteLinks, cite
from archive.cite.coins import coins
from archive.cite.csl import csl, csl_file
from archive.cite.jsonld import Thing, posting
from archive.cite.ris import ris
from archive.cite.sentence import ENGLISH, Wording, plain
from archive.cite.styles import STYLES, apa, chicago, mla, text_file

__all__ = [
    "ENGLISH",
    "FILES",
    "STYLES",
    "Citation",
    "CiteFile",
    "CiteLinks",
    "Thing",
    "Wording",
    "apa",
    "bibtex",
    "chicago",
    "cite",
    "coins",
    "csl",
    "mla",
    "plain",
    "posting",
    "ris",
]


class CiteFile(NamedTuple):
    """A form that is a file."""

    name: str
    """As people call it; no word of any language."""
    content_type: str
    write: Callable[[Citation], str]


FILES: Mapping[str, CiteFile] = MappingProxyType(
    {
        "bib": CiteFile("BibTeX", "application/x-bibtex; charset=utf-8", bibtex),
        "ris": CiteFile("RIS", "application/x-research-info-systems; charset=utf-8", ris),
        "csl.json": CiteFile("CSL-JSON", "application/vnd.citationstyles.csl+json", csl_file),
        "txt": CiteFile("APA, Chicago, MLA", "text/plain; charset=utf-8", text_file),
    }
)
"""By the end of the address: ``/post/ID/cite.bib``."""
