"""Sentences with a sentiment, from a small grammar in which only the order of words decides.

Every sentence has a partner: the same words in another order, with the opposite label. So a model
that only counts words is right for one of the two and wrong for the other.
"""

from itertools import chain, permutations, product

import numpy as np

from unrolled.shapes import generator, whole

GOOD, BAD = ("good", "easy", "fun", "clear"), ("bad", "hard", "dull", "vague")
SUBJECTS = ("the course", "this book", "our teacher", "machine learning")

# {p} decides the label; {q} is of the other kind: exchanging the two makes the partner. {r} is of
# {p}'s kind: there the partner has "not" in another place.
OPPOSED = (
    "{p} not {q}",
    "{q} but {p}",
    "{s} is {p} not {q}",
    "{s} is not {q} but {p}",
    "{s} is {q} but {p}",
    "{s} is very {p} and not at all {q}",
    "{s} is not very {q} but {p}",
    "{s} was {q} at first but really {p} in the end",
)
ALIKE = (
    ("{s} is not {p} but {r}", "{s} is {p} but not {r}"),
    ("{s} is not at all {p} but really {r}", "{s} is really {p} but not at all {r}"),
)
NEW_OPPOSED = ("not {q} but {p}", "{s} is not really {q} and in the end very {p}")
NEW_ALIKE = (
    ("{s} was not {p} at first but {r} in the end", "{s} was {p} at first but not {r} in the end"),
)


def sentences(pairs: int, *, rng: np.random.Generator) -> tuple[list, list, list]:
    """Return labelled sentences, 3 to 12 words long: (training, test, new_shapes).

    Each is a list of (sentence, label); label 1 is good, 0 is bad. Partners follow one another.
    training has 2 * `pairs` sentences, test all others of the same shapes, new_shapes those of
    other shapes. Raises ValueError for so many pairs that none is left to test.
    """
    known = list(_pairs(OPPOSED, ALIKE))
    pairs = whole("pairs", pairs, 1, len(known) - 1)
    shuffled = [known[i] for i in generator(rng).permutation(len(known))]
    new = _pairs(NEW_OPPOSED, NEW_ALIKE)
    return [*chain(*shuffled[:pairs])], [*chain(*shuffled[pairs:])], [*chain(*new)]


def plain() -> list[tuple[str, int]]:
    """Return sentences with one judgement, with or without "not", and their labels."""
    found = []
    for subject, word in product(SUBJECTS, GOOD + BAD):
        label = 1 if word in GOOD else 0
        found += [(f"{subject} is {word}", label), (f"{subject} is not {word}", 1 - label)]
    return found


def vocabulary() -> list[str]:
    """Return all words that `sentences` uses, sorted."""
    labelled = chain(*_pairs(OPPOSED, ALIKE), *_pairs(NEW_OPPOSED, NEW_ALIKE))
    return sorted({word for sentence, _ in labelled for word in sentence.split()})


def _pairs(opposed, alike):
    """Every sentence with its partner: ((sentence, label), (sentence, label)), none twice."""
    kinds = [(GOOD, BAD, 1), (BAD, GOOD, 0)]
    for shape in opposed:
        for s, p, q in product(SUBJECTS if "{s}" in shape else [""], GOOD, BAD):
            yield (shape.format(s=s, p=p, q=q), 1), (shape.format(s=s, p=q, q=p), 0)
    for (shape, turned), s, (kind, _, label) in product(alike, SUBJECTS, kinds):
        for p, r in permutations(kind, 2):
            yield (shape.format(s=s, p=p, r=r), label), (turned.format(s=s, p=p, r=r), 1 - label)
