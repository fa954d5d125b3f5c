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


async def test_a_key_has_no_language_and_anybody_no_page(client: Client, archive: Archive) -> None:
    assert (await client.get("/desk/me")).status == 401
    assert (await client.get("/desk/me", headers=await key_of(archive, "admin"))).status == 403
