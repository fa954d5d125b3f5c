"""What the platforms' files say of their sources, in Spanish. Programs read their English."""

import re
from collections.abc import Mapping

import msgspec

from archive.sources import SourceState

__all__ = ["FACTS", "spoken"]

FACTS: Mapping[str, str] = {
    "A bearer token of X's API, in ONRECORD_X_BEARER_TOKEN.": "Un token de la API de X, en "
    "ONRECORD_X_BEARER_TOKEN.",
    "X's Developer Agreement and Policy bind whoever has a token.": "El acuerdo y la política de "
    "desarrolladores de X obligan a quien tiene un token.",
    "What is deleted, made private, suspended or withheld on X is to be deleted or changed as soon "
    "as possible, and within 24 hours of a written request.": "Lo que en X se borra, se hace "
    "privado, se suspende o se retiene hay que borrarlo o cambiarlo cuanto antes, y en 24 horas si "
    "se pide por escrito.",
    "A user access token of a Meta app with threads_basic and threads_profile_discovery (and "
    "threads_read_replies for replies and the thread below a post), in ONRECORD_THREADS_TOKEN. "
    "Public accounts with 100 followers and more; the post's address must name its account. Of "
    "replies it gives those of the token's own account, and those below posts of the same "
    "account.": "Un token de usuario de una aplicación de Meta con threads_basic y "
    "threads_profile_discovery (y threads_read_replies para respuestas y el hilo bajo una "
    "publicación), en ONRECORD_THREADS_TOKEN. Cuentas públicas con 100 seguidores o más; la "
    "dirección de la publicación tiene que nombrar su cuenta. De las respuestas da las de la "
    "propia cuenta del token y las que están bajo publicaciones de la misma cuenta.",
    "Meta gives this access after a review of the app, under its Platform Terms; whether keeping "
    "posts is within that is for you and Meta to say.": "Meta da este acceso tras revisar la "
    "aplicación, con sus condiciones de la plataforma; si guardar publicaciones cabe en ellas lo "
    "tienen que decir ustedes y Meta.",
    "Meta gives this access after a review of the app and of the business, to analyse or display "
    "posts of Pages; whether keeping them is within that is for you and Meta to say.": "Meta da "
    "este acceso tras revisar la aplicación y la empresa, para analizar o mostrar publicaciones de "
    "páginas; si guardarlas cabe en eso lo tienen que decir ustedes y Meta.",
    "Meta's documentation allows its oEmbed answers for showing a post only, and strictly "
    "prohibits keeping what they say.": "La documentación de Meta admite sus respuestas oEmbed "
    "solo para mostrar una publicación, y prohíbe guardar lo que dicen.",
    "Meta's Platform Terms ask for deletion when a user of the app or Meta asks for it, and when "
    "the data are no longer needed.": "Las condiciones de la plataforma de Meta piden borrar "
    "cuando lo pide quien usa la aplicación o Meta, y cuando los datos ya no hacen falta.",
    "An access token of a Meta app with the feature “Page Public Content Access”, in "
    "ONRECORD_FACEBOOK_TOKEN. Posts of Pages only.": "Un token de una aplicación de Meta con «Page "
    "Public Content Access», en ONRECORD_FACEBOOK_TOKEN. Solo publicaciones de páginas.",
    "An access token of a Meta app with the feature “oEmbed Read”, in ONRECORD_INSTAGRAM_TOKEN. It "
    "gives what oembed gives, to more requests: the Graph API has no stranger's post by its "
    "address.": "Un token de una aplicación de Meta con «oEmbed Read», en "
    "ONRECORD_INSTAGRAM_TOKEN. Da lo mismo que oembed, con más peticiones: la API Graph no da por "
    "su dirección publicaciones de otros.",
    "A key of YouTube's Data API v3, from the Google Cloud console, in "
    "ONRECORD_YOUTUBE_KEY.": "Una clave de la Data API v3 de YouTube, de la consola de Google "
    "Cloud, en ONRECORD_YOUTUBE_KEY.",
    "After 30 days its answers are to be deleted or asked for anew.": "A los 30 días hay que "
    "borrar sus respuestas o volver a pedirlas.",
    "YouTube's developer policies limit how long what the API answers may be stored; whether a "
    "newsroom may keep it longer is to be asked first.": "Las políticas de YouTube limitan cuánto "
    "tiempo se puede guardar lo que responde la API; si una redacción puede guardarlo más tiempo "
    "hay que preguntarlo antes.",
    "A way to delete what a user has asked to have deleted.": "Una manera de borrar lo que una "
    "persona ha pedido borrar.",
    "The id and secret of an app of yours (https://www.reddit.com/prefs/apps), in "
    "ONRECORD_REDDIT_CLIENT_ID and ONRECORD_REDDIT_CLIENT_SECRET; or a token of Reddit's Data API "
    "in ONRECORD_REDDIT_TOKEN, which holds for a day.": "El identificador y el secreto de una "
    "aplicación suya (https://www.reddit.com/prefs/apps), en ONRECORD_REDDIT_CLIENT_ID y "
    "ONRECORD_REDDIT_CLIENT_SECRET; o un token de la Data API de Reddit en ONRECORD_REDDIT_TOKEN, "
    "que vale un día.",
    "Reddit's Developer Terms and Data API Terms bind whoever has a token.": "Las condiciones de "
    "desarrolladores y de la Data API de Reddit obligan a quien tiene un token.",
    "Whatever was deleted from Reddit is to be deleted: title, text and addresses of a post, and "
    "what names an account that is no more.": "Lo que se borró en Reddit hay que borrarlo: título, "
    "texto y direcciones de una publicación, y lo que nombra una cuenta que ya no existe.",
    "It is off until accept_terms names a date.": "Está apagada hasta que accept_terms indique una "
    "fecha.",
    "The platform is switched off.": "La plataforma está apagada.",
    "It is not among the sources that the settings name.": "No está entre las fuentes que nombran "
    "los ajustes.",
}
_LACKS = (
    (re.compile(r"There is no token in (\w+)\."), r"No hay ningún token en \1."),
    (re.compile(r"There is no key in (\w+)\."), r"No hay ninguna clave en \1."),
    (
        re.compile(r"There is no app in (\w+) and (\w+), and no token in (\w+)\."),
        r"No hay ninguna aplicación en \1 y \2, ni ningún token en \3.",
    ),
)


def spoken(state: SourceState, lang: str) -> SourceState:
    """A source with its sentences in a language of ours."""
    if lang != "es":
        return state
    told = {name: _told(getattr(state, name)) for name in ("off", "needs", "agreement", "removal")}
    return msgspec.structs.replace(state, **told)


def _told(said: str | None) -> str | None:
    """Sentence by sentence: why a source is off is made of several."""
    if said is None:
        return None
    for english in sorted(FACTS, key=len, reverse=True):
        said = said.replace(english, FACTS[english])
    for pattern, spanish in _LACKS:
        said = pattern.sub(spanish, said)
    return said
