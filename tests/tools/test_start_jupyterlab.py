"""Port of JupyterLab: the requested one, or the next that is free."""

import runpy
import socket
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "tools" / "start_jupyterlab.py"


def test_first_free_port_is_used():
    first_free = runpy.run_path(str(SCRIPT))["first_free"]
    with socket.create_server(("localhost", 0)) as taken:
        port = taken.getsockname()[1]
        assert first_free(port) > port
    assert first_free(port) == port
