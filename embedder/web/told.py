"""What came of a capture, in the language of whoever reads it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from archive.telling import BEGAN, COPY, Said, Told
from embedder.dates import dates_in

__all__ = ["SPANISH", "said_of", "told_of"]

SPANISH: Mapping[str, str] = {
    "gone": "No está disponible en {title}: {basis}",
    "gone because": "No está disponible en {title} ({cause}): {basis}",
    "gone then": "Cuando se guardó esto, {title} decía que la publicación ya no está: {basis}",
    "gone then because": "Cuando se guardó esto, {title} decía que la publicación ya no está "
    "({cause}): {basis}",
    "gone, kept": "Lo que se guardó antes se conserva.",
    "gone, nothing": "No hay nada guardado de ella.",
    "gone, withhold": "Queda retenida desde ahora, como dicen los ajustes de la fuente que la dio; "
    "un editor puede volver a mostrarla.",
    "gone, ask": "En la mesa se pregunta a un editor si se sigue mostrando.",
    "protected": "{title} solo muestra esta publicación a los seguidores de la cuenta; {nothing}.",
    "blocked here": "{title} no muestra esta publicación aquí, o no a todo el mundo; {nothing}.",
    "login": "{title} solo muestra esta publicación a quien ha iniciado sesión; {nothing}.",
    "limited": "{title} no nos responde más por ahora; {nothing}.",
    "unlisted": "{title} no muestra esta publicación, aunque el servidor de la cuenta todavía la "
    "tiene; {nothing}.",
    "unknown name": "{title} no conoce ahora ninguna cuenta con el nombre de esta dirección; "
    "{nothing}.",
    "not shown": "{title} no nos la quiso mostrar; {nothing}.",
    "unreachable": "No se pudo conectar con {title}, o no funciona; {nothing}.",
    "too slow": "{title} no respondió a tiempo; {nothing}.",
    "too large": "La respuesta era más grande de lo que admitimos; {nothing}.",
    "address refused": "Esta dirección no se puede consultar desde aquí; {nothing}.",
    "malformed": "{title} dio una respuesta que no entendemos; {nothing}.",
    "another post": "{title} respondió con otra publicación; {nothing}.",
    "another account": "El nombre de esta dirección es ahora de otra cuenta; {nothing}.",
    "off": "No hay activada ninguna fuente de {title}; {nothing}.",
    "none on": "No hay activada ninguna fuente de {title}.",
    "later": "Pruebe más tarde.",
    "address of today": "Abra la publicación en su plataforma y pegue la dirección que tiene "
    "ahora.",
    "wait longer": "Pruebe más tarde; cuánto se espera está en [fetch] y [capture] de config.toml.",
    "check address": "Compruebe que la dirección es de una publicación; los límites están en "
    "[fetch] de config.toml.",
    "open to all": "Pegue una dirección a la que pueda llegar cualquiera.",
    "report": "Pruebe más tarde; si sigue igual, avise a quien lleva este servicio, con la "
    "dirección y los intentos.",
    "post itself": "Abra la publicación misma en su plataforma y pegue la dirección de la barra "
    "del navegador.",
    "post of today": "Abra la publicación misma en su plataforma y pegue la dirección que tiene "
    "ahora.",
    "switch on": "Active una en su sección de config.toml, bajo [platforms].",
    "look now": "No se anotó nada: esto no es mirar la publicación. Guarde su dirección para "
    "mirarla ahora.",
    "kept": "{began}.",
    "kept lately": "Guardada hace un momento.",
    "kept, beginning": "{began}, pero {giver} solo dio el comienzo del texto.",
    "kept, part": "{began}, pero {giver} solo dio una parte de la publicación.",
    "kept, without": "{began}, sin {missing} de {total} imágenes.",
    "kept, without one": "{began}, sin su imagen.",
    "kept, for followers": "{began}. Dice que es solo para seguidores, y se dio a cualquiera que "
    "la pidiera.",
    "kept, copy": "{began}, de {giver}: {title} no la dio.",
    "says so": "El recuadro lo dice; vuelva a guardar la publicación más tarde.",
    "says so there": "El recuadro lo dice en su lugar; vuelva a guardar la publicación más tarde.",
    "by itself": "Se vuelve a intentar solo.",
    "think": "Piénselo antes de mostrarla: solo una persona la puede hacer pública, a mano.",
    "no post": "Ahí no hay ninguna publicación.",
    "typed": "Guardada tal como se escribió.",
    "typed again": "Ya estaba guardada así; no hay nada nuevo.",
    "typed, shown": "El recuadro dice que no se obtuvo de {title}.",
    "typed, not shown": "Se muestra la copia que se guardó antes: la dio {title}.",
}
"""By kind, as :data:`archive.telling.SENTENCES`. What a source answered in English is left out: it
stands beside its attempt.
"""
_BEGAN = {"kept": "Guardada", "unchanged": "Sin cambios desde que se guardó"}
_NOTHING = "esto no dice nada de la publicación"
_NAMES = {
    "its platform": "su plataforma",
    "the browser": "el navegador",
    "the file": "el archivo",
    "deleted by the author": "borrada por su autor",
    "removed by the platform": "retirada por la plataforma",
    "account deleted": "cuenta eliminada",
    "account suspended": "cuenta suspendida",
}


def told_of(result: Mapping[str, Any]) -> Told | None:
    """What a job keeps of it; ``None`` of one that is not ended, or is from before there was it."""
    kept = result.get("told")
    return None if kept is None else msgspec.convert(kept, Told)


def said_of(said: Said | None, lang: str) -> str | None:
    """A sentence in a language, else in English.

    >>> said_of(Said(kind="login", values={"title": "Instagram"}), "es")
    'Instagram solo muestra esta publicación a quien ha iniciado sesión; esto no dice nada de la \
publicación.'
    """
    if said is None:
        return None
    if lang != "es" or said.kind not in SPANISH:
        return str(said)
    values: dict[str, str | int] = {"nothing": _NOTHING, **said.values}
    for name in ("title", "giver", "cause"):
        values[name] = _NAMES.get(str(values.get(name)), values.get(name, ""))
    if str(values["giver"]).startswith(COPY):
        day = date.fromisoformat(str(values["giver"]).removeprefix(COPY))
        written = dates_in("es", "UTC").calendar_day(day)
        values["giver"] = f"una copia de un archivo web del {written}"
    if values.get("began") in BEGAN:
        values["began"] = _BEGAN[str(values["began"])]
    return SPANISH[said.kind].format(**values)
