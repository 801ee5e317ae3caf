# The two commands are `make demo` and `make test`; `make help` lists the rest.
# Paths are relative throughout, so that the checkout may lie under a name with spaces.

PYTHON ?= python3
PORT ?= 8000
ARGS ?=
CMD ?= help
export PORT

RUN := .venv/bin/python
TEST_ENV := DJANGO_SETTINGS_MODULE=mappa.settings.test
PYTEST := $(RUN) -m pytest
# Two workers for two cores; a file stays on one worker, so that its browser and its module fixtures start once.
# In the order of the files, so that a release does not hang on chance; `make shuffled` looks for tests that lean on others.
PARALLEL := -n 2 --dist loadfile -p no:randomly

.DEFAULT_GOAL := help
.PHONY: help install install-dev system demo demo-reset manage test lint unit shuffled browser format requirements

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

install: ## Make .venv and install what the product needs
	@$(PYTHON) scripts/bootstrap.py runtime

install-dev: ## The same with what tests and linters need
	@$(PYTHON) scripts/bootstrap.py dev

system: ## Check for Chromium and Pango; install them where that is possible
	@$(PYTHON) scripts/system_packages.py

demo: install ## Run the demonstration until Ctrl-C (PORT=8001 for another port)
	@$(RUN) -m mappa.embedded demo

demo-reset: install ## Remove the demonstration's data
	@$(RUN) -m mappa.embedded reset

manage: install ## Run a management command on the demonstration's data: make manage CMD="verify_audit"
	@$(RUN) -m mappa.embedded run -- $(RUN) manage.py $(CMD)

test: install-dev system lint ## Lint, types, import contracts, migrations, schema, then every test
	$(PYTEST) $(PARALLEL) $(ARGS)

lint: install-dev ## Everything that needs no test run
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy .
	$(RUN) -c "from importlinter.cli import lint_imports_command as run; run()"
	$(TEST_ENV) $(RUN) manage.py check --fail-level WARNING
	$(TEST_ENV) $(RUN) -m mappa.embedded run --temporary -- $(RUN) manage.py makemigrations --check --dry-run
	$(TEST_ENV) $(RUN) manage.py spectacular --validate --fail-on-warn --file /dev/null

unit: install-dev ## The tests without a browser
	$(PYTEST) -m "not browser" $(PARALLEL) $(ARGS)

shuffled: install-dev system ## Every test in another order each time
	$(PYTEST) -n 2 --dist loadfile $(ARGS)

browser: install-dev system ## The browser and accessibility tests
	$(PYTEST) -m browser $(PARALLEL) $(ARGS)

format: install-dev ## Put the code into the house's format
	$(RUN) -m ruff format .
	$(RUN) -m ruff check --fix .

requirements: install-dev ## Compile requirements.in and requirements-dev.in into their hashed files
	sh scripts/requirements.sh
