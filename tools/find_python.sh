#!/bin/sh
# Prints a Python that can make the project's environment (CPython 3.11 to 3.14, with venv); installs it on Debian when root.
set -eu

say() { printf '%s\n' "$*" >&2; }

suits() {
    "$1" -c 'import sys; sys.exit(not ((3, 11) <= sys.version_info < (3, 15) and sys.implementation.name == "cpython"))' >/dev/null 2>&1
}

has_venv() { "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; }

# The first that suits and has venv; else the first that suits.
find() {
    second=
    for name in "${PYTHON:-python3}" python3 python3.13 python3.14 python3.12 python3.11; do
        suits "$name" || continue
        if has_venv "$name"; then echo "$name"; return; fi
        second=${second:-$name}
    done
    echo "$second"
}

apt_install() {
    say "Installing $* with apt-get"
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; } </dev/null >&2
}

can_apt() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

python=$(find)
if [ -z "$python" ]; then
    if can_apt; then apt_install python3 python3-venv; python=$(find); fi
    if [ -z "$python" ]; then
        say "Python 3.11, 3.12, 3.13 or 3.14 is needed and was not found. Install it, then run make again:"
        say "  Debian, Ubuntu: sudo apt-get install python3 python3-venv      macOS: brew install python@3.13"
        say "  elsewhere: PYTHON=/path/to/python3.12 make …"
        exit 1
    fi
fi
if ! has_venv "$python"; then
    package=$("$python" -c 'import sys; print("python3.%d-venv" % sys.version_info[1])')
    if can_apt; then apt_install "$package"; fi
    if ! has_venv "$python"; then
        say "$python has no venv module. Install it, then run make again: sudo apt-get install $package"
        exit 1
    fi
fi
echo "$python"
