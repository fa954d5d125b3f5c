"""Bluesky's facets, which count UTF-8 bytes -> facets that count code points. Pure."""

from typing import Any

from archive.platforms.bluesky.address import hashtag_url, is_did, profile_url
from archive.platforms.shape import mapping, mappings, string
from archive.records import Facet, FacetKind
from archive.text import fit_facets, web_address

__all__ = ["read_facets"]


def read_facets(text: str, facets: object) -> tuple[tuple[Facet, ...], tuple[str, ...]]:
    """The facets of a record's text, in order and without overlap, and warnings.

    ``index.byteStart`` and ``byteEnd`` (exclusive) count bytes of the text in UTF-8, and
    the author's software wrote them, so they may lie outside, cut a character in two, or
    overlap: such spans are left as plain text. A half of a surrogate pair counts three
    bytes, as it does for whoever encodes it as U+FFFD.
    (https://atproto.com/lexicons/app-bsky-richtext#app-bsky-richtext-facet)

    >>> read_facets("é #a", [{"index": {"byteStart": 3, "byteEnd": 5},
    ...     "features": [{"$type": "app.bsky.richtext.facet#tag", "tag": "a"}]}])[0][0].start
    2
    """
    positions = _positions(text)
    found: list[Facet] = []
    cut = unknown = 0
    for entry in mappings(facets):
        index = mapping(entry.get("index"))
        start = _position(positions, index.get("byteStart"))
        end = _position(positions, index.get("byteEnd"))
        if start is None or end is None or start >= end:
            cut += 1
            continue
        for feature in mappings(entry.get("features")):
            meaning = _meaning(feature, text[start])
            if meaning is not None:
                kind, target = meaning
                found.append(Facet(start=start, end=end, kind=kind, target=target))
                break
        else:
            unknown += 1
    kept, warnings = fit_facets(len(text), found)
    if cut:
        warnings += (f"{cut} marked span(s) did not fit the text's characters: left out.",)
    if unknown:
        warnings += (f"{unknown} marked span(s) led nowhere that is known: left out.",)
    return kept, warnings


def _meaning(feature: dict[str, Any], first: str) -> tuple[FacetKind, str] | None:
    """What a feature makes of its span, and where it leads."""
    match feature.get("$type"):
        case "app.bsky.richtext.facet#link":
            target = web_address(feature.get("uri"))
            return ("link", target) if target else None
        case "app.bsky.richtext.facet#mention":
            did = feature.get("did")
            return ("mention", profile_url(str(did))) if is_did(did) else None
        case "app.bsky.richtext.facet#tag":
            tag = string(feature.get("tag"))
            if tag is None:
                return None
            return ("cashtag" if first == "$" else "hashtag"), hashtag_url(tag)
    return None


def _positions(text: str) -> dict[int, int]:
    """Byte offset -> code point, for every place between two characters."""
    positions, at = {0: 0}, 0
    for n, character in enumerate(text, start=1):
        code = ord(character)
        at += 1 if code < 0x80 else 2 if code < 0x800 else 3 if code < 0x10000 else 4
        positions[at] = n
    return positions


def _position(positions: dict[int, int], offset: object) -> int | None:
    if not isinstance(offset, int) or isinstance(offset, bool):
        return None
    return positions.get(offset)
