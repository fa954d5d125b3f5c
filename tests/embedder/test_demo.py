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
                translated = [h for h in page.holdings if h.annotations]
                assert len(page.holdings) == len(samples.URLS)
                assert [h.post.url for h in gone] == [samples.DELETED_URL]
                assert [h.post.url for h in translated] == [samples.ARABIC_URL]
                assert len(translated[0].annotations) == 1
