"""What the pages about people say, in both languages of the newsroom: logging in, users, keys."""

from embedder.web.research_texts import Texts

__all__ = ["PEOPLE"]

PEOPLE: Texts = {
    "en": {
        "me.title": "You",
        "me.name": "You are logged in as {name}.",
        "me.role.reader": "You may read what is kept.",
        "me.role.editor": "You may keep posts, describe them and show them.",
        "me.role.admin": "You may do all there is, and say who else may what.",
        "me.lang": "Language of the desk",
        "me.lang.save": "Save",
        "me.saved": "Saved.",
    },
    "es": {
        "me.title": "Usted",
        "me.name": "Ha entrado como {name}.",
        "me.role.reader": "Puede leer lo que se guarda.",
        "me.role.editor": "Puede guardar publicaciones, describirlas y mostrarlas.",
        "me.role.admin": "Puede hacer todo, y decir qué puede cada quien.",
        "me.lang": "Idioma de la mesa",
        "me.lang.save": "Guardar",
        "me.saved": "Guardado.",
    },
}
