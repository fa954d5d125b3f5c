"""What the desk's page of an article's quotations says, in both languages of the newsroom."""

from embedder.web.research_texts import Texts

__all__ = ["QUOTES_PAGE"]

QUOTES_PAGE: Texts = {
    "en": {
        "title": "Quotations of an article",
        "what": "Each quotation is held against the posts that are kept of whoever said it, in the "
        "days around the article’s date. Nothing here says that somebody did not say it.",
        "article": "Address of the article, or its text",
        "article.hint": "One address, or the whole text with its headline, copied from the page.",
        "article.missing": "Paste an address or a text first.",
        "date": "Day of the article",
        "date.hint": "Like 2025-03-29. Empty if the article says it.",
        "date.bad": "Write it like 2025-03-29.",
        "do": "Compare",
        "none": "No quotation of anybody was found.",
        "undated": "The article tells no date, so that today’s was taken. If it is older, write "
        "its day and compare again.",
        "dated": "Article of {day}",
        "left_out": "More quotations were not looked at: {n}.",
        "heading": "in a headline",
        "by": "by {name}",
        "words": "Word by word",
        "article has": "article:",
        "post has": "post:",
        "post": "{name} on {platform}",
        "posted": "posted {date}",
        "snapshot": "snapshot {n} as of {date}",
        "origin.platform": "from {platform} ({source})",
        "origin.saved": "from {platform} (a response that somebody saved)",
        "origin.web archive": "from a web archive",
        "origin.browser": "seen in an editor’s browser",
        "origin.file": "from a file that was imported",
        "origin.hand": "typed in by {by} from a screenshot",
        "covered": "Looked through:",
        "notposts": {
            "one": "1 quotation that is not said to be a post",
            "other": "{n} quotations that are not said to be posts",
        },
    },
    "es": {
        "title": "Citas de un artículo",
        "what": "Cada cita se compara con las publicaciones guardadas de quien la dijo, en los "
        "días alrededor de la fecha del artículo. Nada de esto dice que alguien no lo haya dicho.",
        "article": "Dirección del artículo, o su texto",
        "article.hint": "Una dirección, o el texto entero con su titular, copiado de la página.",
        "article.missing": "Pegue primero una dirección o un texto.",
        "date": "Día del artículo",
        "date.hint": "Como 2025-03-29. Vacío si el artículo lo dice.",
        "date.bad": "Escríbalo como 2025-03-29.",
        "do": "Comparar",
        "none": "No se encontró ninguna cita de nadie.",
        "undated": "El artículo no dice su fecha, así que se tomó la de hoy. Si es anterior, "
        "escriba su día y compare otra vez.",
        "dated": "Artículo del {day}",
        "left_out": "Hay más citas que no se miraron: {n}.",
        "heading": "en un titular",
        "by": "de {name}",
        "words": "Palabra por palabra",
        "article has": "artículo:",
        "post has": "publicación:",
        "post": "{name} en {platform}",
        "posted": "publicada el {date}",
        "snapshot": "copia {n} del {date}",
        "origin.platform": "de {platform} ({source})",
        "origin.saved": "de {platform} (una respuesta que alguien guardó)",
        "origin.web archive": "de un archivo web",
        "origin.browser": "vista en el navegador de un editor",
        "origin.file": "de un archivo importado",
        "origin.hand": "escrita a mano por {by} a partir de una captura de pantalla",
        "covered": "Se revisó:",
        "notposts": {
            "one": "1 cita de la que no se dice que sea una publicación",
            "other": "{n} citas de las que no se dice que sean publicaciones",
        },
    },
}
