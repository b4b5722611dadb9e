"""Where JupyterLab opens: on the port that was asked for, or on the next that is free."""

import runpy
import socket
from pathlib import Path

first_free = runpy.run_path(str(Path(__file__).parents[2] / "tools" / "start_jupyterlab.py"))[
    "first_free"
]


def test_a_port_that_is_taken_is_passed_over():
    with socket.create_server(("localhost", 0)) as taken:
        port = taken.getsockname()[1]
        assert first_free(port) > port


def test_a_free_port_is_taken():
    with socket.create_server(("localhost", 0)) as free:
        port = free.getsockname()[1]
    assert first_free(port) == port
