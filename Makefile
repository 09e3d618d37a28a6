# Needs make, git and a python3 (3.9 or newer); everything else is fetched into this folder.

PYTHON3 ?= python3
BIN := .venv/bin
TESTS ?= tests

.DEFAULT_GOAL := help
.PHONY: help setup demo dev test check format bench chaos browser clean

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-9s %s\n", $$1, $$2}'

setup: ## Set up the environment, assets and translations (the others do it by themselves)
	@$(PYTHON3) tools/bootstrap.py

demo: setup ## Serve the demonstration at http://127.0.0.1:8000 (Ctrl-C stops it)
	@exec $(BIN)/aitima demo

dev: setup ## The same, reloading when the code changes
	@exec $(BIN)/aitima demo --reload

test: setup ## Run every test, browser tests included (TESTS=tests/portal for some)
	@$(BIN)/python tools/browser.py
	@exec $(BIN)/pytest -n auto --dist worksteal $(TESTS)

check: setup ## Style, types, layers, migrations, templates, translations, deployment
	@exec $(BIN)/python tools/check.py

format: setup ## Put code and templates into their one format
	@$(BIN)/ruff check --fix --exit-zero --quiet . && $(BIN)/ruff format . && $(BIN)/djlint --reformat --quiet aitima || true

bench: setup ## Measure speed on a data folder of its own
	@exec $(BIN)/python -m bench

chaos: setup ## Kill web processes while people report, and count what is lost
	@exec $(BIN)/python -m chaos --write

clean: ## Remove what was built (never the data in var/)
	@rm -rf .venv .tools node_modules dist build aitima/static/vendor .mypy_cache .ruff_cache
