"""English and Spanish words by which a quotation and its speaker are told. Data only.

A cue says that somebody's words follow or came before; a medium says where they were said.
"""

import re

__all__ = [
    "COMMON",
    "DENIED",
    "ELSEWHERE",
    "ENGLISH",
    "GOES_ON",
    "HEADS",
    "HONORIFICS",
    "JUDGING",
    "NOUN_CUE",
    "NO_SUBJECT",
    "NUMBER_WORDS",
    "OF_THEIRS",
    "PARTICLES",
    "POSTING",
    "PRONOUN",
    "SAME_WORD",
    "SAYING",
    "SOCIAL",
    "SOMEBODY_OF",
    "SO_CALLED",
    "SPANISH",
    "TIMES",
    "TITLED",
]


def _row(words: str) -> list[str]:
    return words.split()


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _any(words: str) -> str:
    return "|".join(sorted(words.split(), key=len, reverse=True))


# Those that say by themselves that it was posted, whatever else happened.
_NOTE = r"(?:posts?|tweets?|captions?|threads?|tuits?|mensajes?|publicación)"
POSTING = re.compile(
    rf"\b{_NOTE}(?:,?\s+(?:which|that))?\s+(?:also\s+)?(?:read|reads|said|says|stated|dice|decía|reza)\b"
    r"|\bse\s+(?:puede\s+)?lee[r]?\s+en\s+(?:el|la|su|un|una)\s+"
    r"(?:post|tuit|mensaje|publicación|hilo)\b"
    r"|\b(?:posted|posts|posting|tweeted|tweets|tweeting"
    r"|tuite[óo]|tuiteaba|tuitea|tuiteado|poste[óo]|posteado|trin[óo])\b(?!\s+(?:office|by)\b)",
    re.IGNORECASE,
)

_SAYING = _any(
    "said says say saying told tells added adds adding stated states stating called calls calling "
    "described describes describing announced announces announcing noted notes claimed claims "
    "insisted insists asked asks warned warns argued argues declared declares explained explains "
    "wrote writes writing emphasized emphasised stressed labeled labelled dubbed vowed promised "
    "urged replied responded answered continued concluded repeated reiterated confirmed "
    "acknowledged admitted commented remarked quipped joked demanded observed boasted shared "
    "published captioned proclaimed lamented exclaimed written pledged cautioned countered "
    "retorted recalled mused alleged contended maintained predicted "
    "dijo dice decía dicho afirmó afirma señaló señala aseguró asegura indicó indica expresó "
    "expresa declaró declara comentó agregó añadió sostuvo manifestó explicó explica anunció "
    "anuncia destacó subrayó advirtió advierte reiteró respondió preguntó calificó califica "
    "describió denunció informó apuntó aclaró insistió precisó detalló reconoció concluyó "
    "prometió exigió enfatizó lamentó publicó publica publicado escribió escribe escrito "
    "compartió difundió mencionó resaltó exclamó celebró diciendo escribiendo adelantó adelanta "
    "sentenció remató zanjó replicó contestó admitió avisó ironizó espetó opinó alertó recalcó "
    "presumió llamó tachó tildó remarcó puntualizó matizó acotó abundó externó consideró confirmó "
    "recordó reveló "
    "decir escribir publicar tuitear postear"
)
SAYING = re.compile(
    rf"\b(?:{_SAYING})\b|\bto\s+(?:say|declare|announce|write|post|claim|ask|call)\b"
    rf"|\bpara\s+(?:decir|anunciar|escribir|publicar|declarar|asegurar)\b|\baccording\s+to\b|\bde\s+acuerdo\s+con\b|\bsegún\b",
    re.IGNORECASE,
)
"""A cue that does not tell where; those of :data:`POSTING` are cues, too."""

_JUDGING = _any(
    "thanked praised slammed blasted criticized criticised hailed mocked attacked celebrated "
    "congratulated dismissed ripped touted welcomed defended denounced condemned rejected honored "
    "agradeció elogió criticó atacó felicitó cuestionó rechazó condenó defendió reprochó"
)
JUDGING = re.compile(rf"\b(?:{_JUDGING})\b", re.IGNORECASE)
"""Cues beside the word that it was a post: "in her post, NAME thanked “the crews who …”"."""

