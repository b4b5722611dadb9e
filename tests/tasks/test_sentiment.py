"""Sentiment: balanced bags of words, correct labels, disjoint parts, one-hot encoding."""

import re
from collections import Counter

import numpy as np
import pytest

from unrolled.tasks import one_hot
from unrolled.tasks.sentiment import plain, sentences, vocabulary

GOOD, BAD = {"good", "easy", "fun", "clear"}, {"bad", "hard", "dull", "vague"}
PARTS = dict(zip(["training", "test", "new_shapes"], sentences(304, rng=np.random.default_rng(0))))
EVERY = sum(PARTS.values(), [])


def bag(text):
    return tuple(sorted(text.split()))


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_each_bag_of_words_has_both_labels_equally_often(part):
    balance = Counter()
    for text, label in part:
        balance[bag(text)] += 1 if label else -1
    assert set(balance.values()) == {0} and {label for _, label in part} == {0, 1}
    for (text, label), (other, turned) in zip(part[::2], part[1::2], strict=True):
        assert bag(text) == bag(other) and text != other and label == 1 - turned


def meaning(text):
    """1 or 0: the last opinion, negated by "not" in its clause; they differ only with "but"."""
    found = []
    for clause in re.split(" but | and ", text):
        turned = False
        for word in clause.split():
            if word in GOOD | BAD:
                found.append((word in GOOD) != turned)
            turned = word == "not" or turned and word not in GOOD | BAD
    assert len(found) == 2 and (found[0] == found[1] or " but " in text), text
    return int(found[-1])


def test_labels_match_the_meaning_of_the_sentences():
    assert [text for text, label in EVERY if meaning(text) != label] == []
    assert {label for _, label in EVERY} == {0, 1} and all(type(label) is int for _, label in EVERY)


def test_sentences_are_unique_and_have_3_to_12_words():
    lengths = [len(text.split()) for text, _ in EVERY]
    assert (min(lengths), max(lengths)) == (3, 12) and len(set(lengths)) > 5
    assert len({text for text, _ in EVERY}) == len(EVERY) == 1216 + 352
    assert vocabulary() == sorted({word for text, _ in EVERY for word in text.split()})


def test_training_has_each_construction_with_both_labels():
    for words in ["not", "but", "very", "really", "not at all", "at first but", "and"]:
        found = {label for text, label in PARTS["training"] if f" {words} " in f" {text} "}
        assert found == {0, 1}, words


def shape(text):
    subjects = "^(the course|this book|our teacher|machine learning)"
    return re.sub("|".join(GOOD | BAD), "_", re.sub(subjects, "S", text))


def test_new_shapes_do_not_occur_in_training():
    training, test, new = ({shape(text) for text, _ in part} for part in PARTS.values())
    assert training == test and not new & training and (len(training), len(new)) == (11, 4)


def test_sentences_depend_on_the_generator():
    first, again, other = (sentences(100, rng=np.random.default_rng(seed)) for seed in (0, 0, 1))
    assert first == again and first[0] != other[0] and first[2] == other[2]
    assert sorted(first[0] + first[1]) == sorted(other[0] + other[1]) and len(first[0]) == 200
    assert len(sentences(607, rng=np.random.default_rng(0))[1]) == 2


def test_one_hot_can_be_decoded():
    known, texts = vocabulary(), [text for text, _ in EVERY[::7]]
    x, lengths = one_hot(texts, known)
    assert x.shape == (len(texts), max(lengths), len(known)) and set(x.flat) == {0, 1}
    assert x.any(axis=2).sum(axis=1).tolist() == x.sum(axis=(1, 2)).tolist() == lengths.tolist()
    places = [sequence[:T].argmax(axis=1) for sequence, T in zip(x, lengths)]
    assert [" ".join(known[k] for k in row) for row in places] == texts


def test_one_hot_ignores_case_and_punctuation():
    x, lengths = one_hot(["B, a!", "c"], ["c", "a", "b", "a"])
    assert x.tolist() == [[[0, 0, 1], [0, 1, 0]], [[1, 0, 0], [0, 0, 0]]]
    assert lengths.tolist() == [2, 1]


def test_plain_sentences_have_correct_labels():
    pairs = plain()
    assert len(pairs) == len({text for text, _ in pairs}) == 4 * 8 * 2
    for text, label in pairs:
        assert label == (text.split()[-1] in GOOD) ^ ("not" in text.split())
    assert not {text for text, _ in pairs} & {text for text, _ in EVERY}
