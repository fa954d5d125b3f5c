#!/usr/bin/env bash
# Puts the real Bluesky network (PLC directory, host and AppView, from npm) into FOLDER.
#   tests/peers/install.sh FOLDER
# Newer versions need Node 22. Only better-sqlite3 has something to build; no other package
# gets to run its scripts.
set -euo pipefail
for program in node npm make g++; do
  command -v "$program" >/dev/null || {
    echo "no $program: apt-get install -y --no-install-recommends nodejs npm libnode-dev make g++" >&2
    exit 1
  }
done
mkdir -p "$1"
cd "$1"
export npm_config_nodedir=/usr npm_config_audit=false npm_config_fund=false npm_config_loglevel=error
test -e package.json || npm init -y >/dev/null
npm install --ignore-scripts --save-exact @atproto/dev-env@0.3.215
npm rebuild better-sqlite3
