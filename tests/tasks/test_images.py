"""images: digits are ink on paper in two parts, the photo is as small as asked."""

import numpy as np
import pytest

from unrolled import tasks


def test_digits_are_ink_on_paper_in_two_parts():
    (train, train_labels), (test, test_labels) = tasks.digits()
    assert train.shape == (1200, 8, 8) and test.shape == (597, 8, 8)
    assert (train.min(), train.max()) == (test.min(), test.max()) == (0, 1)
    assert set(train_labels) == set(test_labels) == set(range(10))
    assert train_labels[:10].tolist() == list(range(10))
    assert np.array_equal(tasks.digits()[0][0], train)


def test_the_photo_is_gray_or_coloured_and_as_small_as_asked():
    gray, color = tasks.photo(60), tasks.photo(60, color=True)
    assert gray.shape == (60, 51) and color.shape == (60, 51, 3)
    assert 0 <= gray.min() < 0.1 and 0.9 < gray.max() <= 1
    assert np.abs(color @ [0.299, 0.587, 0.114] - gray).max() < 0.01  # ITU-R BT.601


def test_a_photo_of_no_height_is_refused():
    with pytest.raises(ValueError, match="height needs a whole number from 1 to 600, got 0"):
        tasks.photo(0)
