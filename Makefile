# Parvis: every task of the house, by name. `make help` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup assets run test check ground bench clean

BIN := .venv/bin

help: ## show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## prepare everything: Python environment, Node, assets, translations
	@scripts/setup.sh all

assets: ## build what the pages load again, if a source changed
	@scripts/setup.sh assets

run: ## prepare, then serve on http://HOST:PORT (127.0.0.1:8000); all state is in PARVIS_DATA_DIR (./data)
	@scripts/setup.sh all
	@exec $(BIN)/parvis serve

check: ## the quick part of the proof: style, types, tiers, translations, migrations
	@scripts/test.sh check

ground: ## check, then the tests of what everything stands on, on SQLite (what .ci/run calls for now)
	@scripts/test.sh ground

test: ## the whole proof, on SQLite and PostgreSQL, with a real browser; installs what it needs on Debian
	@scripts/test.sh all

bench: ## measure the budgets and print them as a table; BENCH="--organisations 1200 --users 300000 --items 600000"
	@scripts/setup.sh all
	@scripts/bench.sh $(BENCH)

clean: ## remove what can be made again (never the data folder)
	@rm -rf .venv node_modules build static-root src/*.egg-info src/parvis/kernel/ui/static/parvis/build
	@rm -rf src/parvis/apps/directory/data .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis test-results
	@find src tests -name __pycache__ -prune -exec rm -rf {} +
	@find src -name '*.mo' -delete
	@echo "Clean. Your data folder was not touched."
