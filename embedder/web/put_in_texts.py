"""What "Put it in your article" says, in both languages."""

from embedder.web.research_texts import Texts

__all__ = ["PUT_IN"]

PUT_IN: Texts = {
    "en": {
        "title": "Put it in your article",
        "back": "Back to the post",
        "choices": "How it shall look",
        "theme": "Colours",
        "theme.auto": "as the reader’s system",
        "theme.light": "light",
        "theme.dark": "dark",
        "lang": "Language of the box",
        "lang.site": "the site’s",
        "width": "Greatest width, in pixels",
        "width.hint": "From {least} to {most}; empty: 600.",
        "counts": "With counts, as they were at capture",
        "media": "With pictures",
        "parent": "With the post that it answers",
        "show": "Show it so",
        "preview": "How it looks at three widths",
        "frame": "{width} pixels wide",
        "take": "Get the code",
        "article": "Address of the article, if it has one yet",
        "releases": "Copying makes the post public at its address.",
        "stays": "It stays a draft until somebody releases it.",
    },
    "es": {
        "title": "Póngala en su artículo",
        "back": "Volver a la publicación",
        "choices": "Cómo debe verse",
        "theme": "Colores",
        "theme.auto": "los del sistema del lector",
        "theme.light": "claros",
        "theme.dark": "oscuros",
        "lang": "Idioma del recuadro",
        "lang.site": "el del sitio",
        "width": "Ancho máximo, en píxeles",
        "width.hint": "De {least} a {most}; vacío: 600.",
        "counts": "Con los recuentos que había al guardarla",
        "media": "Con imágenes",
        "parent": "Con la publicación a la que responde",
        "show": "Mostrarla así",
        "preview": "Cómo se ve en tres anchos",
        "frame": "{width} píxeles de ancho",
        "take": "Obtener el código",
        "article": "Dirección del artículo, si ya tiene una",
        "releases": "Al copiarlo, la publicación se hace pública en su dirección.",
        "stays": "Sigue siendo un borrador hasta que alguien la haga pública.",
    },
}
