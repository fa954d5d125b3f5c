"""What is held of a post -> its permanent page. Pure.

The embed as it is today, every snapshot with what changed, every look at the post, what is
known of the bytes, and how to cite it.
"""

import difflib
import re
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from archive.clock import rfc3339
from archive.records import Check, Stored
from archive.storage.base import Holding
from embedder.links import Links
from embedder.parts import EmbedView
from embedder.render import v1
from embedder.render.templates import TEMPLATES
from embedder.voice import Site, Voice, voice_of

__all__ = ["csp", "post_page"]

_page = TEMPLATES.get_template("post.html")
_TOKENS = re.compile(r"\s+|\w+|[^\w\s]")
_HIDDEN = {"withheld", "erased"}


def post_page(holding: Holding, view: EmbedView, site: Site, links: Links) -> str:
    """The page at ``/post/ID``; to be served with :func:`csp`."""
    voice = voice_of(site, view.frame.lang)
    shown = view.post is not None
    return _page.render(
        view=view,
        lang=view.frame.lang,
        site_name=site.name,
        static=links.local.static,
        contact=_contact(site.contact),
        embed=Markup(v1.fragment(view)),  # noqa: S704  rendered and escaped by v1
        absolute=f"{links.origin}{view.frame.permalink}",
        versions=_versions(holding, links, voice) if shown else [],
        checks=[_check(check, voice) for check in reversed(holding.checks)],
        stored=holding.stored if shown else None,
        capture_time=voice.dates.minute(holding.stored.captured_at) if holding.stored else None,
        post=holding.post,
        json=links.local.post_json(holding.post.id) if shown else None,
        citation=_citation(view, holding, links, voice) if shown else None,
    )


def csp(view: EmbedView) -> str:
    """The Content-Security-Policy of :func:`post_page`: our sheet, and the embed's by hash."""
    return re.sub(
        r"style-src ([^;]*);.*",
        r"style-src 'self' \1; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        v1.csp(view),
    )


def _contact(contact: str) -> str | None:
    if not contact:
        return None
    return f"mailto:{contact}" if "@" in contact and "/" not in contact else contact


def _versions(holding: Holding, links: Links, voice: Voice) -> list[dict[str, Any]]:
    """Newest first, each against the one before it in time."""
    ordered = sorted(holding.versions, key=lambda s: (s.as_of, s.n))
    readable = [s for s in ordered if s.visibility not in _HIDDEN]
    rows = []
    for stored in ordered:
        hidden = stored.visibility in _HIDDEN
        place = readable.index(stored) if not hidden else 0
        before = readable[place - 1] if place > 0 else None
        rows.append(
            {
                "n": stored.n,
                "href": links.local.embed(stored.post, stored.n),
                "as_of": voice.dates.minute(stored.as_of),
                "as_of_iso": rfc3339(stored.as_of),
                "captured": voice.dates.minute(stored.captured_at),
                "basis": stored.snapshot.as_of_basis,
                "reason": stored.reason,
                "completeness": stored.snapshot.completeness,
                "source": stored.source,
                "sha256": stored.sha256,
                "hidden": stored.visibility if hidden else None,
                "changes": _changes(before, stored) if before and not hidden else None,
                "text": None if hidden or before else stored.snapshot.text,
            }
        )
    return rows[::-1]


def _changes(before: Stored, after: Stored) -> list[tuple[str, str]]:
    """The text, word by word, as (``same``, ``del`` or ``ins``, words)."""
    old, new = _words(before.snapshot.text), _words(after.snapshot.text)
    pieces: list[tuple[str, str]] = []
    for kind, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(("same", "".join(old[i:j])))
            continue
        if i < j:
            pieces.append(("del", "".join(old[i:j])))
        if k < m:
            pieces.append(("ins", "".join(new[k:m])))
    return pieces


def _words(text: str) -> Sequence[str]:
    return _TOKENS.findall(text)


def _check(check: Check, voice: Voice) -> dict[str, str | None]:
    return {
        "at": voice.dates.minute(check.at),
        "iso": rfc3339(check.at),
        "source": check.source,
        "outcome": check.outcome,
        "cause": check.cause,
        "detail": check.detail,
    }


def _citation(view: EmbedView, holding: Holding, links: Links, voice: Voice) -> str | None:
    stored = holding.stored
    if stored is None:
        return None
    archived = voice.dates.day(stored.captured_at)
    where = f"{links.origin}{view.frame.permalink}"
    keeper = f" by {view.frame.site_name}" if view.frame.site_name else ""
    named = f"{view.title}. {view.original}" if view.original else f"{view.title}."
    return f"{named} Archived {archived}{keeper}: {where} (snapshot {stored.n})."
