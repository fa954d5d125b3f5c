"""What is to be known of a post or an article, in Spanish: what of it could not be had, or is not
as it seems. The English is kept with the post.
"""

from collections.abc import Mapping

__all__ = ["PARTS", "WARNINGS"]

WARNINGS: Mapping[str, str] = {
    # of every platform
    "The post names a place; it is left out here, as the settings say.": "La publicación nombra un "
    "lugar; aquí se deja fuera, como dicen los ajustes.",
    "It held more than any post does; what lay beyond the bounds was left out.": "Tenía más de lo "
    "que tiene cualquier publicación; lo que pasaba de los límites se dejó fuera.",
    "Characters that are no text (NUL, or half of a surrogate pair) were replaced by "
    "U+FFFD.": "Los caracteres que no son texto se sustituyeron por \ufffd.",
    "The text was longer than {} characters of markup, or {} tags, and was cut.": "El texto pasaba "
    "de {0} caracteres de código, o de {1} etiquetas, y se cortó.",
    "{} marked span(s) lay outside the text and were left out.": "Se dejaron fuera enlaces o "
    "menciones que no caían dentro del texto ({0}).",
    "{} marked span(s) overlapped another and were left out.": "Se dejaron fuera enlaces o "
    "menciones que se solapaban con otros ({0}).",
    "Whether its author went on from it was not to be had.": "No se pudo saber si su autor la "
    "continúa.",
    # Bluesky
    "The post has an attachment of an unknown kind: {}.": "La publicación lleva un adjunto de un "
    "tipo desconocido: {0}.",
    "The link card leads to no web address: left out.": "La vista previa del enlace no lleva a "
    "ninguna dirección de la web, y se dejó fuera.",
    "The address of what the post quotes cannot be read.": "La dirección de lo que cita la "
    "publicación no se puede leer.",
    "{} marked span(s) did not fit the text's characters: left out.": "Se dejaron fuera enlaces o "
    "menciones que no encajaban con los caracteres del texto ({0}).",
    "{} marked span(s) led nowhere that is known: left out.": "Se dejaron fuera enlaces o "
    "menciones que no llevaban a ningún sitio conocido ({0}).",
    "The account's own host (PDS) was not asked: {}": "No se preguntó al servidor de la cuenta: "
    "{0}",
    "The account's own host (PDS) was not asked: this came along with {}.": "No se preguntó al "
    "servidor de la cuenta: esta publicación llegó junto con {0}.",
    "{}, the account's host, did not give the record: {}": "{0}, el servidor de la cuenta, no dio "
    "la publicación: {1}",
    "The copy that the account's host signs was not to be had: {}": "No se pudo obtener la copia "
    "firmada por el servidor de la cuenta: {0}",
    "This is what bsky.app's page told a robot: descriptions of pictures, links behind words, and "
    "what the post quotes or answers are not in it. Its time is when Bluesky first saw the "
    "post.": "Es lo que la página de bsky.app dice a un programa: faltan las descripciones de las "
    "imágenes, los enlaces bajo palabras y lo que la publicación cita o a lo que responde. Su hora "
    "es cuando Bluesky vio la publicación por primera vez.",
    "Its time is when Bluesky first saw it: the record itself was not at hand.": "Su hora es "
    "cuando Bluesky la vio por primera vez: no se tuvo el original.",
    "The account had no valid handle at capture.": "La cuenta no tenía un nombre válido cuando se "
    "guardó.",
    "The post names no time that can be read.": "La publicación no tiene una hora que se pueda "
    "leer.",
    "The author's software says that it was posted at {}; Bluesky first saw it at {}.": "Según el "
    "programa del autor se publicó a las {0}; Bluesky la vio por primera vez a las {1}.",
    "Bluesky shows this account's posts only to people who are logged in.": "Bluesky solo muestra "
    "las publicaciones de esta cuenta a quien ha iniciado sesión.",
    "This is made of the account's record alone: nobody was asked for the account's name and "
    "handle.": "Se hizo solo con el original de la cuenta: no se preguntó a nadie cómo se llama la "
    "cuenta.",
    "This comes from the account's host alone. {}": "Viene solo del servidor de la cuenta. {0}",
    "The account's handle could not be confirmed, and is left out.": "El nombre de la cuenta no se "
    "pudo confirmar, y se deja fuera.",
    "The account's name is not known: {}": "No se sabe cómo se llama la cuenta: {0}",
    "{}, the account's host, holds a newer version than Bluesky's AppView showed: this is the "
    "host's.": "{0}, el servidor de la cuenta, tiene una versión más nueva que la que mostró "
    "Bluesky: esta es la del servidor.",
    "Bluesky shows the account as @{}, which its own document does not name: the handle is left "
    "out.": "Bluesky muestra la cuenta como @{0}, pero el documento de la cuenta no lo nombra: el "
    "nombre se deja fuera.",
    # the fediverse
    "The author's profile was not to be had; the name is unknown.": "No se pudo obtener el perfil "
    "del autor; no se sabe su nombre.",
    "It announces what begins at {}.": "Anuncia algo que empieza a las {0}.",
    "{} told it by oEmbed only: {}.": "{0} solo la dio por oEmbed: {1}.",
    "The server says of the quoted post {}, which is not known here.": "El servidor dice de la "
    "publicación citada «{0}», y aquí no se sabe qué significa.",
    "It was edited; what it looked like before was not to be had.": "Se editó; no se pudo obtener "
    "cómo era antes.",
    "It was edited more often than {} times; the oldest are left out.": "Se editó más de {0} "
    "veces; las versiones más antiguas se dejan fuera.",
    "It answers another post, and that one was not to be had.": "Responde a otra publicación, y "
    "esa no se pudo obtener.",
    "It says that it is {}; {} gave it to anybody.": "Dice que es {0}; {1} la dio a cualquiera que "
    "la pidiera.",
    "It says that it is {}.": "Dice que es {0}.",
    "This is what {} showed of {}; its own server was not asked.": "Es lo que {0} mostró de {1}; "
    "no se preguntó a su propio servidor.",
    "This is what its page says of it: the text may be summed up, and links are not told.": "Es lo "
    "que su página dice de ella: el texto puede estar resumido, y los enlaces no se dicen.",
    "Its history tells neither quote, nor answered post, nor counts.": "Su historial no dice qué "
    "cita, a qué responde ni sus cifras.",
    # Facebook, Instagram, Threads
    "Facebook writes above it: “{}”.": "Facebook escribe encima: “{0}”.",
    "The API gives the picture of a video, and not its file.": "La API da la imagen de un vídeo, y "
    "no su archivo.",
    "{} mention(s) did not fit the text and were left out.": "Se dejaron fuera menciones que no "
    "encajaban con el texto ({0}).",
    "The source does not say when it was posted.": "La fuente no dice cuándo se publicó.",
    "The source does not say when it was posted. It has, in words: “{}”.": "La fuente no dice "
    "cuándo se publicó. Tiene, en palabras: “{0}”.",
    "The source shows no pictures and videos; the post may hold some.": "La fuente no muestra "
    "imágenes ni vídeos; la publicación puede tenerlos.",
    "The page's head alone was read; the post may hold more pictures, or a video.": "Solo se leyó "
    "la cabecera de la página; la publicación puede tener más imágenes, o un vídeo.",
    "The page shows the first pictures, and says of the others: “{}”.": "La página muestra las "
    "primeras imágenes, y de las demás dice: “{0}”.",
    "The source shows one picture at most; the post may hold more, or a video.": "La fuente "
    "muestra una imagen como máximo; la publicación puede tener más, o un vídeo.",
    "Accounts are marked in its pictures: {}.": "En sus imágenes hay cuentas etiquetadas: {0}.",
    "Instagram says that the caption was edited, and not when.": "Instagram dice que el texto se "
    "editó, y no cuándo.",
    "Not all of its pictures or videos are in Instagram's answer.": "No todas sus imágenes o "
    "vídeos están en la respuesta de Instagram.",
    "Descriptions of pictures, a link and an attached text are not in the answer.": "Las "
    "descripciones de las imágenes, un enlace y un texto adjunto no están en la respuesta.",
    "Not all of its pictures or videos are in the API's answer.": "No todas sus imágenes o vídeos "
    "están en la respuesta de la API.",
    "It stands under the topic “{}”.": "Está bajo el tema “{0}”.",
    # other pages
    "The page gave no text of the post.": "La página no dio ningún texto de la publicación.",
    "The page gave what the post is about, and not its whole text.": "La página dio de qué trata "
    "la publicación, y no todo su texto.",
    "The page gave only the beginning of the text.": "La página solo dio el comienzo del texto.",
    "The page says that not all of it is free to read: this may be its beginning.": "La página "
    "dice que no todo se lee gratis: esto puede ser su comienzo.",
    "The page tells no time of the post.": "La página no dice la hora de la publicación.",
    "The time is that of the post's id.": "La hora es la del identificador de la publicación.",
    "The page names no author of the post.": "La página no nombra al autor de la publicación.",
    "The page names no author of the post: the website's name stands in its place.": "La página no "
    "nombra al autor de la publicación: en su lugar está el nombre del sitio.",
    # Reddit
    "{} gave the title alone: what stands under it, and the time, are unknown.": "{0} solo dio el "
    "título: no se sabe lo que hay debajo ni la hora.",
    "Its author is not named there.": "Ahí no se nombra a su autor.",
    "Its gallery is not in the answer.": "Su galería no está en la respuesta.",
    "Reddit did not give {} picture(s) of the gallery.": "Reddit no dio imágenes de la galería "
    "({0}).",
    "Reddit keeps picture and sound apart: where they could not be joined, it is "
    "silent.": "Reddit guarda imagen y sonido por separado: donde no se pudieron juntar, no tiene "
    "sonido.",
    "Reddit's answer has no time of it.": "La respuesta de Reddit no dice su hora.",
    "Its words are as they were typed, with the marks of Markdown.": "Sus palabras están como se "
    "escribieron, con las marcas de Markdown.",
    "Reddit names nobody as its author: the account is no more, or it left the post.": "Reddit no "
    "nombra a nadie como autor: la cuenta ya no existe, o dejó la publicación.",
    "It was edited; Reddit does not say when.": "Se editó; Reddit no dice cuándo.",
    # Telegram
    "It says the channel's name and not its number: that it is the same is likely.": "Dice el "
    "nombre del canal y no su número: es probable que sea el mismo.",
    "It has “{}”, a file that Telegram hands to its apps alone.": "Lleva “{0}”, un archivo que "
    "Telegram solo da a sus aplicaciones.",
    "It shows {}, which was not kept.": "Muestra {0}, que no se guardó.",
    "It has a picture whose address Telegram did not give.": "Lleva una imagen cuya dirección "
    "Telegram no dio.",
    "Telegram's page has the first picture of a video and not the video{}.": "La página de "
    "Telegram tiene la primera imagen de un vídeo, y no el vídeo{0}.",
    "It has a voice message whose address Telegram did not give.": "Lleva un mensaje de voz cuya "
    "dirección Telegram no dio.",
    "It shows an animated sticker, in a form that only Telegram's apps draw.": "Muestra una "
    "pegatina animada, en una forma que solo dibujan las aplicaciones de Telegram.",
    "Telegram's page does not show a part of it: “{}”.": "La página de Telegram no muestra una "
    "parte: “{0}”.",
    "Telegram shows how many per cent chose what, and no votes; they were not kept.": "Telegram "
    "muestra qué porcentaje eligió cada opción, y no los votos; no se guardaron.",
    "It was written in the group @{}.": "Se escribió en el grupo @{0}.",
    "It is signed “{}”.": "Está firmada “{0}”.",
    "It was edited; Telegram does not say when, nor what stood there before.": "Se editó; Telegram "
    "no dice cuándo ni qué ponía antes.",
    "This is what stands in the post of @{} that forwarded it; its own page was not asked.": "Es "
    "lo que está en la publicación de @{0} que la reenvió; no se consultó su propia página.",
    "Telegram's page has no time of it.": "La página de Telegram no dice su hora.",
    # TikTok
    "Only the poster of the video was given.": "Solo se dio la imagen fija del vídeo.",
    "TikTok's embed gives one picture of the post at most.": "El código para insertar de TikTok da "
    "como máximo una imagen de la publicación.",
    "The time is that of the post's id: the post came within about a minute after it.": "La hora "
    "es la del identificador de la publicación: se publicó más o menos en el minuto siguiente.",
    # Truth Social
    "It was posted in the group {}.": "Se publicó en el grupo {0}.",
    "Truth Social marks it as sponsored.": "Truth Social la marca como patrocinada.",
    "Truth Social does not say where a picture or video of it is.": "Truth Social no dice dónde "
    "está una imagen o un vídeo suyo.",
    # X
    "X showed a community note under this post: “{}”": "X mostró una nota de la comunidad bajo "
    "esta publicación: “{0}”",
    "X showed a community note under this post, whose words were not given.": "X mostró una nota "
    "de la comunidad bajo esta publicación, y no dio sus palabras.",
    "The article in this post was not kept.": "El artículo de esta publicación no se guardó.",
    "X gave only the beginning of this article.": "X solo dio el comienzo de este artículo.",
    "X drew a card of the kind {}, which was not kept.": "X mostró una tarjeta de tipo «{0}», que "
    "no se guardó.",
    "X's oEmbed gives no pictures, no quoted post and no poll, and of links the short form: what "
    "the post had of them is not here.": "El oEmbed de X no da imágenes, ni la publicación citada, "
    "ni encuestas, y de los enlaces da la forma corta: lo que la publicación tenía de eso no está "
    "aquí.",
    "This is what the page said of itself for previews: it may be cut, and pictures, polls and the "
    "quoted post may be lacking.": "Es lo que la página decía de sí para vistas previas: puede "
    "estar cortado, y pueden faltar imágenes, encuestas y la publicación citada.",
    "The page held the video's still picture, and not the video.": "La página tenía la imagen fija "
    "del vídeo, y no el vídeo.",
    "Only what the post that quotes it showed of it is here.": "Aquí está solo lo que mostraba de "
    "ella la publicación que la cita.",
    "X gave only the beginning of this long post.": "X solo dio el comienzo de esta publicación "
    "larga.",
    "A medium of the kind {} was not kept.": "No se guardó una imagen o un archivo de tipo «{0}».",
    "X said of medium {}: {}.": "X dijo de la imagen {0}: {1}.",
    "X holds a newer version of this post, which it did not show.": "X tiene una versión más nueva "
    "de esta publicación, y no la mostró.",
    "The file does not say what the account was called.": "El archivo no dice cómo se llamaba la "
    "cuenta.",
    "Whether its author went on from it is not known: X's API finds answers of the last seven days "
    "alone.": "No se sabe si su autor la continúa: la API de X solo encuentra respuestas de los "
    "últimos siete días.",
    "X's API named {} media of this post and did not give them.": "La API de X nombró imágenes o "
    "vídeos de esta publicación ({0}) y no los dio.",
    # YouTube
    "The page tells no time of the post but “{}”.": "La página no dice otra hora de la publicación "
    "que “{0}”.",
    "An attachment of the post was not kept.": "Un adjunto de la publicación no se guardó.",
    "The video itself was not taken; its poster stands for it.": "El vídeo mismo no se guardó; en "
    "su lugar está su imagen fija.",
    "Only the title was given: the description of the video is not here.": "Solo se dio el título: "
    "la descripción del vídeo no está aquí.",
    "The page gave only the beginning of the description.": "La página solo dio el comienzo de la "
    "descripción.",
    "The page gave the description without its line breaks.": "La página dio la descripción sin "
    "sus saltos de línea.",
    # imported files
    "The list that it came in says that it was deleted from X.": "La lista en la que vino dice que "
    "se borró de X.",
    "The file that it came in marks it as deleted from X.": "El archivo en el que vino la marca "
    "como borrada de X.",
    "1 byte is no UTF-8 ({}); in their place stands U+FFFD.": "Un carácter no se pudo leer ({0}); "
    "en su lugar está \ufffd.",
    "{} bytes are no UTF-8 ({}); in their place stands U+FFFD.": "Hay caracteres que no se "
    "pudieron leer ({1}); en su lugar está \ufffd.",
    # articles
    "It holds hardly any text: it may be a wall for subscribers, or a page that scripts draw. Open "
    "it in your browser, and hand over its HTML or its text.": "Apenas tiene texto: puede ser un "
    "muro de pago, o una página que se dibuja con programas. Ábrala en su navegador y pegue aquí "
    "su HTML o su texto.",
    "Where these shortened links lead is not known, and it may be to a post: {}.": "No se sabe "
    "adónde llevan estos enlaces acortados, y puede ser a una publicación: {0}.",
    "It references {} posts; {} of them are listed.": "Hace referencia a {0} publicaciones; en la "
    "lista están {1}.",
}

PARTS: Mapping[str, str] = {
    "for followers only": "solo para seguidores",
    "media and poll are not in it": "ahí no están las imágenes ni la encuesta",
    "text, media and poll are not in it": "ahí no están el texto, las imágenes ni la encuesta",
    "a server that nobody named": "un servidor que nadie nombró",
    "a file without a name": "un archivo sin nombre",
    "a contact": "un contacto",
    "an invoice": "una factura",
    "a game": "un juego",
    ": “{}”": ": “{0}”",
}
"""What stands in such a sentence."""
