# The two commands a newcomer needs: make book, make test. `make help` lists the others.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
NOTEBOOKS := intro.ipynb $(wildcard chapters/*.ipynb)
SOURCES := $(wildcard exercises/*/*.ipynb)
NBVAL := $(BIN)/pytest --nbval-current-env -p no:cacheprovider -n 2 --dist loadfile --no-cov
STRICT := $(NBVAL) --nbval $(NOTEBOOKS) $(SOURCES)
LAX := $(NBVAL) --nbval-lax $(wildcard exercises/*.ipynb)

# One BLAS thread: the matrices are small, and a pool of threads on a busy machine is many times slower.
export OPENBLAS_NUM_THREADS := 1
export MKL_NUM_THREADS := 1
export PYTHONUNBUFFERED := 1
# Python keeps what it compiles on first use: the set-up compiles nothing, and every kernel would do it again.
unexport PYTHONDONTWRITEBYTECODE

# The browser that the tests drive: Playwright's, if it is there, or the system's; set CHROMIUM to choose another.
CHROMIUM ?= $(firstword $(shell ls ~/.cache/ms-playwright/chromium-*/chrome-linux*/chrome 2> /dev/null; \
  which chromium chromium-browser google-chrome 2> /dev/null))
export CHROMIUM

# System packages that make test needs and this machine lacks.
MISSING = $(if $(shell "$(CHROMIUM)" --version 2> /dev/null),,chromium)

COMPILE := $(BIN)/uv pip compile --python-version 3.11 --no-build --emit-build-options --generate-hashes --upgrade --quiet \
  --custom-compile-command "make lock"

# What `make bench` compares in an environment of its own, and what it measures besides.
BENCH := .venv-bench
COMPARISONS := training features growth
PARTS := $(COMPARISONS) site

.PHONY: help packages system book draft test agree test-all bench benchmark-site serve notebooks derive lint lock lite pdf site clean
.DEFAULT_GOAL := help

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

$(READY): requirements.lock
	@$(PYTHON) tools/system.py && $(PYTHON) tools/setup_env.py

book: $(READY)  ## execute the notebooks and build _build/html, warnings as errors
	@rm -rf _build/html _build/.doctrees _build/jupyter_execute
	$(BIN)/jupyter-book build . --all -W -n --keep-going
	@echo "The book is at _build/html/index.html; 'make serve' opens it."

draft: $(READY)  ## build again only what changed: a page, or all after a change of a program
	$(BIN)/jupyter-book build . -W -n --keep-going

lint: $(READY)  ## check the style of code and notebooks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/ruff check --line-length 80 $(NOTEBOOKS)
	$(BIN)/ruff format --check --line-length 80 $(NOTEBOOKS)
	$(if $(SOURCES),$(BIN)/ruff check --line-length 100 $(SOURCES))
	$(if $(SOURCES),$(BIN)/ruff format --check --line-length 100 $(SOURCES))

packages:
	@$(PYTHON) tools/system.py $(MISSING)

system: packages  ## install the system packages that make test needs, or say how
	@"$(CHROMIUM)" --version > /dev/null 2>&1 || { echo "setup: the browser '$(CHROMIUM)' does not start; set CHROMIUM to another"; exit 1; }

test: system lint  ## everything a push must pass
	@$(MAKE) --no-print-directory -j 2 book agree  # building a notebook leaves a core idle now and then
	$(BIN)/pytest -n 2 --dist worksteal

agree: $(READY)  ## run every notebook again and compare what it prints
	$(STRICT)
	$(LAX)

test-all: test  ## make test, then every printed number as other processors compute it, and what takes long
	OPENBLAS_CORETYPE=Sandybridge $(STRICT)
	OPENBLAS_CORETYPE=Haswell $(STRICT)
	NPY_DISABLE_CPU_FEATURES="X86_V4 AVX512_ICL AVX512_SPR" $(STRICT)

$(BENCH)/.ready: benchmarks/requirements.lock benchmarks/torch.txt | $(READY)
	@$(PYTHON) tools/setup_env.py bench

bench: system $(BENCH)/.ready  ## measure how fast all is, and write the page 'How fast is it?'; PARTS="training site" does some
	@for part in $(filter $(COMPARISONS),$(PARTS)); do env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE OMP_NUM_THREADS=1 $(BENCH)/bin/python -m benchmarks $$part || exit 1; done
	@for part in $(filter-out $(COMPARISONS),$(PARTS)); do $(BIN)/python -m benchmarks $$part || exit 1; done
	@$(BIN)/python -m benchmarks.report

benchmark-site: system $(READY)  ## build the book and hold its figures to their budgets
	$(BIN)/python -m benchmarks.site

lite: $(READY)  ## build _build/lite, where the notebooks run in the browser
	$(BIN)/python -m tools.lite

pdf: $(READY)  ## print the built book as one PDF
	@test -f _build/html/index.html || $(MAKE) book
	$(BIN)/python -m tools.pdf

site: $(READY)  ## all that goes online, in _build/site: the book, the app, the PDF
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
	$(BIN)/python tools/notebooks.py $(NOTEBOOKS)
	$(BIN)/python tools/lecture_map.py

derive: $(READY)  ## after a change of the address: first cells, links, citation
	$(BIN)/python -m tools.derive

lock: $(READY)  ## renew requirements.lock from the ranges in pyproject.toml; Binder and benchmarks follow
	$(COMPILE) --universal --fork-strategy fewest --all-extras --output-file requirements.lock pyproject.toml
	$(COMPILE) --universal --constraints requirements.lock --output-file benchmarks/requirements.lock benchmarks/requirements.in
	$(COMPILE) --python-platform linux --no-annotate --constraints requirements.lock --output-file binder/requirements.txt \
	  pyproject.toml binder/requirements.in

clean:  ## remove everything that was built; the environment included
	rm -rf _build .venv .venv-bench .pytest_cache .hypothesis .ruff_cache .coverage

include $(wildcard exercises/*.mk)  # what only the private tree can do
