#!/usr/bin/env bash
# The long runs on protection; arguments go to pytest.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python3 scripts/ensure_venv.py dev
exec .venv/bin/python -m pytest tests/trust "$@"
