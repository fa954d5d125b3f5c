"""What the body of each kind of annotation must hold. Pure."""

from typing import Any

import msgspec

from archive.errors import UsageError
from archive.records import Annotation, AnnotationKind
from archive.text import clean_text

__all__ = ["REGISTER", "check_body", "cleaned"]

REGISTER = "register"
"""Who proposes an ``official``; see DESIGN, annotation. What it says no reader sees."""

_NEEDED: dict[AnnotationKind, tuple[str, ...]] = {
    "alt": ("text",),
    "translation": ("text", "lang"),
    "note": ("text",),
    "correction": ("text",),
    "official": ("name",),
    "sensitive": (),
}


def check_body(annotation: Annotation) -> None:
    """Lets an annotation through that says what its kind is there to say; one that takes another
    back need say nothing.

    Raises:
        UsageError: names what is missing.
    """
    for key in () if annotation.removed else _NEEDED[annotation.kind]:
        value = annotation.body.get(key)
        if not isinstance(value, str) or not value.strip():
            raise UsageError(
                f"{annotation.kind} of {annotation.post}: {key} is missing, or is no text.",
                next_step=f"Give {key}.",
            )


def cleaned(annotation: Annotation) -> Annotation:
    """The annotation with text that can be stored and sent, as captured text is: each NUL and
    lone surrogate is U+FFFD.

    Raises:
        UsageError: the body is nested deeper than anybody writes.
    """
    reason = annotation.reason
    try:
        body: dict[str, Any] = _clean(annotation.body)
    except RecursionError as error:
        raise UsageError(
            f"{annotation.kind} of {annotation.post}: the body is nested too deep.",
            next_step="Give plain fields.",
        ) from error
    return msgspec.structs.replace(
        annotation, body=body, reason=None if reason is None else clean_text(reason)[0]
    )


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return clean_text(value)[0]
    if isinstance(value, dict):
        return {_clean(key): _clean(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_clean(part) for part in value]
    return value
