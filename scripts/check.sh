#!/usr/bin/env bash
# Format, lint, types, import rules, documentation and container files; every check runs, then the verdict.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python3 scripts/ensure_venv.py dev
failed=()

check() {
  local name=$1
  shift
  printf '== %s\n' "$name"
  "$@" || failed+=("$name")
}

check "Format" .venv/bin/ruff format --check .
check "Lint" .venv/bin/ruff check .
check "Types" .venv/bin/mypy .
check "Import rules" .venv/bin/lint-imports --no-logo
check "Documentation" .venv/bin/python -m pytest -q tests/docs
check "compose.yaml" .venv/bin/check-jsonschema --builtin-schema vendor.compose-spec compose.yaml
check "Dockerfile" .venv/bin/hadolint Dockerfile

if ((${#failed[@]})); then
  printf 'Fehlgeschlagen: %s\n' "$(IFS=,; echo "${failed[*]}")" >&2
  exit 1
fi
echo "Alles in Ordnung."
