"""What the free kind of Space asks for: a function that would take a GPU. Nothing here needs one, so it does nothing.

ZeroGPU ends a Space in which no function is marked by the time the page is served. The package `spaces` is the
builder's and there alone; it is looked for only where the environment says that this is ZeroGPU.
"""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import gradio as gr

from lib.settings import Settings
from lib.ui.edge import QUIET

Nothing = Callable[[], None]
# The mark, as `spaces.GPU` is one: it is told for how many seconds at most, and gives back the function to bind.
Mark = Callable[..., Callable[[Nothing], Nothing]]
# What a call would be taken for of its caller's own allowance; the least there is.
GPU_SECONDS = 1


def add_gpu_event(settings: Settings) -> None:
    """Bind the function to an event that no visitor sees, on ZeroGPU; do nothing anywhere else."""
    function = gpu_function(settings)
    if function is not None:
        # One at a time: a call by hand starts a process of its own.
        events: dict[str, Any] = {**QUIET, "concurrency_limit": 1}
        gr.Button(visible=False).click(function, None, None, **events)


def gpu_function(settings: Settings) -> Nothing | None:
    """Give the marked function, None where nobody asks for it."""
    if not settings.zero_gpu or find_spec("spaces") is None:
        return None
    mark: Mark = import_module("spaces").GPU
    return mark(duration=GPU_SECONDS)(nothing)


def nothing() -> None:
    """Do nothing."""
