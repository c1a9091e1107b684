#!/usr/bin/env bash
# Measures the budgets on SQLite and on a private PostgreSQL: see tests/load/bench.py.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/services.sh
bootstrap
start_services
.venv/bin/python tests/load/bench.py "$@"
