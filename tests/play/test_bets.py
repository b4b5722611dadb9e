"""Bet: printed output stays folded until a click."""

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from unrolled.play import bet


@pytest.fixture(autouse=True, scope="module")
def shell():
    """IPython prints displayed objects unless there is a shell."""
    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()


def test_printed_output_is_folded():
    with capture_output() as captured, bet():
        print("1 < 2")
        print("& more")
    assert captured.stdout == ""
    (output,) = captured.outputs
    assert output.data["text/plain"] == "1 < 2\n& more\n"
    page = output.data["text/html"]
    assert page.startswith('<details class="bet"><summary>') and "open" not in page
    assert "<pre>1 &lt; 2\n&amp; more\n</pre></details>" in page


def test_errors_are_not_hidden():
    with capture_output() as captured, pytest.raises(ZeroDivisionError), bet():
        print(1 / 0)
    assert not captured.outputs
