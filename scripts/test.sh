#!/usr/bin/env bash
# Run the whole test suite, or the part that the arguments name (they go to pytest).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python3 scripts/ensure_venv.py dev
python3 scripts/provision_test_services.py
# One process per core, each with services, server and browser of its own; the tests of a file stay together, and the
# files keep the order of tests/conftest.py.
exec .venv/bin/python -m pytest --numprocesses logical --dist loadfile --no-loadscope-reorder "$@"
