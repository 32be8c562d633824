# Every target sets up all it needs by itself: the first call makes a virtual
# environment in .venv and installs the project with its tools there.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV  := .venv
BIN   := $(VENV)/bin
STAMP := $(VENV)/.installed
say    = printf '\n==> %s\n'

.PHONY: help setup demo test coverage slow lint types rocq docs bench growth wheel pictures clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

setup: $(STAMP) ## make the virtual environment and install everything

$(STAMP): pyproject.toml hatch_build.py $(wildcard skilltheory/compiled/*.[ch])
	@PYTHON="$${PYTHON:-}" bash .ci/find-python $(VENV)
	@$(say) "Installing skilltheory and its tools into $(VENV) (once; a few minutes)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@
	@$(say) "Ready: $$($(BIN)/python --version), $$($(BIN)/skilltheory --version)"

demo: $(STAMP) ## the main job: a tour of the theory, left in out/tour
	@$(say) "The tour: scaling laws, the emergence inequality, certified numbers, pictures"
	@$(BIN)/skilltheory tour --out out/tour

test: $(STAMP) ## run the tests
	@$(say) "Tests on 2 processes, a file at a time (some minutes; make coverage measures what they reach)"
	@$(BIN)/python -m pytest -n 2 --dist loadfile

coverage: $(STAMP) ## run the tests again and measure their coverage: at least 90 % of skilltheory/
	@$(say) "Tests on 2 processes, with coverage of skilltheory/ (twice as long)"
	@$(BIN)/python -m pytest -n 2 --dist loadfile -q --cov --cov-report=term

slow: $(STAMP) ## run the tests that take longer
	@$(say) "The slow tests on 2 processes, a file at a time (a quarter of an hour)"
	@$(BIN)/python -m pytest -n 2 --dist loadfile -m slow tests

lint: $(STAMP) ## style: ruff check and ruff format
	@$(say) "Style"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(STAMP) ## types: mypy --strict
	@$(say) "Types"
	@$(BIN)/mypy

rocq: $(STAMP) ## a second opinion: have Rocq check the theory, if it is installed
	@$(say) "Rocq: statements generated anew, scripts compiled where something changed, in build/rocq"
	@$(BIN)/python -m skilltheory.rocq --out build/rocq

docs: $(STAMP) ## build the book, every proof checked on the way, into docs/_build/html
	@$(say) "The book"
	@$(BIN)/python -m sphinx -W --keep-going -q -b html docs docs/_build/html
	@$(say) "Open docs/_build/html/index.html in a browser; it needs no network"

bench: $(STAMP) ## measure against what people would use instead (all, or ROW="sharp graph")
	@$(say) "Ratios of times, both sides in turn (some minutes)"
	@$(BIN)/python -m benchmarks $(ROW)

growth: $(STAMP) ## measure time and memory as work grows, for the page docs/growth.md
	@$(say) "Measuring growth into docs/growth.json (some minutes)"
	@$(BIN)/python -m benchmarks.growth docs/growth.json

wheel: $(STAMP) ## build a wheel and try it in a fresh environment, from another folder
	@$(say) "Building the wheel"
	@rm -rf dist
	@$(BIN)/python -m build --outdir dist .
	@$(say) "Trying the wheel away from the source tree"
	@bash .ci/try-wheel "$(abspath $(BIN)/python)" dist/*.whl
	@$(say) "Building one without a C compiler"
	@CC=no-compiler $(BIN)/python -m build --outdir dist/pure .
	@ls dist/pure/*-py3-none-any.whl

pictures: $(STAMP) ## draw the picture of the README again
	@$(say) "Drawing docs/images"
	@mkdir -p docs/images
	@$(BIN)/skilltheory curve --alpha 1/10 --k 2 --k 4 --k 8 --k 16 --k 32 --k 64 \
		--from 1/1000 --to 1/2 --points 500 --out docs/images/competence.png

clean: ## remove the environment and everything that was built
	rm -rf docs/_build docs/_generated docs/gallery docs/notebooks docs/sg_execution_times.rst
	rm -rf $(VENV) dist out build .pytest_cache .mypy_cache .ruff_cache .coverage
