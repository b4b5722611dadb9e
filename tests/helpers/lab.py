"""JupyterLab in a real browser, for tests and benchmarks."""

import itertools
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import nbformat
from nbformat.sign import NotebookNotary

QUIET = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    # Keeps cells outside the window in the page.
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
}
# JupyterLab asks a new kernel for widgets before ipywidgets is imported.
NOISE = "No such comm"


class NoBrowser(Exception):
    """The message says how to install a browser."""


@contextmanager
def chromium():
    """Start the Chromium of the system or of playwright; raise NoBrowser if there is neither."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise NoBrowser("playwright is not installed: run `pip install playwright`.") from None
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
        path = shutil.which("chromium") or shutil.which("google-chrome") or (own.exists() and own)
        if not path:
            raise NoBrowser("Chromium is not installed: run `playwright install chromium`.")
        browser = playwright.chromium.launch(executable_path=path)
        yield browser
        browser.close()


@contextmanager
def jupyterlab(notebooks, home):
    """Start a JupyterLab without user settings on a copy of `notebooks`; yield its address.

    home: an empty folder for the copy and the files of JupyterLab.
    """
    ignored = shutil.ignore_patterns(".ipynb_checkpoints")
    shutil.copytree(notebooks, home / "notebooks", ignore=ignored)
    (home / "config/labconfig").mkdir(parents=True)
    (home / "config/labconfig/default_setting_overrides.json").write_text(json.dumps(QUIET))
    folders = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "IPYTHONDIR": "ipython",
    }
    _trust(home)
    port = free_port()
    options = f"""--no-browser --allow-root --ip=127.0.0.1 --port={port}
        --ServerApp.port_retries=0 --IdentityProvider.token= --LabApp.expose_app_in_browser=True"""
    command = [sys.executable, "-m", "jupyterlab", *options.split()]
    command.append(f"--ServerApp.root_dir={home / 'notebooks'}")
    environment = os.environ | {name: str(home / folder) for name, folder in folders.items()}
    with open(home / "log", "w+") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address, server, log)
            yield address
        finally:
            server.terminate()
            server.wait(60)


def open_page(browser, address):
    """Open a page of JupyterLab without a notebook."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{address}/lab?reset")
    page.wait_for_function("window.jupyterapp", timeout=60_000)
    page.evaluate("jupyterapp.restored.then(() => null)")
    page.add_script_tag(path=Path(__file__).with_name("page.js"))
    return page


