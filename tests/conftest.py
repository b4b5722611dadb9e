"""What every test may ask for."""

import matplotlib
import matplotlib.pyplot as plt
import nbval.kernel
import pytest

from refresh import retried
from unrolled import style

nbval.kernel.start_new_kernel = retried(nbval.kernel.start_new_kernel)
pytest.register_assert_rewrite("pictures")


@pytest.fixture
def look():
    """All is drawn in the package's look, and closed afterwards."""
    with matplotlib.rc_context(style.LOOK):
        yield
    plt.close("all")
