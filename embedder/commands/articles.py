"""``scan``, ``rewrite``: what an article references, and the article with embeds of ours."""

import asyncio
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from archive.archive import Archive
from archive.articles.body import is_credit
from archive.articles.reading import Article, article_in
from archive.articles.references import Place
from archive.articles.scan import Scanned
from archive.clock import rfc3339
from archive.errors import ArchiveError, UsageError
from archive.placing import article_address
from archive.platforms import platform_title
from archive.referenced import Known
from embedder.commands.capturing import CODES
from embedder.commands.running import (
    person,
    print_json,
    say,
    site_links,
    with_archive,
    write_file,
)
from embedder.replacing import Form, replacements
from embedder.rewrite import found_in, rewrite_all
from embedder.scanned_json import scanned_json

MAX_FILE = 20_000_000
"""Bytes of an article's file."""
_IS_URL = ("http://", "https://")


@click.command()
@click.argument("pages", nargs=-1, required=True, metavar="PAGE…")
@click.option(
    "--capture",
    is_flag=True,
    help="Keep those that are not kept yet, and link those that are with the article.",
)
@click.option("--article", metavar="URL", help="The article's own address, for one in a file.")
@click.option("--release", is_flag=True, help="What is captured is public at once, not a draft.")
@click.option("--json", "as_json", is_flag=True, help="Print each article as a JSON line.")
@with_archive
async def scan(
    archive: Archive,
    pages: Sequence[str],
    capture: bool,
    article: str | None,
    release: bool,
    as_json: bool,
) -> int:
    """List the posts that articles reference, and the pictures that they credit to a platform.

    PAGE is an article's URL, or a file with its HTML or its text; - is what comes in.

    Example: onrecord scan article.html --capture --article https://news.example/border
    """
    if article is not None and len(pages) > 1:
        raise UsageError(
            "One address was given for several articles.",
            next_step="Scan them one by one, or by their URLs.",
        )
    article_address(article)
    codes: list[int] = []
    for page in pages:
        try:
            source = await source_of(archive, page, article)
        except ArchiveError as error:
            said = str(error)
            say(said if said.startswith(page[:200]) else f"{page[:200]}: {said}")
            codes.append(error.exit_code)
            continue
        scanned = await archive.scan(source)
        known = await archive.known(scanned.posts)
        code = 0
        if capture:
            await archive.link(known, source.url, by=person())
            code = await _capture_missing(archive, known, source.url, release=release)
            known = await archive.known(scanned.posts)
        codes.append(code)
        if as_json:
            print_json({"page": page, **scanned_json(scanned, known)})
        else:
            click.echo(_told(page, scanned, known, archive))
    return codes[0] if len(set(codes)) == 1 else 1


async def source_of(archive: Archive, page: str, article: str | None) -> Article:
    """The article of an argument."""
    if page.lower().startswith(_IS_URL):
        return await archive.article(page)
    body = await asyncio.to_thread(_read, page)
    return article_in(body, article)


def _read(page: str) -> bytes:
    if page == "-":
        body = sys.stdin.buffer.read(MAX_FILE + 1)
    else:
        try:
            with Path(page).open("rb") as file:
                body = file.read(MAX_FILE + 1)
        except (OSError, ValueError) as error:
            raise UsageError(
                f"{page[:200]} cannot be read: {getattr(error, 'strerror', None) or error}.",
                next_step="Name an article's file, or its URL with https://.",
            ) from error
    if len(body) > MAX_FILE:
        raise UsageError(
            f"{page} has more than {MAX_FILE:,} bytes; no article has.",
            next_step="Save the article alone.",
        )
    return body


async def _capture_missing(
    archive: Archive, known: Sequence[Known], article: str | None, *, release: bool
) -> int:
    """Keeps those that are not kept; one that fails costs no other."""
    codes = []
    for one in known:
        if one.state != "not kept":
            continue
        try:
            captured = await archive.capture(one.url, by=person(), article=article, release=release)
        except ArchiveError as error:
            say(f"{one.url[:200]}: {error}")
            codes.append(error.exit_code)
            continue
        say(" ".join(filter(None, (f"{one.url[:200]}:", captured.sentence, captured.next_step))))
        codes.append(CODES[captured.state])
    return codes[0] if len(set(codes)) == 1 else int(bool(codes))


