"""Make the environment .venv and install the course into it, or say in a sentence why not.

    python3 tools/environment.py [EXTRAS]       for the tests: test

Any Python must be able to read this, as one that is too old is to say so: no f-strings here.
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
    """Bring .venv up to date: at once where all is as it was, else by pip."""
    place, has, project = stamp()
    now = read(os.path.join(ROOT, "pyproject.toml"))
    fits = place == ROOT and project == now and set(extras.split(",")) <= set(has.split(","))
    if fits and works("-c", "import unrolled"):
        return
    # A .venv that was moved has scripts that lead to its old place; one without pip is half made.
    # Any other is right as far as it goes, and pip goes on from there.
    if place not in ("", ROOT) or not works("-m", "pip", "--version"):
        make()
    install(extras)
    with io.open(STAMP, "w", encoding="utf-8") as file:
        file.write("\n".join([ROOT, "," + extras, now]))


def stamp():
    """What .venv was made for: the folder, the extras, pyproject.toml; empty where none is."""
    return read(STAMP).split("\n", 2) if os.path.exists(STAMP) else ("", "", "")


def read(path):
    """The text of a file."""
    with io.open(path, encoding="utf-8") as file:
        return file.read()


def works(*arguments):
    """Say whether the Python of .venv runs with these arguments."""
    with open(os.devnull, "w") as nothing:
        try:
            return subprocess.call([PYTHON] + list(arguments), stdout=nothing, stderr=nothing) == 0
        except OSError:
            return False


def make():
    """Make .venv anew with the Python that runs this."""
    if sys.version_info < NEEDED:
        sys.exit(
            "Python %d.%d is too old: install %d.%d or newer, "
            "or say where it is: make lab PYTHON=/path/to/python3."
            % (sys.version_info[:2] + NEEDED)
        )
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        sys.exit(
            "This Python lacks its venv module: install it, "
            "on Debian and Ubuntu with: apt install python3-venv"
        )
    print("Making the environment .venv")
    sys.stdout.flush()
    if subprocess.call([sys.executable, "-m", "venv", "--clear", VENV]):
        sys.exit(sys.executable + " could not make .venv.")


def install(extras):
    """Install by pip, whose lines go into a log."""
    print("Installing into .venv, which takes minutes the first time")
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
            "pip cannot reach the package index: connect to the network and try again "
            "(log: .venv/install.log)."
            if unreachable
            else "pip could not install the packages: .venv/install.log says why."
        )


def counted(lines):
    """Pass on pip's lines, and say how many packages it has found: on a screen in one place."""
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
        sys.exit("\nStopped; the same command goes on from here.")
