#!/usr/bin/env bash
# Write requirements*.txt anew from requirements*.in; arguments go to uv, e.g. --upgrade.
# The runtime set is locked first and without test packages; the other sets are held to it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python3 scripts/ensure_venv.py dev
for name in requirements requirements-dev requirements-spark requirements-spark-dev; do
  .venv/bin/uv pip compile --quiet --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
    "$@" "$name.in" --output-file "$name.txt"
done
