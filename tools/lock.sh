#!/bin/sh
# Writes requirements/*.lock: hashes, no address of any index; uv's settings are in pyproject.toml.
set -eu

unset UV_FIND_LINKS PIP_FIND_LINKS
pin() { name=$1; shift; .venv-lock/bin/uv pip compile --quiet ${UPGRADE---upgrade} "$@" -o "requirements/$name.lock" >/dev/null; }

pin run pyproject.toml
pin test pyproject.toml --group test --group check
pin bench --group peers
pin roads pyproject.toml --extra roads --group test --group engines --constraint requirements/test.lock
pin lock --group lock
pin audit --group audit

if grep -n '://' requirements/*.lock; then
    echo "An address got into a lock: a setting of this machine leaks." >&2
    exit 1
fi
