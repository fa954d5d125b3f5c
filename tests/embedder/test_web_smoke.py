async def test_smoke(client, capture, archive):
    post = await capture()
    r = await client.get(f"/e/{post}/"); print(r.status, dict(r.headers), await r.text())
    await archive.release(post, by="x")
    r = await client.get(f"/e/{post}/"); print(r.status, dict(r.headers), (await r.text())[:300])
    assert 0
