# `make demo` and `make test` set up .venv by themselves; `make check` is lint, types and tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
INSTALLED_DEV := $(VENV)/.installed-dev
PIP := $(BIN)/pip install --quiet --disable-pip-version-check

.PHONY: demo test lint types check setup clean

demo: $(INSTALLED)
	$(BIN)/prover-eval --bench nng --model tactics --k 1,8

test: setup
	$(BIN)/python -m pytest -n 2

lint: setup
	$(BIN)/ruff check harness tests benchmarks
	$(BIN)/ruff format --check harness tests benchmarks

types: setup
	$(BIN)/mypy

check: lint types test

setup: $(INSTALLED_DEV)

$(INSTALLED): pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) not found: install Python 3.11 or newer, or set PYTHON=..."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; set PYTHON=..."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(PIP) -e .
	touch $@

$(INSTALLED_DEV): $(INSTALLED)
	$(PIP) -e '.[dev]'
	touch $@

clean:
	rm -rf $(VENV)
