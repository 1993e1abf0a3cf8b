"""The words beside each parameter on Gradio's API page, where an endpoint without components says "1st", "2nd"."""

from collections.abc import Callable
from typing import Any

from gradio.context import get_blocks_context
from gradio.utils import get_function_description


def describe_last(function: Callable[..., Any]) -> None:
    """Give the endpoint declared last the words of its function's docstring."""
    blocks = get_blocks_context()
    declared = next(reversed(blocks.fns.values()))
    _, words, _ = get_function_description(function)
    headers = {"x_api_key", "x_access_code"}
    names = [name for name in words if name not in headers]
    for component, name in zip(declared.inputs, names, strict=True):
        component.label = name
        component.api_info()["additional_description"] = words[name]
