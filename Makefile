# make chat: serve the web chat. make test: run every test. make setup: what both need.
VENV := .venv
PYTHON := $(VENV)/bin/python
READY := $(VENV)/.ready

.PHONY: help setup chat test lint build check clean
help:
	@echo "make chat   serve the web chat at http://127.0.0.1:7860"
	@echo "make test   run every test"
	@echo "make check  hold the corpus against every rule"
	@echo "make build  check the corpus and publish an index"
	@echo "make lint   lint, format and types"

setup: $(READY)

$(READY): pyproject.toml constraints.txt
	@echo "setup: creating $(VENV) and installing the pinned dependencies (some minutes, once)"
	@python3 -m venv $(VENV)
	@$(PYTHON) -m pip install --no-compile --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[dev]"
	@touch $@
	@echo "setup: done"

chat: setup
	@$(PYTHON) -m stemfaq serve --build

build: setup
	@$(PYTHON) -m stemfaq build

check: setup
	@$(PYTHON) -m stemfaq check

test: setup
	@$(PYTHON) -m pytest -m "not timed"
	@$(PYTHON) -m pytest -m timed --numprocesses 0 tests/test_web_speed.py

lint: setup
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy

clean:
	rm -rf $(VENV) index/[0-9a-f]* index/current index/cache index/.writing-* index/.lock
