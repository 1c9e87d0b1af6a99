# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2

# Each command sets up what it needs: Python packages in .venv, exactly those of requirements.lock; Node's only where a
# ruleset for the API is present. Nothing is installed outside this folder.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

# The first of these that is new enough is used; `make PYTHON=/een/pad/python3 ...` chooses another.
PYTHON ?=
PYTHONS := $(if $(PYTHON),$(PYTHON),python3 python3.13 python3.12 python3.11 python)

BIN := .venv/bin
# The ruleset of the NLgov API Design Rules; not part of this project.
ADR_LINTER ?= ../shared/adr/linter-2.2.0-rc.1.yaml
# The folder in which the demo keeps its data between two runs.
DEMOMAP ?= .demo
# More arguments for pytest: make test ARGS="-k M03".
ARGS ?=

export PYTHONDONTWRITEBYTECODE := 1

.PHONY: help demo test check bench chaos schoon opzet \
	check-stijl check-typen check-vloeren check-migraties check-api check-licenties

help: ## toon deze lijst
	@echo 'De verwijsindex. Wat kan:'
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1	\2/p' Makefile | expand -t 24
	@echo
	@echo 'Nodig: Python 3.11 of nieuwer, make en Node. De eerste keer duurt langer: dan wordt .venv ingericht.'

demo: opzet ## speel de casus Rotterdam na en laat de werkbak open; EENMALIG=1 stopt na de casus
	@$(BIN)/verwijsindex demo $(if $(EENMALIG),--eenmalig)

# Each core takes tests, with a database server of its own; who is done takes over from another.
test: opzet ## draai alle tests, op alle kernen; ARGS="-k M03" kiest er enkele, ARGS="-n 0" één voor één
	@$(BIN)/python -m pytest -n auto --maxprocesses 6 --dist worksteal $(ARGS)

check: check-stijl check-typen check-vloeren check-migraties check-api check-licenties ## controleer alles wat geen test is
	@echo 'Alle controles zijn in orde.'

check-stijl: opzet ## alleen de stijl van de code (ruff)
	@echo '== stijl'
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

check-typen: opzet ## alleen de typen (mypy --strict)
	@echo '== typen'
	@$(BIN)/mypy --strict

check-vloeren: opzet ## alleen wie wie mag kennen (import-linter)
	@echo '== vloeren'
	@$(BIN)/lint-imports --no-cache

check-migraties: opzet ## alleen of migraties, tabellen en beloften van de database gelijk zijn
	@echo '== migraties'
	@$(BIN)/python -m pytest -q tests/storage/test_catalogus.py

check-api: opzet ## alleen het contract van de API (openapi.yaml)
	@echo '== API'
	@$(BIN)/verwijsindex openapi --controleer
	@$(BIN)/openapi-spec-validator openapi.yaml
	@if [ -f "$(ADR_LINTER)" ]; then \
		$(MAKE) node_modules/.klaar && \
		node_modules/.bin/spectral lint openapi.yaml --ruleset "$(ADR_LINTER)" --fail-severity hint; \
	else \
		echo 'Overgeslagen: de regels van de NLgov API Design Rules zijn er niet (ADR_LINTER=$(ADR_LINTER)).'; \
	fi

check-licenties: opzet ## alleen de licentie van elk bestand (reuse)
	@echo '== licenties'
	@$(BIN)/reuse lint --quiet || $(BIN)/reuse lint

bench: opzet ## draai de metingen
	@for meting in bench/[a-z]*.py; do $(BIN)/python -m "bench.$$(basename "$$meting" .py)" || exit 1; done

chaos: opzet ## dood 200 keer API, worker of database, en kijk na of er niets verloren ging; ARGS="--rondes 20 --zaad 2"
	@$(BIN)/python -m tests.bezorgen.chaos $(ARGS)

schoon: ## verwijder alles wat gemaakt is, ook de gegevens van de demo
	@if [ -f $(DEMOMAP)/slot ] && command -v flock >/dev/null && ! flock --nonblock $(DEMOMAP)/slot true; then \
		echo 'De demo draait nog. Stop die eerst met Ctrl-C.' >&2; exit 1; \
	fi
	rm -rf .venv node_modules build $(DEMOMAP) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	rm -rf *.egg-info

opzet: .venv/.klaar ## richt alleen .venv in

# Made once per lock; a changed pyproject.toml installs the project itself again.
.venv/.klaar: .venv/.pakketten pyproject.toml
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.pakketten: requirements.lock
	@python=; \
	for keus in $(PYTHONS); do \
		if "$$keus" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then python=$$keus; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
		echo 'Python 3.11 of nieuwer is nodig en is niet gevonden (gezocht: $(PYTHONS)).' >&2; \
		echo 'Installeer die, of wijs hem aan: make PYTHON=/pad/naar/python3 ...' >&2; exit 1; \
	fi; \
	if ! "$$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then \
		echo "De module venv van $$python ontbreekt. Op Debian en Ubuntu: apt-get install python3-venv" >&2; exit 1; \
	fi; \
	if ! $(BIN)/python -m pip --version >/dev/null 2>&1; then \
		echo "De omgeving .venv wordt gemaakt met $$("$$python" --version)."; \
		"$$python" -m venv --clear .venv || exit 1; \
	fi
	@echo 'De pakketten van requirements.lock worden geïnstalleerd. Dit gebeurt één keer.'
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes --requirement requirements.lock
	@touch $@

node_modules/.klaar: package.json package-lock.json
	@if ! command -v npm >/dev/null 2>&1 || ! command -v node >/dev/null 2>&1; then \
		echo 'Node ontbreekt; de controle van de API heeft het nodig. Op Debian en Ubuntu: apt-get install nodejs npm' >&2; \
		exit 1; \
	fi
	@echo 'Het gereedschap van package-lock.json wordt geïnstalleerd. Dit gebeurt één keer.'
	@npm ci --no-audit --no-fund --ignore-scripts --loglevel=error
	@touch $@
