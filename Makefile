# Two commands matter: `make run` and `make test`. `make help` lists the rest.
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# A broken page fails every journey, each after its whole time: ten tell enough, and one that had to be killed does too.
# A file is one worker's, so that its app is started once; three, because much of it is waiting.
SPREAD := -n 3 --dist loadfile --no-loadscope-reorder --quiet --maxfail 10 --max-worker-restart 0

# The browser's tests have processes of their own: a browser keeps a loop running in the thread that began it.
define run_tests
	$(BIN)/python -m tests.ensure_browser
	$(BIN)/python -m tests.ensure_postgres
	$(BIN)/python -m pytest $(SPREAD) -m '$(1) and not alone' --ignore tests/journeys --ignore tests/ui
	$(BIN)/python -m pytest $(SPREAD) -m '$(1) and not alone' tests/journeys tests/ui
endef

.PHONY: help setup run test test-long check docs bench space
.DEFAULT_GOAL := help

help:
	@echo 'make run     start the app on http://127.0.0.1:7860'
	@echo 'make test    every check and test but the long ones; what CI runs'
	@echo 'make test-long  the long ones: more of the same kinds, minutes each'
	@echo 'make check   only the checks that take seconds: ruff, mypy, import-linter'
	@echo 'make docs    write the tables of the docs from the code'
	@echo 'make bench   the measurements, into tests/bench/RESULTS.md; ONLY=name for one'
	@echo 'make space   the folder that a Hugging Face Space is given, from HEAD into build/space'
	@echo 'make setup   only the environment that the app needs'

setup: $(VENV)/.runtime

run: setup
	$(BIN)/python app.py

check: $(VENV)/.tests
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m tests.readme --check

test: check
	$(call run_tests,not long)
	$(BIN)/python -m pytest --quiet -m alone

test-long: check
	$(call run_tests,long)
	$(BIN)/python -m pytest --quiet -m 'not long' --hypothesis-profile default tests/check tests/forms

docs: $(VENV)/.runtime
	$(BIN)/python -m tests.readme

# `make bench ONLY=start` measures one anew and leaves the others' figures as they are.
bench: $(VENV)/.tests
	$(BIN)/python -m tests.bench $(if $(ONLY),--only $(ONLY))

$(BIN)/python:
	@test -n '$(PYTHON)' || { echo 'Python 3.11 or newer is needed, and none was found on PATH.' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.txt | $(BIN)/python
	$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.tests: tests/requirements.txt requirements.txt | $(VENV)/.runtime
	$(PIP) -r tests/requirements.txt
	@touch $@

# What the app needs to run, and what people read of it; tests and tools stay here. From HEAD, so that nothing of the
# working folder slips in.
SPACE_FILES := README.md LICENSE CHANGELOG.md REFERENCE.md requirements.txt app.py lib assets
SPACE := build/space
space:
	rm -rf '$(SPACE)'
	mkdir -p '$(SPACE)'
	git archive HEAD $(SPACE_FILES) | tar -x -C '$(SPACE)'
	@echo '$(SPACE) is ready; README.md, "Deploy", says how to push it.'
