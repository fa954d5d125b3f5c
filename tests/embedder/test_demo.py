"""What `onrecord demo` fills its archive with."""

from pathlib import Path

from archive.archive import open_archive
from archive.settings import Settings, StorageSettings
from archive.status import status_of
from embedder import demo, samples, standin


async def test_the_sample_posts_are_there_in_every_look_after_each_start(tmp_path: Path) -> None:
    storage = StorageSettings(
        database=f"sqlite:{tmp_path}/archive.db", blobs=f"file:{tmp_path}/blobs"
    )
    for _ in range(2):
        platforms = standin.make_standin()
        async with standin.running(platforms) as origin:
            settings = standin.with_routes(Settings(storage=storage), origin, "*")
            async with open_archive(settings) as archive:
                await demo.fill(archive, platforms)
                page = await archive.storage.list_posts(limit=100)
                gone = [h for h in page.holdings if status_of(h.checks).state == "gone"]
                kinds = {h.post.url: [a.kind for a in h.annotations] for h in page.holdings}
                translated = [url for url, said in kinds.items() if "translation" in said]
                unnamed = [url for url, said in kinds.items() if "official" not in said]
                assert len(page.holdings) == len(samples.URLS)
                assert [h.post.url for h in gone] == [samples.DELETED_URL]
                assert translated == unnamed == [samples.ARABIC_URL]
                assert kinds[samples.ARABIC_URL] == ["translation"]
