"""Every page of the desk in both languages: no English sentence on a Spanish page, and no word of
the machinery on any.
"""

import re
from collections.abc import Awaitable, Callable
from html.parser import HTMLParser
from pathlib import Path

from bs4 import BeautifulSoup

from archive.archive import Archive
from archive.platforms import PLATFORMS, load_platforms
from archive.settings import Settings
from archive.sources import states_of
from archive.storage.base import User
from archive.storage.editors import QuotedPost
from archive.storage.work import Collection
from archive.telling import SENTENCES
from embedder import samples
from embedder.app import _PARTS
from embedder.looks import LOOKS
from embedder.own_sentences import apart
from embedder.warnings_es import WARNINGS
from embedder.web.gallery_texts import STATES_ES
from embedder.web.languages import asked_for
from embedder.web.people_texts import PEOPLE
from embedder.web.sources_es import spoken
from embedder.web.texts import TEXTS
from embedder.web.told import SPANISH
from tests.embedder.conftest import Capture, Client

ROOT = Path(__file__).parents[2]

LogIn = Callable[..., Awaitable[str]]

PAGES = (
    "",
    "capture/by-hand",
    "capture/saved",
    "bookmarklet?url=https://x.com/jack/status/20",
    "from-browser?url=https://x.com/jack/status/20",
    "me",
    "captures?job={job}&skipped=https://x.com/jack",
    "posts",
    "posts/{draft}",
    "posts/{public}?placement={placement}",
    "posts/{withheld}",
    "posts/{bluesky}",
    "posts/{public}/describe",
    "posts/{public}/article",
    "posts/{public}/decide",
    "requests/1",
    "queues",
    "queues?queue=hand",
    "collections",
    "collections/border",
    "people",
    "audit",
    "quotes",
    "sites",
    "gone",
    "quotes",
    "requests",
    "queries",
    "alerts",
    "audit",
    "people",
    "quotes",
    "sites",
    "sources",
    "articles",
    "asked",
    "gallery?state=deleted",
    "setup",
    "article?url=https://news.example/a",
    "posts/0000000000000000",
    "nothing",
)
"""All that an editor can open; a new page of the desk is added here."""
SHOWN_WITH_OTHERS = {"capture"}
"""The same page as another."""

ENGLISH = re.compile(
    r"\b(the|and|of|is|are|was|with|for|this|that|not|its|you|your|from|which|have|has|here)\b",
    re.IGNORECASE,
)
MACHINERY = re.compile(
    r"\b(logs?(?! (in|out)\b)|proofs?|exchanges?|hash(es)?|sha-?256|leaf|leaves|salts?|merkle|"
    r"checkpoints?|transparency|payloads?|warc|json|bytes?|endpoints?|http \d+|parsers?|"
    r"pruebas? criptogr\w+|intercambios?|registro de transparencia|carga útil)\b",
    re.IGNORECASE,
)


def words_of(html: str) -> str:
    """What stands on a page in our own words: without what people or platforms wrote, codes, what
    says of itself that it is English, and details that are shown on demand.
    """
    soup = BeautifulSoup(re.sub(r"<option[^>]*>", "", html), "html.parser")
    assert soup.html is not None
    for tag in soup.select(
        "[lang]:not(html), bdi, code, textarea, script, .address, [dir=auto], .pictured, "
        "details > :not(summary)"
    ):
        tag.decompose()
    named = [
        str(tag[attribute])
        for attribute in ("aria-label", "title", "placeholder", "alt")
        for tag in soup.select(f"[{attribute}]")
    ]
    return "\n".join([soup.get_text(" "), *named])


SAME = {
    "a name": {"onrecord", "Markdown", "WordPress", *(kind.title for kind in PLATFORMS)},
    "a language, in itself": {"English", "Español", "español", "français", "português", "العربية"},
    "a name of the test's": {"Border", "Border News", "Border · Border News"},
    "a name in the settings": {"tweet-result", "oembed", "web-archive"},
    "the same word": {"editor"},
}
"""What may stand on a page in both languages, by why."""
MACHINES = re.compile(r"https?://\S+|HTTP \d+, [\d.]+ s")
"""Addresses, and what a server answered, which is the same to everybody."""


