"""Pictures: a function takes arrays, draws them on `ax` or on a new figure, and returns the Axes.

Nothing in here computes or trains, so arrays from any framework will do (`h.detach().numpy()`).
Each picture keeps a sentence, built from the arrays, that says what it shows. Arrays of other
shapes raise ValueError.
"""
