"""A real WordPress on loopback, and what an editor and a reader do there."""

import json
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import msgspec

__all__ = ["ADDRESS", "WordPress"]

ADDRESS = "http://127.0.0.1:58080"

_BOOT = """
$_SERVER['HTTP_HOST'] = '127.0.0.1:58080'; $_SERVER['REQUEST_URI'] = '/';
$_SERVER['SERVER_NAME'] = '127.0.0.1';
require $argv[1] . '/wp-load.php'; require_once ABSPATH . 'wp-admin/includes/plugin.php';
wp_set_current_user(1); $in = json_decode(stream_get_contents(STDIN), true);
"""


class WordPress(msgspec.Struct, frozen=True, kw_only=True):
    """A site that `up.sh` started: its folder, and what is done in it."""

    folder: Path

    @property
    def site(self) -> Path:
        return self.folder / "site"

    def php(self, code: str, value: object = None) -> Any:
        """What a line of PHP, inside WordPress, returns; ``$in`` is the value."""
        script = f"{_BOOT} $out = (function($in) {{ {code} }})($in); echo '@@', json_encode($out);"
        ran = subprocess.run(
            ["php", "-r", script, "--", str(self.site)],
            input=json.dumps(value),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert "@@" in ran.stdout, ran.stdout + ran.stderr
        return json.loads(ran.stdout.rpartition("@@")[2])

    def publish(self, *contents: str) -> list[str]:
        """Publishes articles as whoever may write any HTML; gives their addresses."""
        numbers = self.php(
            "kses_remove_filters(); return array_map(fn($one) => wp_insert_post(wp_slash(["
            "'post_title' => 'Article', 'post_content' => $one, 'post_status' => 'publish', "
            "'post_author' => 1])), $in);",
            contents,
        )
        return [f"{ADDRESS}/?p={number}" for number in numbers]

    def read(self, address: str) -> str:
        """The page that a reader gets."""
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310
                return str(answer.read().decode())
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{address}: {error.code}\n{self.complaints()}") from error

    def install(self, plugin: bytes) -> None:
        """As Plugins, Add New, Upload Plugin."""
        packed = self.folder / "onrecord.zip"
        packed.write_bytes(plugin)
        shutil.unpack_archive(packed, self.site / "wp-content" / "plugins")

    def activate(self) -> None:
        assert self.php("return activate_plugin('onrecord/onrecord.php');") is None

    def deactivate(self) -> None:
        self.php("deactivate_plugins('onrecord/onrecord.php');")

    def age_copies(self, seconds: int) -> None:
        """As if every kept copy had been fetched so long before."""
        self.php(
            'global $wpdb; foreach ($wpdb->get_results("SELECT * FROM {$wpdb->postmeta} WHERE '
            "meta_key = '_onrecord_kept'\") as $row) { $kept = unserialize($row->meta_value); "
            "foreach ($kept as &$one) $one['at'] -= $in; unset($one); "
            "update_post_meta($row->post_id, '_onrecord_kept', wp_slash($kept)); } "
            "delete_transient('onrecord_pause');",
            seconds,
        )

    def complaints(self) -> list[str]:
        """What PHP said of our plugin, by WordPress's log."""
        log = self.folder / "debug.log"
        lines = log.read_text().splitlines() if log.exists() else []
        return [line for line in lines if "plugins/onrecord" in line or "Fatal" in line]

    def stop(self) -> None:
        for name in ("php", "mariadb"):
            file = self.folder / f"{name}.pid"
            if file.exists():
                subprocess.run(["kill", file.read_text().strip()], check=False)
                self._wait_for_end(file.read_text().strip())

    def _wait_for_end(self, process: str, seconds: float = 20.0) -> None:
        until = time.monotonic() + seconds
        while Path(f"/proc/{process}/exe").exists() and time.monotonic() < until:
            time.sleep(0.1)