class Tab:
    """A notebook that is open in a page of JupyterLab."""

    def __init__(self, page, path):
        self.path, self.page, self._complaints, self._asked = path, page, [], {}
        self.recorded()  # discards recordings of earlier tabs
        page.on("websocket", self._listen)
        page.on("pageerror", lambda error: self._complaints.append(f"page: {error}"))
        page.on("console", self._console)
        page.evaluate(
            "path => jupyterapp.commands.execute('docmanager:open', { path }).then(() => null)",
            path.name,
        )
        cells = len(nbformat.read(path, 4).cells)
        self.wait_for("n => document.querySelectorAll('.jp-Notebook-cell').length === n", cells)
        self.wait_for(
            "jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === 'idle'"
        )
        self.settle()

    def run_all(self):
        self.page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")
        self.settle()

    def run_again(self, player):
        """Run the cell of this player once more."""
        self.page.evaluate("i => select(i)", player)
        self.page.evaluate("jupyterapp.commands.execute('notebook:run-cell').then(() => null)")
        self.settle()

    def widgets(self):
        """The number of widgets in the page, visible or not."""
        return self.page.evaluate(
            "jupyterapp.shell.currentWidget.sessionContext.session.kernel._comms.size"
        )

    def execute(self, code):
        """Run code in the kernel of the notebook; an error is added to the complaints."""
        self.page.evaluate(
            "code => jupyterapp.shell.currentWidget.sessionContext.session.kernel"
            ".requestExecute({ code, store_history: false }).done.then(() => null)",
            code,
        )
        self.settle()

    def give_up(self):
        """Ignore requests to a kernel that was shut down."""
        self._asked.clear()

    def wait_for(self, condition, *arg):
        """Wait until a condition in JavaScript holds."""
        self.page.wait_for_function(condition, arg=arg[0] if arg else None, timeout=60_000)

    def settle(self, seconds=60):
        """Wait until the kernel has answered all requests and the page shows the answers."""
        end = time.monotonic() + seconds
        self.page.wait_for_timeout(50)
        while self._asked:
            if time.monotonic() > end:
                waiting = [*self._asked.values()]
                raise TimeoutError(f"No answer from the kernel for {seconds} s: {waiting}")
            self.page.wait_for_timeout(50)
        self.wait_for("!waiting()")
        frames = "requestAnimationFrame(() => requestAnimationFrame(done))"
        self.page.evaluate(f"new Promise(done => {frames})")

    def players(self):
        """The players in the order of the page."""
        return self.page.locator(self.page.evaluate("PLAYER")).all()

    def pictures(self):
        """A hash of the picture of each player; None if there is no picture."""
        return [_number(picture) for picture in self.page.evaluate("pictures()")]

    def complaints(self):
        """Return errors of the kernel, the callbacks and the page since the last call."""
        found, self._complaints = self._complaints, []
        return found

    def press(self, handle, key):
        """Press a key on a control; return the pictures shown afterwards."""
        handle.press(key)
        self.settle()
        return self.pictures()

    def record(self, player):
        """Record every picture that this player shows from now on."""
        self.page.evaluate("i => record(i)", player)

    def recorded(self):
        """Return for each `record` a list of (picture, time in ms, position of the slider)."""
        return [
            [(_number(each["picture"]), each["at"], each["place"]) for each in shown]
            for shown in self.page.evaluate("recorded()")
        ]

    def shut_down(self):
        """Shut the kernel down, like the menu."""
        self.page.evaluate("jupyterapp.shell.currentWidget.sessionContext.shutdown()")
        self._asked.clear()

    def close(self):
        """Close the tab without saving."""
        self.shut_down()
        self.page.evaluate("jupyterapp.shell.currentWidget.dispose()")

    def _console(self, message):
        if message.type == "error":
            self._complaints.append(f"console: {message.text}")

    def _listen(self, socket):
        if "/api/kernels/" in socket.url:
            socket.on("framesent", self._ask)
            socket.on("framereceived", self._hear)

    def _ask(self, frame):
        header = _message(frame)["header"]
        self._asked[header["msg_id"]] = header["msg_type"]

    def _hear(self, frame):
        message = _message(frame)
        kind, content = message["header"]["msg_type"], message["content"]
        if kind == "status" and content["execution_state"] == "idle":
            self._asked.pop(message["parent_header"]["msg_id"], None)
        elif kind == "error":
            self._complaints.append("kernel: " + "\n".join(content["traceback"]))
        elif kind == "stream" and content["name"] == "stderr" and NOISE not in content["text"]:
            self._complaints.append("kernel: " + content["text"])


def _number(picture):
    return picture and hash(picture)


def _message(frame):
    """Decode a message of the kernel's protocol v1: offsets, then parts."""
    numbers = (int.from_bytes(frame[i : i + 8], "little") for i in itertools.count(0, 8))
    cuts = list(itertools.islice(numbers, next(numbers)))
    parts = [frame[a:b] for a, b in itertools.pairwise(cuts)][1:5]
    return dict(zip(["header", "parent_header", "metadata", "content"], map(json.loads, parts)))


def _trust(home):
    """Sign the notebooks, so that JupyterLab does not hide broken widgets."""
    (home / "data").mkdir()
    notary = NotebookNotary(data_dir=str(home / "data"))
    for path in (home / "notebooks").rglob("*.ipynb"):
        notary.sign(nbformat.read(path, 4))
    notary.store.close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(address, server, log):
    for _ in range(600):
        try:
            return urllib.request.urlopen(f"{address}/api", timeout=10).close()
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.1)
    log.seek(0)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read()}")
