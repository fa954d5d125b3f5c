"""What is said about handing a post over from one's own browser, in both languages."""

from embedder.web.research_texts import Texts

__all__ = ["FROM_BROWSER"]

FROM_BROWSER: Texts = {
    "en": {
        "title": "From my browser",
        "what": "For a post that you can see and that its platform does not give us. A bookmark "
        "hands over what your browser shows of this one post: its words, its author, its time, its "
        "pictures. Nothing else of the page is taken, and nothing is put into it.",
        "this": "This post:",
        "open": "Open it in a new tab, then press the bookmark there",
        "computer": "On a computer",
        "drag": "Drag this to your bookmarks bar. You need it there once.",
        "link": "Keep in onrecord",
        "press": "This is to be dragged to the bookmarks bar, not pressed here.",
        "then": "Then open the post itself, so that its own address stands in the address bar, and "
        "press the bookmark. A small window of the desk shows what it got, and asks you.",
        "share": "Share to the desk",
        "share.what": "A shortcut of your phone that opens an address can bring what you share to "
        "the paste box, where you look at it before anything is captured. Put what is shared after "
        "this:",
        "phone": "On a phone",
        "phone.copy": "Copy this:",
        "phone.then": "Make a bookmark of any page, edit it, and put what you copied in the place "
        "of its address. On the page of the post, open the bookmark: in Safari from the list of "
        "bookmarks, in Chrome by typing its name into the address bar.",
        "copy": "Copy",
        "copied": "Copied.",
        "select": "Selected: press Ctrl+C or ⌘C.",
        "refuses": "What only followers or friends may see is not taken.",
        "blocked": "The browser opened no window. Allow this page to open windows, then press the "
        "bookmark again.",
        "window": "Handed over by your browser",
        "waiting": "Waiting for the page of the post …",
        "from": "From {origin}",
        "nothing": "Nothing came. Open the post itself, with its own address in the address bar, "
        "and press the bookmark there. Some pages let nothing out: then enter the post by hand.",
        "foreign": "Something came from another page, and was not taken.",
        "cut off": "Nothing can reach this window: the page of the post cuts off the windows that "
        "it opens, or you had to log in first. Go back to that page and press the bookmark once "
        "more. It then copies the post, and you paste it into the window that opens.",
        "copied.paste": "The page of the post cuts off this window, so the bookmark has copied "
        "the post. Paste it here: press Ctrl+V or ⌘V.",
        "paste": "Paste here",
        "not it": "This is not what the bookmark copies. Press the bookmark again on the page of "
        "the post, and paste here.",
        "pasted": "This is what you pasted. Nobody but you can say that it comes from that page: "
        "compare it.",
        "too large": "What came is too large for a post, and was not taken.",
        "cut": "The page shows only the beginning of the words. Show them all there (“Show "
        "more”), then press the bookmark again; or keep the beginning, which is marked as such.",
        "protected": "The page says that this post is for followers or friends only: it is not "
        "taken.",
        "no post": "No single post was found on this page. Open the post itself, so that its own "
        "address stands in the address bar, and press the bookmark again. On other pages, select "
        "the words first.",
        "got": "This is what it shows. Compare it with the page.",
        "url": "Address",
        "text": "Its words",
        "name": "Author",
        "time": "Time",
        "pictures": "Pictures",
        "unknown": "not there",
        "public": "Anybody who opens it there can see this post: it is not for followers or "
        "friends only.",
        "public.missing": "Say first that anybody can see this post.",
        "not taken": "It was not kept.",
        "keep": "Keep it",
        "seen": "Embeds say: seen in the browser of {name}.",
        "by_hand": "Enter it by hand",
    },
    "es": {
        "title": "Desde mi navegador",
        "what": "Para una publicación que usted ve y que su plataforma no nos da. Un marcador "
        "entrega lo que su navegador muestra de esa única publicación: sus palabras, su autor, su "
        "hora, sus imágenes. De la página no se toma nada más, y en ella no se pone nada.",
        "this": "Esta publicación:",
        "open": "Ábrala en otra pestaña y pulse allí el marcador",
        "computer": "En un ordenador",
        "drag": "Arrastre esto a su barra de marcadores. Hace falta una sola vez.",
        "link": "Guardar en onrecord",
        "press": "Esto se arrastra a la barra de marcadores; aquí no se pulsa.",
        "then": "Después abra la publicación misma, de modo que en la barra esté su propia "
        "dirección, y pulse el marcador. Una ventana pequeña de la mesa muestra lo que recibió y "
        "le pregunta.",
        "share": "Compartir con la mesa",
        "share.what": "Un atajo de su teléfono que abra una dirección puede traer lo que comparta "
        "al recuadro de pegar, donde lo ve antes de que se guarde nada. Ponga lo compartido "
        "detrás de esto:",
        "phone": "En un teléfono",
        "phone.copy": "Copie esto:",
        "phone.then": "Cree un marcador de cualquier página, edítelo y ponga lo copiado en lugar "
        "de su dirección. En la página de la publicación, abra el marcador: en Safari desde la "
        "lista de marcadores, en Chrome escribiendo su nombre en la barra de direcciones.",
        "copy": "Copiar",
        "copied": "Copiado.",
        "select": "Seleccionado: pulse Ctrl+C o ⌘C.",
        "refuses": "Lo que solo pueden ver seguidores o amigos no se toma.",
        "blocked": "El navegador no abrió ninguna ventana. Permita que esta página abra ventanas y "
        "vuelva a pulsar el marcador.",
        "window": "Entregada por su navegador",
        "waiting": "Esperando a la página de la publicación …",
        "from": "De {origin}",
        "nothing": "No llegó nada. Abra la publicación misma, con su propia dirección en la barra, "
        "y pulse allí el marcador. Algunas páginas no dejan salir nada: entonces escríbala a mano.",
        "foreign": "Llegó algo de otra página, y no se aceptó.",
        "cut off": "Nada puede llegar a esta ventana: la página de la publicación aísla las "
        "ventanas que abre, o antes hubo que iniciar sesión. Vuelva a esa página y pulse otra vez "
        "el marcador. Entonces copia la publicación, y usted la pega en la ventana que se abre.",
        "copied.paste": "La página de la publicación aísla esta ventana, así que el marcador ha "
        "copiado la publicación. Péguela aquí: pulse Ctrl+V o ⌘V.",
        "paste": "Pegar aquí",
        "not it": "Esto no es lo que copia el marcador. Pulse otra vez el marcador en la página "
        "de la publicación, y pegue aquí.",
        "pasted": "Esto es lo que usted pegó. Nadie más que usted puede decir que viene de esa "
        "página: compárelo.",
        "too large": "Lo que llegó es demasiado grande para una publicación, y no se aceptó.",
        "cut": "La página muestra solo el comienzo de las palabras. Muéstrelas todas allí («Ver "
        "más») y pulse otra vez el marcador; o guarde el comienzo, que queda marcado como tal.",
        "protected": "La página dice que esta publicación es solo para seguidores o amigos: no se "
        "toma.",
        "no post": "En esta página no se encontró una única publicación. Abra la publicación "
        "misma, de modo que en la barra esté su propia dirección, y pulse otra vez el marcador. En "
        "otras páginas, seleccione antes las palabras.",
        "got": "Esto es lo que muestra. Compárelo con la página.",
        "url": "Dirección",
        "text": "Sus palabras",
        "name": "Autor",
        "time": "Hora",
        "pictures": "Imágenes",
        "unknown": "no está",
        "public": "Cualquiera que la abra allí puede ver esta publicación: no es solo para "
        "seguidores o amigos.",
        "public.missing": "Diga primero que cualquiera puede ver esta publicación.",
        "not taken": "No se guardó.",
        "keep": "Guardar",
        "seen": "Los recuadros dicen: vista en el navegador de {name}.",
        "by_hand": "Escribirla a mano",
    },
}
