"""``capture``, ``recheck``, ``embed``: posts come in, and are looked at again."""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from archive.archive import Archive
from archive.capture import Captured
from archive.clock import parse_time
from archive.errors import ArchiveError, UnknownPost, UsageError
from archive.platforms import Saved
from archive.post_json import post_json
from archive.targets import parse_target
from embedder.cards import card_of
from embedder.commands.running import (
    json_line,
    person,
    print_json,
    say,
    site_links,
    with_archive,
    write_file,
)
from embedder.options import Options, Theme
from embedder.outputs import TEXT_OUTPUTS, Material
from embedder.site import local_address, site_of
from embedder.site_css import site_css
from embedder.view import build_view

CODES = {"done": 0, "partial": 1, "gone": 3, "refused": 4, "failed": 4}


@click.command()
@click.argument("urls", nargs=-1, metavar="[URL…]")
@click.option(
    "--payload",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A response that somebody saved, in place of a URL.",
)
@click.option("--url", "payload_url", metavar="URL", help="Which post of the payload is meant.")
@click.option("--saved-at", metavar="TIME", help="When the payload was saved, with its zone.")
@click.option("--article", metavar="URL", help="The article that references the posts.")
@click.option("--release", is_flag=True, help="Public at once, not a draft.")
@click.option("--force", is_flag=True, help="Ask the platform even if it was asked just now.")
@click.option("--json", "as_json", is_flag=True, help="Print each post as a JSON line.")
@with_archive
async def capture(
    archive: Archive,
    urls: Sequence[str],
    payload: Path | None,
    payload_url: str | None,
    saved_at: str | None,
    article: str | None,
    release: bool,
    force: bool,
    as_json: bool,
) -> int:
    """Keep posts by their URLs, or one out of a saved response.

    Example: onrecord capture https://x.com/jack/status/20 --json

    Example: onrecord capture --payload tweet.json --saved-at 2025-03-29T17:30Z
    """
    if payload is not None:
        if urls:
            raise UsageError(
                "There is a payload, and an address to ask, too.",
                next_step="Which post of the payload is meant, --url says.",
            )
        return await _capture_saved(
            archive,
            payload,
            payload_url,
            saved_at,
            article=article,
            release=release,
            as_json=as_json,
        )
    if not urls:
        raise UsageError(
            "No post is named.", next_step="Name its URL, or a saved response with --payload."
        )
    for option, value in (("--url", payload_url), ("--saved-at", saved_at)):
        if value is not None:
            raise UsageError(
                f"{option} goes with --payload.", next_step="Name the posts by their URLs alone."
            )
    codes: list[int] = []
    with click.progressbar(
        urls, file=sys.stderr, label="Capturing", hidden=len(urls) < 2 or not sys.stderr.isatty()
    ) as shown:
        for url in shown:
            code = await _capture(
                archive, url, article=article, release=release, force=force, as_json=as_json
            )
            codes += [code]
    return _together(codes)


async def _capture_saved(
    archive: Archive,
    payload: Path,
    url: str | None,
    saved_at: str | None,
    *,
    article: str | None,
    release: bool,
    as_json: bool,
) -> int:
    """Keeps the post of a saved response, whose bytes are kept with it."""
    try:
        moment = None if saved_at is None else parse_time(saved_at)
    except ValueError as error:
        raise UsageError(
            f"--saved-at {saved_at} is no time with a zone.",
            next_step="Write it like 2025-03-29T17:30:00Z.",
        ) from error
    most = archive.settings.fetch.max_body
    body = await asyncio.to_thread(_read, payload, most)
    captured = await archive.capture_saved(
        Saved(body=body, url=url),
        by=person(),
        name=payload.name,
        saved_at=moment,
        article=article,
        release=release,
    )
    await _show(archive, payload.name, captured, as_json=as_json)
    return CODES[captured.state]


def _read(payload: Path, most: int) -> bytes:
    with payload.open("rb") as file:
        body = file.read(most + 1)
    if len(body) > most:
        raise UsageError(
            f"{payload.name} has more than {most:,} bytes.",
            next_step="[fetch] max_body in config.toml says how large an answer may be.",
        )
    return body


async def _capture(
    archive: Archive, url: str, *, article: str | None, release: bool, force: bool, as_json: bool
) -> int:
    try:
        captured = await archive.capture(
            url, by=person(), article=article, release=release, force=force
        )
    except ArchiveError as error:
        say(f"{_short(url)}: {error}")
        return error.exit_code
    await _show(archive, url, captured, as_json=as_json)
    return CODES[captured.state]


