# Everything a person or CI needs; each target sets up what it misses.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run setup setup-dev lint messages test prove journeys bench lock clean

run: setup
	$(BIN)/unionhall serve --with-sample

setup: $(VENV)/.run-ready

setup-dev: $(VENV)/.dev-ready

$(VENV)/.run-ready: requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' || { echo "Python 3.11 to 3.14 is needed: make run PYTHON=python3.12"; exit 1; }
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev-ready: requirements-dev.lock $(VENV)/.run-ready
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy unionhall

# Chinese stands in the source; English is written into the .po by hand, then this is run again.
LOCALE := unionhall/site/locale
messages: setup-dev
	@mkdir -p build
	$(BIN)/python -m babel.messages.frontend extract -F pyproject.toml -k N_ -k gettext_lazy -k ngettext_lazy:1,2 -k pgettext_lazy:1c,2 -k gettext_noop --no-wrap --sort-by-file --add-location=file --project=unionhall -o build/django.pot .
	$(BIN)/python -m babel.messages.frontend update -i build/django.pot -d $(LOCALE) -D django -l en --no-fuzzy-matching --ignore-obsolete --no-wrap --ignore-pot-creation-date
	$(BIN)/python -m babel.messages.frontend compile -d $(LOCALE) -D django -l en --statistics

test: lint
	$(BIN)/python -m pytest -q -n 2 -m "not prove and not journey" tests
	UNIONHALL_TEST_DATABASE=postgresql $(BIN)/python -m pytest -q -n 2 -m "not prove and not journey" tests --ignore=tests/house --ignore=tests/kernel --ignore=tests/office/imports/reading
	$(MAKE) journeys

journeys: setup-dev
	@if command -v chromium >/dev/null; then $(BIN)/python -m pytest -q -m journey tests/journeys; \
	else echo "*** NO JOURNEYS: chromium was not found; install it (Debian: apt-get install chromium fonts-noto-cjk) and run make journeys ***"; fi

# A file goes to one process, in the order collected: the full year is built beside all the rest.
prove: setup-dev
	$(BIN)/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder -m prove tests
	UNIONHALL_TEST_DATABASE=postgresql $(BIN)/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder -m prove tests

bench: setup-dev
	$(BIN)/python -m benchmarks

lock:
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --only-binary :all: pyproject.toml --group build -o requirements.lock
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --only-binary :all: pyproject.toml --group build --group dev --group bench -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf $(VENV) build *.egg-info
