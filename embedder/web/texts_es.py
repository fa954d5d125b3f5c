"""The words of :mod:`embedder.web.texts` in Spanish, for a newsroom that says «usted»."""

__all__ = ["SPANISH"]

SPANISH: dict[str, str | dict[str, str]] = {
    # Everywhere
    "skip": "Ir al contenido",
    "nav": "Mesa de redacción",
    "nav.capture": "Guardar",
    "nav.posts": "Guardadas",
    "nav.alerts": "Cambios",
    "nav.quotes": "Citas",
    "nav.requests": "Avisos",
    "nav.queries": "Búsquedas guardadas",
    "nav.sites": "Nuestros sitios",
    "nav.articles": "Artículos",
    "nav.sources": "Fuentes",
    "nav.gallery": "Muestras",
    "nav.asked": "Pedidas",
    "nav.audit": "Lo que se hizo",
    "nav.people": "Personas",
    "nav.setup": "Sitio",
    "nav.logout": "Cerrar sesión",
    "next": "Qué puede hacer:",
    "unknown": "desconocido",
    # Front door
    "home.title": "Lo que se dijo",
    "home.what": "{name} guarda aquí publicaciones de cargos públicos tal como estaban ese día: "
    "las palabras, las imágenes, las horas. Los artículos las muestran desde aquí, y así se siguen "
    "leyendo cuando una plataforma, una cuenta o una publicación ya no están.",
    "home.nobody": "Este sitio",
    "nobody": "esta redacción",
    "home.reader": "Bajo cada recuadro hay un enlace a la página de su publicación, con todas las "
    "versiones que se guardaron.",
    "home.search": "Buscar en lo guardado",
    "home.editor": "Redacción",
    "home.log_in": "Iniciar sesión",
    "home.login": "Abra su enlace de acceso de un solo uso. “onrecord users link NOMBRE” imprime "
    "uno nuevo en el servidor; un administrador se lo puede enviar.",
    # Setup
    "setup.title": "Sobre su sitio",
    "setup.intro": "Cuatro datos que aparecen en los recuadros. Puede saltarse esto y volver más "
    "tarde.",
    "setup.name": "Nombre de la redacción",
    "setup.name.hint": "Los recuadros dicen «Archivado por …».",
    "setup.public_url": "Dirección pública de este servicio",
    "setup.public_url.hint": "Donde lo encuentran los lectores, como https://record.example.org. "
    "Mientras no se indique, el código copiado solo funciona en este ordenador.",
    "setup.lang": "Idioma de los recuadros",
    "setup.timezone": "Zona horaria",
    "setup.timezone.hint": "Las horas de los recuadros se escriben en ella, por ejemplo "
    "America/Mexico_City.",
    "setup.fixed": "Está en config.toml, que tiene preferencia.",
    "setup.save": "Guardar",
    "setup.skip": "Ahora no",
    "setup.bad.public_url": "Escriba la dirección completa, como https://record.example.org.",
    "setup.bad.timezone": "Escriba un nombre como Europe/Madrid o America/Mexico_City.",
    "setup.bad.lang": "Elija uno de la lista.",
    "setup.bad.name": "Un nombre tiene como máximo 200 caracteres.",
    # Paste
    "paste.title": "Guardar una publicación",
    "paste.label": "Direcciones de publicaciones",
    "paste.hint": "Una, varias, o un texto o correo entero que las contenga. Se toman como máximo "
    "50 publicaciones a la vez.",
    "paste.do": "Guardar",
    "paste.by_hand": "Escribir una publicación a mano, a partir de una captura de pantalla",
    "paste.saved": "Entregar una respuesta guardada",
    "paste.bookmarklet": "Entregar una publicación desde su propio navegador",
    "paste.example": "¿Sin conexión? Esta publicación de muestra funciona sin red:",
    "paste.try": "Probar con la muestra",
    "paste.none": "En este texto no hay ninguna dirección. Copie la de la publicación en la barra "
    "del navegador.",
    "paste.recent": "Guardadas últimamente",
    "paste.all": "Todas las guardadas",
    # Gone
    "gone.title": "Ya no están: ¿seguir mostrándolas o retenerlas?",
    "gone.what": "Su plataforma dice que estas publicaciones ya no están, y los ajustes de la "
    "fuente que las dio dejan a su criterio lo que ven los lectores. Lo guardado se conserva en "
    "los dos casos.",
    "gone.none": "Nada espera respuesta.",
    "gone.said": "{platform}, {when}: {basis}",
    "gone.source": "la dio {source}",
    "gone.keep": "Seguir mostrándola",
    "gone.keep.draft": "Dejarla como borrador",
    "gone.withhold": "Retenerla",
    "gone.waiting": {
        "one": "1 publicación ya no está: ¿se sigue mostrando o se retiene?",
        "other": "{n} publicaciones ya no están: ¿se siguen mostrando o se retienen?",
    },
    # Captures
    "captures.title": "Lo que se está guardando",
    "captures.more": "Guardar más",
    "captures.none": "Aquí no hay nada de eso.",
    "captures.skipped": {
        "one": "1 dirección no es de ninguna publicación que conozcamos, y se dejó fuera",
        "other": "{n} direcciones no son de ninguna publicación que conozcamos, y se dejaron fuera",
    },
    "captures.too_many": "Solo se tomaron las {n} primeras publicaciones del texto. Pegue otra vez "
    "las demás.",
    "capture.queued": "Esperando turno.",
    "capture.running": "Preguntando a {platform} …",
    "capture.bare": "Terminó sin explicación; mire los intentos.",
    "capture.again": "Probar otra vez",
    "capture.offers": "¿La puede ver usted? Entréguela así:",
    "capture.offer.open": "Abrirla",
    "capture.offer.browser": "Desde mi navegador",
    "capture.offer.by hand": "A mano",
    "capture.offer.later": "Probar más tarde",
    "capture.attempts": {"one": "1 intento", "other": "{n} intentos"},
    "capture.no_attempts": "Todavía no se ha preguntado nada.",
    "capture.http": "HTTP {status}",
    "capture.seconds": "{seconds} s",
    "capture.open": "Esta publicación en la mesa",
    "capture.no_post": "Esta dirección no es de ninguna publicación que conozcamos. Abra la "
    "publicación en su plataforma y copie la dirección de la barra del navegador.",
    # What came of a look
    "outcome.found": "la dio",
    "outcome.gone": "ya no está",
    "outcome.refused": "no la muestra",
    "outcome.failed": "sin respuesta útil",
    "cause.deleted by the author": "borrada por su autor",
    "cause.removed by the platform": "retirada por la plataforma",
    "cause.account deleted": "cuenta eliminada",
    "cause.account suspended": "cuenta suspendida",
    "cause.unknown": "causa desconocida",
    "cause.protected": "solo para seguidores",
    "cause.blocked here": "no se muestra aquí",
    "cause.login": "pide iniciar sesión",
    "cause.limited": "no acepta más consultas por ahora",
    "cause.unlisted": "no la lista",
    "cause.unknown name": "no conoce ese nombre",
    "cause.not shown": "no la muestra",
    "cause.unreachable": "no se pudo conectar",
    "cause.too slow": "tardó demasiado",
    "cause.too large": "demasiado grande",
    "cause.address refused": "dirección no admitida",
    "cause.malformed": "respuesta que no se entiende",
    "cause.another post": "otra publicación",
    "cause.another account": "otra cuenta",
    "cause.off": "desactivada",
    # Preview and codes
    "preview": "Cómo se ve",
    "preview.light": "Claro",
    "preview.dark": "Oscuro",
    "preview.frame": "El recuadro, {theme}",
    "preview.warnings": "Qué conviene saber de ella",
    "copy.do": "Copiar código",
    "copy.releases": "Al copiarlo, la publicación se hace pública en su dirección.",
    "copy.stays": "Sigue siendo un borrador hasta que alguien la haga pública.",
    "codes.title": "Código para su artículo",
    "codes.local": "Este código solo funciona en este ordenador, hasta que se indique la dirección "
    "pública del sitio.",
    "codes.local.set": "Indicarla",
    "codes.draft": "La publicación es un borrador: los lectores no ven nada de ella hasta que se "
    "haga pública.",
    "codes.iframe": "Marco",
    "codes.script": "Marco, y nuestro script que le da la altura de lo que contiene",
    "codes.quotation": "Cita y después el marco: las palabras quedan aunque se quite el marco",
    "codes.fragment": "HTML sencillo, para sus propias plantillas",
    "codes.link": "Enlace",
    "codes.frozen": "Dirección fija: esta versión tal como se ve ahora, para siempre, sin sus "
    "novedades",
    "copy.article": "Dirección del artículo, si ya tiene una",
    "codes.copy": "Copiar",
    "codes.copied": "Copiado.",
    "codes.press": "Seleccionado: pulse Ctrl+C o ⌘C.",
    # The card
    "card.title": "La publicación como imagen",
    "card.what": "Para vistas previas, chats, boletines e impresos. Muestra lo que hoy muestra el "
    "recuadro.",
    "card.address": "Dirección de la imagen",
    "card.address.hint": "1200 píxeles de ancho, y la altura que necesite la publicación, hasta "
    "1500.",
    "card.crop": "Dirección de su recorte para vistas previas",
    "card.crop.hint": "1200 × 630 píxeles, como los piden Facebook, Slack y otros.",
    "card.alt": "Su texto en palabras",
    "card.alt.hint": "Póngalo junto a la imagen, como su descripción: quien no ve la imagen lee u "
    "oye esto.",
    "card.lacks": "La imagen no está como debería.",
    "card.missing": {
        "one": "Ninguna fuente tipográfica de aquí tiene el carácter {characters}: en su lugar se "
        "dibuja una caja. Quien lleva este servicio puede instalar una que lo tenga, o nombrar su "
        "archivo en [card] fonts, y reiniciar. La imagen se dibuja entonces de nuevo.",
        "other": "Ninguna fuente tipográfica de aquí tiene {n} de los caracteres: {characters}. En "
        "lugar de cada uno se dibuja una caja. Quien lleva este servicio puede instalar una que "
        "los tenga, o nombrar su archivo en [card] fonts, y reiniciar. La imagen se dibuja "
        "entonces de nuevo.",
    },
    "card.unstored": "La imagen de la forma fija {form} de la versión {n} no está guardada: no se "
    "pudo dibujar, o le faltaba algo. Quien la pide recibe una que se dibuja en el momento. Para "
    "probar otra vez, copie de nuevo el código del recuadro; si sigue igual, quien lleva este "
    "servicio encuentra el motivo por el identificador de la publicación.",
    "card.damaged": "La imagen guardada de la forma fija {form} de la versión {n} falta o está "
    "dañada; se dibuja otra en su lugar. Quien lleva este servicio la encuentra en una copia de "
    "seguridad como {file}.",
    "card.emoji": "Los emojis se dibujan en un solo color: no se encontró ninguna fuente "
    "tipográfica que los tenga en color. Quien lleva este servicio puede instalar Noto Color "
    "Emoji, o nombrar su archivo en [card] fonts, y reiniciar. La imagen se dibuja entonces de "
    "nuevo.",
    # Damage
    "damage.title": "Hay archivos dañados de esta publicación",
    "damage.missing": "Falta el archivo guardado de {what}.",
    "damage.changed": "El archivo guardado de {what} está dañado: ya no es como se guardó.",
    "damage.no picture": "El archivo guardado de {what} está como llegó, y no se puede mostrar. "
    "Los lectores ven un hueco con su descripción.",
    "damage.derivatives": "De {what} faltan o están dañadas las copias que reciben los lectores: "
    "algunos ven un hueco con su descripción.",
    "damage.the": "{kind}",
    "damage.one": "{kind} {i} de {total}",
    "damage.described": "{what} («\u2068{alt}\u2069»)",
    "damage.kind.image": "la imagen",
    "damage.kind.video": "el vídeo",
    "damage.kind.gif": "el GIF",
    "damage.kind.audio": "el sonido",
    "damage.of.poster": "la imagen fija de {what}",
    "damage.of.avatar": "la foto de la cuenta",
    "damage.of.card": "la imagen de la vista previa del enlace",
    "damage.of.emoji": "un emoji propio",
    "damage.of.captions": "los subtítulos de un vídeo",
    "damage.of.media": "una imagen",
    "damage.quoted": "{what} en la publicación citada",
    "damage.parent": "{what} en la publicación a la que responde",
    "damage.reposted": "{what} en la publicación compartida",
    "damage.do": "Las palabras de la publicación están intactas. Dé estos nombres a quien lleva "
    "este servicio: los archivos están en una copia de seguridad, y la documentación dice cómo se "
    "recupera.",
    "damage.copies": "Los lectores siguen viendo copias más pequeñas.",
    "damage.empty": "Los lectores ven un hueco con su descripción.",
    "damage.files": {"one": "1 archivo", "other": "{n} archivos"},
    "damage.more": "y {n} más",
    # List
    "posts.title": "Publicaciones guardadas",
    "posts.none": "Todavía no hay nada guardado.",
    "posts.first": "Guardar la primera publicación",
    "posts.older": "Más antiguas",
    "posts.newest": "Más recientes",
    "posts.no_text": "(sin palabras)",
    "posts.posted": "publicada el {when}",
    "posts.requested": "pedida el {when}",
    "posts.gone": "no disponible",
    "kept.is": "guardada ✓",
    "kept.how": "Guardada como se veía el {when}; aquí se conserva sin cambios desde entonces.",
    "kept.parts": {
        "one": "Con 1 imagen o archivo.",
        "other": "Con {n} imágenes y archivos.",
    },
    # Gallery
    "gallery.title": "Cómo se ven los recuadros",
    "gallery.intro": "Todos los estados del recuadro, con publicaciones inventadas, tal como los "
    "verían los lectores: en claro y en oscuro, a 320, 400 y 600 píxeles de ancho. Sus enlaces a "
    "la página de una publicación vuelven aquí: las muestras no están en el archivo y no tienen "
    "página.",
    "gallery.css": "Incluye su propio CSS, [embed] css.",
    "gallery.no_css": "Con [embed] css en config.toml toman sus colores, su tipo de letra y sus "
    "esquinas.",
    "gallery.lang": "Idioma",
    "gallery.site_lang": "el del sitio",
    "gallery.state": "Estado",
    "gallery.all": "todos",
    "gallery.strip": "{name}, {theme}, en tres anchos",
    "gallery.frame": "{name}, {theme}, {width} píxeles de ancho",
    # Requests
    "requests.title": "Problemas de los que avisaron lectores",
    "requests.intro": "Tal como los escribieron, los más recientes primero. Nada se ha comprobado.",
    "requests.none": "Nadie ha avisado de ningún problema.",
    "requests.kind.court order": "Orden judicial",
    "requests.kind.privacy": "Privacidad",
    "requests.kind.copyright": "Derechos de autor",
    "requests.kind.correction": "Corrección",
    "requests.kind.other": "Otra cosa",
    "requests.post": "Publicación",
    "requests.contact": "Responder a",
    "requests.no_contact": "Sin dirección para responder",
    "requests.csv": "Todos en CSV",
    # Saved queries
    "queries.title": "Búsquedas guardadas",
    "queries.what": "Cada una tiene dirección propia y un canal, para quien pueda buscar aquí.",
    "queries.none": "Todavía no hay ninguna búsqueda guardada.",
    "queries.by": "guardada por {by} el {when}",
    "queries.remove": "Quitar",
    "queries.remove.one": "Quitar {name}",
    "queries.new": "Guardar una búsqueda",
    "queries.name": "Nombre",
    "queries.name.hint": "De él sale su dirección: «Muro fronterizo» está en "
    "/queries/muro-fronterizo.",
    "queries.q": "Palabras, frases, filtros",
    "queries.at": "Como estaba el archivo el",
    "queries.at.hint": "Una fecha como 2025-04-03, para una búsqueda que se cita. Vacío: siempre "
    "como esté en el momento.",
    "queries.stems": "También otras formas de las palabras",
    "queries.save": "Guardar",
    "queries.bad.name": "Un nombre tiene alguna letra latina o cifra, y como máximo 200 "
    "caracteres.",
    "queries.bad.taken": "Ya hay una búsqueda guardada con ese nombre. Elija otro, o quítela.",
    # Asked for by sites
    "asked.title": "Pedidas y no guardadas",
    "asked.what": "Publicaciones que muestran artículos de su sitio y que no están guardadas aquí. "
    "Las nombra el complemento del sitio.",
    "asked.by": "Pedida por {by} el {when}, para",
    "asked.capture": "Guardar",
    "asked.leave_out": "Descartar",
    "asked.all": {"one": "Guardar esta", "other": "Guardar estas {n}"},
    "asked.more": "Otras {n} aparecerán cuando se resuelvan estas.",
    "asked.none": "No se ha pedido nada.",
    "asked.plugin": "Complemento para WordPress",
    "asked.plugin.what": "Muestra las publicaciones guardadas en lugar de los recuadros de las "
    "plataformas, en artículos viejos y nuevos, y no cambia ningún artículo.",
    "asked.plugin.download": "Descargar el complemento",
    "asked.plugin.install": "En WordPress: Plugins, Añadir nuevo, Subir plugin; elija el archivo y "
    "actívelo.",
    "asked.plugin.key": "Para que se llene esta lista, pegue una clave en Ajustes, onrecord:",
    # Post
    "post.title": "Publicación de {name}",
    "post.unnamed": "Publicación",
    "post.page": "Su página pública",
    "post.original": "El original",
    "post.again": "Mirar otra vez ahora",
    "post.again.hint": "Pregunta a la plataforma si la publicación sigue ahí y sin cambios.",
    "post.more": "Esta publicación",
    "post.describe": "Descripciones, traducción, notas",
    "post.undescribed": {
        "one": "1 imagen sin descripción",
        "other": "{n} imágenes sin descripción",
    },
    "post.decide": "Quién la ve",
    "post.reason": "Motivo",
    "post.reason.hint": "Queda anotado con su nombre. Si empieza por «court order» (orden "
    "judicial), «privacy» (privacidad), «copyright» (derechos de autor), «correction» (corrección) "
    "o «terms» (condiciones de la fuente), los lectores ven esa clase, y nunca el resto.",
    "post.reason.missing": "Una publicación se retiene por un motivo: escríbalo.",
    "post.release": "Hacer pública",
    "post.release.again": "Volver a mostrar",
    "post.withhold": "Retener",
    "post.withhold.hint": "El recuadro conserva su tamaño y dice que {name} no la muestra.",
    "post.since": "desde el {when}: {reason}",
    "post.versions": "Versiones",
    "post.version": "Captura {n}",
    "post.captured": "guardada el {when}",
    # Whose an account is
    "whose.title": "¿De quién es esta cuenta?",
    "whose.told": "De quién es esta cuenta",
    "whose.about": "{handle} en {platform}.",
    "whose.once": {
        "one": "Se pregunta una vez, para esta publicación y todas las que vengan.",
        "other": "Se pregunta una vez, para sus {n} publicaciones de aquí y todas las que vengan.",
    },
    "whose.by": "{handle} en {platform} · lo dijo {by} el {when}",
    "whose.back": "Volver a la publicación",
    "whose.proposal": "El registro propone",
    "whose.no_office": "sin cargo el día de la publicación",
    "whose.confirm": "Sí, es así",
    "whose.conflict": "El registro no lo puede decidir.",
    "whose.it_is": "Es {name}",
    "whose.else": "Es de otra persona, o de nadie con cargo",
    "whose.change": "Corregir esto",
    "whose.which": "¿Quién es {name}?",
    "whose.new": "{name}, que todavía no está en el registro",
    "whose.other": "otra persona:",
    "whose.name": "Quién",
    "whose.name.hint": "El nombre de una persona o de un cargo. Si en el registro hay alguien que "
    "se llama así, se le preguntará si es quien dice.",
    "whose.office": "Cargo",
    "whose.office.like": "Alcaldesa",
    "whose.where": "De dónde",
    "whose.since": "Desde",
    "whose.until": "Hasta",
    "whose.since.hint": "El primer día en el cargo, y el primer día después. Sin primer día, el "
    "cargo cuenta desde el día de esta publicación. Deje vacío el cargo si ya está en el registro.",
    "whose.party": "Partido",
    "whose.kind": "Tipo de cuenta",
    "whose.kind.official": "cuenta oficial",
    "whose.kind.campaign": "cuenta de campaña",
    "whose.kind.personal": "cuenta personal",
    "whose.kind.office-wide": "cuenta del organismo",
    "whose.save": "Guardar",
    "whose.nobody.do": "No es un cargo público",
    "whose.nobody.is": "No es un cargo público.",
    "whose.nobody": "nadie",
    "whose.private.do": "Un particular",
    "whose.private.is": "Un particular: sus publicaciones se guardan como contexto, y nunca se "
    "listan.",
    "whose.private.hint": "Las publicaciones de un particular se guardan para los recuadros que "
    "las muestran, y nunca se listan.",
    "whose.changes": "Publicaciones de esta cuenta que todavía dicen otra cosa",
    "whose.more": "y más",
    "whose.apply": "Cambiarlas",
    "whose.say": "Decir de quién es la cuenta",
    "whose.bad": "Esto no se pudo guardar. Revise los campos: el nombre, el cargo y las fechas, "
    "que se escriben como 2025-03-29.",
    # Articles
    "placements.title": "En artículos",
    "placements.no_article": "Un artículo que todavía no tiene dirección",
    "placements.made": "copiado el {when} por {by}",
    "placements.see": "Qué muestra",
    "placements.code": "Su código",
    "placements.change": "Cambiar lo que muestra",
    "placements.mode": "Qué versión",
    "placements.mode.newest": "la más reciente",
    "placements.mode.newest with band": "la más reciente; una franja dice si cambió desde que se "
    "publicó",
    "placements.mode.pinned": "siempre la de abajo",
    "placements.snapshot": "El artículo se publicó con",
    "placements.theme": "Colores",
    "placements.theme.auto": "los del sistema del lector",
    "placements.theme.light": "claros",
    "placements.theme.dark": "oscuros",
    "placements.lang": "Idioma del recuadro",
    "placements.lang.site": "el del sitio",
    "placements.counts": "Con los recuentos que había al guardarla",
    "placements.media": "Con imágenes",
    "placements.parent": "Con la publicación a la que responde",
    "placements.article_public": "El artículo está publicado: la página de la publicación lo puede "
    "nombrar",
    "placements.save": "Guardar",
    "placements.bad": "La dirección del artículo no es de ninguna página web. Cópiela entera, con "
    "https://.",
    "post.checks": "Comprobaciones",
    "post.checks.n": {"one": "1 comprobación", "other": "{n} comprobaciones"},
    "post.no_checks": "Todavía no hay comprobaciones.",
    "visibility.draft": "borrador",
    "visibility.public": "pública",
    "visibility.withheld": "retenida",
    "visibility.erased": "borrada",
    "visibility.draft.is": "Un borrador. Fuera de la mesa nadie puede saber que está aquí.",
    "visibility.public.is": "Pública.",
    "visibility.withheld.is": "Retenida: los lectores ven que no se muestra, y nada más.",
    "visibility.erased.is": "Borrada. Nada la trae de vuelta.",
    "reason.first": "la primera",
    "reason.edited": "editada después",
    "reason.completed": "una copia más completa",
    "reason.by hand": "a mano",
    "reason.imported": "importada",
}
