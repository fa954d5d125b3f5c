#!/usr/bin/env bash
# Puts mastodon-mock, a stand-in for a Mastodon server, into a virtual environment at FOLDER.
#   tests/peers/mastodon-mock.sh FOLDER
# One of its own: it pins a web framework that nothing here needs.
set -euo pipefail
"${PYTHON:-python3}" -m venv "$1"
"$1/bin/pip" install --quiet --disable-pip-version-check mastodon-mock==0.6.1
