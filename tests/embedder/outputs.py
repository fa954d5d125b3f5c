"""Every address under which a post is shown: an output that the embeds learn is one here, too."""

from urllib.parse import quote

from embedder.web.embeds import parse_path

__all__ = ["public_paths"]

_OUTPUTS = ("fragment.html", "email.html", "card.png", "post.json")
"""Beside the page; those that there are not yet are left out."""


def public_paths(post: str, origin: str) -> list[str]:
    """What anybody may ask for of a post: today's, its first snapshot, frozen, and around it."""
    outputs = ["", *(name for name in _OUTPUTS if parse_path(f"{post}/{name}") is not None)]
    url = quote(f"{origin}/post/{post}", safe="")
    return [
        *(
            f"/e/{post}{which}{output}"
            for which in ("/", "@1/", "@2/", "/~dark.es.t1/", "@2/~dark.es.t1/")
            for output in outputs
        ),
        f"/post/{post}",
        f"/post/{post}/cite.bib",
        f"/post/{post}@1/cite.txt",
        f"/oembed?url={url}",
    ]
