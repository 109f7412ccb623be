# make demo    the main job on the sample data, then the app      (SERVE=0 ends after printing)
# make test    everything: style, types, tests, the app in a real Chromium
# make test-engines   the same promises on a PostgreSQL, a bucket and a Spark that it starts and throws away
# All set up .venv first; there is no other set-up step.

PYTHON ?=
BIN := .venv/bin
SERVE ?= 1
DEMO_FOLDER ?= .toil/demo
PYTEST_ARGS ?=

.PHONY: demo test test-engines check docs format browser check-schedules check-container clean help
.DEFAULT_GOAL := help

help:
	@sed -n '1,4s/^# //p' Makefile

demo: $(BIN)/.ready
	$(BIN)/toil demo --folder $(DEMO_FOLDER) $(if $(filter 0,$(SERVE)),--no-serve)

test: $(BIN)/.ready-dev browser check
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

check: $(BIN)/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(BIN)/.ready-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(BIN)/.ready-dev
	$(BIN)/python -m docs.generate
	$(BIN)/python -m mkdocs build --strict --quiet

test-engines: $(BIN)/.ready-dev
	@sh .ci/check-engines $(BIN) $(ENGINES)

check-schedules: $(BIN)/.ready
	@sh .ci/check-schedules $(BIN) $(ENGINES)

check-container: $(BIN)/.ready
	@sh .ci/check-container $(BIN)

browser:
	@sh .ci/browser

$(BIN)/.ready: pyproject.toml
	@sh .ci/venv "$(PYTHON)"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(BIN)/.ready-dev: $(BIN)/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,docs]'
	@touch $@

clean:
	rm -rf .venv .toil build dist *.egg-info .pytest_cache .ruff_cache .mypy_cache .hypothesis
