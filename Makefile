# The two commands: `make film` and `make test`. Both work on a fresh Linux machine with Python 3.11 or later.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: film test test-long lint format bench lock clean

film: $(VENV)/installed
	$(BIN)/polymuse film examples/lighthouse.md -o film
	@echo
	@echo "The film:        $(CURDIR)/film/film.mp4"
	@echo "Its storyboard:  $(CURDIR)/film/storyboard.html"

# Tests start a hundred processes, which would compile all modules each time where bytecode is not written.
PYTEST := PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n auto --dist worksteal

test: $(VENV)/installed-dev
	$(PYTEST)

# What is too long for every day: every command of the documentation, hundreds of kills, properties by many new examples.
test-long: $(VENV)/installed-dev
	$(PYTEST) -m "long or hypothesis" --hypothesis-profile thorough

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/installed-dev
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/film.py
	$(BIN)/python benchmarks/overhead.py

clean:
	rm -rf $(VENV) film

# Renews the versions that everything is installed with, here and by `make film`; then: make test test-long lint.
lock: $(VENV)/installed-dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --all-extras --no-annotate --no-header \
		--output-file constraints.txt pyproject.toml

$(VENV)/installed: pyproject.toml constraints.txt scripts/environment.sh
	sh scripts/environment.sh "$(PYTHON)" $(VENV) .
	@touch $@

$(VENV)/installed-dev: pyproject.toml constraints.txt scripts/environment.sh
	sh scripts/environment.sh "$(PYTHON)" $(VENV) ".[dev]"
	@touch $(VENV)/installed $@
