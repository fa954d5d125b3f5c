"""What the desk's page of the newsroom's sites says, in both languages of the newsroom."""

from embedder.web.research_texts import Texts

__all__ = ["NEWS_SITES"]

NEWS_SITES: Texts = {
    "en": {
        "sites.title": "Our sites",
        "sites.what": "New articles are found by the feeds of a site, and the posts that they show "
        "or name are kept without anybody asking.",
        "sites.none": "No site is named in the configuration.",
        "sites.how": "Whoever runs this service names them under [[sites]] in config.toml.",
        "sites.platform": "Platform",
        "sites.posts": "Shown",
        "sites.kept": "Kept",
        "sites.gone": "Not available",
        "sites.refused": "Refused",
        "sites.untried": "Not yet tried",
        "sites.unread": {
            "one": "1 article could not be read.",
            "other": "{n} articles could not be read.",
        },
        "sites.feed": "{url}: looked at {at}",
        "sites.feed.never": "{url}: not read yet",
        "sites.read": "Look at the feeds now",
    },
    "es": {
        "sites.title": "Nuestros sitios",
        "sites.what": "Los artículos nuevos se encuentran por los canales de cada sitio, y las "
        "publicaciones que muestran o nombran se guardan sin que nadie lo pida.",
        "sites.none": "La configuración no nombra ningún sitio.",
        "sites.how": "Quien administra este servicio los nombra en [[sites]], en config.toml.",
        "sites.platform": "Plataforma",
        "sites.posts": "Mostradas",
        "sites.kept": "Guardadas",
        "sites.gone": "No disponibles",
        "sites.refused": "Rechazadas",
        "sites.untried": "Sin consultar",
        "sites.unread": {
            "one": "1 artículo no se pudo leer.",
            "other": "{n} artículos no se pudieron leer.",
        },
        "sites.feed": "{url}: consultado {at}",
        "sites.feed.never": "{url}: aún sin leer",
        "sites.read": "Mirar los canales ahora",
    },
}