NOUN_CUE = re.compile(
    r"\b(?:statement|words?|remarks?|message|post|tweet|caption|comment|"
    r"mensaje|publicación|palabras|tuit|frase|declaración)\s*[:,—–-]*\s*$",
    re.IGNORECASE,
)
"""Right before a quotation, it is whose the noun is: “Her statement— …”."""

_NETWORKS = (
    r"X|Twitter|Truth\s+Social|Facebook|Instagram|Threads|Bluesky|TikTok|Telegram|Mastodon|"
    r"LinkedIn|YouTube|Reddit"
)
SOCIAL = re.compile(
    rf"\b(?:on|to|via|en|por|vía)\s+(?:her|his|their|its|su|la\s+red(?:\s+social)?)?\s*"
    rf"(?:{_NETWORKS})\b"
    rf"|\b(?:{_NETWORKS})(?:’s|'s)?\s+(?:account|post|page|cuenta|thread|story|stories|reel|"
    rf"message|caption)\b"
    rf"|\b(?i:cuenta|perfil|página)(?:\s+oficial)?\s+(?:de|en)\s+(?:{_NETWORKS})\b"
    rf"|\b(?i:social\s+media|social\s+network\w*|tweets?|tweeted|threads?\s+on|posts?\s+on|"
    rf"(?:a|an|another|the|that|her|his)\s+(?:\w+\s+){{0,2}}(?:post|thread)|"
    rf"(?:her|his|their)\s+(?:official\s+)?account|"
    rf"redes(?:\s+sociales)?|red\s+social|tuits?|un\s+hilo|(?:una|su|la|otra)\s+publicación|"
    rf"(?:en|desde|de)\s+sus?\s+(?:cuentas?|perfil(?:es)?))\b"
    rf"|\b(?i:tuite|poste)[óo]\b",
)

ELSEWHERE = re.compile(
    r"\b(?:(?:press|news)\s+(?:conference|briefing|release)|briefing|interview\w*|reporters?|"
    r"journalists?|speech|rally|hearing|testimony|testified|podium|statement|e-?mail\w*|letter|"
    r"memo\w*|op-ed|column|essay|radio|television|tv|broadcast|podcast|fox\s+news|cnn|msnbc|"
    r"channel\s+\d+|town\s+hall|debate|phone\s+call|telephone|court|filing|floor\s+of|remarks|"
    r"(?:senate|house|assembly|chamber)\s+floor|crowd|lawmakers|attendees|event|fundraiser|gathering|"
    r"inauguration|groundbreaking|(?:before|to|told)\s+(?:the\s+)?(?:congress|senate|house|parliament|"
    r"committee|council)|videos?|livestream\w*|ceremony|summit|meeting\s+with\s+reporters|"
    r"(?:rueda|conferencia)(?:\s+de|\s+mañanera)?(?:\s+prensa)?|mañanera|entrevista\w*|discurso|"
    r"comunicado|boletín|carta|correo|mitin|audiencia|comparecencia|periodistas|reporteros|"
    r"la\s+prensa|televisión|radio|vídeos?|transmisión|transmitid[oa]|tribuna|ceremonia|libro|memorias|"
    r"llamada|desplegado|acto|evento|gira|sesión|inauguración|multitud|asistentes|legisladores|"
    r"ante\s+(?:(?:el|la|los|las)\s+)?(?:congreso|senado|cámara|parlamento|asamblea|cabildo|concejo|"
    r"comisión|pleno|tribunal|medios|diputad[oa]s|senador[ea]s))\b",
    re.IGNORECASE,
)

