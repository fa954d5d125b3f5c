#!/usr/bin/env bash
# Puts axe-core, which finds what stands in a reader's way on a page, and vnu-jar, the checker of
# HTML, which runs on Java, into FOLDER.
#   tests/browser/install.sh FOLDER
set -euo pipefail
command -v npm >/dev/null || {
  echo "no npm: apt-get install -y --no-install-recommends nodejs npm" >&2
  exit 1
}
command -v java >/dev/null || {
  echo "no java: apt-get install -y --no-install-recommends default-jre-headless" >&2
  exit 1
}
mkdir -p "$1"
cd "$1"
export npm_config_audit=false npm_config_fund=false npm_config_loglevel=error
test -e package.json || npm init -y >/dev/null
npm install --ignore-scripts --save-exact axe-core@4.10.3 vnu-jar@26.9.27
