"""Whose an account is: asked once, at the desk or by a program, and shown once confirmed."""

import re
from collections.abc import Awaitable, Callable
from html import unescape

import pytest

from archive.archive import Archive
from archive.register import read
from archive.storage.register import RegisterFile
from embedder import samples
from tests.embedder.conftest import Bearer, Capture, Client

LogIn = Callable[..., Awaitable[str]]
HEAD = "slug,name,office,jurisdiction,since,until,platform,native_id,kind,account_since\n"


async def _no_card(*_: object) -> None:
    """Drawing one takes longer than all the rest."""


@pytest.fixture(autouse=True)
def without_cards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("embedder.web.desk_posts.card_at_desk", _no_card)


@pytest.fixture
async def post(capture: Capture) -> str:
    return await capture(samples.DELETED_URL)  # one without pictures is kept in less time


async def put(archive: Archive, post: str, *rows: str) -> None:
    """Fills the register; ``{}`` stands for platform and id of the post's account."""
    account = await archive.storage.account_of(post)
    assert account is not None
    names = {"x": "x", "bluesky": "bluesky", "fediverse": "mastodon", "truth": "truth"}
    which = f"{names[account.platform]},{account.native_id}"
    data = HEAD + "\n".join(row.format(which) for row in rows)
    facts = read("csv", data.encode())
    assert facts.problems == ()
    files = [RegisterFile(source="csv:own", facts=facts)]
    await archive.storage.import_register(files, by="ana", at=archive.clock())


async def page_of(client: Client, post: str) -> str:
    return unescape(await (await client.get(f"/desk/posts/{post}")).text())


def fields(form: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form))


async def test_the_desk_asks_until_it_is_told_and_then_the_embed_shows_the_office(
    client: Client, session: LogIn, post: str
) -> None:
    csrf = await session("editor")
    assert "Whose account is this?" in await page_of(client, post)
    said = {"name": "Fay Ito", "office": "Mayor", "jurisdiction": "El Paso", "kind": "official"}
    told = await client.post(f"/desk/posts/{post}/account", data={"csrf": csrf, **said})
    assert told.url.path == f"/desk/posts/{post}"
    page = unescape(await told.text())
    assert "Whose account is this?" not in page
    assert "Fay Ito" in page
    assert "official account" in page
    embed = await (await client.get(f"/e/{post}/")).text()
    assert "Mayor, El Paso" in embed


async def test_a_proposal_is_confirmed_with_one_press_and_shown_to_nobody_before(
    client: Client, session: LogIn, archive: Archive, post: str
) -> None:
    await put(archive, post, "jo-poe,Jo Poe,Governor,TX,2001-01-01,,{},office-wide,2001-01-01")
    assert [batch async for batch in archive.naming.apply(by="ana")]
    csrf = await session("editor")
    assert "Governor" not in await (await client.get(f"/e/{post}/")).text()
    page = await page_of(client, post)
    form = page.partition('class="card proposal"')[2].partition("</form>")[0]
    assert "Jo Poe" in form
    assert "Governor, TX" in form
    assert fields(form)["csrf"] == csrf
    await client.post(f"/desk/posts/{post}/account", data=fields(form))
    assert "Governor, TX" in await (await client.get(f"/e/{post}/")).text()
    audit = await archive.storage.account_of(post)
    assert audit is not None
    assert (audit.kind, audit.confirmed_by) == ("office-wide", "editor")


async def test_a_name_that_the_register_has_is_asked_for_before_it_joins_or_parts_two(
    client: Client, session: LogIn, archive: Archive, post: str
) -> None:
    await put(archive, post, "jo-poe,Jo Poe,Governor,TX,2001-01-01,,,,,")
    csrf = await session("editor")
    path, form = f"/desk/posts/{post}/account", {"csrf": csrf, "name": "POE", "office": "Clerk"}
    asked = await client.post(path, data=form)
    page = unescape(await asked.text())
    assert asked.status == 422
    assert 'value="jo-poe"' in page
    assert 'value="Clerk"' in page, "what was typed stays"
    account = await archive.storage.account_of(post)
    assert account is not None
    assert account.confirmed_by is None
    await client.post(path, data={**form, "new": "1", "official": "jo-poe", "office": ""})
    account = await archive.storage.account_of(post)
    assert account is not None
    assert account.official == "jo-poe"
    await client.post(path, data={**form, "new": "1", "official": ""})
    account = await archive.storage.account_of(post)
    assert account is not None
    assert account.official == "poe"
    page = await page_of(client, post)
    assert "still say otherwise" in page
    assert "Jo Poe, Governor, TX → POE, Clerk" in page
    await client.post(f"{path}/apply", data={"csrf": csrf})
    assert "still say otherwise" not in await page_of(client, post)


async def test_what_cannot_be_kept_is_told_at_the_form_which_is_an_editors_alone(
    client: Client, session: LogIn, post: str
) -> None:
    private = {"who": "private person", "csrf": "wrong"}
    for part, status in (("", 401), ("/apply", 401)):
        answer = await client.post(f"/desk/posts/{post}/account{part}", data=private)
        assert answer.status == status
    csrf = await session("editor")
    assert (await client.post(f"/desk/posts/{post}/account", data=private)).status == 403
    wrong: tuple[tuple[dict[str, str], str], ...] = (
        ({"name": " "}, "not clear whose"),
        ({"name": "Fay", "since": "yesterday"}, "no day"),
        ({"name": "Fay", "office": "M", "since": "2020-02-02", "until": "2020-01-01"}, "ends on"),
        ({"name": "Fay", "kind": "secret"}, "no kind of account"),
        ({"official": "<script>"}, "no official '<script>'"),
    )
    for form, said in wrong:
        answer = await client.post(f"/desk/posts/{post}/account", data={"csrf": csrf, **form})
        page = await answer.text()
        assert answer.status == 422
        assert said in unescape(page)
        assert "<script>'" not in page


async def test_a_program_asks_and_answers_too_and_only_an_editors(
    client: Client, bearer: Bearer, archive: Archive, post: str
) -> None:
    await put(archive, post, "jo-poe,Jo Poe,Governor,TX,2001-01-01,,{},official,")
    path = f"/api/v1/posts/{post}/account"
    reader, editor = await bearer("reader"), await bearer("editor")
    for headers, status in (({}, 401), (reader, 403), (editor, 200)):
        assert (await client.get(path, headers=headers)).status == status
        body = {"official": "jo-poe"} if status == 200 else {"who": "private person"}
        answer = await client.post(path, json=body, headers=headers)
        assert answer.status == status
    facts = await answer.json()
    assert facts["account"]["official"] == "jo-poe"
    assert facts["account"]["confirmed_by"].startswith("key:editor")
    assert facts["proposal"]["name"] == "Jo Poe"
    assert (await client.post(path, json={"name": 1}, headers=editor)).status == 422
    assert (await client.post(path, json={}, headers=editor)).status == 400


async def test_a_capture_of_an_unknown_account_asks_on_its_own_page(
    client: Client, archive: Archive, session: LogIn
) -> None:
    csrf = await session("editor")
    watched = await client.post("/desk/captures", data={"urls": samples.DELETED_URL, "csrf": csrf})
    for job in await archive.storage.list_jobs(kind="capture", limit=9):
        async for _ in archive.watch(job.id):
            pass
    page = await (await client.get(watched.url.path_qs)).text()
    assert "Whose account is this?" in page
    found = re.search(r'href="(/desk/posts/\w+#account)"', page)
    assert found
    assert 'id="account"' in await (await client.get(found[1])).text()
