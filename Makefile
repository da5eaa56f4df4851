# `make help` lists what can be done. Files named .stamp mark what is up to date, so that a second run takes seconds.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.NOTPARALLEL:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
PORT ?= 8000
THEATRES ?= fixtures/northern-syria
VENV := .venv
BIN := $(VENV)/bin
VAR := $(or $(CONFLICTMAP_VAR),var)
export PYTHON PORT
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONUNBUFFERED := 1
export npm_config_update_notifier := false

# npm wants a folder for its cache; without a home that can be written to, it is one in here.
ifneq ($(shell mkdir -p "$$HOME/.npm" 2>/dev/null && test -w "$$HOME/.npm" && echo yes),yes)
export npm_config_cache := $(CURDIR)/.venv/npm-cache
endif

PIP_INSTALL = $(BIN)/python -m pip install --no-compile --progress-bar off
PIP_PROGRESS = | sed -nE 's/^(Collecting [^ ]+|Installing collected packages).*/  \1/p'
FRONTEND_SOURCES := $(shell find frontend -type f -not -path '*/node_modules/*' -not -path '*/dist/*' -not -name .stamp 2>/dev/null)

.PHONY: help run worker test lint format bench picture frontend clean port-is-free prepare-run prepare-test

help: ## Say what can be done
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

run: port-is-free prepare-run $(VENV)/.stamp frontend/dist/.stamp $(VAR)/secret_key ## Serve the map at http://127.0.0.1:8000/ (PORT=9000 make run)
	@LOG_LEVEL=$${LOG_LEVEL:-ERROR} $(BIN)/python manage.py setup_instance $(THEATRES) --editor editor
	@if [ -n "$${REDIS_URL:-}" ]; then echo "Tasks wait in Redis for a worker: start one beside this by 'make worker'."; fi
	@exec $(BIN)/gunicorn -c python:conflictmap.gunicorn

worker: $(VENV)/.stamp $(VAR)/secret_key ## Run a Celery worker with its timer (needs REDIS_URL)
	@if [ -z "$${REDIS_URL:-}" ]; then echo "Set REDIS_URL: without it, tasks run in the web process." >&2; exit 1; fi
	@exec $(BIN)/celery -A conflictmap.celery worker --beat --loglevel INFO

test: prepare-test $(VENV)/.stamp-tests frontend/dist/.stamp ## Run every check and test; screenshots in tests/artefacts
	@exec $(BIN)/python -m tests.run

lint: $(VENV)/.stamp-tests ## Check style, types and the order of the rooms: seconds
	@$(BIN)/python -m tests.run --lint

format: $(VENV)/.stamp-tests ## Put the Python code into its house form
	@$(BIN)/ruff check --fix-only -q .
	@$(BIN)/ruff format -q .

bench: $(VENV)/.stamp-tests ## Measure what README's figures say
	@$(BIN)/python -m tests.benchmarks

picture: $(VENV)/.stamp-tests frontend/dist/.stamp ## Take the documents' pictures of the page anew
	@$(BIN)/python -m tests.picture

frontend: frontend/dist/.stamp ## Build the page's scripts and styles

clean: ## Remove what was built and installed here; the data in var/ stays
	rm -rf $(VENV) frontend/node_modules frontend/dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache tests/artefacts

port-is-free:
	@if ! [[ "$(PORT)" =~ ^[0-9]{1,5}$$ ]]; then echo "PORT must be a number, not '$(PORT)'." >&2; exit 1; fi
	@if (exec 3<>"/dev/tcp/127.0.0.1/$(PORT)") 2>/dev/null; then \
	  echo "Port $(PORT) is taken. Choose another: PORT=$$(($(PORT) + 1)) make run" >&2; exit 1; fi

prepare-run:
	@.ci/prepare run

prepare-test:
	@.ci/prepare test

$(VENV)/.stamp: requirements.txt
	@echo "Installing Python packages into $(VENV) (about a minute) …"
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV)
	@$(PIP_INSTALL) -r requirements.txt $(PIP_PROGRESS)
	@touch $@

$(VENV)/.stamp-tests: tests/requirements.txt $(VENV)/.stamp
	@echo "Installing what the tests need …"
	@$(PIP_INSTALL) -r requirements.txt -r tests/requirements.txt $(PIP_PROGRESS)
	@touch $@

frontend/node_modules/.stamp: frontend/package-lock.json frontend/package.json
	@echo "Installing the front end's packages (about half a minute) …"
	@cd frontend && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

frontend/dist/.stamp: frontend/node_modules/.stamp $(FRONTEND_SOURCES)
	@echo "Building the page …"
	@cd frontend && npm run --silent build
	@touch $@

$(VAR)/secret_key:
	@mkdir -p -m 700 $(VAR)
	@umask 077 && $(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))' > $@
