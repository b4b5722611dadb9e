"""Open the notebooks in JupyterLab: python tools/lab.py [PORT] [more arguments of JupyterLab]."""

import socket
import sys


def first_free(port):
    """The first port from `port` up that nobody listens on."""
    with socket.socket() as probe:
        taken = probe.connect_ex(("localhost", port)) == 0
    return first_free(port + 1) if taken else port


def main(wanted=8888, *arguments):
    """Open JupyterLab and stay until it ends."""
    from jupyterlab.labapp import main as lab

    port = first_free(int(wanted))
    if port != int(wanted):
        print(f"Port {wanted} is taken, so JupyterLab opens on port {port}.")
    print("Opening JupyterLab on notebooks/; Ctrl-C twice ends it.", flush=True)
    lab(["notebooks", f"--port={port}", "--log-level=WARN", "--LabApp.news_url=None", *arguments])


if __name__ == "__main__":
    main(*sys.argv[1:])
