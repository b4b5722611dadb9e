"""The data of the course: all ship with a package or are generated; nothing is downloaded.

Import `movies`, `sentiment`, `text` and `translation` by name; few notebooks use them.
"""
# ruff: noqa: F401

from unrolled.tasks.datasets import digits, photo, prices
from unrolled.tasks.sentences import DIFFICULT, EASY, embed, one_hot, words
from unrolled.tasks.series import adding, mackey_glass
