"""What a player knows of its notebook: which cell has made it, and whether a cell runs.

ipywidgets keeps every widget until it is closed, as a page may still show it. What a cell has made
is shown below it, and gone from there as soon as it runs again.
"""

import contextlib
import ctypes
import gc
import signal
import threading
import weakref

from IPython import get_ipython

players: weakref.WeakSet = weakref.WeakSet()  # all that are open
_made: dict[str, tuple[str, list]] = {}  # by cell: its last run, and what that has made
_cells: dict = {"heard": None, "running": False}


def keep(player) -> None:
    """Note that the cell that runs now has made this, and close what an earlier run has made.

    JupyterLab, Notebook and VS Code name the cell in each request. Where none is named, none is
    closed: two cells may well have the same text.
    """
    _listen()
    players.add(player)
    shell = get_ipython()
    request = shell.get_parent() if hasattr(shell, "get_parent") else {}
    cell = request.get("metadata", {}).get("cellId")
    if cell is None:
        return
    run = request["header"]["msg_id"]
    last, earlier = _made.get(cell, (run, []))
    if last != run:
        for each in earlier:
            each.close()
        earlier = []
    _made[cell] = (run, [*earlier, player])


def give_back() -> None:
    """Return freed memory to the system: a figure is full of cycles, and glibc keeps its pages."""
    gc.collect()
    with contextlib.suppress(AttributeError, OSError, TypeError):  # another C library
        ctypes.CDLL(None).malloc_trim(0)


def running() -> bool:
    """Whether a cell runs, or waits for something while it does."""
    return _cells["running"]


@contextlib.contextmanager
def interruptible():
    """Let the kernel be interrupted while no cell runs, too."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    usual = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)


def _listen():
    """Hear of the cells that run in this shell, of which the one that asks is the first."""
    shell = get_ipython()
    if shell is None or _cells["heard"] is shell:
        return
    _cells.update(heard=shell, running=True)
    shell.events.register("pre_run_cell", lambda info: _cells.update(running=True))
    shell.events.register("post_run_cell", _after)


def _after(result):
    """What the cell has changed, pictures drawn before it do not show."""
    _cells.update(running=False)
    for player in list(players):
        player.forget()
