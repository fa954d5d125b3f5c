"""A screenshot of a post, read by a program -> what an editor is offered to confirm.

With the extra ``[ocr]`` only: RapidOCR, whose models lie in its package. Nothing is fetched, and
nothing that it reads is kept until a person has confirmed it.
"""

import asyncio
import importlib
import importlib.util
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from archive.errors import MediaError, UsageError
from archive.media import recognise
from archive.media.filetype import PICTURES
from archive.media.picture import decode, flatten

__all__ = ["Line", "Proposal", "Reader", "is_installed", "propose"]

HOW_TO_INSTALL = "pip install 'onrecord[ocr]'"

MAX_PIXELS = 25_000_000
"""Of a screenshot that is read: more than any screen has, and a few seconds' work."""

_HANDLE = re.compile(r"@[\w.]{1,64}(?:@[\w.-]{1,253})?")
_BESIDE = re.compile(rf"(?P<name>\S.{{0,80}}?)\s+(?P<handle>{_HANDLE.pattern})(?:\s*[·•].*)?")
"""Name and handle in one line, as timelines have them."""
_CLOCK = re.compile(
    r"\b(?P<hour>\d{1,2})[:.](?P<minute>\d\d)\s*(?P<half>[ap]\.?\s?m\b\.?)?", re.IGNORECASE
)
_DAYS = (
    re.compile(r"\b(?P<month>[A-Za-z]{3,10})\.? (?P<day>\d{1,2}),? (?P<year>\d{4})\b"),
    re.compile(
        r"\b(?P<day>\d{1,2})\.?(?: de)? (?P<month>[A-Za-z]{3,10})\.?,?(?: de)? (?P<year>\d{4})\b"
    ),
    re.compile(r"\b(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)\b"),
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan ene", "feb", "mar", "apr abr", "may", "jun", "jul", "aug ago", "sep", "oct", "nov",
         "dec dic"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
"""By their first three letters, in English and Spanish."""


class Line(msgspec.Struct, frozen=True):
    """A line of a screenshot, and its box in pixels."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """What a screenshot seems to say; empty is not found."""

    text: str = ""
    name: str = ""
    handle: str = ""
    time: str = ""
    """As it stands there, without a zone: ``2025-03-29 17:02``, or the day alone."""


def is_installed() -> bool:
    """Whether screenshots can be read here: the extra ``[ocr]`` is there."""
    return all(importlib.util.find_spec(name) for name in ("rapidocr", "onnxruntime"))


def propose(lines: Sequence[Line]) -> Proposal:
    """What the lines of a screenshot of one post seem to be: the first handle that stands alone
    or beside a name, the name there or over it, the words between it and the day. Pure.

    Whether a line ends a paragraph or was broken by the screen is told by its length alone; so
    this is for somebody who compares it with the screenshot.
    """
    rows = _rows(lines)
    name = handle = ""
    start = 0
    for n, row in enumerate(rows):
        alone, beside = _HANDLE.match(row.text), _BESIDE.fullmatch(row.text)
        if alone or beside:
            start = n + 1
            handle = alone[0] if alone else beside["handle"] if beside else ""
            name = beside["name"] if beside else rows[n - 1].text if n else ""
            break
    end = next((n for n in range(start, len(rows)) if _day(rows[n].text)), len(rows))
    return Proposal(
        text=_paragraphs(rows[start:end]),
        name=name,
        handle=handle,
        time=_time(rows[end].text) if end < len(rows) else "",
    )


def _rows(lines: Sequence[Line]) -> list[Line]:
    """Lines from top to bottom; those beside each other are one."""
    rows: list[Line] = []
    for line in sorted(lines, key=lambda line: line.top):
        last = rows[-1] if rows else None
        if last is not None and line.top < (last.top + last.bottom) / 2:
            left, right = sorted((last, line), key=lambda part: part.left)
            rows[-1] = Line(
                f"{left.text} {right.text}",
                left.left,
                min(left.top, right.top),
                max(left.right, right.right),
                max(left.bottom, right.bottom),
            )
        else:
            rows.append(line)
    return rows


def _paragraphs(rows: Sequence[Line]) -> str:
    """A wide gap sets paragraphs apart; a line that reaches the edge goes on in the next."""
    edge = max((row.right for row in rows), default=0.0)
    text = ""
    for n, row in enumerate(rows):
        if n:
            above = rows[n - 1]
            height = above.bottom - above.top
            if row.top - above.bottom > height:
                text += "\n\n"
            else:
                text += " " if above.right > edge * 0.85 else "\n"
        text += row.text
    return text


def _time(text: str) -> str:
    day, clock = _day(text), _CLOCK.search(text)
    if clock is None:
        return day
    hour, minute = int(clock["hour"]), int(clock["minute"])
    half = (clock["half"] or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return f"{day} {hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else day


def _day(text: str) -> str:
    """The day that a line names; empty where it names none, or one that there is not."""
    for pattern in _DAYS:
        found = pattern.search(text)
        if found is None:
            continue
        month = found["month"]
        number = int(month) if month.isdigit() else _MONTHS.get(month[:3].lower(), 0)
        try:
            return date(int(found["year"]), number, int(found["day"])).isoformat()
        except ValueError:
            continue
    return ""


class Reader:
    """Reads screenshots, one at a time, in a thread of its own."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="ocr")
        self._engine: Any = None

    async def read(self, screenshot: bytes) -> Proposal:
        """What a screenshot seems to say.

        Raises:
            UsageError: the extra is not installed.
            MediaError: it is no picture that we can use.
        """
        if not is_installed():
            raise UsageError(
                "Screenshots cannot be read here.", next_step=f"Install it: {HOW_TO_INSTALL}"
            )
        lines = await asyncio.get_running_loop().run_in_executor(
            self._thread, self._lines, screenshot
        )
        return propose(lines)

    def close(self) -> None:
        """Gives up what is waiting, without waiting for what is being read."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _lines(self, screenshot: bytes) -> list[Line]:
        mime = recognise(screenshot)
        if mime not in PICTURES:
            raise MediaError("This is no picture that we know.")
        image = flatten(decode(screenshot, mime, max_pixels=MAX_PIXELS).image)
        if self._engine is None:
            self._engine = _engine()
        read = self._engine(image, use_cls=False)
        if read.boxes is None or read.txts is None:
            return []
        return [
            Line(
                text,
                float(min(x for x, _ in box)),
                float(min(y for _, y in box)),
                float(max(x for x, _ in box)),
                float(max(y for _, y in box)),
            )
            for box, text in zip(read.boxes, read.txts, strict=True)
            if text.strip()
        ]


def _engine() -> Any:
    """RapidOCR with the models of its own package: named, so that it never looks for others."""
    package: Any = importlib.import_module("rapidocr")
    models = Path(package.__file__).parent / "models"
    found = {part: next(models.glob(f"*{part}*.onnx"), None) for part in ("det", "cls", "rec")}
    if None in found.values():
        raise UsageError(
            "The package rapidocr has no models in it.", next_step=f"Install it: {HOW_TO_INSTALL}"
        )
    return package.RapidOCR(
        params={
            "Global.log_level": "error",
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            **{f"{part.capitalize()}.model_path": str(path) for part, path in found.items()},
        }
    )
