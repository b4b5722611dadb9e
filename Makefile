# For GNU make 3.81, which macOS ships, and any POSIX shell.

PYTHON   = python3
PORT     = 8888
LAB_ARGS =
EXTRAS   = test

.NOTPARALLEL:
.PHONY: help lab test notebooks figures clean

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

lab: .venv/lab ## open the notebooks in JupyterLab (PYTHON=python3 PORT=8888)
	@port=$$(.venv/bin/python -c '$(first_free_port)' $(PORT)) || exit; \
	[ "$$port" = $(PORT) ] || echo "Port $(PORT) is taken, so JupyterLab opens on port $$port."; \
	echo 'Opening JupyterLab on notebooks/; Ctrl-C twice ends it.'; \
	.venv/bin/python -m jupyterlab notebooks --port=$$port --log-level=WARN --LabApp.news_url=None $(LAB_ARGS)

# Tests run side by side: threads of one that wait for a core keep it from the others.
test: .venv/$(EXTRAS) ## run every test and every notebook
	OPENBLAS_NUM_THREADS=1 .venv/bin/python -m pytest

notebooks: .venv/$(EXTRAS) ## execute all notebooks in place
	.venv/bin/python tests/helpers/refresh.py

figures: .venv/lab ## draw the pictures of README and prose
	.venv/bin/python figures/draw.py

clean: ## delete .venv and what tests leave behind
	rm -rf .venv build .pytest_cache .hypothesis src/*.egg-info
	find . -name __pycache__ -prune -exec rm -rf {} +

first_free_port = import socket, sys; \
	start = int(sys.argv[1]); \
	print(next(p for p in range(start, start + 50) if socket.socket().connect_ex(("localhost", p))))

is_ours = import os, unrolled; print(os.path.samefile("src/unrolled/__init__.py", unrolled.__file__))

# Where the folder was moved or its Python is gone, .venv is out of date, whatever its date.
ifneq ($(shell test -x .venv/bin/python && .venv/bin/python -c '$(is_ours)' 2>/dev/null),True)
.PHONY: .venv/lab .venv/$(EXTRAS)
endif

.venv/lab: pyproject.toml
	$(call install,.)

# The tests need all that the notebooks need, so `make lab` need not install again.
.venv/$(EXTRAS): pyproject.toml
	$(call install,.[$(EXTRAS)])
	@touch .venv/lab

# A .venv whose pip does not answer is half made and made anew; otherwise pip goes on where it stopped.
define install
@fail() { echo "$$*" >&2; exit 1; }; \
if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then \
    "$(PYTHON)" -c '' >/dev/null 2>&1 || \
        fail 'There is no $(PYTHON): install Python 3.11 or newer, or say where it is: make lab PYTHON=/path/to/python3.'; \
    "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
        fail "$$("$(PYTHON)" --version 2>&1) is too old: install 3.11 or newer, or say where it is: make lab PYTHON=/path/to/python3."; \
    "$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || \
        fail '$(PYTHON) lacks its venv module: install it, on Debian and Ubuntu with: apt install python3-venv'; \
    echo 'Making the environment .venv'; \
    "$(PYTHON)" -m venv --clear .venv || fail '$(PYTHON) could not make .venv.'; \
fi; \
echo 'Installing into .venv, which takes minutes the first time'; \
{ .venv/bin/python -m pip install --editable '$(1)' 2>&1 || echo Failed; } | \
tee .venv/install.log | { $(count); } || \
    if grep -qi 'connection\|resolve host' .venv/install.log; then \
        fail 'pip cannot reach the package index: connect to the network and try again (log: .venv/install.log).'; \
    else \
        fail 'pip could not install the packages: .venv/install.log says why.'; \
    fi
@touch $@
endef

# pip's hundreds of lines as one that counts, or as a few where the output is no terminal.
define count
n=0; if [ -t 1 ]; then each=1 start='\r' end=; else each=20 start= end='\n'; fi; \
while read -r line; do case $$line in \
    Collecting*|Processing*) n=$$((n + 1)); [ $$((n % each)) -ne 0 ] || printf "$$start  packages found: %d$$end" $$n;; \
    'Installing collected packages: '*) set -- $$line; printf "$$start  packages to install: %d\n" $$(($$# - 3));; \
    Failed) printf "$$start"; exit 1;; \
esac; done
endef
