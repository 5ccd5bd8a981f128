# Two commands to know: `make demo` shows a living Schakel, `make test` proves it.
.DEFAULT_GOAL := help
.PHONY: help demo demo-unit demo-reset test run setup lint fix bench kills sequences docs messages lock release client clean
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PORT ?= 8000
UNIT_PORT ?= 8001
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	if command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; \
	then echo $$p; break; fi; done)
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
NO_NETWORK = { echo; echo "This step needs the network (or a local package mirror) once, and could not reach it."; \
	echo "Connect and run the same command again: it goes on where it stopped."; exit 1; }
PO := $(shell find src -name '*.po' 2>/dev/null)
STYLES := $(shell find src/schakel/foundation/ui -path '*/styles/*' -o -path '*/static/*' 2>/dev/null)
# What the encoder in the browser is made of: its modules, and what Python knows of names and parameters.
ENCODER := $(wildcard src/schakel/methods/encoding/browser/*.js src/schakel/methods/encoding/*.json \
	src/schakel/methods/encoding/*.py src/schakel/methods/linkage/names.py src/schakel/methods/linkage/*.csv)

help: ## Show this help
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

demo: setup ## Serve a living demo on http://127.0.0.1:8000 (PORT=… for another port)
	@$(BIN)/schakel demo --port $(PORT)

demo-unit: setup ## Serve a demo of the linkage unit on http://127.0.0.1:8001 (UNIT_PORT=…)
	@$(BIN)/schakel linkage-unit demo --port $(UNIT_PORT)

demo-reset: setup ## Throw the demo's data away and serve a fresh demo
	@$(BIN)/schakel demo --port $(PORT) --reset

run: setup ## Serve without demo data
	@$(BIN)/schakel serve --port $(PORT)

test: setup-dev ## Run every test: SQLite, PostgreSQL where present, browser, accessibility
	@$(BIN)/python scripts/run_tests.py

setup: $(VENV)/.base $(VENV)/.assets $(VENV)/.messages ## Set up the environment in .venv

.PHONY: setup-dev
setup-dev: setup $(VENV)/.dev

$(VENV)/.python:
	@if [ -z "$(PYTHON)" ]; then echo "Schakel needs Python 3.11 or newer, and found none."; \
	echo "Install it, or name it: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)"; exit 1; fi
	@if ! $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then \
	echo "Schakel needs Python 3.11 or newer; $(PYTHON) is older."; exit 1; fi
	@echo "[1/4] Python environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV) || { echo "Could not make $(VENV). On Debian: apt install python3-venv"; exit 1; }
	@touch $@

$(VENV)/.base: $(VENV)/.python requirements/base.txt pyproject.toml
	@echo "[2/4] Python packages"
	@$(PIP) --require-hashes -r requirements/base.txt || $(NO_NETWORK)
	@$(PIP) --no-build-isolation --no-deps --no-index -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.base requirements/dev.txt
	@echo "[ + ] Packages for the tests"
	@$(PIP) --require-hashes -r requirements/dev.txt || $(NO_NETWORK)
	@touch $@

$(VENV)/.node: $(VENV)/.base package.json package-lock.json
	@echo "[3/4] Style sheets, font and encoder"
	@if ! command -v npm >/dev/null 2>&1; then $(PIP) --require-hashes -r requirements/node.txt || $(NO_NETWORK); fi
	@PATH="$$PATH:$(CURDIR)/$(BIN)" npm ci --ignore-scripts --no-audit --no-fund --loglevel=error || $(NO_NETWORK)
	@touch $@

$(VENV)/.assets: $(VENV)/.node $(STYLES) $(ENCODER)
	@$(BIN)/schakel build-assets
	@touch $@

$(VENV)/.messages: $(VENV)/.base $(PO) scripts/messages.py
	@echo "[4/4] Translations"
	@$(BIN)/python scripts/messages.py
	@touch $@

lint: setup-dev ## Check style, types and the contracts of the house
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/lint-imports --config .importlinter && $(BIN)/mypy

fix: setup-dev ## Mend what the style checker can mend by itself
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

bench: setup-dev ## Measure speed, as ratios to a floor measured in the same run
	@$(BIN)/python scripts/bench.py

sequences: setup-dev ## Join, split, move and undo at random, a thousand times
	@$(BIN)/pytest -q --hypothesis-profile=thousand src/schakel/register/linkage/tests/test_sequences.py

kills: setup-dev ## Kill imports and submissions a thousand times, and count what was lost (KILLS=…)
	@$(BIN)/python scripts/kills.py --kills $(or $(KILLS),1000)

docs: setup-dev ## Write the generated reference pages and the README's pictures
	@$(BIN)/python scripts/reference.py && $(BIN)/python scripts/pictures.py

messages: setup-dev ## Bring the Dutch catalogues up to date with the code
	@$(BIN)/python scripts/messages.py update

lock: setup-dev ## Pin the requirements anew, with hashes
	@for f in base dev node; do $(BIN)/uv pip compile --universal --generate-hashes --no-header \
	--python-version 3.11 --quiet requirements/$$f.in -o requirements/$$f.txt; done

release: test ## Build a wheel in dist/
	@$(BIN)/python -m pip wheel --quiet --no-build-isolation --no-deps --wheel-dir dist .

client: setup-dev ## Build the program for senders alone (encode, keys) as a wheel in dist/
	@$(BIN)/python scripts/client.py

clean: ## Remove everything that was set up or built (not the data in var/)
	@rm -rf $(VENV) node_modules build dist
