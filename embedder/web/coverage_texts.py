"""What the page of the coverage says, in English and Spanish."""

from embedder.web.research_texts import Texts

__all__ = ["COVERAGE"]

COVERAGE: Texts = {
    "en": {
        "title": "Coverage",
        "what": "What this archive holds, since when, and what it lacks. Counted {now}.",
        "asked": "Nothing follows accounts by itself here yet: the archive holds the posts that "
        "somebody asked for or brought in from a file. That a post is not here says nothing about "
        "the post.",
        "drafts": "You see drafts counted, too; readers do not.",
        "how": "How it works",
        "total": "In all",
        "posts": "Posts",
        "snapshots": "Snapshots",
        "accounts": "Accounts",
        "since": "First capture",
        "newest": "Newest capture",
        "posted": "Posted between",
        "span": "{first} and {last}",
        "gone": "Gone",
        "gone.is": "{n}, as their platforms say",
        "checks": "Looks at the originals",
        "checks.told": "{found} found the post, {gone} were told that it is gone, {refused} were "
        "refused, {failed} failed",
        "empty": "Nothing that may be listed is kept yet.",
        "platforms": "By platform",
        "platform": "Platform",
        "gaps": "Known gaps",
        "gaps.accounts": {
            "one": "1 account had no capture for {days} days. It is marked below.",
            "other": "{n} accounts had no capture for {days} days. They are marked below.",
        },
        "gaps.no_accounts": "Each account had a capture in the last {days} days.",
        "gaps.days": "Days with looks that told nothing: the platform would not show the post, or "
        "no usable answer came. Days are in UTC.",
        "gaps.no_days": "No look at a kept post was refused or failed.",
        "gaps.more": {
            "one": "and 1 earlier day, in the CSV",
            "other": "and {n} earlier, in the CSV",
        },
        "gaps.unseen": "Posts that could not be captured at all are in no figure here.",
        "day": "Day",
        "found": "Found",
        "refused": "Refused",
        "failed": "Failed",
        "by_account": "By account",
        "shown": "{first}–{last} of {total}, captured longest ago first.",
        "account": "Account",
        "old": "not for {days} days",
        "next": "Next",
        "first": "To the beginning",
        "faces": "The same as",
        "faces.accounts": "CSV of accounts",
        "faces.days": "CSV of days",
    },
    "es": {
        "title": "Cobertura",
        "what": "Qué guarda este archivo, desde cuándo y qué le falta. Contado {now}.",
        "asked": "Aquí todavía no se sigue ninguna cuenta de forma automática: el archivo guarda "
        "las publicaciones que alguien pidió o trajo de un archivo. Que una no esté aquí "
        "no dice nada de ella.",
        "drafts": "Usted ve contados también los borradores; los lectores, no.",
        "how": "Cómo funciona",
        "total": "En total",
        "posts": "Publicaciones",
        "snapshots": "Versiones guardadas",
        "accounts": "Cuentas",
        "since": "Primera captura",
        "newest": "Captura más reciente",
        "posted": "Publicadas entre",
        "span": "{first} y {last}",
        "gone": "Ya no están",
        "gone.is": "{n}, según sus plataformas",
        "checks": "Consultas a los originales",
        "checks.told": "{found} hallaron la publicación, {gone} recibieron que ya no está, "
        "{refused} fueron rechazadas, {failed} fallaron",
        "empty": "Todavía no se guarda nada que se pueda listar.",
        "platforms": "Por plataforma",
        "platform": "Plataforma",
        "gaps": "Lagunas conocidas",
        "gaps.accounts": {
            "one": "1 cuenta no tuvo ninguna captura en {days} días. Está señalada abajo.",
            "other": "{n} cuentas no tuvieron ninguna captura en {days} días. Se señalan abajo.",
        },
        "gaps.no_accounts": "Cada cuenta tuvo una captura en los últimos {days} días.",
        "gaps.days": "Días con consultas que no dijeron nada: la plataforma no quiso mostrar la "
        "publicación, o no llegó una respuesta útil. Los días son en UTC.",
        "gaps.no_days": "Ninguna consulta a una publicación guardada fue rechazada ni falló.",
        "gaps.more": {"one": "y 1 día anterior, en el CSV", "other": "y {n} anteriores, en el CSV"},
        "gaps.unseen": "Las publicaciones que no se pudieron capturar no están en ninguna cifra.",
        "day": "Día",
        "found": "Hallada",
        "refused": "Rechazada",
        "failed": "Fallida",
        "by_account": "Por cuenta",
        "shown": "{first}–{last} de {total}; primero las capturadas hace más tiempo.",
        "account": "Cuenta",
        "old": "no en {days} días",
        "next": "Siguientes",
        "first": "Al principio",
        "faces": "Lo mismo en",
        "faces.accounts": "CSV de cuentas",
        "faces.days": "CSV de días",
    },
}
