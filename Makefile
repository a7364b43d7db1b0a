BIN := .venv/bin
HOST ?= 127.0.0.1
PORT ?= 8000
# Tests of the whole service: they run without the coverage tracer, which would cost them half their time again.
SLOW := rules integration e2e

.PHONY: help setup run test check format types compose-local images bench bench-million pictures soak lock clean

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

compose-local: ## what docker-compose.yml starts, as processes without containers, on a Postgres of their own
	@tools/setup dev
	@$(BIN)/python -m infra.twin --port $(PORT)

images: ## weigh what goes into each image, without building one
	@tools/setup dev
	@$(BIN)/python -m infra.images weigh

bench: ## print the speed figures, wall time beside CPU time; about 15 minutes
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

# All agree on every version: what an image or a laptop gets is what the tests ran with.
LOCK = $(BIN)/uv pip compile --quiet --universal --no-header --no-annotate --generate-hashes
AS_TESTED = $(LOCK) --constraint requirements/dev.lock

lock: ## resolve the locked packages anew
	@tools/setup dev
	$(LOCK) requirements/installer.in -o requirements/installer.lock
	$(LOCK) --all-extras pyproject.toml requirements/build.in -o requirements/dev.lock
	$(AS_TESTED) --extra agents --extra orchestrator pyproject.toml requirements/build.in -o requirements/run.lock
	$(AS_TESTED) requirements/build.in -o requirements/build.lock
	$(AS_TESTED) --extra orchestrator --extra agents --extra azure pyproject.toml -o requirements/orchestrator.lock
	$(AS_TESTED) --extra agents --extra azure-telemetry pyproject.toml -o requirements/agents.lock
	$(AS_TESTED) --extra lookups --extra azure-telemetry pyproject.toml -o requirements/lookups.lock

clean: ## remove what was set up; your cases in var/ stay
	rm -rf .venv frontend/node_modules frontend/.next frontend/out .pytest_cache .ruff_cache .hypothesis
