#!/usr/bin/env bash
# Write the pages of the documentation that are made from the program.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python3 scripts/ensure_venv.py dev
exec .venv/bin/python -m scripts.cards_doc
