"""Images: digits that ship with scikit-learn, and a photograph that ships with matplotlib."""

from importlib import util
from pathlib import Path

import numpy as np
from PIL import Image

from unrolled.shapes import whole


def digits():
    """Handwritten digits, 8 × 8 pixels from 0 (paper) to 1 (ink), from scikit-learn, in two parts.

    (images (1200, 8, 8), labels (1200,)) to train on and (images (597, 8, 8), labels (597,)) to test with, in the
    order in which they are stored.
    """
    from sklearn.datasets import load_digits       # here, as importing it takes longer than all the rest

    stored = load_digits()
    images, labels = stored.images / 16, stored.target
    return (images[:1200], labels[:1200]), (images[1200:], labels[1200:])


def photo(height=150, color=False):
    """Grace Hopper's portrait, from the sample data that ship with matplotlib, `height` pixels high.

    Gray (height, width), or with `color` (height, width, 3), from 0 (black) to 1.
    """
    height = whole("height", height, 1, 600)
    package = Path(util.find_spec("matplotlib").origin).parent     # found without importing it
    with Image.open(package / "mpl-data" / "sample_data" / "grace_hopper.jpg") as stored:
        small = stored.resize((max(1, round(height * stored.width / stored.height)), height), Image.Resampling.BOX)
        return np.asarray(small.convert("RGB" if color else "L")) / 255
