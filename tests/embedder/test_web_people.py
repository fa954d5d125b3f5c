"""The desk's pages for admins: users, keys, and the audit log that editors read, too."""

import csv
import io
import re
from html import unescape

from archive.archive import Archive
from archive.storage.people import User
from embedder.people import make_key
from embedder.web.people_texts import PEOPLE
from tests.embedder.conftest import Capture
from tests.embedder.people import Client, key_of, log_in


async def send(client: Client, csrf: str, **form: str) -> tuple[int, str]:
    answer = await client.post("/desk/people", data={"csrf": csrf, **form})
    return answer.status, unescape(await answer.text())


def secret_of(page: str) -> str:
    found = re.search(r'id="secret"[^>]*>([^<]+)<', page)
    assert found is not None
    return found[1]


async def test_an_admin_lets_people_in_changes_their_role_and_lets_them_in_no_more(
    client: Client, archive: Archive
) -> None:
    csrf = await log_in(archive, client, "admin")
    status, page = await send(client, csrf, do="add", name="ana", role="editor")
    assert status == 200
    link = secret_of(page)
    assert "/login/" in link
    assert link not in await (await client.get("/desk/people")).text(), "it is shown once"
    assert (await send(client, csrf, do="role", name="ana", role="reader", reason="on leave"))[
        0
    ] == 200
    user = await archive.storage.user("ana")
    assert user is not None
    assert user.role == "reader"
    assert (await send(client, csrf, do="logout", name="ana", reason="a lost computer"))[0] == 200
    assert (await send(client, csrf, do="logout", name="nobody"))[0] == 422
    await send(client, csrf, do="remove", name="ana", reason="has left")
    assert await archive.storage.user("ana") is None
    path = link[link.index("/login/") :]
    used = await client.post(path, data={"csrf": csrf}, allow_redirects=False)
    assert used.status == 403, "a link that was not used yet ended with them"
    entries = (await archive.storage.audit(limit=9, by="admin")).entries
    told = {entry.action: entry.reason for entry in entries if entry.target == "user:ana"}
    assert told["set role"] == "on leave"
    assert told["end sessions"] == "a lost computer"
    assert told["remove user"] == "has left"


async def test_the_last_admin_stays_one(client: Client, archive: Archive) -> None:
    csrf = await log_in(archive, client, "admin")
    for form in ({"do": "remove"}, {"do": "role", "role": "editor"}):
        status, page = await send(client, csrf, name="admin", **form)
        assert status == 422
        assert "only admin" in page
    assert [user.role for user in await archive.storage.users()] == ["admin"]
    await archive.storage.add_user(User(name="bo", role="admin"), at=archive.clock())
    assert (await send(client, csrf, do="remove", name="admin"))[0] == 200
    assert (await client.get("/desk/people")).status == 401, "and is out at once"


async def test_a_key_is_shown_once_and_does_what_it_is_limited_to(
    client: Client, archive: Archive, capture: Capture
) -> None:
    post = await capture()
    csrf = await log_in(archive, client, "admin")
    form = {"csrf": csrf, "do": "key", "name": "feed", "role": "editor", "scope": "capture"}
    page = await (await client.post("/desk/people", data=form)).text()
    secret = secret_of(page)
    assert secret not in await (await client.get("/desk/people")).text()
    client.session.cookie_jar.clear()
    headers = {"Authorization": f"Bearer {secret}"}

    async def status(method: str, path: str, json: object = None) -> int:
        return (await client.request(method, path, json=json, headers=headers)).status

    url = {"url": "https://x.com/jack/status/20"}
    assert await status("POST", "/api/v1/captures", url) == 202
    assert await status("POST", "/api/v1/captures", {**url, "release": True}) == 403
    decide = {"state": "withheld", "reason": "x"}
    assert await status("POST", f"/api/v1/posts/{post}/visibility", decide) == 403
    assert await status("POST", "/api/v1/placements", {"post": post}) == 403
    note = {"kind": "note", "body": {"text": "x"}}
    assert await status("POST", f"/api/v1/posts/{post}/annotations", note) == 403
    assert await status("GET", "/desk/posts") == 403
    assert await status("POST", "/desk/captures") == 403, "the desk is for people"
    assert await status("GET", f"/api/v1/posts/{post}") == 404, "it sees no draft"
    assert await status("GET", f"/e/{post}/") == 404
    await archive.storage.revoke_key("feed", by="test", at=archive.clock())
    assert await status("POST", "/api/v1/captures", url) == 401


