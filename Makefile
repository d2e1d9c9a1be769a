# The two commands a newcomer needs: make book, make test. `make help` lists the others.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
NOTEBOOKS := $(wildcard $(addsuffix .ipynb,$(shell sed -nE 's/^ *(root|- file): *//p' _toc.yml)))  # that are offered
EXERCISES := $(wildcard exercises/*.ipynb)
# Notebooks whose every number is compared.
STRICT := $(NOTEBOOKS)
PYTEST := $(BIN)/pytest -n 2 --dist worksteal

# What `make test` runs, in this order; PARTS="library site" runs some.
TEST_PARTS := library notebooks site
LIBRARY_TESTS := $(wildcard tests/test_*.py)
NOTEBOOKS_TESTS = tests/notebooks $(NOTEBOOKS) $(EXERCISES)
SITE_TESTS := tests/site
LOCK_MORE :=  # environments of tests that only the private tree has

# One BLAS thread: the matrices are small, and a pool of threads on a busy machine is many times slower.
export OPENBLAS_NUM_THREADS := 1
export MKL_NUM_THREADS := 1
export PYTHONUNBUFFERED := 1
# Python keeps what it compiles on first use: the set-up compiles nothing, and every kernel would do it again.
unexport PYTHONDONTWRITEBYTECODE

# The browser that the tests drive: Playwright's, if it is there, or the system's; set CHROMIUM to choose another.
CHROMIUM ?= $(firstword $(shell ls ~/.cache/ms-playwright/chromium-*/chrome-linux*/chrome 2> /dev/null; \
  which chromium-headless-shell chromium chromium-browser google-chrome 2> /dev/null))
export CHROMIUM

# The other browsers, of `make test-all`; set FIREFOX to choose another.
WEBKIT := webkit2gtk-driver xvfb xauth
FIREFOX ?= $(firstword $(shell which firefox-esr firefox 2> /dev/null))
export FIREFOX

# System packages that make test needs and this machine lacks; the font is for pages and PDF in Korean.
MISSING = $(if $(shell "$(CHROMIUM)" --version 2> /dev/null),,chromium-headless-shell) $(if $(KOREAN),,fonts-noto-cjk)
KOREAN = $(strip $(filter-out Linux,$(shell uname)) $(wildcard $(NOTO)*) $(shell fc-list :lang=ko 2> /dev/null))
NOTO := /usr/share/fonts/opentype/noto/NotoSansCJK

COMPILE := $(BIN)/uv pip compile --python-version 3.11 --no-build --emit-build-options --generate-hashes --upgrade --quiet \
  --custom-compile-command "make lock"

# What `make bench` compares in an environment of its own, and what it measures besides.
BENCH := .venv-bench
COMPARISONS := training features growth
BENCH_PARTS := $(COMPARISONS) commands site playground

