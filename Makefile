# The two commands: `make film` and `make test`. Both work on a fresh Linux machine with Python 3.11 or later.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: film test test-long lint format bench clean

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

$(VENV)/installed: pyproject.toml scripts/environment.sh
	sh scripts/environment.sh "$(PYTHON)" $(VENV) .
	@touch $@

$(VENV)/installed-dev: pyproject.toml scripts/environment.sh
	sh scripts/environment.sh "$(PYTHON)" $(VENV) ".[dev]"
	@touch $(VENV)/installed $@