@click.command()
@click.argument("posts", nargs=-1, metavar="[POST…]")
@click.option("--json", "as_json", is_flag=True, help="Print each post as a JSON line.")
@with_archive
async def recheck(archive: Archive, posts: Sequence[str], as_json: bool) -> int:
    """Look at kept posts again now. POST is an id or any URL of the post; without one, all posts
    in use whose turn it is by [watch].

    Example: onrecord recheck vhk17dn1s2hjvmyx
    """
    if not posts:
        posts = [one.post for one in await archive.rechecks.due()]
        say(f"{len(posts)} posts in use are due.")
        if not posts:
            return 0
    return _together([await _recheck(archive, post, as_json=as_json) for post in posts])


async def _recheck(archive: Archive, post: str, *, as_json: bool) -> int:
    try:
        captured = await archive.recheck(await archive.find(post), by=person())
    except ArchiveError as error:
        say(f"{_short(post)}: {error}")
        return error.exit_code
    await _show(archive, post, captured, as_json=as_json)
    return CODES[captured.state]


FORMS = {
    "page": "page",
    "fragment": "fragment.html",
    "email": "email.html",
    "card": "card.png",
    "json": "post.json",
}
"""What ``embed --as`` takes, and the output that each is."""


@click.command()
@click.argument("post")
@click.option("--as", "form", type=click.Choice(tuple(FORMS)), default="fragment")
@click.option("--theme", type=click.Choice(["auto", "light", "dark"]), default="auto")
@click.option("--lang", help="Language of the embed's own words.")
@click.option("-o", "output", type=click.Path(dir_okay=False, path_type=Path), help="A file.")
@with_archive
async def embed(
    archive: Archive,
    post: str,
    form: str,
    theme: Theme,
    lang: str | None,
    output: Path | None,
) -> None:
    """Render a kept post. POST is an id, ID@N, or any URL of the post.

    The card is a PNG: name a file for it.

    Example: onrecord embed vhk17dn1s2hjvmyx --as card -o post.png
    """
    if form == "card" and output is None:
        raise UsageError("A card is a picture.", next_step="Name a file for it with -o.")
    n = None
    if "@" in post and "/" not in post:
        target = parse_target(post)
        post, n = target.post, target.snapshot
    holding = await archive.storage.holding(await archive.find(post), n)
    if holding is None:
        raise UnknownPost(
            f"There is no snapshot {n} of {post}.",
            next_step="Without @N the current one is rendered.",
        )
    links = site_links(archive.settings)
    site, css = await site_of(archive), site_css(archive.settings.embed.css)
    view = build_view(holding, Options(theme=theme, lang=lang), site, links, css=css)
    if form == "card":
        card = await card_of(archive, holding, view)
        content = card.png
        for warning in card.warnings:
            say(warning)
    elif form == "json":
        content = json_line(post_json(holding, links)).encode()
    else:
        of = Material(holding, view, links, links.origin or local_address(archive.settings))
        content = TEXT_OUTPUTS[FORMS[form]].render(of)
    if output is not None:
        await asyncio.to_thread(write_file, output, content)
        say(f"Written to {output}.")
    else:
        click.echo(content.decode())


async def _show(archive: Archive, url: str, captured: Captured, *, as_json: bool) -> None:
    say(" ".join(filter(None, (f"{_short(url)}:", captured.sentence, captured.next_step))))
    if captured.state != "done":
        for attempt in captured.attempts:
            status = f" (HTTP {attempt.status})" if attempt.status else ""
            why = f": {attempt.detail}" if attempt.detail else ""
            say(f"  {attempt.source}{status} {attempt.outcome}{why}")
    if captured.post is None:
        return
    holding = await archive.storage.holding(captured.post)
    if holding is None:
        return
    links = site_links(archive.settings)
    if as_json:
        print_json(post_json(holding, links))
    else:
        click.echo(f"{captured.post}@{captured.snapshot}  {links.embed(captured.post)}")


def _short(url: str) -> str:
    return url if len(url) <= 200 else f"{url[:200]}…"


def _together(codes: Sequence[int]) -> int:
    """One code for several posts: theirs if they agree, else "done in part"."""
    return codes[0] if len(set(codes)) == 1 else 1
