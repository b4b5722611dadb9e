"""Answers that stay hidden until clicked."""

import html
import io
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout

from IPython.display import display


@contextmanager
def bet() -> Iterator[None]:
    """Fold what the block prints, so that *Run All Cells* does not reveal the answer of a bet.

    >>> with bet():
    ...     print("the answer")  # doctest: +SKIP
    """
    with redirect_stdout(io.StringIO()) as printed:
        yield
    text = printed.getvalue()
    folded = f"<summary>Place your bet, then look</summary><pre>{html.escape(text)}</pre>"
    data = {"text/html": f'<details class="bet">{folded}</details>', "text/plain": text}
    display(data, raw=True)
