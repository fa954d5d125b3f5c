"""What is wrong with a query, and what the grammar has, as the search page says it in its language.

What is typed has one language everywhere: ``since:`` is ``since:`` on a Spanish page, too.
"""

from collections.abc import Mapping

from babel.numbers import format_decimal

from archive.mistakes import Kind, Wrong, worded
from archive.query import HELP, Help

__all__ = ["grammar_in", "wrong_in"]

_ES: Mapping[Kind, str] = {
    "too_long": "Una búsqueda tiene como máximo {most} caracteres, y esta tiene {length}",
    "too_many": "Una búsqueda tiene como máximo {most} palabras y filtros",
    "no_word": "Aquí no hay ninguna palabra que se pueda buscar",
    "only_left_out": "Esto solo dice qué excluir; diga también qué buscar, o desde cuándo",
    "not": "NOT se escribe como un signo menos justo delante de la palabra",
    "brackets": "Los paréntesis no agrupan nada; OR une solo las palabras que tiene al lado",
    "lone_quotation_mark": "A estas comillas les falta su pareja",
    "nothing_quoted": "No hay ninguna palabra entre estas comillas",
    "star_inside": "El asterisco solo va al final de una palabra",
    "star_too_early": "Delante de un asterisco van al menos dos caracteres",
    "or_between": "OR va entre dos palabras",
    "or_left_out": "OR no une lo que se excluye; excluya una cosa tras otra",
    "or_all_of": "OR no une {name}:, porque una publicación tiene todo lo que ahí se nombra",
    "or_mixed": "OR une palabras con palabras, y filtros del mismo nombre",
    "near_filter": "No existe el filtro {name}:, pero sí {near}:",
    "unknown_filter": "No existe el filtro {name}:; las palabras con dos puntos van entre comillas",
    "no_value": "{name}: no tiene valor; el valor va detrás, sin espacio",
    "no_account": "from: admite una cuenta o un nombre, no «{value}»",
    "no_words": "{name}: admite palabras, no «{value}»",
    "no_site": "in: admite el nombre o el dominio de un sitio, no «{value}»",
    "no_choice": "{name}: admite {choices}, no «{value}»",
    "no_language": "lang: admite el código de un idioma, por ejemplo «es», no «{value}»",
    "no_date": "{name}: admite una fecha como 2025-04-03, no «{value}»",
    "no_such_day": "{name}: el día o la hora «{value}» no existe",
    "negated_period": "{name}: no se niega; su contrario es {other}:",
    "second_period": "Hay un segundo {name}:",
    "nothing_between": "Entre estos dos momentos no hay nada: since: es posterior a until:",
    "no_sort": "sort admite {choices}, no «{value}»",
    "no_limit": "limit admite un número de 1 a {most}, no «{value}»",
    "no_cursor": "cursor admite lo que dio una página anterior, tal como estaba allí",
    "foreign_cursor": "Este cursor no es nuestro, o es de otra búsqueda",
}

_ES_HELP = (
    Help(
        "words",
        "muro fronterizo",
        "Las dos palabras, en cualquier parte del texto; no cuentan mayúsculas ni acentos",
    ),
    Help('"phrase"', '"muro fronterizo"', "Estas palabras en este orden, exactamente así"),
    Help("OR", "frontera OR border", "Una de las dos; une las palabras que tiene al lado"),
    Help("-", "frontera -muro", "Sin esta palabra, frase o filtro"),
    Help("*", "deport*", "Palabras que empiezan así"),
    Help("#", "#frontera", "Solo la etiqueta; sin el signo, también la palabra"),
    Help("@", "@example", "Solo menciones de la cuenta"),
    Help("from:", "from:@example", "Publicaciones de una cuenta o de un cargo público"),
    Help("office:", 'office:"Secretary of State"', "Publicado mientras ocupaba este cargo"),
    Help("party:", "party:independent", "De cargos públicos de este partido"),
    Help("platform:", "platform:bluesky", "En esta plataforma: x, bluesky, fediverse, youtube…"),
    Help("lang:", "lang:es", "En este idioma, por su código"),
    Help("since:", "since:2025-04-03", "Desde este año, mes, día u hora"),
    Help("until:", "until:2025-04", "Hasta el final de este año, mes, día u hora"),
    Help(
        "status:",
        "status:gone",
        "live (estaba), gone (no disponible) o unknown (no se sabe), al mirar por última vez",
    ),
    Help(
        "has:",
        "has:image",
        "Con imagen (image), vídeo (video), enlace (link), publicación citada (quote), o que "
        "responde a otra (reply)",
    ),
    Help("kind:", "kind:repost", "Publicaciones propias (post), o de otros, compartidas (repost)"),
    Help("in:", "in:news.example.org", "Usado en un artículo de este sitio"),
    Help(
        "reason:",
        "reason:follow",
        "Guardado por un artículo (article), a petición (request), por seguimiento (follow), "
        "importación (import) o a mano (hand)",
    ),
)


def wrong_in(lang: str, wrong: Wrong) -> str:
    """Why something cannot be looked for, without a full stop; in English where there is no other.

    >>> wrong_in("es", Wrong("near_filter", "from:x", {"name": "frm", "near": "from"}))
    'No existe el filtro frm:, pero sí from:'
    """
    if lang != "es":
        return wrong.what
    return worded(
        _ES[wrong.kind],
        wrong.values,
        number=lambda value: str(format_decimal(value, locale="es")),
        last="o",
    )


def grammar_in(lang: str) -> tuple[Help, ...]:
    """The whole grammar, in the same order in every language; each example parses."""
    return _ES_HELP if lang == "es" else HELP
