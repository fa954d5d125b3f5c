"""What the form for a saved response says, in both languages of the newsroom."""

from embedder.web.research_texts import Texts

__all__ = ["SAVED"]

SAVED: Texts = {
    "en": {
        "title": "Hand in a saved response",
        "what": "For a file with what a platform’s server answered about a post, or the page of a "
        "post that somebody saved. Whose it is, is known by its shape. Embeds say that it was "
        "taken from a file; what the platform gives today stands before it.",
        "wrong": "Nothing was kept yet. What is wrong stands beside the fields.",
        "file": "The file",
        "file.hint": "As it came, whole. Choose it again if you send the form a second time.",
        "file.missing": "Choose a file.",
        "file.too large": "This file has more than the {most} MB that are taken.",
        "file.unknown": "No platform known here answers like this file. Save the answer itself, as "
        "it came, and not a picture or a copy of its words.",
        "file.erased": "The post in it was erased here, and a file does not bring it back.",
        "file.no post": "There is no post in it to keep.",
        "url": "Address of the post, if there are several in the file",
        "url.no post": "This is the address of no post that we know of.",
        "url.another": "The file has another post than this. It has:",
        "url.several": "The file has several posts. Write the address of the one that is meant:",
        "time": "When it was saved, if that is known",
        "time.hint": "Like 2025-03-29 17:02. Without it the post is kept as of when it was written "
        "or last edited.",
        "time.missing": "Nothing in the file says when the post looked like this. Write when it "
        "was saved.",
        "time.no time": "Write it like 2025-03-29 17:02, or the day alone.",
        "time.future": "This time has not come yet. Is the time zone the right one?",
        "timezone": "Time zone of this time",
        "timezone.no zone": "Write a name like America/Chicago.",
        "do": "Keep it",
    },
    "es": {
        "title": "Entregar una respuesta guardada",
        "what": "Para un archivo con lo que el servidor de una plataforma respondió sobre una "
        "publicación, o con la página de una publicación que alguien guardó. Por su forma se sabe "
        "de quién es. Los recuadros dicen que se tomó de un archivo; lo que la plataforma dé hoy "
        "se muestra antes.",
        "wrong": "Todavía no se ha guardado nada. Lo que falla está junto a los campos.",
        "file": "El archivo",
        "file.hint": "Tal como llegó, entero. Elíjalo otra vez si envía el formulario de nuevo.",
        "file.missing": "Elija un archivo.",
        "file.too large": "Este archivo tiene más de los {most} MB que se admiten.",
        "file.unknown": "Ninguna plataforma que conozcamos responde como este archivo. Guarde la "
        "respuesta misma, tal como llegó, y no una imagen ni una copia de sus palabras.",
        "file.erased": "La publicación que contiene se borró aquí, y un archivo no la trae de "
        "vuelta.",
        "file.no post": "No contiene ninguna publicación que guardar.",
        "url": "Dirección de la publicación, si el archivo contiene varias",
        "url.no post": "Esta dirección no es de ninguna publicación que conozcamos.",
        "url.another": "El archivo contiene otra publicación. Contiene:",
        "url.several": "El archivo contiene varias publicaciones. Escriba la dirección de la que "
        "busca:",
        "time": "Cuándo se guardó, si se sabe",
        "time.hint": "Como 2025-03-29 17:02. Sin hora, la publicación vale desde que se escribió o "
        "se editó por última vez.",
        "time.missing": "Nada en el archivo dice cuándo la publicación era así. Escriba cuándo se "
        "guardó.",
        "time.no time": "Escríbalo como 2025-03-29 17:02, o solo el día.",
        "time.future": "Esa hora todavía no ha llegado. ¿Es correcta la zona horaria?",
        "timezone": "Zona horaria de esa hora",
        "timezone.no zone": "Escriba un nombre como America/Mexico_City.",
        "do": "Guardar",
    },
}
