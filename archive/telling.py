"""What a person is told of a capture: one sentence, and what can be done next. Pure.

We say only what was seen, by whom, when: a refusal says nothing about the post.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias

from archive.errors import AddressRefused
from archive.outcome import Answer, Failed, FailedReason, Gone, Refused, RefusedReason
from archive.records import FOR_FOLLOWERS, Attachment, Completeness, Snapshot

__all__ = [
    "CaptureState",
    "Offer",
    "Told",
    "offers_for",
    "tell_file",
    "tell_kept",
    "tell_nothing",
    "tell_typed",
]

CaptureState: TypeAlias = Literal["done", "partial", "gone", "refused", "failed"]

_LATER = "Try later."
_LOOK_NOW = (
    "Nothing was recorded: this is no look at the post. Capture its address to look at it now."
)
_OTHER_NAME = "Open the post on its platform, and paste the address that it has now."
_REFUSED: dict[RefusedReason, str] = {
    "protected": "{title} shows this post to the account's followers only",
    "blocked here": "{title} does not show this post here, or not to everybody",
    "login": "{title} shows this post to people who are logged in only",
    "limited": "{title} answers no more questions from us just now",
    "unlisted": "{title} does not show this post, though the account's own server still has it",
    "unknown name": "{title} knows no account of the name in this address now",
    "not shown": "{title} would not show it to us",
}
_FAILED: dict[FailedReason, tuple[str, str]] = {
    "unreachable": ("{title} could not be reached, or is out of order", _LATER),
    "too slow": (
        "{title} did not answer in time",
        "Try later; how long we wait stands in [fetch] and [capture] of config.toml.",
    ),
    "too large": (
        "The answer was larger than we take",
        "Check that the address is that of a post; the limits stand in [fetch] of config.toml.",
    ),
    "address refused": ("{detail}", AddressRefused.next_step),
    "malformed": (
        "{title} gave an answer that we do not understand",
        "Try later; if it stays, report it as a bug, with the address and the attempts.",
    ),
    "another post": (
        "{title} answered with another post",
        "Open the post itself on its platform, and paste the address from the address bar.",
    ),
    "another account": (
        "The name in this address now belongs to another account",
        "Open the post itself on its platform, and paste the address that it has now.",
    ),
    "off": (
        "No source of {title} is switched on",
        "Switch one on in its section of config.toml, under [platforms].",
    ),
}


Offer: TypeAlias = Literal["browser", "by hand", "later"]
"""Another way to a post that no source gave: what an editor's browser shows of it, what somebody
types in, the same again later.
"""


class Told(NamedTuple):
    """What came of a capture, for a person."""

    state: CaptureState
    sentence: str
    next_step: str | None = None
    """What can be done now; ``None`` where nothing need be."""


def tell_nothing(title: str, answers: Sequence[Answer], *, kept: bool) -> Told:
    """What is told of a capture to which no source gave the post; ``kept``: an earlier one did.

    Evidence that it is gone is told before a refusal, a refusal before a failure.
    """
    for answer in answers:
        if isinstance(answer, Gone):
            cause = "" if answer.cause == "unknown" else f" ({answer.cause})"
            sentence = f"Not available on {title}{cause}: {_quoted(answer.basis)}"
            before = "What was kept of it before stays kept." if kept else "Nothing of it is kept."
            return Told("gone", sentence, before)
    for answer in answers:
        if isinstance(answer, Refused):
            what = _REFUSED[answer.reason].format(title=title)
            next_step = _OTHER_NAME if answer.reason == "unknown name" else _LATER
            return Told("refused", f"{what}; this says nothing about the post.", next_step)
    for answer in answers:
        if isinstance(answer, Failed):
            what, next_step = _FAILED[answer.reason]
            what = what.format(title=title, detail=answer.detail.rstrip("."))
            return Told("failed", f"{what}; this says nothing about the post.", next_step)
    what, next_step = _FAILED["off"]
    return Told("failed", f"{what.format(title=title)}.", next_step)


def offers_for(answers: Sequence[Answer]) -> tuple[Offer, ...]:
    """The other ways to a post to which no source gave it: none where it is gone. What its author
    meant for followers is neither taken from a browser nor typed in.
    """
    if any(isinstance(answer, Gone) for answer in answers):
        return ()
    if any(isinstance(answer, Refused) and answer.reason == "protected" for answer in answers):
        return ("later",)
    return ("browser", "by hand", "later")


def tell_file(title: str, answer: Gone | Refused | Failed) -> Told:
    """What is told of a saved response that holds no post. Nothing is kept of it: nobody knows
    when the platform said so.
    """
    if isinstance(answer, Gone):
        cause = "" if answer.cause == "unknown" else f" ({answer.cause})"
        sentence = f"When this was saved, {title} said that the post is gone{cause}: "
        return Told("gone", sentence + _quoted(answer.basis), _LOOK_NOW)
    state: CaptureState = "refused" if isinstance(answer, Refused) else "failed"
    return Told(state, f"There is no post in it: {answer.detail.rstrip('.')}.", _LOOK_NOW)


def tell_typed(title: str, *, new: bool, before: Completeness | None) -> Told:
    """What is told of a post that somebody typed in; ``before``: how complete the copy is that
    stands for the post, where that is another.
    """
    sentence = "Kept as it was typed in." if new else "Kept so already; nothing is new of it."
    if before is None or before == "by hand":
        return Told("done", sentence, f"The embed says that it was not obtained from {title}.")
    return Told("done", sentence, f"Shown is the copy that was kept before: {title} gave it.")


def _quoted(basis: str) -> str:
    """The platform's words in quotation marks, but where they stand in some already."""
    return f"{basis.rstrip('.')}." if "“" in basis else f"“{basis}”"


def tell_kept(
    title: str,
    snapshot: Snapshot,
    attachments: Sequence[Attachment],
    *,
    new: bool,
    other: Sequence[Answer],
) -> Told:
    """What is told of a capture that kept the post, or met it again."""
    began = "Kept" if new else "Unchanged since it was kept"
    copied = snapshot.as_of if snapshot.as_of_basis == "Memento-Datetime" else None
    giver = f"a web archive's copy of {copied.day} {copied:%B %Y}" if copied else title
    missing = [
        a
        for a in attachments
        if a.state != "there" and a.role == "media" and snapshot.media[a.position].kind == "image"
    ]
    if snapshot.completeness == "cut":
        more = "".join(f" {a.detail}" for a in other if isinstance(a, Refused | Failed))
        sentence = f"{began}, but {giver} gave only the beginning of the text.{more}"
        return Told("partial", sentence, "The embed says so; capture the post again later.")
    if missing:
        images = sum(m.kind == "image" for m in snapshot.media)
        why = next((a.detail for a in missing if a.detail), None)
        late = all(a.state == "late" for a in missing)
        return Told(
            "partial",
            f"{began}, without {len(missing)} of {images} picture{'s' if images > 1 else ''}"
            f"{f': {why}' if why else '.'}",
            "It is tried again by itself."
            if late
            else "The embed says so in its place; capture the post again later.",
        )
    if snapshot.completeness == "partial":
        sentence = f"{began}, but {giver} gave only a part of the post."
        return Told("partial", sentence, "The embed says so; capture the post again later.")
    if snapshot.for_followers:
        return Told(
            "done",
            f"{began}. It says that it is {FOR_FOLLOWERS}, and was given to anybody who asked.",
            "Think before you show it: nothing releases it but a person, by hand.",
        )
    if copied:
        return Told("done", f"{began}, from {giver}: {title} itself did not give it.")
    return Told("done", f"{began}.")