class OwnTexts(HTMLParser):
    """Each text of a page that is of our own making: not what people or platforms wrote or are
    called, no codes and no addresses.
    """

    LEFT_OUT = frozenset({"bdi", "code", "textarea", "script", "style", "iframe"})
    CLASSES = frozenset({"address", "pictured"})
    VOID = frozenset({"input", "img", "br", "hr", "meta", "link", "source"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self._in, self._deep = "", 0
        self.texts: set[str] = set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._deep:
            self._deep += tag == self._in
            return
        told = dict(attrs)
        classes = set((told.get("class") or "").split())
        out = tag in self.LEFT_OUT or classes & self.CLASSES or told.get("dir") == "auto"
        if out and tag not in self.VOID:
            self._in, self._deep = tag, 1
        elif not out and tag != "input":
            for name in ("aria-label", "title", "placeholder", "alt"):
                self.handle_data(told.get(name) or "")

    def handle_endtag(self, tag: str) -> None:
        self._deep -= bool(self._deep) and tag == self._in

    def handle_data(self, data: str) -> None:
        said = " ".join(data.split()).removeprefix("· ")
        if not self._deep and re.search("[A-Za-z]{3}", said) and not MACHINES.fullmatch(said):
            self.texts.add(said)


async def filled(archive: Archive, capture: Capture) -> dict[str, str]:
    """One of each that the pages show."""
    public = await capture(samples.FOUR_PICTURES_URL, release=True)
    withheld = await capture(samples.EDITED_URL, release=True)
    await archive.withhold(withheld, by="test", reason="privacy: they asked")
    job = await archive.request_capture("https://x.com/i/status/20", by="test")
    await archive.run_due_jobs()
    placement = await archive.placing.place(public, by="test", article="https://news.example/a")
    words = "This may not be in it at all"
    quoted = QuotedPost(post=public, text=words, snapshot=1, result="differs")
    await archive.storage.set_quotations(
        "https://news.example/a", [quoted], by="test", at=archive.clock()
    )
    await archive.storage.add_request(
        public, kind="privacy", text="Take it out.", contact=None, by="?", at=archive.clock()
    )
    await archive.storage.save_collection(
        Collection(slug="border", name="Border", by="test", at=archive.clock())
    )
    return {
        "draft": await capture(),
        "bluesky": await capture(samples.URLS[-1]),
        "public": public,
        "withheld": withheld,
        "job": job.id,
        "placement": placement.key,
    }


async def test_no_page_of_the_desk_speaks_english_in_spanish_or_of_the_machinery_in_either(
    client: Client, archive: Archive, capture: Capture, session: LogIn
) -> None:
    await session("admin")
    there = await filled(archive, capture)
    found = []
    allowed = set().union(*SAME.values())
    english = [
        words
        for value in TEXTS["en"].values()
        for words in ([value] if isinstance(value, str) else value.values())
        if words.count(" ") > 1 and "{" not in words
    ]
    for path in PAGES:
        both: list[set[str]] = []
        for lang in TEXTS:
            headers = {"Accept-Language": lang, "Accept": "text/html"}
            answer = await client.get(f"/desk/{path.format(**there)}", headers=headers)
            html = await answer.text()
            assert f'<html lang="{lang}"' in html, path
            both.append(OwnTexts(html).texts)
            said = words_of(html)
            found += [f"{lang} /{path}: {hit[0]}" for hit in MACHINERY.finditer(said)]
            if lang == "en":
                continue
            found += [f"/{path}: {words}" for words in english if words in said]
            for hit in ENGLISH.finditer(said):
                found.append(f"/{path}: …{said[max(0, hit.start() - 30) : hit.end() + 30]!r}…")
        found += [f"/{path}, in both: {text}" for text in set.intersection(*both) - allowed]
    assert not found, "\n".join(found)


async def test_a_users_choice_of_language_comes_before_the_browsers(
    client: Client, archive: Archive, session: LogIn
) -> None:
    await session("editor")
    (user,) = await archive.storage.users()
    for chosen, asked, heard in ((None, "es", "es"), ("en", "es", "en"), ("es", "en", "es")):
        changed = User(name=user.name, role=user.role, lang=chosen)
        await archive.storage.add_user(changed, at=archive.clock())
        answer = await client.get("/desk/posts", headers={"Accept-Language": asked})
        assert f'<html lang="{heard}"' in await answer.text(), (chosen, asked)


def test_a_browser_is_spoken_to_in_the_first_of_its_languages_that_we_have() -> None:
    assert asked_for("es-419,es;q=0.9,en;q=0.8") == "es"
    assert asked_for("fr,en;q=0.8,es;q=0.7") == "en"
    assert asked_for("") == asked_for("es;q=nan") == asked_for("," * 900) == "en"


def test_all_that_is_told_of_a_capture_is_told_in_spanish() -> None:
    assert SPANISH.keys() == SENTENCES.keys()


def test_every_action_of_the_audit_log_has_words_in_both_languages() -> None:
    done = {
        action
        for package in ("archive", "embedder")
        for file in (ROOT / package).rglob("*.py")
        for action in re.findall(r'\baction="([a-z ]+)"', file.read_text("utf-8"))
    }
    assert {"decide request", "request"} <= done
    for lang, words in PEOPLE.items():
        assert [a for a in sorted(done) if f"audit.action.{a}" not in words] == [], lang


def test_what_is_to_be_known_of_a_post_says_no_word_of_the_machinery() -> None:
    words = [text for pair in WARNINGS.items() for text in pair if "UTF-8" not in text]
    assert [text for text in words if MACHINERY.search(text)] == []
    said = "The account's name is not known: a.example answered HTTP 404, as it does: often."
    assert apart(said) == (
        "The account's name is not known.",
        "a.example answered HTTP 404, as it does: often.",
    )
    assert apart("It was edited; X does not say when.") == (
        "It was edited; X does not say when.",
        "",
    )


def test_every_page_of_the_desk_is_walked() -> None:
    there = {
        route.path.removeprefix("/desk/").removeprefix("/desk")
        for part in _PARTS
        for route in part.routes()
        if route.method == "GET" and re.fullmatch(r"/desk[\w/-]*", route.path)
    }
    assert there - {page.partition("?")[0] for page in PAGES} == SHOWN_WITH_OTHERS


def test_each_act_of_the_audit_log_has_its_words() -> None:
    """As the code writes them; what refuses is written in embedder/web."""
    acts = set()
    for folder in ("archive/storage/sqlite", "embedder"):
        for path in (Path(__file__).parent.parent.parent / folder).rglob("*.py"):
            acts |= set(re.findall(r'\baction="([a-z ]+)"', path.read_text(encoding="utf-8")))
    assert len(acts) > 25
    for lang, texts in PEOPLE.items():
        assert [act for act in sorted(acts) if f"audit.action.{act}" not in texts] == [], lang


def test_every_state_of_the_gallery_and_every_fact_of_a_source_has_its_spanish() -> None:
    assert STATES_ES.keys() == LOOKS.keys()
    for state in states_of(load_platforms(Settings())):
        told = spoken(state, "es")
        for name in ("off", "needs", "agreement", "removal"):
            said = getattr(told, name)
            if said is not None:
                assert said != getattr(state, name), said
                assert not ENGLISH.search(said.replace("Page Public Content Access", "")), said
