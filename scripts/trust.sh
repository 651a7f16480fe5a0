#!/usr/bin/env bash
# The long runs: protection, access, and every property test with many examples.
# Arguments go to pytest; those that name tests replace the whole list. More still: --hypothesis-profile=nightly.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

tests=(
  tests/trust
  tests/fuzz
  tests/integration/api/test_fuzz.py
  tests/integration/test_callback_bodies.py
  tests/e2e/test_raw_http.py
  tests/integration/imports/test_garbage.py
  tests/integration/test_aggregate_against_oracle.py
  tests/integration/snapshot/test_cards.py
)
for word in "$@"; do
  if [[ $word != -* && -e ${word%%::*} ]]; then
    tests=()
  fi
done

python3 scripts/ensure_venv.py dev
python3 scripts/provision_test_services.py
exec .venv/bin/python -m pytest --hypothesis-profile=long "${tests[@]}" "$@"
