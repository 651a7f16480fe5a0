#!/usr/bin/env bash
# Many people at once, every answer compared with one computed before; arguments go to the run (--help shows them).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python3 scripts/ensure_venv.py dev
exec .venv/bin/python -m tests.trust.load "$@"
