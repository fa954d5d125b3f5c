"""What the search page says: one frozen struct a language, so that none lacks a phrase."""

import msgspec

from archive.storage.search import FacetName, Unit
from embedder.catalogues import Counted

__all__ = ["SearchWords", "search_words_in"]


class SearchWords(msgspec.Struct, frozen=True, kw_only=True):
    """Every phrase of the search page, but what :mod:`embedder.grammar_words` says."""

    lang: str
    comma: str
    title: str
    found: str
    """The title of a page with results, in the window's name."""
    skip: str
    box: str
    hint: str
    go: str
    stems: str
    at: str
    at_hint: str
    more: str
    help: str
    write: str
    finds: str
    # What is wrong
    wrong: str
    instead: str
    leave_out: str
    in_parameter: str
    # What narrows
    narrowed: str
    without: str
    facets: str
    facet: dict[FacetName, str]
    value: dict[str, str]
    """By ``NAME.VALUE``, where a filter's value is a word of ours."""
    none: str
    nothing_of: dict[FacetName, str]
    """Of hits that have none, where that is known."""
    add: str
    remove: str
    others: Counted
    all_values: str
    sampled: str
    count_all: str
    count_all_hint: str
    # How many, in which order
    sort: str
    sorts: dict[str, str]
    ranked: str
    showing: str
    showing_more: str
    one: str
    nothing: str
    nothing_for: str
    erased: Counted
    as_it_was: str
    today: str
    next: str
    first: str
    pages: str
    faces: str
    take: str
    follow: str
    save: str
    # The histogram
    histogram: str
    histogram_text: str
    histogram_more: str
    unit: dict[Unit, str]
    by: str
    bar: str
    as_table: str
    counts_csv: str
    period: str
    hits: str
    # A hit
    no_words: str
    date_unknown: str
    live: str
    unknown: str
    edited_away: str
    draft: str
    repost: str
    repost_of: str
    snapshot: str
    original: str
    media: Counted
    no_description: str
    # Nothing found
    try_title: str
    try_stems: str
    try_less: str
    try_today: str
    try_words: str
    covered: str
    covered_none: str
    # Saved queries
    queries: str
    queries_lead: str
    no_queries: str


_EN = SearchWords(
    lang="en",
    comma=", ",
    title="Search",
    found="{query} – search",
    skip="Skip to the results",
    box="Words, phrases, filters",
    hint="Try “border wall”, from:@example or since:2025. An empty field finds everything.",
    go="Search",
    stems="Other forms of the words, too",
    at="As the archive was on",
    at_hint="A year, month, day or time, such as 2025-04-03. Empty: as it is now.",
    more="More options",
    help="What can be asked",
    write="Write",
    finds="What is found",
    wrong="This cannot be looked for",
    instead="Write {instead} instead",
    leave_out="Leave it out",
    in_parameter="In {name}",
    narrowed="Narrowed to",
    without="not {value}",
    facets="Narrow down",
    facet={
        "official": "Official",
        "office": "Office then",
        "party": "Party then",
        "platform": "Platform",
        "lang": "Language",
        "status": "State",
        "media": "Has",
        "reason": "Kept because of",
        "year": "Year",
    },
    value={
        "status.live": "there when last looked at",
        "status.gone": "not available",
        "status.unknown": "not seen either way",
        "has.image": "image",
        "has.video": "video",
        "has.link": "link",
        "has.quote": "quoted post",
        "has.reply": "answer to a post",
        "reason.article": "an article",
        "reason.request": "a request",
        "reason.follow": "following the account",
        "reason.import": "an import",
        "reason.hand": "typed in by hand",
        "kind.post": "own posts",
        "kind.repost": "reposts",
    },
    none="none known",
    nothing_of={"media": "none of these"},
    add="Only {value}",
    remove="Remove {value}",
    others=Counted(("and {n} more", "and {n} more")),
    all_values="More",
    sampled="Estimated from {n} of the hits.",
    count_all="Count all",
    count_all_hint="There are too many hits to count them beside the list.",
    sort="Order",
    sorts={"newest": "Newest first", "oldest": "Oldest first", "best": "Best match"},
    ranked="There are more hits: the newest {n} were ranked.",
    showing="Showing {first}–{last} of {total}",
    showing_more="Showing {first}–{last} of more than {total}",
    one="Showing the only one",
    nothing="Nothing found",
    nothing_for="Nothing found for {query}",
    erased=Counted(
        (
            "{n} statement that was here then was withheld or erased since, whatever it said.",
            "{n} statements that were here then were withheld or erased since, whatever they said.",
        )
    ),
    as_it_was="The archive as it stood at the end of {date}.",
    today="As it is now",
    next="Next page",
    first="First page",
    pages="Pages",
    faces="The same as",
    take="Take it away as",
    follow="Follow it",
    save="Save this search",
    histogram="When it was posted",
    histogram_text="{n} by {unit}, {start} to {end}. Most: {most}, {when}.",
    histogram_more="Each bar leads to what was posted then.",
    unit={"day": "day", "week": "week", "month": "month", "year": "year"},
    by="By",
    bar="{when}: {n}",
    as_table="As a table",
    counts_csv="Counts as CSV",
    period="When (UTC)",
    hits="Hits",
    no_words="(no words)",
    date_unknown="Date unknown; kept since {date}",
    live="last seen there on {date}",
    unknown="no look has told whether it is there",
    edited_away="This text was edited away.",
    draft="draft",
    repost="repost",
    repost_of="repost of {name}",
    snapshot="Snapshot {n}",
    original="Original",
    media=Counted(("{n} picture or file", "{n} pictures and files")),
    no_description="Picture without a description",
    try_title="What you can try",
    try_stems="Find other forms of the words, too",
    try_less="Without {value}",
    try_today="Look at the archive as it is now",
    try_words="Use fewer or other words; word* finds all that begin so, and OR stands between two.",
    covered="Kept here: {n} texts of posts, the oldest of {date}. What is not kept is not found: "
    "that says nothing about what was posted.",
    covered_none="Nothing is kept here yet.",
    queries="Saved searches",
    queries_lead="Each has an address of its own and a feed.",
    no_queries="No search is saved here.",
)

