"""Puts alerts into words for mail, webhooks, the desk and its feed, in English and Spanish."""

from urllib.parse import urlsplit

import msgspec

from archive.alerting import Told
from archive.clock import rfc3339
from archive.platforms import platform_title
from archive.post_json import post_json
from archive.quotes.compare import compare, quotation_words, text_words
from archive.records import HIDDEN
from archive.settings import SiteSettings
from archive.storage.alerts import Alert, AlertKind
from archive.storage.base import Holding
from embedder.dates import Dates
from embedder.links import Links
from embedder.voice import voice_of

__all__ = [
    "AlertWords",
    "alert_words_in",
    "cause_of",
    "quote_of",
    "say_quoted",
    "subject_of",
    "told_of",
]

MOST = 280
"""Characters of a post that are quoted."""


class AlertWords(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of alerts in one language."""

    subjects: dict[AlertKind, str]
    """``name`` posted it, on ``platform``."""
    somebody: str
    at: str
    because: str
    causes: dict[str, str]
    """The causes that are told in other words than the log has them."""
    used: str
    unused: str
    quoted: str
    """An article quotes this."""
    stands: dict[str, str]
    """How the words stand in what is kept now: ``there``, ``differs``, ``not there``."""
    look: str
    yours: str
    """Why an editor gets it; where that is changed."""
    what_now: dict[AlertKind, str]


_ENGLISH = AlertWords(
    subjects={
        "changed": "A post by {name} that you use was changed on {platform}",
        "corrected": "A better source of a post by {name} that you use has other words, on "
        "{platform}",
        "gone": "A post by {name} that you use is not available on {platform} any more",
        "back": "A post by {name} that you use is there again on {platform}",
    },
    somebody="somebody",
    at="Seen on {at}.",
    because="What the platform says: {cause}.",
    causes={},
    used="Used in:",
    quoted="It quotes: “{text}”",
    stands={
        "there": "These words are in the text that is kept now.",
        "differs": "The text that is kept now has other words in {n} place(s).",
        "not there": "The text that is kept now does not have these words.",
    },
    yours="You get this as one of the editors of an article that uses the post, or because you are "
    "on it. Change that here:",
    unused="It stands in no article that is known here, but its code was given out.",
    look="All that is kept of it, and what your readers see:",
    what_now={
        "changed": "Your articles show the new text with a note of when it changed, unless a "
        "version was chosen for them.",
        "corrected": "Your articles show what the better source gave, unless a version was chosen "
        "for them. Check what they say of it.",
        "gone": "Your articles go on showing what was kept, and say that it is not available.",
        "back": "Your articles no longer say that it is not available.",
    },
)
_SPANISH = AlertWords(
    subjects={
        "changed": "Ha cambiado en {platform} una publicación de {name} que usa esta redacción",
        "corrected": "Una fuente mejor de una publicación de {name} que usa esta redacción tiene "
        "otras palabras, en {platform}",
        "gone": "Ya no está en {platform} una publicación de {name} que usa esta redacción",
        "back": "Vuelve a estar en {platform} una publicación de {name} que usa esta redacción",
    },
    somebody="alguien",
    at="Visto el {at}.",
    because="Lo que dice la plataforma: {cause}.",
    causes={
        "deleted by the author": "borrada por su autor",
        "removed by the platform": "retirada por la plataforma",
        "account deleted": "cuenta eliminada",
        "account suspended": "cuenta suspendida",
        "unknown": "causa desconocida",
    },
    used="Se usa en:",
    quoted="Cita: «{text}»",
    stands={
        "there": "Estas palabras están en el texto que se conserva ahora.",
        "differs": "El texto que se conserva ahora difiere en {n} lugar(es).",
        "not there": "El texto que se conserva ahora no tiene estas palabras.",
    },
    yours="Recibe este aviso porque un artículo suyo usa la publicación o porque se ocupa de ella. "
    "Puede cambiarlo aquí:",
    unused="No consta en ningún artículo conocido aquí, pero su código se ha entregado.",
    look="Todo lo que se conserva de ella y lo que ven los lectores:",
    what_now={
        "changed": "Los artículos muestran el texto nuevo con la fecha del cambio, salvo que "
        "se eligiera una versión para ellos.",
        "corrected": "Los artículos muestran lo que dio la fuente mejor, salvo que se eligiera una "
        "versión para ellos. Revise lo que dicen de ella.",
        "gone": "Los artículos siguen mostrando lo que se conservó y dicen que ya no está "
        "disponible.",
        "back": "Los artículos ya no dicen que no está disponible.",
    },
)


def alert_words_in(lang: str) -> AlertWords:
    """The words in Spanish where that is asked for, else in English."""
    return _SPANISH if lang.lower().startswith("es") else _ENGLISH


def subject_of(alert: Alert, holding: Holding, words: AlertWords) -> str:
    """One line: what happened to whose post, where."""
    return words.subjects[alert.kind].format(
        name=_name(holding) or words.somebody, platform=platform_title(holding.post.platform)
    )


def quote_of(holding: Holding) -> str | None:
    """How the post begins; ``None`` of one without words, and of one that is not shown."""
    stored = holding.stored
    if stored is None or HIDDEN & {holding.post.visibility, stored.visibility}:
        return None
    text = " ".join(stored.snapshot.text.split())
    return (text if len(text) <= MOST else f"{text[: MOST - 1]}…") or None


def say_quoted(quotation: str, holding: Holding, words: AlertWords) -> str | None:
    """How an article's quotation stands in what is kept of the post now; ``None`` where that is
    not shown, or its words cannot be compared: of a translation.
    """
    stored = holding.stored
    if stored is None or HIDDEN & {holding.post.visibility, stored.visibility}:
        return None
    likeness = compare(quotation_words(quotation), text_words(stored.snapshot.text))
    if likeness is None:
        return words.stands["not there"]
    key = "differs" if likeness.differs else "there"
    return words.stands[key].format(n=likeness.differs)


def told_of(
    alert: Alert, holding: Holding, site: SiteSettings, links: Links, lang: str | None = None
) -> Told:
    """What goes out of an alert, in the language of the site, or in that of the editor who gets it.
    ``links`` are whole.
    """
    words, voice = alert_words_in(lang or site.lang), voice_of(site, lang)
    quoted = quote_of(holding)
    parts = [
        subject_of(alert, holding, words) + ".",
        " ".join(_facts(alert, words, voice.dates)),
        f"> {quoted}" if quoted else "",
        _used(alert, holding, words),
        f"{words.look}\n{links.desk(f'posts/{alert.post}')}\n{links.post(alert.post)}",
        words.what_now[alert.kind],
    ]
    data = {
        "alert": alert.id,
        "kind": alert.kind,
        "at": rfc3339(alert.at),
        "cause": alert.cause,
        "snapshot": alert.snapshot,
        "articles": [msgspec.to_builtins(used) for used in alert.articles],
        "editors": list(alert.editors),
        "post": post_json(holding, links),
    }
    return Told(
        subject=subject_of(alert, holding, words),
        text="\n\n".join(part for part in parts if part) + "\n",
        data=data,
        name=f"alert-{alert.id}@{urlsplit(links.origin).hostname or 'localhost'}",
        yours=f"\n{words.yours}\n{links.desk('me')}\n",
    )


def _facts(alert: Alert, words: AlertWords, dates: Dates) -> list[str]:
    facts = [words.at.format(at=dates.minute(alert.at))]
    if alert.cause is not None:
        facts.append(words.because.format(cause=cause_of(alert, words)))
    return facts


def cause_of(alert: Alert, words: AlertWords) -> str | None:
    """Why a post is gone, as its platform says."""
    return None if alert.cause is None else words.causes.get(alert.cause, alert.cause)


def _used(alert: Alert, holding: Holding, words: AlertWords) -> str:
    if not alert.articles:
        return words.unused
    lines = [words.used]
    for used in alert.articles:
        title = " ".join((used.title or "").split())
        lines.append(f"- {title}\n  {used.url}" if title else f"- {used.url}")
        for quotation in used.quotes:
            lines.append("  " + words.quoted.format(text=" ".join(quotation.split())))
            lines.append(f"  {say_quoted(quotation, holding, words) or ''}")
    return "\n".join(line.rstrip() for line in lines if line.strip())


def _name(holding: Holding) -> str | None:
    stored = holding.stored
    if stored is None or HIDDEN & {holding.post.visibility, stored.visibility}:
        return None
    author = stored.snapshot.author
    return " ".join((author.name or author.handle or "").split())[:100] or None
