# Two commands do all the set-up on a fresh machine: `make run` and `make test`. The others stand on the same environments.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q
ARGS ?=
TORTURE ?= full

.PHONY: run test lint bench torture lock clean

run: $(VENV)/.run  ## the sandbox: a team of six on a Discord of our own; ARGS="--headless --weeks 3" plays it without a page
	@$(BIN)/python -m teambot sandbox $(ARGS)

test: $(VENV)/.dev  ## all tests, under ten minutes
	$(BIN)/python -m pytest -n auto -rs -m "not torture and not bench" $(ARGS)

lint: $(VENV)/.dev  ## ruff, mypy, the arrows
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

bench: $(VENV)/.dev  ## the benchmarks, each beside a peer in the same run
	$(BIN)/python -m tests.benchmarks $(ARGS)

torture: $(VENV)/.dev  ## the long fault runs; TORTURE=ci is CI's share
	TORTURE=$(TORTURE) $(BIN)/python -m pytest -m torture --timeout 1500 -s $(ARGS)

lock:  ## write both lock files again (needs uv): hashes, and no registry's address
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --group dev pyproject.toml -o requirements-dev.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header -c requirements-dev.txt pyproject.toml -o requirements.txt

clean:
	rm -rf $(VENV) .venv-peers

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("teambot needs Python 3.11 or later; make PYTHON=python3.12 names another") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt | $(VENV)/bin/python
	@echo "Setting up $(VENV) (once, about a minute) ..."
	$(PIP) install --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@
