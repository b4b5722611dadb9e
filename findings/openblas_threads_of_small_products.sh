#!/usr/bin/env bash
# NumPy 2.4.6 from PyPI (OpenBLAS 0.3.x), x86-64, two cores or more
# A good guess: on a busy machine, more threads cost at most the time of those that wait.
# What happens: the threads of OpenBLAS wait for one another in a busy loop. Products of the size
# of an RNN's gradient, beside a process on each core, take many times the CPU time and the time.
# Output seen on two cores: CPU seconds and seconds of 3000 products (32 x 1000) @ (1000 x 32)
#   one thread                       0.18 CPU    1.1
#   a thread on each core            4.61 CPU   17.2
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"; kill $(jobs -p) 2> /dev/null || true' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet numpy==2.4.6
cd "$folder"
cat > products.py <<'PY'
import sys
import time

import numpy as np

left, right = np.ones((1000, 32)), np.ones((1000, 32))
left.T @ right
wall, cpu = time.perf_counter(), time.process_time()
for _ in range(3000):
    left.T @ right
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
print(f"{sys.argv[1]:30} {cpu:6.2f} CPU {wall:6.1f}", file=sys.stderr)
print(cpu)
PY
for _ in $(seq "$(nproc)"); do
    venv/bin/python -c "while True: pass" &
done
one=$(OPENBLAS_NUM_THREADS=1 venv/bin/python products.py "one thread")
all=$(OPENBLAS_NUM_THREADS=$(nproc) venv/bin/python products.py "a thread on each core")
venv/bin/python -c "raise SystemExit(not $all > 3 * $one)"