DENIED = re.compile(
    r"\b(?:(?:did|does|do|has|have|had|was|is)(?:\s+not|n['’]t)|never|not|denie[sd]|denying|no|nunca"
    r"|jamás|tampoco|negó|niega|desmintió)(?:\s+\w+){0,2}\s*$"
    r"|\b(?:could|would|might|should)(?:\s+not)?(?:\s+have)?\s*$|\bmay\s+(?:not\s+)?have\s*$"
    r"|\b(?:habría|hubiera|hubiese|podría|pudo|puede|debería|debe|quería|quiere|planea|evitó"
    r"|(?:va|iba|rehusó|negó)\s+a)(?:\s+haber)?\s*$"
    r"|\b(?-i:will|shall)(?:\s+(?:not|never|also|soon|later))?\s*$"
    r"|\b(?:going|plan(?:s|ned)?|intend(?:s|ed)?|want(?:s|ed)?|refus\w+|declin\w+|fail\w+)"
    r"(?:\s+to)?\s*$"
    r"|(?:^|[,;:—–-]\s*)(?:(?:even|only|but|and|y|pero|aun|incluso)\s+)?"
    r"(?:if|unless|whether|si)\b[^,]*$"
    r"|\b(?:fake|hoax|doctored|parody|impersonat\w+|falsely|falso|falsa|apócrif[oa]|parodia)\b",
    re.IGNORECASE,
)
"""At the end of what stands before a cue: nobody says that it was said."""

_WORKS = (
    r"books?|novels?|memoirs?|films?|movies?|documentary|documentaries|songs?|albums?|reports?|"
    r"bills?|acts?|laws?|articles?|essays?|columns?|shows?|series|programs?|programmes?|podcasts?|"
    r"poems?|plays?|exhibitions?|conferences?|events?|projects?|initiatives?|operations?|"
    r"hashtags?|author\s+of|workshops?|festivals?|campaigns?|plans?|"
    r"libros?|novelas?|películas?|documental(?:es)?|canci(?:ón|ones)|álbum|informes?|ley|leyes|"
    r"decretos?|artículos?|programas?|serie|poemas?|obras?|exposición|foros?|eventos?|proyectos?|"
    r"iniciativas?|operativos?|campañas?|talleres|taller|festival|autora?\s+de"
)
TITLED = re.compile(
    rf"\b(?:{_WORKS})(?:,?\s+(?:called|titled|entitled|named|known\s+as|dubbed|"
    rf"llamad[oa]s?|titulad[oa]s?|denominad[oa]s?))?,?\s*$"
    rf"|\b(?:titled|entitled|headlined|titulad[oa]s?|intitulad[oa]s?|denominad[oa]s?)\s*$",
    re.IGNORECASE,
)
"""Right before a quotation, it is the name of a work, a law, an event."""

SO_CALLED = re.compile(
    r"\b(?:so-called|self-styled|llamad[oa]s?|supuest[oa]s?|autodenominad[oa]s?|mal\s+llamad[oa]s?)"
    r"\s*$",
    re.IGNORECASE,
)

PRONOUN = re.compile(r"\b(?:he|she|they|él|ella|ellos|ellas)\b", re.IGNORECASE)

HEADS: dict[str, str] = {
    **dict.fromkeys(("secretary", "secretario", "secretaria"), "secretary"),
    **dict.fromkeys(("president", "presidente", "presidenta"), "president"),
    **dict.fromkeys(("governor", "gov", "gobernador", "gobernadora"), "governor"),
    **dict.fromkeys(("senator", "sen", "senador", "senadora"), "senator"),
    **dict.fromkeys(("mayor", "alcalde", "alcaldesa"), "mayor"),
    **dict.fromkeys(("minister", "ministro", "ministra"), "minister"),
    **dict.fromkeys(
        (
            *("representative", "rep", "congressman", "congresswoman", "diputado", "diputada"),
            *("congresista",),
        ),
        "representative",
    ),
    **dict.fromkeys(("ambassador", "embajador", "embajadora"), "ambassador"),
    **dict.fromkeys(("chancellor", "canciller"), "chancellor"),
    **dict.fromkeys(("commissioner", "comisionado", "comisionada"), "commissioner"),
    **dict.fromkeys(("mandatario", "mandataria"), "leader"),
    **dict.fromkeys(("judge", "juez", "jueza"), "judge"),
    **dict.fromkeys(("attorney", "fiscal"), "attorney"),
    **dict.fromkeys(("sheriff",), "sheriff"),
}
"""The noun of an office, in both languages and short, and what it is called here. A *leader* is
whoever governs."""

