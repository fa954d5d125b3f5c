#!/usr/bin/env bash
# Puts Zotero's translators, and what they need to run in Node, into FOLDER.
#   tests/peers/zotero/install.sh FOLDER
wanted=$(realpath "$(dirname "$0")/package.json")
. "$(dirname "$0")/../npm.sh" "$1" "nodejs npm" node npm
cp "$wanted" .
npm install
