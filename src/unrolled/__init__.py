"""Recurrent neural networks made visible: the helper package of the Unrolled notebooks."""

__version__ = "0.1.0"


def load_ipython_extension(ipython):
    """What `%load_ext unrolled` does: one look for all pictures, and a sentence beside each."""
    from unrolled import play

    play.start(ipython)
