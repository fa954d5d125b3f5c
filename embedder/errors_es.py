"""Errors in Spanish, sentence by sentence: what the archive says in English, which programs and the
command line read, as the desk tells it to whoever reads Spanish. Pure.

A sentence is known by its words; what it names stands where ``{}`` stands. A test compares these
with what the code says, so that neither goes without the other.
"""

from collections.abc import Mapping
from functools import cache

from archive.errors import ArchiveError
from embedder.sentences import Sentences

__all__ = ["FRAMES", "PARTS", "PHRASES", "SENTENCES", "error_in", "in_spanish", "spanish"]

SENTENCES: Mapping[str, str] = {
    # what the classes of errors say
    "Look at the log of the service, or report this as a bug.": "Pruebe otra vez; si sigue igual, "
    "avise a quien lleva este servicio.",
    "Nothing was changed; check what was asked for.": "No se cambió nada; revise lo que envió.",
    "Open the post itself on its platform, and paste the address from the address bar.": "Abra la "
    "publicación misma en su plataforma y pegue la dirección de la barra del navegador.",
    "Check the id, or capture the post by its URL.": "Compruebe la dirección, o guarde la "
    "publicación por la suya.",
    "Try again later.": "Pruebe más tarde.",
    # people and keys
    "This is no name for a person or a key: it takes letters, digits, spaces and .@+'_- in "
    "between, 80 at most.": "El nombre no sirve para una persona ni para una clave: admite letras, "
    "cifras, espacios y .@+'_- en medio, hasta 80 caracteres.",
    "Choose another name.": "Elija otro nombre.",
    "{} is what proposals out of the register of officials go by.": "Con el nombre {0} van las "
    "propuestas que salen del registro de cargos públicos.",
    "{} is what a part of the service goes by.": "{0} es como se llama una parte del servicio.",
    "There is no scope {}.": "No existe el permiso «{0}».",
    "There are {}.": "Existen {0}.",
    "The role {} may not {}.": "Con la función {0} no se puede {1}.",
    "Name a role that may, or leave the scope out.": "Elija una función que pueda, o quite ese "
    "permiso.",
    "There is no site {}.": "No existe el sitio «{0}».",
    "[[sites]] has {}.": "En [[sites]] de config.toml están {0}.",
    "Add it to [[sites]].": "Añádalo a [[sites]] en config.toml.",
    "There is or was another user {}.": "Ya hay, o hubo, otra persona con el nombre «{0}».",
    "Choose another name: the audit log must tell the two apart.": "Elija otro nombre: en el "
    "registro de acciones se tienen que distinguir.",
    "There is or was a key {}.": "Ya hay, o hubo, una clave con el nombre «{0}».",
    "{} is the only admin.": "{0} es la única persona que administra esto.",
    "Make somebody else an admin first.": "Dé antes esa función a otra persona.",
    "There is no user {}.": "No hay ninguna persona con el nombre «{0}».",
    "Nobody with the name {} may log in here.": "Con el nombre «{0}» no puede entrar nadie aquí.",
    "{} is {}; an article is read from HTML or plain text.": "{0} es {1}; un artículo se lee de "
    "HTML o de texto.",
    "Save the page as HTML, or copy the article's text into a file.": "Guarde la página como HTML "
    "o copie el texto del artículo.",
    "See `onrecord users list`.": "Mire la lista de personas.",
    "`onrecord users list` shows who there is.": "Mire la lista de personas.",
    "There is no such key that works.": "No hay ninguna clave con ese nombre que siga valiendo.",
    "Look at the list of keys.": "Mire la lista de claves.",
    "{}, or who this is at the provider, is joined already.": "{0}, o su cuenta en el proveedor, "
    "ya está unida a otra.",
    "See `onrecord users list --json`.": "Mire la lista de personas.",
    "A password has {} characters at least, and {} at most.": "Una contraseña tiene {0} caracteres "
    "como mínimo y {1} como máximo.",
    "This password is the first that anybody would try.": "Esta contraseña es de las primeras que "
    "probaría cualquiera.",
    "Four words that you remember make a good one.": "Cuatro palabras que recuerde hacen una "
    "buena.",
    # articles
    "{} is no address of an article.": "«{0}» no es la dirección de ningún artículo.",
    "Give the article's own URL, with http:// or https://.": "Copie entera la dirección del "
    "artículo, con http:// o https://.",
    "Give its URL, with http:// or https://, or the article itself.": "Pegue su dirección, con "
    "http:// o https://, o el artículo mismo.",
    "{} answered with status {}, not with an article.": "{0} respondió con el código {1}, y no con "
    "un artículo.",
    "Open it in your browser, and hand over its HTML or its text.": "Ábralo en su navegador y "
    "pegue aquí su HTML o su texto.",
    "{} is no web address.": "«{0}» no es ninguna dirección de la web.",
    "{} answered with status {}.": "«{0}» respondió con el código {1}.",
    "Look at the picture in your browser, and type it in.": "Mire la imagen en su navegador y "
    "escriba lo que dice.",
    "What is at {} is no picture that we know.": "En {0} no hay ninguna imagen que conozcamos.",
    "Look at it in your browser, and type it in.": "Mírela en su navegador y escriba lo que dice.",
    "No article is there to be scanned.": "No hay ningún artículo que revisar.",
    "Name its address, or send its HTML or its text.": "Pegue su dirección, su HTML o su texto.",
    "{} lists no articles: {}.": "En {0} no hay ninguna lista de artículos.",
    "Name an address of RSS, Atom, JSON Feed or a sitemap.": "Indique la dirección de un RSS, "
    "Atom, JSON Feed o mapa del sitio.",
    "Mend the address in [[sites]], or its server.": "Corrija la dirección en [[sites]], o su "
    "servidor.",
    "Screenshots cannot be read here.": "Aquí no se pueden leer capturas de pantalla.",
    "The package rapidocr has no models in it.": "Aquí no se pueden leer capturas de pantalla.",
    "Install it: {}": "Escriba lo que dice; quien lleva este servicio puede instalarlo: {0}",
    "This is no picture that we know.": "Esto no es ninguna imagen que conozcamos.",
    # whose an account is
    "{} is no kind of account.": "«{0}» no es ningún tipo de cuenta.",
    "Say one of {}.": "Elija uno de estos: {0}.",
    "It is not clear whose account it is.": "No queda claro de quién es la cuenta.",
    "Name one official, in the register or new; or say that it is not an official, or a private "
    "person.": "Indique un cargo público, del registro o nuevo; o diga que no lo es, o que es una "
    "persona particular.",
    "The office ends on {}, and begins on {}.": "El cargo termina el {0} y empieza el {1}.",
    "Give the first day of the office, and the first day after it.": "Indique el primer día del "
    "cargo y el primer día después.",
    "No post of {} is kept here.": "Aquí no hay ninguna publicación guardada de {0}.",
    "Capture one first.": "Guarde una primero.",
    "There is no official {}.": "En el registro no hay ningún cargo público «{0}».",
    "`onrecord officials list` has them all; a new one needs a name.": "Elija uno de la lista; uno "
    "nuevo necesita un nombre.",
    "The account of {} is not known: its source gave no id.": "No se sabe de qué cuenta es {0}: su "
    "fuente no lo dijo.",
    "Say it of the post: `onrecord annotate {} --kind official`.": "Dígalo de la publicación "
    "misma, en su página.",
    # from the browser, by hand
    "There is neither a text nor a picture of the post.": "No llegó ni el texto ni una imagen de "
    "la publicación.",
    "Hand over `text`, or the markup of the post as `html`.": "Abra la publicación misma y pulse "
    "otra vez el marcador.",
    "This is the markup of more than one post.": "Llegó más de una publicación.",
    "Hand over that of the post's own element alone.": "Abra una sola y pulse otra vez el "
    "marcador.",
    "A picture has neither bytes nor a web address.": "Una imagen llegó sin contenido y sin "
    "dirección.",
    "Hand over its `data` in base64, or its whole `url`.": "Pulse otra vez el marcador cuando la "
    "página esté cargada.",
    "{} is no time with a zone.": "«{0}» no es una hora con su zona.",
    "Write it like 2025-03-29T17:02:11Z.": "Tiene la forma 2025-03-29T17:02:11Z.",
    "{} was erased here; a capture would bring it back.": "{0} se borró aquí; guardarla la traería "
    "de vuelta.",
    "The audit log says who erased it, and why.": "El registro de acciones dice quién la borró y "
    "por qué.",
    "{} was typed in without its address; nobody can be asked for it.": "{0} se escribió sin su "
    "dirección; no hay a quién preguntar por ella.",
    "Once its address is known, capture that.": "Cuando se sepa su dirección, guárdela por ella.",
    # what is decided
    "{} was erased; it cannot be shown or withheld any more.": "{0} se borró; ya no se puede "
    "mostrar ni retener.",
    "Nothing brings it back.": "Nada la trae de vuelta.",
    "{}: a hold is on a whole post.": "{0}: una orden de conservar es sobre una publicación "
    "entera.",
    "Name the post: {}.": "Indique la publicación: {0}.",
    "The post was erased meanwhile.": "La publicación se borró mientras tanto.",
    "Nothing is asked there any more.": "Ahí ya no se pregunta nada.",
    "The list has what still is; somebody else may have answered.": "En la lista está lo que "
    "queda; quizá otra persona ya respondió.",
    "It was not said whether the post stays shown.": "No se dijo si la publicación se sigue "
    "mostrando.",
    "Press one of the two buttons of the list.": "Pulse uno de los dos botones de la lista.",
    "{} names no post, snapshot or medium.": "«{0}» no es ninguna publicación, versión ni imagen.",
    "Write ID, ID@N for one snapshot, or ID#SHA256 for one medium.": "Vuelva a la página de la "
    "publicación y elija ahí.",
    "No post {} is kept here.": "Aquí no está guardada la publicación {0}.",
    "No snapshot {} is kept here.": "Aquí no está guardada la versión {0}.",
    "No snapshot of {} that can be shown is kept here.": "Aquí no hay ninguna versión de {0} que "
    "se pueda mostrar.",
    "No such placement is kept here.": "Aquí no hay tal inserción en un artículo.",
    "No such article is known here.": "Aquí no se conoce tal artículo.",
    "There is no request {}.": "No hay ningún aviso {0}.",
    "There is no collection {}.": "No hay ninguna colección «{0}».",
    "Look at the list again.": "Mire otra vez la lista.",
    "{} shows no medium {}.": "{0} no muestra la imagen {1}.",
    "`onrecord embed {} --as json` lists those that it shows.": "Elija una de las de su página.",
    "A legal hold on {} stops its erasure.": "Una orden de conservar {0} impide borrarla.",
    "{} was erased: there is nothing to annotate.": "{0} se borró: no hay nada que anotar.",
    "{} is withheld: to show it again needs a reason.": "{0} está retirado: volver a mostrarlo "
    "necesita un motivo.",
    "Say why; it goes into the audit log.": "Diga por qué; queda en el registro de auditoría.",
    "{} was erased.": "{0} se borró.",
    "{} of {}: {} is missing, or is no text.": "A la anotación de {1} le falta un campo, o no es "
    "un texto: {2}.",
    "Give {}.": "Rellénelo: {0}.",
    "{} of {}: the body is nested too deep.": "La anotación de {1} está anidada de más.",
    "Give plain fields.": "Envíe campos sencillos.",
    "There is a saved query {} already.": "Ya hay una búsqueda guardada con el nombre «{0}».",
    "Give it another name, or remove the other first.": "Dele otro nombre, o quite antes la otra.",
    "This is no cursor of ours.": "Esta página de la lista no existe.",
    "This is no cursor of ours, or its row is not there any more.": "Esta página de la lista no "
    "existe o ya no existe.",
    "Begin again with the first page, without one.": "Empiece otra vez por la primera página.",
    # addresses that are of no post
    "No address was given.": "No se indicó ninguna dirección.",
    "Paste the address of one post.": "Pegue la dirección de una publicación.",
    "This address has {} characters; no post's address is so long.": "Esta dirección tiene {0} "
    "caracteres; ninguna publicación tiene una tan larga.",
    "{} is no address: {}.": "«{0}» no es una dirección.",
    "{} is no web address: it starts with {}.": "«{0}» no es una dirección de la web: empieza por "
    "«{1}».",
    "{} is no address of a post: it names no host.": "«{0}» no es la dirección de una publicación: "
    "no nombra ningún servidor.",
    "No platform known here has a post at {}.": "Ninguna plataforma que conozcamos tiene una "
    "publicación en {0}.",
    "Known are posts of {}. If a page itself is meant, paste its whole address, without other "
    "words.": "Conocemos publicaciones de {0}. Si se trata de la página misma, pegue su dirección "
    "entera, sin otras palabras.",
    "There is no post in {}, an address of Bluesky.": "En {0}, una dirección de Bluesky, no hay "
    "ninguna publicación.",
    "at://{} is an account on Bluesky, not a post.": "at://{0} es una cuenta de Bluesky, no una "
    "publicación.",
    "That is a short link to a starter pack on Bluesky, not a post.": "Es un enlace corto a un "
    "paquete de inicio de Bluesky, no una publicación.",
    "{} is no key of a Bluesky post.": "«{0}» no es la clave de ninguna publicación de Bluesky.",
    "{} is what Bluesky shows where an account's handle does not hold.": "{0} es lo que Bluesky "
    "muestra cuando el nombre de una cuenta no vale.",
    "Paste an address with the account's DID: bsky.app/profile/did:plc:…": "Pegue una dirección "
    "con el DID de la cuenta: bsky.app/profile/did:plc:…",
    "{} is neither a handle nor a DID of a Bluesky account.": "«{0}» no es ni el nombre ni el DID "
    "de una cuenta de Bluesky.",
    "That is the profile of {} on Bluesky, not a post.": "Es el perfil de {0} en Bluesky, no una "
    "publicación.",
    "That is {} on Bluesky, not a post.": "Es {0} de Bluesky, no una publicación.",
    "{} is a profile, not a post.": "{0} es un perfil, no una publicación.",
    "{} shortens links, and this address holds none.": "{0} acorta enlaces, y esta dirección no "
    "tiene ninguno.",
    "{} is the home page of a site, not one post.": "{0} es la portada de un sitio, no una "
    "publicación.",
    "{} is an address of Reddit's files, and names no post.": "{0} es una dirección de archivos de "
    "Reddit y no nombra ninguna publicación.",
    "{} is a picture, not the post that shows it.": "{0} es una imagen, no la publicación que la "
    "muestra.",
    "tg://{} names no post of Telegram.": "tg://{0} no nombra ninguna publicación de Telegram.",
    "{} is the home page.": "{0} es la portada.",
    "Ask for a public copy of it.": "Pida una copia pública.",
    "tg://{} is {}.": "tg://{0} es {1}.",
    "truthsocial.com{} is no post of Truth Social.": "truthsocial.com{0} no es ninguna publicación "
    "de Truth Social.",
    "Open the post, and paste its address: truthsocial.com/@NAME/posts/NUMBER.": "Abra la "
    "publicación y pegue su dirección: truthsocial.com/@NOMBRE/posts/NÚMERO.",
    "{} is an address of a site that shows X's posts, and names no post.": "{0} es una dirección "
    "de un sitio que muestra publicaciones de X, y no nombra ninguna.",
    "{} is {}.": "{0} es {1}.",
    # bytes that are no picture
    "It is empty.": "Está vacía.",
    "It is {}, {}.": "Es {0}, que aquí no se puede mostrar.",
    "It is SVG, not a picture: it could carry a script.": "Es SVG, no una imagen: podría llevar un "
    "programa.",
    "It is HTML, not a picture.": "Es HTML, no una imagen.",
    "It is XML, not a picture.": "Es XML, no una imagen.",
    "It is JSON, not a picture.": "Es JSON, no una imagen.",
    "It is text, not a picture.": "Es texto, no una imagen.",
    "It is HEIC, a kind of picture that cannot be shown here.": "Es HEIC, un tipo de imagen que "
    "aquí no se puede mostrar.",
    "It is AVI, a kind of video that cannot be shown here.": "Es AVI, un tipo de vídeo que aquí "
    "no se puede mostrar.",
    "It is Matroska, a kind of video that cannot be shown here.": "Es Matroska, un tipo de vídeo "
    "que aquí no se puede mostrar.",
    "It is a RIFF file of an unknown kind, not a picture.": "Es un archivo RIFF desconocido, no "
    "una imagen.",
    "It is an MP4-like file of an unknown kind, not a picture.": "Es un archivo parecido a MP4 "
    "desconocido, no una imagen.",
    "Picture {} cannot be used: {}": "La imagen {0} no sirve. {1}",
    "File {} is no picture.": "El archivo {0} no es una imagen.",
    "Hand in a PNG, JPEG, WebP or GIF.": "Entregue un PNG, JPEG, WebP o GIF.",
    "It is no kind of picture, video or sound that we know.": "No es ningún tipo de imagen, vídeo "
    "o sonido que conozcamos.",
    "This JPEG has more than {} scans, which no camera makes.": "Este JPEG tiene más de {0} "
    "pasadas, y ninguna cámara hace tantas.",
    "This GIF has more than {} frames.": "Este GIF tiene más de {0} fotogramas.",
    "This {} has no pixels.": "Esta imagen {0} no tiene píxeles.",
    "This {} has too many pixels: {} × {}, of which {} are allowed.": "Esta imagen {0} tiene "
    "demasiados píxeles: {1} × {2}; se admiten {3}.",
    "This {} has too many pixels: {} frames of {} × {}.": "Esta imagen {0} tiene demasiados "
    "píxeles: {1} fotogramas de {2} × {3}.",
    "This {} has too many pixels: more than the {} that are allowed.": "Esta imagen {0} tiene "
    "demasiados píxeles: más de los {1} que se admiten.",
    "This {} is damaged: {}.": "Esta imagen {0} está dañada.",
    "This {} is truncated: its end is missing.": "Esta imagen {0} está cortada: le falta el final.",
    "This {} is damaged: its header makes no sense.": "Esta imagen {0} está dañada: su cabecera no "
    "tiene sentido.",
    "The limit is [media] max_pixels in config.toml.": "El límite es [media] max_pixels en "
    "config.toml.",
    "Open it on your computer: if it shows, save it anew and hand that in.": "Ábrala en su "
    "ordenador: si se ve, guárdela de nuevo y envíe esa.",
    # requests that gave nothing
    "{} redirects more than {} times.": "{0} redirige más de {1} veces.",
    "{} was not fetched: {}.": "No se consultó {0}: desde aquí no se llega a esa dirección.",
    "{} is larger than {} bytes.": "{0} es más grande que {1} bytes.",
    "The answer of {} {}.": "La respuesta de {0} no se pudo leer.",
    "No connection to {} could be made in time.": "No se pudo conectar a tiempo con {0}.",
    "{} did not answer in full within {} s.": "{0} no respondió del todo en {1} s.",
    "The proxy answered {} when asked for {}.": "El proxy respondió {0} al pedirle {1}.",
    "The proxy cannot be reached: {}.": "No se llega al proxy ({0}).",
    "The host of {} has no address.": "El servidor de {0} no tiene dirección.",
    "{} has no address.": "{0} no tiene dirección.",
    "The certificate of {} is not to be trusted: {}.": "El certificado de {0} no es de fiar ({1}).",
    "The host of {} has no public address.": "El servidor de {0} no tiene dirección pública.",
    "{} cannot be reached: {}.": "No se llega a {0} ({1}).",
    "The headers of {} are larger than allowed.": "Las cabeceras de {0} son más grandes de lo que "
    "admitimos.",
    "{} answered with something that is no HTTP.": "{0} respondió con algo que no es HTTP.",
    "{} broke off in the middle of its answer.": "{0} se cortó a mitad de su respuesta.",
    "{} closed the connection without an answer.": "{0} cerró la conexión sin responder.",
    "{} leads to {} ({}), no public address.": "{0} lleva a {1}, que no es una dirección pública.",
    "{} was answered from no public address.": "A {0} se respondió desde una dirección que no es "
    "pública.",
    "{} asked us to wait {} s, longer than we may here.": "{0} pide esperar {1} s, más de lo que "
    "aquí se puede.",
    "Try again after {} s.": "Pruebe otra vez dentro de {0} s.",
    "Other requests to {} took all the time there was.": "Otras peticiones a {0} ocuparon todo el "
    "tiempo.",
    "The turn at {} would come in {} s, too late.": "El turno en {0} llegaría en {1} s, demasiado "
    "tarde.",
}

