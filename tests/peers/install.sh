#!/usr/bin/env bash
# Puts the real Bluesky network (PLC directory, host and AppView, from npm) into FOLDER.
#   tests/peers/install.sh FOLDER
# Newer versions need Node 22. Only better-sqlite3 has something to build.
. "$(dirname "$0")/npm.sh" "$1" "nodejs npm libnode-dev make g++" node npm make g++
export npm_config_nodedir=/usr
npm install --save-exact @atproto/dev-env@0.3.215
npm rebuild --ignore-scripts=false better-sqlite3
