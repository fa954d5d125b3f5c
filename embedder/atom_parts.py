"""Parts of Atom documents (RFC 4287): text, attributes, links. Pure.

Characters that XML does not have become U+FFFD.
"""

import re
from xml.sax.saxutils import escape, quoteattr

__all__ = ["atom_link", "xml_attribute", "xml_text"]

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """``text`` as the content of an element."""
    return escape(_NO_XML.sub("\ufffd", text))


def xml_attribute(text: str) -> str:
    """``text`` as the value of an attribute, with its quotation marks."""
    return quoteattr(_NO_XML.sub("\ufffd", text))


def atom_link(rel: str, target: str, type: str) -> str:
    """A link of a feed or an entry."""
    kind = f' type="{type}"' if type else ""
    return f"<link rel={xml_attribute(rel)}{kind} href={xml_attribute(target)}/>\n"
