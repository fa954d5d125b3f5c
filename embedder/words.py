"""The embed's own words, in each language that is complete. Post content is never translated.

What we say is what was seen, by whom, when: the wording is that of DESIGN, "What we say on
screen". Names in braces are filled in by :mod:`embedder.view`.
"""

import msgspec

__all__ = ["LANGUAGES", "Words", "words_in"]


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """Every phrase of a box. A language is complete or it is not there."""

    lang: str
    newsroom: str
    """Where the site has no name yet."""
    # Who, to whom
    post_by: str
    reposted: str
    in_reply_to: str
    a_post: str
    # Bands
    gone: str
    gone_same_day: str
    gone_never_seen: str
    newer: str
    what_changed: str
    correction: str
    note: str
    not_shown: str
    not_shown_since: str
    erased: str
    reason: str
    reasons: dict[str, str]
    """The classes of reasons that readers are told, by what a written reason begins with."""
    by_hand: str
    cut: str
    partial: str
    web_archive: str
    # Behind a click
    content_warning: str
    sensitive: str
    sensitive_by: str
    # Media
    kinds: dict[str, str]
    one_of: str
    no_description: str
    described_by: str
    still: str
    kept: str
    late: str
    too_large: str
    not_to_be_had: str
    # Quoted and answered posts
    quoted: str
    unavailable: dict[str, str]
    no_longer_public: str
    # Poll and counts
    poll: str
    poll_ended: str
    poll_ends: str
    votes: str
    counts: dict[str, str]
    at_capture: str
    # Time and footer
    edited: str
    claimed: str
    unknown_date: str
    archived: str
    archived_by: str
    copy: str
    original: str
    # Translation
    translation: str
    translation_machine: str
    not_the_words: str
    # The frame
    skip: str
    end: str


_EN = Words(
    lang="en",
    newsroom="this newsroom",
    post_by="Post by {name} on {platform}",
    reposted="reposted",
    in_reply_to="In reply to",
    a_post="a post",
    gone="Not available on {platform} when checked on {date}; last seen there on {seen}.",
    gone_same_day="Not available on {platform} when checked on {date}; last seen there at {seen}.",
    gone_never_seen="Not available on {platform} when checked on {date}.",
    newer="Edited since. Shown here is how it read when archived on {date}.",
    what_changed="What changed",
    correction="Correction by {name}, {date}",
    note="Note by {name}, {date}",
    not_shown="Not shown by {name}.",
    not_shown_since="Not shown by {name} since {date}.",
    erased="Erased by {name} on {date}.",
    reason="Reason: {reason}.",
    reasons={
        "court order": "court order",
        "privacy": "privacy",
        "copyright": "copyright",
        "correction": "correction",
    },
    by_hand="Typed in by {name} from a screenshot; not obtained from {platform}.",
    cut="Only the beginning of this post could be obtained.",
    partial="Not all of this post could be obtained.",
    web_archive="From a web archive’s copy of {date}.",
    content_warning="Content warning",
    sensitive="Marked as sensitive on {platform}",
    sensitive_by="Marked as sensitive by {name}",
    kinds={"image": "Image", "video": "Video", "gif": "GIF", "audio": "Audio"},
    one_of="{kind} {i} of {n}",
    no_description="{thing}, no description",
    described_by="{alt} (description by {name})",
    still="still picture",
    kept="{thing}: archived, not played here.",
    late="{thing} is still being fetched.",
    too_large="{thing} was not archived: too large.",
    not_to_be_had="{thing} was not archived: it could not be obtained.",
    quoted="Quoted post",
    unavailable={
        "gone": "Not available on {platform} when this was archived.",
        "blocked": "{platform} would not show it to us; this says nothing about the post.",
        "protected": "{platform} would not show it to us; this says nothing about the post.",
        "revoked": "Its author took it out of this post.",
        "refused": "{platform} would not show it to us; this says nothing about the post.",
        "failed": "Not archived: it could not be obtained.",
        "not taken": "Not archived.",
    },
    no_longer_public="A post that is no longer public.",
    poll="Poll",
    poll_ended="ended {date}",
    poll_ends="open until {date}",
    votes="{n} votes",
    counts={
        "replies": "replies",
        "reposts": "reposts",
        "likes": "likes",
        "quotes": "quotes",
        "views": "views",
    },
    at_capture="at capture",
    edited="edited {date}",
    claimed="dated {date} by its author’s software",
    unknown_date="Date unknown",
    archived="Archived {date}",
    archived_by="Archived by {name}, {date}",
    copy="Archived copy",
    original="Original post",
    translation="Translation by {name}, {date}",
    translation_machine="Machine translation, {date}",
    not_the_words="not the words of the post",
    skip="Skip this post",
    end="End of post",
)

