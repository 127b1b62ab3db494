# `make timeline` and `make test` do all their own set-up: a fresh machine needs Python >= 3.11, make and git.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
BENCH := $(VENV)-bench
# Two workers; groups of tests (tests/conftest.py) in the order in which they stand there, the longest first.
ON_TWO := -n 2 --dist loadgroup --no-loadscope-reorder
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help setup timeline test faults integration check format picture bench bench-timex bench-extract bench-link bench-link-scale bench-store bench-build bench-flow bench-site site-assets screenshots lock clean

help:  ## What can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: $(READY)  ## Create .venv with the pinned, hashed packages

# The lock holds every package with its hash, so pip is told to resolve nothing by itself.
$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=python3.12 …")'
	@echo "Setting up $(VENV) (once; a few minutes)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

timeline: $(READY)  ## Build the timeline of the sample articles and print it
	@$(BIN)/dateline build examples/articles --warehouse timeline.duckdb
	@$(BIN)/dateline timeline --warehouse timeline.duckdb

test: $(READY)  ## Run the tests
	@$(BIN)/python -m pytest $(ON_TWO) -m "not faults and not integration"

faults: $(READY)  ## Run the long draw of fault injections
	@$(BIN)/python -m pytest -m faults

integration: $(READY)  ## Run the tests that need real servers on loopback
	@$(BIN)/python -m pytest $(ON_TWO) -m integration

check: $(READY)  ## Lint, types, import contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

format: $(READY)  ## Format the code
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format .

bench: bench-timex bench-extract bench-link bench-store bench-build  ## All measurements

# Rivals live in an environment of their own: some of them pin old versions of what we use.
$(BENCH)/.ready: requirements.txt pyproject.toml benchmarks/requirements.txt
	@test -x $(BENCH)/bin/python || $(PYTHON) -m venv $(BENCH)
	@$(BENCH)/bin/python -m pip install --quiet --no-deps --require-hashes -r requirements.txt
	@$(BENCH)/bin/python -m pip install --quiet -r benchmarks/requirements.txt
	@$(BENCH)/bin/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

bench-timex: $(BENCH)/.ready  ## Temporal expressions: accuracy and speed beside rivals
	@$(BENCH)/bin/python benchmarks/bench_timex.py

bench-extract: $(BENCH)/.ready  ## Extraction: speed beside the full spaCy pipeline
	@$(BENCH)/bin/python benchmarks/bench_extract.py

bench-link: $(BENCH)/.ready  ## Linking: accuracy and speed beside baselines and Splink
	@$(BENCH)/bin/python benchmarks/bench_link.py

bench-link-scale: $(BENCH)/.ready  ## Linking: a million synthetic mentions, and an increment
	@$(BENCH)/bin/python benchmarks/bench_link.py --mentions 1000000

bench-store: $(READY)  ## The store: load, checks, publish, queries, an increment
	@$(BIN)/python benchmarks/bench_store.py --events 100000

bench-build: $(READY)  ## What the flow engine costs a build: cold, and with a running server
	@$(BIN)/python benchmarks/bench_build.py

bench-flow: $(READY)  ## 10,000 articles from end to end: speed, the engine's share, memory, an increment
	@$(BIN)/python -m benchmarks.bench_flow

bench-site: $(READY)  ## The page with 20,000 events, beside vis-timeline (needs Chromium; npm for the rival)
	@$(BIN)/python benchmarks/bench_site.py

PAGE := warehouse/site/page

site-assets: $(PAGE)/node_modules/.package-lock.json  ## Bundle the page's sources (needs Node 20)
	@cd $(PAGE) && node build.mjs

$(PAGE)/node_modules/.package-lock.json: $(PAGE)/package.json $(PAGE)/package-lock.json
	@cd $(PAGE) && npm ci --silent

screenshots: timeline  ## Photograph the page in all its states (needs Chromium)
	@$(BIN)/python docs/screenshots.py timeline.duckdb build/screenshots

picture: timeline  ## Draw the README's picture anew
	@$(BIN)/python docs/picture.py timeline.duckdb

# The image of examples/deploy needs no tools of ours: a part of the same lock.
LOCKED := uv pip compile pyproject.toml --generate-hashes --universal --no-header --no-annotate --no-emit-index-url \
	--no-strip-extras --python-version 3.11

lock: $(READY)  ## Renew requirements.txt, and what the image takes of it (needs uv)
	$(LOCKED) --all-extras -o requirements.txt
	$(LOCKED) -c requirements.txt -o examples/deploy/requirements.txt

clean:  ## Remove what was built
	rm -rf $(VENV) $(BENCH) *.duckdb *.duckdb.work build dist *.egg-info
