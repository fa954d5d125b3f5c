"""What the newsroom adds to a post, by the plain forms of the desk."""

from collections.abc import Awaitable, Callable
from html import unescape

from archive.archive import Archive
from embedder import samples
from tests.embedder.conftest import Capture, Client

LogIn = Callable[..., Awaitable[str]]


async def test_pictures_without_a_description_are_counted_and_described(
    client: Client, archive: Archive, capture: Capture, session: LogIn
) -> None:
    csrf = await session("editor")
    post = await capture(samples.URLS[2])
    held = await archive.storage.holding(post)
    assert held is not None
    assert held.stored is not None
    files = [a.sha256 for a in held.attachments if a.role == "media"]
    bare = [f for f, m in zip(files, held.stored.snapshot.media, strict=True) if not m.alt]
    assert bare, "the sample has a picture that nobody described"
    page = await (await client.get(f"/desk/posts/{post}")).text()
    assert f"{len(bare)} picture" in page
    page = await (await client.get(f"/desk/posts/{post}/article")).text()
    assert f"{len(bare)} picture" in page, "asked for before it is put in an article"
    job = await archive.request_capture(samples.URLS[2], by="ana")
    async for _ in archive.watch(job.id):
        pass
    page = await (await client.get(f"/desk/captures?job={job.id}")).text()
    assert f"{len(bare)} picture" in page
    path = f"/desk/posts/{post}/describe"
    for n, sha256 in enumerate(bare, start=1):
        form = {"csrf": csrf, "kind": "alt", "media": sha256 or "", "text": f"A <b>map</b> {n}"}
        page = await (await client.post(path, data=form)).text()
    assert "Every picture is described." in page
    assert "A &lt;b&gt;map&lt;/b&gt; 1</textarea>" in page
    fragment = await (await client.get(f"/e/{post}/")).text()
    assert "(description by Border News)" in unescape(fragment)
    form = {"csrf": csrf, "kind": "alt", "media": bare[0] or "", "text": "", "remove": "1"}
    page = await (await client.post(path, data=form)).text()
    assert "1 picture has no description yet." in page


async def test_translation_note_correction_and_sensitive_are_shown_and_taken_back(
    client: Client, archive: Archive, capture: Capture, session: LogIn
) -> None:
    csrf = await session("editor")
    post = await capture()
    path = f"/desk/posts/{post}/describe"
    forms: tuple[dict[str, str], ...] = (
        {"kind": "translation", "text": "Uno", "lang": "es", "name": "Ana", "machine": "1"},
        {"kind": "translation", "text": "Um", "other_lang": "pt"},
        {"kind": "note", "text": "From 2023."},
        {"kind": "correction", "text": "It was Monday."},
        {"kind": "sensitive"},
    )
    for form in forms:
        answer = await client.post(path, data={"csrf": csrf, **form})
        assert answer.status == 200, form
    held = await archive.storage.holding(post)
    assert held is not None
    notes = [note for note in held.annotations if note.kind != "official"]
    assert {(note.kind, note.by) for note in notes} == {(f["kind"], "editor") for f in forms}
    (spanish,) = (note for note in notes if note.body.get("lang") == "es")
    assert spanish.body == {"text": "Uno", "lang": "es", "name": "Ana", "machine": True}
    for form in forms:
        lang = form.get("other_lang") or form.get("lang", "")
        gone = {"csrf": csrf, "kind": form["kind"], "lang": lang, "remove": "1"}
        assert (await client.post(path, data=gone)).status == 200, form
    held = await archive.storage.holding(post)
    assert held is not None
    assert [note for note in held.annotations if note.kind != "official"] == []


async def test_what_is_missing_is_told_and_what_was_typed_stays(
    client: Client, archive: Archive, capture: Capture, session: LogIn
) -> None:
    csrf = await session("editor")
    path = f"/desk/posts/{await capture()}/describe"
    for form, told in (
        ({"kind": "note", "text": " "}, "Write something first."),
        ({"kind": "translation", "text": "Uno mismo"}, "Choose the language of the translation"),
        ({"kind": "note", "text": "x" * 20_001}, "This is longer than we take."),
        ({"kind": "official", "text": "Me"}, "This could not be kept."),
        ({"kind": "alt", "text": "x", "media": "0" * 64}, ""),
    ):
        answer = await client.post(path, data={"csrf": csrf, **form})
        page = await answer.text()
        assert answer.status == 422, form
        assert told in page
    answer = await client.post(
        path, data={"csrf": csrf, "kind": "translation", "text": "Uno mismo"}
    )
    assert "Uno mismo</textarea>" in await answer.text()
    assert (await client.post(path, data={"kind": "note", "text": "a"})).status == 403
