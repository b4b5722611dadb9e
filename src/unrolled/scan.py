"""The linear recurrence h(t) = a(t) ⊙ h(t-1) + b(t), without one step after another.

Two steps are one step of the same kind: (a, b) and then (a', b') are (a' ⊙ a, a' ⊙ b + b'). So the
steps may be grouped in any way. Blelloch (1990), Prefix sums and their applications; Martin and
Cundy (2018), Parallelizing linear recurrent neural nets over sequence length.
"""

import math

import numpy as np

from unrolled.shapes import array, batch_first, keep_memory, time_first

LENGTH = 16  # steps of a piece
FEW = 48  # steps below which the loop is as fast as the pieces
WIDE = 128  # numbers of a state from which the loop is as fast as the pieces


@np.errstate(under="ignore")  # a product may be 0, whatever the reader has set
def scan(a, b, h0=None) -> np.ndarray:
    """Return all states h (…, T+1, n) of h(t) = a(t) ⊙ h(t-1) + b(t), h[..., 0, :] being `h0`.

    a, b: (…, T, n), any real numbers. h0: (…, n), the initial states; None: zeros. The result is
    that of the loop, except for rounding; but where the product of a over many steps overflows, a
    state of exactly 0 before them becomes NaN. Raises ValueError if shapes do not fit or a number
    is not finite.

    The running sum, where all a are 1:

    >>> scan([[1], [1], [1]], [[3], [1], [4]]).ravel()
    array([0., 3., 4., 8.])
    """
    a = array("a", a, ..., "T", "n")
    b = array("b", b, *a.shape)
    *batch, T, n = a.shape
    h0 = np.zeros((*batch, n)) if h0 is None else array("h0", h0, *batch, n)
    keep_memory()
    sequences = math.prod(batch)
    a, b = (time_first(v).reshape(T, sequences * n) for v in (a, b))
    return batch_first(_pieces(a, b, h0.ravel()).reshape(T + 1, sequences, n), batch)


def scan_backward(a, h, d_h) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the gradient with respect to a, b (…, T, n) and h0 (…, n): a scan from the end.

    a (…, T, n), and h (…, T+1, n) as `scan` returned it. d_h (…, T+1, n) is the direct gradient of
    the loss with respect to each state, not through later states. Raises ValueError as `scan` does.
    """
    a = array("a", a, ..., "T", "n")
    *batch, T, n = a.shape
    h, d_h = array("h", h, *batch, T + 1, n), array("d_h", d_h, *batch, T + 1, n)
    d = scan(a[..., ::-1, :], d_h[..., -2::-1, :], d_h[..., -1, :])[..., ::-1, :]
    return d[..., 1:, :] * h[..., :-1, :], d[..., 1:, :], d[..., 0, :]


def _pieces(a, b, h0):
    """Scan (T, n): step k of all pieces at once, first for their ends, and then for all states."""
    T, n = a.shape
    h = np.empty((T + 1, n))
    h[0] = h0
    pieces = T // LENGTH if T >= FEW and n < WIDE else 0
    end = pieces * LENGTH
    if pieces:  # copies, as NumPy is faster where the numbers of a step lie side by side
        a_k, b_k = (v[:end].reshape(pieces, LENGTH, n).swapaxes(0, 1).copy() for v in (a, b))
        ends, h_k = b_k[0].copy(), np.empty((LENGTH + 1, pieces, n))
        for a_t, b_t in zip(a_k[1:], b_k[1:]):
            ends *= a_t
            ends += b_t
        h_k[0] = _pieces(a_k.prod(axis=0), ends, h0)[:-1]
        _loop(a_k, b_k, h_k)
        h[1 : end + 1].reshape(pieces, LENGTH, n)[:] = h_k[1:].swapaxes(0, 1)
    _loop(a[end:], b[end:], h[end:])
    return h


def _loop(a, b, h):
    """Compute h[1:] one after another."""
    for a_t, b_t, before, after in zip(a, b, h, h[1:]):
        np.multiply(a_t, before, out=after)
        after += b_t
