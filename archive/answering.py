"""What a person typed of whose an account is -> the answer, as the archive takes it. Pure."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import get_args

from archive.errors import UsageError
from archive.register.facts import AccountKind, Office
from archive.register.reading import Unreadable, day, text
from archive.storage.register import Answer

__all__ = ["ACCOUNT_KINDS", "WHO", "answer_of"]

WHO = ("official", "not an official", "private person")
"""The answers to whose an account is."""

ACCOUNT_KINDS: tuple[AccountKind, ...] = get_args(AccountKind)


def answer_of(said: Mapping[str, str | None], *, moment: datetime | None) -> Answer:
    """The answer. ``said`` may have ``who`` (see :data:`WHO`), ``official`` (a slug) or ``name``,
    ``office``, ``jurisdiction``, ``party``, ``since``, ``until`` and ``kind``; ``moment`` is that
    of the post.

    An office without a first day counts from the day of the post: that it was theirs then is what
    was said. An account of an office is theirs as long as the office is; any other at all times.

    Raises:
        UsageError: it is not clear who it is, a day is none, there is no such kind, or the office
            has ended before it began.
    """
    try:
        slug, name = text(said.get("official")), text(said.get("name"))
        title, kind = text(said.get("office")), text(said.get("kind"))
        since, until = day(said.get("since")), day(said.get("until"))
        where, party = text(said.get("jurisdiction")), text(said.get("party"))
    except Unreadable as error:
        raise UsageError(f"{str(error)[:1].upper()}{str(error)[1:]}.") from error
    if kind is not None and kind not in ACCOUNT_KINDS:
        raise UsageError(
            f"{kind[:40]!r} is no kind of account.",
            next_step=f"Say one of {', '.join(ACCOUNT_KINDS)}.",
        )
    who = said.get("who") or "official"
    if who not in WHO or ((slug is None) == (name is None)) == (who == "official"):
        raise UsageError(
            "It is not clear whose account it is.",
            next_step="Name one official, in the register or new; or say that it is not an "
            "official, or a private person.",
        )
    if who != "official":
        return Answer(private_person=who == "private person")
    wide = kind == "office-wide"
    if since is None and moment is not None and (wide or title is not None):
        since = moment.astimezone(UTC).date()
    if since is not None and until is not None and until <= since:
        raise UsageError(
            f"The office ends on {until}, and begins on {since}.",
            next_step="Give the first day of the office, and the first day after it.",
        )
    office = None
    if title is not None:
        office = Office(title=title, jurisdiction=where, party=party, since=since, until=until)
    return Answer(
        official=slug,
        name=name,
        office=office,
        kind=kind,
        since=_midnight(since) if wide else None,
        until=_midnight(until) if wide else None,
    )


def _midnight(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, datetime.min.time(), UTC)
