"""The plugin in a real WordPress: old embeds and new ones, and what is left when it goes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import Request, urlopen

import msgspec
import pytest

from embedder import samples
from embedder.web.asked import plugin_zip
from tests.browser.platforms import platforms
from tests.chromium import chromium
from tests.conftest import SHARED
from tests.peers.wordpress import WordPress
from tests.serving import free_port, onrecord, service, write_config

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Page, Route

pytestmark = pytest.mark.peers

X = next(url for url in samples.URLS if "x.com" in url)
BLUESKY = next(url for url in samples.URLS if "bsky.app" in url)
MASTODON = samples.EXAMPLE_URL
AT = f"at://{samples.DID}/app.bsky.feed.post/{BLUESKY.rsplit('/', 1)[1]}"
UNKNOWN = "https://x.com/nobody/status/1906000000000000099"
DRAFT = samples.URLS[1]

TWEET = (
    '<blockquote class="twitter-tweet" data-lang="en"><p lang="en" dir="ltr">Old words</p>'
    '&mdash; Name (@name) <a href="{url}?ref_src=twsrc%5Etfw">March 2, 2026</a></blockquote>\n'
    '<script async src="https://platform.twitter.com/widgets.js" charset="utf-8"></script>'
)
OLD = {
    "line": "Before\n\n{x}\n\nAfter",
    "block": (
        "<!-- wp:paragraph -->\n<p>Before</p>\n<!-- /wp:paragraph -->\n\n"
        '<!-- wp:embed {{"url":"{m}","type":"rich","providerNameSlug":"mastodon"}} -->\n'
        '<figure class="wp-block-embed is-type-rich"><div class="wp-block-embed__wrapper">\n'
        "{m}\n</div></figure>\n<!-- /wp:embed -->"
    ),
    "shortcode": "Before\n\n[embed]{b}[/embed]\n\nAfter",
    "tweet": "Before\n\n" + TWEET.replace("{url}", "{x}") + "\n\nAfter",
    "bluesky": (
        'Before\n\n<blockquote class="bluesky-embed" data-bluesky-uri="{at}" '
        'data-bluesky-cid="bafy"><p lang="en">Old words</p>&mdash; Name</blockquote>'
        '<script async src="https://embed.bsky.app/static/embed.js" charset="utf-8"></script>'
        "\n\nAfter"
    ),
    "mastodon quotation": (
        'Before\n\n<blockquote class="mastodon-embed" data-embed-url="{m}/embed" '
        'style="border: 1px">\n<a href="{m}">Old words</a>\n</blockquote> '
        '<script async src="https://sample.example/embed.js"></script>\n\nAfter'
    ),
    "mastodon frame": (
        'Before\n\n<iframe src="{m}/embed" class="mastodon-embed" width="400"></iframe>'
        '<script src="https://sample.example/embed.js" async="async"></script>\n\nAfter'
    ),
}
NOT_OURS = {
    "unknown line": f"Before\n\n{UNKNOWN}\n\nAfter",
    "unknown tweet": "Before\n\n" + TWEET.replace("{url}", UNKNOWN) + "\n\nAfter",
    "draft line": f"Before\n\n{DRAFT}\n\nAfter",
    "a link in a sentence": f'As <a href="{X}">she said</a>, see {X} for it.',
    "code": f"<pre>{TWEET.replace('{url}', X)}</pre>",
    "comment": f"Words <!-- {TWEET.replace('{url}', X)} --> more",
}


def filled(text: str) -> str:
    return text.format(x=X, b=BLUESKY, m=MASTODON, at=AT)


class World(msgspec.Struct, kw_only=True):
    """A service that can be stopped, a WordPress, and its pages as they were before."""

    config: Path
    port: int
    wordpress: WordPress
    articles: dict[str, str]
    before: dict[str, str]
    service: ExitStack

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.service.enter_context(service(self.config, self.port))

    def pages(self) -> dict[str, str]:
        return {name: self.wordpress.read(url) for name, url in self.articles.items()}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    scripts = SHARED / "peers" / "wordpress"
    if not scripts.is_dir():
        pytest.skip("no ../shared/peers beside this checkout (it starts WordPress)")
    if not Path("/usr/share/wordpress").is_dir() or not (
        shutil.which("php") and shutil.which("mariadbd")
    ):
        pytest.skip(
            "no WordPress: apt-get install -y --no-install-recommends wordpress "
            "wordpress-theme-twentytwentythree php-cli php-mysql php-curl php-xml php-mbstring "
            "mariadb-server"
        )
    if os.geteuid() != 0:
        pytest.skip("WordPress's MariaDB is started as root, for another user")
    # Not pytest's own folder: MariaDB's user must be able to enter it.
    folder = Path(tempfile.mkdtemp(prefix="onrecord-wordpress-"))
    folder.chmod(0o755)
    port = free_port()
    origin = f"http://127.0.0.1:{port}"
    wordpress = WordPress(folder=folder / "run")
    with platforms() as stand_in, ExitStack() as running:
        running.callback(shutil.rmtree, folder, ignore_errors=True)
        running.callback(wordpress.stop)
        log = folder / "up.log"
        with log.open("w") as out:
            up = subprocess.run(
                [scripts / "up.sh", wordpress.folder, origin],
                stdout=out, stderr=out, stdin=subprocess.DEVNULL, timeout=180, check=False,
            )  # fmt: skip
        assert up.returncode == 0, log.read_text()[-3000:]
        # No provider for platforms here, and no network: what WordPress asks fails at once.
        (wordpress.site / "wp-content/mu-plugins/onrecord.php").write_text(
            "<?php add_filter('pre_http_request', fn($no, $args, $url) => "
            "0 === strpos($url, ONRECORD_ORIGIN) ? $no : new WP_Error('off', 'off'), 10, 3);"
        )
        wordpress.php("switch_theme('twentytwentythree'); update_option('permalink_structure','');")
        config = write_config(tmp_path_factory.mktemp("service"), {"*": stand_in})
        config.write_text(
            config.read_text().replace("[site]\n", f'[site]\npublic_url = "{origin}"\n')
        )
        assert onrecord(config, "capture", "--release", X, BLUESKY, MASTODON).returncode == 0
        assert onrecord(config, "capture", DRAFT).returncode == 0
        texts = {name: filled(text) for name, text in OLD.items()} | NOT_OURS
        articles = dict(zip(texts, wordpress.publish(*texts.values()), strict=True))
        found = World(
            config=config, port=port, wordpress=wordpress, articles=articles, before={},
            service=running.enter_context(ExitStack()),
        )  # fmt: skip
        found.pages()  # WordPress remembers by itself what it could not embed
        found.before = found.pages()
        found.start()
        wordpress.install(plugin_zip(origin))
        wordpress.activate()
        key = onrecord(config, "keys", "add", "wordpress", "--role", "reader").stdout.strip()
        wordpress.php("update_option('onrecord_key', $in);", key)
        yield found


@pytest.fixture(scope="module")
def after(world: World) -> dict[str, str]:
    """The pages with the plugin."""
    return world.pages()


def card(page: str) -> str:
    """The one card of a page."""
    found = re.findall(r'<figure class="onrecord .*?\n</figure>', page, re.DOTALL)
    assert len(found) == 1, f"{len(found)} cards\n{page[-4000:]}"
    return str(found[0])


@pytest.mark.parametrize("kind", OLD)
def test_an_old_embed_of_each_kind_shows_the_kept_post(
    world: World, after: dict[str, str], kind: str
) -> None:
    page = after[kind]
    assert "Archived by Border News" in card(page)
    assert "Old words" not in page
    for script in ("widgets.js", "embed.bsky.app", "sample.example/embed.js"):
        assert script not in page
    assert "onrecord-mark-" not in page
    assert page.count("<style>:where(.onrecord)") == 1
    assert world.wordpress.complaints() == []


def test_the_card_is_the_fragment_that_the_service_gives(
    world: World, after: dict[str, str]
) -> None:
    post = re.search(r"/post/(\w{16})", card(after["line"]))
    assert post is not None
    given = world.wordpress.read(f"{world.origin}/e/{post[1]}/~light.en/fragment.html")
    assert _plain(card(after["line"])) == _plain(card(given))


def test_the_address_of_a_placement_shows_what_was_chosen_for_it(world: World) -> None:
    key = onrecord(world.config, "keys", "add", "cms", "--role", "editor").stdout.strip()
    chosen = {"post": X, "options": {"theme": "dark", "lang": "es"}}
    asked = Request(  # noqa: S310  our own service
        f"{world.origin}/api/v1/placements",
        data=json.dumps(chosen).encode(),
        headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
    )
    with urlopen(asked, timeout=20) as answer:  # noqa: S310  our own service
        placement = json.load(answer)["key"]
    (article,) = world.wordpress.publish(f"Before\n\n{world.origin}/p/{placement}/\n\nAfter")
    shown = card(world.wordpress.read(article))
    assert "onrecord-dark" in shown
    assert "Publicación original" in shown


@pytest.mark.parametrize("kind", NOT_OURS)
def test_what_is_not_kept_or_a_draft_or_no_embed_is_untouched(
    world: World, after: dict[str, str], kind: str
) -> None:
    assert after[kind] == world.before[kind]


@pytest.mark.browser
def test_the_desk_is_told_what_is_missing_and_of_no_draft(
    world: World, after: dict[str, str], tmp_path: Path
) -> None:
    with chromium(whole=True) as browser:
        page = browser.new_page(viewport={"width": 400, "height": 900})
        link = onrecord(world.config, "users", "link", "admin").stdout.strip()
        page.goto(world.origin + link[link.index("/login/") :])
        page.get_by_role("button", name="Log in").click()
        page.goto(f"{world.origin}/desk/asked")
        rows = page.locator(".rows > li")
        assert rows.count() == 1
        assert UNKNOWN in rows.inner_text()
        assert world.articles["unknown line"] in rows.inner_text()
        page.screenshot(path=tmp_path / "asked.png", full_page=True)


def test_a_feed_has_the_words_as_a_quotation(world: World, after: dict[str, str]) -> None:
    feed = world.wordpress.read("http://127.0.0.1:58080/?feed=rss2")
    assert "/post/" in feed
    assert ":where(.onrecord)" not in feed
    assert "onrecord-mark-" not in feed


FEED = "http://127.0.0.1:58080/?feed=rss2"


def test_a_feed_has_the_whole_words_and_nothing_that_a_reader_of_feeds_takes_out(
    world: World, after: dict[str, str]
) -> None:
    feed = world.wordpress.read(FEED)
    told = re.findall(r"<content:encoded><!\[CDATA\[(.*?)\]\]>", feed, re.DOTALL)
    ours = [one for one in told if world.origin in one]
    assert ours
    for one in ours:
        kept = re.findall(r"<blockquote>.*?</blockquote>", one, re.DOTALL)
        assert kept
        for quotation in kept:
            assert not re.search(r"<(?:figure|style|script|iframe|svg)|class=.onrecord", quotation)
            assert f"{world.origin}/post/" in quotation
            assert "(invented)" in quotation


CLASSIC = {
    "style.css": "/*\nTheme Name: Plain\n*/ .entry p { margin: 2em; color: green }",
    "index.php": "<!doctype html><html <?php language_attributes(); ?>><head>"
    '<meta charset="utf-8"><?php wp_head(); ?></head><body>'
    "<?php while (have_posts()) { the_post(); ?>"
    '<main class="entry"><h1><?php the_title(); ?></h1><?php the_content(); ?></main>'
    "<?php } wp_footer(); ?></body></html>",
    "functions.php": "<?php add_theme_support('title-tag'); add_theme_support('html5');",
}


def test_a_classic_theme_shows_the_same_cards(world: World, after: dict[str, str]) -> None:
    folder = world.wordpress.site / "wp-content/themes/plain"
    folder.mkdir()
    for name, text in CLASSIC.items():
        (folder / name).write_text(text)
    world.wordpress.php("switch_theme('plain');")
    try:
        assert world.wordpress.php("return wp_is_block_theme();") is False
        pages = world.pages()
    finally:
        world.wordpress.php("switch_theme('twentytwentythree');")
    for kind in OLD:
        assert _plain(card(pages[kind])) == _plain(card(after[kind])), kind
        assert "onrecord-mark-" not in pages[kind]
        assert '<main class="entry">' in pages[kind]
    for kind in ("a link in a sentence", "code", "comment"):
        assert 'figure class="onrecord' not in pages[kind]
    assert world.wordpress.complaints() == []


def test_an_amp_page_keeps_what_the_article_says(world: World, after: dict[str, str]) -> None:
    """AMP takes no stylesheet of ours: WordPress's own embed stays, and AMP makes its own of it."""
    amp = world.wordpress.site / "wp-content/mu-plugins/amp.php"
    amp.write_text("<?php function amp_is_request() { return isset($_GET['amp']); }")
    try:
        for kind in ("line", "tweet"):
            page = world.wordpress.read(world.articles[kind] + "&amp=1")
            assert 'class="onrecord' not in page
            assert ":where(.onrecord)" not in page
            assert "onrecord-mark-" not in page
            for part in (X, "Before", "After"):
                assert part in page
    finally:
        amp.unlink()
    assert card(world.wordpress.read(world.articles["line"]))


