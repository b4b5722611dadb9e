"""What every test may ask for."""

import os

import matplotlib
import matplotlib.pyplot as plt
import nbval.kernel
import pytest

import after_cells
from execute_notebooks import retried
from unrolled.pictures import style

nbval.kernel.start_new_kernel = retried(nbval.kernel.start_new_kernel)
cells = nbval.plugin.IPyNbFile.collect
nbval.plugin.IPyNbFile.collect = lambda file: after_cells.collect(file, cells(file))
pytest.register_assert_rewrite("pictures")
os.environ.setdefault("KERAS_BACKEND", "torch")  # its tests use float64, too


@pytest.fixture
def look():
    """All is drawn in the package's look, and closed afterwards."""
    with matplotlib.rc_context(style.LOOK):
        yield
    plt.close("all")


def pytest_xdist_auto_num_workers(config):
    """One more than there are cores, as those that drive a browser wait for much of their time."""
    return (os.cpu_count() or 1) + 1
