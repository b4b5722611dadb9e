"""The sample data that ship with matplotlib."""

from importlib import util
from pathlib import Path


def sample(name: str) -> Path:
    """The path of a sample, such as "goog.npz", found without importing matplotlib."""
    spec = util.find_spec("matplotlib")
    assert spec and spec.origin, "matplotlib comes with this package"
    return Path(spec.origin).parent / "mpl-data" / "sample_data" / name
