"""What is said of a source's answer, in Spanish: why it gave no post, or that the post is gone."""

from collections.abc import Mapping

__all__ = ["ANSWERS", "PARTS"]

ANSWERS: Mapping[str, str] = {
    # of every platform
    "{} led us to its login page.": "{0} nos llevó a su página para iniciar sesión.",
    "{} wants a login first ({}).": "{0} pide iniciar sesión antes ({1}).",
    "{} was asked more than it allows for now ({}).": "{0} no admite más consultas por ahora "
    "({1}).",
    "{} was asked more than it allows for now (HTTP 429){}.": "{0} no admite más consultas por "
    "ahora (HTTP 429){1}.",
    "{} answered {}, which is no word about the post.": "{0} respondió {1}, y eso no dice nada de "
    "la publicación.",
    "{} may not show it here ({}).": "{0} no puede mostrarla aquí ({1}).",
    "{} is out of order ({}).": "{0} no funciona ahora ({1}).",
    "{} would not show it to us ({}).": "{0} no nos la quiso mostrar ({1}).",
    "{} answered {}, and no post.": "{0} respondió {1}, y ninguna publicación.",
    "{} answered with nothing about this post.": "{0} respondió sin decir nada de esta "
    "publicación.",
    "{} answered with a web page without the post.": "{0} respondió con una página en la que no "
    "está la publicación.",
    "{} answered with something that is no JSON.": "{0} respondió con algo que no se puede leer.",
    "{} answered with an empty page.": "{0} respondió con una página vacía.",
    "{} answered with something that is no page.": "{0} respondió con algo que no es una página.",
    "{} answered with JSON that is no oEmbed answer.": "{0} respondió con algo que no es una "
    "respuesta oEmbed.",
    "{} answered with JSON that is no post.": "{0} respondió con datos que no son de una "
    "publicación.",
    "{} answered, but {}.": "{0} respondió, pero {1}.",
    "{} answered with {}, and was asked for {}. If that one is meant, paste its address.": "{0} "
    "respondió con {1}, y se le pidió {2}. Si se trata de esa, pegue su dirección.",
    "{} was asked for {} and gave {}.": "A {0} se le pidió {1} y dio {2}.",
    "{} was asked for {} and answered with {}.": "A {0} se le pidió {1} y respondió con {2}.",
    "{} was asked {} times within an hour, which is the limit that the settings set.": "A {0} se "
    "le preguntó {1} veces en una hora, que es el límite de los ajustes.",
    "{} leads to {}. If that is meant, paste its address.": "{0} lleva a {1}. Si se trata de eso, "
    "pegue su dirección.",
    "{} It says: “{}”.": "{0} Dice: “{1}”.",
    "{} It said: “{}”.": "{0} Dijo: “{1}”.",
    "{} says: “{}”.": "{0} dice: “{1}”.",
    "{} answered HTTP {}: “{}”": "{0} respondió HTTP {1}: “{2}”",
    "How its author went on was not to be had.": "No se pudo saber cómo la continúa su autor.",
    "No source is on.": "No hay ninguna fuente activada.",
    "The page says that this post is for followers only.": "La página dice que esta publicación es "
    "solo para seguidores.",
    "That post is not for everybody.": "Esa publicación no es para todo el mundo.",
    "That post is not for everybody to read.": "Esa publicación no es para que la lea todo el "
    "mundo.",
    # Bluesky
    "@{} leads to {}, but that account's own document names {}.": "@{0} lleva a {1}, pero el "
    "documento de esa cuenta nombra {2}.",
    "{} asks us to wait: {}": "{0} nos pide esperar: {1}",
    "{} did not answer in time: {}": "{0} no respondió a tiempo: {1}",
    "{} was not reached: {}": "No se llegó a {0}: {1}",
    "{} answered something that we cannot read.": "{0} respondió algo que no podemos leer.",
    "{} answered something that we cannot read: {}.": "{0} respondió algo que no podemos leer: "
    "{1}.",
    "@{} leads to no Bluesky account now; the account may have another name today. An address with "
    "its DID (did:plc:…) would still lead to it.": "@{0} no lleva ahora a ninguna cuenta de "
    "Bluesky; quizá la cuenta tiene hoy otro nombre. Una dirección con su DID (did:plc:…) todavía "
    "llevaría a ella.",
    "The document that was given is another account's.": "El documento que se recibió es de otra "
    "cuenta.",
    "{} says that the post is blocked.": "{0} dice que la publicación está bloqueada.",
    "{} shows {} as a post of {}.": "{0} muestra {1} como publicación de {2}.",
    "The account's host was not asked: {}": "No se preguntó al servidor de la cuenta: {0}",
    "{}, the account's host, does not give {} of {}, and says: “{}”": "{0}, el servidor de la "
    "cuenta, no da {1} de {2}, y dice: “{3}”",
    "{} shows the label !takedown, set by {} at {}": "{0} muestra la etiqueta de retirada "
    "(!takedown), puesta por {1} a las {2}",
    "{}, the account's host, says: “{}”": "{0}, el servidor de la cuenta, dice: “{1}”",
    "The account is deactivated, and may come back. {}.": "La cuenta está desactivada y puede "
    "volver. {0}.",
    "The account is not at the host that its document names. {}.": "La cuenta no está en el "
    "servidor que nombra su documento. {0}.",
    "The host does not give a record that its repository still holds. {}.": "El servidor no da la "
    "publicación, aunque todavía la tiene. {0}.",
    "{}, the account's host, has the post; {} does not show it.": "{0}, el servidor de la cuenta, "
    "tiene la publicación; {1} no la muestra.",
    "The PLC directory says: “{}”": "El directorio PLC dice: “{0}”",
    "{} does not show the post, and the account's host told nothing: {}": "{0} no muestra la "
    "publicación, y el servidor de la cuenta no dijo nada: {1}",
    "{}, the account's host, has the repost; {} does not show the account, and says: “{}”": "{0}, "
    "el servidor de la cuenta, tiene la republicación; {1} no muestra la cuenta, y dice: “{2}”",
    "The copy of bsky.app's page does not hold the post.": "En la copia de la página de bsky.app "
    "no está la publicación.",
    "The copy holds another post: at://{}.": "En la copia hay otra publicación: at://{0}.",
    "Bluesky says that the post is blocked.": "Bluesky dice que la publicación está bloqueada.",
    "Bluesky's AppView does not show the post.": "Bluesky no muestra la publicación.",
    "The post cannot be read: {}": "La publicación no se puede leer: {0}",
    "The repost cannot be read: {}": "La republicación no se puede leer: {0}",
    "@{} leads to {} now, no longer to {}.": "@{0} lleva ahora a {1}, y ya no a {2}.",
    "Bluesky's AppView was asked only whether it shows the post.": "A Bluesky solo se le preguntó "
    "si muestra la publicación.",
    # the fediverse
    "{} does not show that post ({}); its own server may. Open it there, and paste the "
    "address.": "{0} no muestra esa publicación ({1}); quizá sí su propio servidor. Ábrala allí y "
    "pegue la dirección.",
    "{} answered with another post.": "{0} respondió con otra publicación.",
    "{} answered with {}, not this post.": "{0} respondió con {1}, y no con esta publicación.",
    "{} gave a post of {}.": "{0} dio una publicación de {1}.",
    "{} names neither author nor text in its oEmbed answer.": "{0} no nombra ni autor ni texto en "
    "su respuesta oEmbed.",
    "{} gave a page that tells of no post.": "{0} dio una página que no habla de ninguna "
    "publicación.",
    "{} gave the page of {}.": "{0} dio la página de {1}.",
    "It is a context without any post.": "Es una conversación sin ninguna publicación.",
    "A server said: “{}”.": "Un servidor dijo: “{0}”.",
    "It is a copy of {}.": "Es una copia de {0}.",
    "It looks like a status, but {}.": "Parece una publicación, pero {0}.",
    "A history of edits does not say of which post it is; name the post's address.": "Un historial "
    "de ediciones no dice de qué publicación es; indique la dirección de la publicación.",
    "It looks like a history, but {}.": "Parece un historial de ediciones, pero {0}.",
    "{} gave a Tombstone in place of {}": "{0} dio un aviso de borrado en lugar de {1}",
    "{} gave {}": "{0} dio {1}",
    "It is no post, but of type “{}”.": "No es una publicación: es de tipo “{0}”.",
    "{} gave a post in the name of {}.": "{0} dio una publicación a nombre de {1}.",
    "This is ActivityPub, but {}.": "Es ActivityPub, pero {0}.",
    "It is a Delete that does not say of what.": "Es un aviso de borrado que no dice de qué.",
    "{} cannot delete what is at {}.": "{0} no puede borrar lo que está en {1}.",
    "{} gave a Delete of {} by {}": "{0} dio un aviso de que {2} borró {1}",
    "The oEmbed answer does not name its post.": "La respuesta oEmbed no nombra su publicación.",
    "The client API has no id for {}.": "La API de ese servidor no tiene identificador para {0}.",
    "{} answered HTTP {}, and not as a server of the fediverse that knows its posts.": "{0} "
    "respondió HTTP {1}, y no como un servidor del fediverso que conoce sus publicaciones.",
    "{} says of the account @{}: “suspended”: true": "{0} dice que la cuenta @{1} está suspendida",
    "{} says that the post is not for everybody to read.": "{0} dice que la publicación no es para "
    "que la lea todo el mundo.",
    "{} answered HTTP {} with a Tombstone{}": "{0} respondió HTTP {1} con un aviso de borrado{2}",
    # web archives
    "No web archive has a copy of it.": "Ningún archivo web tiene una copia.",
    "No web archive is named in [web_archives].": "En [web_archives] no hay ningún archivo web.",
    "{} gave a copy whose Memento-Datetime ({}) cannot be the time of the copy.": "{0} dio una "
    "copia con una hora ({1}) que no puede ser la suya.",
    "The copy of {} at {} is that of an answer HTTP {}, not of the post.": "La copia del {0} en "
    "{1} es de una respuesta HTTP {2}, no de la publicación.",
    "The copy of {} at {} is that of a login page, not of the post.": "La copia del {0} en {1} es "
    "de una página para iniciar sesión, no de la publicación.",
    "Of the copy of {} at {}: {}": "Sobre la copia del {0} en {1}: {2}",
    "The copy of {} at {} is that of a notice: “{}”": "La copia del {0} en {1} es de un aviso: "
    "“{2}”",
    "{} shows no copies of this site, at its owner's wish or its own: “{}”.": "{0} no muestra "
    "copias de este sitio, porque así lo quiere su dueño o el propio archivo: “{1}”.",
    "{} answered with a page, not with its index.": "{0} respondió con una página, y no con su "
    "índice.",
    "{} answered with something that is no index.": "{0} respondió con algo que no es un índice.",
    "{} led to the copy of another page.": "{0} llevó a la copia de otra página.",
    "{} answered with a page that is no copy of it.": "{0} respondió con una página que no es una "
    "copia.",
    "{} answered without a Memento-Datetime, as no copy is answered with.": "{0} respondió sin la "
    "hora que lleva toda copia.",
    # Facebook, Instagram, Threads
    "This is an event of Facebook's, not a post.": "Es un evento de Facebook, no una publicación.",
    "The Graph API names a post by its Page, and this address names none.": "La API Graph nombra "
    "una publicación por su página, y esta dirección no nombra ninguna.",
    "{} gave no number of {}.": "{0} no dio el número de {1}.",
    "{} answered with a post without its time.": "{0} respondió con una publicación sin su hora.",
    "{} answered with error {}": "{0} respondió con el error {1}",
    "{} answered with error {}: “{}”": "{0} respondió con el error {1}: “{2}”",
    "{} The token is not accepted.": "{0} No acepta el token.",
    "{} That is no word about the post.": "{0} Eso no dice nada de la publicación.",
    "{} answered with a page without the post": "{0} respondió con una página en la que no está la "
    "publicación",
    "{} answered with a page without the post.": "{0} respondió con una página en la que no está "
    "la publicación.",
    "{} answered with an embed of no post.": "{0} respondió con un código que no es de ninguna "
    "publicación.",
    "{} names the post, and not a word of it.": "{0} nombra la publicación, y ni una palabra de "
    "ella.",
    "{}'s embed {}.": "El código para insertar de {0} {1}.",
    "{}' embed {}.": "El código para insertar de {0} {1}.",
    "{}'s embed names no post.": "El código para insertar de {0} no nombra ninguna publicación.",
    "{}'s page {}.": "La página de {0} {1}.",
    "Instagram gave a post without its code.": "Instagram dio una publicación sin su código.",
    "Instagram says that the account is private.": "Instagram dice que la cuenta es privada.",
    "There is no page to look at.": "No hay ninguna página que mirar.",
    "{} did not show which post {} leads to. Open it in a browser, and paste the address that it "
    "ends at.": "{0} no mostró a qué publicación lleva {1}. Ábrala en un navegador y pegue la "
    "dirección a la que llega.",
    "The Threads API lists an account's posts, and this address names none.": "La API de Threads "
    "da la lista de publicaciones de una cuenta, y esta dirección no nombra ninguna.",
    "{} answered with JSON that is no list.": "{0} respondió con datos que no son una lista.",
    "{} lists {} posts of @{} around that day, and not this{}.": "{0} da {1} publicaciones de @{2} "
    "de esos días, y no esta{3}.",
    "{} gave a post without text and time.": "{0} dio una publicación sin texto ni hora.",
    # other pages
    "{} leads to no post: {}.": "{0} no lleva a ninguna publicación: {1}.",
    "{} links to no oEmbed answer.": "{0} no enlaza con ninguna respuesta oEmbed.",
    "{} leads to no address.": "{0} no lleva a ninguna dirección.",
    "{} denied us the page (HTTP {}).": "{0} nos negó la página (HTTP {1}).",
    "LinkedIn led us to {}.": "LinkedIn nos llevó a {0}.",
    "{} led us to its home page.": "{0} nos llevó a su portada.",
    "{} showed its login page.": "{0} mostró su página para iniciar sesión.",
    "{} gave a page without text, time and author of a post.": "{0} dio una página sin texto, hora "
    "ni autor de una publicación.",
    "The oEmbed answer of {} is about {}.": "La respuesta oEmbed de {0} es sobre {1}.",
    # Reddit
    "{} leads to {}, which is no post of Reddit.": "{0} lleva a {1}, que no es una publicación de "
    "Reddit.",
    "Reddit's oEmbed has no words of a comment.": "El oEmbed de Reddit no tiene las palabras de un "
    "comentario.",
    "{} does not say under which post it stands.": "{0} no dice bajo qué publicación está.",
    "{} answered with JSON that is no listing.": "{0} respondió con datos que no son una lista.",
    "{} would not show it to us (HTTP {}, reason: “{}”).": "{0} no nos la quiso mostrar (HTTP {1}, "
    "motivo: “{2}”).",
    "{}'s page has no post in it.": "En la página de {0} no hay ninguna publicación.",
    "It names a post of Reddit's without its words.": "Nombra una publicación de Reddit sin sus "
    "palabras.",
    "{} answered with a post, but {}.": "{0} respondió con una publicación, pero {1}.",
    "{}'s envelope does not say of which post it is.": "La respuesta oEmbed de {0} no dice de qué "
    "publicación es.",
    "{}'s envelope has no words of a comment.": "La respuesta oEmbed de {0} no tiene las palabras "
    "de un comentario.",
    "{}'s page has no words of a comment.": "La página de {0} no tiene las palabras de un "
    "comentario.",
    "{} has “{}” in place of its title.": "{0} tiene “{1}” en lugar de su título.",
    "A filter of the community holds it back until a moderator has seen it (removed_by_category: "
    "“{}”).": "Un filtro de la comunidad la retiene hasta que la vea un moderador "
    "(removed_by_category: “{0}”).",
    "{}: “{}”, author: “{}”": "{0}: “{1}”, autor: “{2}”",
    "{} gave no token for the app's id and secret (HTTP {}). See whether they are those of "
    "https://www.reddit.com/prefs/apps.": "{0} no dio ningún token por el identificador y el "
    "secreto de la aplicación (HTTP {1}). Mire si son los de https://www.reddit.com/prefs/apps.",
    "{} gave no token for the app's id and secret: “{}”.": "{0} no dio ningún token por el "
    "identificador y el secreto de la aplicación: “{1}”.",
    "{} gave no token for the app's id and secret.": "{0} no dio ningún token por el identificador "
    "y el secreto de la aplicación.",
    "There is nothing in {}: an app has both.": "No hay nada en {0}: una aplicación tiene las dos "
    "cosas.",
    # Telegram
    "Telegram said “{}”, and showed no other post of that channel.": "Telegram dijo “{0}”, y no "
    "mostró ninguna otra publicación de ese canal.",
    "“{}”, while the channel @{} shows other posts": "“{0}”, mientras el canal @{1} muestra otras "
    "publicaciones",
    "Telegram has no page of posts for @{}.": "Telegram no tiene página de publicaciones de @{0}.",
    "{} does not name a channel to ask for it.": "{0} no nombra ningún canal al que pedírsela.",
    "{} answered with nothing.": "{0} respondió sin nada.",
    "{} answered without the post{}.": "{0} respondió sin la publicación{1}.",
    "{} now leads to another channel: the one with the number {} gave up its name, and the one "
    "with the number {} has it.": "{0} lleva ahora a otro canal: el del número {1} dejó su nombre, "
    "y lo tiene el del número {2}.",
    "{} said “{}”.": "{0} dijo “{1}”.",
    "It is a part of a post of Telegram's.": "Es una parte de una publicación de Telegram.",
    "The channel's page shows other posts, and not {}.": "La página del canal muestra otras "
    "publicaciones, y no {0}.",
    # TikTok
    "{} leads to {}, which is no post of TikTok.": "{0} lleva a {1}, que no es una publicación de "
    "TikTok.",
    "TikTok's page holds no post.": "En la página de TikTok no hay ninguna publicación.",
    "TikTok's page says that the post is private.": "La página de TikTok dice que la publicación "
    "es privada.",
    "TikTok's page holds no post; it says “{}” (statusCode {}).": "En la página de TikTok no hay "
    "ninguna publicación; dice “{0}” (statusCode {1}).",
    "TikTok answered with no post that has an id.": "TikTok respondió sin ninguna publicación que "
    "tenga identificador.",
    "TikTok was asked for post {} and answered with post {}.": "A TikTok se le pidió la "
    "publicación {0} y respondió con la {1}.",
    # Truth Social
    "{} is no post of {}.": "{0} no es una publicación de {1}.",
    "{}'s guard (Cloudflare) wants a browser first (HTTP {}).": "La protección de {0} (Cloudflare) "
    "pide antes un navegador (HTTP {1}).",
    "Truth Social answered with JSON that names no post.": "Truth Social respondió con datos que "
    "no nombran ninguna publicación.",
    "Truth Social answered with post {}.": "Truth Social respondió con la publicación {0}.",
    "Truth Social gave a tombstone: “{}”": "Truth Social dio un aviso de borrado: “{0}”",
    "Truth Social answered, but {}.": "Truth Social respondió, pero {0}.",
    # X
    "{} leads to {}, which is no post of X.": "{0} lleva a {1}, que no es una publicación de X.",
    "{} leads from one short link to the next.": "{0} lleva de un enlace corto a otro.",
    "X answered with nothing about this post.": "X respondió sin decir nada de esta publicación.",
    "{}: it is out of order just now.": "{0}: ahora no funciona.",
    "{}: it wants a login.": "{0}: pide iniciar sesión.",
    "{}: it does not let us in.": "{0}: no nos deja entrar.",
    "{}: we asked more than it allows for now.": "{0}: no admite más consultas por ahora.",
    "{}: it may not show this here.": "{0}: no puede mostrar esto aquí.",
    "{}, which it does for posts that are there, too.": "{0}, y así responde también de "
    "publicaciones que están.",
    "{}, and no post.": "{0}, y ninguna publicación.",
    "X led us to its login page.": "X nos llevó a su página para iniciar sesión.",
    "X answered with a web page without the post.": "X respondió con una página en la que no está "
    "la publicación.",
    "X answered with something that is no JSON.": "X respondió con algo que no se puede leer.",
    "X's answer has a shape that is not known here: {}.": "La respuesta de X tiene una forma que "
    "aquí no se conoce: {0}.",
    "X's answer has a shape that is not known here: a result without a post.": "La respuesta de X "
    "tiene una forma que aquí no se conoce: un resultado sin publicación.",
    "X was asked for post {} and answered with post {}.": "A X se le pidió la publicación {0} y "
    "respondió con la {1}.",
    "X would not show it: “{}”": "X no la quiso mostrar: “{0}”",
    "it is a page without the post: a program that asks for it.": "es una página sin la "
    "publicación: un programa que la pide.",
    "it is a page of post {}.": "es una página de la publicación {0}.",
    "X's API answered: “{}”": "La API de X respondió: “{0}”",
    "Of this file: {}": "Sobre este archivo: {0}",
    "X answered with a notice that has no words.": "X respondió con un aviso sin palabras.",
    "X would not show it to us: “{}”": "X no nos la quiso mostrar: “{0}”",
    # YouTube
    "{} is no address of YouTube.": "{0} no es una dirección de YouTube.",
    "{} knows videos only, and this is a community post.": "{0} solo conoce vídeos, y esto es una "
    "publicación de la comunidad.",
    "YouTube answered HTTP 400 about this video.": "YouTube respondió HTTP 400 sobre este vídeo.",
    "YouTube gives no embed of this video (HTTP 401): it may be private, or its owner forbids "
    "embeds.": "YouTube no deja insertar este vídeo (HTTP 401): quizá es privado, o su dueño no lo "
    "permite.",
    "YouTube's embed is of no single video (a playlist, say).": "El código de YouTube no es de un "
    "solo vídeo (sino de una lista, por ejemplo).",
    "YouTube's API answered with no list of videos.": "La API de YouTube respondió sin ninguna "
    "lista de vídeos.",
    "YouTube's API knows no such video for us: it may be private, or gone.": "La API de YouTube no "
    "nos da ningún vídeo así: quizá es privado, o ya no está.",
    "YouTube's API says: uploadStatus “{}”": "La API de YouTube dice: uploadStatus “{0}”",
    "YouTube's API says: uploadStatus “{}”, rejectionReason “{}”": "La API de YouTube dice: "
    "uploadStatus “{0}”, rejectionReason “{1}”",
    "YouTube's API says: privacyStatus “{}”.": "La API de YouTube dice: privacyStatus “{0}”.",
    "YouTube's API answered with no video.": "La API de YouTube respondió sin ningún vídeo.",
    "YouTube's API answered: {}": "La API de YouTube respondió: {0}",
    "YouTube wants a login first.{}": "YouTube pide iniciar sesión antes.{0}",
    "YouTube's page holds no such video.{}": "En la página de YouTube no está ese vídeo.{0}",
    "YouTube led us to its page that asks for consent to cookies, and not to the post.": "YouTube "
    "nos llevó a su página que pide aceptar cookies, y no a la publicación.",
    "YouTube was asked for {} and answered with {}.": "A YouTube se le pidió {0} y respondió con "
    "{1}.",
}

