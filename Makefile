# Needs Python >= 3.11 with venv and pip, and make. Everything else goes into .venv.
PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed
TF_BIN := .venv-tensorflow/bin
TF_INSTALLED := .venv-tensorflow/.installed
DEMO_FLAGS ?=
TEST_FLAGS ?=
BENCH_FLAGS ?=

.PHONY: help demo test interop check format bench goldens clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' $(MAKEFILE_LIST)

demo: $(INSTALLED) ## trains the classic digit readers on real digits (DEMO_FLAGS=--short)
	$(BIN)/tenfold doctor
	$(BIN)/python examples/digits.py $(DEMO_FLAGS)

test: $(INSTALLED) ## every test
	$(BIN)/pytest -n auto $(TEST_FLAGS)

interop: $(INSTALLED) $(TF_INSTALLED) ## graphs and messages in and out of a real TensorFlow
	$(BIN)/pytest -q tests/interop

check: $(INSTALLED) ## format, lint, types, floors, longest file, doctests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyright
	$(BIN)/lint-imports
	$(BIN)/python tools/longest_file.py src
	$(BIN)/python tools/list_ops.py --check
	$(BIN)/pytest -q --doctest-modules src/tenfold

format: $(INSTALLED) ## rewrites the sources in the house's format
	$(BIN)/ruff check --fix --exit-zero .
	$(BIN)/ruff format .

bench: $(INSTALLED) $(TF_INSTALLED) ## side by side with TensorFlow; writes benchmarks/RESULTS.md
	$(BIN)/python benchmarks/run.py $(BENCH_FLAGS)

goldens: $(INSTALLED) $(TF_INSTALLED) ## records what tests hold tenfold to: results, schemas, graphs
	for script in tools/record_*.py tests/ops/image/public_calls.py; do \
	  $(TF_BIN)/python $$script || exit 1; done
	$(MAKE) format

clean: ## removes the environments and every build output
	rm -rf .venv .venv-tensorflow dist build .pytest_cache .ruff_cache .import_linter_cache

$(INSTALLED): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python >= 3.11 is needed: make PYTHON=python3.11")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[xla,plot,h5,image,test,dev]'
	touch $@

$(TF_INSTALLED):
	$(PYTHON) -m venv .venv-tensorflow
	$(TF_BIN)/pip install --quiet --disable-pip-version-check tensorflow==2.21.0
	touch $@
