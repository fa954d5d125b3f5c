"""What follows a reported problem: what happens next, or the form with what is wrong. Pure."""

import msgspec

from archive.storage.requests import MAX_CONTACT, MAX_TEXT, REQUEST_KINDS
from embedder.links import Links
from embedder.post_words import post_words_in
from embedder.render.templates import PageTemplate
from embedder.voice import Site, Voice

__all__ = ["HONEYPOT", "ReportForm", "contact_href", "report_form", "report_page"]

_page = PageTemplate("report.html")

HONEYPOT = "website"
"""A field that people do not see. Programs that fill in every form fill it in."""


class ReportForm(msgspec.Struct, frozen=True, kw_only=True):
    """The form as it is to be shown, with what somebody has typed already."""

    action: str
    csrf: str | None = None
    """The token of a session, for whoever is logged in; anybody else has none."""
    kind: str = ""
    text: str = ""
    contact: str = ""
    kinds: tuple[str, ...] = REQUEST_KINDS
    honeypot: str = HONEYPOT
    max_text: int = MAX_TEXT
    max_contact: int = MAX_CONTACT


def report_form(links: Links, post: str, *, csrf: str | None) -> ReportForm:
    """The form for a post, empty."""
    return ReportForm(action=links.report(post), csrf=csrf)


def report_page(
    post: str,
    site: Site,
    links: Links,
    voice: Voice,
    *,
    form: ReportForm | None = None,
    wrong: str | None = None,
    said: str | None = None,
) -> str:
    """What follows a report: ``said`` when it was kept, else ``form`` with what is ``wrong``.

    To be served with :data:`embedder.render.post_page.CSP`.
    """
    words = post_words_in(voice.lang)
    return _page.render(
        words=words,
        lang=voice.lang,
        site_name=site.name,
        newsroom=voice.newsroom,
        static=links.static,
        permalink=links.post(post),
        form=form,
        wrong=wrong,
        said=said,
        contact=contact_href(site.contact),
        contact_said=site.contact.removeprefix("mailto:"),
    )


def contact_href(contact: str) -> str | None:
    """Where the newsroom is reached; ``None`` where the site names no mail address and no page."""
    if contact.startswith(("https://", "http://", "mailto:")):
        return contact
    return f"mailto:{contact}" if "@" in contact else None