HONORIFICS = _set(
    "mr mrs ms dr sr sra don doña lic ing us the el la deputy former vice republican democrat "
    "democratic"
)

PARTICLES = _set(
    "on upon at with to of from for about between against by than toward con a al de del "
    "para por sobre contra entre ante quoting citando that que whom like como met thanked"
)
"""A name after one of these is not whose words they are, if there is another."""

TIMES = _set(
    "monday tuesday wednesday thursday friday saturday sunday january february march "
    "april may june july august september october november december x twitter facebook "
    "instagram threads bluesky tiktok telegram truth social youtube mastodon linkedin in "
    "on at the a an but and when while after before during if as for this that her his "
    "their its our we i it he she they there here today later earlier also however "
    "meanwhile critics according en el la los las un una al tras durante según de por "
    "para con sin su sus y pero si cuando mientras también además ella él channel with from to "
    "not no so then by about since because although "
    "which what who why how whether every each some many most all any"
)
"""Capital letters that make no name."""

COMMON = _set(
    "a an the and or but of to in on at by for from with as is are was were be been being "
    "it its this that these those there here he she they we you i his her their our your "
    "my me us them him not no so if than then will would can could should has have had do "
    "does did who which what when where how all any more very just up out about into over "
    "after before both s t un una unos unas el la los las lo y e o u pero de del al en "
    "con por para sin sobre entre que se su sus es son fue ser ha han hay este esta esto "
    "ese esa eso nos les le mi tu yo ella ellos nosotros como mas muy ya ni si cuando "
    "donde quien todo toda todos todas tambien hasta desde porque nuestro nuestra "
    "nuestros nuestras vamos van va together too also now"
)
"""Folded words of English and Spanish that say nothing of what a text is about."""

NUMBER_WORDS: dict[str, str] = {
    word: str(number)
    for row in (
        "zero one two three four five six seven eight nine ten eleven twelve",
        "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce",
    )
    for number, word in enumerate(row.split())
    if number > 1
}
"""Small numbers as they are written out; one is left out: it is a word like others."""

GOES_ON = _set("and but or of to in for as at with that which who y e o de en para con")
"""What begins here behind a quotation says nothing of whose it is."""

NO_SUBJECT = _set(
    "later also then further has had have went on again ha había luego también además así once "
    "first finally the a an un una could would will may might habría hubiera hubiese podría pudo "
    "puede debería debe quería quiere va iba a haber"
)
"""Between a subject and its verb."""

ENGLISH = _set(
    "the and of to in is that for with was are this it as at be have has our their from by will we "
    "not they his her its you who an on but or which would been"
)
SPANISH = _set(
    "el la los las de del que y en un una por con para su sus se es al lo como no nos son esta "
    "este pero sin sobre mas ni vamos nuestro nuestra nuestros nuestras fue hoy"
)
"""Folded words by which a language is told."""

SAME_WORD: dict[str, str] = {
    **dict(
        zip(
            _row("lunes martes miercoles jueves viernes sabado domingo"),
            _row("monday tuesday wednesday thursday friday saturday sunday"),
            strict=True,
        )
    ),
    "eeuu": "us",
    "unidos": "us",
    "gracias": "thanks",
    "thank": "thanks",
}
"""Folded words of both languages that have few letters in common, and mean the same."""

OF_THEIRS = re.compile(
    r"^['’]s?\s+(?:\w+\s+)?(?:office|spokes\w+|campaign|team|staff|aides?|lawyers?|chief)\b",
    re.IGNORECASE,
)
"""Right behind a name: not they, but somebody who works for them."""

SOMEBODY_OF = re.compile(
    r"\b(?:office|spokes\w+|campaign|team|staff|aides?|lawyers?|sources?|ally|allies|officials?"
    r"|oficina|voceros?|voceras?|portavo\w+|equipo|abogad\w+|asesor\w*|fuentes?|aliad[oa]s?"
    r"|allegad[oa]s?|colaborador\w*)(?:\s+(?:close|near|cercan[oa]s?))?"
    r"\s+(?:of|for|to|de|del|a|al)\s+(?:(?:the|la|el)\s+)?$",
    re.IGNORECASE,
)
"""Right before a name: the same."""
