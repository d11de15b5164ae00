#!/bin/sh
# Checks the browser's modules: lint and format (Biome), types (TypeScript), tests of the pure ones (Node). Nothing of it is served.
# Without Node 20 the rest of `make check` stands alone: the browser tests still run these modules in a real page.
set -eu

say() { printf '%s\n' "$*" >&2; }

if ! command -v node >/dev/null || [ "$(node -p 'parseInt(process.versions.node)')" -lt 20 ]; then
    say "Node 20 or later is absent: the browser's modules were not linted nor typed. Install it (nodejs.org), then « make check » again."
    exit 0
fi

stamp=node_modules/.package-lock.json
if [ ! -f "$stamp" ] || [ package-lock.json -nt "$stamp" ]; then
    npm ci --ignore-scripts --no-audit --no-fund >&2
fi
npx --no-install biome check assets tests/browser_modules
npx --no-install tsc -p assets
node --test --test-reporter=dot tests/browser_modules/
