"""Recurrent neural networks made visible: the helper package of the Unrolled notebooks."""

__version__ = "0.1.0"
