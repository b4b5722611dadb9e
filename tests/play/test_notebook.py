"""Notebook: players of an earlier run are closed, and pictures are refreshed after each cell."""

import json
import time

import pytest
from jupyter_client.manager import start_new_kernel

from execute_notebooks import retried

PLAYERS = """
from unrolled import play

def draw(ax, t=1):
    ax.set(ylim=(0, 9))
    ax.plot(t, "o")

film = play.flipbook(draw, t=range(3), size=(4, 2))
live = play.explore(draw, t=(0, 8), size=(4, 2))
display(film)
live
"""
# Number of live widgets, and the kernel's memory in MB.
HELD = """
import json, ipywidgets, psutil
held = ipywidgets.widgets.widget._instances
print(json.dumps([len(held), psutil.Process().memory_info().rss / 1e6]))
"""


class Kernel:
    """A kernel that gets code with a cell id, as from JupyterLab, or without, as from nbclient."""

    def __init__(self):
        self.manager, self.client = retried(start_new_kernel)(kernel_name="python3")

    def run(self, code, cell=None):
        """Run code; return what it prints."""
        session, content = self.client.session, {"code": code, "store_history": True}
        request = session.msg("execute_request", content | {"silent": False})
        request["metadata"] = {"cellId": cell} if cell else {}
        self.client.shell_channel.send(request)
        printed = ""
        while True:
            message = self.client.get_iopub_msg(timeout=60)
            kind, content = message["msg_type"], message["content"]
            if message["parent_header"].get("msg_id") == request["header"]["msg_id"]:
                assert kind != "error", "\n".join(content["traceback"])
                printed += content["text"] if kind == "stream" else ""
                if kind == "status" and content["execution_state"] == "idle":
                    return printed

    def held(self):
        return json.loads(self.run(HELD))


@pytest.fixture
def kernel():
    kernel = Kernel()
    yield kernel
    kernel.client.stop_channels()
    kernel.manager.shutdown_kernel(now=True)


def test_rerunning_a_cell_does_not_accumulate_memory(kernel):
    for _ in range(5):  # fills the caches of Python and Matplotlib
        kernel.run(PLAYERS, "a")
    _, memory = kernel.held()
    for _ in range(25):
        kernel.run(PLAYERS, "a")
    assert kernel.held()[1] - memory < 10


def test_rerun_closes_only_players_of_the_same_cell(kernel):
    kernel.run(PLAYERS, "a")
    one, _ = kernel.held()
    kernel.run(PLAYERS, "b")
    assert kernel.held()[0] == 2 * one
    kernel.run(PLAYERS.replace("range(3)", "range(5)"), "a")  # an edited cell keeps its id
    assert kernel.held()[0] == 2 * one
    for _ in range(2):
        kernel.run(PLAYERS)
    assert kernel.held()[0] == 4 * one


def test_closed_player_offers_no_widget(kernel):
    kernel.run("from unrolled import play\nold = []", "a")
    again = "old.append(play.explore(lambda ax, t: ax.plot(t, 'o'), t=(0, 8)))"
    kernel.run(again, "b")
    kernel.run(again, "b")
    shown = "print(*(list(get_ipython().display_formatter.format(each)[0]) for each in old))"
    first, second = kernel.run(shown).split("] [")
    assert "widget-view" not in first and "image/png" not in first
    assert "widget-view" in second and "image/png" in second


RUNNING = "loop.call_later(0.1, lambda: seen.append(notebook.cell_is_running()))\nimport asyncio"
SEEN = """
from unrolled.play import notebook
seen = [notebook.cell_is_running()]
live.send = lambda content, buffers=(): seen.append(content)
loop = __import__("asyncio").get_running_loop()
"""


def test_pictures_are_discarded_after_each_cell_even_if_async(kernel):
    kernel.run(PLAYERS, "a")
    kernel.run(SEEN, "b")
    kernel.run(RUNNING, "c")
    time.sleep(0.5)
    kernel.run(f"{RUNNING}\nawait asyncio.sleep(0.3)", "d")
    discard = {"discard": True}
    assert eval(kernel.run("print(seen)")) == [True, discard, discard, False, True, discard]
