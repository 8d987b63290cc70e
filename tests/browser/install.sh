#!/usr/bin/env bash
# A browser and the fonts the page is read in, from Debian's packages: what is missing, and only as root.
# Who may not install reads one line and the walk is skipped; who may and can't ends with 1 and apt's own words.
set -euo pipefail

missing() {
  command -v chromium >/dev/null || command -v google-chrome >/dev/null || echo chromium
  command -v fc-list >/dev/null || echo fontconfig
  local fonts
  fonts="$(fc-list : file lang 2>/dev/null || true)"
  grep -qiE 'lang=.*zh-cn' <<<"$fonts" || echo fonts-noto-cjk
  grep -qi emoji <<<"$fonts" || echo fonts-noto-color-emoji
}

mapfile -t packages < <(missing)
[ ${#packages[@]} -eq 0 ] && exit 0
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "browser: not to be had here: ${packages[*]}"
  exit 0
fi

fetch() { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${packages[@]}"; }

export DEBIAN_FRONTEND=noninteractive
if words="$(fetch 2>&1)" || words="$(fetch 2>&1)"; then
  hash -r
  mapfile -t packages < <(missing)
  [ ${#packages[@]} -eq 0 ] && exit 0
fi
printf '%s\nbrowser: could not be installed: %s\n' "$words" "${packages[*]}" >&2
exit 1
