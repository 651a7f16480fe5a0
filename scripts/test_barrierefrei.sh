#!/usr/bin/env bash
# Every state of every page at all widths and in both themes; arguments go to pytest.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python3 scripts/ensure_venv.py dev
python3 scripts/provision_test_services.py
exec .venv/bin/python -m pytest tests/accessibility --numprocesses logical --dist load "$@"
