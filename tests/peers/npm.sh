# Sourced by what installs packages for Node: goes to FOLDER, where npm may be called, if PROGRAMS are
# there. No package gets to run its scripts.
#   . npm.sh FOLDER DEBIAN_PACKAGES PROGRAM…
set -euo pipefail
folder=$1 packages=$2
shift 2
for program in "$@"; do
  command -v "$program" >/dev/null || {
    echo "no $program: apt-get install -y --no-install-recommends $packages" >&2
    exit 1
  }
done
mkdir -p "$folder"
cd "$folder"
export npm_config_audit=false npm_config_fund=false npm_config_loglevel=error npm_config_ignore_scripts=true
test -e package.json || npm init -y >/dev/null
