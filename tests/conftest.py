"""Fixtures and set-up for all tests."""

import gc
import os

import matplotlib
import matplotlib.pyplot as plt
import nbval.kernel
import pytest

import after_cells
import lab
from execute_notebooks import retried
from unrolled.pictures import style

nbval.kernel.start_new_kernel = retried(nbval.kernel.start_new_kernel)
cells = nbval.plugin.IPyNbFile.collect
nbval.plugin.IPyNbFile.collect = lambda file: after_cells.collect(file, cells(file))
os.environ.setdefault("KERAS_BACKEND", "torch")  # the backend that is installed for the tests


@pytest.fixture
def look():
    """Use the style of the package, and close all figures afterwards."""
    with matplotlib.rc_context(style.LOOK):
        yield
    plt.close("all")


@pytest.fixture(scope="module")
def browser():
    """Chromium; without it, tests are skipped, or fail if UNROLLED_BROWSER is "required"."""
    try:
        with lab.chromium() as browser:
            yield browser
    except lab.NoBrowser as reason:
        required = os.environ.get("UNROLLED_BROWSER") == "required"
        (pytest.fail if required else pytest.skip)(str(reason))


@pytest.fixture(scope="module", autouse=True)
def frozen():
    """Exclude what stays from the garbage collections of players, of which tests close hundreds."""
    gc.collect()
    gc.freeze()


def pytest_xdist_auto_num_workers(config):
    """Use one worker more than cores, because workers with a browser are often idle."""
    return (os.cpu_count() or 1) + 1
