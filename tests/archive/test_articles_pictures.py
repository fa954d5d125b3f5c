"""Pictures that an article credits to a platform, on pages of ours."""

import pytest

from archive.articles.pictures import Credit, credit_in, speaker_in
from archive.articles.scan import scan, scan_text

ARTICLE = """<html><body><article><h1>A meeting, and what was said of it afterwards</h1>
<figure><img src="/lead.jpg" alt="The two at the palace"><figcaption>The two at the palace. Image
source: X</figcaption></figure>
<p>They met for an hour in the palace, and neither of them said much about it when they left.</p>
<figure><img src="/room.jpg" alt="A room"><figcaption>A room. Photo: Reuters</figcaption></figure>
<p><strong>See The Secretary’s Posts from X Below:</strong></p>
<p><img class="lazy" data-src="/one-300x200.jpg?w=1" src="data:image/gif;base64,x" alt="Image
source: X"><noscript><img src="/one-640x480.jpg" alt="Image source: X"></noscript></p>
<div class="wp-caption"><img src="/two.jpg"><p class="wp-caption-text">Image source: X</p></div>
<h2>Later that day</h2><aside><h3>The most read tweets</h3></aside>
<p><img src="/three.jpg"></p><p>Foto: captura de pantalla / Instagram</p>
<p>Then they went home, and the day was over for everybody who had waited there since dawn.</p>
</article><aside><img src="/ad.jpg" alt="Image source: X"></aside></body></html>"""


def test_pictures_are_listed_once_each_with_caption_and_alternative_text_as_one() -> None:
    pictures = scan(ARTICLE).pictures
    assert [(one.kind, one.credited, one.speaker, one.src) for one in pictures] == [
        ("picture", "X", None, "/lead.jpg"),
        ("screenshot", "X", "The Secretary", "/one-300x200.jpg?w=1"),
        ("screenshot", "X", "The Secretary", "/two.jpg"),
        ("screenshot", "Instagram", None, "/three.jpg"),
    ]
    assert [one.text for one in pictures] == [
        "The two at the palace. Image source: X",
        "Image source: X",
        "Image source: X",
        "Foto: captura de pantalla / Instagram",
    ]
    assert pictures[3].heading == "Later that day"


def test_lines_of_a_text_that_say_the_same_under_one_heading_are_one() -> None:
    pictures = scan_text(
        "Minister Speaks After Long Meeting\n\nImage source: X\n\nShe spoke for an hour.\n\n"
        "Lo que publicó la ministra:\n\nImage source: X\nImage source: X\n\nFoto: EFE\n"
        "Imagen tomada de X\n"
    ).pictures
    assert [(one.text, one.heading) for one in pictures] == [
        ("Image source: X", None),
        ("Image source: X", "Lo que publicó la ministra:"),
        ("Imagen tomada de X", "Lo que publicó la ministra:"),
    ]


@pytest.mark.parametrize(
    ("caption", "credit"),
    [
        ("Image source: X", Credit("X", screenshot=False)),
        ("They met. (Photo: X/@SecNoem)", Credit("X/@SecNoem", screenshot=False)),
        ("Photo courtesy of: Truth Social", Credit("Truth Social", screenshot=False)),
        ("They met | Foto: @presidencia en X", Credit("@presidencia en X", screenshot=False)),
        ("Foto: captura de pantalla / X", Credit("X", screenshot=True)),
        ("Captura de pantalla de X", Credit("X", screenshot=True)),
        ("Screenshot via Instagram", Credit("Instagram", screenshot=True)),
        ("Bild: Screenshot / Telegram", Credit("Telegram", screenshot=True)),
        ("Bildquelle: Facebook", Credit("Facebook", screenshot=False)),
        ("Crédit photo : capture d’écran X", Credit("X", screenshot=True)),
        ("Foto: Reprodução/X", Credit("Reprodução/X", screenshot=False)),
        ("Imagem: captura de tela / Bluesky", Credit("Bluesky", screenshot=True)),
        ("They met. Photo via X", Credit("X", screenshot=False)),
        ("Imagen tomada de Facebook.", Credit("Facebook", screenshot=False)),
        ("Foto cortesía de X / @presidencia", Credit("X / @presidencia", screenshot=False)),
        ("Imagen: Red social X", Credit("Red social X", screenshot=False)),
        ("They met at noon (Instagram/@presidencia).", Credit("Instagram/@presidencia", False)),
        ("X / @presidencia", Credit("X / @presidencia", screenshot=False)),
        ("She told it via X", None),
        ("Facebook", None),
        ("Foto: X-press", None),
        ("Photo by X-Pro (2019)", None),
        ("Photo: Malcolm X", None),
        ("Photo: Reuters", None),
        ("She posted on X", None),
        ("The photo shows: X marks the spot, said the captain", None),
        ("", None),
    ],
)
def test_a_credit_counts_where_it_names_a_platform(caption: str, credit: Credit | None) -> None:
    assert credit_in(caption) == credit


@pytest.mark.parametrize(
    ("heading", "speaker"),
    [
        ("See The Secretary’s Posts from X Below:", "The Secretary"),
        ("Read Noem's full post", "Noem"),
        ("Tweets by the president", "the president"),
        ("Las publicaciones de la presidenta en X:", "la presidenta"),
        ("El mensaje del secretario", "secretario"),
        ("Die Beiträge der Ministerin auf X", "Ministerin"),
        ("Les messages du ministre", "ministre"),
        ("Veja as publicações da ministra", "ministra"),
        ("What happened next", None),
        (None, None),
    ],
)
def test_a_heading_names_whose_posts_stand_below(heading: str | None, speaker: str | None) -> None:
    assert speaker_in(heading) == speaker
