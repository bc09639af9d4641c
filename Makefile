# make demo   sets up and runs the demo
# make test   sets up and runs every check
# make docs   builds the docs as a site into site/
# make sbom   writes what niemyet is made of, with licences (CycloneDX)
# make audit  asks for known weaknesses of the locked versions
# make upgrade  newest versions within pyproject.toml's bounds into the lock, then every check
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: setup demo test lint types imports unit bench docs lock sbom audit upgrade clean

# niemyet's own modules are compiled here, for whoever runs them may not be let to write beside them, or Python is told not to
# (the container): then each command would compile what it loads, a quarter of a crawl's start. What is compiled already is left alone.
setup: $(READY)
	@$(BIN)/python -m compileall -q demo extractors flows model niemyet reports storage transforms

# Compiled on all cores, where pip does it on one: 10,600 files, without the packages' own tests, which are 2,000 more and a fifth
# of the processor (40 s, not 50). Templates that are no Python are among them, hence `|| true`.
$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m compileall -q -j 0 -x '/site-packages/.*/tests/' .venv/lib >/dev/null || true
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

demo: setup
	$(BIN)/niemyet demo

# The four at once: types alone keep one core busy for a minute while the other waits.
test: setup
	@$(MAKE) --no-print-directory -j4 lint types imports unit

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

imports: setup
	$(BIN)/lint-imports --no-cache

# What the tests use beside niemyet is compiled before too. The tests themselves as pytest compiles them, by collecting them once:
# else each of its workers would (13 s of processor).
unit: setup
	@$(BIN)/python -m compileall -q benchmarks scripts tests/support
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --collect-only -qq >/dev/null || true
	$(BIN)/python -m pytest -n 4 --dist loadgroup

bench: setup
	$(BIN)/python -m benchmarks

docs: setup
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict

# Exact versions with hashes, no addresses. Needs `uv` on the path; nothing else does.
lock:
	uv pip compile $(UPGRADE) --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-header --no-annotate --no-emit-index-url --extra dev -o requirements.lock pyproject.toml
	uv pip compile $(UPGRADE) --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-header --no-annotate --no-emit-index-url -o tools.lock tools.in

# The tools of the two targets below stand beside the project, never in it: their own lock, their own environment.
.tools/.ready: tools.lock
	$(PYTHON) -m venv .tools
	.tools/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r tools.lock
	@touch $@

sbom: setup .tools/.ready
	mkdir -p dist
	.tools/bin/cyclonedx-py environment --output-reproducible --pyproject pyproject.toml -o dist/niemyet.cdx.json .venv

audit: .tools/.ready
	.tools/bin/pip-audit -r requirements.lock --require-hashes --disable-pip --strict

upgrade:
	$(MAKE) lock UPGRADE=--upgrade
	$(MAKE) test

clean:
	rm -rf .tools .venv build dist site *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
