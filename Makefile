# `make` alone lists the targets: the comment behind each name is its line in that list.

.DEFAULT_GOAL := help
.PHONY: help demo test test-all bench lint lock fonts catalogues docs setup clean

VENV := .venv/bin
# Two workers: what it takes on two cores; a file of tests stays on one of them.
PYTEST := $(VENV)/python -m pytest -n 2 --dist loadfile

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r name what; do \
	    printf '%-16s %s\n' "$$name" "$$what"; done

demo: ## set up, then check, cover, draw, drill and print the example plan into build/
	@sh scripts/setup run
	@sh scripts/demo

test: setup lint ## set up, then the whole fast suite: style, types, imports, tests
	$(PYTEST) -m "not slow"

test-all: setup lint ## the same, the slow tests, and ten times as many random examples of the graph
	BCP_TRIES=10 $(PYTEST)

bench: setup ## measure speed and memory against the floors
	$(VENV)/python -m benchmarks

lint: setup ## style, types and the import contract alone
	$(VENV)/ruff check
	$(VENV)/ruff format --check
	$(VENV)/mypy
	$(VENV)/lint-imports --no-logo

setup: ## what the suite needs, in .venv; does nothing when nothing changed
	@sh scripts/setup test

lock: ## lock requirements/ again (UPGRADE=1 takes newer versions)
	@sh scripts/lock $(if $(UPGRADE),--upgrade)

fonts: setup ## cut templates/fonts again out of the Debian font packages
	$(VENV)/python scripts/make_fonts.py

catalogues: setup ## bring the translations up to date
	$(VENV)/python scripts/make_catalogues.py

docs: setup ## write docs/language.md and docs/rules.md again from the program
	$(VENV)/python scripts/make_language_reference.py
	$(VENV)/python scripts/make_rule_reference.py

clean: ## remove what can be made again: build/, dist/ and caches (.venv stays)
	rm -rf build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find bcp tests benchmarks scripts -name __pycache__ -type d -prune -exec rm -rf {} +
