#!/bin/sh
# Installs the Debian packages that are missing, and nothing else. Usage: packages.sh build|test|bench
set -eu

case "${1:-build}" in
build) wanted="bubblewrap libbrotli-dev libcmark-dev libcurl4-openssl-dev libmagic-dev libqrencode-dev libsodium-dev libsqlite3-dev libvips-tools poppler-utils zlib1g-dev" ;;
test) wanted="binutils chromium default-jre-headless poppler-utils oathtool python3 python3-venv valgrind zbar-tools" ;;
bench) wanted="gcc libc6-dev libssl-dev nginx-light openssl sqlite3 time wrk" ;;
*) echo "usage: packages.sh build|test|bench" >&2; exit 64 ;;
esac

missing=""
for package in $wanted; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $package"
done
[ -z "$missing" ] && exit 0

as_root=""
if [ "$(id -u)" -ne 0 ]; then
    as_root="sudo"
    command -v sudo >/dev/null || { echo "Install as root, then try again: apt-get install$missing" >&2; exit 1; }
fi
echo "Installing$missing"
$as_root apt-get update -qq
# shellcheck disable=SC2086 # a list of names
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
