"""An article's quotations against posts that came by a saved response, or were typed in by hand:
the article that this archive is made for, and one of our own with the same patterns.
"""

import asyncio
import json
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from archive.archive import Archive, open_archive
from archive.articles.body import Body, read_body
from archive.by_hand import Typed
from archive.clock import milliseconds
from archive.platforms import Saved
from archive.quotes.holding import HeldQuotation, QuotedArticle
from archive.records import Visibility
from archive.settings import Settings, StorageSettings
from tests.archive.pictures import encoded, quarters
from tests.archive.quoting import NOW, register
from tests.archive.x_payloads import tweet
from tests.fresh import fresh_database

X_EPOCH = 1288834974657
"""Milliseconds of 1970 at which the ids of X begin to count: each tells when it was posted."""
PNG = encoded(quarters(), "PNG")


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """An article, whose posts it quotes, and what they posted."""

    article: str
    officials: tuple[dict[str, Any], ...]
    posts: tuple[tuple[str, str, str, str], ...]
    """Handle, time, language, text."""
    sentence: str
    """Of the first quotation, to change a word of."""
    word: tuple[str, str]


OWN = """
Rosa Delgado Speaks of Water After Meeting With Montalvo

“A Real First Step, But Work Remains” Secretary Delgado

Valley Sample News

May 12, 2025 – San Lucas — U.S. Secretary of Water Rosa Delgado called the release a “first step” \
after a meeting with President Inés Montalvo.

“Today, I met with President Inés Montalvo to discuss the river we share,” Delgado said on social \
media after the meeting. “The release of water from three dams is a real first step, but there is \
still work to be done before our farmers have what they are owed.”

Delgado further stated that the treaty “will keep the valley and the whole lower river green \
again,” a nod to growers.

Montalvo spoke in the same tone, describing the talk as “productive” and friendly.

“We received Rosa Delgado at the Government Palace and had a productive meeting for the benefit of \
San Lucas and the valley. Our countries keep a relation based on mutual respect,” Montalvo posted \
on her social media account.

During her morning press conference, Montalvo set the tone for the meeting.

“We will share what San Lucas has done and the coordination that we have agreed on,” she said.
"""


def own_story() -> Story:
    return Story(
        article=OWN,
        officials=(
            {
                "slug": "rosa-delgado",
                "name": "Rosa Delgado",
                "title": "Secretary of Water",
                "jurisdiction": "US",
                "handle": "SecDelgado",
            },
            {
                "slug": "ines-montalvo",
                "name": "Inés Montalvo",
                "title": "President",
                "jurisdiction": "San Lucas",
                "handle": "inesmontalvo",
            },
        ),
        posts=(
            (
                "SecDelgado",
                "2025-05-11T22:10:00.000Z",
                "en",
                "Today, I met with President Inés Montalvo to discuss the river we share. The "
                "release of water from three dams is a real first step, but there is still work to "
                "be done before our farmers have what they are owed.\n\nThis treaty will keep the "
                "valley and the whole lower river green again.",
            ),
            (
                "inesmontalvo",
                "2025-05-11T23:40:00.000Z",
                "es",
                "Recibimos en el Palacio de Gobierno a Rosa Delgado. Tuvimos una reunión "
                "productiva en beneficio de San Lucas y del valle. Nuestros países tienen "
                "una relación basada en el respeto mutuo.",
            ),
        ),
        sentence="to discuss the river we share",
        word=("discuss", "debate"),
    )


def border_story(article: str) -> Story:
    """The posts are made of what the article quotes of them; the second is put into Spanish."""
    halves = re.search(r"“(Today, I met[^”]*),”[^“]*“([^”]*)”", article)
    assert halves is not None
    post = (
        f"{halves[1]}. {halves[2]}\n\nThis partnership will help make America and the Central "
        "American region safe again."
    )
    return Story(
        article=article,
        officials=(
            {
                "slug": "kristi-noem",
                "name": "Kristi Noem",
                "title": "Secretary of Homeland Security",
                "jurisdiction": "US",
                "handle": "Sec_Noem",
            },
            {
                "slug": "claudia-sheinbaum",
                "name": "Claudia Sheinbaum Pardo",
                "aliases": ("Claudia Sheinbaum",),
                "title": "President",
                "jurisdiction": "Mexico",
                "handle": "Claudiashein",
            },
        ),
        posts=(
            ("Sec_Noem", "2025-03-28T23:10:00.000Z", "en", post),
            (
                "Claudiashein",
                "2025-03-28T22:40:00.000Z",
                "es",
                "Dimos la bienvenida en Palacio Nacional a Kristi Noem; fue una reunión productiva "
                "para beneficio de México y de Estados Unidos. Nuestros países mantienen una buena "
                "relación, basada en el respeto mutuo a las soberanías.",
            ),
        ),
        sentence="discuss Mexico’s role in securing",
        word=("discuss", "debate"),
    )


