"""Recorded responses that give no post, each with its reason: the one list of them is
``no_post.tsv``. Paths are below ``../shared/payloads``.
"""

from pathlib import Path

__all__ = ["NO_POST"]

NO_POST = dict(
    line.split("\t")
    for line in Path(__file__).with_name("no_post.tsv").read_text(encoding="utf-8").splitlines()
)
