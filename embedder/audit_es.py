"""Why something stands in the audit log, where the service itself wrote that: in Spanish.

What a person gave as a reason is theirs, and stays as it is.
"""

from collections.abc import Mapping
from functools import cache

from markupsafe import Markup

from embedder import errors_es
from embedder.sentences import Sentences

__all__ = ["OURS", "REASONS", "reason_in"]

OURS = frozenset(
    {
        *("log in", "end sessions", "refuse login", "refuse request", "refuse upload"),
        "refuse message",
    }
)
"""The acts of which the service gives the reason."""
SHARED = frozenset({"end sessions"})
"""Those of which a person may give one, too."""
REASONS: Mapping[str, str] = {
    "password": "con contraseña",
    "link": "con un enlace",
    "provider {}": "por el proveedor {0}",
    "wrong name or password": "nombre o contraseña equivocados",
    "too many tries": "demasiados intentos",
    "a login link that is used up, too old or none": "un enlace de acceso ya usado, caducado o "
    "que no existe",
    "as the provider says": "según dice el proveedor",
    "the provider says no role any more": "el proveedor ya no da ninguna función",
    "This request was not taken. {}": "No se aceptó esta petición. {0}",
    "It came from a page of another site.": "Vino de una página de otro sitio.",
    "Its form was older than your login, or not ours.": "Su formulario era anterior a la sesión, o "
    "no era nuestro.",
    "This needs the role {}; {} is {}.": "Hace falta la función {0}; {1} tiene la de {2}.",
    "This needs a key with the scope {}.": "Hace falta una clave que pueda {0}.",
    "This is for people, and for keys that are not limited.": "Esto es para personas, y para "
    "claves sin límites.",
    "This is not for one of {}.": "Esto no es para uno de sus sitios ({0}).",
    "This key is unknown here, or was revoked.": "Esta clave no se conoce aquí, o se anuló.",
    "from {}": "desde {0}",
    "This is no answer to a login of this browser.": "No es la respuesta a un acceso de este "
    "navegador.",
    "Another provider answered than was asked.": "Respondió otro proveedor, no el consultado.",
    "The provider let nobody in.": "El proveedor no dio acceso.",
    "The provider told of somebody else.": "El proveedor habló de otra persona.",
    "The provider's token cannot be trusted: {}.": "No se puede confiar en el testigo del "
    "proveedor: {0}.",
    "The provider's token names nobody.": "El testigo del proveedor no nombra a nadie.",
    "The provider calls itself otherwise than oidc.issuer does.": "El proveedor se da otro nombre "
    "que oidc.issuer.",
    "The provider names an address that is not https.": "El proveedor da una dirección sin https.",
    "The provider answered with {}.": "El proveedor respondió con {0}.",
    "The provider of logins cannot be reached.": "No se puede llegar al proveedor de accesos.",
    "The provider's answer is not what OpenID Connect says.": "La respuesta del proveedor no es la "
    "de OpenID Connect.",
    "You are known to the provider, and have no role here.": "El proveedor conoce a esta persona, "
    "que no tiene función aquí.",
    "The name that the provider gives you cannot be taken here.": "El nombre que da el proveedor "
    "no se puede usar aquí.",
    "You are let in here no more.": "Esta persona ya no tiene acceso.",
    "The provider says that the only admin is none.": "Según el proveedor, la única persona que "
    "administra esto no lo hace.",
}
"""By what the service wrote; a picture that was refused has the words of its error."""


def reason_in(lang: str, action: str, reason: str | None) -> str | None:
    """A reason for a page in a language of the desk; one of ours that cannot be told in it is
    marked as English, so that a screen reader does not read it out as Spanish.

    >>> reason_in("es", "log in", "link"), reason_in("es", "withhold", "link")
    ('con un enlace', 'link')
    """
    if reason is None or lang != "es" or action not in OURS:
        return reason
    spanish = _known().translated(reason)
    if spanish is None and action in SHARED:
        return reason
    return Markup('<span lang="en">{}</span>').format(reason) if spanish is None else spanish


@cache
def _known() -> Sentences:
    return Sentences(REASONS, errors_es.SENTENCES, parts=errors_es.PARTS, frames=errors_es.FRAMES)
