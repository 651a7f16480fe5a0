#!/usr/bin/env bash
# Small changes to the code that decides who sees what, each of which a test must notice.
# Arguments name what is changed, e.g. policy (tests/mutation/targets.py).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python3 scripts/ensure_venv.py dev
exec .venv/bin/python -m tests.mutation "$@"
