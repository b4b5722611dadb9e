"""Which cell made what: a cell that runs again closes what its last run has made.

ipywidgets keeps every widget until it is closed, as a page may still show it. What a cell has made
is shown below it, and gone from there as soon as it runs again.
"""

from IPython import get_ipython

_made: dict[str, tuple[str, list]] = {}  # by cell: its last run, and what that has made


def keep(made) -> None:
    """Note that the cell that runs now has made this, and close what an earlier run has made."""
    cell, run = _now()
    if cell is None:
        return
    last, earlier = _made.get(cell, (run, []))
    if last != run:
        for each in earlier:
            each.close()
        earlier = []
    _made[cell] = (run, [*earlier, made])


def _now():
    """The cell that runs now, and this run of it; (None, None) where none does.

    JupyterLab and Notebook name the cell in each request; to others its code is its name.
    """
    shell = get_ipython()
    request = shell.get_parent() if hasattr(shell, "get_parent") else {}
    cell = request.get("metadata", {}).get("cellId") or request.get("content", {}).get("code")
    return cell, request.get("header", {}).get("msg_id")