async def test_each_scope_opens_what_it_says_and_nothing_else(
    client: Client, archive: Archive, capture: Capture
) -> None:
    post = await capture(release=True)
    tries = {
        "read": ("GET", "/desk/posts", None),
        "annotate": (
            "POST",
            f"/api/v1/posts/{post}/annotations",
            {"kind": "note", "body": {"text": "x"}},
        ),
        "place": ("POST", "/api/v1/placements", {"post": post}),
        "release": ("POST", f"/api/v1/posts/{post}/visibility", {"state": "public"}),
        "withhold": (
            "POST",
            f"/api/v1/posts/{post}/visibility",
            {"state": "withheld", "reason": "x"},
        ),
        "erase": ("POST", f"/api/v1/posts/{post}/visibility", {"state": "erased", "reason": "x"}),
    }
    for scope in tries:  # to erase stands last
        key = await make_key(archive, scope, "admin", [scope], by="test")
        headers = {"Authorization": f"Bearer {key}"}
        for other, (method, path, json) in tries.items():
            if scope == "withhold" and other == "withhold":
                continue  # a withheld post could not be placed any more
            answer = await client.request(method, path, json=json, headers=headers)
            fits = answer.status < 300 if other == scope else answer.status == 403
            assert fits, (scope, other, answer.status, await answer.text())


NAMES = ("../etc", "a/b", "..", "a..b", "a\nb", "<b>", "a\u202eb", "a\x00b", "..\\x", "%2e%2e%2f")


async def test_what_cannot_be_is_said_and_changes_nothing(client: Client, archive: Archive) -> None:
    csrf = await log_in(archive, client, "admin")
    for name in (
        "../etc",
        "a/b",
        "..",
        "a\nb",
        "<b>",
        "",
        "anonymous",
        "key:x",
        "x" * 81,
        "a\u202eb",
    ):
        for do in ("add", "key"):
            assert (await send(client, csrf, do=do, name=name, role="editor"))[0] == 422, name
        for do in ("link", "role", "remove", "revoke"):
            assert (await send(client, csrf, do=do, name=name, role="editor"))[0] == 422, name
    assert (await send(client, csrf, do="key", name="k", role="reader", scope="capture"))[0] == 422
    assert (await send(client, csrf, do="key", name="k", role="editor", scope="king"))[0] == 422
    assert (await send(client, csrf, do="else", name="k"))[0] == 400
    assert (await send(client, csrf, do="add", name="k", role="king"))[0] == 400
    assert len(await archive.storage.users()) == 1
    assert await archive.storage.keys() == ()


async def test_people_are_for_admins_and_the_log_for_editors(
    client: Client, archive: Archive
) -> None:
    for role, people, log in (("reader", 403, 403), ("editor", 403, 200), ("admin", 200, 200)):
        headers = await key_of(archive, role)  # type: ignore[arg-type]
        assert (await client.get("/desk/people", headers=headers)).status == people
        form = {"do": "add", "name": role, "role": "admin"}
        answer = await client.post("/desk/people", data=form, headers=headers)
        assert answer.status == people
        assert (await client.get("/desk/audit", headers=headers)).status == log
        assert (await client.get("/desk/audit.csv", headers=headers)).status == log
    assert (await client.get("/desk/audit")).status == 401


async def test_the_log_says_who_did_what_to_which_post_and_why(
    client: Client, archive: Archive, capture: Capture
) -> None:
    post = await capture(release=True)
    await archive.withhold(post, by="ana", reason="=cmd('a court')")
    await archive.release(post, by="ben", reason="it was lifted")
    await log_in(archive, client, "editor")
    page = unescape(await (await client.get("/desk/audit")).text())
    assert "withheld" in page
    assert "=cmd('a court')" in page
    assert f'href="/desk/posts/{post}"' in page
    mine = await (await client.get("/desk/audit?by=ben")).text()
    assert "it was lifted" in mine
    assert "a court" not in mine
    assert "a court" not in await (await client.get("/desk/audit?action=release")).text()
    assert "a court" in await (await client.get(f"/desk/audit?post=/desk/posts/{post}")).text()
    other = "0" * 16
    assert "a court" not in await (await client.get(f"/desk/audit?post={other}")).text()
    rows = list(csv.DictReader(io.StringIO(await (await client.get("/desk/audit.csv")).text())))
    assert len(rows) > 3
    (row,) = [row for row in rows if row["action"] == "withhold"]
    assert (row["by"], row["target"], row["reason"]) == ("ana", post, "'=cmd('a court')")
    filtered = await (await client.get(f"/desk/audit.csv?by=ana&post={post}")).text()
    assert len(filtered.splitlines()) == 2


async def test_the_log_has_pages(client: Client, archive: Archive) -> None:
    for n in range(120):
        await archive.storage.note(
            by="ana", action="log in", target=f"user:n{n}", at=archive.clock()
        )
    headers = await key_of(archive, "editor")
    seen: list[str] = []
    path: str | None = "/desk/audit?by=ana"
    while path:
        page = unescape(await (await client.get(path, headers=headers)).text())
        seen += re.findall(r"<bdi>(n\d+)</bdi>", page)
        older = re.search(r'rel="next" href="([^"]+)"', page)
        path = older and older[1]
    assert seen == [f"n{n}" for n in reversed(range(120))]
    assert (await client.get("/desk/audit?cursor=../x", headers=headers)).status == 400


def test_what_the_pages_about_people_say_is_there_in_both_languages() -> None:
    assert PEOPLE["en"].keys() == PEOPLE["es"].keys()
