"""Who uses a running service: a program with a key, a person who is logged in."""

import re
from datetime import UTC, datetime

from aiohttp.test_utils import TestClient
from aiohttp.web import Application, Request

from archive.archive import Archive
from archive.storage.base import Key, Role, User
from embedder.web.auth import make_login_link, token_hash

__all__ = ["Client", "key_of", "log_in"]

Client = TestClient[Request, Application]


async def key_of(archive: Archive, role: Role, *, sites: tuple[str, ...] = ()) -> dict[str, str]:
    """The header that shows a new key of a role, for some sites or for all."""
    name = f"{role} {len(await archive.storage.keys())}"
    key = Key(name=name, role=role, sites=sites, made_by="test", made_at=datetime.now(UTC))
    await archive.storage.add_key(key, token_hash(name))
    return {"Authorization": f"Bearer {name}"}


async def log_in(
    archive: Archive, client: Client, role: Role = "editor", *, page: str = "/desk/posts"
) -> str:
    """Logs the client in as a user of a role; gives the token that its forms carry, from a page
    that the role may see.
    """
    await archive.storage.add_user(User(name=role, role=role), at=datetime.now(UTC))
    link = await make_login_link(archive, role)
    path = link[link.index("/login/") :]
    answer = await client.post(path, allow_redirects=False)
    assert answer.status == 303, await answer.text()
    text = await (await client.get(page)).text()
    found = re.search(r'name="csrf" value="([0-9a-f]{64})"', text)
    assert found is not None
    return found[1]
