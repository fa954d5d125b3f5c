"""The recorded answers that lie beside the project, read as a saved response is."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from archive.outcome import Answer, Found
from archive.platforms import read_saved
from archive.platforms.base import Saved
from archive.records import Snapshot

__all__ = ["Recording", "read_all", "snapshots_of"]

_ARTICLES = "news"
"""Articles that show posts; they are no posts."""


class Recording(NamedTuple):
    """One file, and what it is read as."""

    file: str
    platform: str
    """As the manifest calls it."""
    endpoint: str
    """What was asked, without what differs from post to post."""
    answers: tuple[Answer, ...]
    """Empty: no platform knows it."""


def read_all(payloads: Path) -> list[Recording]:
    """Every recording of the manifest but articles."""
    with (payloads / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["platform"] != _ARTICLES]
    found = []
    for row in rows:
        told = read_saved(Saved(body=(payloads / row["file"]).read_bytes()))
        answers = () if told is None else told[1]
        found.append(Recording(row["file"], row["platform"], _endpoint(row["endpoint"]), answers))
    return found


def snapshots_of(recording: Recording) -> Iterator[Snapshot]:
    """Every version of every post in it, and what came along."""
    for answer in recording.answers:
        if isinstance(answer, Found):
            yield from answer.snapshots
            yield from answer.along


_ADDRESS = re.compile(r"(?:GET |POST |PUT )?https?://([^/\s?]+)((?:<[^>]*>|[^\s?<])*)")
_NAMES_ONE = (
    (r"(?<=/)\d{5,}(?:id_)?(?=[/.]|$)", ":id"),
    (r"(?<=/statuses/)0|(?<=/polls/)1|(?<=/p/)ySl7G9tO_q", ":id"),
    (r"(?<=/comments/)\w+|(?<=/duplicates/)\w+|(?<=t\.co/)\w+", ":id"),
    (r"(?<=/:id/)https?://.*", "<page>"),
    (r"(?<=/user/)\w+|(?<=x\.com/)\w+(?=/status)|(?<=facebook\.com/)\w+(?=/videos)", "<user>"),
    (r"(?<=tiktok\.com/@)\w+", "<user>"),
)


def _endpoint(text: str) -> str:
    """What was asked, short: without query, and without what names one post or one server."""
    found = _ADDRESS.match(text)
    if found is None:
        return re.split(r" \(| = |, Accept| Accept", text)[0].replace("`", "'")
    host = "<instance>" if re.match(r"localhost|mastodon\.social", found[1]) else found[1]
    asked = f"{host}{unquote(found[2])}".rstrip("/\\")
    for one, every in _NAMES_ONE:
        asked = re.sub(one, every, asked)
    return asked
