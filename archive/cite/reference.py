"""A citation as the few plain values that reference managers know. Pure.

Every value is one line: what an author writes cannot begin a new field in any format.
"""

from datetime import datetime

import msgspec

from archive.cite.citation import Citation, names_of
from archive.clock import rfc3339
from archive.platforms import platform_title
from archive.records import Snapshot

__all__ = ["Reference", "cut", "one_line", "reference"]

TITLE_WORDS = 20
"""Of the text stand for its title: the rule of APA 7, which the files follow, too."""
_TITLE_LENGTH = 300
"""Characters of it at most: some scripts have no spaces, some links no end."""

_ATTACHED = {
    "image": "Image attached",
    "video": "Video attached",
    "gif": "GIF attached",
    "audio": "Audio attached",
}


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """One snapshot of a post, as a bibliography names it."""

    key: str
    """``official_2025_vhk17dn1s2hjvmyx_1``: letters, digits and ``_``, the same every time."""
    name: str
    """Of the account, as it calls itself: never turned round, as nobody says which part of it is
    a family name, and many are offices."""
    handle: str | None
    """With its ``@``; ``None`` also where it is the name."""
    text: str
    """All words that may be told, in one line: a content warning in their place."""
    label: str
    """``Post`` or ``Repost``."""
    attached: str | None
    platform: str
    created: datetime | None
    timed: bool
    """Whether the time of day is known, too."""
    url: str | None
    """On the platform."""
    archive: str
    """Who keeps it; may be empty."""
    page: str
    """Our address of the snapshot; its id, where nobody builds addresses."""
    n: int
    captured: datetime
    sha256: str
    lang: str | None

    @property
    def title(self) -> str:
        """The first 20 words; of a post without any, what it is."""
        return cut(self.text, _TITLE_LENGTH, TITLE_WORDS)[0] or f"[{self.attached or self.label}]"

    @property
    def kept(self) -> str:
        """What tells the snapshot and its bytes apart from all others, in one line."""
        return f"snapshot {self.n}, SHA-256 {self.sha256}"

    @property
    def archived(self) -> str:
        """Who keeps which snapshot, since when and where, in one line: Zotero's posts and web pages
        have no fields for an archive, and keep of all this what stands in a note.
        """
        by = f"Archived by {self.archive}" if self.archive else "Archived"
        told = self.kept if self.handle is None else f"{self.handle}, {self.kept}"
        return f"{by} {rfc3339(self.captured)}: {self.page} ({told})"


def reference(citation: Citation) -> Reference:
    """The plain values of a citation. Of a repost, text and media are those of the post inside."""
    stored, snapshot = citation.stored, citation.stored.snapshot
    shown: Snapshot | None = snapshot
    if snapshot.kind == "repost":
        shown = None if citation.shared is None else citation.shared.stored.snapshot
    name, handle = (one_line(part or "") for part in names_of(snapshot))
    if not name:
        name, handle = handle or platform_title(snapshot.platform), ""
    year = "nd" if snapshot.created_at is None else f"{snapshot.created_at.year:04d}"
    letters = "".join(c for c in snapshot.author.handle or "" if c.isascii() and c.isalnum())
    return Reference(
        key=f"{letters or snapshot.platform}_{year}_{stored.post}_{stored.n}",
        name=name,
        handle=handle or None,
        text="" if shown is None else one_line(shown.content_warning or shown.text),
        label="Repost" if snapshot.kind == "repost" else "Post",
        attached=None if shown is None else _attached(shown),
        platform=platform_title(snapshot.platform),
        created=snapshot.created_at,
        timed=snapshot.created_precision not in {"day", "unknown"},
        url=None if citation.original is None else _address(citation.original),
        archive=one_line(citation.newsroom),
        page=citation.snapshot_page or f"{stored.post}@{stored.n}",
        n=stored.n,
        captured=stored.captured_at,
        sha256=stored.sha256,
        lang=snapshot.lang and one_line(snapshot.lang),
    )


def _attached(snapshot: Snapshot) -> str | None:
    if snapshot.media:
        return _ATTACHED[snapshot.media[0].kind]
    return None if snapshot.link_card is None else "Thumbnail with link attached"


def one_line(text: str) -> str:
    r"""The text with every run of white space, line ends and control characters as one space.

    >>> one_line(" The wall\n is\x00closed. ")
    'The wall is closed.'
    """
    return " ".join("".join(" " if _is_control(c) else c for c in text).split())


def _is_control(character: str) -> bool:
    return character < " " or "\x7f" <= character <= "\x9f" or character in "\u2028\u2029"


_IN_AN_ADDRESS = {ord(c): f"%{ord(c):02X}" for c in ' "<>\\^`{|}'}


def _address(url: str) -> str:
    """An address without the signs that RFC 3986 has none of, and that formats trip over."""
    return one_line(url).translate(_IN_AN_ADDRESS)


def cut(text: str, length: int, words: int | None = None) -> tuple[str, bool]:
    """At most so many words and characters of the beginning, and whether something was cut.

    It is cut between words, where there is a place to.

    >>> cut("The wall is closed.", 11)
    ('The wall is', True)
    """
    parts = text.split(" ")
    short = " ".join(parts[:words])
    if len(short) > length:
        whole = short[: length + 1].rpartition(" ")[0]
        short = whole or short[:length]
    return short, len(short) < len(text)
