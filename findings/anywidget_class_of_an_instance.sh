#!/usr/bin/env bash
# anywidget 0.11.0 with ipywidgets 8.1.9
# A good guess: `type(widget) is Counter` for widget = Counter(), and two widgets have one class.
# What happens: each instance gets a class of its own, made when it is constructed (add_traits), with
# the name of ours. isinstance works; `type(a) is type(b)` and dicts keyed by type do not, and a
# kernel that makes a widget again and again makes a class each time.
# Output seen:
#   type is Counter: False
#   one type for two: False
#   isinstance: True
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet anywidget==0.11.0 ipywidgets==8.1.9
"$folder/venv/bin/python" - <<'PY'
import anywidget
import traitlets


class Counter(anywidget.AnyWidget):
    _esm = traitlets.Unicode("export default { render() {} }").tag(sync=True)


one, other = Counter(), Counter()
seen = [type(one) is Counter, type(one) is type(other), isinstance(one, Counter)]
print("type is Counter:", seen[0])
print("one type for two:", seen[1])
print("isinstance:", seen[2])
raise SystemExit(seen != [False, False, True])
PY
