# For GNU make 3.81, which macOS ships, and any POSIX shell.

PYTHON   = python3
PORT     = 8888
LAB_ARGS =
EXTRAS   = test

.NOTPARALLEL:
.PHONY: help lab test check notebooks figures site clean

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

lab: ## open the notebooks in JupyterLab (PYTHON=python3 PORT=8888)
	$(environment)
	@.venv/bin/python tools/lab.py $(PORT) $(LAB_ARGS)

# Tests run side by side: threads of one that wait for a core keep it from the others.
test: check ## run every test and every notebook
	OPENBLAS_NUM_THREADS=1 .venv/bin/python -m pytest

check: ## look at the code's style and types, in seconds
	$(environment) $(EXTRAS)
	.venv/bin/python -m ruff check
	.venv/bin/python -m ruff format --check --quiet
	.venv/bin/python -m mypy

notebooks: ## execute all notebooks in place
	$(environment) $(EXTRAS)
	.venv/bin/python tests/helpers/refresh.py

figures: ## draw the pictures of README and prose
	$(environment)
	.venv/bin/python figures/draw.py

site: ## build/site: pages and slides whose sliders live without Python (SOLUTIONS=no leaves answers out)
	$(environment) site
	OPENBLAS_NUM_THREADS=1 .venv/bin/python site/build.py $(if $(filter no,$(SOLUTIONS)),--no-solutions)

clean: ## delete .venv and what tests leave behind
	rm -rf .venv build .pytest_cache .hypothesis .mypy_cache .ruff_cache src/*.egg-info
	find . -name __pycache__ -prune -exec rm -rf {} +

# Brings .venv up to date, which takes no time where nothing has changed.
define environment
@"$(PYTHON)" -c '' 2>/dev/null || { echo 'There is no $(PYTHON): install Python 3.11 or newer,' \
    'or say where it is: make lab PYTHON=/path/to/python3.' >&2; exit 1; }
@"$(PYTHON)" tools/environment.py
endef
