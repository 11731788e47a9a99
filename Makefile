# Every target sets up what it needs: Python 3.11 or later and make are enough.
# A second run finds its stamps in .venv and starts at once.

SERVE ?= 1
PORT ?= 8080
SPEED ?= 0
SEED ?= $(shell date +%Y%m%d)
CASES ?= 20000
TESTS ?=

# The first Python here that is new enough; `make test PYTHON=python3.13` names another.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)

BIN := .venv/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
RUN := $(BIN)/python -m
PIP := $(RUN) pip --disable-pip-version-check --no-input
PYTEST := $(RUN) pytest -n auto --dist loadfile
LOCK := $(RUN) uv --no-config --quiet pip compile pyproject.toml $(UPGRADE) --group build --universal \
	--fork-strategy fewest --python-version 3.11 --generate-hashes --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test check format bench soak docs lock wheel clean distclean

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 12

demo: .venv/run.stamp ## replay the night and the days after it, and serve the site meanwhile; SERVE=0 only builds, SPEED=3600 an hour a second, PORT=8080
	$(BIN)/sverka demo build/demo --port $(PORT) --speed $(SPEED) $(if $(filter 0,$(SERVE)),--no-serve)

test: .venv/dev.stamp ## run the tests; TESTS=tests/seats for some of them
	$(PYTEST) --durations=10 $(TESTS)

check: .venv/dev.stamp ## formatting, lint, types, arrows between rooms
	$(RUN) ruff format --check .
	$(RUN) ruff check .
	$(RUN) mypy
	$(BIN)/lint-imports --no-logo

format: .venv/dev.stamp ## put the code into its one format
	$(RUN) ruff format .
	$(RUN) ruff check --fix .

bench: .venv/bench.stamp ## measure speed, as ratios in one run; keeps the numbers in benchmarks/
	$(RUN) benchmarks

soak: .venv/dev.stamp ## many more random cases; SEED=20211128 repeats a run, CASES=20000 sets how many; keeps benchmarks/soak.json
	$(RUN) tests.soak $(SEED) $(CASES) $(TESTS)

docs: .venv/dev.stamp ## hold the documents against the code: codes, commands, terms, links
	$(PYTEST) tests/house

lock: .venv/dev.stamp ## renew requirements/*.txt; UPGRADE=--upgrade takes newer releases
	$(LOCK) --output-file requirements/run.txt
	$(LOCK) --group dev --constraint requirements/run.txt --output-file requirements/dev.txt
	$(LOCK) --group dev --group bench --constraint requirements/dev.txt --output-file requirements/bench.txt

wheel: .venv/run.stamp ## build the wheel into dist/
	$(PIP) wheel --no-deps --no-build-isolation --wheel-dir dist .

clean: ## remove what was built
	rm -rf build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache

distclean: clean ## remove the environment too
	rm -rf .venv

# --- set-up ----------------------------------------------------------------------------------------------------------

$(BIN)/python:
	@$(if $(PYTHON),,$(error Sverka needs Python 3.11 or later and found none: install it or name it, make PYTHON=/path/to/python3))
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Sverka needs Python 3.11 or later, and $(PYTHON) is older: make PYTHON=/path/to/python3" >&2; exit 1; }
	$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

.venv/%.stamp: requirements/%.txt pyproject.toml | $(BIN)/python
	$(PIP) install --quiet --require-hashes --requirement $<
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@
