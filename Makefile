# Every command of the project. Needs GNU make, Python 3.11 or newer and a package index; each command sets up what it needs.
PYTHON ?= python3
python := .venv/bin/python

# The same results under any locale; the reports of ../shared/corpus where there are any.
export PYTHONUTF8 := 1
export UV_LINK_MODE := copy
ifneq ($(wildcard ../shared/corpus),)
export GOVREPORT_CORPUS ?= $(shell cd ../shared/corpus && pwd)
endif
# REPORT and SUBMISSIONS reach the commands through the environment, so that a path may hold spaces, quotes, $ and Chinese.
override export REPORT := $(value REPORT)
override export SUBMISSIONS := $(value SUBMISSIONS)

# .venv/ready says where it was made: a folder that was moved, or whose Python is gone, is set up again.
ifneq ($(shell $(python) -c '' 2>/dev/null && cat .venv/ready 2>/dev/null),$(CURDIR))
.PHONY: .venv/ready
endif

.PHONY: help run app test check-lab lab notebooks exercises grade book lint bench bench-peers bench-scale fuzz score reference train terms \
  lock clean
.DEFAULT_GOAL := help

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 20

run: .venv/ready ## run the suite on the seed, or on another report: make run REPORT=path/to/report.txt
	@$(python) -m govreport run --out build -- $${REPORT:+"$$REPORT"}

app: .venv/ready ## explore the seed in the browser, or another report: make app REPORT=path/to/report.txt
	@$(python) -m govreport app -- $${REPORT:+"$$REPORT"}

test: .venv/ready ## run all tests: library, documentation examples, notebooks, commands, in a browser too
	@$(python) tests/browser.py
	@$(python) -m pytest --numprocesses=2 --dist=loadfile --no-loadscope-reorder

check-lab: .venv/ready ## run every lesson in JupyterLab itself, in a browser (make test runs two)
	@GOVREPORT_LAB=all $(python) -m pytest tests/test_lab.py

lab: .venv/ready ## open JupyterLab on the notebooks
	@$(python) -m jupyter lab --notebook-dir=notebooks

notebooks: .venv/ready ## execute the committed notebooks again, in place, and normalise them
	@$(python) -m govreport notebooks

exercises: .venv/ready ## make the exercises for students from notebooks/solutions
	@$(python) -m govreport exercises

grade: .venv/ready ## mark a folder of submissions into a CSV: make grade SUBMISSIONS=path/to/folder
	@$(python) -m govreport grade -- "$${SUBMISSIONS:?name a folder: make grade SUBMISSIONS=path/to/folder}"

book: .venv/ready ## build the book, these lessons and guides as a site that needs no network, into book/_build
	@$(python) book/build.py

lint: .venv/ready ## check code and notebooks with ruff
	@$(python) -m ruff check
	@$(python) -m ruff format --check

score: .venv/ready ## score the extraction on all gold, where the reports are, into data/reference/scores.csv
	@$(python) -m govreport score

bench-scale: .venv/ready ## measure the analysis of up to 11,400 re-drawn reports, one worker against two, and the parts (an hour)
	@$(python) tests/bench_scale.py grow all 114 1140 11400
	@$(python) tests/bench_scale.py grow units 114 1140 11400
	@$(python) tests/bench_scale.py pairs 5
	@$(python) tests/bench_scale.py parts
	@$(python) tests/bench_scale.py tell

bench-peers: .venv/ready ## measure other extractors on the same gold and reports, in an environment of their own
	@[ -x .venv-peers/bin/python ] || $(PYTHON) -m venv .venv-peers
	@.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check -r tests/peers/requirements.txt
	@$(python) tests/peers/bench.py .venv-peers/bin/python

fuzz: ## fuzz a reader for ten minutes, in an environment of its own: make fuzz KIND=text, html, docx, pdf, jsonl, parquet
	@[ -x .venv-fuzz/bin/python ] || $(PYTHON) -m venv .venv-fuzz
	@.venv-fuzz/bin/python -m pip install --quiet --disable-pip-version-check -r tests/fuzz/requirements.txt -e '.[formats]'
	@.venv-fuzz/bin/python tests/fuzz/fuzz_reading.py $(or $(KIND),text) -max_total_time=600 -timeout=20 -rss_limit_mb=4000

reference: .venv/ready ## describe the structure of every report of a corpus into data/reference/structure.csv
	@$(python) -m govreport reference

train: .venv/ready ## fit the model of themes to every coded sentence of a corpus, into data/lexicon/theme_model.csv
	@$(python) -m govreport train

terms: .venv/ready ## propose terms for the dictionary from every report of a corpus, for a reader to choose from
	@$(python) -m govreport terms

bench: .venv/ready ## measure speed in characters a second
	@$(python) -m pytest tests/bench_speed.py --benchmark-only

lock: .venv/ready ## resolve pyproject.toml into requirements.lock again, keeping the versions that still fit
	@$(python) -m uv pip compile pyproject.toml --quiet --all-extras --universal --python-version 3.11 \
	  --generate-hashes --no-annotate --no-header --output-file requirements.lock

clean: ## remove what the commands made, .venv too
	@rm -rf .venv .venv-peers .venv-fuzz build book/_build .build-* dist .pytest_cache .ruff_cache .hypothesis .benchmarks .jupyter
	@find lib tests notebooks \( -name __pycache__ -o -name .ipynb_checkpoints \) -prune -exec rm -rf {} +

# pip installs uv and setuptools (jieba is built with it), uv the rest; every file is checked against its hash in the lock.
.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo 'Python 3.11 or newer is needed; name yours with make PYTHON=/path/to/python3' >&2; exit 1; }
	@echo 'Setting up .venv (once; about a minute) ...'
	@$(PYTHON) -m venv --clear .venv
	@awk '/^[^ ]/ { first = /^(uv|setuptools)==/ } first' requirements.lock > .venv/first.txt
	@$(python) -m pip install --quiet --disable-pip-version-check --require-hashes -r .venv/first.txt
	@index="$${PIP_INDEX_URL:-$$($(python) -m pip config get global.index-url 2>/dev/null)}"; \
	  [ -z "$$index" ] || export UV_DEFAULT_INDEX="$$index"; \
	  $(python) -m uv pip install --quiet --python $(python) --no-build-isolation --compile-bytecode --require-hashes -r requirements.lock
	@$(python) -m uv pip install --quiet --python $(python) --no-build-isolation --no-deps --editable .
	@pwd -P > $@
