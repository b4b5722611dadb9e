# Compatible with GNU make 3.81, the version on macOS, and with any POSIX shell.

PYTHON   = python3
PORT     = 8888
LAB_ARGS =
EXTRAS   = test

.NOTPARALLEL:
.PHONY: help lab test check notebooks figures site clean

help: ## list all commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

lab: ## open the notebooks in JupyterLab (PYTHON=python3 PORT=8888)
	$(environment)
	@.venv/bin/python tools/start_jupyterlab.py $(PORT) $(LAB_ARGS)

# Tests run in parallel, so each process uses one thread: more threads would compete for the cores.
test: check ## run all tests and all notebooks
	OPENBLAS_NUM_THREADS=1 .venv/bin/python -m pytest

check: ## check style and types, in seconds
	$(environment) $(EXTRAS)
	.venv/bin/python -m ruff check
	.venv/bin/python -m ruff format --check --quiet
	.venv/bin/python -m mypy

notebooks: ## execute all notebooks in place
	$(environment) $(EXTRAS)
	.venv/bin/python tools/execute_notebooks.py

figures: ## redraw the figures that the README shows
	$(environment)
	.venv/bin/python figures/draw.py

site: ## build the website and the slides in build/site (SOLUTIONS=no omits the solutions)
	$(environment) site
	OPENBLAS_NUM_THREADS=1 .venv/bin/python site/build.py $(if $(filter no,$(SOLUTIONS)),--no-solutions)

clean: ## delete .venv, build and all caches
	rm -rf .venv build .pytest_cache .hypothesis .mypy_cache .ruff_cache src/*.egg-info
	find . -name __pycache__ -prune -exec rm -rf {} +

# Brings .venv up to date; returns at once if nothing has changed.
define environment
@"$(PYTHON)" -c '' 2>/dev/null || { echo 'There is no $(PYTHON): install Python 3.11 or newer,' \
    'or give its path: make lab PYTHON=/path/to/python3.' >&2; exit 1; }
@"$(PYTHON)" tools/environment.py
endef