PARTS: Mapping[str, str] = {
    # who was asked
    "Bluesky's AppView": "Bluesky",
    "The PLC directory": "El directorio PLC",
    "Its site": "Su sitio",
    "The account's host": "El servidor de la cuenta",
    "The API": "La API",
    "YouTube's API": "La API de YouTube",
    "The file": "El archivo",
    "The provider": "El proveedor",
    "{}, asked for a token,": "{0}, al pedirle un token,",
    "X answered {}": "X respondió {0}",
    # what goes on in the sentence
    "; it asks to wait {} seconds": "; pide esperar {0} segundos",
    ", deleted {}": ", borrada el {0}",
    ", nor the replies that it gives": ", ni tampoco las respuestas que da",
    " and said “{}”": " y dijo “{0}”",
    " It says: “{}”": " Dice: “{0}”",
    "no handle": "ningún nombre",
    "the post": "la publicación",
    "the repost": "la republicación",
    "no list of posts": "ninguna lista de publicaciones",
    "a post without its address": "una publicación sin su dirección",
    "a post without its text": "una publicación sin su texto",
    "its document names no host.": "su documento no nombra ningún servidor.",
    "names the post, and not a word of it": "nombra la publicación, y ni una palabra de ella",
    "answered with a page without the post": "respondió con una página en la que no está la "
    "publicación",
    # why a post cannot be read
    "it has no address of a repost.": "no tiene la dirección de una republicación.",
    "it does not say which post it passes on.": "no dice qué publicación comparte.",
    "it has no address of a post.": "no tiene la dirección de una publicación.",
    "it has no text.": "no tiene texto.",
    "it is shown as a post of another account than {}.": "se muestra como publicación de otra "
    "cuenta que {0}.",
    "it is no post, but of type {}": "no es una publicación, sino de tipo {0}",
    "the object's id is no web address": "su identificador no es una dirección de la web",
    "it is a Tombstone: the post is gone": "es un aviso de borrado: la publicación ya no está",
    "the status has no account": "la publicación no tiene cuenta",
    "the status has no text": "la publicación no tiene texto",
    "the status has no address": "la publicación no tiene dirección",
    "the status is in the name of {}, {}": "la publicación está a nombre de {0}, {1}",
    "it has no name": "no tiene nombre",
    "it has no title": "no tiene título",
    "it does not say under which post it stands": "no dice bajo qué publicación está",
    "it does not say which post it is": "no dice qué publicación es",
    "it does not say when it was posted": "no dice cuándo se publicó",
    "{} has no id": "{0} no tiene identificador",
    "no address of a post in it": "no tiene la dirección de una publicación",
    "no text in the embed code of post {}": "no hay texto en el código de la publicación {0}",
    "no id_str with a post's id": "no tiene el identificador de una publicación",
    "no data.id with a post's id": "no tiene el identificador de una publicación",
    "no text in post {}": "no hay texto en la publicación {0}",
    "no author in post {}": "no hay autor en la publicación {0}",
    "the id {} was rounded on its way into this file": "el identificador {0} se redondeó al llegar "
    "a este archivo",
}
"""Who was asked, and why a post cannot be read: what stands in such a sentence."""
