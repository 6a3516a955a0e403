# `make help` lists what there is; PYTHON=... chooses the interpreter that .venv is made from.

PYTHON ?= python3
MINUTES ?= 5
SEED   ?= 1
BIN    := .venv/bin/python
SHOWN  := $(DISPLAY)$(WAYLAND_DISPLAY)$(filter Darwin,$(shell uname))

.DEFAULT_GOAL := help
.PHONY: help run test check bench soak soak-window bundle docs format words desktop clean ready \
    ready-to-test ready-to-bench ready-to-bundle ready-for-docs

help:
	@echo "make run      open the window; without a display write every figure to exports/"
	@echo "make test     style, types, import rules and every test"
	@echo "make bench    speed and memory, in one table and in tests/benchmarks/RESULTS.md"
	@echo "make soak     long runs: kills in the middle of a save, 100,000 damaged files, error bars"
	@echo "              and a user who acts at random in a real window"
	@echo "make soak-window MINUTES=60 SEED=2   that user alone, for an hour instead of 5 minutes"
	@echo "make bundle   a program that needs no Python, for machines like this one, in dist/; tested"
	@echo "make docs     the documents as a site in build/docs/site, its links checked"
	@echo "make format   lay out the code"
	@echo "make words    bring the catalogues of translations up to date with the texts"
	@echo "make desktop  on Linux: a menu entry, an icon and the file type of sessions, for this user"
	@echo "make clean    remove what the tools leave behind, .venv included"

ready:
	@$(PYTHON) .make/prepare.py run

ready-to-test:
	@$(PYTHON) .make/prepare.py test

ready-to-bench:
	@$(PYTHON) .make/prepare.py bench

ready-for-docs:
	@$(PYTHON) .make/prepare.py docs

ready-to-bundle:
	@$(PYTHON) .make/prepare.py bundle

run: ready
ifeq ($(SHOWN),)
	@echo "No display here: every page's figure and numbers go to exports/ instead of a window."
	@$(BIN) main.py export --all --out exports
else
	@$(BIN) main.py
endif

check: ready-to-test
	@echo "== style, types, import rules"
	@$(BIN) -m ruff check --quiet .
	@$(BIN) -m ruff format --quiet --check .
	@MYPY_NUM_WORKERS=2 $(BIN) -m mypy --no-error-summary
	@found=$$(.venv/bin/lint-imports --no-logo) || { echo "$$found"; exit 1; }

# The engine's tests run where no Qt can be imported, the smoke in front of a real X server.
# Without files of bytecode each of the many processes would compile every module anew.
test: export PYTHONDONTWRITEBYTECODE =
test: check
	@echo "== engine, without Qt"
	@$(BIN) -m pytest tests -p tests.without_qt -p no:pytest-qt -n 2 \
	    --ignore=tests/gui --ignore=tests/test_boundaries.py --ignore=tests/test_platform.py
	@echo "== the rest, offscreen"
	@QT_QPA_PLATFORM=offscreen $(BIN) -m pytest tests/gui tests/test_boundaries.py \
	    tests/test_platform.py -m "not xvfb and not again" -n 2 --dist loadfile \
	    --no-loadscope-reorder
	@echo "== a real window"
ifeq ($(shell uname),Linux)
	@$(PYTHON) .make/with_display.py $(BIN) -m pytest tests/gui -m xvfb
else
	@$(BIN) -m pytest tests/gui -m xvfb
endif

bench: ready-to-bench
	@QT_QPA_PLATFORM=offscreen $(BIN) -m pytest tests/benchmarks --quiet --results

soak: ready-to-test
	@QT_QPA_PLATFORM=offscreen $(BIN) -m pytest tests/soak --quiet -s
	@$(MAKE) --no-print-directory soak-window

soak-window: ready-to-test
ifeq ($(shell uname),Linux)
	@$(PYTHON) .make/with_display.py $(BIN) -u -m tests.soak.window --minutes $(MINUTES) --seed $(SEED)
else
	@$(BIN) -u -m tests.soak.window --minutes $(MINUTES) --seed $(SEED)
endif

bundle: ready-to-bundle
	@$(BIN) -m PyInstaller --noconfirm --clean --log-level ERROR .make/program.spec
ifeq ($(shell uname),Linux)
	@$(PYTHON) .make/with_display.py $(BIN) -m pytest tests/bundle -s
else
	@$(BIN) -m pytest tests/bundle -s
endif

docs: ready-for-docs
	@PYTHONPATH=. QT_QPA_PLATFORM=offscreen $(BIN) docs/build.py

format: ready-to-test
	@$(BIN) -m ruff check --quiet --fix .
	@$(BIN) -m ruff format --quiet .

words: ready-to-test
	@$(BIN) .make/words.py

desktop: ready
	@$(PYTHON) .make/desktop.py

clean:
	@rm -rf .venv build dist exports *.egg-info .benchmarks .hypothesis .import_linter_cache \
	    .mypy_cache .mypy_worker.* .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
