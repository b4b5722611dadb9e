"""Attention: each query reads a mixture of states, most of those that resemble it.

A score is a dot product, as in Luong, Pham and Manning (2015), Effective approaches to
attention-based neural machine translation: it needs no weights of its own, and here queries and
states have the same length. Bahdanau, Cho and Bengio (2015), Neural machine translation by jointly
learning to align and translate, who introduced attention, compute a score with a small network.
Scores are divided by √n, as in Vaswani et al. (2017), Attention is all you need: dot products grow
with n, and for large ones softmax gives nearly all to one state and hardly any gradient passes.
"""

import math

import numpy as np

from unrolled.losses import softmax
from unrolled.shapes import array


def attend(queries, states, mask=None) -> tuple[np.ndarray, np.ndarray]:
    """Return what each query reads, and the share of each state in it: (mixtures, shares).

    shares = softmax(queries statesᵀ / √n), mixtures = shares states. queries (…, T, n), states
    (…, S, n), mixtures (…, T, n), shares (…, T, S). mask (…, S): False for padding, which gets no
    share; None: no padding. Raises ValueError if shapes do not fit or there is no state to read.

    A query shares out 1 among two states. It resembles the first:

    >>> mixtures, shares = attend([[2, 0]], [[1, 0], [0, 1]])
    >>> print(shares.round(2), mixtures.round(2))
    [[0.8 0.2]] [[0.8 0.2]]
    """
    queries, states = _validated(queries, states)
    scores = queries @ states.swapaxes(-1, -2) / math.sqrt(states.shape[-1])
    shares = softmax(_masked(scores, mask))
    return shares @ states, shares


def attend_backward(queries, states, shares, d_mixtures) -> tuple[np.ndarray, np.ndarray]:
    """Return the gradient with respect to the queries and the states: (d_queries, d_states).

    queries, states and shares as for `attend` and from it; d_mixtures (…, T, n) is the gradient of
    the loss with respect to the mixtures. Padding needs no mask: its share is 0, and its gradient
    is, too. Raises ValueError if shapes do not fit.
    """
    queries, states = _validated(queries, states)
    shares = array("shares", shares, *queries.shape[:-1], states.shape[-2])
    d_mixtures = array("d_mixtures", d_mixtures, *queries.shape)
    d_shares = d_mixtures @ states.swapaxes(-1, -2)
    d_scores = shares * (d_shares - (shares * d_shares).sum(axis=-1, keepdims=True))
    d_scores /= math.sqrt(states.shape[-1])
    by_mixture = shares.swapaxes(-1, -2) @ d_mixtures
    return d_scores @ states, by_mixture + d_scores.swapaxes(-1, -2) @ queries


def _masked(scores, mask):
    """Return the scores (…, T, S), so low where the mask (…, S) is False that exp gives 0."""
    if mask is None:
        return scores
    mask = array("mask", mask, *scores.shape[:-2], scores.shape[-1])[..., None, :]
    if not (((mask == 0) | (mask == 1)).all() and mask.any(axis=-1).all()):
        raise ValueError(f"mask needs True or False, and a True in each row, got {mask[..., 0, :]}")
    return np.where(mask, scores, scores.min(initial=0) - 1000)


def _validated(queries, states):
    states = array("states", states, ..., "S", "n")
    *batch, S, n = states.shape
    if not S * n:
        raise ValueError(f"states needs a state and a number in it, got shape {states.shape}")
    return array("queries", queries, *batch, "T", n), states