PHRASES: Mapping[str, str] = {
    # why an address lists no articles
    "its packing is broken ({})": "está mal comprimida ({0})",
    "it is larger than {} MB when it is unpacked": "descomprimida pasa de {0} MB",
    "its JSON is broken": "su JSON está dañado",
    "it is JSON, and no JSON Feed": "es JSON, pero no un JSON Feed",
    "its XML is broken ({})": "su XML está dañado ({0})",
    "its markup is broken": "su código está dañado",
    "it is no feed and no sitemap": "no es ni un canal ni un mapa del sitio",
    # what an address is
    "a background": "un fondo",
    "a button or a list, not one post": "un botón o una lista, no una publicación",
    "a channel, not one video": "un canal, no un vídeo",
    "a clip; paste the address of the whole video": "un fragmento; pegue la dirección del vídeo "
    "entero",
    "a contact": "un contacto",
    "a feed": "una lista de noticias",
    "a folder of chats": "una carpeta de chats",
    "a gift": "un regalo",
    "a group, not one post": "un grupo, no una publicación",
    "a hashtag": "una etiqueta",
    "a hashtag's page": "la página de una etiqueta",
    "a language": "un idioma",
    "a like": "un «me gusta»",
    "a link that leads out of Facebook": "un enlace que sale de Facebook",
    "a list": "una lista",
    "a list of feeds": "una lista de listas",
    "a list of notifications": "la lista de notificaciones",
    "a list of reels, not one post": "una lista de reels, no una publicación",
    "a list of videos, not one": "una lista de vídeos, no uno",
    "a list of videos, not one of them": "una lista de vídeos, no uno",
    "a live broadcast, which is no post": "una emisión en directo, que no es una publicación",
    "a login": "un inicio de sesión",
    "a moderation service": "un servicio de moderación",
    "a page of Facebook, not a post": "una página de Facebook, no una publicación",
    "a page of Instagram, not a post": "una página de Instagram, no una publicación",
    "a page of LinkedIn, not a post": "una página de LinkedIn, no una publicación",
    "a page of Reddit, not a post": "una página de Reddit, no una publicación",
    "a page of Telegram, not a post": "una página de Telegram, no una publicación",
    "a page of Threads, not a post": "una página de Threads, no una publicación",
    "a page of TikTok, not a post": "una página de TikTok, no una publicación",
    "a page of X, not a post": "una página de X, no una publicación",
    "a page of YouTube, not a video": "una página de YouTube, no un vídeo",
    "a page of the account, not a post": "una página de la cuenta, no una publicación",
    "a page to discover posts, not one post": "una página para descubrir, no una publicación",
    "a picture, not the post that shows it": "una imagen, no la publicación que la muestra",
    "a player without a video of its own": "un reproductor sin vídeo propio",
    "a playlist, not one video": "una lista de reproducción, no un vídeo",
    "a post of a private channel or group. Only its members may read it, and it is not for an "
    "archive of public posts": "una publicación de un canal o grupo privado. Solo la leen sus "
    "miembros, y no es para un archivo de publicaciones públicas",
    "a private conversation": "una conversación privada",
    "a profile": "un perfil",
    "a profile, not one post": "un perfil, no una publicación",
    "a proxy": "un proxy",
    "a record of the kind {}": "un registro de tipo {0}",
    "a repost": "una republicación",
    "a search": "una búsqueda",
    "a set of emoji": "un juego de emojis",
    "a set of stickers": "un juego de pegatinas",
    "a settings page": "una página de ajustes",
    "a share button": "un botón de compartir",
    "a share link without its code": "un enlace de compartir sin su código",
    "a short link without its key": "un enlace corto sin su clave",
    "a sound's page": "la página de un sonido",
    "a starter pack": "un paquete de inicio",
    "a story, not a post": "una historia, no una publicación",
    "a story, which is shown for a day and only to who is logged in": "una historia, que se "
    "muestra un día y solo a quien ha iniciado sesión",
    "a topic": "un tema",
    "an album, not one post": "un álbum, no una publicación",
    "an article in Telegram's reader": "un artículo en el lector de Telegram",
    "an event, not a post": "un evento, no una publicación",
    "an invitation": "una invitación",
    "an invoice": "una factura",
    "the address of a post without a readable id": "la dirección de una publicación sin número "
    "legible",
    "the address of a video without its id": "la dirección de un vídeo sin su identificador",
    "the channel {}, not one video": "el canal {0}, no un vídeo",
    "the community r/{}, not one post": "la comunidad r/{0}, no una publicación",
    "the home page": "la portada",
    "the home page of TikTok": "la portada de TikTok",
    "the home page of YouTube": "la portada de YouTube",
    "the home page of whoever is logged in": "la portada de quien ha iniciado sesión",
    "the jobs": "las ofertas de empleo",
    "the login page": "la página para iniciar sesión",
    "the marketplace": "el mercado",
    "the messages": "los mensajes",
    "the notifications": "las notificaciones",
    "the page of @{}, not one post": "la página de @{0}, no una publicación",
    "the profile of a company, not one post": "el perfil de una empresa, no una publicación",
    "the profile of a person, not one post": "el perfil de una persona, no una publicación",
    "the profile of a school, not one post": "el perfil de una escuela, no una publicación",
    "the profile of {}, not one post": "el perfil de {0}, no una publicación",
    "the profile or Page of {}, not one post": "el perfil o la página de {0}, no una publicación",
    "the profile {}, not one post": "el perfil {0}, no una publicación",
    "the settings": "los ajustes",
}
"""What an address may be instead of a post's, and why one lists no articles."""

