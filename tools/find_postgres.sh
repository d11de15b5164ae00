#!/bin/sh
# Prints the directory of the PostgreSQL programs with which the store is tested; nothing when there are none, which is no error.
# With « --install » as root on Debian or Ubuntu, installs them first (with PostGIS) where they are missing.
set -u

say() { printf '%s\n' "$*" >&2; }

suits() { [ -x "$1/initdb" ] && [ -x "$1/postgres" ] && [ -x "$1/pg_ctl" ]; }

# Of several versions the newest that is found last.
find() {
    found=
    for path in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /usr/local/pgsql/bin /usr/local/opt/postgresql*/bin /opt/homebrew/opt/postgresql*/bin; do
        if suits "$path"; then found=$path; fi
    done
    if [ -z "$found" ] && command -v pg_ctl >/dev/null; then
        path=$(dirname "$(command -v pg_ctl)")
        if suits "$path"; then found=$path; fi
    fi
    echo "$found"
}

can_apt() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

apt_install() {
    say "Installing $* with apt-get: the store is tested on it too"
    # A mirror that does not answer must not hold up the tests.
    patience="-o Acquire::http::Timeout=15 -o Acquire::https::Timeout=15 -o Acquire::Retries=1 -o DPkg::Lock::Timeout=30"
    {
        timeout 120 apt-get $patience update &&
            DEBIAN_FRONTEND=noninteractive timeout 240 apt-get $patience install -y --no-install-recommends "$@"
    } </dev/null >/dev/null 2>&1
}

has_postgis() { [ -e "/usr/lib/postgresql/$1/lib/postgis-3.so" ]; }

if [ -n "${POSTGRES_BIN:-}" ]; then echo "$POSTGRES_BIN"; exit 0; fi
bin=$(find)
if [ "${1:-}" = --install ] && can_apt; then
    if [ -z "$bin" ]; then
        apt_install postgresql || true
        bin=$(find)
        [ -n "$bin" ] || say "PostgreSQL could not be installed: its tests will be skipped"
    fi
    case $bin in /usr/lib/postgresql/*)
        version=$(basename "$(dirname "$bin")")
        has_postgis "$version" || apt_install "postgresql-$version-postgis-3" || say "PostGIS could not be installed: its tests will be skipped"
    esac
fi
if [ -n "$bin" ]; then echo "$bin"; fi
exit 0
