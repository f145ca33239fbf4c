# The portal's commands; `make help` lists them.
PORT ?= 8000
POSTINGS ?= 10000000
PYTHON ?= python3
WORKERS ?= 2
BIN := .venv/bin
COMPILE := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet
export PYTHON

.DEFAULT_GOAL := help

.PHONY: help
help: ## List the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: runtime ## Start the portal with demonstration data on 127.0.0.1 (PORT=8000)
	@exec $(BIN)/python -m scripts.run --port $(PORT)

.PHONY: test
test: development ## Run the whole suite, with the browser where Chromium is
	@exec $(BIN)/python -m pytest -n $(WORKERS)

.PHONY: bench
bench: development ## Measure sums, freshness, past moments, uploads, exports, the deadline's hour, pages (POSTINGS=100000: a quick look)
	$(BIN)/python -m bench.rollup --postings $(POSTINGS)
	$(BIN)/python -m bench.as_of
	$(BIN)/python -m bench.ledger
	$(BIN)/python -m bench.freshness
	$(BIN)/python -m bench.uploads
	$(BIN)/python -m bench.export
	$(BIN)/python -m bench.deadline
	$(BIN)/python -m bench.pages --postings $(POSTINGS)

.PHONY: lint
lint: development ## Check style, layers and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

.PHONY: messages
messages: development ## Collect the texts for translation, and compile (needs gettext)
	$(BIN)/python manage.py makemessages --locale en --no-obsolete --no-wrap --no-location --ignore .venv --ignore node_modules
	@sed -i '/^"POT-Creation-Date:/d; /^"Report-Msgid-Bugs-To:/d' locale/en/LC_MESSAGES/django.po
	$(BIN)/python manage.py compilemessages --locale en --ignore .venv

.PHONY: vendor
vendor: ## Copy the front-end files out of npm packages (needs Node)
	$(PYTHON) scripts/vendor.py

.PHONY: lock
lock: ## Pin and hash the requirements again (needs uv)
	$(COMPILE) --output-file requirements.txt requirements.in
	$(COMPILE) --constraints requirements.txt --output-file requirements-dev.txt requirements-dev.in

.PHONY: fresh
fresh: ## Delete the demonstration database and its files (var/)
	rm -rf var

.PHONY: runtime development
runtime: ## Install what running needs into .venv
	@scripts/bootstrap.sh requirements.txt

development: ## Install what developing and testing need into .venv
	@scripts/bootstrap.sh requirements-dev.txt
