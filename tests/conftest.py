"""What every test may ask for."""

import os

import matplotlib
import matplotlib.pyplot as plt
import pytest

from unrolled import style

pytest.register_assert_rewrite("pictures")


def pytest_xdist_auto_num_workers():
    """One more than there are cores: the browser tests mostly wait."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture
def look():
    """All is drawn in the package's look, and closed afterwards."""
    with matplotlib.rc_context(style.LOOK):
        yield
    plt.close("all")
