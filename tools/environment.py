"""Create the virtual environment .venv and install the course, or explain why this fails.

    python3 tools/environment.py [EXTRAS]       the tests need the extra "test"

An outdated Python must be able to run this script to report its version, so it has no f-strings.
"""

import io
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, *(["Scripts", "python.exe"] if os.name == "nt" else ["bin", "python"]))
STAMP, LOG = os.path.join(VENV, "installed"), os.path.join(VENV, "install.log")
NEEDED = (3, 11)


def main(extras):
    """Bring .venv up to date with pip; return at once if nothing has changed."""
    place, has, project = stamp()
    now = read(os.path.join(ROOT, "pyproject.toml"))
    fits = place == ROOT and project == now and set(extras.split(",")) <= set(has.split(","))
    if fits and works("-c", "import unrolled"):
        return
    # Scripts in a moved .venv point to its old location, and a .venv without pip is incomplete.
    # In any other .venv, pip can continue.
    if place not in ("", ROOT) or not works("-m", "pip", "--version"):
        make()
    install(extras)
    with io.open(STAMP, "w", encoding="utf-8") as file:
        file.write("\n".join([ROOT, "," + extras, now]))


def stamp():
    """Return the folder, the extras and the pyproject.toml of .venv; empty if there is none."""
    return read(STAMP).split("\n", 2) if os.path.exists(STAMP) else ("", "", "")


def read(path):
    """Return the text of a file."""
    with io.open(path, encoding="utf-8") as file:
        return file.read()


def works(*arguments):
    """Return whether the Python of .venv runs with these arguments."""
    with open(os.devnull, "w") as nothing:
        try:
            return subprocess.call([PYTHON] + list(arguments), stdout=nothing, stderr=nothing) == 0
        except OSError:
            return False


def make():
    """Create a new .venv with the Python that runs this script."""
    if sys.version_info < NEEDED:
        sys.exit(
            "Python %d.%d is too old: install %d.%d or newer, "
            "or give its path: make lab PYTHON=/path/to/python3." % (sys.version_info[:2] + NEEDED)
        )
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        sys.exit(
            "This Python has no venv module. Install it; "
            "on Debian and Ubuntu: apt install python3-venv"
        )
    print("Creating the virtual environment .venv")
    sys.stdout.flush()
    if subprocess.call([sys.executable, "-m", "venv", "--clear", VENV]):
        sys.exit(sys.executable + " could not create .venv.")


def install(extras):
    """Install with pip, and write its output to a log."""
    print("Installing packages into .venv; the first time, this takes a few minutes")
    what = ".[" + extras + "]" if extras else "."
    pip = subprocess.Popen(
        [PYTHON, "-m", "pip", "install", "--editable", what],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    with pip.stdout, io.open(LOG, "w", encoding="utf-8") as log:
        for line in counted(pip.stdout):
            log.write(line)
    if pip.wait():
        unreachable = any(hint in read(LOG).lower() for hint in ("connection", "resolve host"))
        sys.exit(
            "pip cannot reach the package index: connect to the network and try again. "
            "Details: .venv/install.log"
            if unreachable
            else "pip could not install the packages. Details: .venv/install.log"
        )


def counted(lines):
    """Yield pip's lines and print how many packages it found; a terminal updates one line."""
    screen, found = sys.stdout.isatty(), 0
    start, end, each = ("\r", "", 1) if screen else ("", "\n", 20)
    for line in lines:
        if line.startswith(("Collecting ", "Processing ")):
            found += 1
            if found % each == 0:
                sys.stdout.write(start + "  packages found: %d" % found + end)
        elif line.startswith("Installing collected packages: "):
            print(start + "  packages to install: %d" % len(line.split(", ")))
        sys.stdout.flush()
        yield line


if __name__ == "__main__":
    try:
        main(",".join(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("\nStopped. Run the same command to continue.")
