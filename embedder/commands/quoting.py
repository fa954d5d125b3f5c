"""``quote``: an article's quotations against what is kept."""

import asyncio
from datetime import date, datetime

import click

from archive.archive import Archive
from archive.quotes.holding import HeldQuotation, body_of
from embedder.commands.articles import source_of
from embedder.commands.running import print_json, say, site_links, with_archive
from embedder.dates import Dates, dates_in
from embedder.quote_json import quotation_json
from embedder.quote_words import say_covered, say_finding
from embedder.site import site_of

__all__ = ["quote"]


@click.command()
@click.argument("article")
@click.option(
    "--date",
    "published",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="The article's day, where it does not say one, or a wrong one.",
)
@click.option("--drafts", is_flag=True, help="Drafts count, too.")
@click.option("--json", "as_json", is_flag=True, help="Print each quotation as a JSON line.")
@with_archive
async def quote(
    archive: Archive,
    /,
    article: str,
    published: datetime | None,
    drafts: bool,
    as_json: bool,
) -> None:
    """Hold an article's quotations against the posts that are kept.

    ARTICLE is a file, HTML or plain text, or the URL of the article; - is what comes in. Of no
    quotation it is said that somebody did not say it: beside it stands what was looked through.

    Example: onrecord quote article.html --date 2025-03-29
    """
    body = await asyncio.to_thread(body_of, await source_of(archive, article, None))
    day: date | None = None if published is None else published.date()
    found = await archive.quotes.of_article(body, published=day, drafts=drafts, names=True)
    zone = (await site_of(archive)).timezone
    if found.published is None:
        say("The article tells no date, so that today's is taken: --date says another.")
    if as_json:
        links = site_links(archive.settings)
        print_json(*(quotation_json(held, links, zone) for held in found.quotations))
    else:
        dates = dates_in("en", zone)
        shown: set[str] = set()
        told = ("\n".join(_lines(held, dates, shown)) for held in found.quotations)
        click.echo("\n\n".join(told), nl=bool(found.quotations))
    if not found.quotations:
        say("No quotation of anybody was found.")
    if found.left_out:
        say(f"{found.left_out} more quotations were not looked at.")


def _lines(held: HeldQuotation, dates: Dates, shown: set[str]) -> list[str]:
    """A quotation for a person. ``shown`` are the texts that stand above: each is printed once."""
    quotation, finding = held.quotation, held.finding
    words = " … ".join(f"“{part}”" for part in quotation.parts)
    speaker = f" — {quotation.speaker}" if quotation.speaker else ""
    lines = [
        _plain(f"{words}{speaker}"),
        f"  {say_finding(held, 'en', dates)}",
    ]
    match = finding.match
    if match is not None:
        if finding.result == "differs" and match.likeness is not None:
            lines.append(f"  {_plain(_marked(held))}")
        version = match.version
        when = match.evidence.created_at
        posted = "" if when is None else f", posted {dates.minute(when)}"
        seen = dates.minute(version.as_of)
        name = f"{match.evidence.post}@{version.n}"
        lines.append(f"  {name}{posted}, as of {seen}, by {version.source}")
        if name not in shown:
            lines.append(f"  {_plain(version.text)}")
            shown.add(name)
    lines.append(f"  Covered: {_plain(say_covered(held, 'en', dates))}")
    return lines


def _marked(held: HeldQuotation) -> str:
    """The words one by one: [-what the article has-] {+what the post has+}."""
    match = held.finding.match
    steps = () if match is None or match.likeness is None else match.likeness.steps
    return " ".join(
        step.quoted
        if step.way == "same"
        else " ".join(
            filter(
                None,
                (
                    f"[-{step.quoted}-]" if step.quoted else "",
                    f"{{+{step.kept}+}}" if step.kept else "",
                ),
            )
        )
        for step in steps
    )


def _plain(text: str) -> str:
    """On one line, and without what would steer the terminal."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
