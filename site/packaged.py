"""What the site takes from packages: reveal.js for the deck, and a font for formulas."""

import hashlib
import shutil
from importlib.util import find_spec
from pathlib import Path

from fontTools import subset

REVEAL = "sphinx_revealjs/_static/revealjs"  # of the package sphinx-revealjs
FILES = ["dist/reveal.js", "dist/reveal.css", "LICENSE"]
PLUGINS = [f"plugin/{name}/{name}.js" for name in ("notes", "zoom", "search")]
FONT = "ziamath/fonts/STIXTwoMath-Regular.ttf"  # of the package ziamath
# Characters that a browser draws without their being in the text of a formula: a single letter as
# its italic, which is another character, a root, and a minus for a hyphen.
IMPLIED = "".join(map(chr, [0x210E, *range(0x1D434, 0x1D468), *range(0x1D6E2, 0x1D71C)])) + "√−"


def located(name):
    """Return the path of a file in an installed package. Raises ModuleNotFoundError."""
    package, _, rest = name.partition("/")
    found = find_spec(package)
    if not found or not found.submodule_search_locations:
        raise ModuleNotFoundError(f"the site needs the package {package}: pip install '.[site]'")
    return Path(found.submodule_search_locations[0]) / rest


def copy_reveal(folder):
    """Copy the files of reveal.js that the deck needs into a folder."""
    folder.mkdir(exist_ok=True)
    for name in FILES + PLUGINS:
        shutil.copy(located(f"{REVEAL}/{name}"), folder)


def write_font(folder, characters):
    """Write a font with a MATH table for these characters, and return the name of its file."""
    text = "".join(sorted(set(characters) | set(IMPLIED)))
    target = folder / f"math-{hashlib.sha256(text.encode()).hexdigest()[:12]}.woff"
    if not target.exists():
        options = subset.Options(flavor="woff", layout_features=["*"], glyph_names=False)
        font = subset.load_font(located(FONT), options)
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=text)
        subsetter.subset(font)
        for old in folder.glob("math-*.woff"):
            old.unlink()
        subset.save_font(font, target, options)
        font.close()
    return target.name
