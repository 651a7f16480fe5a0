#!/usr/bin/env bash
# Print the reproducible measurements; arguments go to the benchmarks.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python3 scripts/ensure_venv.py dev
exec .venv/bin/python -m benchmarks "$@"
