#!/usr/bin/env bash
# Take the pictures of the pages with the reference data; arguments go to scripts/screenshots.py.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python3 scripts/ensure_venv.py dev
exec .venv/bin/python -m scripts.screenshots "$@"
