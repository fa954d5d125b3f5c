"""What the body of each kind of annotation must hold. Pure."""

from archive.errors import UsageError
from archive.records import Annotation, AnnotationKind

__all__ = ["check_body"]

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
