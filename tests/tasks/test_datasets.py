"""Datasets: shapes, ranges and order of digits, photo and prices."""

import numpy as np

from unrolled import tasks


def test_digits_are_split_and_scaled_to_0_1():
    (train, train_labels), (test, test_labels) = tasks.digits()
    assert train.shape == (1200, 8, 8) and test.shape == (597, 8, 8)
    assert (train.min(), train.max()) == (test.min(), test.max()) == (0, 1)
    assert set(train_labels) == set(test_labels) == set(range(10))
    assert train_labels[:10].tolist() == list(range(10))
    assert np.array_equal(tasks.digits()[0][0], train)


def test_photo_has_the_requested_width_and_three_channels():
    photo = tasks.photo(60)
    assert photo.shape == (60, 51, 3)
    assert 0 <= photo.min() < 0.1 and 0.9 < photo.max() <= 1


def test_prices_are_sorted_by_date():
    dates, prices = tasks.prices()
    assert len(dates) == len(prices) > 1000
    assert (np.diff(dates) > np.timedelta64(0, "D")).all()
    assert prices.dtype == float and 90 < prices.min() < prices.max() < 1000
