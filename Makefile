# Two commands do everything: `make demo` and `make test`. Each makes its own environment first.

PYTHON ?= python3
LANGUAGE ?= en
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

# No test, demo or lint run reports anything to anybody.
export PREFECT_SERVER_ANALYTICS_ENABLED := false

.PHONY: install demo test soak bench lint lock templates clean help

help:
	@echo "make install             the environment and the command .venv/bin/npsheets, anew where something changed"
	@echo "make demo [LANGUAGE=ru]  a believable firm and four months of its programme in demo.xlsx"
	@echo "make test                all tests"
	@echo "make lint                ruff and mypy"
	@echo "make soak                the property tests with 10,000 cases each"
	@echo "make bench               speed beside what one would use instead, as ratios"
	@echo "make templates           docs/template-en.xlsx and docs/template-ru.xlsx anew"
	@echo "make lock                requirements.lock anew (needs uv)"

# uv makes the environment in seconds; without it venv and pip do the same from the same lock file.
$(READY): requirements.lock pyproject.toml
	@if command -v uv >/dev/null 2>&1; then \
		echo "Making the environment with uv ..." && \
		uv venv --quiet --allow-existing --python $(PYTHON) $(VENV) && \
		uv pip install --quiet --python $(BIN)/python --compile-bytecode --no-deps --require-hashes -r requirements.lock && \
		uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable . ; \
	else \
		echo "Making the environment with pip (about a minute, once) ..." && \
		$(PYTHON) -m venv $(VENV) && \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock && \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable . ; \
	fi
	@touch $@

install: $(READY)

demo: $(READY)
	@$(BIN)/npsheets demo --language $(LANGUAGE)

test: $(READY)
	@$(BIN)/python -m pytest -q -n auto --dist loadgroup

soak: $(READY)
	@HYPOTHESIS_PROFILE=soak $(BIN)/python -m pytest -q -n auto --dist loadgroup

bench: $(READY)
	@$(BIN)/python -m tests.bench

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

templates: $(READY)
	@$(BIN)/python -m flows.templates docs

lock:
	uv pip compile --quiet --universal --generate-hashes --group dev pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist *.egg-info
