"""``sites``: what the newsroom's own sites show of posts, and their back catalogues."""

import sys
from collections.abc import Iterable

import click

from archive.archive import Archive
from archive.errors import FetchError, UsageError
from archive.settings import NewsSiteSettings
from embedder.commands.running import person, print_json, print_table, say, with_archive
from embedder.sites_told import SiteTold, told_sites

__all__ = ["sites"]

_ERRORS = 20
"""Articles that could not be read, as they are named on the terminal."""


@click.group()
def sites() -> None:
    """Read the newsroom's own sites: see [[sites]] in config.toml."""


@sites.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print each site as a JSON line.")
@with_archive
async def list_(archive: Archive, as_json: bool) -> None:
    """Count the posts that each site shows, and those that are not available any more.

    Example: onrecord sites list
    """
    await archive.reading.know_sites()
    told = told_sites(
        await archive.storage.count_articles(), await archive.storage.count_references()
    )
    if as_json:
        print_json(*told)
    elif not told:
        say("There are no sites: name them under [[sites]] in config.toml.")
    else:
        _print(told)


@sites.command()
@click.argument("name", required=False)
@with_archive
async def read(archive: Archive, name: str | None) -> None:
    """Look at the feeds now, not only when they are due.

    The service works off what that gives; without one, this command does. NAME is one of the sites,
    else all are read.

    Example: onrecord sites read
    """
    chosen = _chosen(archive, name)
    asked = await archive.reading.ask_now(chosen)
    say(f"{asked} feeds are looked at now.")
    await archive.run_due_jobs()
    for site in chosen:
        for feed in site.feeds:
            last = await archive.storage.listing(feed)
            if last is not None and last.problem is not None:
                say(last.problem)


@sites.command()
@click.argument("name", required=False)
@click.option(
    "--capture/--count",
    default=False,
    help="Also ask for the capture of each post; the service works them off.",
)
@click.option(
    "--pause",
    type=click.FloatRange(0.0, 3600.0),
    default=1.0,
    show_default=True,
    help="Seconds between two articles: it is your own server.",
)
@click.option("--most", type=click.IntRange(1), help="Read so many articles, and stop.")
@with_archive
async def catalogue(
    archive: Archive, name: str | None, capture: bool, pause: float, most: int | None
) -> int:
    """Read the back catalogue by the sites' sitemaps.

    What was read stays read: run again, it goes on where it broke off; with --capture the posts of
    articles that were only counted are asked for, too. NAME is one of the sites, else all are read.

    Example: onrecord sites catalogue "Border News" --capture
    """
    bad: list[str] = []
    for site in _chosen(archive, name):
        say(f"{site.name}: reading its sitemaps.")
        entries = [entry async for entry in archive.reading.catalogue(site)][:most]
        with click.progressbar(
            entries, label=site.name, file=sys.stderr, show_pos=True, show_percent=False
        ) as bar:
            for number, entry in enumerate(bar):
                if number:
                    await archive.reading.pause(pause)
                try:
                    article = await archive.reading.read(
                        entry.url, site.url, by=person(), capture=capture
                    )
                except FetchError as error:
                    bad.append(error.what)
                else:
                    bad += [article.problem] if article.problem else []
        if capture:
            waiting = await archive.reading.ask_untried(site)
            say(f"{site.name}: {waiting} captures wait for the service.")
    _tell(bad)
    told = told_sites(
        await archive.storage.count_articles(), await archive.storage.count_references()
    )
    _print(told)
    return 1 if bad else 0


def _chosen(archive: Archive, name: str | None) -> list[NewsSiteSettings]:
    chosen = [s for s in archive.reading.sites.values() if name is None or s.name == name]
    if not chosen:
        raise UsageError(
            "There are no sites." if name is None else f"There is no site {name!r}.",
            next_step="Name it under [[sites]] in config.toml.",
        )
    return chosen


def _tell(bad: list[str]) -> None:
    for problem in bad[:_ERRORS]:
        say(problem)
    if len(bad) > _ERRORS:
        say(f"… and {len(bad) - _ERRORS} more that could not be read.")


def _print(told: Iterable[SiteTold]) -> None:
    for site in told:
        say(site.sentence("en"))
    print_table(
        ("site", "platform", "shown", "kept", "not available", "refused", "not yet tried"),
        [
            (
                site.name,
                shows.title,
                f"{shows.posts:,}",
                f"{shows.kept:,}",
                f"{shows.gone:,}",
                f"{shows.refused:,}",
                f"{shows.untried:,}",
            )
            for site in told
            for shows in site.platforms
        ],
    )
