"""An article's headline, language, date and paragraphs, from pages and texts that we wrote."""

from datetime import UTC, date, datetime

import pytest

from archive.articles.body import Paragraph, read_body
from archive.articles.dates import dateline

PAGE = """<!DOCTYPE html>
<html lang="es-MX"><head><title>La reunión | Diario</title>
<meta property="og:title" content="La reunión">
<script type="application/ld+json">{"@graph": [{"@type": "WebPage", "datePublished": "2020-01-01"},
 {"@type": ["NewsArticle"], "datePublished": "2025-03-29T10:00:00-06:00"}]}</script></head>
<body class="has-sidebar"><header><h1>Diario</h1><p>Thursday, April 3, 2025</p></header>
<nav><p>Un menú que nadie lee, por largo que sea, y que tiene más letras que un párrafo.</p></nav>
<main><article><h1>La reunión</h1>
<p>La presidenta dijo: “Una <a href="/x">reunión</a> «productiva»”<br>en el Palacio Nacional, &amp;
nada más se supo de ella hasta la noche, cuando habló.</p>
<figure><img src="a.jpg"><figcaption>El Palacio. Foto: X</figcaption></figure>
<h2>Después</h2>
<div class="share-buttons"><p>Compartir esta nota con quien la quiera leer hoy o mañana.</p></div>
<blockquote>Un párrafo
que alguien citó, con la misma voz de siempre y sin prisa alguna.</blockquote>
<blockquote class="twitter-tweet"><p>Un mensaje</p></blockquote>
<p><strong>Los mensajes de la secretaria:</strong></p>
<p>Publicidad</p>
<p>Primero<p>Segundo, y esto lo dijo <b>ella</b>, según quienes estaban sentados a su lado.
</article></main><footer><p>Todos los derechos reservados por la empresa que edita el diario, desde
siempre.</p></footer></body></html>"""


def test_a_page_gives_its_own_paragraphs_each_under_its_heading() -> None:
    body = read_body(PAGE, kind="html")
    assert (body.title, body.lang) == ("La reunión", "es-MX")
    assert body.published == datetime(2025, 3, 29, 16, tzinfo=UTC)
    assert body.paragraphs == (
        Paragraph(
            "La presidenta dijo: “Una reunión «productiva»” en el Palacio Nacional, & nada más se "
            "supo de ella hasta la noche, cuando habló.",
            None,
        ),
        Paragraph(
            "Un párrafo que alguien citó, con la misma voz de siempre y sin prisa alguna.",
            "Después",
        ),
        Paragraph("Primero", "Los mensajes de la secretaria:"),
        Paragraph(
            "Segundo, y esto lo dijo ella, según quienes estaban sentados a su lado.",
            "Los mensajes de la secretaria:",
        ),
    )


def test_a_text_gives_the_same_and_stops_at_the_sites_lists() -> None:
    body = read_body(
        "- Advertisement -\nThursday, April 3, 2025\n89.2 F\n\n"
        "Minister Speaks After Long Meeting\n\n"
        "March 29, 2025 – Mexico City — She “spoke” for an hour.\nA picture. Image source: X\n"
        "\nSee Her Posts Below:\n\nImage source: X\n\nShe left.\n\nLatest News\n\nA bird sang.\n",
        kind="text",
    )
    assert body.title == "Minister Speaks After Long Meeting"
    assert body.published == date(2025, 3, 29)
    assert body.paragraphs == (
        Paragraph("March 29, 2025 – Mexico City — She “spoke” for an hour.", None),
        Paragraph("She left.", "See Her Posts Below:"),
    )


@pytest.mark.parametrize(
    ("paragraph", "day"),
    [
        ("March 29, 2025 – Mexico City — The Secretary", date(2025, 3, 29)),
        ("WASHINGTON, D.C., March 3rd, 2025 (AP) — The Secretary", date(2025, 3, 3)),
        ("Ciudad de México, 29 de marzo de 2025.- La presidenta", date(2025, 3, 29)),
        ("BERLIN, 3. März 2025 – Der Kanzler", date(2025, 3, 3)),
        ("Paris, le 1er août 2024 – Le ministre", date(2024, 8, 1)),
        ("Brasília, 5 de maio de 2024 — O presidente", date(2024, 5, 5)),
        ("Published on: May 5, 2024 by the desk", date(2024, 5, 5)),
        ("WASHINGTON (AP) — March 29, 2025 — The Secretary", date(2025, 3, 29)),
        ("CIUDAD DE MÉXICO.— 29 de marzo de 2025. La presidenta", date(2025, 3, 29)),
        ("Por Ana Ríos | 29 de marzo de 2025", date(2025, 3, 29)),
        ("Saturday — March 29, 2025", None),
        ("By the river it rained | and on March 29, 2025 it stopped", None),
        ("Publicado el 5 de mayo de 2024", date(2024, 5, 5)),
        ("Thursday, April 3, 2025", None),
        ("The law of March 29, 2025 – a long one – was read.", None),
        ("Nobody knows what happened on that day of March 29, 2025, he said.", None),
        ("WASHINGTON, March 29 — The Secretary", None),
        ("Marble 31, 2025 – The Secretary", None),
    ],
)
def test_a_dateline_is_the_day_at_the_head_of_a_report(paragraph: str, day: date | None) -> None:
    assert dateline([paragraph]) == day


@pytest.mark.parametrize(
    ("told", "published"),
    [
        ('"2025-03-29T10:00:00"', date(2025, 3, 29)),
        ('"soon"', date(2024, 5, 5)),
        ('["2025"]', date(2024, 5, 5)),
    ],
)
def test_a_time_without_a_zone_is_a_day_and_what_is_no_time_is_passed_over(
    told: str, published: date
) -> None:
    page = (
        f'<script type="application/ld+json">{{"@type":"Article","datePublished":{told}}}</script>'
        '<script type="application/ld+json">{broken</script>'
        '<meta property="article:published_time" content="2024-05-05">'
    )
    assert read_body(page, kind="html").published == published


def test_the_date_of_a_video_or_a_reader_is_not_the_articles() -> None:
    nodes = '[{"@type":"VideoObject","datePublished":"2020-01-01"},{"datePublished":"2020-01-01"}]'
    page = f'<script type="application/ld+json">{nodes}</script>'
    assert read_body(page, kind="html").published is None


@pytest.mark.parametrize("kind", ["html", "text"])
@pytest.mark.parametrize(
    "content", ["", "<", "\x00", "<p", "<p a='", "<![", "</", "&#99999999999999999999999;"]
)
def test_what_is_no_article_has_no_paragraph_that_was_not_there(content: str, kind: str) -> None:
    body = read_body(content, kind=kind)  # type: ignore[arg-type]
    assert body.title is None
    assert "".join(one.text for one in body.paragraphs) in content.replace("&#9", "\ufffd&#9")


def test_the_border_meetings_date_is_its_datelines(border_meeting: str) -> None:
    body = read_body(border_meeting, kind="text")
    assert body.published == date(2025, 3, 29)
    assert body.title == "Kristi Noem Addresses Migration After Meeting with Sheinbaum"
    assert body.paragraphs[0].text.startswith("“A Positive Step, But Much Work Remains”")
    assert sum(one.text.startswith("“Today, I met") for one in body.paragraphs) == 1