@pytest.fixture(scope="module", params=["own", "border meeting"])
def story(request: pytest.FixtureRequest) -> Story:
    if request.param == "own":
        return own_story()
    return border_story(request.getfixturevalue("border_meeting"))


Ask = Callable[[Archive], Any]


def held(story: Story, folder: Path, ask: Ask, *, keep: str = "saved", release: bool = True) -> Any:
    """What ``ask`` answers of an archive that has the posts of the story."""

    async def run() -> Any:
        settings = Settings(
            storage=StorageSettings(database=fresh_database(folder), blobs=f"file:{folder}/blobs")
        )
        async with open_archive(settings, clock=lambda: NOW) as archive:
            await archive.storage.import_register([register(*story.officials)], by="test", at=NOW)
            for number, (handle, at, lang, text) in enumerate(story.posts):
                if keep == "saved":
                    native = str((milliseconds(datetime.fromisoformat(at)) - X_EPOCH) << 22)
                    body = json.dumps(
                        tweet(
                            text,
                            id_str=native,
                            created_at=at,
                            lang=lang,
                            user={"id_str": str(70 + number), "name": "N", "screen_name": handle},
                            edit_control={"edit_tweet_ids": [native]},
                        )
                    ).encode()
                    kept = await archive.capture_saved(
                        Saved(body=body), by="ana", name="a.json", release=release
                    )
                else:
                    typed = Typed(text=text, handle=handle, time=at)
                    shots = [PNG] if keep == "hand" else []
                    kept = await archive.capture_by_hand(
                        typed, by="ana", screenshots=shots, release=release
                    )
                assert kept.post is not None, kept.sentence
            return await ask(archive)

    return asyncio.run(run())


def article_of(story: Story, *, changed: bool = False) -> Body:
    text = story.article
    if changed:
        assert story.sentence in text
        text = text.replace(story.sentence, story.sentence.replace(*story.word))
    return read_body(text, kind="text")


def beginning(article: QuotedArticle, words: str) -> HeldQuotation:
    (one,) = [h for h in article.quotations if h.quotation.text.startswith(words)]
    return one


def results(article: QuotedArticle) -> list[str]:
    return [one.finding.result for one in article.quotations]


@pytest.fixture(scope="module")
def by_file(
    story: Story, tmp_path_factory: pytest.TempPathFactory
) -> tuple[QuotedArticle, QuotedArticle]:
    """The article, and the article with one word changed, with posts of saved responses."""

    async def ask(archive: Archive) -> tuple[QuotedArticle, QuotedArticle]:
        one = await archive.quotes.of_article(article_of(story))
        return one, await archive.quotes.of_article(article_of(story, changed=True))

    found: tuple[QuotedArticle, QuotedArticle] = held(story, tmp_path_factory.mktemp("file"), ask)
    return found


def test_both_halves_of_a_post_are_word_for_word(
    by_file: tuple[QuotedArticle, QuotedArticle], story: Story
) -> None:
    found = beginning(by_file[0], "Today, I met")
    assert found.quotation.claim == "posted"
    assert len(found.quotation.parts) == 2
    assert found.finding.result == "word for word"
    match = found.finding.match
    assert match is not None
    assert match.version.text == story.posts[0][3]
    assert (match.snapshots, match.version.origin) == ((1,), "platform")
    assert found.covered.handles == (story.officials[0]["handle"],)
    assert (found.covered.posts, found.covered.followed) == (1, False)


