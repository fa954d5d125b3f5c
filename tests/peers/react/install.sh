#!/usr/bin/env bash
# Puts React, a bundler, and react-tweet (for `make bench BENCH=react_tweet`) into FOLDER.
#   tests/peers/react/install.sh FOLDER
# No package gets to run its scripts.
set -euo pipefail
for program in node npm; do
  command -v "$program" >/dev/null || {
    echo "no $program: apt-get install -y --no-install-recommends nodejs npm" >&2
    exit 1
  }
done
mkdir -p "$1"
cd "$1"
export npm_config_audit=false npm_config_fund=false npm_config_loglevel=error
test -e package.json || npm init -y >/dev/null
npm install --ignore-scripts --save-exact react@19.3.1 react-dom@19.3.1 esbuild@0.28.2 react-tweet@3.3.1
