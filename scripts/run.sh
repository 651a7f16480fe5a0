#!/usr/bin/env bash
# Start the application on 127.0.0.1 with everything it needs; PORT chooses the port (default 8050).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python3 scripts/ensure_venv.py run

# A .env file in this folder belongs to compose.yaml, not to the application.
export FLASK_SKIP_DOTENV=1
.venv/bin/flask --app app krm demo --wenn-leer
exec .venv/bin/gunicorn -c gunicorn.conf.py -b "127.0.0.1:${PORT:-8050}" 'app:create_server()'
