#!/usr/bin/env bash
# The tests on a Spark cluster of several processes; arguments go to pytest.
#
# Java is installed with apt-get where it is missing, Spark itself as a Python package into .venv (500 MB, once).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python3 scripts/ensure_venv.py spark-dev
python3 scripts/provision_test_services.py spark
exec .venv/bin/python -m pytest tests/spark "$@"
