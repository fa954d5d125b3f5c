"""What the pages about people say, in both languages of the newsroom: logging in, users, keys."""

from embedder.web.research_texts import Texts

__all__ = ["PEOPLE"]

PEOPLE: Texts = {
    "en": {
        "skip": "Skip to the content",
        "login.title": "Log in",
        "login.ask": "This link logs you in on this browser, once. You stay logged in for {days} "
        "days.",
        "login.do": "Log in",
        "login.provider": "Log in with {name}",
        "login.name": "Your name here",
        "login.password": "Password",
        "login.wrong": "The name or the password is wrong.",
        "login.wait": {
            "one": "Too many tries. In a minute you may try again.",
            "other": "Too many tries. In {n} minutes you may try again.",
        },
        "login.without": "No password, or forgotten? An admin can send you a link that logs you in "
        "once.",
        "me.title": "You",
        "me.name": "You are logged in as {name}.",
        "me.role.reader": "You may read what is kept.",
        "me.role.editor": "You may keep posts, describe them and show them.",
        "me.role.admin": "You may do all there is, and say who else may what.",
        "me.lang": "Language of the desk",
        "me.lang.save": "Save",
        "me.saved": "Saved.",
        "me.password": "Password",
        "me.password.none": "You have none: you log in by a link that works once. With a password "
        "you need no link.",
        "me.password.provider": "You log in at {provider}; your password is kept there.",
        "me.password.old": "The one that you have",
        "me.password.new": "The new one",
        "me.password.again": "The new one, again",
        "me.password.hint": "12 characters at least. Where else you are logged in, you are logged "
        "out.",
        "me.password.save": "Set the password",
        "me.password.wrong": "That is not the password that you have.",
        "me.password.differ": "The two are not the same. Write them again.",
        "me.password.bad": "Choose one of 12 characters at least, that is not your name and not "
        "one letter again and again.",
    },
    "es": {
        "skip": "Ir al contenido",
        "login.title": "Entrar",
        "login.ask": "Este enlace le permite entrar en este navegador, una sola vez. La sesión "
        "dura {days} días.",
        "login.do": "Entrar",
        "login.provider": "Entrar con {name}",
        "login.name": "Su nombre aquí",
        "login.password": "Contraseña",
        "login.wrong": "El nombre o la contraseña no son correctos.",
        "login.wait": {
            "one": "Demasiados intentos. En un minuto puede probar de nuevo.",
            "other": "Demasiados intentos. En {n} minutos puede probar de nuevo.",
        },
        "login.without": "¿No tiene contraseña o la olvidó? Un administrador puede enviarle un "
        "enlace para entrar una vez.",
        "me.title": "Usted",
        "me.name": "Ha entrado como {name}.",
        "me.role.reader": "Puede leer lo que se guarda.",
        "me.role.editor": "Puede guardar publicaciones, describirlas y mostrarlas.",
        "me.role.admin": "Puede hacer todo, y decir qué puede cada quien.",
        "me.lang": "Idioma de la mesa",
        "me.lang.save": "Guardar",
        "me.saved": "Guardado.",
        "me.password": "Contraseña",
        "me.password.none": "No tiene ninguna: entra con un enlace que funciona una vez. Con una "
        "contraseña no necesita enlace.",
        "me.password.provider": "Entra por {provider}; allí se guarda su contraseña.",
        "me.password.old": "La que tiene",
        "me.password.new": "La nueva",
        "me.password.again": "La nueva, otra vez",
        "me.password.hint": "12 caracteres como mínimo. En los demás aparatos se cierra su sesión.",
        "me.password.save": "Fijar la contraseña",
        "me.password.wrong": "Esa no es la contraseña que tiene.",
        "me.password.differ": "Las dos no son iguales. Escríbalas otra vez.",
        "me.password.bad": "Elija una de 12 caracteres como mínimo, que no sea su nombre ni una "
        "letra repetida.",
    },
}
