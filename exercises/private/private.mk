# What only the private tree can do: make and grade assignments, publish. The Makefile includes it.
.PHONY: exercises bank exam solutions npm test-platforms grade benchmark-grading release dist publishable long

SOLVED := $(wildcard exercises/private/solved/*.ipynb)
STRICT += $(SOLVED)
EXERCISES += $(SOLVED)
BENCH_PARTS += grading
PART_grading := grading=exercises.private.benchmark
TEST_PARTS += assignments grading
LOCK_MORE += exercises/private/tests/platforms/requirements
MISSING += $(if $(shell which bwrap 2> /dev/null),,bubblewrap)
test-all: long publishable

test-assignments: book
	$(BIN)/python -m tools.execute $(EXERCISES)
	$(PYTEST) exercises/private/tests/assignments exercises/private/tests/bank

test-grading: $(READY)
	$(PYTEST) exercises/private/tests/grading

exercises: $(READY)  ## make student notebooks, checks and autograders from the sources; run what is solved
	$(BIN)/python -m exercises.private.generate
	$(BIN)/python -m tools.notebooks exercises/private/solved/*.ipynb

solutions: $(READY)  ## the assignments solved, with outputs; FOR=students those whose day has come; ASSIGNMENT=perceptron one
	@$(BIN)/python -m exercises.private.solutions $(or $(FOR),assistants) $(ASSIGNMENT)

bank: $(READY)  ## write every exam question and quick check for Moodle and Canvas: make bank SEED=1
	@$(BIN)/python -m exercises.private.bank bank --seed $(or $(SEED),1)

exam: system $(READY)  ## draw an exam on paper, for Moodle and Canvas: make exam SEED=7 CHAPTERS="perceptron mlp" QUESTIONS=12
	@[ -n "$(SEED)" ] || { echo 'make exam SEED=7 CHAPTERS="perceptron mlp" QUESTIONS=12'; exit 1; }
	@$(BIN)/python -m exercises.private.bank exam --seed $(SEED) $(and $(CHAPTERS),--chapters $(CHAPTERS)) $(and $(QUESTIONS),--questions $(QUESTIONS))

# The value of a variable as one word of the shell, whatever is in it.
quoted = '$(subst ','\'',$(value $(1)))'

npm:
	@$(PYTHON) tools/system.py $(if $(shell which npm 2> /dev/null),,npm)

test-platforms: system npm $(READY)  ## a class on JupyterHub, what Binder installs, Colab's packages: some minutes
	$(BIN)/pytest -m slow --timeout 3600 exercises/private/tests/platforms exercises/private/tests/assignments/test_binder.py tests/colab

grade: $(READY)  ## grade what was handed in: make grade SUBMISSIONS=folder ASSIGNMENT=perceptron OUT=graded
	@[ -n $(call quoted,SUBMISSIONS) ] && [ -n $(call quoted,ASSIGNMENT) ] && [ -n $(call quoted,OUT) ] || { echo "make grade SUBMISSIONS=a folder or zip ASSIGNMENT=perceptron OUT=a folder"; exit 1; }
	@$(BIN)/python -m exercises.private.grading $(call quoted,SUBMISSIONS) --assignment $(call quoted,ASSIGNMENT) --out $(call quoted,OUT) $(OPTIONS)

benchmark-grading: system $(READY)  ## grade 200 hand-ins, and say what each costs
	$(BIN)/python -m exercises.private.benchmark

long: test npm
	GRADING_FUZZ=10000 $(BIN)/pytest -s exercises/private/tests/grading/test_fuzz.py
	GRADING_CLASS=201 $(BIN)/pytest -k killed exercises/private/tests/grading

release: $(READY)  ## write the public tree, without solutions, into _build/release
	$(PYTHON) exercises/private/release.py

dist: site release  ## what a release offers, in _build/dist: site, notebooks, PDF, checksums
	rm -rf _build/dist
	mkdir -p _build/dist
	cp _build/*.pdf _build/dist
	cd _build && ../$(BIN)/python -m zipfile -c dist/site.zip site
	cd _build/release && ../../$(BIN)/python -m zipfile -c ../dist/notebooks.zip intro.ipynb chapters exercises
	cd _build/dist && sha256sum * > SHA256SUMS

publishable: $(READY)  ## clone the public tree, and let it pass its own make test
	rm -rf _build/origin _build/clone
	$(PYTHON) exercises/private/release.py _build/origin
	git -C _build/origin init --quiet
	git -C _build/origin add --all
	git -C _build/origin -c user.name=release -c user.email=release commit --quiet --message release
	git clone --quiet _build/origin _build/clone
	$(MAKE) --no-print-directory -C _build/clone test
