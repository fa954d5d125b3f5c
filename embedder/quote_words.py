"""What is said of a quotation and of what it was held against, in both languages of the newsroom.

It is told in grey: a difference is no accusation, and "no matching post kept here" says nothing of
whether it was posted.
"""

from datetime import date
from typing import TypedDict

from archive.platforms import HAND, platform_title
from archive.quotes.deciding import Match
from archive.quotes.evidence import Covered
from archive.quotes.holding import HeldQuotation
from embedder.dates import Dates
from embedder.web.research_texts import Texts, said

__all__ = ["QUOTES", "days", "say_covered", "say_finding"]

QUOTES: Texts = {
    "en": {
        "word for word": "Word for word in a kept post.",
        "omission or bracket": "In a kept post, but for what is left out or stands in brackets.",
        "differs": {
            "one": "Differs from a kept post in 1 word.",
            "other": "Differs from a kept post in {n} words.",
        },
        "fragment": "A part of a sentence of a kept post.",
        "translation": "May be a translation of a kept post in another language. Only a person can "
        "judge that.",
        "another speaker": "Found in a post by {name}.",
        "typed in": "Same as the text that {by} typed in on {date} from a screenshot; not obtained "
        "from {platform}.",
        "in a file": "Same as a text in a file that was imported on {date}; not obtained from "
        "{platform}.",
        "no post": "No matching post kept here.",
        "one word": "One word alone is not looked for.",
        "too common": "These words are too common to be looked for.",
        "elsewhere": "The article says that it was said elsewhere, not in a post.",
        "denied": "The article does not say that these words were said.",
        "not said to be a post": "The article does not say that it is a post, and no kept post has "
        "it.",
        "edited away": "The post has another text today.",
        "somebody": "somebody",
        "newsroom": "this newsroom",
        "its platform": "the platform",
        "posts": {"one": "1 post", "other": "{n} posts"},
        "covered": "{posts} of {accounts} from {days}; {followed}.",
        "covered.no account": "{posts} of {name} from {days}; no account of theirs is known here.",
        "covered.anybody": "{posts} of anybody from {days}; {name} is not in the register.",
        "not followed": {
            "one": "the account is not followed",
            "other": "the accounts are not followed",
        },
        "whoever": "Who said it",
    },
    "es": {
        "word for word": "Palabra por palabra en una publicación guardada.",
        "omission or bracket": "En una publicación guardada, salvo lo omitido o puesto entre "
        "corchetes.",
        "differs": {
            "one": "Difiere de una publicación guardada en 1 palabra.",
            "other": "Difiere de una publicación guardada en {n} palabras.",
        },
        "fragment": "Una parte de una frase de una publicación guardada.",
        "translation": "Puede ser la traducción de una publicación guardada en otro idioma. Solo "
        "una persona puede juzgarlo.",
        "another speaker": "Está en una publicación de {name}.",
        "typed in": "Igual que el texto que {by} escribió a mano el {date} a partir de una captura "
        "de pantalla; no se obtuvo de {platform}.",
        "in a file": "Igual que un texto de un archivo que se importó el {date}; no se obtuvo de "
        "{platform}.",
        "no post": "Aquí no se guarda ninguna publicación que coincida.",
        "one word": "Una sola palabra no se busca.",
        "too common": "Estas palabras son demasiado comunes para buscarlas.",
        "elsewhere": "El artículo dice que se dijo en otro lugar, no en una publicación.",
        "denied": "El artículo no dice que se dijeran estas palabras.",
        "not said to be a post": "El artículo no dice que sea una publicación, y ninguna de las "
        "guardadas la tiene.",
        "edited away": "La publicación tiene hoy otro texto.",
        "somebody": "alguien",
        "newsroom": "esta redacción",
        "its platform": "la plataforma",
        "posts": {"one": "1 publicación", "other": "{n} publicaciones"},
        "covered": "{posts} de {accounts}, {days}; {followed}.",
        "covered.no account": "{posts} de {name}, {days}; no se conoce aquí ninguna cuenta suya.",
        "covered.anybody": "{posts} de cualquiera, {days}; {name} no está en el registro.",
        "not followed": {"one": "no se sigue la cuenta", "other": "no se siguen las cuentas"},
        "whoever": "Quien lo dijo",
    },
}


class _Parts(TypedDict):
    name: str
    by: str
    date: str
    platform: str


def say_finding(held: HeldQuotation, lang: str, dates: Dates) -> str:
    """What can be said of a quotation, in a sentence or two."""
    finding = held.finding
    if finding.result == "not claimed":
        return said(QUOTES, lang, finding.why or "not said to be a post")
    if finding.result == "differs":
        sentence = said(QUOTES, lang, "differs", n=finding.differs)
    elif finding.match is None:
        return said(QUOTES, lang, finding.result)
    else:
        sentence = said(QUOTES, lang, finding.result, **_parts(finding.match, lang, dates))
    if finding.match is not None and finding.match.edited_away:
        sentence += f" {said(QUOTES, lang, 'edited away')}"
    return sentence


def _parts(match: Match, lang: str, dates: Dates) -> _Parts:
    evidence, version = match.evidence, match.version
    by_hand = evidence.platform == HAND
    return {
        "name": evidence.name or said(QUOTES, lang, "somebody"),
        "by": version.typed_by or said(QUOTES, lang, "newsroom"),
        "date": dates.day(version.captured_at),
        "platform": said(QUOTES, lang, "its platform")
        if by_hand
        else platform_title(evidence.platform),
    }


def say_covered(held: HeldQuotation, lang: str, dates: Dates) -> str:
    """What the quotation was held against: what is kept of whom it is by."""
    covered = held.covered
    name = held.quotation.speaker or said(QUOTES, lang, "whoever")
    parts = {
        "posts": said(QUOTES, lang, "posts", n=covered.posts),
        "days": days(covered, dates),
        "name": name,
    }
    if covered.official is None:
        return said(QUOTES, lang, "covered.anybody", **parts)
    if not covered.handles:
        return said(QUOTES, lang, "covered.no account", **parts)
    followed = said(QUOTES, lang, "not followed", n=len(covered.handles))
    accounts = ", ".join(f"@{handle}" for handle in covered.handles)
    return said(QUOTES, lang, "covered", **parts, accounts=accounts, followed=followed)


def days(covered: Covered, dates: Dates) -> str:
    """From a day to a day: ``27–31 March 2025``."""
    first, last = covered.since, covered.until
    if _month(first) == _month(last):
        return f"{first.day}\u2013{dates.calendar_day(last)}"
    return f"{dates.calendar_day(first)} \u2013 {dates.calendar_day(last)}"


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month
