#!/bin/sh
# Brings the environment $VENV (.venv) to what requirements/$1.lock pins; does nothing when it is there already.
set -eu

name=$1
venv=${VENV:-.venv}
lock=requirements/$name.lock

# The environment keeps a copy of each lock it was made from: contents are compared, not dates.
cmp -s "$lock" "$venv/$name.lock" && "$venv/bin/python" -c '' 2>/dev/null && exit 0

for made_from in "$venv"/*.lock; do
    [ -e "$made_from" ] || continue
    cmp -s "$made_from" "requirements/$(basename "$made_from")" || { echo "A lock has changed: $venv is made again" >&2; rm -rf "$venv"; break; }
done
if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    rm -rf "$venv"
    python=$(sh tools/find_python.sh)
    "$python" -m venv "$venv"
fi
echo "Installing $lock in $venv (a minute or two, once)" >&2
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --only-binary :all: --require-hashes -r "$lock" >&2
case $name in
run | test) # the command `convergence`, on the files of this checkout
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --no-index --no-deps --no-build-isolation -e . >&2 ;;
esac
cp "$lock" "$venv/$name.lock"
# The packages of run.lock are all in test.lock.
if [ "$name" = test ]; then cp requirements/run.lock "$venv/run.lock"; fi