def test_the_rest_api_gives_editors_the_article_and_readers_the_card(
    world: World, after: dict[str, str]
) -> None:
    told = world.wordpress.php(
        "$r = new WP_REST_Request('GET', '/wp/v2/posts/' . $in); $r->set_param('context', 'edit'); "
        "return rest_do_request($r)->get_data()['content'];",
        world.articles["line"].rpartition("=")[2],
    )
    assert told["raw"] == filled(OLD["line"])
    assert "Archived by Border News" in card(told["rendered"])
    assert "onrecord-mark-" not in told["rendered"]


def test_of_many_readers_at_once_one_asks_and_the_others_have_wordpress_s_own(
    world: World, after: dict[str, str]
) -> None:
    """A cold cache: a new article, whose first readers come together."""
    counter = world.wordpress.site / "wp-content/mu-plugins/count.php"
    asked = world.wordpress.folder / "asked.txt"
    counter.write_text(
        "<?php add_filter('pre_http_request', function ($no, $args, $url) { if (strpos($url, "
        f"'/api/v1/embeds')) {{ file_put_contents('{asked}', \"x\\n\", FILE_APPEND | LOCK_EX); "
        "sleep(2); } return $no; }, 5, 3);"
    )
    try:
        (address,) = world.wordpress.publish(f"Before\n\n{MASTODON}\n\nAfter")
        asked.unlink(missing_ok=True)
        number = address.rpartition("=")[2]
        read = (
            "$_GET['p'] = $in; query_posts(['p' => $in]); the_post(); ob_start(); the_content(); "
            "return ob_get_clean();"
        )
        with ThreadPoolExecutor(4) as pool:
            pages = list(pool.map(lambda _: world.wordpress.php(read, number), range(4)))
    finally:
        counter.unlink()
    assert asked.read_text().count("x") == 1
    cards = [page for page in pages if "Archived by Border News" in page]
    others = [page for page in pages if page not in cards]
    assert cards
    assert all(MASTODON in page and "onrecord-mark-" not in page for page in others)
    assert "Archived by Border News" in world.wordpress.php(read, number)


