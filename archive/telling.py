"""What a person is told of a capture, in one sentence. Pure.

We say only what was seen, by whom, when: a refusal says nothing about the post.
"""

from collections.abc import Sequence
from typing import Literal, TypeAlias

from archive.outcome import Answer, Failed, Gone, Refused
from archive.records import Attachment, Snapshot

__all__ = ["CaptureState", "tell_kept", "tell_nothing"]

CaptureState: TypeAlias = Literal["done", "partial", "gone", "refused", "failed"]

_REFUSED = {
    "protected": "{title} shows this post to the account's followers only",
    "blocked here": "{title} does not show this post here, or not to everybody",
    "login": "{title} shows this post to people who are logged in only",
    "limited": "{title} answers no more questions from us just now",
    "unlisted": "{title} does not show this post, though the account's own server still has it",
    "not shown": "{title} would not show it to us",
}
_FAILED = {
    "unreachable": "{title} could not be reached",
    "malformed": "{title} gave an answer that we do not understand",
    "another post": "{title} answered with another post",
    "another account": "The name in this address now belongs to another account",
    "off": "No source of {title} is switched on",
}


def tell_nothing(title: str, answers: Sequence[Answer]) -> tuple[CaptureState, str]:
    """The state and the sentence of a capture to which no source gave the post.

    Evidence that it is gone is told before a refusal, a refusal before a failure.
    """
    for answer in answers:
        if isinstance(answer, Gone):
            cause = "" if answer.cause == "unknown" else f" ({answer.cause})"
            return "gone", f"Not available on {title}{cause}: “{answer.basis}”"
    for answer in answers:
        if isinstance(answer, Refused):
            return (
                "refused",
                f"{_REFUSED[answer.reason].format(title=title)}; this says nothing about the post.",
            )
    for answer in answers:
        if isinstance(answer, Failed):
            return (
                "failed",
                f"{_FAILED[answer.reason].format(title=title)}; this says nothing about the post.",
            )
    return "failed", f"{_FAILED['off'].format(title=title)}; config.toml says which."


def tell_kept(
    title: str,
    snapshot: Snapshot,
    attachments: Sequence[Attachment],
    *,
    new: bool,
    other: Sequence[Answer],
) -> tuple[CaptureState, str]:
    """The state and the sentence of a capture that kept the post, or met it again."""
    began = "Kept" if new else "Unchanged since it was kept"
    missing = [
        a
        for a in attachments
        if a.state != "there" and a.role == "media" and snapshot.media[a.position].kind == "image"
    ]
    if snapshot.completeness == "cut":
        more = "".join(f" {a.detail}" for a in other if isinstance(a, Refused | Failed))
        return "partial", f"{began}, but {title} gave only the beginning of the text.{more}"
    if missing:
        images = sum(m.kind == "image" for m in snapshot.media)
        return (
            "partial",
            f"{began}, without {len(missing)} of {images} picture{'s' if images > 1 else ''}: "
            f"{missing[0].detail or 'it comes later.'}",
        )
    if snapshot.completeness == "partial":
        return "partial", f"{began}, but {title} gave only a part of the post."
    return "done", f"{began}."
