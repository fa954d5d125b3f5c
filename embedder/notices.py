"""The bands over a post: what happened to it since, and what the newsroom says of it. Pure.

The wording is that of DESIGN, "What we say on screen": what was seen, by whom, when.
"""

from archive import from_browser, saved
from archive.platforms import HAND
from archive.records import Annotation
from archive.status import Status, status_of
from archive.storage.base import Holding
from embedder.links import Links
from embedder.parts import Notice
from embedder.voice import Voice

__all__ = ["notices_of", "text_of", "withheld_notice"]


def notices_of(holding: Holding, platform: str, links: Links, voice: Voice) -> tuple[Notice, ...]:
    """The bands of a post that is shown, the gravest first."""
    seen = _hints(holding, platform, voice)
    if len(holding.versions) > 1:
        seen = _newer(holding, links, voice) + seen
    if holding.checks:
        seen = _gone(holding, platform, voice) + seen
    if holding.annotations:
        corrections = _written(holding, "correction", voice)
        seen = [*corrections, *seen, *_written(holding, "note", voice)]
    return tuple(seen)


def withheld_notice(holding: Holding, voice: Voice) -> Notice:
    """The band of a post that the newsroom does not show, or has erased."""
    words, at = voice.words, holding.visibility_at
    if at is None:
        text = words.not_shown.format(name=voice.newsroom)
    else:
        said = words.erased if _erased(holding) else words.not_shown_since
        text = said.format(name=voice.newsroom, date=voice.dates.day(at))
    reason = _reason_class(holding.visibility_reason or "", voice)
    if reason is not None:
        text += " " + words.reason.format(reason=reason)
    return Notice(kind="withheld", text=text)


def _reason_class(reason: str, voice: Voice) -> str | None:
    """The class of a reason. Its own words are for the audit log: they may name a person."""
    begun = reason.strip().lower()
    return next(
        (told for kind, told in voice.words.reasons.items() if begun.startswith(kind)), None
    )


def _gone_sentence(status: Status, platform: str, voice: Voice) -> str | None:
    """``Not available on X when checked on …``; ``None`` unless it was found gone."""
    if status.state != "gone" or status.last_checked is None:
        return None
    words, dates = voice.words, voice.dates
    checked, seen = status.last_checked, status.last_seen_live
    if seen is None:
        return words.gone_never_seen.format(platform=platform, date=dates.day(checked))
    if dates.same_day(checked, seen):
        return words.gone_same_day.format(
            platform=platform, date=dates.minute(checked), seen=dates.clock(seen)
        )
    return words.gone.format(
        platform=platform, date=dates.day(checked), seen=dates.day_of(seen, checked)
    )


def text_of(annotation: Annotation) -> str | None:
    """What a person wrote: ``text`` of an annotation's body."""
    text = annotation.body.get("text")
    return text if isinstance(text, str) and text else None


def _erased(holding: Holding) -> bool:
    return holding.post.visibility == "erased" or (
        holding.stored is not None and holding.stored.visibility == "erased"
    )


def _gone(holding: Holding, platform: str, voice: Voice) -> list[Notice]:
    if "gone" not in [check.outcome for check in holding.checks]:
        return []
    sentence = _gone_sentence(status_of(holding.checks), platform, voice)
    return [] if sentence is None else [Notice(kind="gone", text=sentence)]


def _newer(holding: Holding, links: Links, voice: Voice) -> list[Notice]:
    """A later version that says something else, not merely a fuller copy of this one."""
    shown = holding.stored
    if shown is None or not [
        other
        for other in holding.versions
        if other.reason == "edited" and other.as_of > shown.as_of and other.visibility == "public"
    ]:
        return []
    return [
        Notice(
            kind="edited",
            text=voice.words.newer.format(date=voice.dates.minute(shown.captured_at)),
            link=links.post(holding.post.id, shown.n),
            link_text=voice.words.what_changed,
        )
    ]


def _hints(holding: Holding, platform: str, voice: Voice) -> list[Notice]:
    if holding.stored is None:
        return []
    words, snapshot, sentence = voice.words, holding.stored.snapshot, None
    taken = voice.dates.day(holding.stored.captured_at)
    if snapshot.platform == HAND:
        platform = words.its_platform
    if snapshot.completeness == "by hand":
        said = words.by_hand if snapshot.media else words.by_hand_bare
        sentence = said.format(name=voice.newsroom, platform=platform)
    elif holding.stored.source == from_browser.SOURCE:
        sentence = words.from_browser.format(name=voice.newsroom, date=taken, platform=platform)
    elif holding.stored.reason == "imported" or holding.stored.source == saved.SOURCE:
        sentence = words.from_file.format(name=voice.newsroom, date=taken, platform=platform)
        if snapshot.completeness == "cut":
            sentence += f" {words.cut}"
    elif snapshot.as_of_basis == "Memento-Datetime":
        sentence = words.web_archive.format(date=voice.dates.day(holding.stored.as_of))
    elif snapshot.completeness == "cut":
        sentence = words.cut
    elif snapshot.completeness == "partial" and not snapshot.media:
        # Where media are missing, their own boxes say so.
        sentence = words.partial
    return [] if sentence is None else [Notice(kind="hint", text=sentence)]


def _written(holding: Holding, kind: str, voice: Voice) -> list[Notice]:
    said = voice.words.correction if kind == "correction" else voice.words.note
    return [
        Notice(
            kind="correction" if kind == "correction" else "note",
            text=said.format(name=voice.newsroom, date=voice.dates.day(annotation.at)),
            body=text,
        )
        for annotation in holding.annotations
        if annotation.kind == kind and _applies(annotation, holding)
        if (text := text_of(annotation)) is not None
    ]


def _applies(annotation: Annotation, holding: Holding) -> bool:
    """One for a single snapshot is for that one only."""
    return annotation.snapshot is None or (
        holding.stored is not None and annotation.snapshot == holding.stored.n
    )
