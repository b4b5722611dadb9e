"""What draws: a function takes arrays, draws on `ax` or on a new figure, and returns the Axes.

Nothing in here computes or trains, so arrays from any framework will do (`h.detach().numpy()`).
Each picture keeps a sentence, built from the arrays, that says what it shows. Bad shapes raise
ValueError.
"""