def test_a_fields_own_oembed_and_the_editors_preview_give_the_card(world: World) -> None:
    assert "Archived by" in world.wordpress.php("return wp_oembed_get($in);", X)
    preview = world.wordpress.php(
        "$r = new WP_REST_Request('GET', '/oembed/1.0/proxy'); $r->set_param('url', $in); "
        "return rest_do_request($r)->get_data();",
        X,
    )
    assert preview["type"] == "rich"
    assert "Archived by" in preview["html"]


def _styles_first(fragment: str) -> str:
    """A fragment as the plugin keeps it: its styles first, where none can lie in an attribute."""
    styles = re.findall("<style>[^<]*</style>", fragment)
    return "".join(styles) + re.sub("<style>[^<]*</style>", "", fragment)


def test_no_script_comes_through_the_plugin_and_all_fragments_do(world: World) -> None:
    clean = "$m = new ReflectionMethod('Onrecord', 'clean'); $m->setAccessible(true); "
    clean += "return array_map(fn($one) => $m->invoke(null, $one), $in);"
    bad = ["<figure onclick='x'><script>x</script><a href='javascript:x'>a</a></figure>"]
    (harmless,) = world.wordpress.php(clean, bad)
    assert not re.search("onclick|<script|javascript", harmless)
    golden = sorted((Path(__file__).parents[1] / "embedder" / "golden").glob("*.fragment.html"))
    given = [re.sub(r"<link [^>]*>\s*", "", path.read_text()) for path in golden]
    cleaned = world.wordpress.php(clean, given)
    for path, old, new in zip(golden, given, cleaned, strict=True):
        assert _plain(new) == _plain(_styles_first(old)), path.name


