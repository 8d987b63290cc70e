# One entry point. Every target begins with `install`, which does nothing when .venv is up to date.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed

BROWSER := .venv/.browser

.PHONY: install demo test test-all browser picture lint plans lock
.DEFAULT_GOAL := test

install: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $(STAMP)

# At a terminal the demo is a job of its own: Ctrl-C is for it alone, and its 0 is what make ends with.
demo: install
	@if [ -t 0 ]; then set -m; fi; $(BIN)/zhiban demo $(ARGS); exit $$?

test: install
	$(BIN)/pytest -n 2 --dist worksteal -m "not slow and not browser"

# Four at a time, also on two cores: the stories wait for a good part of their time.
test-all: install
	$(BIN)/pytest -n 4 --dist worksteal -m "not browser"

# A real browser walks the page; what it saw is left in build/walk. Who may not install one reads so and it is skipped.
browser: $(BROWSER)
	@tests/browser/install.sh
	$(BIN)/pytest -n 2 --dist worksteal -m browser -rs tests/browser

# The pictures of README and docs, taken of the page while it plays.
picture: $(BROWSER)
	@tests/browser/install.sh
	$(BIN)/python -m tests.browser.picture

$(BROWSER): $(STAMP) requirements-browser.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-browser.lock
	@touch $(BROWSER)

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# What covers each requirement of the company's documents; fails when one of the first priority is open under a finished tag.
plans: install
	@$(BIN)/python -m tests.plans

# For maintainers: pin the newest allowed versions again (needs uv); the lock of the run is what a company installs.
lock:
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --group dev pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --constraint requirements.lock pyproject.toml -o requirements-run.lock
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --group browser --constraint requirements.lock -o requirements-browser.lock
