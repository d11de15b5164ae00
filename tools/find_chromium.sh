#!/bin/sh
# Prints the Chromium that the browser tests drive; installs one when there is none.
# Order: the variable CHROMIUM, PATH, macOS's applications, Playwright's own, then apt-get (Debian, root), then Playwright's download.
set -eu

say() { printf '%s\n' "$*" >&2; }

# On Ubuntu « chromium-browser » may be an empty shell that only asks for snap: a browser is one that says its version.
works() { [ -n "$1" ] && "$1" --version </dev/null >/dev/null 2>&1; }

can_apt() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

apt_install() {
    say "Installing $* with apt-get"
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; } </dev/null >&2
}

playwright() { .venv/bin/python -m playwright "$@"; }

playwrights_own() {
    .venv/bin/python -c 'from playwright.sync_api import sync_playwright as p
with p() as q: print(q.chromium.executable_path)'
}

find() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        path=$(command -v "$name" || true)
        if works "$path"; then echo "$path"; return; fi
    done
    for path in "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" "/Applications/Chromium.app/Contents/MacOS/Chromium" "$(playwrights_own)"; do
        if works "$path"; then echo "$path"; return; fi
    done
}

install() {
    if can_apt && grep -q '^ID=debian' /etc/os-release; then
        apt_install chromium && return
    fi
    say "Installing chromium with Playwright"
    if can_apt; then playwright install --with-deps chromium </dev/null >&2; else playwright install chromium </dev/null >&2; fi
}

# Playwright's own program asks for a library that the smallest systems lack.
if ! playwright --version >/dev/null 2>&1; then
    if can_apt; then apt_install libatomic1; fi
    playwright --version >&2 || { say "Playwright does not start (above). On Debian and Ubuntu: sudo apt-get install libatomic1"; exit 1; }
fi

if [ -n "${CHROMIUM:-}" ]; then
    works "$CHROMIUM" || { say "CHROMIUM names no browser: $CHROMIUM"; exit 1; }
    echo "$CHROMIUM"
    exit 0
fi
path=$(find)
if [ -z "$path" ]; then
    install || true
    path=$(find)
fi
if [ -z "$path" ]; then
    say "The browser tests need a Chromium. Install one (Debian: sudo apt-get install chromium; macOS: brew install --cask google-chrome;"
    say "elsewhere: .venv/bin/python -m playwright install chromium, then sudo .venv/bin/python -m playwright install-deps chromium),"
    say "or set CHROMIUM to its path."
    exit 1
fi
echo "$path"