def test_one_word_that_is_changed_is_shown(
    by_file: tuple[QuotedArticle, QuotedArticle], story: Story
) -> None:
    found = beginning(by_file[1], "Today, I met").finding
    assert (found.result, found.differs) == ("differs", 1)
    assert found.match is not None
    assert found.match.likeness is not None
    (step,) = [step for step in found.match.likeness.steps if step.way != "same"]
    assert (step.way, step.quoted, step.kept) == ("changed", story.word[1], story.word[0])


def test_a_part_of_a_sentence_is_a_fragment_and_the_headline_differs(
    by_file: tuple[QuotedArticle, QuotedArticle], story: Story
) -> None:
    fragment = beginning(by_file[0], "will ").finding
    assert fragment.result == "fragment"
    headline = beginning(by_file[0], "A ")
    assert headline.quotation.heading
    assert headline.quotation.official == story.officials[0]["slug"]
    assert headline.finding.result == "differs"
    assert headline.finding.differs > 1


def test_what_stands_in_spanish_is_proposed_as_a_translation(
    by_file: tuple[QuotedArticle, QuotedArticle], story: Story
) -> None:
    found = beginning(by_file[0], "We received" if "received" in story.article else "We welcomed")
    assert found.quotation.official == story.officials[1]["slug"]
    assert found.finding.result == "translation"
    assert found.finding.match is not None
    assert found.finding.match.version.text == story.posts[1][3]
    assert found.finding.match.likeness is None


def test_a_press_conference_and_one_word_are_not_claimed_to_be_posts(
    by_file: tuple[QuotedArticle, QuotedArticle], story: Story
) -> None:
    spoken = beginning(by_file[0], "We will share" if "We will share" in story.article else "We’ll")
    assert spoken.quotation.official == story.officials[1]["slug"]
    assert (spoken.finding.result, spoken.finding.why) == ("not claimed", "elsewhere")
    one_word = beginning(by_file[0], "productive").finding
    assert (one_word.result, one_word.why) == ("not claimed", "one word")


def test_of_texts_that_were_typed_in_nothing_counts_as_word_for_word(
    story: Story, tmp_path: Path
) -> None:
    async def ask(archive: Archive) -> QuotedArticle:
        return await archive.quotes.of_article(article_of(story), names=True)

    typed: QuotedArticle = held(story, tmp_path / "hand", ask, keep="hand")
    first = beginning(typed, "Today, I met").finding
    assert first.result == "typed in"
    assert first.match is not None
    assert first.match.version.typed_by == "ana"
    obtained = {"word for word", "omission or bracket", "differs", "fragment", "translation"}
    assert not obtained & set(results(typed))
    bare: QuotedArticle = held(story, tmp_path / "bare", ask, keep="hand alone")
    assert beginning(bare, "Today, I met").finding.result == "no post"
    assert set(results(bare)) <= {"no post", "not claimed"}
    assert all(one.finding.match is None for one in bare.quotations)


def test_drafts_are_for_editors_and_what_is_hidden_is_for_nobody(tmp_path: Path) -> None:
    story = own_story()

    async def ask(archive: Archive) -> dict[str, str]:
        async def first(*, drafts: bool) -> str:
            article = await archive.quotes.of_article(article_of(story), drafts=drafts)
            return beginning(article, "Today, I met").finding.result

        found = {"draft": await first(drafts=False), "draft, editor": await first(drafts=True)}
        posts = (await archive.storage.list_posts(limit=9, drafts=True)).holdings
        (post,) = [
            one.post.id for one in posts if one.stored and "Today" in one.stored.snapshot.text
        ]
        states: tuple[Visibility, ...] = ("public", "withheld")
        for state in states:
            await archive.storage.set_visibility(post, state, by="ana", at=NOW, reason="a test")
            found[state] = await first(drafts=False)
        found["withheld, editor"] = await first(drafts=True)
        await archive.erase(post, by="ana", reason="a test")
        found["erased, editor"] = await first(drafts=True)
        return found

    assert held(story, tmp_path, ask, release=False) == {
        "draft": "no post",
        "draft, editor": "word for word",
        "public": "word for word",
        "withheld": "no post",
        "withheld, editor": "no post",
        "erased, editor": "no post",
    }
