"""What every test may ask for."""

import matplotlib
import matplotlib.pyplot as plt
import pytest

from unrolled import style

pytest.register_assert_rewrite("pictures")


@pytest.fixture
def look():
    """All is drawn in the package's look, and closed afterwards."""
    with matplotlib.rc_context(style.LOOK):
        yield
    plt.close("all")
