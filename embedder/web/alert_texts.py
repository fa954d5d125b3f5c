"""What the desk's page of alerts says, in both languages of the newsroom."""

from embedder.web.research_texts import Texts

__all__ = ["ALERTS"]

ALERTS: Texts = {
    "en": {
        "alerts.title": "Changed or gone",
        "alerts.what": "Posts that your articles use, when they change, go, or come back; the "
        "newest first.",
        "alerts.all": "All",
        "alerts.mine": "Yours",
        "alerts.none": "No post that an article uses has changed or gone so far.",
        "alerts.none.mine": "No post of your articles, and none that you are on, has changed or "
        "gone so far.",
        "alerts.yours": "yours",
        "alerts.whose": "Whose: {names}",
        "alerts.quotes": "It quotes “{text}”",
        "alerts.editors": "Who is told",
        "alerts.used": "Used in",
        "alerts.unused": "In no article that is known here; its code was given out.",
        "alerts.cause": "{platform} says: {cause}",
        "alerts.told": "Told",
        "alerts.to.mail": "by mail to {to}",
        "alerts.to.webhook": "to {to}",
        "alerts.state.done": "told {way}",
        "alerts.state.queued": "not yet told {way}",
        "alerts.state.running": "not yet told {way}",
        "alerts.state.partial": "told in part {way}: {why}",
        "alerts.state.failed": "could not be told {way}: {why}",
        "alerts.feed": "As a feed",
        "alerts.feed.how": "A feed reader asks for a name and a password: the password is a key "
        "with the role editor.",
        "alerts.newest": "Newest",
        "alerts.older": "Older",
        "alerts.no_text": "No words, or none that are shown",
    },
    "es": {
        "alerts.title": "Cambiadas o desaparecidas",
        "alerts.what": "Publicaciones que usan sus artículos, cuando cambian, desaparecen o "
        "vuelven; primero las más recientes.",
        "alerts.all": "Todas",
        "alerts.mine": "Suyas",
        "alerts.none": "Ninguna publicación usada en un artículo ha cambiado ni desaparecido hasta "
        "ahora.",
        "alerts.none.mine": "Ninguna publicación de sus artículos, ni de las que se ocupa usted, "
        "ha cambiado ni desaparecido hasta ahora.",
        "alerts.yours": "suya",
        "alerts.whose": "De quién: {names}",
        "alerts.quotes": "Cita «{text}»",
        "alerts.editors": "A quién se avisa",
        "alerts.used": "Se usa en",
        "alerts.unused": "En ningún artículo conocido aquí; su código se ha entregado.",
        "alerts.cause": "{platform} dice: {cause}",
        "alerts.told": "Aviso",
        "alerts.to.mail": "por correo a {to}",
        "alerts.to.webhook": "a {to}",
        "alerts.state.done": "avisado {way}",
        "alerts.state.queued": "aún sin avisar {way}",
        "alerts.state.running": "aún sin avisar {way}",
        "alerts.state.partial": "avisado en parte {way}: {why}",
        "alerts.state.failed": "no se pudo avisar {way}: {why}",
        "alerts.feed": "Como canal",
        "alerts.feed.how": "Un lector de canales pide nombre y contraseña: la contraseña es una "
        "clave con el papel de editor.",
        "alerts.newest": "Las más recientes",
        "alerts.older": "Anteriores",
        "alerts.no_text": "Sin palabras, o ninguna que se muestre",
    },
}
