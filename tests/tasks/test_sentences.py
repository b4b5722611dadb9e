"""Sentences: splitting into words, and one vector for each word."""

import numpy as np

from unrolled import tasks


def test_both_sentences_contain_the_same_words():
    assert sorted(tasks.words(tasks.EASY)) == sorted(tasks.words(tasks.DIFFICULT))
    assert tasks.EASY != tasks.DIFFICULT


def test_embedding_depends_on_the_word_only():
    a, b = tasks.embed("easy does it", 5), tasks.embed("Is it EASY", 5)
    assert a.shape == (3, 5)
    np.testing.assert_array_equal(a[0], b[2])
    np.testing.assert_array_equal(a[2], b[1])
    assert len(np.unique(tasks.embed(tasks.EASY, 5), axis=0)) == 6
    many = tasks.embed(" ".join(f"word{i}" for i in range(2000)), 3)
    np.testing.assert_allclose([many.mean(), many.std()], [0, 1], atol=0.05)


def test_words_are_split_without_punctuation():
    assert tasks.words("  Yes, it is: well-known! ") == ["Yes", "it", "is", "well-known"]
    typed = "“Machine Learning” is ‘easy’ … not — difficult?"
    assert tasks.words(typed) == tasks.words(tasks.EASY)
    assert np.array_equal(tasks.embed(typed, 4), tasks.embed(tasks.EASY, 4))
    assert tasks.words("l'été, don’t") == ["l'été", "don’t"]