def _plain(markup: str) -> str:
    """Markup without what PHP may write in another way: spaces, and how a sign is escaped."""
    markup = re.sub(r"\s*/?>", ">", re.sub(r"\s+", " ", markup)).replace("> <", "><")
    for name, sign in (("&#39;", "'"), ("&#039;", "'"), ("&#034;", "&quot;"), ("&#34;", "&quot;")):
        markup = markup.replace(name, sign)
    return markup.strip()


def watched(page: Page) -> tuple[list[str], list[str]]:
    """What its console says, but of a missing icon; and its requests."""
    said: list[str] = []
    asked: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if not message.location.get("url", "").endswith("/favicon.ico"):
            said.append(f"{message.text} {message.location}")

    page.on("console", hear)
    page.on("request", lambda request: asked.append(request.url))
    return said, asked


@pytest.mark.browser
def test_the_cards_look_right_in_a_browser(
    world: World, after: dict[str, str], tmp_path: Path
) -> None:
    with chromium(whole=True) as browser:
        for name, width in (("line", 1000), ("block", 390), ("tweet", 390)):
            page = browser.new_page(viewport={"width": width, "height": 900})
            said, asked = watched(page)
            page.goto(world.articles[name])
            box = page.locator("figure.onrecord")
            shown = box.bounding_box()
            assert shown is not None
            assert 250 < shown["width"] <= 600
            assert shown["x"] >= 0
            assert shown["x"] + shown["width"] <= width
            assert [u for u in asked if not u.startswith(("http://127.0.0.1", "data:"))] == []
            assert said == []
            box.scroll_into_view_if_needed()
            page.screenshot(path=tmp_path / f"{name}.png")
            page.close()