_ES = SearchWords(
    lang="es",
    comma=", ",
    title="Buscar",
    found="{query} – búsqueda",
    skip="Ir a los resultados",
    box="Palabras, frases, filtros",
    hint="Pruebe “muro fronterizo”, from:@example o since:2025. Con el campo vacío se "
    "encuentra todo.",
    go="Buscar",
    stems="También otras formas de las palabras",
    at="Como estaba el archivo el",
    at_hint="Un año, mes, día u hora, como 2025-04-03. Vacío: como está ahora.",
    more="Más opciones",
    help="Qué se puede preguntar",
    write="Escriba",
    finds="Qué se encuentra",
    wrong="Esto no se puede buscar",
    instead="Escriba {instead} en su lugar",
    leave_out="Quitarlo",
    in_parameter="En {name}",
    narrowed="Limitado a",
    without="no {value}",
    facets="Limitar",
    facet={
        "official": "Cargo público",
        "office": "Cargo entonces",
        "party": "Partido entonces",
        "platform": "Plataforma",
        "lang": "Idioma",
        "status": "Estado",
        "media": "Tiene",
        "reason": "Guardado por",
        "year": "Año",
    },
    value={
        "status.live": "estaba al mirar por última vez",
        "status.gone": "no disponible",
        "status.unknown": "no se vio ni una cosa ni otra",
        "has.image": "imagen",
        "has.video": "vídeo",
        "has.link": "enlace",
        "has.quote": "publicación citada",
        "has.reply": "respuesta a una publicación",
        "reason.article": "un artículo",
        "reason.request": "una petición",
        "reason.follow": "seguimiento de la cuenta",
        "reason.import": "una importación",
        "reason.hand": "escrito a mano",
        "kind.post": "publicaciones propias",
        "kind.repost": "compartidas",
    },
    none="ninguno conocido",
    nothing_of={"media": "nada de esto"},
    add="Solo {value}",
    remove="Quitar {value}",
    others=Counted(("y {n} más", "y {n} más")),
    all_values="Más",
    sampled="Estimado a partir de {n} de los resultados.",
    count_all="Contar todo",
    count_all_hint="Hay demasiados resultados para contarlos junto a la lista.",
    sort="Orden",
    sorts={
        "newest": "Más recientes primero",
        "oldest": "Más antiguos primero",
        "best": "Mejor coincidencia",
    },
    ranked="Hay más resultados: se ordenaron los {n} más recientes.",
    showing="{first}–{last} de {total}",
    showing_more="{first}–{last} de más de {total}",
    one="El único resultado",
    nothing="No se encontró nada",
    nothing_for="No se encontró nada para {query}",
    erased=Counted(
        (
            "{n} texto que estaba aquí entonces se retiró o se borró después, dijera lo que "
            "dijera.",
            "{n} textos que estaban aquí entonces se retiraron o se borraron después, dijeran lo "
            "que dijeran.",
        )
    ),
    as_it_was="El archivo como estaba al final de {date}.",
    today="Como está ahora",
    next="Página siguiente",
    first="Primera página",
    pages="Páginas",
    faces="Lo mismo como",
    take="Llevárselo como",
    follow="Seguirlo",
    save="Guardar esta búsqueda",
    histogram="Cuándo se publicó",
    histogram_text="{n} por {unit}, de {start} a {end}. El máximo: {most}, {when}.",
    histogram_more="Cada barra lleva a lo que se publicó entonces.",
    unit={"day": "día", "week": "semana", "month": "mes", "year": "año"},
    by="Por",
    bar="{when}: {n}",
    as_table="Como tabla",
    counts_csv="Recuento en CSV",
    period="Cuándo (UTC)",
    hits="Resultados",
    no_words="(sin palabras)",
    date_unknown="Fecha desconocida; guardado desde el {date}",
    live="vista allí por última vez el {date}",
    unknown="ninguna consulta ha dicho si está allí",
    edited_away="Este texto se cambió después.",
    draft="borrador",
    repost="compartida",
    repost_of="comparte a {name}",
    snapshot="Captura {n}",
    original="Original",
    media=Counted(("{n} imagen o archivo", "{n} imágenes y archivos")),
    no_description="Imagen sin descripción",
    try_title="Qué puede probar",
    try_stems="Encontrar también otras formas de las palabras",
    try_less="Sin {value}",
    try_today="Mirar el archivo como está ahora",
    try_words="Use menos palabras u otras; palabra* encuentra todo lo que empieza así, y OR va "
    "entre dos.",
    covered="Guardado aquí: {n} textos de publicaciones, el más antiguo del {date}. Lo que no se "
    "guarda no se encuentra: eso no dice nada de lo que se publicó.",
    covered_none="Aquí no hay nada guardado todavía.",
    queries="Búsquedas guardadas",
    queries_lead="Cada una tiene su dirección y su canal.",
    no_queries="Aquí no hay ninguna búsqueda guardada.",
)

_WORDS = {words.lang: words for words in (_EN, _ES)}


def search_words_in(lang: str) -> SearchWords:
    """The words of a language, by its two letters; English where there are none."""
    return _WORDS.get(lang, _EN)