def _told(page: str, scanned: Scanned, known: Sequence[Known], archive: Archive) -> str:
    """An article for a person: its heading, then a line each."""
    links = site_links(archive.settings)
    day = scanned.published
    told = rfc3339(day) if isinstance(day, datetime) else str(day or "")
    lines = [" · ".join(filter(None, (scanned.title or page, told)))]
    for one in known:
        where = f"  {links.embed(one.post.id)}" if one.post is not None else ""
        lines.append(
            f"  {one.url}  {platform_title(one.reference.named.platform)}, "
            f"{one.reference.how}: {one.state}{where}"
        )
        if one.reference.sentence:
            lines.append(f"    {_plain(one.reference.sentence)}")
        if one.reference.in_data:
            lines.append(
                f"    in the page's JSON: {', '.join(map(_in_data, one.reference.in_data))}"
            )
    for picture in scanned.pictures:
        kind = "likely screenshot of a post" if picture.kind == "screenshot" else "picture"
        by = f", {picture.speaker}" if picture.speaker else ""
        told = picture.heading if is_credit(picture.text) and picture.heading else picture.text
        lines.append(f"  {kind}{by}, credited to {picture.credited}: {told[:100]}")
    if not known and not scanned.pictures:
        lines.append("  It references no post.")
    lines += [f"  {warning}" for warning in scanned.warnings]
    return "\n".join(line.encode("utf-8", "replace").decode() for line in lines)


@click.command()
@click.argument("file", metavar="FILE")
@click.option(
    "--as",
    "form",
    type=click.Choice(["fragment", "frame"]),
    default="fragment",
    help="The post's own markup, or a frame with its page.",
)
@click.option("-o", "output", type=click.Path(dir_okay=False, path_type=Path), help="A file.")
@with_archive
async def rewrite(archive: Archive, file: str, form: Form, output: Path | None) -> int:
    """Print an article's HTML with platforms' embeds replaced by ours.

    Only posts that are kept here and public are replaced; the others stay, and are listed. So do
    embeds in the JSON that a page is drawn from. All else is byte for byte as it was. FILE - is
    what comes in.

    Example: onrecord rewrite article.html -o rewritten.html
    """
    if file.lower().startswith(_IS_URL):
        raise UsageError(
            "An article is rewritten from its file, not from its address.",
            next_step="Save the page's HTML, or hand it in: curl URL | onrecord rewrite -",
        )
    source = article_in(await asyncio.to_thread(_read, file))
    found = await asyncio.to_thread(found_in, source.text)
    ours = await replacements(archive, found.shown, form=form)
    embeds = {key: _fitting(html, source.encoding) for key, html in ours.embeds.items()}
    done = await asyncio.to_thread(rewrite_all, source.text, embeds, found)
    content = done.html.encode(source.encoding, "surrogateescape")
    if output is not None:
        await asyncio.to_thread(write_file, output, content)
        say(f"Written to {output}.")
    else:
        click.echo(content, nl=False)
    why = {one.reference.key: one.state for one in ours.left}
    if not (found.shown or done.in_data):
        say("It has no embed of a platform: it stays as it was.")
        return 0
    say(f"Replaced: {len(done.replaced)}. Left as they are: {len(done.left)}.")
    for one in done.left:
        say(f"  {one.url[:200]}: {_why(why.get(one.key, 'beside another that is left'))}")
    if done.in_data:
        say(f"Found in JSON, not replaced: {len(done.in_data)}. Change them in the site's system.")
        for one in done.in_data:
            say(f"  {one.url[:200]}: {', '.join(map(_in_data, one.in_data))}")
    return 1 if done.left or done.in_data else 0


def _plain(text: str) -> str:
    """Without what would steer the terminal."""
    return "".join(c if c.isprintable() else " " for c in text)


def _in_data(place: Place) -> str:
    return f"line {place.line}, {place.path}" if place.path else f"line {place.line}"


def _why(state: str) -> str:
    return {"public": "nothing of it can be shown", "draft": "a draft"}.get(state, state)


def _fitting(html: str, encoding: str) -> str:
    """An embed for a page in this encoding: what it has no sign for is written as a reference."""
    return html.encode(encoding, "xmlcharrefreplace").decode(encoding)
