# Two commands matter: `make serve` and `make test`. Python 3.11 or newer is all they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# The tests start hundreds of processes: each would compile all of our modules again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: serve demo test types suite format test-browser test-ocr test-peers test-slow bench clean

serve: $(VENV)/installed
	$(BIN)/onrecord serve

demo: $(VENV)/installed
	$(BIN)/onrecord demo

# mypy has one core to itself for half a minute: the tests go on beside it.
test: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	@$(MAKE) --no-print-directory --jobs=2 types suite

types: $(VENV)/installed-dev
	$(BIN)/mypy

suite: $(VENV)/installed-dev
	$(BIN)/pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

test-browser: $(VENV)/installed-browser
	$(BIN)/pytest -m 'browser and not peers' --numprocesses auto --dist loadfile --no-loadscope-reorder

# As root: the network's PostgreSQL runs as a user of its own. ../shared/peers starts it.
test-peers: $(VENV)/installed-browser $(VENV)/installed-peers
	$(BIN)/pytest -m peers

test-ocr: $(VENV)/installed-ocr
	$(BIN)/pytest -m ocr

test-slow: $(VENV)/installed-dev
	$(BIN)/pytest -m slow

bench: $(VENV)/installed-dev
	$(BIN)/python -m benchmarks $(BENCH)

format: $(VENV)/installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(VENV)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "onrecord needs Python 3.11 or newer; name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/installed: $(VENV)/python pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/python pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/installed

$(VENV)/installed-browser: $(VENV)/installed-dev tests/browser/install.sh
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[browser]'
	tests/browser/install.sh $(VENV)/browser
	@touch $@

$(VENV)/installed-ocr: $(VENV)/installed-dev
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[ocr]'
	@touch $@

$(VENV)/installed-peers: tests/peers/npm.sh tests/peers/install.sh tests/peers/react/install.sh \
  tests/peers/mastodon-mock.sh tests/peers/zotero/install.sh tests/peers/zotero/package.json
	tests/peers/install.sh $(VENV)/peers/bluesky
	PYTHON=$(PYTHON) tests/peers/mastodon-mock.sh $(VENV)/peers/mastodon-mock
	tests/peers/react/install.sh $(VENV)/peers/react
	tests/peers/zotero/install.sh $(VENV)/peers/zotero
	@touch $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
