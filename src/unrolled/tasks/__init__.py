"""What the course reads: all of it ships with a package or is generated, nothing is downloaded.

`movies`, `sentiment`, `text` and `translation` are tasks of single notebooks, imported by name.
"""

from unrolled.tasks.images import digits, photo
from unrolled.tasks.sentences import DIFFICULT, EASY, embed, one_hot, words
from unrolled.tasks.series import adding, mackey_glass, prices

__all__ = [
    "DIFFICULT",
    "EASY",
    "adding",
    "digits",
    "embed",
    "mackey_glass",
    "one_hot",
    "photo",
    "prices",
    "words",
]
