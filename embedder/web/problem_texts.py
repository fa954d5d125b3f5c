"""What the desk's problem pages say in Spanish, by the kind of problem: title, what is so, and what
can be done. Programs read English.
"""

from collections.abc import Mapping
from typing import NamedTuple

__all__ = ["OTHER", "SPANISH", "SpanishProblem"]


class SpanishProblem(NamedTuple):
    title: str
    detail: str
    next_step: str


_AGAIN = "Abra otra vez la página y envíelo desde ahí."
_ADMIN = "Pregunte a un administrador."

SPANISH: Mapping[str, SpanishProblem] = {
    "login-needed": SpanishProblem(
        "Inicie sesión primero",
        "Esta página es para quien ha iniciado sesión.",
        "Entre con su contraseña, o abra su enlace de acceso; un administrador puede enviarle uno.",
    ),
    "role-needed": SpanishProblem(
        "No está permitido", "Su usuario no tiene permiso para hacer esto.", _ADMIN
    ),
    "forged-request": SpanishProblem(
        "No se aceptó",
        "Esta petición no vino de una de nuestras páginas, o su formulario era anterior a su "
        "sesión.",
        _AGAIN,
    ),
    "used-link": SpanishProblem(
        "Este enlace ya se usó",
        "Este enlace de acceso ya se usó, o tiene más de un día.",
        "Pida uno nuevo a un administrador.",
    ),
    "login-refused": SpanishProblem(
        "No ha entrado",
        "El proveedor no dio acceso, o aquí no tiene ninguna función.",
        "Pruebe otra vez, o pida a un administrador un enlace para entrar una vez.",
    ),
    "scope-needed": SpanishProblem(
        "No permitido con esta clave",
        "Esta clave está limitada a otra cosa.",
        "Pida a un administrador una clave que pueda.",
    ),
    "site-needed": SpanishProblem(
        "De otro sitio",
        "Esto no es para uno de sus sitios ({sites}).",
        "Pregunte a la redacción de ese sitio, o a un administrador.",
    ),
    "no-such-site": SpanishProblem(
        "No existe ese sitio",
        "Ningún sitio de la redacción se llama {slug} en las direcciones.",
        "Elija uno de los que indica [[sites]] en config.toml, o ninguno.",
    ),
    "not-secure": SpanishProblem(
        "No por http sin cifrar",
        "Sin cifrar, los navegadores solo conservan la sesión en este mismo ordenador.",
        "Entre en la mesa por https; quien lleva este servicio indica esa dirección como desk_url.",
    ),
    "unknown-post": SpanishProblem(
        "No está guardada aquí",
        "Con esta dirección no hay ninguna publicación guardada.",
        "Compruebe la dirección.",
    ),
    "unknown-query": SpanishProblem(
        "No está aquí",
        "Aquí no hay ninguna búsqueda guardada con ese nombre, o la tiene config.toml.",
        "Mire otra vez la lista.",
    ),
    "unknown-capture": SpanishProblem(
        "No está aquí", "Aquí no se está guardando nada con esa dirección.", "Mire la lista."
    ),
    "wrong-form": SpanishProblem("No se aceptó", "A este formulario le falta algo.", _AGAIN),
    "no-article": SpanishProblem(
        "No se aceptó",
        "La dirección del artículo no es de ninguna página web.",
        "Cópiela entera, con https://.",
    ),
    "bad-form": SpanishProblem("No se aceptó", "Este formulario no es de los nuestros.", _AGAIN),
    "not-a-person": SpanishProblem(
        "Solo para personas",
        "Esta página es para quien ha iniciado sesión; una clave no la tiene.",
        "Entre con su navegador.",
    ),
    "unknown-language": SpanishProblem(
        "Ese idioma no está", "La mesa no habla ese idioma.", "Elija español o inglés."
    ),
    "no-password": SpanishProblem(
        "Su contraseña no está aquí",
        "Usted entra por un proveedor; su contraseña se guarda allí.",
        "Cámbiela allí.",
    ),
    "no-account": SpanishProblem(
        "No se sabe de qué cuenta es",
        "No se sabe de qué cuenta es esta publicación: su fuente no lo dijo.",
        "Diga de quién es en la página de la publicación.",
    ),
    "bad-key": SpanishProblem(
        "Esta clave no vale",
        "Esta clave no se conoce aquí, o se anuló.",
        "Pida otra a un administrador.",
    ),
    "no-provider": SpanishProblem(
        "Sin proveedor",
        "Aquí nadie entra por un proveedor.",
        "Entre con su contraseña o con un enlace.",
    ),
    "no-such-version": SpanishProblem(
        "No existe esa versión",
        "No hay ninguna plantilla con ese número.",
        "Quítelo: vale la última.",
    ),
    "not-json": SpanishProblem("No se aceptó", "Lo que se envió no es un formulario.", _AGAIN),
    "bad-json": SpanishProblem("No se aceptó", "Lo que se envió no se puede leer.", _AGAIN),
    "wrong-shape": SpanishProblem("No se aceptó", "A lo que se envió le falta algo.", _AGAIN),
    "not-shown": SpanishProblem(
        "No se muestra",
        "La redacción no muestra esta publicación.",
        "Su página en la mesa dice desde cuándo y por qué.",
    ),
    "hold-error": SpanishProblem(
        "No se puede borrar",
        "Sobre esta publicación pesa una orden de conservarla.",
        "Un administrador puede levantarla.",
    ),
    "conflict": SpanishProblem(
        "Otra persona lo cambió antes", "Alguien cambió esto mientras tanto.", _AGAIN
    ),
    "not-found": SpanishProblem(
        "No está aquí", "En esta dirección no hay nada.", "Compruebe la dirección."
    ),
    "method-not-allowed": SpanishProblem(
        "Así no", "Esta dirección no admite este tipo de petición.", _AGAIN
    ),
    "request-timeout": SpanishProblem(
        "Tardó demasiado",
        "Lo que envió no llegó a tiempo.",
        "Envíelo otra vez con una conexión más rápida, o en partes más pequeñas.",
    ),
    "request-entity-too-large": SpanishProblem(
        "Es demasiado grande",
        "Lo que se envió es más grande de lo que admitimos.",
        "Envíe menos: como máximo 4 MB de texto, o 32 MB de capturas de pantalla, a la vez.",
    ),
    "bug": SpanishProblem(
        "Algo falló",
        "Algo falló aquí que nadie había previsto. Quedó anotado como {number}.",
        "Pruebe otra vez; si sigue igual, dé ese número a quien lleva este servicio.",
    ),
    "storage-error": SpanishProblem(
        "El archivo no responde",
        "No se pudo leer o escribir en el archivo.",
        "Pruebe más tarde; si sigue igual, avise a quien lleva este servicio.",
    ),
}
"""Of other kinds: :data:`OTHER`."""

OTHER = SpanishProblem(
    "No se pudo hacer", "Esto no se pudo hacer; no se cambió nada.", "Revise lo que envió."
)
