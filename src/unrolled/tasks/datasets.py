"""Real data that ship with matplotlib and scikit-learn: digits, a photograph, share prices."""

import numpy as np
from PIL import Image

from unrolled.shapes import whole


def digits():
    """Return handwritten digits, 8 × 8 pixels from 0 (paper) to 1 (ink), from scikit-learn.

    (images (1200, 8, 8), labels (1200,)) to train on and (images (597, 8, 8), labels (597,)) to
    test with, in the order in which they are stored.
    """
    from sklearn.datasets import load_digits  # here, as importing it takes long

    stored = load_digits()
    images, labels = stored.images / 16, stored.target
    return (images[:1200], labels[:1200]), (images[1200:], labels[1200:])


def photo(height: int = 150) -> np.ndarray:
    """Return Grace Hopper's portrait in colour, (height, width, 3), from 0 (black) to 1."""
    height = whole("height", height, 1, 600)
    from matplotlib.cbook import get_sample_data

    with Image.open(get_sample_data("grace_hopper.jpg", asfileobj=False)) as stored:
        width = max(1, round(height * stored.width / stored.height))
        small = stored.resize((width, height), Image.Resampling.BOX)
        return np.asarray(small.convert("RGB")) / 255


def prices() -> tuple[np.ndarray, np.ndarray]:
    """Return Google's daily closing prices in US dollars, August 2004 to October 2008.

    (dates (T,) datetime64, prices (T,)).
    """
    from matplotlib.cbook import get_sample_data

    data = get_sample_data("goog.npz")["price_data"]
    return data["date"], data["close"].astype(float)