include $(wildcard exercises/*/*.mk)  # what only the private tree can do

.PHONY: help packages system browsers book draft test $(addprefix test-,$(TEST_PARTS)) test-all bench benchmark-site serve notebooks translate derive lint lock lite pdf site clean
.DEFAULT_GOAL := help

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

$(READY): requirements.lock
	@$(PYTHON) tools/system.py && $(PYTHON) tools/setup_env.py

book: $(READY)  ## execute the notebooks and build _build/html, warnings as errors
	$(BIN)/python -m tools.book

draft: $(READY)  ## build again only the pages that changed
	$(BIN)/python -m tools.book --draft

lint: $(READY)  ## check the style of code and notebooks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/zizmor --offline --quiet .github
	$(BIN)/ruff check --line-length 80 $(NOTEBOOKS)
	$(BIN)/ruff format --check --line-length 80 $(NOTEBOOKS)

packages:
	@$(PYTHON) tools/system.py $(MISSING)

system: packages  ## install the system packages that make test needs, or say how
	@"$(CHROMIUM)" --version > /dev/null 2>&1 || { echo "setup: the browser '$(CHROMIUM)' does not start; set CHROMIUM to another"; exit 1; }

browsers: $(READY)
	@$(PYTHON) tools/system.py $(if $(FIREFOX),,firefox-esr) $(if $(shell which WebKitWebDriver xvfb-run xauth 2> /dev/null | sed -n 3p),,$(WEBKIT))

test: system lint $(addprefix test-,$(or $(PARTS),$(TEST_PARTS)))  ## everything a push must pass; PARTS="library site" does some

test-library: $(READY)
	$(PYTEST) $(COVERAGE) $(LIBRARY_TESTS)

test-notebooks: book
	$(BIN)/python -m tools.execute $(EXERCISES)
	$(PYTEST) $(NOTEBOOKS_TESTS)

test-site: book  # three at once on two cores: pages on a slow line make it wait
	$(PYTEST) -n 3 $(SITE_TESTS)

test-all: COVERAGE := --cov=mlplib  # which slows the tests of the library by a quarter
test-all: test browsers  ## make test, then every printed number as other processors compute it, and what takes long
	for other in OPENBLAS_CORETYPE=Sandybridge OPENBLAS_CORETYPE=Haswell \
	    NPY_DISABLE_CPU_FEATURES="X86_V4 AVX512_ICL AVX512_SPR"; do \
	  env "$$other" $(BIN)/pytest --nbval --nbval-current-env -p no:cacheprovider -n 2 --dist loadfile $(STRICT) || exit 1; \
	done
	$(BIN)/pytest -m slow --timeout 3600

$(BENCH)/.ready: benchmarks/requirements.lock benchmarks/torch.txt | $(READY)
	@$(PYTHON) tools/setup_env.py bench

bench: system $(BENCH)/.ready  ## measure how fast all is, and write the page 'How fast is it?'; PARTS="training site" does some
	@for part in $(filter $(COMPARISONS),$(or $(PARTS),$(BENCH_PARTS))); do env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE OMP_NUM_THREADS=1 $(BENCH)/bin/python -m benchmarks $$part || exit 1; done
	@for part in $(foreach part,$(filter-out $(COMPARISONS),$(or $(PARTS),$(BENCH_PARTS))),$(or $(PART_$(part)),$(part))); do $(BIN)/python -m benchmarks $$part || exit 1; done
	@$(BIN)/python -m benchmarks.report

benchmark-site: system $(READY)  ## build the book and hold its figures to their budgets
	$(BIN)/python -m benchmarks.site

lite: $(READY)  ## build _build/lite, where the notebooks run in the browser
	$(BIN)/python -m tools.lite

pdf: system $(READY)  ## print the built book as one PDF; PAGES=chapters/perceptron prints a handout
	@test -f _build/html/index.html || $(MAKE) book
	$(BIN)/python -m tools.pdf $(PAGES)

site: system $(READY)  ## all that goes online, in _build/site: the book, the app, the PDF
	@$(BIN)/python -m tools.address --published
	@$(BIN)/python -m tools.derive --check
	@$(MAKE) --no-print-directory book
	@$(MAKE) --no-print-directory lite pdf
	rm -rf _build/site
	cp -R _build/html _build/site
	cp -R _build/lite _build/site/lite
	cp _build/*.pdf _build/site
	touch _build/site/.nojekyll  # or GitHub Pages leaves out folders such as _static

serve: $(READY)  ## open the built book in a browser
	@test -f _build/html/index.html || $(MAKE) book
	$(BIN)/python -m webbrowser -t http://localhost:8000/ & $(BIN)/python -m http.server 8000 --bind 127.0.0.1 --directory _build/html

notebooks: $(READY)  ## execute every notebook, strip images, normalise metadata; write the lecture map
	$(BIN)/python -m tools.notebooks $(NOTEBOOKS)
	$(BIN)/python tools/lecture_map.py

translate: $(READY)  ## after a change of texts: bring messages, notebooks and pages of other languages up to date
	$(BIN)/python -m tools.translation

derive: $(READY)  ## after a change of course.toml: first cells, table of assignments, citation, workflows
	$(BIN)/python -m tools.derive

lock: $(READY)  ## renew requirements.lock from the ranges in pyproject.toml; Binder and benchmarks follow
	$(COMPILE) --universal --fork-strategy fewest --all-extras --output-file requirements.lock pyproject.toml
	$(COMPILE) --universal --constraints requirements.lock --output-file benchmarks/requirements.lock benchmarks/requirements.in
	$(COMPILE) --python-platform linux --no-annotate --constraints requirements.lock --output-file binder/requirements.txt \
	  pyproject.toml binder/requirements.in
	$(COMPILE) --universal --no-annotate --output-file tests/colab/requirements.lock tests/colab/requirements.in
	@for more in $(LOCK_MORE); do $(COMPILE) --python-platform linux --no-annotate --constraints requirements.lock \
	  --output-file $$more.lock pyproject.toml $$more.in || exit 1; done

clean:  ## remove everything that was built; the environment included
	rm -rf _build .venv .venv-bench .pytest_cache .hypothesis .ruff_cache .coverage
