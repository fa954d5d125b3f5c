"""What is held of a post -> what of it is cited, for all that leaves our host. Pure."""

from archive.cite import Citation, cite
from archive.shown import has_page
from archive.storage.base import Holding
from embedder.links import Links
from embedder.parts import EmbedView
from embedder.voice import Site

__all__ = ["citation_of"]


def citation_of(holding: Holding, view: EmbedView, site: Site, links: Links) -> Citation | None:
    """As the view's own, but with addresses by ``links``: what is cited leaves our host.

    ``None`` where the view shows nothing of the post; of a repost, the post inside is told only if
    the view shows it.
    """
    if holding.stored is None or view.citation is None:
        return None
    inner = holding.reposted if view.citation.shared else None
    return cite(
        holding.stored,
        links,
        newsroom=site.name,
        shared=None if inner is None else inner.stored,
        shared_page=inner is not None and has_page(inner.post),
    )
