"""Who sees what, decided at the desk; and what readers asked, answered there."""

import re
from collections.abc import Awaitable, Callable

from archive.archive import Archive
from embedder import samples
from tests.embedder.conftest import Capture, Client

LogIn = Callable[..., Awaitable[str]]


async def test_each_part_of_a_post_is_withheld_and_shown_again_for_a_reason(
    client: Client, archive: Archive, capture: Capture, session: LogIn
) -> None:
    csrf = await session("editor")
    post = await capture(samples.URLS[7], release=True)
    path = f"/desk/posts/{post}/decide"
    page = await (await client.get(path)).text()
    targets = re.findall(r'name="target" value="([^"]+)"', page)
    assert targets[0] == post
    assert "The post that it quotes" in page
    assert "Erase:" not in page, "an editor does not erase"
    for target in targets:
        form = {"csrf": csrf, "act": "withhold", "target": target, "class": "privacy"}
        page = await (await client.post(path, data=form)).text()
        assert "It is withheld now." in page
        assert 'class="tag tag-withheld"' in page, target
        form |= {"act": "release", "class": "", "reason": "they agreed"}
        page = await (await client.post(path, data=form)).text()
        assert "It is shown now." in page
        assert 'class="tag tag-withheld"' not in page, target


async def test_what_cannot_be_decided_changes_nothing(
    client: Client, archive: Archive, capture: Capture, session: LogIn
) -> None:
    csrf = await session("editor")
    post, other = await capture(release=True), await capture(samples.EDITED_URL, release=True)
    path = f"/desk/posts/{post}/decide"
    right = {"csrf": csrf, "act": "withhold", "target": post, "reason": "x"}
    for change, status in (
        ({"act": "draft"}, 422),
        ({"target": other}, 422),
        ({"target": "../x"}, 422),
        ({"reason": " ", "class": "nonsense"}, 422),
        ({"act": "erase", "sure": "1"}, 403),
        ({"csrf": "0" * 64}, 403),
    ):
        assert (await client.post(path, data={**right, **change})).status == status, change
    for one in (post, other):
        kept = await archive.storage.post(one)
        assert kept is not None
        assert kept.visibility == "public"


async def test_an_admin_holds_and_erases_and_a_hold_wins(
    client: Client, archive: Archive, capture: Capture, session: LogIn
) -> None:
    csrf = await session("admin")
    post = await capture(release=True)
    path = f"/desk/posts/{post}/decide"
    form = {"csrf": csrf, "target": post, "reason": "case 1"}
    for more, told in (
        ({"act": "hold"}, "There is a legal hold on this post"),
        ({"act": "erase", "sure": "1"}, "A legal hold stands"),
        ({"act": "hold", "target": f"{post}@1"}, "cannot be decided of that"),
        ({"act": "lift"}, "The legal hold is lifted."),
        ({"act": "erase"}, "Say first that you know"),
        ({"act": "erase", "sure": "1"}, "It was erased. Nothing brings it back."),
    ):
        page = await (await client.post(path, data={**form, **more})).text()
        assert told in page, more


async def test_a_report_has_a_deadline_a_decision_and_an_answer(
    client: Client, archive: Archive, capture: Capture, session: LogIn
) -> None:
    post = await capture(release=True)
    csrf = await session("editor")
    storage = archive.storage
    asked = await storage.add_request(
        post, kind="court order", text="Take it out", contact="=a@b", by="?", at=archive.clock()
    )
    path = f"/desk/requests/{asked.id}"
    form = {"csrf": csrf, "deadline": "2025-04-01", "decision": "", "answer": ""}
    assert (await client.post(path, data=form)).status == 200
    assert (
        '<span class="tag tag-withheld">by 2025-04-01</span>'
        in await (await client.get("/desk/requests")).text()
    ), "it is late"
    form |= {"decision": "partly", "answer": "=We withheld\r\nthe picture."}
    page = await (await client.post(path, data=form)).text()
    assert "decided by editor" in page
    found = await storage.request(asked.id)
    assert found is not None
    assert (found.decision, found.answer) == ("partly", "=We withheld\nthe picture.")
    listed = await (await client.get("/desk/requests?all")).text()
    assert '<span class="tag">decided</span>' in listed
    table = await (await client.get("/desk/requests.csv")).text()
    assert ',2025-04-01,partly,"\'=We withheld\nthe picture.",editor,' in table
    assert (await client.post(path, data={**form, "deadline": "soon"})).status == 422
    assert (await client.get("/desk/requests/999999")).status == 404
