"""The words of the permanent page, in each language that is complete."""

import msgspec

__all__ = ["PostWords", "post_words_in"]


class PostWords(msgspec.Struct, frozen=True, kw_only=True):
    """Every phrase of the page at ``/post/ID`` that is not in the box itself."""

    skip: str
    media: str
    versions: str
    version: str
    as_of: dict[str, str]
    obtained: str
    reasons: dict[str, str]
    completeness: dict[str, str]
    not_shown: str
    same_text: str
    checks: str
    when: str
    through: str
    told: str
    outcomes: dict[str, str]
    checks_hint: str
    evidence: str
    content_hash: str
    log_place: str
    held_since: str
    held_since_said: str
    source: str
    original: str
    data: str
    cite: str
    cited: str
    archived_by: str
    archived: str
    report: str


_EN = PostWords(
    skip="Skip to the post",
    media="Pictures and files",
    versions="What it looked like, and when",
    version="Snapshot {n}",
    as_of={
        "now": "As seen on {date}.",
        "edit history": "As of {date}, by the platform’s edit history.",
        "Memento-Datetime": "As of {date}, by a web archive.",
        "file": "As of {date}, by the file that it came in.",
    },
    obtained="Obtained {date} through {source}.",
    reasons={
        "first": "first",
        "edited": "edited",
        "completed": "a fuller copy",
        "by hand": "by hand",
        "imported": "imported",
    },
    completeness={"cut": "cut", "partial": "partial", "by hand": "by hand"},
    not_shown="Not shown.",
    same_text="The text is the same.",
    checks="Looks at the original",
    when="When",
    through="Through",
    told="What it told",
    outcomes={
        "found": "found",
        "gone": "not available",
        "refused": "not shown to us",
        "failed": "no usable answer",
    },
    checks_hint=(
        "Only “found” and “not available” say anything about the post. "
        "The others say something about the platform and us."
    ),
    evidence="What is known of these bytes",
    content_hash="SHA-256 of the content",
    log_place="Place in the log",
    held_since="Held since",
    held_since_said="{date}. The date is our own clock’s.",
    source="Obtained through",
    original="Original post",
    data="As data",
    cite="To cite it",
    cited="{author}, post on {platform}, {date}.",
    archived_by="Archived by {name}, {date}: {url} (snapshot {n}).",
    archived="Archived {date}: {url} (snapshot {n}).",
    report="Report a problem",
)

_ES = PostWords(
    skip="Ir a la publicación",
    media="Imágenes y archivos",
    versions="Cómo era, y cuándo",
    version="Captura {n}",
    as_of={
        "now": "Vista así el {date}.",
        "edit history": "Así el {date}, según el historial de ediciones de la plataforma.",
        "Memento-Datetime": "Así el {date}, según un archivo web.",
        "file": "Así el {date}, según el archivo en que llegó.",
    },
    obtained="Obtenida el {date} mediante {source}.",
    reasons={
        "first": "primera",
        "edited": "editada",
        "completed": "copia más completa",
        "by hand": "a mano",
        "imported": "importada",
    },
    completeness={"cut": "cortada", "partial": "parcial", "by hand": "a mano"},
    not_shown="No se muestra.",
    same_text="El texto es el mismo.",
    checks="Consultas al original",
    when="Cuándo",
    through="Mediante",
    told="Qué respondió",
    outcomes={
        "found": "encontrada",
        "gone": "no disponible",
        "refused": "no nos la mostró",
        "failed": "sin respuesta útil",
    },
    checks_hint=(
        "Solo «encontrada» y «no disponible» dicen algo de la publicación. "
        "Lo demás dice algo de la plataforma y de nosotros."
    ),
    evidence="Qué se sabe de estos bytes",
    content_hash="SHA-256 del contenido",
    log_place="Lugar en el registro",
    held_since="Guardada desde",
    held_since_said="{date}. La fecha es la de nuestro propio reloj.",
    source="Obtenida mediante",
    original="Publicación original",
    data="Como datos",
    cite="Para citarla",
    cited="{author}, publicación en {platform}, {date}.",
    archived_by="Archivada por {name} el {date}: {url} (captura {n}).",
    archived="Archivada el {date}: {url} (captura {n}).",
    report="Informar de un problema",
)

_ALL = {"en": _EN, "es": _ES}


def post_words_in(lang: str) -> PostWords:
    """The words of a language, by its two letters; English where there are none."""
    return _ALL.get(lang, _EN)
