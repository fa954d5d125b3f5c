"""What a parser reads of a document, and whether two differ in nothing but what was said."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from typing import Any, NamedTuple, TypeAlias
from xml.etree.ElementTree import Element

import html5lib

__all__ = ["Parse", "Read", "differences", "different_data", "read_by_html5lib", "read_by_python"]


class Read(NamedTuple):
    """An element's beginning, its end (no attributes), or a text."""

    name: str
    attributes: tuple[tuple[str, str], ...] = ()
    text: str = ""


Parse: TypeAlias = Callable[[str], list[Read]]

_VOID = {"base", "br", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_LOOSE = re.compile("[\\s\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\x00-\x1f]")
_HASH = re.compile("[0-9a-f]{64}")
_NAME = re.compile(r"https://qz\d+zq\.example/|qz\d+zq\.example|no-qz\d+zq|qz\d+zq")


def read_by_html5lib(source: str) -> list[Read]:
    """As the HTML standard has it."""
    return _merged(_walk(html5lib.parse(source, treebuilder="etree", namespaceHTMLElements=False)))


def _walk(element: Element) -> Iterator[Read]:
    name = str(element.tag) if isinstance(element.tag, str) else "<!>"
    name = name.rpartition("}")[2]
    if name != "<!>":
        yield Read(name, tuple(sorted((str(k), v) for k, v in element.attrib.items())))
    yield Read("", text=element.text or "")
    for child in element:
        yield from _walk(child)
        yield Read("", text=child.tail or "")
    if name not in _VOID:
        yield Read(f"/{name}")


class _Python(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.read: list[Read] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.read.append(Read(tag, tuple(sorted((k, v or "") for k, v in attrs))))

    def handle_endtag(self, tag: str) -> None:
        self.read.append(Read(f"/{tag}"))

    def handle_data(self, data: str) -> None:
        self.read.append(Read("", text=data))

    def handle_comment(self, data: str) -> None:
        self.read.append(Read("<!>", text=data))

    def unknown_decl(self, data: str) -> None:
        self.read.append(Read("<![>", text=data))

    def handle_pi(self, data: str) -> None:
        self.read.append(Read("<?>", text=data))


def read_by_python(source: str) -> list[Read]:
    """By a parser that goes from mark to mark and mends nothing."""
    parser = _Python()
    parser.feed(source)
    parser.close()
    return _merged(parser.read)


def _merged(read: Iterator[Read] | list[Read]) -> list[Read]:
    """Without line breaks, which a text of several lines has more of; what then stands together
    is one text.
    """
    merged: list[Read] = []
    for one in read:
        if one.name == "br" or (not one.name and not one.text):
            continue
        if not one.name and merged and not merged[-1].name:
            merged[-1] = Read("", text=merged[-1].text + one.text)
        else:
            merged.append(one)
    return merged


def differences(
    hostile: list[Read], tame: list[Read], said: Mapping[str, str], parse: Parse
) -> list[str]:
    """Where the one is not the other with each name replaced by what was said."""
    hostile = [read for read in hostile if read.name or _LOOSE.sub("", read.text)]
    tame = [read for read in tame if read.name or _LOOSE.sub("", read.text)]
    names = [read.name for read in hostile], [read.name for read in tame]
    if names[0] != names[1]:
        at = next((i for i, pair in enumerate(zip(*names, strict=False)) if pair[0] != pair[1]), -1)
        return [f"the elements differ from place {at}: {hostile[at : at + 3]} {tame[at : at + 3]}"]
    found, within = [], ""
    for read, twin in zip(hostile, tame, strict=True):
        if read.name:
            within = _kind(read)
        if [name for name, _ in read.attributes] != [name for name, _ in twin.attributes]:
            found.append(f"<{read.name}> has the attributes {read.attributes}")
            continue
        for (name, value), (_, expected) in zip(read.attributes, twin.attributes, strict=True):
            unlike = (read.name, name) in {("iframe", "height"), ("span", "title")}
            # The height of a card follows from its texts.
            unlike |= name == "height" and any("/card.png" in src for _, src in read.attributes)
            if not unlike and not _says(value, expected, said):
                found.append(f"{name} of <{read.name}> is {value!r}, not {expected!r}")
        found += _different_text(read.text, twin.text, said, within, parse)
    return found


def _kind(read: Read) -> str:
    """What the text of an element is read as."""
    if ("type", "application/ld+json") in read.attributes:
        return "data"
    return "citation" if ("class", "copy notranslate") in read.attributes else read.name


def _different_text(
    text: str, twin: str, said: Mapping[str, str], within: str, parse: Parse
) -> list[str]:
    if within == "citation":  # cut, and with the escapes of its format: test_cite_files.py
        return []
    if within == "data":
        return different_data(json.loads(text or "0"), json.loads(twin or "0"), said, parse)
    if within == "textarea" and twin.startswith("<"):
        return differences(parse(text), parse(twin), said, parse)
    if within in {"style", "script"}:
        return [] if text == twin else [f"{within}: {text!r}"]
    return [] if _says(text, twin, said) else [f"{text!r} is not {twin!r}"]


def different_data(hostile: Any, tame: Any, said: Mapping[str, str], parse: Parse) -> list[str]:
    """The same of what a JSON text says. A text that is markup is read as such."""
    if isinstance(hostile, dict) and isinstance(tame, dict) and hostile.keys() == tame.keys():
        pairs = [(hostile[key], tame[key]) for key in hostile]
    elif isinstance(hostile, list) and isinstance(tame, list) and len(hostile) == len(tame):
        pairs = list(zip(hostile, tame, strict=True))
    elif isinstance(hostile, str) and isinstance(tame, str):
        if tame.startswith(("<blockquote", "<figure")):
            return differences(parse(hostile), parse(tame), said, parse)
        return [] if _says(hostile, tame, said) else [f"{hostile!r} is not {tame!r}"]
    else:
        # Places in a text, and sizes that follow from it.
        alike = type(hostile) is type(tame) and (isinstance(tame, int) or hostile == tame)
        return [] if alike else [f"{hostile!r} is not {tame!r}"]
    return [found for pair in pairs for found in different_data(*pair, said, parse)]


def _says(text: str, twin: str, said: Mapping[str, str]) -> bool:
    if text == twin and "qz" not in twin:
        return True
    expected = _loose(_NAME.sub(lambda name: said[name[0]], twin))
    text = _loose(text)
    return text == expected or (text.endswith("…") and expected.startswith(text[:-1]))


def _loose(text: str) -> str:
    """Without spaces and marks of direction: a title is one line, and has none of those. A hash of
    what was said stands for any.
    """
    return _HASH.sub("#", _LOOSE.sub("", text))
