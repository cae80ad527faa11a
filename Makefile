# `make` or `make help` lists the commands. Set-up happens by itself and only once.
PYTHON ?=
export PYTHON

run = .venv/bin/python -m
say = @printf '\n== %s\n'

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: setup ## start Kunteko here, with demo data; Ctrl-C stops it
	@$(run) deploy run

stop: setup ## stop a running Kunteko from another terminal
	@$(run) deploy stop

reset: setup ## delete the local data (var/): the next run begins anew
	@$(run) deploy reset

test: setup-dev ## everything that must hold before a change lands
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory translations-check
	$(say) "Tests: unit, contract"
	@$(run) pytest -q -n 2 tests/unit tests/contract
	@deploy/setup/system_packages.sh
	$(say) "Tests: integration"
	@$(run) pytest -q -n 2 --dist loadfile tests/integration
	$(say) "Simulation"
	@$(run) pytest -q -n 2 tests/simulation
	$(say) "Tests: real faults, the short part"
	@$(run) pytest -q -m short tests/faults
	$(say) "Tests: journeys in a browser"
	@$(run) pytest -q -n 2 --dist loadfile tests/e2e

SEEDS ?= 0:2000
simulate: setup-dev ## play simulated days: SEEDS=0:2000, each a whole run
	@$(run) tests.simulation.run $(SEEDS)

faults: setup-dev ## kill, stop and cut off real processes under load: over 17 minutes
	@deploy/setup/system_packages.sh
	@$(run) pytest -q -m faults tests/faults

sure: setup-dev ## the quick part of test: lint, types, layers, unit
	@$(MAKE) --no-print-directory lint
	@$(run) pytest -q -n 2 tests/unit tests/contract

lint: setup-dev ## format, lint, types, layers
	$(say) "Format"
	@$(run) ruff format --quiet --check . || { echo "run 'make format'"; exit 1; }
	$(say) "Lint"
	@$(run) ruff check --quiet .
	$(say) "Types"
	@$(run) mypy
	$(say) "Layers"
	@.venv/bin/lint-imports --no-logo
	$(say) "Drawings of the workflows"
	@$(run) deploy drawings --check

format: setup-dev ## put the code in its form
	@$(run) ruff format --quiet .
	@$(run) ruff check --quiet --fix .

translations: setup ## collect the texts of the pages into the .po files
	@$(run) deploy translations update
	@$(run) deploy translations compile

translations-check: setup-dev
	$(say) "Translations"
	@$(run) deploy translations check

drawings: setup ## draw docs/workflows from the transition tables
	@$(run) deploy drawings --write

bench: setup-dev ## measure the speed (bench/)
	@deploy/setup/system_packages.sh bench
	@$(run) bench

lock: setup-dev ## pin the newest packages that requirements*.in allow
	@deploy/setup/lock.sh

setup: ## install what running takes into .venv
	@deploy/setup/venv.sh runtime
	@deploy/setup/lexicon.sh
	@deploy/setup/letters.sh
	@$(run) deploy translations compile

setup-dev: ## install what testing takes into .venv
	@deploy/setup/venv.sh dev
	@deploy/setup/lexicon.sh
	@deploy/setup/letters.sh
	@$(run) deploy translations compile

.PHONY: help run stop reset test simulate faults sure lint format translations translations-check drawings bench lock setup setup-dev
