"""The post as JSON-LD in the head of a page of ours, for search engines. Pure."""

import msgspec
from markupsafe import Markup

from archive.cite import Citation, posting

__all__ = ["facts"]

_ENCODER = msgspec.json.Encoder()


def facts(citation: Citation | None, description: str) -> Markup | None:
    """JSON that cannot end the element that it stands in; ``None`` where no content is shown."""
    if citation is None:
        return None
    told = _ENCODER.encode(posting(citation, description)).decode()
    for mark in "<>&\u2028\u2029":
        if mark in told:
            told = told.replace(mark, f"\\u{ord(mark):04x}")
    return Markup(told)  # noqa: S704  no markup is left in it
