"""A post in the three styles that papers ask for: APA 7, Chicago 17, MLA 9. Pure.

What each manual says of social media: APA 7, section 10.15 (the first 20 words as the title, the
handle and what is attached in square brackets); Chicago 17, 14.209 (up to 160 characters in place
of a title, the handle in round brackets); MLA 9 (the text as the title, a long one by its
beginning; the handle in square brackets). The copy in the archive follows in each.

A name stands as the account writes it. What is in italics there is plain here: it is plain text.
"""

from collections.abc import Callable
from datetime import datetime

from archive.cite.citation import Citation
from archive.cite.reference import Reference, cut, reference

__all__ = ["STYLES", "apa", "chicago", "mla", "text_file"]

_CHICAGO_LENGTH, _MLA_LENGTH = 160, 280

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
_SHORT_MONTHS = (
    *("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov."),
    "Dec.",
)


def apa(citation: Citation) -> str:
    """As a reference list of APA 7 has it.

    ``An Official [@official]. (2025, March 29). The wall is closed [Post]. X. https://… ``
    """
    of = reference(citation)
    author = f"{of.name} [{of.handle}]" if of.handle else of.name
    date = "n.d." if of.created is None else f"{of.created.year}, {_month_day(of.created)}"
    labels = [of.attached, of.label] if of.text else [of.attached or of.label]
    title = " ".join(
        filter(None, (of.title if of.text else "", *(f"[{label}]" for label in labels if label)))
    )
    retrieved = f"{_month_day(of.captured)}, {of.captured.year}"
    return _sentences(
        _ended(author),
        f"({date}).",
        _ended(title),
        _ended(of.platform),
        of.url,
        f"Retrieved {retrieved}, and archived{_by(of)} at {of.page} ({of.kept}).",
    )


def chicago(citation: Citation) -> str:
    """As a bibliography of Chicago 17 has it.

    ``An Official (@official). “The wall is closed.” X, March 29, 2025, 5:02 p.m. UTC. https://….``
    """
    of = reference(citation)
    author = f"{of.name} ({of.handle})" if of.handle else of.name
    date = "n.d."
    if of.created is not None:
        date = f"{_month_day(of.created)}, {of.created.year}{_hour(of)}."
    archived = f"{_month_day(of.captured)}, {of.captured.year}"
    return _sentences(
        _ended(author),
        _quoted(of, _CHICAGO_LENGTH),
        f"{_medium(of)}, {date}",
        of.url and f"{of.url}.",
        f"Archived {archived},{_by(of)} at {of.page} ({of.kept}).",
    )


def mla(citation: Citation) -> str:
    """As a list of works cited of MLA 9 has it.

    ``An Official [@official]. “The wall is closed.” X, 29 Mar. 2025, 5:02 p.m. UTC, https://….``
    """
    of = reference(citation)
    author = f"{of.name} [{of.handle}]" if of.handle else of.name
    date = "n.d." if of.created is None else f"{_day_month(of.created)}{_hour(of)}"
    where = ", ".join(filter(None, (of.platform, date, of.url)))
    return _sentences(
        _ended(author),
        _quoted(of, _MLA_LENGTH),
        _ended(where),
        f"{of.archive + ',' if of.archive else 'Archived at'} {of.page} ({of.kept}).",
        f"Accessed {_day_month(of.captured)}.",
    )


STYLES: dict[str, Callable[[Citation], str]] = {
    "APA 7": apa,
    "Chicago 17": chicago,
    "MLA 9": mla,
}
"""By the name that a person knows."""


def text_file(citation: Citation) -> str:
    """All of the styles, each under its name."""
    return "\n\n".join(f"{name}\n{write(citation)}" for name, write in STYLES.items()) + "\n"


def _quoted(of: Reference, length: int) -> str:
    """The text in quotation marks; what it is, where there is none."""
    if not of.text:
        return _ended(of.attached or of.label)
    short, more = cut(of.text, length)
    return f"“{short}…”" if more else f"“{_ended(short)}”"


def _medium(of: Reference) -> str:
    """``X``, ``X repost``."""
    return of.platform if of.label == "Post" else f"{of.platform} repost"


def _by(of: Reference) -> str:
    return f" by {of.archive}" if of.archive else ""


def _month_day(moment: datetime) -> str:
    return f"{_MONTHS[moment.month - 1]} {moment.day}"


def _day_month(moment: datetime) -> str:
    return f"{moment.day} {_SHORT_MONTHS[moment.month - 1]} {moment.year}"


def _hour(of: Reference) -> str:
    """``, 5:02 p.m. UTC``, where it is known."""
    if of.created is None or not of.timed:
        return ""
    half = "a.m." if of.created.hour < 12 else "p.m."
    return f", {(of.created.hour - 1) % 12 + 1}:{of.created.minute:02d} {half} UTC"


def _ended(text: str) -> str:
    """With a full stop, unless it ends a sentence already."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _sentences(*parts: str | None) -> str:
    return " ".join(filter(None, parts))
