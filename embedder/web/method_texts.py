"""What the page on the method says, in English and Spanish: short paragraphs under headings.

A key ``S.1``, ``S.2`` … is a paragraph of the section ``S``; they are shown in their order.
"""

from embedder.web.research_texts import Texts

__all__ = ["METHOD", "SECTIONS"]

SECTIONS = ("what", "how", "records", "states", "not_kept", "seen", "corrections", "use")
"""In the order of the page."""

METHOD: Texts = {
    "en": {
        "title": "Method",
        "lead": "How {name} keeps posts here, what the words on these pages mean, and what this "
        "archive cannot tell.",
        "nobody": "this newsroom",
        "contents": "On this page",
        "what": "What is captured, and why",
        "what.1": "Public posts of officials: what they said, when, and in which words, so that it "
        "can be read and checked when the platform, the account or the post is gone.",
        "what.2": "A post is here because somebody asked for it: an editor pasted its address, an "
        "article shows it, a program of the newsroom named it, or it was imported from a file, "
        "which its page says. No account is followed by "
        "itself yet.",
        "what.3": "A post that another one quotes, answers or shares comes along for context. It "
        "is shown inside that one only, and is in no list, no search and no figure, until it is "
        "captured for its own sake.",
        "how": "How posts get in",
        "how.1": "The sources of a platform are asked in the order of this list, until one gives "
        "the whole post. None of them logs in. What a platform shows to people with an account "
        "alone is here only where an editor handed it over from a browser, or typed it in; its "
        "page then says so.",
        "off": "{platform} is switched off here: its posts are not asked for.",
        "release.copy": "What is captured is a draft, which only editors see, until one of them "
        "copies its code for an article or makes it public.",
        "release.capture": "What is captured is public at once, unless its author meant it for "
        "followers only.",
        "release.hand": "What is captured is a draft, which only editors see, until one of them "
        "makes it public.",
        "records": "What a capture records",
        "records.1": "A snapshot: the text as a reader saw it, its links, when it was posted, by "
        "whom, the language as declared, pictures with their descriptions, poll and link preview, "
        "and the counts as they stood at that moment.",
        "records.2": "The evidence: each request and each answer of the platform as it came, with "
        "headers, time, address and certificates; keys of ours are replaced by a marker. The "
        "content of a snapshot has a SHA-256, which its page shows.",
        "records.3": "A second look makes a new snapshot only if a reader would see a difference: "
        "text, links, pictures, preview, poll. Other counts, another avatar or display name make "
        "none. Snapshots are numbered in the order of storing, and none is changed.",
        "records.4": "Two clocks: the time of posting is the platform’s, or the author’s "
        "software’s where the platform does not vouch for it; the time of capture is "
        "our own clock’s.",
        "states": "What the states mean",
        "states.live": "live",
        "states.live.is": "The newest look that told something found the post.",
        "states.gone": "gone",
        "states.gone.is": "The platform’s own answer said that the post is no longer there. Who "
        "removed it is said only where that answer says so.",
        "states.unknown": "unknown",
        "states.unknown.is": "No look has told anything: it was imported, or typed in by hand.",
        "states.refused": "refused, failed",
        "states.refused.is": "Of a look: the platform would not show the post to us, or no usable "
        "answer came. This says nothing about the post, and changes no state.",
        "states.withheld": "withheld",
        "states.withheld.is": "Kept, and not shown by the newsroom, which says since when and, in "
        "one word, why.",
        "states.erased": "erased",
        "states.erased.is": "Taken out, by a person and for a reason. Nothing brings it back.",
        "states.1": "A state is as old as the newest look. Looks are made when somebody asks for "
        "them; none is made by itself yet. Each is listed on the page of its post.",
        "not_kept": "What is not kept",
        "not_kept.1": "What happened between two looks: an edit that was edited again, a post that "
        "was deleted before anybody asked for it.",
        "not_kept.2": "Replies, likes and views beyond their counts; who they are by. Posts for "
        "followers only, except where a platform gave one to anybody.",
        "not_kept.3": "Pictures and videos that were too large or could not be had; their place "
        "says so. Posts that no source gave are not here at all.",
        "seen": "What you see of it",
        "seen.1": "Drafts, and what never was public, answer as if they had never been seen. "
        "Figures and lists count what is public.",
        "seen.2": "Translations, notes and descriptions by the newsroom stand beside the post, "
        "with their author and date, and are no part of the snapshot.",
        "seen.3": "An official’s name and office stand beside a post once a person confirmed whose "
        "account it was at that time; without that there is none.",
        "corrections": "Corrections",
        "corrections.1": "The page of each post has “Report a problem”: for errors, privacy, "
        "copyright, court orders. A person reads it and decides. What is withheld or erased is "
        "recorded with name and reason.",
        "corrections.contact": "The newsroom:",
        "use": "Use it, cite it",
        "use.1": "The page of a post has its citation, with the capture’s time and the hash. Cite "
        "a snapshot by its number: the current one may become another.",
        "use.2": "The posts are their authors’, and stand under the terms of their platforms; this "
        "archive can license none of them.",
        "use.coverage": "What is here, and what is missing",
        "use.docs": "For programs",
    },
    "es": {
        "title": "Método",
        "lead": "Cómo guarda {name} las publicaciones, qué quieren decir las palabras de estas "
        "páginas y qué no puede decir este archivo.",
        "nobody": "esta redacción",
        "contents": "En esta página",
        "what": "Qué se captura, y por qué",
        "what.1": "Publicaciones de cargos públicos: qué dijeron, cuándo y con qué palabras, para "
        "que se pueda leer y comprobar cuando ya no estén la plataforma, la cuenta o la "
        "publicación.",
        "what.2": "Una publicación está aquí porque alguien la pidió: un editor pegó su dirección, "
        "un artículo la muestra, un programa de la redacción la nombró o se importó de un archivo, "
        "lo que dice su página. Todavía no se sigue "
        "ninguna cuenta de forma automática.",
        "what.3": "La que otra cita, responde o comparte viene como contexto. Solo se muestra "
        "dentro de esa, y no está en ninguna lista, búsqueda ni cifra hasta que se captura "
        "por sí misma.",
        "how": "Cómo entran las publicaciones",
        "how.1": "Las fuentes de una plataforma se consultan en el orden de esta lista, hasta que "
        "una da la publicación entera. Ninguna inicia sesión. Lo que una plataforma muestra "
        "solo a quien tiene una cuenta está aquí solo si alguien de la redacción lo entregó desde "
        "su navegador o lo escribió a mano; su página lo dice entonces.",
        "off": "{platform} está desactivada aquí: no se piden sus publicaciones.",
        "release.copy": "Lo capturado es un borrador, que solo ven los editores, hasta que uno "
        "copia su código para un artículo o lo hace público.",
        "release.capture": "Lo capturado es público en el acto, salvo que su autor lo destinara "
        "solo a seguidores.",
        "release.hand": "Lo capturado es un borrador, que solo ven los editores, hasta que uno lo "
        "hace público.",
        "records": "Qué registra una captura",
        "records.1": "Una versión: el texto como lo vio un lector, sus enlaces, cuándo se publicó "
        "y quién lo hizo, el idioma declarado, las imágenes con sus descripciones, la encuesta, la "
        "vista previa del enlace y los recuentos como estaban en ese momento.",
        "records.2": "Las pruebas: cada petición y cada respuesta de la plataforma como llegó, con "
        "cabeceras, hora, dirección y certificados; las claves nuestras se sustituyen por una "
        "marca. El contenido de una versión tiene un SHA-256, que muestra su página.",
        "records.3": "Una segunda consulta hace una versión nueva solo si un lector vería una "
        "diferencia: texto, enlaces, imágenes, vista previa, encuesta. Otros recuentos, otro "
        "avatar u otro nombre no la hacen. Las versiones se numeran por orden y ninguna se cambia.",
        "records.4": "Dos relojes: la hora de publicación es la de la plataforma, o la del "
        "programa del autor si la plataforma no responde de ella; la de captura es la "
        "de nuestro reloj.",
        "states": "Qué quieren decir los estados",
        "states.live": "live (está)",
        "states.live.is": "La consulta más reciente que dijo algo halló la publicación.",
        "states.gone": "gone (ya no está)",
        "states.gone.is": "La respuesta de la propia plataforma dijo que ya no está. Quién la "
        "quitó solo se dice si lo dice esa respuesta.",
        "states.unknown": "unknown (no se sabe)",
        "states.unknown.is": "Ninguna consulta dijo nada: se importó o se escribió a mano.",
        "states.refused": "refused, failed (rechazada, fallida)",
        "states.refused.is": "De una consulta: la plataforma no quiso mostrarnos la publicación, o "
        "no llegó una respuesta útil. No dice nada de la publicación ni cambia su estado.",
        "states.withheld": "withheld (retenida)",
        "states.withheld.is": "Se guarda y la redacción no la muestra; dice desde cuándo y, en una "
        "palabra, por qué.",
        "states.erased": "erased (borrada)",
        "states.erased.is": "La quitó una persona, por un motivo. Nada la recupera.",
        "states.1": "Un estado es tan viejo como la última consulta. Se consulta cuando alguien lo "
        "pide; todavía nada se consulta de forma automática. Cada consulta figura en la página de "
        "su publicación.",
        "not_kept": "Qué no se guarda",
        "not_kept.1": "Lo que pasó entre dos consultas: una edición que se volvió a editar, una "
        "publicación que se borró antes de que alguien la pidiera.",
        "not_kept.2": "Respuestas, «me gusta» y vistas, salvo su número; tampoco de quién son. Ni "
        "lo destinado solo a seguidores, salvo que la plataforma lo diera a cualquiera.",
        "not_kept.3": "Imágenes y vídeos demasiado grandes o que no se pudieron obtener; su lugar "
        "lo dice. Lo que ninguna fuente dio no está aquí.",
        "seen": "Qué ve usted",
        "seen.1": "Los borradores, y lo que nunca fue público, responden como si nunca se hubieran "
        "visto. Las cifras y las listas cuentan lo que es público.",
        "seen.2": "Las traducciones, notas y descripciones de la redacción están junto a la "
        "publicación, con autor y fecha, y no son parte de la versión.",
        "seen.3": "El nombre y el cargo figuran junto a una publicación cuando una persona "
        "confirmó de quién era la cuenta entonces; sin eso no hay ninguno.",
        "corrections": "Correcciones",
        "corrections.1": "La página de cada publicación permite informar de un problema: errores, "
        "privacidad, derechos de autor, órdenes judiciales. Lo lee y decide una persona. Lo "
        "retenido o borrado se registra con nombre y motivo.",
        "corrections.contact": "La redacción:",
        "use": "Usarlo y citarlo",
        "use.1": "La página de una publicación tiene su cita, con la hora de la captura y el hash. "
        "Cite una versión por su número: la actual puede pasar a ser otra.",
        "use.2": "Las publicaciones son de sus autores y están sujetas a las condiciones de sus "
        "plataformas; este archivo no puede licenciar ninguna.",
        "use.coverage": "Qué hay aquí, y qué falta",
        "use.docs": "Para programas",
    },
}
