"""sentiment: by counting, words alone never tell; labels by other rules; arrays."""

import re
from collections import Counter

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.tree import DecisionTreeClassifier

from unrolled.tasks import one_hot
from unrolled.tasks.sentiment import plain, sentences, vocabulary

GOOD, BAD = {"good", "easy", "fun", "clear"}, {"bad", "hard", "dull", "vague"}
PARTS = dict(zip(["training", "test", "new_shapes"], sentences(304, rng=np.random.default_rng(0))))
EVERY = sum(PARTS.values(), [])
each_part = pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)


def bag(text):
    return tuple(sorted(text.split()))


def counts(part):
    """What a bag of words keeps: how often each word occurs; and the labels."""
    return one_hot([text for text, _ in part], vocabulary())[0].sum(axis=1), np.array(
        [label for _, label in part]
    )


def accuracy(model, part):
    """Asked once for each bag, so that rounding cannot tell two sentences of the same one apart."""
    x, labels = counts(part)
    bags, which = np.unique(x, axis=0, return_inverse=True)
    return (model.predict(bags)[which.ravel()] == labels).mean()


# Words alone never tell


@each_part
def test_every_bag_of_words_has_as_many_good_sentences_as_bad_ones(part):
    balance = Counter()
    for text, label in part:
        balance[bag(text)] += 1 if label else -1
    assert set(balance.values()) == {0} and {label for _, label in part} == {0, 1}


@pytest.mark.parametrize(
    "model", [LogisticRegression(max_iter=1000), DecisionTreeClassifier(random_state=0)], ids=type
)
@pytest.mark.parametrize("share", [1, 0.5])
def test_a_bag_of_words_model_is_right_for_exactly_half_of_what_it_has_not_read(model, share):
    x, labels = counts(PARTS["training"])
    kept = (
        np.random.default_rng(1).random(len(x)) < share
    )  # without some partners it does learn something
    model.fit(x[kept], labels[kept])
    assert (model.score(x[kept], labels[kept]) > 0.55) == (share < 1)
    assert [accuracy(model, part) for part in PARTS.values()] == [0.5] * 3


@each_part
def test_partners_are_neighbours_with_the_same_words_and_opposite_labels(part):
    for (text, label), (other, turned) in zip(part[::2], part[1::2], strict=True):
        assert bag(text) == bag(other) and text != other and label == 1 - turned


# What the sentences are


def meaning(text):
    """1 or 0: the last opinion, which a "not" before it in its clause turns round.

    Without a "but" both agree.
    """
    found = []
    for clause in re.split(" but | and ", text):
        turned = False
        for word in clause.split():
            if word in GOOD | BAD:
                found.append((word in GOOD) != turned)
            turned = word == "not" or turned and word not in GOOD | BAD
    assert len(found) == 2 and (found[0] == found[1] or " but " in text), text
    return int(found[-1])


def shape(text):
    return re.sub(
        "|".join(GOOD | BAD),
        "_",
        re.sub("^(the course|this book|our teacher|machine learning)", "S", text),
    )


def test_labels_say_what_the_sentences_mean():
    assert [text for text, label in EVERY if meaning(text) != label] == []
    assert {label for _, label in EVERY} == {0, 1} and all(type(label) is int for _, label in EVERY)


def test_sentences_have_three_to_twelve_words_and_none_is_there_twice():
    lengths = [len(text.split()) for text, _ in EVERY]
    assert (min(lengths), max(lengths)) == (3, 12) and len(set(lengths)) > 5
    assert len({text for text, _ in EVERY}) == len(EVERY) == 1216 + 352
    assert {word for text, _ in EVERY for word in text.split()} == set(vocabulary())
    assert vocabulary() == sorted(set(vocabulary()))


def test_negation_contrast_and_intensifiers_occur_in_training_with_both_labels():
    for words in ["not", "but", "very", "really", "not at all", "at first but", "and"]:
        assert {label for text, label in PARTS["training"] if f" {words} " in f" {text} "} == {
            0,
            1,
        }, words


def test_new_shapes_are_new_and_those_of_the_test_are_known():
    training, test, new = ({shape(text) for text, _ in part} for part in PARTS.values())
    assert training == test and not new & training and (len(training), len(new)) == (11, 4)


def test_the_same_generator_gives_the_same_sentences_and_another_one_others():
    first, again, other = (sentences(100, rng=np.random.default_rng(seed)) for seed in (0, 0, 1))
    assert first == again and first[0] != other[0] and first[2] == other[2]
    assert sorted(first[0] + first[1]) == sorted(other[0] + other[1]) and len(first[0]) == 200
    assert len(sentences(607, rng=np.random.default_rng(0))[1]) == 2


# Sentences as arrays


def test_one_hot_can_be_read_back():
    texts = [text for text, _ in EVERY[::7]]
    x, lengths = one_hot(texts, vocabulary())
    assert (
        x.shape == (len(texts), max(lengths), len(vocabulary()))
        and x.dtype == float
        and set(x.flat) == {0, 1}
    )
    assert x.any(axis=2).sum(axis=1).tolist() == x.sum(axis=(1, 2)).tolist() == lengths.tolist()
    read = [
        " ".join(vocabulary()[k] for k in sequence[:T].argmax(axis=1))
        for sequence, T in zip(x, lengths)
    ]
    assert read == texts


def test_one_hot_knows_other_words_and_neither_capitals_nor_punctuation():
    x, lengths = one_hot(["B, a!", "c"], ["c", "a", "b", "a"])
    assert x.tolist() == [[[0, 0, 1], [0, 1, 0]], [[1, 0, 0], [0, 0, 0]]] and lengths.tolist() == [
        2,
        1,
    ]


def test_plain_sentences_say_what_they_mean():
    pairs = plain()
    assert len(pairs) == len({text for text, _ in pairs}) == 4 * 8 * 2
    for text, label in pairs:
        *_, last = text.split()
        assert label == (last in GOOD) ^ ("not" in text.split())
    assert not {text for text, _ in pairs} & {
        text for part in sentences(100, rng=np.random.default_rng(0)) for text, _ in part
    }