_ES = Words(
    lang="es",
    newsroom="esta redacción",
    post_by="Publicación de {name} en {platform}",
    reposted="compartió",
    in_reply_to="En respuesta a",
    a_post="una publicación",
    gone="No disponible en {platform} al consultarla el {date}; vista por última vez el {seen}.",
    gone_same_day=(
        "No disponible en {platform} al consultarla el {date}; vista por última vez a las {seen}."
    ),
    gone_never_seen="No disponible en {platform} al consultarla el {date}.",
    newer="Editada después. Se muestra como estaba al archivarla el {date}.",
    what_changed="Qué cambió",
    correction="Corrección de {name}, {date}",
    note="Nota de {name}, {date}",
    not_shown="No mostrada por {name}.",
    not_shown_since="No mostrada por {name} desde el {date}.",
    erased="Borrada por {name} el {date}.",
    reason="Motivo: {reason}.",
    reasons={
        "court order": "orden judicial",
        "privacy": "privacidad",
        "copyright": "derechos de autor",
        "correction": "corrección",
    },
    by_hand=(
        "Escrita a mano por {name} a partir de una captura de pantalla; no obtenida de {platform}."
    ),
    cut="Solo se pudo obtener el principio de esta publicación.",
    partial="No se pudo obtener toda esta publicación.",
    web_archive="De la copia de un archivo web del {date}.",
    content_warning="Advertencia de contenido",
    sensitive="Marcada como sensible en {platform}",
    sensitive_by="Marcada como sensible por {name}",
    kinds={"image": "Imagen", "video": "Vídeo", "gif": "GIF", "audio": "Audio"},
    one_of="{kind} {i} de {n}",
    no_description="{thing}, sin descripción",
    described_by="{alt} (descripción de {name})",
    still="imagen fija",
    kept="{thing}: archivado; no se reproduce aquí.",
    late="{thing}: todavía se está obteniendo.",
    too_large="{thing}: no archivada por su tamaño.",
    not_to_be_had="{thing}: no archivada; no se pudo obtener.",
    quoted="Publicación citada",
    unavailable={
        "gone": "No disponible en {platform} cuando se archivó esta.",
        "blocked": "{platform} no quiso mostrárnosla; esto no dice nada de la publicación.",
        "protected": "{platform} no quiso mostrárnosla; esto no dice nada de la publicación.",
        "revoked": "Su autor la retiró de esta publicación.",
        "refused": "{platform} no quiso mostrárnosla; esto no dice nada de la publicación.",
        "failed": "No archivada: no se pudo obtener.",
        "not taken": "No archivada.",
    },
    no_longer_public="Una publicación que ya no es pública.",
    poll="Encuesta",
    poll_ended="terminó el {date}",
    poll_ends="abierta hasta el {date}",
    votes="{n} votos",
    counts={
        "replies": "respuestas",
        "reposts": "compartidos",
        "likes": "me gusta",
        "quotes": "citas",
        "views": "visualizaciones",
    },
    at_capture="al archivarla",
    edited="editada el {date}",
    claimed="fechada el {date} por el programa de su autor",
    unknown_date="Fecha desconocida",
    archived="Archivada el {date}",
    archived_by="Archivada por {name} el {date}",
    copy="Copia archivada",
    original="Publicación original",
    translation="Traducción de {name}, {date}",
    translation_machine="Traducción automática, {date}",
    not_the_words="no son las palabras de la publicación",
    skip="Saltar esta publicación",
    end="Fin de la publicación",
)

_ALL = {"en": _EN, "es": _ES}

LANGUAGES = tuple(_ALL)
"""The languages that there are words in."""


def words_in(lang: str) -> Words:
    """The words of a language, by its two letters; English where there are none."""
    return _ALL.get(lang, _EN)