ROLES = {"reader": "lector", "editor": "editor", "admin": "administrador"}
SCOPES = {
    "read": "leer",
    "capture": "guardar",
    "annotate": "describir y anotar",
    "place": "poner en artículos",
    "release": "hacer público",
    "withhold": "retener",
    "erase": "borrar",
}
PARTS = (ROLES | SCOPES, PHRASES)
"""What an error names, by the words of our own for it."""
FRAMES = frozenset({"{} is {}.", "tg://{} is {}."})
"""“Is” stands in many sentences: only a phrase that is known makes it one of these."""
GENERAL = "Esto no se pudo hacer; no se cambió nada."
NEXT = "Revise lo que envió."


def spanish(sentence: str) -> str | None:
    """A sentence in Spanish; ``None`` for one that is none of :data:`SENTENCES`.

    >>> spanish("There is no user 'ana'.")
    'No hay ninguna persona con el nombre «ana».'
    >>> spanish("x.com/jack is the profile of @jack, not one post.")
    'x.com/jack es el perfil de @jack, no una publicación.'
    """
    return _known().translated(sentence)


def in_spanish(error: ArchiveError) -> str:
    """What is wrong, and what can be done, for a person who reads Spanish."""
    return f"{spanish(error.what) or GENERAL} {spanish(error.next_step) or NEXT}"


def error_in(lang: str, error: ArchiveError) -> str:
    """The same in a language of the desk."""
    return in_spanish(error) if lang == "es" else str(error)


@cache
def _known() -> Sentences:
    return Sentences(SENTENCES, parts=PARTS, frames=FRAMES)
