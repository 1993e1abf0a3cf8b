"""The request to a flat gateway as text that runs: the files inside it, the paid request, and a look at the task."""

import json
import re
import shlex

from lib.forms.draft import Order
from lib.forms.form import ModelForm
from lib.providers.modelstream_body import build_flat_body
from lib.providers.modelstream_profile import MODELSTREAM, address_of

KEY_VARIABLE = "MODELSTREAM_API_KEY"


def gateway_curl(form: ModelForm, order: Order, address: str) -> str:
    """Give the example in curl for the gateway at `address`."""
    paths = {"create": MODELSTREAM.create_path, "query": MODELSTREAM.query_path.format(task_id="$task")}
    parts = ["#!/usr/bin/env bash", "set -eu", f': "${{{KEY_VARIABLE}:?Set it to your key first}}"']
    parts += [f"API={shlex.quote(address_of(address, '').rstrip('/'))}", "", _INLINE, *_body_lines(form, order), ""]
    return "\n".join(parts) + _SEND % {**paths, "key": f"${KEY_VARIABLE}"}


def _body_lines(form: ModelForm, order: Order) -> list[str]:
    """Give the lines that write the body into a file, piece by piece: a command line has no room for a file."""
    files = {file.sha256: file for file in order.files()}
    # A mark that no prompt holds by accident stands for each file until the body is cut there.
    marks = {sha256: f"file:{sha256}" for sha256 in files}
    body = json.dumps(build_flat_body(MODELSTREAM, form, order, marks), ensure_ascii=False, indent=2)
    lines = ["{"]
    cut = "|".join(re.escape(mark) for mark in marks.values())
    for piece in re.split(f"({cut})", body) if cut else [body]:
        file = files.get(piece.removeprefix("file:"))
        if file is None:
            lines.append(f"printf %s {shlex.quote(piece)}")
        else:
            lines.append(f"inline {shlex.quote(file.name)} {file.mime}")
    return [*lines, "} > request.json"]


_INLINE = """\
# Writes a file as text into the request. A large one must go as a link that the gateway can fetch instead.
inline() { printf 'data:%s;base64,' "$2"; base64 < "$1" | tr -d '\\n'; }
"""

_SEND = """
# The paid request. If no answer comes, look in the gateway's console before sending it again.
answer=$(curl -sS --fail-with-body "$API/%(create)s" \\
  -H "Authorization: Bearer %(key)s" -H 'Content-Type: application/json' -d @request.json | tr -d '\\n')
echo "$answer"
task=$(printf '%%s' "$answer" | sed -E 's/.*"task_id" *: *"([^"]*)".*/\\1/')

# How it stands; ask again every 15 s until it says SUCCESS and gives a link. No page confirms this address.
curl -sS "$API/%(query)s" -H "Authorization: Bearer %(key)s"
"""
