#!/usr/bin/env bash
# The proof of Parvis. usage: scripts/test.sh check|ground|all
#   check   style, types, tiers, translations, migrations (about a minute)
#   ground  that, then on SQLite the tests of what everything stands on: rights, the ball, the journal,
#           conversations, the API's shared parts, the demonstration and seeded towns
#   all     check, then every test on PostgreSQL, then every test and the browser's journeys on SQLite
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/services.sh
unset DATABASE_URL REDIS_URL STORAGE_URL EMAIL_URL BASE_URL MASTER_KEY SECRET_KEY DEBUG CLAMAV_URL

BIN=$PWD/.venv/bin
export PATH="$BIN:$PATH" PYTHONPATH=src
export PYTHONHASHSEED=0 # processes of one run must collect the same tests in the same order

FAILED=()
step() { # step NAME command…: say how long it took, remember whether it failed
  local name=$1 began=$SECONDS; shift
  printf '\n== %s\n' "$name"
  if "$@"; then printf '   %s s\n' "$((SECONDS - began))"; else FAILED+=("$name"); printf '✗ %s failed\n' "$name"; fi
}
stop_if_failed() {
  [ "${#FAILED[@]}" = 0 ] && return
  printf '\n✗ Failed: %s\n' "$(printf '%s; ' "${FAILED[@]}")" >&2
  exit 1
}

check() {
  step "Style" ruff check -q src tests scripts conftest.py
  step "Format" ruff format -q --check src tests scripts conftest.py
  step "Types" mypy
  step "Types of the pages' scripts" npm run --silent check
  step "Tiers" lint-imports
  step "Migrations" python -m django makemigrations --check --dry-run --settings parvis.config.test_settings
  step "Translations" python scripts/translations.py check
}

run_on_postgresql() { DATABASE_URL=$POSTGRESQL_URL python -m pytest -q -n 2 --create-db -m "not e2e" "$@"; }

# A browser on a busy machine is sometimes late: what failed in it alone is tried once more, and said.
run_on_sqlite() {
  rm -rf .pytest_cache
  python -m pytest -q -n 2 --dist loadgroup --create-db && return
  python - <<'PYTHON' || return 1
import json, pathlib, sys
failed = json.loads(pathlib.Path(".pytest_cache/v/cache/lastfailed").read_text())
sys.exit(any(not name.startswith("tests/e2e/") for name in failed))
PYTHON
  printf '\n== Only journeys failed: each of them once more, on a machine at rest\n'
  python -m pytest -q --last-failed --last-failed-no-failures none --create-db
}

GROUND=(
  src/parvis/kernel/tests
  src/parvis/kernel/ui/tests
  src/parvis/kernel/storage/tests/test_naming.py
  src/parvis/kernel/storage/tests/test_cipher.py
  src/parvis/apps/conversations
  src/parvis/apps/workspaces/tests/test_access.py
  src/parvis/apps/workspaces/tests/test_waiting.py
  src/parvis/apps/workspaces/tests/test_api.py
  tests/demonstration
  tests/seeding
)

scripts/setup.sh all
bootstrap
check
stop_if_failed
if [ "${1:-all}" = all ]; then
  start_services
  step "Tests on PostgreSQL" run_on_postgresql
  stop_if_failed
  printf '\n== Tests on SQLite, and journeys in the browser\n'
  run_on_sqlite
fi
if [ "${1:-all}" = ground ]; then
  printf '\n== Tests of the ground, on SQLite\n'
  python -m pytest -q -n 2 --dist loadgroup --create-db "${GROUND[@]}"
fi
