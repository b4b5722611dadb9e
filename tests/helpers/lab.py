"""A real JupyterLab in a real browser, for the tests and the benchmarks."""

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
    # Else cells outside the window are not in the page, and nothing can be said about them.
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
}
# JupyterLab asks a new kernel for its widgets before a notebook has made the kernel able to answer.
NOISE = "No such comm"


class NoBrowser(Exception):
    """Says in one sentence how to get one."""


@contextmanager
def chromium():
    """A Chromium: the system's, else playwright's own; NoBrowser where there is neither."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise NoBrowser("No playwright to drive a browser: `pip install playwright`.") from None
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
        path = shutil.which("chromium") or shutil.which("google-chrome") or (own.exists() and own)
        if not path:
            raise NoBrowser(
                "No Chromium on this machine: `playwright install chromium` brings one."
            )
        browser = playwright.chromium.launch(executable_path=path)
        yield browser
        browser.close()


@contextmanager
def jupyterlab(notebooks, home):
    """The address of a JupyterLab as on its first day, on a copy of the folder `notebooks`.

    home: an empty folder for that copy and for all that JupyterLab keeps.
    """
    shutil.copytree(
        notebooks, home / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints")
    )
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
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--no-browser",
        "--allow-root",
        "--ip=127.0.0.1",
        f"--port={port}",
        "--ServerApp.port_retries=0",
        "--IdentityProvider.token=",
        f"--ServerApp.root_dir={home / 'notebooks'}",
        "--LabApp.expose_app_in_browser=True",
    ]
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
    """A page with a JupyterLab in which no notebook is open yet."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{address}/lab?reset")
    page.wait_for_function("window.jupyterapp", timeout=60_000)
    page.evaluate("jupyterapp.restored.then(() => null)")
    page.add_script_tag(path=Path(__file__).with_name("page.js"))
    return page


class Tab:
    """A notebook, open in a page of JupyterLab."""

    def __init__(self, page, path):
        self.path, self.page, self._complaints, self._asked = path, page, [], {}
        self.recorded()  # else what a tab before this one has left counts
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
        """How many widgets the page holds, shown or not."""
        return self.page.evaluate(
            "jupyterapp.shell.currentWidget.sessionContext.session.kernel._comms.size"
        )

    def execute(self, code):
        """Run code in the notebook's kernel, outside its cells; an error is a complaint."""
        self.page.evaluate(
            "code => jupyterapp.shell.currentWidget.sessionContext.session.kernel"
            ".requestExecute({ code, store_history: false }).done.then(() => null)",
            code,
        )
        self.settle()

    def give_up(self):
        """Expect no answer to what a kernel was asked that is gone."""
        self._asked.clear()

    def wait_for(self, condition, *arg):
        """Wait until a condition in JavaScript holds."""
        self.page.wait_for_function(condition, arg=arg[0] if arg else None, timeout=60_000)

    def settle(self, seconds=60):
        """Wait until the kernel owes no answer, and the page has shown what it got."""
        end = time.monotonic() + seconds
        self.page.wait_for_timeout(50)
        while self._asked:
            if time.monotonic() > end:
                raise TimeoutError(
                    f"The kernel left unanswered for {seconds} s: {list(self._asked.values())}"
                )
            self.page.wait_for_timeout(50)
        self.wait_for("!waiting()")
        self.page.evaluate(
            "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )

    def players(self):
        """The players, from the top of the page."""
        return self.page.locator(self.page.evaluate("PLAYER")).all()

    def pictures(self):
        """What each player shows, as a number; None for one without a picture."""
        return [_number(picture) for picture in self.page.evaluate("pictures()")]

    def complaints(self):
        """What kernel, callbacks and the page's console have objected to since the last call."""
        found, self._complaints = self._complaints, []
        return found

    def press(self, handle, key):
        """Press a key on a control; the pictures that are then shown."""
        handle.press(key)
        self.settle()
        return self.pictures()

    def record(self, player):
        """Note every picture that this player shows from now on."""
        self.page.evaluate("i => record(i)", player)

    def recorded(self):
        """What was noted, for each `record`: a list of (picture, ms at which it came, place).

        place: of the slider.
        """
        return [
            [(_number(each["picture"]), each["at"], each["place"]) for each in shown]
            for shown in self.page.evaluate("recorded()")
        ]

    def shut_down(self):
        """Take the kernel away, as the menu does."""
        self.page.evaluate("jupyterapp.shell.currentWidget.sessionContext.shutdown()")
        self._asked.clear()

    def close(self):
        """Without saving."""
        self.shut_down()
        self.page.evaluate("jupyterapp.shell.currentWidget.dispose()")

    def screenshot(self, path):
        """The whole notebook in one picture, however long."""
        usual, notebook = self.page.viewport_size, self.page.locator(".jp-WindowedPanel-outer")
        length = notebook.evaluate("it => it.scrollHeight") + 150
        self.page.set_viewport_size({"width": usual["width"], "height": min(length, 16_000)})
        notebook.evaluate("it => { it.scrollTop = 0 }")
        self.settle()
        self.page.screenshot(path=path)
        self.page.set_viewport_size(usual)

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
    """A message of the kernel's protocol v1: where its parts are cut, then the parts."""
    numbers = (int.from_bytes(frame[i : i + 8], "little") for i in itertools.count(0, 8))
    cuts = list(itertools.islice(numbers, next(numbers)))
    parts = [frame[a:b] for a, b in itertools.pairwise(cuts)][1:5]
    return dict(zip(["header", "parent_header", "metadata", "content"], map(json.loads, parts)))


def _trust(home):
    """As for the one who wrote them: a stored widget that nothing can show is no longer hidden."""
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
