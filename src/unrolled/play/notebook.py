"""Which cell created a player, and whether a cell is running.

ipywidgets keeps every widget until it is closed. The players of a cell are closed when it runs
again, as its output then disappears.
"""

import contextlib
import ctypes
import gc
import signal
import threading
import weakref

from IPython import get_ipython

players: weakref.WeakSet = weakref.WeakSet()  # all open players
_created: dict[str, tuple[str, list]] = {}  # {cell: (its last run, players created in it)}
_status: dict = {"shell": None, "running": False}


def register(player) -> None:
    """Register a player of the running cell, and close those of earlier runs of this cell.

    Jupyter frontends send the id of the cell with each request. Without one nothing is closed, as
    two cells may have the same text.
    """
    _watch_cells()
    players.add(player)
    shell = get_ipython()
    request = shell.get_parent() if hasattr(shell, "get_parent") else {}
    cell = request.get("metadata", {}).get("cellId")
    if cell is None:
        return
    run = request["header"]["msg_id"]
    last_run, created = _created.get(cell, (run, []))
    if last_run != run:
        for each in created:
            each.close()
        created = []
    _created[cell] = (run, [*created, player])


def release_memory() -> None:
    """Return freed memory to the system: figures have reference cycles, and glibc keeps pages."""
    gc.collect()
    with contextlib.suppress(AttributeError, OSError, TypeError):  # another C library
        ctypes.CDLL(None).malloc_trim(0)


def cell_is_running() -> bool:
    """Return whether a cell is running, even if it is waiting."""
    return _status["running"]


@contextlib.contextmanager
def interruptible():
    """Let *Interrupt Kernel* stop the block while no cell is running."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    handler = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)


def _watch_cells():
    shell = get_ipython()
    if shell is None or _status["shell"] is shell:
        return
    _status.update(shell=shell, running=True)
    shell.events.register("pre_run_cell", lambda info: _status.update(running=True))
    shell.events.register("post_run_cell", _after_cell)


def _after_cell(result):
    """Invalidate all pictures, as the cell may have changed what they show."""
    _status.update(running=False)
    for player in list(players):
        player.discard_pictures()