def test_it_stands_while_the_service_is_off_and_what_is_withheld_goes_when_it_is_back(
    world: World, after: dict[str, str]
) -> None:
    world.service.close()
    world.wordpress.age_copies(86400)
    stand = world.pages()
    assert {n: card(p) for n, p in stand.items() if n in OLD} == {n: card(after[n]) for n in OLD}
    world.start()
    done = onrecord(world.config, "withhold", X, "--reason", "court order: sealed")
    assert done.returncode == 0, done.stderr
    world.wordpress.age_copies(600)
    for kind in ("line", "tweet"):
        page = world.wordpress.read(world.articles[kind])
        assert "Not shown by Border News" in page
        assert "sealed" not in page
        assert "onrecord-text" not in re.sub("<style>.*?</style>", "", page, flags=re.DOTALL)


def test_wp_cron_refreshes_articles_that_nobody_asks_for(
    world: World, after: dict[str, str]
) -> None:
    done = onrecord(world.config, "withhold", BLUESKY, "--reason", "privacy")
    assert done.returncode == 0, done.stderr
    world.wordpress.age_copies(130)
    world.wordpress.php("do_action('onrecord_refresh');")
    kept = world.wordpress.php("return get_posts(['meta_key' => '_onrecord_kept', 'numberposts' "
                               "=> -1, 'fields' => 'ids']);")  # fmt: skip
    assert kept
    assert "Not shown by Border News" in world.wordpress.read(world.articles["shortcode"])


