# The commands of this project. `make run` and `make test` need Python 3.11 to 3.13 with pip, and make; nothing else.
#
#   make run        the site with invented people, at http://127.0.0.1:8000   (PORT=8001 for another)
#   make serve      a real site, empty at first
#   make check      the fast gate while working: form, errors, types, architecture, catalogues, unit tests
#   make test       everything, in Chromium and on PostgreSQL too; the last line says what could not run
#   make bench      how fast it is, into build/bench.json
#   make soak       what kills, power cuts and full disks do to it, in full, into docs/reliability.md
#   make translate  collects the words of the interface for the translators
#   make lock       pins the newest versions that requirements*.in allow
#   make clean      removes what make made, never what people entered
#
# PYTHON=python3.12 chooses another Python, WORKERS=0 tests in one process.

ifeq ($(OS),Windows_NT)
$(error elearn runs on Linux: on Windows, use WSL (Windows Subsystem for Linux) and call make there)
endif

PYTHON ?= python3
PORT ?= 8000
WORKERS ?= logical
LANGUAGES := ru kk ky fr ar

BIN := .venv/bin
FLASK := FLASK_APP=wsgi $(BIN)/flask
PIP := $(PYTHON) -m pip --disable-pip-version-check --no-input --quiet --quiet
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard elearn/translations/*/LC_MESSAGES/messages.po))
BABEL := $(BIN)/pybabel --quiet
COLLECT := $(BABEL) extract --mapping babel.cfg --keywords "_l lazy_gettext lazy_ngettext:1,2" --add-comments TRANSLATORS: \
  --add-location file --no-wrap --project elearn --output build/messages.pot .
MERGE := $(BABEL) update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap \
  --input-file build/messages.pot --output-dir elearn/translations

# pip, npm and Chromium keep things in a home. Where there is none to write to, they get one here.
HOMELESS := $(shell test -n "$$HOME" && test -d "$$HOME" && test -w "$$HOME" || echo yes)
ifeq ($(HOMELESS),yes)
export HOME := $(CURDIR)/build/home
unexport XDG_CACHE_HOME XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME
endif

# Half of the quick gate, and much of each server that a test starts, would be reading Python again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run serve check test bench soak translate lock clean guards always
.DELETE_ON_ERROR:
.NOTPARALLEL:

run: .venv/run $(CATALOGUES)
	@ELEARN_DEMONSTRATION=1 $(FLASK) run-demo --port $(PORT)

serve: .venv/run $(CATALOGUES)
	@$(FLASK) serve --port $(PORT)

check: guards
	$(BIN)/python -m pytest -q -n $(WORKERS) -m "not slow" --hypothesis-profile=quick tests/unit

test: guards
	$(if $(filter true,$(CI)),,-)$(BIN)/python -m tests.chromium
	$(BIN)/python -m pytest -p tests.skipped -n $(WORKERS) --dist loadfile

bench: .venv/dev $(CATALOGUES)
	@$(BIN)/python -m tests.bench

soak: .venv/dev $(CATALOGUES)
	@SOAK=full $(BIN)/python -m pytest -q tests/soak

guards: .venv/dev $(CATALOGUES)
	$(BIN)/ruff format --quiet --check .
	$(BIN)/ruff check --quiet .
	$(BIN)/djlint --lint --quiet elearn
	$(BIN)/mypy --no-error-summary
	$(BIN)/lint-imports --no-logo --cache-dir build/imports
	$(COLLECT)
	@$(MERGE) --check 2>/dev/null || { echo "The catalogues do not hold the words of the interface as it is now: make translate"; exit 1; }
	@! $(BIN)/pybabel compile --use-fuzzy --statistics --directory elearn/translations 2>&1 | grep ' messages (' | grep --invert-match '(100%)'

translate: .venv/dev
	$(COLLECT)
	@test $$(grep -c '^msgid' build/messages.pot) -gt 30 || { echo "babel.cfg finds hardly any words."; exit 1; }
	for language in $(LANGUAGES); do $(MERGE) --init-missing --locale $$language || exit 1; done

lock: .venv/folder
	$(PYTHON) -m venv --without-pip build/uv
	$(PIP) --python build/uv/bin/python install uv
	for file in requirements requirements-dev; do \
	  build/uv/bin/uv pip compile --quiet --upgrade --generate-hashes --universal --python-version 3.11 \
	    --no-header --no-annotate --no-emit-index-url --no-emit-find-links $$file.in --output-file $$file.txt || exit 1; \
	done

clean:
	rm -rf .venv build .hypothesis .import_linter_cache .mypy_cache .ruff_cache
	find elearn tests migrations -name __pycache__ -prune -exec rm -rf {} +
	rm -f $(CATALOGUES)

# --- the environment ---------------------------------------------------------------------------------------------
# Stamps in .venv: when one is newer than the pins, there is nothing to do.

.venv/run: requirements.txt .venv/folder
	@echo "Installing what elearn needs: about a minute ..."
	@$(PIP) --python $(BIN)/python install --require-hashes --requirement requirements.txt
	@touch $@

.venv/dev: requirements-dev.txt .venv/folder
	@echo "Installing what elearn and its tests need: a few minutes ..."
	@$(PIP) --python $(BIN)/python install --require-hashes --requirement requirements-dev.txt
	@touch $@ .venv/run

# An environment that works, in this very folder (its programs hold the path) and with the Python asked for; else a new
# one, or one clear sentence.
VERSION := -c 'import sys; print("%d.%d" % sys.version_info[:2])'
PIP_SERVES := -c 'import pip; assert [int(n) for n in pip.__version__.split(".")[:2]] >= [22, 3]'
ASKED := $(if $(filter file,$(origin PYTHON)),$(BIN)/python,$(PYTHON))

.venv/folder: always
	@test -w . || { echo "This folder cannot be written to: copy the project to where you may write, and call make there."; exit 1; }
	@mkdir -p build $(if $(HOMELESS),build/home)
	@if test "$$(cat $@ 2>&1)" = "$(CURDIR)" && have=$$($(BIN)/python $(VERSION)) && test "$$have" = "$$($(ASKED) $(VERSION) 2>/dev/null)"; \
	then exit 0; fi; set -e; \
	say() { echo "$$1"; exit 1; }; \
	version=$$($(PYTHON) $(VERSION) 2>/dev/null) || \
	  say "There is no $(PYTHON) here: install Python 3.11, 3.12 or 3.13, or name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; \
	case $$version in 3.11|3.12|3.13) ;; *) \
	  say "$(PYTHON) is Python $$version, and elearn needs 3.11, 3.12 or 3.13: name one: make PYTHON=python3.12 $(MAKECMDGOALS)";; esac; \
	$(PYTHON) $(PIP_SERVES) 2>/dev/null || \
	  say "$(PYTHON) has no pip, or one older than 22.3: install it (Debian and Ubuntu: apt install python3-pip)."; \
	rm -rf .venv; \
	$(PYTHON) -m venv --without-pip .venv; \
	echo "$(CURDIR)" > $@

%.mo: %.po | .venv/run
	@$(BABEL) compile --use-fuzzy --input-file $< --output-file $@
