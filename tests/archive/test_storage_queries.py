"""Saved queries: each has one address, and the audit log says who saved and removed it."""

import pytest
from msgspec.structs import replace

from archive.errors import Conflict
from archive.storage import Storage
from archive.storage.queries import SavedQuery
from tests.archive.storage_posts import NOON, at

SAVED = SavedQuery(
    slug="muro", name="El muro & más", params={"q": 'muro "a&b"', "stems": "1"}, by="ana", at=NOON
)


async def test_a_saved_query_comes_back_as_it_was_and_one_address_is_one_query(
    storage: Storage,
) -> None:
    other = replace(SAVED, slug="aguas", name="Aguas")
    await storage.save_query(SAVED)
    await storage.save_query(other)
    assert await storage.saved_queries() == (other, SAVED)
    with pytest.raises(Conflict):
        await storage.save_query(replace(SAVED, name="Another"))
    assert await storage.remove_query("muro", by="luis", at=at(5))
    assert not await storage.remove_query("muro", by="luis", at=at(5))
    assert await storage.saved_queries() == (other,)