def test_taken_out_each_page_is_byte_for_byte_as_before(
    world: World, after: dict[str, str]
) -> None:
    world.wordpress.deactivate()
    assert world.pages() == world.before
    left = world.wordpress.php(
        'global $wpdb; return [(int) $wpdb->get_var("SELECT COUNT(*) FROM {$wpdb->postmeta} '
        "WHERE meta_key LIKE '%onrecord%'\"), wp_next_scheduled('onrecord_refresh')];"
    )
    assert left == [0, False]
    world.wordpress.php(
        "require_once ABSPATH . 'wp-admin/includes/plugin.php'; "
        "uninstall_plugin('onrecord/onrecord.php');"
    )
    options = world.wordpress.php(
        'global $wpdb; return $wpdb->get_col("SELECT option_name FROM {$wpdb->options} '
        "WHERE option_name LIKE '%onrecord%'\");"
    )
    assert options == []


def _into(late: list[Route]) -> Callable[[Route], None]:
    """Keeps requests back."""
    return lambda route: late.append(route)


@pytest.mark.browser
def test_without_the_plugin_oembed_gives_a_frame_of_the_right_height(
    world: World, tmp_path: Path
) -> None:
    """Trusted: a platform's address. Untrusted: our own page, discovered, in a sandbox."""
    world.wordpress.deactivate()
    provider = SHARED / "peers" / "wordpress" / "onrecord.php"
    shutil.copy(provider, world.wordpress.site / "wp-content/mu-plugins/onrecord.php")
    told = json.loads(world.wordpress.read(f"{world.origin}/oembed?url={MASTODON}&format=json"))
    post = re.search(r"/post/\w{16}", told["html"])
    assert post is not None
    with chromium(whole=True) as browser:
        for name, url in (("trusted", MASTODON), ("untrusted", world.origin + post[0])):
            # WordPress waits five seconds for an answer, and remembers a day that none came: where
            # the whole network runs beside it, that is asked for in another post once more.
            for _ in range(3):
                (address,) = world.wordpress.publish(f"Before\n\n{url}\n\nAfter")
                if "<blockquote" in world.wordpress.read(address):
                    break
            page = browser.new_page(viewport={"width": 1000, "height": 900})
            said, _ = watched(page)
            late: list[Route] = []
            page.route(f"{world.origin}/e/**", _into(late))
            page.goto(address, wait_until="domcontentloaded")
            words = page.locator(".entry-content blockquote").first
            # Before the frame is there: the words, and a link that leads somewhere.
            words.wait_for(state="visible")
            said_first = " ".join(words.inner_text().split())
            assert "bridge.example/plan Come and ask your questions. — Post by" in said_first
            (link,) = words.locator("a").all()
            assert page.request.get(link.get_attribute("href") or "").ok
            page.screenshot(path=tmp_path / f"{name} before.png")
            while not late:
                page.locator(".entry-content iframe").scroll_into_view_if_needed()
                page.wait_for_timeout(20)
            for route in late:
                route.continue_()
            assert "river bridge" in (words.text_content() or "")
            assert words.locator("a").get_attribute("href") == world.origin + post[0]
            frame = page.locator(".entry-content iframe")
            frame.scroll_into_view_if_needed()
            frame.wait_for(state="visible")
            inner = frame.element_handle().content_frame()
            assert inner is not None
            inner.wait_for_load_state()
            content = inner.evaluate("document.documentElement.getBoundingClientRect().height")
            page.wait_for_function(
                "([frame, height]) => Math.abs(frame.offsetHeight - height) <= height / 10",
                arg=[frame.element_handle(), content],
            )
            assert words.is_visible() == (name == "trusted")
            assert said == []
            page.screenshot(path=tmp_path / f"{name}.png")
            page.close()
