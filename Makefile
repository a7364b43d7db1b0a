BIN := .venv/bin
HOST ?= 127.0.0.1
PORT ?= 8000
# Tests of the whole service: they run without the coverage tracer, which would cost them half their time again.
SLOW := rules integration e2e

.PHONY: help setup run test check format types bench bench-million pictures soak lock clean

help: ## what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

setup: ## set up what running needs
	@tools/setup run

run: setup ## set up, then serve API and workbench at http://127.0.0.1:8000
	@$(BIN)/priorauth serve --host $(HOST) --port $(PORT)

test: ## set up, then every check and test
	@tools/setup dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright
	$(BIN)/lint-imports
	$(BIN)/priorauth check
	npm --prefix frontend run --silent check
	$(BIN)/pytest -n 2 --dist loadfile --cov --cov-report=term $(addprefix --ignore tests/,$(SLOW) browser)
	$(BIN)/pytest -n 2 --dist loadfile $(addprefix tests/,$(SLOW))
	$(BIN)/pytest tests/browser

check: ## the rule book alone: every skill and policy
	@tools/setup run
	@$(BIN)/priorauth check

format: ## format and fix what can be fixed
	@tools/setup dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

types: ## the type checker alone
	@tools/setup dev
	$(BIN)/pyright

bench: ## print the speed figures, wall time beside CPU time; about 6 minutes
	@tools/setup dev
	$(BIN)/python -m evaluation.bench

bench-million: ## time the queue beside 1,000,000 cases, on SQLite and Postgres; about 15 minutes
	@tools/setup dev
	$(BIN)/python -m evaluation.load.million

pictures: ## the screens as pictures, in docs/images
	@tools/setup dev
	PICTURES=docs/images $(BIN)/pytest -q tests/browser/test_screens.py

soak: ## 5,000 cases while processes are killed, on SQLite and Postgres; about 25 minutes
	@tools/setup dev
	$(BIN)/python -m evaluation.load.soak

lock: ## resolve the locked packages anew
	@tools/setup dev
	$(BIN)/uv pip compile --quiet --universal --no-header --no-annotate --generate-hashes requirements/installer.in -o requirements/installer.lock
	$(BIN)/uv pip compile --quiet --universal --no-header --no-annotate --generate-hashes --all-extras pyproject.toml requirements/build.in -o requirements/dev.lock
	$(BIN)/uv pip compile --quiet --universal --no-header --no-annotate --generate-hashes --extra agents --extra orchestrator --constraint requirements/dev.lock pyproject.toml requirements/build.in -o requirements/run.lock

clean: ## remove what was set up; your cases in var/ stay
	rm -rf .venv frontend/node_modules frontend/.next frontend/out .pytest_cache .ruff_cache .hypothesis
