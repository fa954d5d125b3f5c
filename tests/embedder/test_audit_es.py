"""The reasons that the service itself writes into the audit log, in Spanish: all of them."""

from archive.archive import Archive
from embedder.audit_es import REASONS, reason_in
from embedder.web.auth import make_login_link
from tests.embedder.people import Client, key_of, log_in
from tests.embedder.test_errors_es import calls, words

WHERE = {"ProviderError": 0, "_refused": 1, "_forged": 0, "_out_of_scope": 0, "note_refused": 3}
"""Which argument of what refuses is the reason."""
PLACES = (
    "embedder/oidc.py",
    *(f"embedder/web/{n}.py" for n in ("auth", "login", "login_provider")),
)


def test_every_reason_of_the_service_is_known_in_spanish() -> None:
    said = {
        words(call.args[WHERE[name]])
        for name, call in calls(*PLACES)
        if name in WHERE and len(call.args) > WHERE[name]
    }
    found = said - {None}
    assert len(found) > 15
    told = {one: reason_in("es", "refuse login", str(one).replace("{}", "7")) for one in found}
    assert [one for one, spanish in told.items() if "<span" in str(spanish)] == []
    assert not [one for one in REASONS if one == REASONS[one]]


async def test_the_desk_in_spanish_tells_them_and_leaves_a_persons_own_alone(
    client: Client, archive: Archive
) -> None:
    csrf = await log_in(archive, client, "admin")
    await archive.storage.set_lang("admin", "es", at=archive.clock())
    key = await key_of(archive, "reader")
    await client.get("/desk/posts", headers=key)
    await client.post(
        "/desk/captures", data={"csrf": csrf}, headers={"Origin": "https://x.example"}
    )
    link = await make_login_link(archive, "admin")
    await archive.storage.set_role(
        "admin", "admin", by="ana", at=archive.clock(), reason="too many tries"
    )
    page = await (await client.get("/desk/audit")).text()
    for told in (
        "Hace falta la función editor; key:reader 0 tiene la de lector.",
        "Vino de una página de otro sitio.",
        "no tuvo permiso",
        "con un enlace",
        ">too many tries<",
    ):
        assert told in page, told
    assert link.rpartition("/")[2] not in page
