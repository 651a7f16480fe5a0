#!/usr/bin/env bash
# The files that we write, opened in LibreOffice; arguments go to pytest.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python3 scripts/ensure_venv.py dev
python3 scripts/provision_test_services.py office
exec .venv/bin/python -m pytest tests/office "$@"
