"""Many holdings at once are those that are read one by one. Every backend of conftest runs it."""

from msgspec.structs import replace

from archive.records import Annotation, Media, PostLink
from archive.storage import Storage
from archive.storage.base import Holding
from tests.archive.storage_posts import (
    NOON,
    PICTURE,
    at,
    attachment,
    capture,
    exchange,
    first,
    id_of,
    look,
    new,
    picture,
    snapshot,
    write,
)


def as_exported(holding: Holding | None) -> Holding | None:
    """What :meth:`Storage.holdings` promises of a holding."""
    if holding is None:
        return None
    return replace(
        holding,
        versions=(),
        visibility_reason=None,
        visibility_at=None,
        quoted=as_exported(holding.quoted),
        parent=as_exported(holding.parent),
        reposted=as_exported(holding.reposted),
    )


def note(native: str, kind: str, minutes: float, **body: object) -> Annotation:
    return Annotation(post=id_of(native), kind=kind, body=body, by="ana", at=at(minutes))  # type: ignore[arg-type]


async def test_many_at_once_are_as_one_by_one(storage: Storage) -> None:
    shown = snapshot("1", media=(Media(kind="image", sha256=PICTURE),))
    quoting = snapshot("2", "Look.", quoted=PostLink(post=id_of("1"), snapshot=1))
    answer = snapshot("3", "No.", parent=PostLink(post=id_of("2"), snapshot=1))
    await storage.keep(
        capture(
            write("1", new(1, shown, attachments=(attachment(),)), reason="context"),
            write("2", new(1, quoting), new(2, replace(quoting, text="Look!"))),
            write("3", new(1, answer)),
            first("4"),
            media=(picture(),),
            looks=(look("1", snapshot=1), look("2", 0, snapshot=1), look("2", minutes=9)),
            exchanges=(exchange(),),
        )
    )
    await storage.annotate(note("2", "note", 3, text="Said at night."))
    await storage.annotate(note("2", "note", 8, text="Said at noon."))
    await storage.annotate(note("2", "official", 4, name="A"))
    for lang in ("es", "fr"):
        await storage.annotate(note("2", "translation", 5, text=lang, lang=lang))
    for native, state in (("3", "withheld"), ("4", "public")):
        await storage.set_visibility(id_of(native), state, by="a", at=NOON, reason="x")  # type: ignore[arg-type]
    await storage.erase(id_of("4"), by="a", at=NOON, reason="x")
    refs = [(id_of("3"), 1), (id_of("2"), 2), (id_of("2"), 1), (id_of("9"), 1), (id_of("4"), 1)]
    refs += [(id_of("1"), 1), (id_of("1"), 2)]
    found = await storage.holdings(refs)
    assert list(found) == [as_exported(await storage.holding(*ref)) for ref in refs]
    assert await storage.holdings([]) == ()

    (then,) = await storage.holdings([(id_of("2"), 1)], before=at(8))
    assert then is not None
    assert [n.body.get("text") for n in then.annotations if n.kind == "note"] == ["Said at night."]
    assert [c.at for c in then.checks] == [NOON]
    assert then.quoted is not None
    assert then.quoted.media == {PICTURE: picture()}
    (before,) = await storage.holdings([(id_of("2"), 1)], before=NOON)
    assert before is not None
    assert (before.annotations, before.checks) == ((), ())
