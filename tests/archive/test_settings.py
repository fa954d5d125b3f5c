"""config.toml: it documents every setting with its default, and a mistake is named."""

import tomllib
from pathlib import Path

import msgspec
import pytest

from archive.errors import ConfigError
from archive.platforms import load_platforms
from archive.settings import Settings, default_config, load_settings


def write(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_documented_defaults_are_the_defaults() -> None:
    documented = tomllib.loads(default_config())
    platforms = documented.pop("platforms")
    defaults = msgspec.to_builtins(Settings())
    del defaults["platforms"], defaults["environ"]
    for several in ("queries", "sites"):
        assert defaults.pop(several) == (), "there are none, and an example stands in a comment"
    assert {k: _plain(v) for k, v in documented.items()} == {
        k: _plain(v) for k, v in defaults.items()
    }
    load_platforms(Settings(platforms=platforms))


def _plain(section: dict[str, object]) -> dict[str, object]:
    return {k: list(v) if isinstance(v, tuple) else v for k, v in section.items()}


def test_every_documented_setting_has_a_line_that_says_why() -> None:
    for line in default_config().splitlines():
        if "=" in line and not line.startswith("#"):
            assert "#" in line, line


def test_no_file_means_the_defaults() -> None:
    assert load_settings(None, {}).server.port == 8080


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[server]\nprot = 1", "prot"),
        ("[server]\nport = 'x'", "server.port"),
        ("[server]\nport = 70000", "server.port"),
        ("[sevrer]\nport = 1", "sevrer"),
        ("[site]\ntimezone = 'Mars/Olympus'", "site.timezone"),
        ("[site]\npublic_url = 'record.example.org'", "site.public_url"),
        ("[storage]\ndatabase = 'mysql://x'", "storage.database"),
        ("[storage]\nblobs = 'ftp://x'", "storage.blobs"),
        ("[publish]\nrelease = 'never'", "publish.release"),
        ("[fetch.routes]\n'a.example' = 'nowhere'", "fetch.routes"),
        ("[[queries]]\nname = 'A'\nslug = 'A b'\nquery = 'wall'", "queries"),
        ("[[sites]]\nname = 'A'\nurl = 'news.example'", "sites.url"),
        ("[[sites]]\nname = 'A'\nurl = 'https://a.example'\nfeeds = ['x']", "sites.feeds"),
        ("[alerts]\nwebhooks = ['cms']", "alerts.webhooks"),
        ("[alerts]\nsmtp = 'mail.example'", "alerts.smtp"),
        ("[alerts]\nmail_from = 'a b@c'", "alerts.mail_from"),
        ("[alerts]\nmail_to = ['a@b.example']", "alerts.mail_to"),
        ("environ = 1", "environ"),
        ("[site", "TOML"),
    ],
)
def test_a_bad_setting_is_named(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(ConfigError, match=named.replace(".", r"\.")):
        load_settings(write(tmp_path, text), {})


@pytest.mark.parametrize(
    ("section", "named"),
    [
        ({"myspace": {}}, "platforms.myspace"),
        ({"x": {"tokn": 1}}, "tokn"),
        ({"bluesky": {"sources": ["rumour"]}}, "rumour"),
    ],
)
def test_a_bad_platform_setting_is_named(section: dict[str, dict[str, object]], named: str) -> None:
    with pytest.raises(ConfigError, match=named):
        load_platforms(Settings(platforms=section))


def test_a_missing_file_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="onrecord init"):
        load_settings(tmp_path / "none.toml", {})


def test_secrets_come_from_the_environment() -> None:
    settings = load_settings(None, {"TOKEN": "s3cret", "EMPTY": ""})
    assert settings.secret("TOKEN") == "s3cret"
    assert settings.secret("EMPTY") is None
    assert settings.secret("UNSET") is None
