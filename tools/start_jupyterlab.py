"""Open the notebooks in JupyterLab: start_jupyterlab.py [PORT] [JupyterLab arguments]."""

import socket
import sys


def first_free(port):
    """Return the first free port, starting at `port`."""
    with socket.socket() as probe:
        taken = probe.connect_ex(("localhost", port)) == 0
    return first_free(port + 1) if taken else port


def main(wanted=8888, *arguments):
    """Open JupyterLab and wait until it stops."""
    from jupyterlab.labapp import main as lab

    port = first_free(int(wanted))
    if port != int(wanted):
        print(f"Port {wanted} is in use, so JupyterLab uses port {port}.")
    print("Opening JupyterLab in notebooks/; press Ctrl-C twice to stop it.", flush=True)
    lab(["notebooks", f"--port={port}", "--log-level=WARN", "--LabApp.news_url=None", *arguments])


if __name__ == "__main__":
    main(*sys.argv[1:])
