#!/usr/bin/env bash
# Puts Zotero's translators, and what they need to run in Node, into FOLDER.
#   tests/peers/zotero/install.sh FOLDER
# No package gets to run its scripts.
set -euo pipefail
for program in node npm; do
  command -v "$program" >/dev/null || {
    echo "no $program: apt-get install -y --no-install-recommends nodejs npm" >&2
    exit 1
  }
done
mkdir -p "$1"
cp "$(dirname "$0")/package.json" "$1"
cd "$1"
export npm_config_audit=false npm_config_fund=false npm_config_loglevel=error
npm install --ignore-scripts
