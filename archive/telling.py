"""What a person is told of a capture: one sentence, and what can be done next. Pure.

We say only what was seen, by whom, when: a refusal says nothing about the post.
"""

import string
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal, TypeAlias

import msgspec

from archive.errors import AddressRefused
from archive.outcome import Answer, Failed, FailedReason, Gone, Refused
from archive.records import FOR_FOLLOWERS, Attachment, Completeness, Snapshot

__all__ = [
    "BEGAN",
    "COPY",
    "SENTENCES",
    "CaptureState",
    "Offer",
    "Said",
    "Told",
    "offers_for",
    "tell_file",
    "tell_kept",
    "tell_nothing",
    "tell_typed",
    "told",
]

CaptureState: TypeAlias = Literal["done", "partial", "gone", "refused", "failed"]

SENTENCES: Mapping[str, str] = {
    "gone": "Not available on {title}: {basis}",
    "gone because": "Not available on {title} ({cause}): {basis}",
    "gone then": "When this was saved, {title} said that the post is gone: {basis}",
    "gone then because": "When this was saved, {title} said that the post is gone ({cause}): "
    "{basis}",
    "gone, kept": "What was kept of it before stays kept.",
    "gone, nothing": "Nothing of it is kept.",
    "gone, withhold": "It is withheld from now on, as the settings of the source say that gave it; "
    "an editor can release it.",
    "gone, ask": "An editor is asked at the desk whether it stays shown.",
    # Refused, by the reason
    "protected": "{title} shows this post to the account's followers only; {nothing}.",
    "blocked here": "{title} does not show this post here, or not to everybody; {nothing}.",
    "login": "{title} shows this post to people who are logged in only; {nothing}.",
    "limited": "{title} answers no more questions from us just now; {nothing}.",
    "unlisted": "{title} does not show this post, though the account's own server still has it; "
    "{nothing}.",
    "unknown name": "{title} knows no account of the name in this address now; {nothing}.",
    "not shown": "{title} would not show it to us; {nothing}.",
    # Failed, by the reason
    "unreachable": "{title} could not be reached, or is out of order; {nothing}.",
    "too slow": "{title} did not answer in time; {nothing}.",
    "too large": "The answer was larger than we take; {nothing}.",
    "address refused": "{detail}; {nothing}.",
    "malformed": "{title} gave an answer that we do not understand; {nothing}.",
    "another post": "{title} answered with another post; {nothing}.",
    "another account": "The name in this address now belongs to another account; {nothing}.",
    "off": "No source of {title} is switched on; {nothing}.",
    "none on": "No source of {title} is switched on.",
    # What can be done
    "later": "Try later.",
    "address of today": "Open the post on its platform, and paste the address that it has now.",
    "wait longer": "Try later; how long we wait stands in [fetch] and [capture] of config.toml.",
    "check address": "Check that the address is that of a post; the limits stand in [fetch] of "
    "config.toml.",
    "open to all": AddressRefused.next_step,
    "report": "Try later; if it stays, report it as a bug, with the address and the attempts.",
    "post itself": "Open the post itself on its platform, and paste the address from the address "
    "bar.",
    "post of today": "Open the post itself on its platform, and paste the address that it has now.",
    "switch on": "Switch one on in its section of config.toml, under [platforms].",
    "look now": "Nothing was recorded: this is no look at the post. Capture its address to look at "
    "it now.",
    # Kept
    "kept": "{began}.",
    "kept lately": "Kept a moment ago.",
    "kept, beginning": "{began}, but {giver} gave only the beginning of the text.{more}",
    "kept, part": "{began}, but {giver} gave only a part of the post.",
    "kept, without": "{began}, without {missing} of {total} pictures{why}",
    "kept, without one": "{began}, without {missing} of {total} picture{why}",
    "kept, for followers": f"{{began}}. It says that it is {FOR_FOLLOWERS}, and was given to "
    "anybody who asked.",
    "kept, copy": "{began}, from {giver}: {title} itself did not give it.",
    "says so": "The embed says so; capture the post again later.",
    "says so there": "The embed says so in its place; capture the post again later.",
    "by itself": "It is tried again by itself.",
    "think": "Think before you show it: nothing releases it but a person, by hand.",
    # Handed in
    "no post": "There is no post in it: {detail}.",
    "typed": "Kept as it was typed in.",
    "typed again": "Kept so already; nothing is new of it.",
    "typed, shown": "The embed says that it was not obtained from {title}.",
    "typed, not shown": "Shown is the copy that was kept before: {title} gave it.",
}
"""By kind, in English. Who speaks another language words the kind and its values anew."""

_NOTHING = "this says nothing about the post"
BEGAN = {"kept": "Kept", "unchanged": "Unchanged since it was kept"}
"""How the sentence of a post that is kept begins, by the value ``began``."""
COPY = "copy of "
"""How the value ``giver`` begins where it is a web archive's copy; then comes its day, ISO 8601."""

