"""Alerts -> an Atom feed (RFC 4287) for the newsroom. Pure."""

from collections.abc import Sequence
from datetime import datetime

from archive.clock import rfc3339
from archive.settings import SiteSettings
from archive.storage.alerts import Alert
from archive.storage.base import Holding
from embedder.alerting import told_of
from embedder.atom_parts import atom_link, xml_attribute, xml_text
from embedder.links import Links
from embedder.voice import voice_of

__all__ = ["alert_feed"]

_TITLES = {"en": "{name}: posts that changed or went", "es": "{name}: publicaciones que cambiaron"}


def alert_feed(
    alerts: Sequence[tuple[Alert, Holding]], site: SiteSettings, links: Links, *, since: datetime
) -> bytes:
    """The feed, in the language of the site; ``since`` is what an empty one says it was changed at.

    An entry's id is that of the message that mail and webhooks send.
    """
    voice = voice_of(site, None)
    title = _TITLES["es" if voice.lang == "es" else "en"].format(name=voice.newsroom)
    itself = links.desk("alerts.atom")
    updated = max((alert.at for alert, _ in alerts), default=since)
    out = [
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={xml_attribute(voice.lang)}>\n',
        f"<id>{xml_text(itself)}</id>\n<title>{xml_text(title)}</title>\n",
        f"<updated>{rfc3339(updated)}</updated>\n",
        f"<author><name>{xml_text(voice.newsroom)}</name></author>\n",
        atom_link("self", itself, "application/atom+xml"),
        atom_link("alternate", links.desk("alerts"), "text/html"),
    ]
    for alert, holding in alerts:
        told = told_of(alert, holding, site, links)
        out += [
            "<entry>\n",
            f"<id>tag:{xml_text(told.name.partition('@')[2])},2026:alert-{alert.id}</id>\n",
            f"<title>{xml_text(told.subject)}</title>\n",
            f"<updated>{rfc3339(alert.at)}</updated>\n",
            atom_link("alternate", links.desk(f"posts/{alert.post}"), "text/html"),
            f"<category term={xml_attribute(alert.kind)}/>\n",
            f'<content type="text">{xml_text(told.text)}</content>\n',
            "</entry>\n",
        ]
    out.append("</feed>\n")
    return "".join(out).encode()
