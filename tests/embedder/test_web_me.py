"""Oneself at the desk: the language that one chooses stays chosen."""

from archive.archive import Archive
from tests.embedder.people import Client, key_of, log_in


async def test_the_language_of_the_desk_is_chosen_by_each_user(
    client: Client, archive: Archive
) -> None:
    csrf = await log_in(archive, client, "editor")
    assert '<html lang="en"' in await (await client.get("/desk/me")).text()
    answer = await client.post("/desk/me", data={"csrf": csrf, "lang": "es"})
    page = await answer.text()
    assert '<html lang="es"' in page
    assert "Ha entrado como editor." in page
    assert "Guardado." in page
    user = await archive.storage.user("editor")
    assert user is not None
    assert user.lang == "es"
    for lang in ("", "xx", "../es"):
        refused = await client.post("/desk/me", data={"csrf": csrf, "lang": lang})
        assert refused.status == 422, lang
    client.session.cookie_jar.clear()
    await log_in(archive, client, "editor")
    assert '<html lang="es"' in await (await client.get("/desk/me")).text()


async def test_each_editor_says_where_and_whether_they_are_told_by_mail(
    client: Client, archive: Archive
) -> None:
    csrf = await log_in(archive, client, "editor")
    assert "No mail server is set up yet" in await (await client.get("/desk/me")).text()

    async def saved(mail: str, **fields: str) -> tuple[int, str | None, bool]:
        form = {"csrf": csrf, "mail": mail, **fields}
        status = (await client.post("/desk/me/mail", data=form)).status
        user = await archive.storage.user("editor")
        assert user is not None
        return status, user.mail, user.alerts

    assert await saved("a@news.example", alerts="on") == (200, "a@news.example", True)
    for bad in ("a@b, c@d", "a", "a@b\nBcc: all@b", "a@b " * 90, "<a@b>", "a@b\x00"):
        assert await saved(bad, alerts="on") == (422, "a@news.example", True), bad
    page = await (await client.get("/desk/me")).text()
    assert 'value="a@news.example"' in page
    assert 'name="alerts" checked' in page
    assert await saved("a@news.example") == (200, "a@news.example", False)
    assert await saved("", alerts="on") == (200, None, False)
    log = (await archive.storage.audit(limit=99)).entries
    assert "a@news" not in repr(log)
    assert "set mail" in repr(log)
    client.session.cookie_jar.clear()
    await log_in(archive, client, "reader", page="/desk/me")
    assert "/desk/me/mail" not in await (await client.get("/desk/me")).text()


async def test_a_key_has_no_language_and_anybody_no_page(client: Client, archive: Archive) -> None:
    assert (await client.get("/desk/me")).status == 401
    assert (await client.get("/desk/me", headers=await key_of(archive, "admin"))).status == 403
