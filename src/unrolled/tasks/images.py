"""Images: digits that ship with scikit-learn, and a photograph that ships with matplotlib."""

import numpy as np
from PIL import Image

from unrolled.shapes import whole
from unrolled.tasks.samples import sample


def digits():
    """Handwritten digits, 8 × 8 pixels from 0 (paper) to 1 (ink), from scikit-learn, in two parts.

    (images (1200, 8, 8), labels (1200,)) to train on and (images (597, 8, 8), labels (597,)) to
    test with, in the order in which they are stored.
    """
    from sklearn.datasets import load_digits  # here, as importing it takes longer than all the rest

    stored = load_digits()
    images, labels = stored.images / 16, stored.target
    return (images[:1200], labels[:1200]), (images[1200:], labels[1200:])


def photo(height: int = 150, color: bool = False) -> np.ndarray:
    """Grace Hopper's portrait, `height` pixels high, from the samples that ship with matplotlib.

    Gray (height, width), or with `color` (height, width, 3), from 0 (black) to 1.
    """
    height = whole("height", height, 1, 600)
    with Image.open(sample("grace_hopper.jpg")) as stored:
        width = max(1, round(height * stored.width / stored.height))
        small = stored.resize((width, height), Image.Resampling.BOX)
        return np.asarray(small.convert("RGB" if color else "L")) / 255
