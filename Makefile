# Everything a developer runs. Needs Python 3.11 or later, git and make; all else goes into .venv.
#   make demo    sample pages to clean text and to a corpus          make bench   measure against the peers
#   make test    every test                                         make fuzz    MINUTES=5 of hostile input
#   make check   lint, types, quick tests (some minutes of CPU)      make docs    build the site into site/
#   make weights fit the block model on ../shared and measure it
PYTHON  ?= python3
VENV    ?= .venv
MINUTES ?= 5
BIN     := $(VENV)/bin
RUN     := $(BIN)/python
PIP     := $(RUN) -m pip install --quiet --disable-pip-version-check

.PHONY: help demo test check bench fuzz weights docs docs-check pages lint format types clean
.DEFAULT_GOAL := help

help:
	@sed -n '1,5s/^#//p' Makefile

demo: $(VENV)/.ready
	@$(RUN) -m tools.demo

test: $(VENV)/.ready-dev
	$(RUN) -m pytest -n auto --dist loadfile

check: lint types
	$(RUN) -m pytest -q -n auto --dist loadfile -m 'not slow' --hypothesis-profile=quick

lint: $(VENV)/.ready-dev
	$(RUN) -m ruff check
	$(RUN) -m ruff format --check

format: $(VENV)/.ready-dev
	$(RUN) -m ruff check --fix-only
	$(RUN) -m ruff format

types: $(VENV)/.ready-dev
	$(RUN) -m mypy

bench: $(VENV)/.ready-bench
	$(RUN) -m tools.bench $(BENCH)

# Coverage-guided where atheris is to be had, else with Hypothesis alone.
fuzz: $(VENV)/.ready-dev
	@$(RUN) -c 'import atheris' 2>/dev/null || $(PIP) 'atheris>=3.0' 2>/dev/null || echo 'atheris is not to be had here: Hypothesis alone'
	$(RUN) -m tools.fuzz --minutes $(MINUTES)

# Fits the block model on the pages beside the project, writes the weights, and measures all of `clean` out of fold.
weights: $(VENV)/.ready-fit
	$(RUN) tools/fit_maintext.py --write --save build/folds
	$(RUN) tools/measure_folds.py build/folds

pages: $(VENV)/.ready
	$(RUN) -m tools.write_docs

docs-check: $(VENV)/.ready
	$(RUN) -m tools.write_docs --check

docs: $(VENV)/.ready-docs docs-check
	@NO_MKDOCS_2_WARNING=1 $(RUN) -m mkdocs build --strict --quiet
	@echo 'the site is in site/index.html'

clean:
	rm -rf $(VENV) build dist site demo-out .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find bitext tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.ready: pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "there is no '$(PYTHON)' here: bitext needs Python 3.11 or later. Name one: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import sys; v = sys.version_info; v >= (3, 11) or sys.exit("bitext needs Python 3.11 or later, but $(PYTHON) is %d.%d. Name another one: make PYTHON=python3.12" % v[:2])'
	@$(RUN) -c '' 2>/dev/null || { echo 'Making $(VENV) (once) …'; $(PYTHON) -m venv --clear $(VENV); } || { \
	  echo "'$(PYTHON) -m venv' failed; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@$(PIP) --editable .
	@touch $@

$(VENV)/.ready-%: $(VENV)/.ready
	@echo 'Installing what "$*" needs (once) …'
	@$(PIP) --editable '.[$*]'
	@touch $@
