#!/usr/bin/env bash
# Puts React, a bundler, and react-tweet (for `make bench BENCH=react_tweet`) into FOLDER.
#   tests/peers/react/install.sh FOLDER
. "$(dirname "$0")/../npm.sh" "$1" "nodejs npm" node npm
npm install --save-exact react@19.3.1 react-dom@19.3.1 esbuild@0.28.2 react-tweet@3.3.1