_FAILED: Mapping[FailedReason, str] = {
    "unreachable": "later",
    "too slow": "wait longer",
    "too large": "check address",
    "address refused": "open to all",
    "malformed": "report",
    "another post": "post itself",
    "another account": "post of today",
    "off": "switch on",
}
"""What can be done, by the reason."""

Value: TypeAlias = str | int


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence, by its kind and what it names; as text it is English."""

    kind: str
    values: dict[str, Value] = {}

    def __str__(self) -> str:
        values = {"nothing": _NOTHING, **self.values}
        if "began" in values:
            values["began"] = BEGAN[str(values["began"])]
        giver = str(values.get("giver", ""))
        if giver.startswith(COPY):
            day = date.fromisoformat(giver.removeprefix(COPY))
            values["giver"] = f"a web archive's copy of {day.day} {day:%B %Y}"
        return SENTENCES[self.kind].format(**values)


Offer: TypeAlias = Literal["browser", "by hand", "later"]
"""Another way to a post that no source gave: what an editor's browser shows of it, what somebody
types in, the same again later.
"""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a capture, for a person."""

    state: CaptureState
    said: Said
    following: Said | None = None
    """What can be done now; ``None`` where nothing need be."""

    @property
    def sentence(self) -> str:
        """In English."""
        return str(self.said)

    @property
    def next_step(self) -> str | None:
        """In English."""
        return None if self.following is None else str(self.following)


def told(state: CaptureState, kind: str, following: str | None = None, **values: Value) -> Told:
    """What came of a capture, by the kinds of its two sentences and what they name."""
    then = None if following is None else Said(kind=following, values=_named(following, values))
    return Told(state=state, said=Said(kind=kind, values=_named(kind, values)), following=then)


def _named(kind: str, values: Mapping[str, Value]) -> dict[str, Value]:
    blanks = {name for _, name, _, _ in string.Formatter().parse(SENTENCES[kind])}
    return {name: value for name, value in values.items() if name in blanks}


def tell_nothing(title: str, answers: Sequence[Answer], *, kept: bool) -> Told:
    """What is told of a capture to which no source gave the post; ``kept``: an earlier one did.

    Evidence that it is gone is told before a refusal, a refusal before a failure.
    """
    for answer in answers:
        if isinstance(answer, Gone):
            before = "gone, kept" if kept else "gone, nothing"
            return _gone("gone", title, answer, before)
    for answer in answers:
        if isinstance(answer, Refused):
            step = "address of today" if answer.reason == "unknown name" else "later"
            return told("refused", answer.reason, step, title=title)
    for answer in answers:
        if isinstance(answer, Failed):
            step, detail = _FAILED[answer.reason], answer.detail.rstrip(".")
            return told("failed", answer.reason, step, title=title, detail=detail)
    return told("failed", "none on", "switch on", title=title)


def _gone(kind: str, title: str, answer: Gone, following: str) -> Told:
    because = "" if answer.cause == "unknown" else " because"
    return told(
        "gone",
        kind + because,
        following,
        title=title,
        cause=answer.cause,
        basis=_quoted(answer.basis),
    )


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
        return _gone("gone then", title, answer, "look now")
    state: CaptureState = "refused" if isinstance(answer, Refused) else "failed"
    return told(state, "no post", "look now", detail=answer.detail.rstrip("."))


def tell_typed(title: str, *, new: bool, before: Completeness | None) -> Told:
    """What is told of a post that somebody typed in; ``before``: how complete the copy is that
    stands for the post, where that is another.
    """
    kind = "typed" if new else "typed again"
    shown = before is None or before == "by hand"
    return told("done", kind, "typed, shown" if shown else "typed, not shown", title=title)


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
    began = "kept" if new else "unchanged"
    copied = snapshot.as_of if snapshot.as_of_basis == "Memento-Datetime" else None
    giver = f"{COPY}{copied.date()}" if copied else title
    missing = [
        a
        for a in attachments
        if a.state != "there" and a.role == "media" and snapshot.media[a.position].kind == "image"
    ]
    if snapshot.completeness == "cut":
        more = "".join(f" {a.detail}" for a in other if isinstance(a, Refused | Failed))
        return told("partial", "kept, beginning", "says so", began=began, giver=giver, more=more)
    if missing:
        images = sum(m.kind == "image" for m in snapshot.media)
        why = next((a.detail for a in missing if a.detail), None)
        late = all(a.state == "late" for a in missing)
        return told(
            "partial",
            "kept, without" if images > 1 else "kept, without one",
            "by itself" if late else "says so there",
            began=began,
            missing=len(missing),
            total=images,
            why=f": {why}" if why else ".",
        )
    if snapshot.completeness == "partial":
        return told("partial", "kept, part", "says so", began=began, giver=giver)
    if snapshot.for_followers:
        return told("done", "kept, for followers", "think", began=began)
    if copied:
        return told("done", "kept, copy", began=began, giver=giver, title=title)
    return told("done", "kept", began=began)
