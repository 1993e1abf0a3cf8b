"""Examples with the official SDK, which uploads local files by itself and waits for the end."""

from collections.abc import Iterator
from keyword import iskeyword
from typing import Any

from lib.providers.example_python import PYTHON_WORDS
from lib.providers.example_request import ExampleRequest
from lib.providers.example_values import Notation, filled, quoted, seen

# What `VideoSynthesis` takes by name and puts into `input`; of files it uploads these and what stands in `media`.
_INPUT = ("prompt", "negative_prompt", "media", "audio_url")


def studio_sdk(request: ExampleRequest) -> str:
    """Write the example for Model Studio, or say in a line that the SDK has no way to ask for it."""
    if not _askable(request):
        return f"# The official SDK has no arguments for all that {seen(request.model)} takes. Take another language.\n"
    notation = Notation(words=PYTHON_WORDS, text=quoted, file=lambda file: f"local({quoted(file)})", comma=True)
    arguments = "".join(f"    {name}={notation.write(value, depth=1)},\n" for name, value in _arguments(request))
    template = _HEAD + (_LOCAL if request.files else "") + _SEND
    values = {
        "title": request.title,
        "variable": request.key_variable,
        "address": quoted(request.address),
        "arguments": arguments,
    }
    return filled(template, values)


def gateway_sdk(request: ExampleRequest) -> str:
    """Say that there is none: the SDK sends Model Studio's own body to Model Studio's own paths."""
    return f"# The official SDK speaks to Model Studio only. For {seen(request.model)} here, take another language.\n"


def _arguments(request: ExampleRequest) -> Iterator[tuple[str, Any]]:
    yield "model", request.model
    yield from request.body.get("input", {}).items()
    yield from request.body.get("parameters", {}).items()


def _askable(request: ExampleRequest) -> bool:
    """Tell whether the SDK has an argument for everything; a model from a file may have a field of its own."""
    names = [name for name, _ in _arguments(request)]
    fine = all(name.isidentifier() and not iskeyword(name) for name in names) and len(set(names)) == len(names)
    return (
        fine
        and set(request.body) <= {"model", "input", "parameters"}
        and set(request.body.get("input", {})) <= set(_INPUT)
    )


_HEAD = """\
# @title@
# pip install dashscope, and run this in the folder that holds the files. It reads the key from @variable@.
import sys
from pathlib import Path

import dashscope
import requests
from dashscope import VideoSynthesis

dashscope.base_http_api_url = @address@
"""

_LOCAL = '''

def local(name):
    """Give a file's full path, by which the SDK knows it for a file; it uploads it for 48 hours."""
    return str(Path(name).resolve(strict=True))

'''

_SEND = """
# The paid request. If no answer comes, look in the console before sending it again.
task = VideoSynthesis.async_call(
@arguments@)
if task.status_code != 200:
    sys.exit(f"{task.code}: {task.message}")
print("Task", task.output.task_id, flush=True)

done = VideoSynthesis.wait(task)
if done.status_code != 200 or done.output.task_status != "SUCCEEDED":
    sys.exit(f"{done.output.code or done.code}: {done.output.message or done.message}")

with requests.get(done.output.video_url, stream=True, timeout=300) as video:
    video.raise_for_status()
    with open(f"{task.output.task_id}.mp4", "wb") as file:
        for chunk in video.iter_content(1 << 20):
            file.write(chunk)
print(f"Saved {task.output.task_id}.mp4")
"""
