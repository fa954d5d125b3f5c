"""What is wrong with the stored files of a post, at the desk: which, what readers miss, what to do.

The log says the same when a reader asks; an editor reads no log.
"""

import re

import msgspec

from archive.archive import Archive
from archive.damage import Damage
from archive.media.filetype import PICTURES
from archive.records import Media
from archive.storage.base import Holding
from embedder.web.texts import text

__all__ = ["DamageAtDesk", "damage_at_desk"]

_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
ALT = 80
"""Characters of a description, by which an editor knows a picture."""
MOST_FILES = 20


class DamageAtDesk(msgspec.Struct, frozen=True, kw_only=True):
    said: tuple[str, ...]
    """A sentence for each."""
    restorable: bool
    """Whether a backup would bring something back."""
    files: tuple[str, ...]
    """Names under the folder of the blobs, for whoever restores them."""
    more: int


async def damage_at_desk(
    archive: Archive, holding: Holding, lang: str = "en"
) -> DamageAtDesk | None:
    """Of the snapshot that is shown and of the posts inside it; ``None`` where all is well."""
    said: list[str] = []
    files: list[str] = []
    inside = {
        "": holding,
        "quoted": holding.quoted,
        "parent": holding.parent,
        "reposted": holding.reposted,
    }
    for place, held in inside.items():
        if held is None or held.stored is None:
            continue
        found = await archive.damage(held)
        lost = {damage.sha256 for damage in found if damage.harm == "derivatives"}
        for damage in found:
            said.append(_sentence(held, damage, place, lost, lang))
            if damage.harm != "no picture":
                files += damage.files
    if not said:
        return None
    names = tuple(dict.fromkeys(files))
    return DamageAtDesk(
        said=tuple(said),
        restorable=bool(names),
        files=names[:MOST_FILES],
        more=max(0, len(names) - MOST_FILES),
    )


def _sentence(holding: Holding, damage: Damage, place: str, lost: set[str], lang: str) -> str:
    what = _what(holding, damage, lang)
    if place:
        what = text(lang, f"damage.{place}", what=what)
    said = text(lang, f"damage.{damage.harm}", what=what, detail=damage.detail or "")
    row = holding.media.get(damage.sha256)
    if damage.harm not in {"missing", "changed"} or row is None or damage.sha256 in lost:
        return said
    if row.variants:
        return f"{said} {text(lang, 'damage.copies')}"
    return f"{said} {text(lang, 'damage.empty')}" if row.mime in PICTURES else said


def _what(holding: Holding, damage: Damage, lang: str) -> str:
    media: tuple[Media, ...] = holding.stored.snapshot.media if holding.stored else ()
    if damage.role not in {"media", "poster"} or damage.position >= len(media):
        return text(lang, f"damage.of.{damage.role}")
    medium = media[damage.position]
    kind = text(lang, f"damage.kind.{medium.kind}")
    if len(media) == 1:
        what = text(lang, "damage.the", kind=kind)
    else:
        what = text(lang, "damage.one", kind=kind, i=damage.position + 1, total=len(media))
    if medium.alt:
        # As in a title: one line, and no mark turns the words that stand after it.
        words = " ".join(_BIDI.sub("", medium.alt).split())
        short = words if len(words) <= ALT else f"{words[:ALT]}…"
        what = text(lang, "damage.described", what=what, alt=short)
    return text(lang, "damage.of.poster", what=what) if damage.role == "poster" else what
