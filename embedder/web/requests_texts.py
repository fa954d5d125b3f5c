"""What the page of one request says, in both languages."""

from embedder.web.research_texts import Texts

__all__ = ["REQUESTS"]

REQUESTS: Texts = {
    "en": {
        "title": "Report {n}",
        "back": "All reports",
        "at": "Sent",
        "kind": "Kind",
        "text": "As it was written",
        "contact": "Answer to",
        "no_contact": "No address was left for an answer.",
        "post": "The post",
        "see": "See the post",
        "act": "Withhold, hold or erase it",
        "deadline": "To be answered by",
        "deadline.hint": "What a court or a law sets, else what you set yourself. Empty: no day.",
        "decision": "Decision",
        "decision.open": "none yet",
        "decision.granted": "done as was asked",
        "decision.partly": "done in part",
        "decision.declined": "not done",
        "answer": "Answer, as it was sent",
        "answer.hint": "Nothing is sent from here: write to the address above, and keep here what "
        "you wrote.",
        "save": "Save",
        "saved": "Saved.",
        "decided": "decided by {by}, {at}",
        "wrong.deadline": "Write the day like 2025-03-29.",
        "wrong.long": "An answer has at most {most} characters.",
    },
    "es": {
        "title": "Aviso {n}",
        "back": "Todos los avisos",
        "at": "Enviado",
        "kind": "Clase",
        "text": "Tal como se escribió",
        "contact": "Responder a",
        "no_contact": "No se dejó ninguna dirección para responder.",
        "post": "La publicación",
        "see": "Ver la publicación",
        "act": "Retenerla, conservarla o borrarla",
        "deadline": "Se responde hasta el",
        "deadline.hint": "Lo que fija un juez o una ley, o lo que usted mismo fije. Vacío: ningún "
        "día.",
        "decision": "Decisión",
        "decision.open": "todavía ninguna",
        "decision.granted": "se hizo lo que se pedía",
        "decision.partly": "se hizo en parte",
        "decision.declined": "no se hizo",
        "answer": "Respuesta, tal como se envió",
        "answer.hint": "Desde aquí no se envía nada: escriba a la dirección de arriba y guarde "
        "aquí lo que escribió.",
        "save": "Guardar",
        "saved": "Guardado.",
        "decided": "lo decidió {by}, {at}",
        "wrong.deadline": "Escriba el día como 2025-03-29.",
        "wrong.long": "Una respuesta tiene como máximo {most} caracteres.",
    },
}
