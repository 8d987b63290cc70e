#!/usr/bin/env bash
# A browser and the fonts the page is read in, from Debian's packages: what is missing, and only as root.
set -euo pipefail

packages=()
command -v chromium >/dev/null || command -v google-chrome >/dev/null || packages+=(chromium)
command -v fc-list >/dev/null || packages+=(fontconfig)
fonts="$(fc-list : file lang 2>/dev/null || true)"
grep -qiE 'lang=.*zh-cn' <<<"$fonts" || packages+=(fonts-noto-cjk)
grep -qi emoji <<<"$fonts" || packages+=(fonts-noto-color-emoji)
[ ${#packages[@]} -eq 0 ] && exit 0

if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${packages[@]}"; } >/dev/null 2>&1 && exit 0
fi
echo "browser: not to be had here: ${packages[*]}"
