"""What the form for typing a post in says, in both languages of the newsroom."""

from embedder.web.research_texts import Texts

__all__ = ["BY_HAND"]

BY_HAND: Texts = {
    "en": {
        "title": "Enter a post by hand",
        "what": "For a post that no platform gives us: copy what you see, and add the screenshots "
        "that you read it off. Embeds say that your newsroom typed it in; if the platform gives "
        "the post one day, that is shown in its place.",
        "wrong": "Nothing was kept yet. What is wrong stands beside the fields.",
        "url": "Address of the post, if it is known",
        "url.no post": "This is the address of no post that we know of. Leave it empty if you have "
        "no other.",
        "url.not found": "Which post this is could not be found out. Leave the address empty to "
        "keep the post all the same.",
        "text": "Its words",
        "text.hint": "As they stand there, mistakes too. Without a description of yours: that is a "
        "note.",
        "text.missing": "Write its words. A post without words needs its address and a screenshot.",
        "text.too long": "This is longer than any post.",
        "name": "Name of the author",
        "name.missing": "Write a name, or a handle.",
        "name.too long": "This is longer than any name.",
        "handle": "Handle",
        "handle.hint": "Like @mayor.",
        "handle.too long": "This is longer than any handle.",
        "time": "When it was posted",
        "time.hint": "Like 2025-03-29 17:02, or 2025-03-29 where only the day is known. Empty if "
        "it is not: “2 h ago” is no time.",
        "time.no time": "Write it like 2025-03-29 17:02, or the day alone.",
        "time.future": "This time has not come yet. Is the time zone the right one?",
        "timezone": "Time zone of the screenshot",
        "timezone.hint": "That of the phone or computer that it was made on.",
        "timezone.no zone": "Write a name like America/Chicago.",
        "screenshots": "Screenshots",
        "screenshots.hint": "PNG, JPEG or WebP, together at most 32 MB. They are kept as they are, "
        "and shown under the words: look at what else is on them.",
        "drop": "You can also drop pictures on this page, or paste them, several at once.",
        "drop.took": "Pictures taken: {n}.",
        "read.same": "Is it one of these? They are kept here, with some of its words.",
        "read.none": "No post with these words is kept here.",
        "read.search": "Search the archive for these words",
        "screenshots.aside": {
            "one": "1 screenshot was sent already, and is kept with it.",
            "other": "{n} screenshots were sent already, and are kept with it.",
        },
        "screenshots.too many": "These are too many: ten at most.",
        "screenshots.no picture": "One of these is no picture that we can use. Choose them again.",
        "screenshots.missing": "Choose a screenshot first.",
        "descriptions": "What is to be seen on the screenshots, for those who do not see them",
        "descriptions.hint": "A line for each, in their order: what the words do not say, such as "
        "a picture in the post. Without one they are “screenshot of a post by …”.",
        "descriptions.too many": "These are more lines than screenshots.",
        "descriptions.too long": "One of these lines is too long.",
        "read": "Nothing is kept yet. A program read the first screenshot: compare every word and "
        "the time with it, then keep it.",
        "read.do": "Read the screenshot",
        "read.install": "A program can read the screenshot for you, on this machine. Whoever runs "
        "this service installs it:",
        "do": "Keep it",
    },
    "es": {
        "title": "Escribir una publicación a mano",
        "what": "Para una publicación que ninguna plataforma nos da: copie lo que ve y añada las "
        "capturas de pantalla de las que lo lee. Los recuadros dicen que su redacción la escribió "
        "a mano; si un día la plataforma la da, se mostrará esa en su lugar.",
        "wrong": "Todavía no se ha guardado nada. Lo que falla está junto a los campos.",
        "url": "Dirección de la publicación, si se conoce",
        "url.no post": "Esta dirección no es de ninguna publicación que conozcamos. Déjela vacía "
        "si no tiene otra.",
        "url.not found": "No se pudo averiguar qué publicación es. Deje vacía la dirección para "
        "guardarla de todos modos.",
        "text": "Sus palabras",
        "text.hint": "Tal como están, también con sus errores. Sin descripción de usted: eso es "
        "una nota.",
        "text.missing": "Escriba sus palabras. Una publicación sin palabras necesita su dirección "
        "y una captura de pantalla.",
        "text.too long": "Es más largo que cualquier publicación.",
        "name": "Nombre del autor",
        "name.missing": "Escriba un nombre o un usuario.",
        "name.too long": "Es más largo que cualquier nombre.",
        "handle": "Usuario",
        "handle.hint": "Como @alcaldesa.",
        "handle.too long": "Es más largo que cualquier usuario.",
        "time": "Cuándo se publicó",
        "time.hint": "Como 2025-03-29 17:02, o 2025-03-29 si solo se sabe el día. Vacío si no se "
        "sabe: «hace 2 h» no es una hora.",
        "time.no time": "Escríbalo como 2025-03-29 17:02, o solo el día.",
        "time.future": "Esa hora todavía no ha llegado. ¿Es correcta la zona horaria?",
        "timezone": "Zona horaria de la captura de pantalla",
        "timezone.hint": "La del teléfono o el ordenador en que se hizo.",
        "timezone.no zone": "Escriba un nombre como America/Mexico_City.",
        "screenshots": "Capturas de pantalla",
        "screenshots.hint": "PNG, JPEG o WebP, 32 MB como máximo en total. Se guardan tal como son "
        "y se muestran bajo las palabras: mire qué más se ve en ellas.",
        "drop": "También puede soltar imágenes sobre esta página, o pegarlas, varias a la vez.",
        "drop.took": "Imágenes recibidas: {n}.",
        "read.same": "¿Es una de estas? Están guardadas aquí, con algunas de sus palabras.",
        "read.none": "Aquí no hay guardada ninguna publicación con estas palabras.",
        "read.search": "Buscar estas palabras en el archivo",
        "screenshots.aside": {
            "one": "Ya se envió 1 captura de pantalla, y se guarda con ella.",
            "other": "Ya se enviaron {n} capturas de pantalla, y se guardan con ella.",
        },
        "screenshots.too many": "Son demasiadas: diez como máximo.",
        "screenshots.no picture": "Una de ellas no es una imagen que podamos usar. Elíjalas otra "
        "vez.",
        "screenshots.missing": "Elija primero una captura de pantalla.",
        "descriptions": "Qué se ve en las capturas de pantalla, para quien no las ve",
        "descriptions.hint": "Una línea por cada una, en su orden: lo que no dicen las palabras, "
        "como una imagen de la publicación. Sin ella son «captura de pantalla de una publicación "
        "de …».",
        "descriptions.too many": "Hay más líneas que capturas de pantalla.",
        "descriptions.too long": "Una de estas líneas es demasiado larga.",
        "read": "Todavía no se ha guardado nada. Un programa leyó la primera captura: compare con "
        "ella cada palabra y la hora, y después guárdela.",
        "read.do": "Leer la captura",
        "read.install": "Un programa puede leer la captura por usted, en esta misma máquina. Lo "
        "instala quien lleva este servicio:",
        "do": "Guardar",
    },
}
