# Two commands set everything up: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint bench profile docs mutants hostile wheel clean

$(BIN)/reportkit: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable .
	touch $(BIN)/reportkit

$(BIN)/pytest: $(BIN)/reportkit
	$(BIN)/python -m pip install --quiet --editable ".[dev]"
	touch $(BIN)/pytest

demo: $(BIN)/reportkit  ## install, and read the sample report
	$(BIN)/reportkit extract data/samples/澄源市-2025.txt --limit 8
	@echo
	@echo "Next: $(BIN)/reportkit --help"

test: $(BIN)/pytest lint  ## install, lint, type-check and run the tests
	$(BIN)/python -m pytest -n auto --dist worksteal

lint: $(BIN)/pytest
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(BIN)/pytest  ## speed against a yardstick in the same run
	$(BIN)/python benchmarks/extraction.py
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/pdf.py
	$(BIN)/python benchmarks/pages.py
	$(BIN)/python benchmarks/growth.py
	$(BIN)/python benchmarks/peer.py
	$(BIN)/python benchmarks/batch.py

profile: $(BIN)/pytest  ## where the time of one extraction goes
	$(BIN)/python benchmarks/profile_extraction.py

docs: $(BIN)/pytest  ## the documentation site, in build/site
	$(BIN)/python scripts/make_docs.py build/docs
	$(BIN)/mkdocs build --strict

mutants: $(BIN)/pytest  ## what the tests of the extraction do not notice; by hand, an hour on one core
	$(BIN)/python -m pip install --quiet --editable ".[mutants]"
	$(BIN)/python scripts/mutants.py --count 100 --seed 1

hostile: $(BIN)/pytest  ## all damaged, hostile and huge inputs, not only a sample of each kind; by hand, half an hour
	REPORTKIT_HOSTILE=all $(BIN)/python -m pytest -q tests/hostile
	$(BIN)/python tests/hostile/measure.py

wheel: $(BIN)/pytest
	$(BIN)/python -m build --wheel --outdir dist

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .ruff_cache .mypy_cache
